"""`phasebook prove`: replays every combination of faults from symptoms alone, and says which do not end resolved."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from phasebook.bar import watched
from phasebook.exit import Exit, Refused
from phasebook.options import ENDINGS, FORMATS, add_data, add_format, data_folder, write_reports
from phasebook.proof.places import where_stood
from phasebook.ready import Ready, ready
from simulator.gaps import Reckoned, reckoned
from simulator.model import Model
from simulator.prove import entrances
from simulator.symbolic.proof import Drawn, Proof

if TYPE_CHECKING:
    from catalog.finding import Finding
    from simulator.symbolic.coverage import Idle

ALL = "all"
MOST_FAULTS = 6
MOST_AREAS = 4


class GivenUp(Exception):
    """A proof grew too large; the words say where, and what to do."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("prove", help="replay every combination of faults from symptoms alone", description=__doc__)
    parser.add_argument(
        "--faults",
        type=_how_many,
        default=ALL,
        metavar="K|all",
        help="sets of up to K faults, with their times (default: all, of any size)",
    )
    parser.add_argument(
        "--areas",
        type=_at_least_one,
        metavar="K",
        help="sets of any size with faults in up to K areas; an area is what leads to one runbook (default: all, or 2 if that is too much)",
    )
    parser.add_argument(
        "--sample",
        type=_at_least_one,
        metavar="N",
        help="N sets of any size, drawn at random from all that can strike together, with their times",
    )
    parser.add_argument("--seed", type=int, metavar="S", help="which sets are drawn (default: 0)")
    parser.add_argument("--late", action="store_true", help="one more fault strikes after each step of each run; K is 1 if not given")
    parser.add_argument("--from", dest="trees", action="append", metavar="TREE", help="start here only (default: every tree with runbooks)")
    parser.add_argument("--minimal", action="store_true", help="list only failing sets no part of which fails, also in JSON")
    parser.add_argument(
        "--coverage", action="store_true", help="list every part of the catalog that no replay exercises, scenarios and kept ones included"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="share sets out over the Dask cluster there (needs the package `distributed`)"
    )
    parser.add_argument("--jobs", type=_at_least_one, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a processor)")
    add_data(parser)
    add_format(parser, FORMATS)
    parser.set_defaults(run=run)


def _how_many(given: str) -> int | str:
    return given if given == ALL else _at_least_one(given)


def _at_least_one(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no number: write 1, 2, 3...")
    return int(given)


def run(options: argparse.Namespace) -> Exit:
    """Prove what was asked for and print what came of it."""
    known = ready(data_folder(options), partial(_tell_blocking, options))
    if known is None:
        return Exit.FINDINGS
    if options.late and options.faults == ALL:
        options.faults = 1
    try:
        proof = _proof(options, known.model, _trees(options.trees, known.model))
    except GivenUp as large:
        print(f"phasebook: {large}", file=sys.stderr)
        return Exit.FINDINGS
    told = reckoned(known.model, proof)
    write_reports(options, lambda form: "".join(f"{line}\n" for line in _report(form, options, known, told)))
    for line in _report(options.format, options, known, told):
        print(line)
    return Exit.CLEAN if told.holds else Exit.FINDINGS


def _tell_blocking(options: argparse.Namespace, findings: Sequence["Finding"]) -> None:
    from phasebook.formats.findings import tell_blocking  # noqa: PLC0415  (most catalogs can be replayed)

    tell_blocking(options, findings)


def _report(form: str, options: argparse.Namespace, known: Ready, proof: Reckoned) -> Iterator[str]:
    match form:
        case "json":
            from phasebook.proof import data  # noqa: PLC0415  (each form loads what it needs)

            yield json.dumps(data.report(known.places, known.model, proof, options.faults), indent=2)
        case "text":
            from phasebook.proof import text  # noqa: PLC0415  (each form loads what it needs)

            idle = _idle_in_all(options, known.model, proof.proof) if options.coverage else None
            yield from text.report(known.places, known.model, proof, idle)
        case _:
            from phasebook.proof.machines import told  # noqa: PLC0415  (most proofs are told to people)

            yield from told(form, known.places, known.model, proof, options.data).splitlines()


def _idle_in_all(options: argparse.Namespace, model: Model, proof: Proof) -> "Sequence[Idle]":
    """Return what the replays of `simulate` do not exercise either; they are read from the data."""
    from catalog.load import load  # noqa: PLC0415  (most proofs are made of what is kept)
    from phasebook.astray import kept_beside  # noqa: PLC0415  (for the same reason)
    from simulator.compile import case_of  # noqa: PLC0415  (for the same reason)
    from simulator.exercise import idle_in_all  # noqa: PLC0415  (for the same reason)
    from simulator.witnesses import is_possible  # noqa: PLC0415  (for the same reason)

    scenarios = [case_of(one) for one in load(data_folder(options)).catalog.scenarios.values()]
    kept = [one.case for one in kept_beside(data_folder(options)) if is_possible(model, one.case)]
    return idle_in_all(model, proof.idle, (*scenarios, *kept))


def _trees(named: list[str] | None, model: Model) -> tuple[str, ...]:
    known = entrances(model)
    for name in named or ():
        if name not in known:
            from catalog.finding import suggest  # noqa: PLC0415  (most names are right)

            raise Refused(f"there is no tree `{name}` that leads to a runbook{suggest(name, known).hint}")
    if not known:
        raise Refused("no tree of the catalog leads to a runbook: there is nowhere to start from")
    return tuple(dict.fromkeys(named)) if named else known


def _proof(options: argparse.Namespace, model: Model, trees: tuple[str, ...]) -> Proof:
    every = "json" in {options.format, *(ENDINGS[file.suffix] for file in options.write)} and not options.minimal
    if options.sample is not None:
        return _drawn(model, trees, options)
    if options.seed is not None:
        raise Refused("`--seed` says which sets are drawn: give `--sample N` beside it")
    if options.scheduler is not None and (options.late or options.faults == ALL):
        raise Refused("only sets of up to so many faults can be shared out: give `--faults K`, without `--late`, beside `--scheduler`")
    if options.areas is not None and (options.late or options.faults != ALL):
        raise Refused("`--areas` takes sets of any size: leave `--faults` and `--late` away")
    if (options.areas or 0) > MOST_AREAS:
        raise Refused(f"there are too many groups of {options.areas} areas: give `--areas {MOST_AREAS}` at most, or leave it away")
    if options.faults == ALL:
        return _unbounded(model, trees, options.jobs, options.areas)
    most = min(options.faults, len(model.faults))
    if most > MOST_FAULTS:
        raise Refused(
            f"sets of up to {most} faults are too many to be replayed one by one: up to {MOST_FAULTS}, or all with `--faults all`"
        )
    if options.late:
        return _late(model, most, trees, every=every)
    return _bounded(model, most, trees, options, every=every)


def _late(model: Model, most: int, trees: tuple[str, ...], *, every: bool) -> Proof:
    from simulator.symbolic.late import Moments  # noqa: PLC0415  (not asked for by most proofs)

    moments = Moments(model, most, trees, every=every)
    bundles = list(moments.bundles())
    for bundle in watched(bundles, "bundle", len(bundles)):
        moments.replay(bundle)
    return moments.proof()


def _bounded(model: Model, most: int, trees: tuple[str, ...], options: argparse.Namespace, *, every: bool) -> Proof:
    from phasebook.proof.shares import proven  # noqa: PLC0415  (not asked for by most proofs)
    from simulator.symbolic.bounded import Bounded  # noqa: PLC0415  (nor is this)

    return proven(Bounded(model, most, trees, every=every), options.jobs, options.scheduler)


def _drawn(model: Model, trees: tuple[str, ...], options: argparse.Namespace) -> Proof:
    from phasebook.proof.sampled import proven  # noqa: PLC0415  (not asked for by most proofs)
    from simulator.symbolic.drawn import Sample  # noqa: PLC0415  (nor is this)

    if options.late or options.faults != ALL or options.areas is not None or options.scheduler is not None:
        raise Refused("`--sample` draws sets of any size: leave `--faults`, `--areas`, `--late` and `--scheduler` away")
    return proven(Sample(model, trees, Drawn(count=options.sample, seed=options.seed or 0)), options.jobs)


def _unbounded(model: Model, trees: tuple[str, ...], jobs: int, together: int | None) -> Proof:
    from phasebook.proof.combinations import proven  # noqa: PLC0415  (loads much that no other proof needs)
    from simulator.symbolic.unbounded import TooManyCombinations  # noqa: PLC0415  (so does this)

    try:
        return proven(model, trees, jobs, together)
    except TooManyCombinations as large:
        where = where_stood(model, large.at)
        what = f"every combination of {len(model.faults)} faults is too much to be proven at once: {large}, at {where}"
        why = f"{what}; nothing is proven. Prove sets of up to so many faults, with `--faults 3`, or make that part of the runbooks simpler"
        raise GivenUp(why) from large
