"""What can never happen, whatever breaks: reactions, steps and invariants that are dead text.

The values that a condition can ever take are found by letting everything act that could, without regard to what excludes
what. Whatever is impossible even so is impossible.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.checks.references import facts_resolve
from catalog.condition import All, AnyOf, AtLeast, Condition, Facts, Not, tests_in
from catalog.finding import Severity
from catalog.pattern import placeholders_in
from catalog.runbook import NEXT, Runbook, Step
from catalog.uses import Role, uses

Values = Mapping[str, set[str]]


def _known_values(catalog: Catalog, *roles: Role) -> dict[str, set[str]]:
    values = {
        f"{component.id}.{variable.name}": {str(value) for value in variable.values[:1]}
        for component in catalog.components.values()
        for variable in component.conditions
    }
    for use in uses(catalog):
        for filling in use.fillings() if use.role in roles else ():
            for fact, named in filling:
                values.setdefault(str(fact), set()).update(str(value) for value in named)
    return values


def _may_hold(condition: Condition, values: Values) -> bool:
    match condition:
        case Facts(tests=tests):
            return all(_possible(test.fact, values) & {str(value) for value in test.values} or _is_open(test.fact) for test in tests)
        case All(parts=parts):
            return all(_may_hold(part, values) for part in parts)
        case AnyOf(parts=parts):
            return any(_may_hold(part, values) for part in parts)
        case Not(part=part):
            return not _must_hold(part, values)
        case AtLeast(count=count, parts=parts):
            return sum(_may_hold(part, values) for part in parts) >= count
        case _:
            assert_never(condition)


def _must_hold(condition: Condition, values: Values) -> bool:
    match condition:
        case Facts(tests=tests):
            return all(not _is_open(test.fact) and _possible(test.fact, values) <= set(test.values) for test in tests)
        case All(parts=parts):
            return all(_must_hold(part, values) for part in parts)
        case AnyOf(parts=parts):
            return any(_must_hold(part, values) for part in parts)
        case Not(part=part):
            return not _may_hold(part, values)
        case AtLeast(count=count, parts=parts):
            return sum(_must_hold(part, values) for part in parts) >= count
        case _:
            assert_never(condition)


def _possible(fact: str, values: Values) -> set[str]:
    return values.get(fact, set()) if "." in fact else {"ready", "not-ready"}


def _is_open(fact: str) -> bool:
    return bool(placeholders_in(fact))


@check("REACH001")
def every_reaction_can_fire(catalog: Catalog) -> Iterator[Breach]:
    """The `when` of a reaction can hold while its `set` would change something."""
    values = _known_values(catalog, Role.SET, Role.BROKEN)
    for reaction in catalog.reactions.values() if facts_resolve(catalog) else ():
        asked = {str(test.fact): {str(value) for value in test.values} for test in tests_in(reaction.when)}
        plain = isinstance(reaction.when, Facts)
        idle = all(plain and asked.get(made.fact) == {str(made.value)} for made in reaction.set)
        if not _may_hold(reaction.when, values):
            yield Breach(
                reaction.id.at, f"the reaction `{reaction.id}` can never fire: its `when` never holds", "mend `when`, or delete it"
            )
        elif idle:
            yield Breach(reaction.id.at, f"the reaction `{reaction.id}` sets what its `when` asks for", "change `set`, or delete it")


@check("REACH002", severity=Severity.WARNING)
def every_invariant_can_be_broken(catalog: Catalog) -> Iterator[Breach]:
    """Some command, edit or reaction could break an invariant; otherwise it guards nothing."""
    values = _known_values(catalog, Role.SET, Role.BROKEN)
    made = {str(fact) for use in uses(catalog) if use.role is Role.SET for filling in use.fillings() for fact, _ in filling}
    for invariant in catalog.invariants.values() if facts_resolve(catalog) else ():
        if not _may_hold(invariant.never, values) or not any(_touched(catalog, test.fact, made) for test in tests_in(invariant.never)):
            message = f"no command and no reaction could ever break `{invariant.id}`"
            yield Breach(invariant.id.at, message, "add the effect that could, or delete it")


def _touched(catalog: Catalog, fact: str, made: set[str]) -> bool:
    if "." in fact:
        return fact in made
    cone = {fact} | catalog.dependencies_of(fact)
    return any(
        f"{name}.{variable.name}" in made for name in cone & set(catalog.components) for variable in catalog.components[name].conditions
    )


@check("REACH003")
def every_step_can_run(catalog: Catalog) -> Iterator[Breach]:
    """Some way leads to every step of a runbook, and its `only_if` can hold."""
    values = _known_values(catalog, Role.SET, Role.BROKEN, Role.CLAIMED)
    for runbook in catalog.runbooks.values() if facts_resolve(catalog) else ():
        reached = _reached(runbook)
        for index, step in enumerate(runbook.steps):
            if index not in reached:
                yield Breach(step.title.at, f"no way leads to the step `{step.title}` of `{runbook.id}`", "lead a step to it, or delete it")
            elif step.only_if is not None and not _may_hold(step.only_if, values):
                yield Breach(
                    step.title.at, f"the step `{step.title}` of `{runbook.id}` never runs: its `only_if` never holds", "mend `only_if`"
                )


def _reached(runbook: Runbook) -> set[int]:
    reached: set[int] = set()
    waiting = [0]
    while waiting:
        index = waiting.pop()
        if index < len(runbook.steps) and index not in reached:
            reached.add(index)
            step = runbook.steps[index]
            waiting += [index + 1] if _falls_through(step) else []
            waiting += [number for number, other in enumerate(runbook.steps) if other.id is not None and other.id in tuple(step.targets())]
    return reached


def _falls_through(step: Step) -> bool:
    """Return whether the step after this one can follow: it is skipped, or one of its ends is `next`."""
    ends = [NEXT] if step.expect is None else [step.if_met or NEXT, step.if_unmet or NEXT]
    if step.run and step.if_fails is not None:
        ends.append(step.if_fails)
    return step.only_if is not None or NEXT in ends
