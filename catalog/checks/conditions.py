"""The conditions that components declare, and what sets them together."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.condition import All, AnyOf, AtLeast, Condition
from catalog.edit import Related
from catalog.effect import Assignment
from catalog.event import Fault
from catalog.gap import MOST_FAULTS
from catalog.kinds import Entity
from catalog.remembered import remembered
from catalog.scenario import Scenario, Strike


@check("COND002")
def conditions_can_be_unhealthy(catalog: Catalog) -> Iterator[Breach]:
    """A condition lists its healthy value first and at least one other, none twice."""
    for component in catalog.components.values():
        for variable in component.conditions:
            if len(set(variable.values)) < len(variable.values):
                message = f"`{component.id}.{variable.name}` lists a value twice"
                yield Breach(variable.name.at, message, "list each value once")
            elif len(variable.values) == 1 and len(variable.values[0].split()) == 1:  # several words: a comma is missing
                message = f"`{component.id}.{variable.name}` can only be `{variable.values[0]}`"
                yield Breach(variable.name.at, message, "list what else it can be, or delete it")


@check("COND003", blocking=True)
def conditions_have_a_healthy_value(catalog: Catalog) -> Iterator[Breach]:
    """A condition lists at least its healthy value."""
    for component in catalog.components.values():
        for variable in component.conditions:
            if not variable.values:
                yield Breach(variable.name.at, f"`{component.id}.{variable.name}` lists no value", "list the healthy one first")


@check("COND004")
def parts_of_conditions_differ(catalog: Catalog) -> Iterator[Breach]:
    """A part stands once in `all`, `any` or `of`: one that stands twice is counted twice."""
    for entities in catalog.entities.values():
        for entity in entities.values():
            for part in _standing_twice(entity):
                yield Breach(part.at, f"a condition of `{entity.id}` has this part twice", "delete one of the two")


@remembered
def _standing_twice(entity: Entity) -> Iterator[Condition]:
    for parts in _lists_of_parts(entity):
        seen: list[object] = []
        for part in parts:
            if _without_places(part) in seen:
                yield part
            seen.append(_without_places(part))


def _lists_of_parts(value: object) -> Iterator[tuple[Condition, ...]]:
    if isinstance(value, All | AnyOf | AtLeast):
        yield value.parts
    for part in value if isinstance(value, tuple) else _held(value):
        yield from _lists_of_parts(part)


def _held(value: object) -> Iterator[object]:
    """Yield what a part of an entity holds; words and numbers hold nothing."""
    kind: type = type(value)
    for name in _names(kind):
        yield getattr(value, name)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "at") if is_dataclass(kind) else ()


def _without_places(value: object) -> object:
    """Return what a condition says, wherever it stands."""
    if isinstance(value, tuple):
        return tuple(_without_places(part) for part in value)
    return (type(value), *map(_without_places, _held(value))) if is_dataclass(value) else value


@check("FAULT001")
def faults_set_unhealthy_values(catalog: Catalog) -> Iterator[Breach]:
    """A fault sets conditions to unhealthy values: at least one, and no healthy one."""
    for fault in catalog.faults.values():
        if not fault.sets:
            yield Breach(fault.at, f"the fault `{fault.id}` changes nothing", "write what it breaks under `sets`")
        for made in fault.sets:
            component, _, name = made.fact.partition(".")
            variable = catalog.components[component].variable(name) if component in catalog.components else None
            if variable is not None and variable.values and made.value == variable.values[0]:
                message = f"the fault `{fault.id}` sets `{made.fact}` to `{made.value}`, which is healthy"
                others = ", ".join(f"`{value}`" for value in variable.values[1:])
                related = (Related(variable.name.at, "the healthy value stands first"),)
                yield Breach(made.value.at, message, f"write one of {others}" if others else "delete it", related=related)


@check("FAULT002", blocking=True)
def faults_that_strike_together_agree(catalog: Catalog) -> Iterator[Breach]:
    """Faults of a scenario that strike together do not set one condition to different values."""
    for scenario in catalog.scenarios.values():
        for strikes in _together(scenario):
            struck = [(strike, catalog.faults[strike.fault]) for strike in strikes if strike.fault in catalog.faults]
            yield from _clashes(scenario, struck)


@check("GAP001")
def gaps_name_faults_that_can_strike_together(catalog: Catalog) -> Iterator[Breach]:
    """A gap names each of its faults once, a few of them, and they can strike together."""
    for name, gap in catalog.gaps.items():
        if len(gap.faults) > MOST_FAULTS:
            yield Breach(gap.faults[0].at, f"the gap `{name}` names more than {MOST_FAULTS} faults", "name the few that it takes")
        for place, fault in enumerate(gap.faults):
            if fault in gap.faults[:place]:
                yield Breach(fault.at, f"the gap `{name}` names `{fault}` twice", "delete one of the two")
        yield from _at_odds(name, [catalog.faults[fault] for fault in dict.fromkeys(gap.faults) if fault in catalog.faults])


def _at_odds(gap: str, faults: list[Fault]) -> Iterator[Breach]:
    made = [(one, fault) for fault in faults for one in fault.sets]
    for place, (one, fault) in enumerate(made):
        for other, earlier in made[:place]:
            if other.fact == one.fact and other.value != one.value:
                message = f"`{fault.id}` and `{earlier.id}` of the gap `{gap}` cannot strike together: both set `{one.fact}`"
                yield Breach(fault.id.at, message, "leave one out of the gap")


def _together(scenario: Scenario) -> Iterator[Sequence[Strike]]:
    for when in dict.fromkeys(strike.after_step for strike in scenario.faults):
        yield [strike for strike in scenario.faults if strike.after_step == when]


def _clashes(scenario: Scenario, struck: list[tuple[Strike, Fault]]) -> Iterator[Breach]:
    first: dict[str, tuple[Assignment, Fault]] = {}
    for strike, fault in struck:
        for made in fault.sets:
            known, other = first.setdefault(made.fact, (made, fault))
            if known.value != made.value:
                message = f"`{fault.id}` and `{other.id}` cannot strike together in `{scenario.id}`: both set `{made.fact}`"
                yield Breach(strike.fault.at, message, "leave one out, or let it strike later with `after_step`")
