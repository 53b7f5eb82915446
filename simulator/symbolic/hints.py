"""Hints at gaps in a runbook: failing sets that one fault more would resolve."""

from dataclasses import replace

from simulator.model import Case, Outcome
from simulator.prove import can_strike_together
from simulator.symbolic.proof import Failure
from simulator.symbolic.runner import Runner, planes_of

MOST_ASKED = 2_000
"""For so many failing sets it is tried; what fails in more ways than that needs no hints yet."""


def helped(runner: Runner, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """Return the failures, each with the single faults that, struck beside its own, have it end resolved."""
    found = list(failures)
    for start in {one.starts for one in failures}:
        asked = [(number, one) for number, one in enumerate(failures) if one.starts == start and one.late is None][:MOST_ASKED]
        wider = [
            (number, one.faults, further)
            for number, one in asked
            for further in sorted(runner.model.faults)
            if further not in one.faults and can_strike_together(runner.model, (*one.faults, further))
        ]
        if not wider:
            continue
        run = runner.run(
            Case(starts=start), planes_of([(*faults, further) for _, faults, further in wider]), len(wider), (1 << len(wider)) - 1
        )
        resolved = run.ending_in(frozenset({Outcome.RESOLVED}))
        helping: dict[int, list[str]] = {}
        for bit, (number, _, further) in enumerate(wider):
            if resolved >> bit & 1:
                helping.setdefault(number, []).append(further)
        for number, names in helping.items():
            found[number] = replace(found[number], helped_by=tuple(names))
    return tuple(found)
