"""Every condition is set, shown and read by something."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.checks.references import facts_resolve
from catalog.component import Component, Variable
from catalog.finding import Severity
from catalog.location import Word
from catalog.uses import Role, uses


def _conditions(catalog: Catalog) -> Iterator[tuple[str, Component, Variable]]:
    for component in catalog.components.values() if facts_resolve(catalog) else ():
        for variable in component.conditions:
            yield f"{component.id}.{variable.name}", component, variable


def _used(catalog: Catalog, *roles: Role) -> dict[str, set[Word]]:
    """Return the facts that are used in one of these roles, with the values that are named there."""
    found: dict[str, set[Word]] = {}
    for use in uses(catalog):
        for filling in use.fillings() if use.role in roles else ():
            for fact, values in filling:
                found.setdefault(str(fact), set()).update(values)
    return found


@check("FACT001", severity=Severity.WARNING)
def every_value_is_set(catalog: Catalog) -> Iterator[Breach]:
    """Every unhealthy value of a condition is set by a fault, a command, a reaction, an edit, or what a scenario is given."""
    made = _used(catalog, Role.SET, Role.BROKEN)
    for fact, _, variable in _conditions(catalog):
        for value in dict.fromkeys(variable.values[1:]):
            if value not in made.get(fact, ()) and value != variable.values[0]:
                yield Breach(value.at, f"nothing ever sets `{fact}` to `{value}`", "add the fault or the effect, or delete the value")


@check("FACT002", severity=Severity.WARNING)
def every_condition_is_shown(catalog: Catalog) -> Iterator[Breach]:
    """Every condition is shown by a command: the reader cannot know it otherwise."""
    shown = _used(catalog, Role.SHOWN, Role.CLAIMED)
    for fact, _, variable in _conditions(catalog):
        if fact not in shown:
            yield Breach(variable.name.at, f"no command ever shows `{fact}`", "add it to `shows` of the command that tells it")


@check("FACT003", severity=Severity.WARNING)
def every_condition_is_read(catalog: Catalog) -> Iterator[Breach]:
    """Every condition is asked for by something, or decides whether its component is ready."""
    read = _used(catalog, Role.READ, Role.KNOWN)
    for fact, component, variable in _conditions(catalog):
        if fact not in read and component.ready_when is not None:
            yield Breach(variable.name.at, f"nothing ever asks for `{fact}`", "ask for it, or delete it")
