"""`phasebook import`: drafts components, dependencies and commands from a Flux repository; nothing of it is run."""

import argparse
import sys
from pathlib import Path

from drift.git import NoSuchRevision
from drift.repository import Repository
from drift.snapshot import Archive
from phasebook.draft import Draft, drafted
from phasebook.exit import Exit, Refused

FILES = ("components/draft.yaml", "commands/draft.yaml")


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("import", help="draft a guide from a Flux repository", description=__doc__)
    parser.add_argument("--repo", type=Path, required=True, metavar="DIR", help="a checkout of it, or a bare repository; it is only read")
    parser.add_argument("--at", default="HEAD", metavar="REV", help="the revision that is looked at (default: HEAD)")
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="where the drafts go (default: data/)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Write the drafts and say what could not be read."""
    data: Path = options.data
    for name in FILES:
        if (data / name).exists():
            raise Refused(f"`{data / name}` is already there: nothing was written")
    draft = _draft(options)
    for name, text in zip(FILES, (draft.components, draft.commands), strict=True):
        if text:
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).write_text(text, encoding="utf-8")
            print(data / name)
    for problem in draft.problems:
        print(problem, file=sys.stderr)
    print(f"{draft.counted}; each is a draft: say what breaks it, and what shows that", file=sys.stderr)
    return Exit.FINDINGS if draft.problems else Exit.CLEAN


def _draft(options: argparse.Namespace) -> Draft:
    if not options.repo.is_dir():
        raise Refused(f"there is no folder {options.repo}")
    try:
        repository = Repository(options.repo)
        try:
            snapshot = Archive(repository).snapshot(repository.commit(options.at))
            return drafted(snapshot.flux, snapshot.tasks)
        finally:
            repository.close()
    except NoSuchRevision as why:
        raise Refused(str(why)) from None
