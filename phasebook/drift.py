"""`phasebook drift`: holds every reference of the catalog against the cluster's repository."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from catalog.catalog import Catalog
from catalog.load import load
from drift.claim import Report, Verdict
from drift.git import NoSuchRevision
from drift.hold import BROKEN, hold
from drift.mending import edit_of
from drift.repository import Repository
from generator.markup import clean
from generator.words import counted
from phasebook.broken import damage_of
from phasebook.drifted import FORMATS, Drifted, drifted_as
from phasebook.exit import Exit, Refused
from phasebook.fix import mend, told
from phasebook.options import add_data, add_format, data_folder, write_reports
from phasebook.paint import Ink, paint


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("drift", help="hold the catalog against the cluster's repository", description=__doc__)
    parser.add_argument("--repo", type=Path, required=True, metavar="DIR", help="a checkout of it, or a bare repository; it is only read")
    parser.add_argument("--at", default="HEAD", metavar="REV", help="the revision that is looked at (default: HEAD)")
    parser.add_argument("--since", metavar="REV", help="name the commit after this one that broke each claim")
    parser.add_argument(
        "--fail-on",
        choices=("any", "new"),
        default="any",
        help="what ends with status 1: any broken claim, or those broken since --since (default: any)",
    )
    parser.add_argument("--fix", action="store_true", help="make the edits in the data that need no judgement")
    parser.add_argument("--all", action="store_true", help="print the claims that hold, too")
    add_data(parser)
    add_format(parser, FORMATS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Hold every claim against the repository and print what came of it."""
    data = data_folder(options)
    if options.fail_on == "new" and options.since is None:
        raise Refused("--fail-on new asks for --since REV: new is what broke after that revision")
    catalog = _catalog(data)
    report = _report(options, catalog)
    drifted = Drifted(report=report, catalog=catalog, data=data, damage=damage_of(catalog, report))
    print(drifted_as(options.format, drifted, every=options.all), end="")
    write_reports(options, lambda form: drifted_as(form, drifted, every=options.all))
    for problem in report.problems:
        print(paint(clean(problem), Ink.CAREFUL, sys.stderr), file=sys.stderr)
    _summarise(report)
    if options.fix:
        for line in told(mend(data, [edit for result in report.results if (edit := edit_of(result)) is not None])):
            print(line, file=sys.stderr)
    failing = [one for one in report.results if one.judged.verdict in BROKEN and (options.fail_on == "any" or one.since is not None)]
    return Exit.FINDINGS if failing else Exit.CLEAN


def _catalog(data: Path) -> Catalog:
    loaded = load(data)
    if not loaded.catalog.is_complete:
        print("phasebook: some of the catalog cannot be read; what stands there is not looked at", file=sys.stderr)
    return loaded.catalog


def _report(options: argparse.Namespace, catalog: Catalog) -> Report:
    if not options.repo.is_dir():
        raise Refused(f"there is no folder {options.repo}")
    try:
        repository = Repository(options.repo)
    except NoSuchRevision as why:
        raise Refused(str(why)) from None
    try:
        return hold(catalog, repository, options.at, options.since)
    except NoSuchRevision as why:
        raise Refused(str(why)) from None
    finally:
        repository.close()


def _summarise(report: Report) -> None:
    counts = Counter(result.judged.verdict for result in report.results)
    listed = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    broken = any(counts[verdict] for verdict in BROKEN)
    words = f"{counted(len(report.results), 'claim')} at {report.revision[:12]} ({report.date}): {listed or 'none'}"
    print(paint(words, Ink.CAREFUL if broken else Ink.GOOD, sys.stderr), file=sys.stderr)
