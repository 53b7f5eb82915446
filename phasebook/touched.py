"""What became of the entities between two catalogs, without a replay. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog.catalog import Catalog
from catalog.failing import can_fail, leads_to
from catalog.kinds import KINDS, singular
from catalog.likeness import does, says
from catalog.runbook import Runbook
from catalog.scenario import Outcome, Scenario


class Moved(NamedTuple):
    """A word or a number of a named thing that became another."""

    kind: str
    id: str
    starts: str
    before: object
    after: object


class Touched(NamedTuple):
    """An entity that is `new`, `gone` or `changed`."""

    kind: str
    id: str
    how: str


def _both(before: Catalog, after: Catalog, kind: str) -> Iterable[tuple[str, object, object]]:
    old, new = before.entities.get(kind, {}), after.entities.get(kind, {})
    return [(name, old[name], new[name]) for name in new if name in old]


def risks(before: Catalog, after: Catalog) -> Iterable[Moved]:
    """Yield the commands and runbooks that risk more or less."""
    for name in after.commands:
        if name in before.commands and before.commands[name].risk is not after.commands[name].risk:
            yield Moved("command", name, "", before.commands[name].risk, after.commands[name].risk)
    for name, book in after.runbooks.items():
        if name in before.runbooks:
            risks = before.risk_of(before.runbooks[name]), after.risk_of(book)
            if risks[0] is not risks[1]:
                yield Moved("runbook", name, "", *risks)


def phases(before: Catalog, after: Catalog) -> Iterable[Moved]:
    """Yield the components, commands and runbooks that changed phase."""
    for kind in ("components", "commands", "runbooks"):
        for name, old, new in _both(before, after, kind):
            phases = getattr(old, "phase", None), getattr(new, "phase", None)
            if phases[0] != phases[1]:
                yield Moved(singular(kind), name, "", *phases)


def covered(catalog: Catalog) -> set[str]:
    """Return the faults that a runbook covers."""
    return {str(fault) for book in catalog.runbooks.values() for fault in book.covers if fault in catalog.faults}


def uncovered(catalog: Catalog) -> set[str]:
    """Return the faults that no runbook covers."""
    return set(catalog.faults) - covered(catalog)


def guards(before: Catalog, after: Catalog) -> Iterable[Moved]:
    """Yield the invariants and scenarios that are gone or ask for something else, and the runbooks that accept more."""
    for name, invariant in before.invariants.items():
        held = after.invariants.get(name)
        if held is None or does(held) != does(invariant):
            yield Moved("invariant", name, "", "there", "gone" if held is None else "asks for something else")
    for name, book in after.runbooks.items():
        accepted = {str(one) for one in book.accepts} - {
            str(one) for old in before.runbooks.values() if old.id == name for one in old.accepts
        }
        if accepted and name in before.runbooks:
            yield Moved("runbook", name, "", "accepts less", f"accepts {', '.join(sorted(accepted))}")
    for name, scenario in before.scenarios.items():
        kept = after.scenarios.get(name)
        if kept is None or _wants(kept) != _wants(scenario):
            yield Moved("scenario", name, "", _wants(scenario), "gone" if kept is None else _wants(kept))


def unhandled(before: Catalog, after: Catalog) -> Iterable[Moved]:
    """Yield the lines of runbooks that can fail, and led somewhere when they did: now they lead nowhere, or only to where the whole runbook escalates.

    A line that is gone, or led there before, is none; nor is one that is new.
    """
    for name, book in after.runbooks.items():
        if name in before.runbooks:
            yield from _unhandled(before.runbooks[name], book, after)


def _unhandled(old: Runbook, new: Runbook, after: Catalog) -> Iterator[Moved]:
    led: dict[str, list[str | None]] = {}
    for step in old.steps:
        for line in step.run:
            led.setdefault(str(line), []).append(leads_to(old, step) if step.if_fails is not None else None)
    for step in new.steps:
        for line in step.run if step.if_fails is None else ():
            explicit = [target for target in led.get(str(line), ()) if target is not None]
            kept = sum(str(line) in map(str, other.run) and other.if_fails is not None for other in new.steps)
            lost = [target for target in explicit if target != leads_to(new, step)]
            if len(explicit) > kept and lost and can_fail(after, step, line):
                goes = f"where it fails: {leads_to(new, step) or 'nowhere'}"
                yield Moved("runbook", f"{new.id}, {step.title}: {line}", "", f"where it fails: {lost[0]}", goes)


def _wants(scenario: Scenario) -> str:
    wanted = scenario.expect
    if wanted is None:
        return f"expects {Outcome.RESOLVED}"
    by = f" by {wanted.by}" if wanted.by else ""
    return f"expects {wanted.outcome}{by}" + (f" within {wanted.within} s" if wanted.within is not None else "")


def model(before: Catalog, after: Catalog) -> Iterable[Touched]:
    """Yield the entities that replays are made of and that are new, gone or do something else."""
    for kind in KINDS:
        old, new = before.entities.get(kind, {}), after.entities.get(kind, {})
        for name in sorted({*old, *new}) if kind not in ("systems", "guide") else ():
            if name not in new or name not in old:
                yield Touched(singular(kind), name, "new" if name in new else "gone")
            elif does(old[name]) != does(new[name]):
                yield Touched(singular(kind), name, "changed")


def prose(before: Catalog, after: Catalog) -> Iterable[Touched]:
    """Yield the entities that only say something else."""
    for kind in KINDS:
        for name, old, new in _both(before, after, kind):
            if does(old) == does(new) and says(old) != says(new):
                yield Touched(singular(kind), name, "changed")
