"""`phasebook drift`: holds every reference of the catalog against the cluster's repository."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from catalog.load import load
from drift.claim import Report, Verdict
from drift.git import NoSuchRevision
from drift.hold import BROKEN, hold
from drift.mending import edit_of
from drift.revision import Repository
from generator.markup import clean
from phasebook.drifted import FORMATS, drifted_as
from phasebook.exit import Exit, Refused
from phasebook.fix import mend, told
from phasebook.options import add_data, add_format, data_folder
from phasebook.paint import Ink, paint


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("drift", help="hold the catalog against the cluster's repository", description=__doc__)
    parser.add_argument("--repo", type=Path, required=True, metavar="DIR", help="a checkout of it, or a bare repository; it is only read")
    parser.add_argument("--at", default="HEAD", metavar="REV", help="the revision that is looked at (default: HEAD)")
    parser.add_argument("--since", metavar="REV", help="name the commit after this one that broke each claim")
    parser.add_argument("--fix", action="store_true", help="make the edits in the data that need no judgement")
    parser.add_argument("--all", action="store_true", help="print the claims that hold, too")
    add_data(parser)
    add_format(parser, FORMATS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Hold every claim against the repository and print what came of it."""
    data = data_folder(options)
    report = _report(options, data)
    print(drifted_as(options.format, report, data, every=options.all), end="")
    for problem in report.problems:
        print(paint(clean(problem), Ink.CAREFUL, sys.stderr), file=sys.stderr)
    _summarise(report)
    if options.fix:
        for line in told(mend(data, [edit for result in report.results if (edit := edit_of(result)) is not None])):
            print(line, file=sys.stderr)
    return Exit.FINDINGS if any(result.judged.verdict in BROKEN for result in report.results) else Exit.CLEAN


def _report(options: argparse.Namespace, data: Path) -> Report:
    loaded = load(data)
    if not loaded.catalog.is_complete:
        print("phasebook: some of the catalog cannot be read; what stands there is not looked at", file=sys.stderr)
    if not options.repo.is_dir():
        raise Refused(f"there is no folder {options.repo}")
    try:
        repository = Repository(options.repo)
    except NoSuchRevision as why:
        raise Refused(str(why)) from None
    try:
        return hold(loaded.catalog, repository, options.at, options.since)
    except NoSuchRevision as why:
        raise Refused(str(why)) from None
    finally:
        repository.close()


def _summarise(report: Report) -> None:
    counts = Counter(result.judged.verdict for result in report.results)
    listed = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    broken = any(counts[verdict] for verdict in BROKEN)
    words = f"{len(report.results)} claims at {report.revision[:12]} ({report.date}): {listed or 'none'}"
    print(paint(words, Ink.CAREFUL if broken else Ink.GOOD, sys.stderr), file=sys.stderr)
