"""`phasebook init`: starts a small guide that works, for another cluster."""

import argparse
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from phasebook.exit import Exit, Refused
from phasebook.kept import STARTER, kept


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("init", help="start a guide for another cluster", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="where it goes (default: here)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Write the files of the guide; none that is there already is touched."""
    folder: Path = options.folder
    files = dict(_files())
    there = [name for name in (*files, "data") if (folder / name).exists()]
    if there:
        raise Refused(f"`{there[0]}` is already in {folder.resolve()}: nothing was written")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    print(f"{len(files)} files. Now: phasebook check --strict && phasebook simulate && phasebook build")
    return Exit.CLEAN


def _files() -> Iterator[tuple[str, str]]:
    """Yield each file of a new guide: its path and its text."""
    for path in sorted(STARTER.rglob("*")):
        name = path.relative_to(STARTER).as_posix()
        if path.is_file() and path.name != "workflow.yml":
            yield ("GUIDE.md" if name == "README.md" else name), path.read_text(encoding="utf-8")
    workflow = (STARTER / "workflow.yml").read_text(encoding="utf-8")
    yield ".github/workflows/guide.yml", workflow.replace("@VERSION@", version("phasebook"))
    settings = kept("mkdocs.yml").read_text(encoding="utf-8")
    yield "mkdocs.yml", settings.replace("site_name: Phasebook", "site_name: Operations guide", 1)
