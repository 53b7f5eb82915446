"""Holds the symbolic engine against the reference engine: one catalog, every set of faults, every start."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from simulator.model import Case, Model
from simulator.prove import can_strike_together
from simulator.reader import replay
from simulator.symbolic.onset import Late
from simulator.symbolic.runner import Runner, planes_of

Told = tuple[Any, ...]
"""Outcome, by, path and seconds of a replay."""

MOMENTS = 4


def told_by_reference(model: Model, case: Case) -> Told:
    one = replay(model, case)
    return one.outcome, one.by, one.path, one.seconds


def all_sets(model: Model) -> list[tuple[str, ...]]:
    """Every set of faults that can strike together, the empty one included."""
    names = sorted(model.faults)
    sets = (faults for size in range(len(names) + 1) for faults in combinations(names, size))
    return [faults for faults in sets if can_strike_together(model, faults)]


def told_at_once(runner: Runner, case: Case, sets: list[tuple[str, ...]], late: tuple[Late[int], ...] = ()) -> list[Told]:
    """What bits tell of each set."""
    run = runner.run(case, planes_of(sets), len(sets), (1 << len(sets)) - 1, late)
    endings = dict(run.endings(run.within))
    return [(one.outcome, one.by, one.path, one.seconds) for one in (endings[number] for number in range(len(sets)))]


def differences(model: Model, cases: list[Case]) -> Iterator[str]:
    """Yield where the engines differ: every set from every start, every late fault at some moments, and the cases of the scenarios."""
    starts = (*model.trees, *model.runbooks)
    runner = Runner(model, starts, tuple(value for case in cases for value in case.given))
    sets = all_sets(model)
    for start in starts:
        for faults, told in zip(sets, told_at_once(runner, Case(starts=start), sets), strict=True):
            yield from _differs(model, Case(starts=start, faults=faults), told)
        yield from _late_differences(model, runner, start, sets)
    for case in cases:
        late = tuple(_striking(names, moment) for moment, names in case.late.items())
        (told,) = told_at_once(runner, case, [case.faults], late)
        yield from _differs(model, case, told)


def _differs(model: Model, case: Case, told: Told) -> Iterator[str]:
    expected = told_by_reference(model, case)
    if told != expected:
        yield f"{case}: {told}, and by the reference engine {expected}"


def _striking(names: tuple[str, ...], moment: int) -> Late[int]:
    digits = [moment >> digit & 1 for digit in range(moment.bit_length())]
    return Late(faults=dict.fromkeys(names, 1), countdown=digits, pending=1, struck=0)


def _late_differences(model: Model, runner: Runner, start: str, sets: list[tuple[str, ...]]) -> Iterator[str]:
    struck = [(faults, late, moment) for faults in sets for late in model.faults if late not in faults for moment in range(1, MOMENTS + 1)]
    if not struck:
        return
    planes = planes_of([(late,) for _, late, _ in struck])
    digits = planes_of([[str(digit) for digit in range(3) if moment >> digit & 1] for _, _, moment in struck])
    late = Late(faults=planes, countdown=[digits[str(digit)] for digit in range(3)], pending=(1 << len(struck)) - 1, struck=0)
    told = told_at_once(runner, Case(starts=start), [faults for faults, _, _ in struck], (late,))
    for (faults, name, moment), one in zip(struck, told, strict=True):
        yield from _differs(model, Case(starts=start, faults=faults, late={moment: (name,)}), one)
