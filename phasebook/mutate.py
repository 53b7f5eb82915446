"""`phasebook mutate`: changes runbooks and model one small step at a time, and lists the changes that nothing notices."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from functools import partial
from itertools import groupby
from pathlib import Path
from random import Random

from catalog.catalog import Catalog
from catalog.files import WITNESSES
from catalog.finding import suggest
from generator.amounts import counted
from phasebook.astray import kept_beside
from phasebook.bar import bar
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.mutants import data, junit, markdown, text
from phasebook.options import add_data, add_format, data_folder
from phasebook.prove import MOST_FAULTS
from phasebook.workers import asked, workers
from simulator.model import Model
from simulator.mutation.judge import By, Judge, Verdict
from simulator.mutation.keeping import chosen
from simulator.mutation.mutant import Mutant
from simulator.mutation.on_model import model_mutants
from simulator.mutation.on_runbooks import runbook_mutants
from simulator.mutation.survey import Part, Survey, survey
from simulator.witnesses import Witness, written

FORMATS = ("text", "json", "junit", "markdown")

DEFAULT_FAULTS = 2
A_SHARE = 60
"""So many mutants of one entity are judged by one process, which has then worked out what tells of that entity."""

Share = list[tuple[int, Mutant]]
"""Mutants that are judged together, each with its place among all."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("mutate", help="list the changes to the catalog that nothing would notice", description=__doc__)
    parser.add_argument("--only", type=Part, choices=tuple(Part), help="change runbooks alone, or the model alone (default: both)")
    parser.add_argument("--runbook", action="append", default=[], metavar="ID", help="change this runbook alone")
    parser.add_argument(
        "--faults",
        type=int,
        choices=range(1, MOST_FAULTS + 1),
        default=DEFAULT_FAULTS,
        metavar="K",
        help=f"sets of up to so many faults are proven (default: {DEFAULT_FAULTS}, as every night)",
    )
    parser.add_argument(
        "--keep", action="store_true", help=f"keep, in {WITNESSES} beside the data, replays that go otherwise once a runbook is changed so"
    )
    parser.add_argument("--sample", type=_count, metavar="N", help="judge N changes drawn at random")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="draw these and no others (default: 0)")
    parser.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a processor)")
    add_data(parser)
    add_format(parser, FORMATS)
    parser.set_defaults(run=run)


def _count(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no number: write 1, 2, 3...")
    return int(given)


def run(options: argparse.Namespace) -> Exit:
    """Judge the mutants that were asked for and print what came of them."""
    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    catalog, model = loaded
    judged = _judged(options, catalog, model, _mutants(options, catalog))
    if options.keep:
        judged = _kept(options.data, judged)
    found = survey(catalog, judged, whole=options.sample is None)
    for line in _report(options.format, found):
        print(line)
    return Exit.CLEAN if found.is_clean else Exit.FINDINGS


def _kept(data: Path, judged: list[tuple[Mutant, Verdict]]) -> list[tuple[Mutant, Verdict]]:
    """Keep a replay for each change that one tells of, beside those that are kept already; return the verdicts as they are then."""
    anew = {one.line: one for one in chosen([verdict.would for _, verdict in judged if verdict.would])}
    (data / WITNESSES).write_text(written({**{one.line: one for one in kept_beside(data)}, **anew}.values()), encoding="utf-8")
    print(f"{counted(len(anew), 'replay')} kept beside the others in {data / WITNESSES}", file=sys.stderr)
    return [(mutant, _noticed(verdict, anew)) for mutant, verdict in judged]


def _noticed(verdict: Verdict, kept: Mapping[str, Witness]) -> Verdict:
    telling = next((one for one in verdict.would if one.line in kept), None)
    return verdict if telling is None else Verdict(by=By.SIMULATE, seen=telling.title)


def _report(form: str, found: Survey) -> Iterator[str]:
    match form:
        case "json":
            yield json.dumps(data.report(found), indent=2)
        case "junit":
            yield junit.report(found)
        case "markdown":
            yield markdown.report(found)
        case _:
            yield from text.report(found)


def _mutants(options: argparse.Namespace, catalog: Catalog) -> list[Mutant]:
    for name in options.runbook:
        if name not in catalog.runbooks:
            raise Refused(f"there is no runbook `{name}`{suggest(name, catalog.runbooks).hint}")
    if options.runbook and options.only is Part.MODEL:
        raise Refused("--runbook names what --only model leaves out")
    names = dict.fromkeys(options.runbook) or catalog.runbooks
    found = [] if options.only is Part.MODEL else [one for name in names for one in runbook_mutants(catalog, catalog.runbooks[name])]
    if options.only is not Part.RUNBOOKS and not options.runbook:
        found += model_mutants(catalog)
    if options.sample is None or options.sample >= len(found):
        return found
    return [found[place] for place in sorted(Random(options.seed).sample(range(len(found)), options.sample))]  # noqa: S311 - no secret


def _judged(options: argparse.Namespace, catalog: Catalog, model: Model, mutants: list[Mutant]) -> list[tuple[Mutant, Verdict]]:
    verdicts: dict[int, Verdict] = {}
    shares = list(_shares(mutants))
    with bar("change", len(mutants)) as advance:
        for share, found in _shared_out(options, catalog, model, shares):
            verdicts |= {place: verdict for (place, _), verdict in zip(share, found, strict=True)}
            advance(len(share))
    return [(mutant, verdicts[place]) for place, mutant in enumerate(mutants)]


def _shares(mutants: list[Mutant]) -> Iterator[Share]:
    """Yield the mutants in shares of one entity each."""
    for _, group in groupby(enumerate(mutants), key=lambda entry: (entry[1].kind, entry[1].owner)):
        own = list(group)
        yield from (own[start : start + A_SHARE] for start in range(0, len(own), A_SHARE))


def _shared_out(options: argparse.Namespace, catalog: Catalog, model: Model, shares: list[Share]) -> Iterator[tuple[Share, list[Verdict]]]:
    """Judge the shares, in as many processes as were asked for, in whatever order they come."""
    kept = kept_beside(options.data)
    judging = partial(Judge, catalog, model, options.faults, kept, keeping=options.keep)
    if options.jobs == 1 or len(shares) == 1:
        judge = judging()
        yield from ((share, [judge.verdict(mutant) for _, mutant in share]) for share in shares)
        return
    with workers(options.jobs, judging) as pool:
        waiting = {pool.submit(asked, _verdicts, [mutant for _, mutant in share]): share for share in sorted(shares, key=len, reverse=True)}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _verdicts(judge: Judge, mutants: list[Mutant]) -> list[Verdict]:
    return [judge.verdict(mutant) for mutant in mutants]
