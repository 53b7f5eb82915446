"""A comparison in the stable form of the JSON report."""

from collections.abc import Iterable

from phasebook.behaviour import Ending, Kind, Name
from phasebook.change_text import evidence, headline
from phasebook.changes import Changes, Side, Turn, proof_of
from phasebook.touched import Moved, Touched


def report(found: Changes) -> dict[str, object]:
    """Return the comparison; ids of faults that strike together are joined by commas, `starts` is the tree they are walked from."""
    title, way = evidence(found)
    return {
        "version": 1,
        "before": found.before.name,
        "after": found.after.name,
        "headline": headline(found),
        "changed": found.any,
        "worse": found.is_worse,
        "outcomes": [_turn(turn) for turn in found.outcomes],
        "entered": [_turn(turn) for turn in found.entered],
        "added": [_new(*one) for one in found.added],
        "gone": [_new(*one) for one in found.gone],
        "covered": list(found.covered),
        "uncovered": list(found.uncovered),
        "phases": _moved(found.phases),
        "times": _moved(found.times),
        "risks": _moved(found.risks),
        "paths": _moved(found.ways),
        "guards": _moved(found.guards),
        "unhandled": _moved(found.unhandled),
        "pages": {"added": list(found.pages_added), "gone": list(found.pages_gone)},
        "proof": {"before": _proof(found.before), "after": _proof(found.after)},
        "model": _touched(found.model),
        "prose": _touched(found.prose),
        "blocking": {"before": len(found.before.blocking), "after": len(found.after.blocking)},
        "shortest": {"replay": title, "transcript": way} if way else None,
    }


def _name(name: Name) -> dict[str, object]:
    return {"kind": name.kind, "id": name.id, "from": name.starts}


def _turn(turn: Turn) -> dict[str, object]:
    ends = {"before": turn.before.outcome, "after": turn.after.outcome}
    return {**_name(turn.name), **ends, "worse": turn.worse, "expected": turn.after.expected, "parted": turn.parted}


def _new(name: Name, ending: Ending) -> dict[str, object]:
    return {**_name(name), "outcome": ending.outcome, "expected": ending.expected}


def _moved(rows: Iterable[Moved]) -> list[dict[str, object]]:
    return [
        {"kind": row.kind, "id": row.id, **({"from": row.starts} if row.starts else {}), "before": row.before, "after": row.after}
        for row in rows
    ]


def _touched(rows: Iterable[Touched]) -> list[dict[str, object]]:
    return [{"kind": one.kind, "id": one.id, "how": one.how} for one in rows]


def _proof(side: Side) -> dict[str, object]:
    return {"sets": sum(name.kind is Kind.FAULT for name in side.behaviour), "outcomes": dict(proof_of(side))}
