"""`phasebook prove`: replays every set of up to K faults, from symptoms alone, and says which do not end resolved."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field

from tqdm import tqdm

from catalog.finding import suggest
from generator.words import duration
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.options import add_data, add_format, data_folder
from phasebook.paint import Ink, is_interactive, paint
from phasebook.report import failure_json
from simulator.model import Model, Outcome
from simulator.prove import Proved, count_at_most, entrances, prove


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("prove", help="replay every set of faults from symptoms alone", description=__doc__)
    parser.add_argument("--faults", type=_at_least_one, default=1, metavar="K", help="sets of up to K faults (default: 1)")
    parser.add_argument("--from", dest="trees", action="append", metavar="TREE", help="start here only (default: every tree with runbooks)")
    add_data(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of faults: write 1, 2, 3...")
    return int(text)


@dataclass(slots=True)
class Tally:
    """What came of the replays so far: only those that fail are kept, and the slowest."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    failures: list[Proved] = field(default_factory=list)
    slowest: Proved | None = None

    def add(self, one: Proved) -> None:
        """Count one replay."""
        self.outcomes[one.replay.outcome] += 1
        if not one.holds:
            self.failures.append(one)
        if self.slowest is None or one.replay.seconds > self.slowest.replay.seconds:
            self.slowest = one


def run(options: argparse.Namespace) -> Exit:
    """Replay every set and print those that fail."""
    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    model = loaded[1]
    trees = _trees(options.trees, model)
    most = min(options.faults, len(model.faults))
    total = count_at_most(model, most) * len(trees)
    tally = Tally()
    for one in tqdm(
        prove(model, most, trees), total=total, unit="set", leave=False, file=sys.stderr, disable=not is_interactive(sys.stderr)
    ):
        tally.add(one)
    tally.failures.sort(key=lambda one: (len(one.faults), one.faults, one.starts))
    if options.format == "json":
        print(json.dumps(_json(options.faults, tally), indent=2))
    else:
        _print(options.faults, tally)
    return Exit.FINDINGS if tally.failures else Exit.CLEAN


def _trees(named: list[str] | None, model: Model) -> tuple[str, ...]:
    known = entrances(model)
    for name in named or ():
        if name not in known:
            raise Refused(f"there is no tree `{name}` that leads to a runbook{suggest(name, known).hint}")
    if not known:
        raise Refused("no tree of the catalog leads to a runbook: there is nowhere to start from")
    return tuple(dict.fromkeys(named)) if named else known


def _outcomes(tally: Tally) -> dict[str, int]:
    return {outcome: tally.outcomes[outcome] for outcome in Outcome if tally.outcomes[outcome]}


def _json(most: int, tally: Tally) -> dict[str, object]:
    return {
        "version": 1,
        "faults": most,
        "sets": tally.outcomes.total(),
        "outcomes": _outcomes(tally),
        "failures": [failure_json(one) for one in tally.failures],
    }


def _print(most: int, tally: Tally) -> None:
    for one in tally.failures:
        where = f" in {one.replay.by}" if one.replay.by else ""
        print(f"{paint(one.replay.outcome, Ink.BAD)}{where} after {duration(one.replay.seconds)}: {', '.join(one.faults)}")
        print(paint(f"  phasebook simulate --faults {','.join(one.faults)} --from {one.starts} -v", Ink.QUIET))
    counts = ", ".join(f"{count} {outcome}" for outcome, count in _outcomes(tally).items())
    size = "one fault" if most == 1 else f"up to {most} faults"
    worst = tally.slowest
    slowest = f"; the slowest took {duration(worst.replay.seconds)} ({', '.join(worst.faults)})" if worst else ""
    ink = Ink.BAD if tally.failures else Ink.GOOD
    print(paint(f"{tally.outcomes.total()} sets of {size}: {counts or 'none'}{slowest}", ink))
