"""`phasebook suggest`: searches the best recovery from faults, and prints it as a runbook; without a fault, compares the guide with the best."""

import argparse
import json
import sys
from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.files import RECOVERIES
from generator.words import counted, duration
from phasebook.bar import watched
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.named import refuse_clashing, refuse_unknown
from phasebook.options import add_data, data_folder
from phasebook.paint import Ink, paint
from phasebook.runbook_yaml import runbook_yaml
from simulator.advice import Advice, Advisor
from simulator.compare import Comparison, compare
from simulator.deeds import deeds, disruptive
from simulator.model import Model
from simulator.prove import entrances
from simulator.recoveries import written
from simulator.recovery import MAX_STATES, Order, OutOfReach
from simulator.sorting import sorts
from simulator.spending import Ledger, Spent, Use

NAMED = 3
"""So many lines of a sort, and other failures of a line, are named."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("suggest", help="search the best recovery from faults", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="faults that strike together (default: each fault alone, as a table)")
    parser.add_argument("--by", type=Order, choices=tuple(Order), default=Order.TIME, help="what it has least of (default: time)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed (default: text)")
    parser.add_argument(
        "--keep", action="store_true", help=f"keep the best of every single fault as {RECOVERIES} beside the data, for the guide"
    )
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Print the advice on the faults, or the table of all."""
    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    catalog, model = loaded
    advisor = Advisor(model, deeds(catalog, model), options.by)
    faults = tuple(dict.fromkeys(options.faults))
    refuse_unknown(faults, catalog)
    refuse_clashing(faults, model)
    if options.keep and (faults or options.by is not Order.TIME):
        raise Refused("--keep is about every fault alone, by time: name no fault and no other order")
    return _one(options, catalog, model, advisor, faults) if faults else _all(options, catalog, model, advisor)


def _bearable(catalog: Catalog, faults: tuple[str, ...]) -> frozenset[str]:
    """What a runbook for one of the faults, or one to which those escalate, accepts to break."""
    names = [runbook.id for fault in faults for runbook in catalog.runbooks_for(fault)]
    seen: list[str] = []
    while names:
        name = str(names.pop())
        if name not in seen:
            seen.append(name)
            names += [target for target in (catalog.runbooks[name].escalates_to,) if target]
    return frozenset(str(one) for name in seen for one in catalog.runbooks[name].accepts)


def _one(options: argparse.Namespace, catalog: Catalog, model: Model, advisor: Advisor, faults: tuple[str, ...]) -> Exit:
    try:
        advice = advisor.on(faults, _bearable(catalog, faults))
    except OutOfReach as reason:
        print(f"phasebook: there is no way out of {', '.join(faults)}: {reason}", file=sys.stderr)
        return Exit.FINDINGS
    compared = [compare(model, Ledger(model, disruptive(catalog)), advice, tree) for tree in entrances(model)]
    if options.format == "json":
        print(json.dumps({"version": 1, "by": options.by, "suggestions": [_json(catalog, model, advice, compared)]}, indent=2))
    else:
        print("\n".join(f"# {line}" for line in _said(advice, compared)))
        print(runbook_yaml(catalog, model, advice), end="")
    return Exit.CLEAN


def _said(advice: Advice, compared: list[Comparison]) -> Iterator[str]:
    recovery = advice.recovery
    yield f"Knowing everything: {counted(len(recovery.doings), 'thing')} to do, {duration(recovery.seconds)}."
    if not advice.proven:
        yield f"That is the guide's own way, without what can be left out of it: the search for a better one gave up after {MAX_STATES:,} states."
    looks = len(advice.diagnosis.looks) + len(advice.proof)
    yield f"From symptoms alone: {counted(looks, 'look')} besides, {duration(advice.seconds)} in all."
    if not recovery.doings:
        yield "The cluster mends it by itself: a runbook has nothing to do."
    if advice.accepted:
        yield f"There is no way around breaking: {', '.join(advice.accepted)}."
    if advice.diagnosis.alike:
        yield f"No look tells it from: {', '.join(name or 'a healthy cluster' for name in advice.diagnosis.alike)}."
    for one in compared:
        yield f"The guide, from {one.starts}: {_compared(one)}."
        yield from _spent(advice, one.spent)


def _compared(one: Comparison) -> str:
    said = f"{one.replay.outcome} after {duration(one.replay.seconds)}"
    if one.ratio is None:
        return said
    return f"{said}, {one.ratio:.1f} times that; {duration(one.looking)} of it is looking, {duration(one.doing)} doing"


def _spent(advice: Advice, spent: tuple[Spent, ...]) -> Iterator[str]:
    """Yield where the guide's time goes: what is in each sort, the longest first, and what the best does in its place."""
    best = {doing.deed.action.line for doing in advice.recovery.doings}
    for sort, seconds, items in sorts(spent, best):
        named = [f"{_worded(one)} {duration(took)}{_others(one)}" for one, took in items[:NAMED]]
        more = f", and {counted(len(items) - NAMED, 'more', 'more')}" if len(items) > NAMED else ""
        yield f"  {duration(seconds)} {sort}: {', '.join(named)}{more}"


def _worded(one: Spent) -> str:
    return one.line if one.is_edit else f"`{one.line}`"


def _others(one: Spent) -> str:
    if not one.others:
        return ""
    named = ", ".join(name or "a healthy cluster" for name in one.others[:NAMED])
    more = f" and {len(one.others) - NAMED:,} more" if len(one.others) > NAMED else ""
    return f" ({'rules out' if one.use is Use.TELLS else 'called for by'} {named}{more})"


def _all(options: argparse.Namespace, catalog: Catalog, model: Model, advisor: Advisor) -> Exit:
    rows: list[tuple[str, Advice | OutOfReach, list[Comparison]]] = []
    ledger = Ledger(model, disruptive(catalog))
    for name in watched(sorted(catalog.faults), "fault", len(catalog.faults)):
        try:
            advice = advisor.on((name,), _bearable(catalog, (name,)))
        except OutOfReach as reason:
            rows.append((name, reason, []))
        else:
            rows.append((name, advice, [compare(model, ledger, advice, tree) for tree in entrances(model)]))
    if options.keep:
        (options.data / RECOVERIES).write_text(written(advice for _, advice, _ in rows if isinstance(advice, Advice)), encoding="utf-8")
    if options.format == "json":
        known = [_json(catalog, model, advice, compared) for _, advice, compared in rows if isinstance(advice, Advice)]
        out = [name for name, advice, _ in rows if isinstance(advice, OutOfReach)]
        print(json.dumps({"version": 1, "by": options.by, "suggestions": known, "out_of_reach": out}, indent=2))
    else:
        _print(rows)
    return Exit.CLEAN if all(isinstance(advice, Advice) for _, advice, _ in rows) else Exit.FINDINGS


def _print(rows: list[tuple[str, Advice | OutOfReach, list[Comparison]]]) -> None:
    width = max((len(name) for name, _, _ in rows), default=0)
    for name, advice, compared in rows:
        if isinstance(advice, OutOfReach):
            print(f"{name:{width}}  {paint(f'no way out: {advice}', Ink.BAD)}")
        else:
            guide = "; ".join(f"{one.starts}: {_compared(one)}" for one in compared)
            print(f"{name:{width}}  best {duration(advice.recovery.seconds)}, from symptoms {duration(advice.seconds)}; {guide}")


def _json(catalog: Catalog, model: Model, advice: Advice, compared: list[Comparison]) -> dict[str, object]:
    return {
        "faults": list(advice.faults),
        "seconds": advice.recovery.seconds,
        "from_symptoms": advice.seconds,
        "recovery": [
            {"do": one.deed.action.line, "edit": one.deed.is_edit, "risk": one.deed.risk, "seconds": one.seconds}
            for one in advice.recovery.doings
        ],
        "looks": [look.deed.action.line for look in advice.diagnosis.looks],
        "alike": list(advice.diagnosis.alike),
        "accepts": list(advice.accepted),
        "proven": advice.proven,
        "guide": [
            {
                "from": one.starts,
                "outcome": one.replay.outcome,
                "seconds": one.replay.seconds,
                "ratio": one.ratio,
                "looking": one.looking,
                "doing": one.doing,
                "checks": list(one.checks),
                "spent": [
                    {
                        "use": spent.use,
                        "line": spent.line,
                        "runbook": spent.runbook,
                        "step": spent.step,
                        "seconds": spent.seconds,
                        "waits": spent.waits,
                        "others": list(spent.others),
                    }
                    for spent in one.spent
                ],
            }
            for one in compared
        ],
        "runbook": runbook_yaml(catalog, model, advice),
    }
