"""Every id that is named is there."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from catalog.catalog import Catalog, owner_of
from catalog.check import Breach, check
from catalog.finding import suggest
from catalog.kinds import singular
from catalog.location import Word
from catalog.pattern import placeholders_in
from catalog.shape import Refers, keys_of
from catalog.uses import MAX_FILLINGS, Role, Use, uses

READINESS = ("ready", "not-ready")


@check("REF001", blocking=True)
def every_reference_names_an_entity(catalog: Catalog) -> Iterator[Breach]:
    """An id that an entity names is the id of an entity of the right kind."""
    for entities in catalog.entities.values():
        for entity in entities.values():
            for refers, word in _references(entity):
                if not any(catalog.may_exist(kind, word) for kind in refers.kinds):
                    kinds = " or ".join(singular(kind) for kind in refers.kinds)
                    known = [name for kind in refers.kinds for name in catalog.entities[kind]]
                    hint, fix = suggest(word, known, f"write the {kinds}, or name another")
                    yield Breach(word.at, f"`{word}` is no {kinds}{hint}", fix)


def _references(value: object) -> Iterator[tuple[Refers, Word]]:
    kind: type = type(value)
    for name, refers in _marked(kind):
        held = getattr(value, name)
        for word in held if isinstance(held, tuple) else (held,):
            if isinstance(word, Word):
                yield refers, word
    for name in _nested(kind):
        held = getattr(value, name)
        for part in held if isinstance(held, tuple) else (held,):
            if is_dataclass(part):
                yield from _references(part)


@cache
def _marked(kind: type) -> tuple[tuple[str, Refers], ...]:
    """Return the fields of a type of the language whose words are references."""
    if not hasattr(kind, "at"):
        return ()
    marks = ((name, _mark(key.type)) for name, key in keys_of(kind).items())
    return tuple((name, mark) for name, mark in marks if mark is not None)


@cache
def _nested(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if hasattr(kind, "at") and is_dataclass(kind) else ()


def _mark(kind: Any) -> Refers | None:
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        return next((mark for mark in marks if isinstance(mark, Refers)), None) or _mark(inner)
    return next((mark for part in get_args(kind) if (mark := _mark(part)) is not None), None)


@check("REF002", blocking=True)
def every_fact_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """A fact is a component, or a condition that its component declares."""
    for use in uses(catalog):
        for fact, _ in _filled_once(use):
            component, dot, condition = fact.partition(".")
            if placeholders_in(fact) or component in catalog.unreadable.get("components", ()):
                continue
            if component not in catalog.components:
                if not catalog.may_exist("components", component):
                    hint, fix = suggest(component, catalog.components, f"write the component `{component}`, or name another")
                    yield Breach(fact.at, f"`{component}` is no component{hint}", fix)
            elif dot and catalog.components[component].variable(condition) is None:
                known = [f"{component}.{variable.name}" for variable in catalog.components[component].conditions]
                listed = ", ".join(f"`{name}`" for name in known) or "none"
                hint, fix = suggest(fact, known, f"its conditions are {listed}")
                yield Breach(fact.at, f"`{fact}` is no condition of `{component}`{hint}", fix)


@check("REF003", blocking=True)
def every_value_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """A value is one of those that its condition lists; a bare component is `ready` or `not-ready`."""
    for use in uses(catalog):
        for fact, values in _filled_once(use):
            known = _values_of(catalog, fact)
            for value in values:
                if known and value not in known and not placeholders_in(value):
                    listed = ", ".join(f"`{name}`" for name in known)
                    hint, fix = suggest(value, known, f"its values are {listed}")
                    yield Breach(value.at, f"`{value}` is no value of `{fact}`{hint}", fix)


def _values_of(catalog: Catalog, fact: str) -> tuple[str, ...]:
    component = catalog.components.get(owner_of(fact))
    if component is None:
        return ()
    if "." not in fact:
        return READINESS
    variable = component.variable(fact.partition(".")[2])
    return () if variable is None else variable.values


@check("REF004", blocking=True)
def only_conditions_are_set(catalog: Catalog) -> Iterator[Breach]:
    """What is set is a condition of a component; whether a component is ready is derived, and cannot be set."""
    for use in uses(catalog):
        for fact, _ in use.facts if use.role in (Role.SET, Role.BROKEN) else ():
            if "." not in fact and fact in catalog.components:
                known = [f"{fact}.{variable.name}" for variable in catalog.components[fact].conditions]
                listed = ", ".join(f"`{name}`" for name in known) or "`component.condition`"
                yield Breach(fact.at, f"`{fact}` cannot be set: whether a component is ready is derived", f"set {listed}")


@check("REF005", blocking=True)
def every_placeholder_has_a_meaning(catalog: Catalog) -> Iterator[Breach]:
    """A placeholder in a fact or a value is listed under `where` of its command, or is that of the step's `for_each`."""
    for use in uses(catalog):
        for fact, values in use.facts:
            for text in (fact, *values):
                for name in placeholders_in(text):
                    if name not in use.scope:
                        fix = "add it to `where`" if use.owner.startswith("command") else "write the value, or use `for_each`"
                        yield Breach(text.at, f"`{{{name}}}` in `{text}` has no meaning in {use.owner}", fix)


@check("REF006", blocking=True)
def no_fact_is_named_twice(catalog: Catalog) -> Iterator[Breach]:
    """A fact stands once in a mapping, also where its placeholders are filled."""
    for use in uses(catalog):
        for filling in use.fillings():
            names = [fact for fact, _ in filling]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                message = f"`{twice[0]}` is named twice in one mapping of {use.owner}, once its placeholders are filled"
                yield Breach(use.at, message, "name it once")
                break


@check("REF007", blocking=True)
def placeholders_have_few_meanings(catalog: Catalog) -> Iterator[Breach]:
    """The placeholders of one mapping of facts have at most two thousand meanings together."""
    for use in uses(catalog):
        count = 1
        for name in {name for fact, values in use.facts for text in (fact, *values) for name in placeholders_in(text)}:
            count *= len(use.scope.get(name, ("",)))
        if count > MAX_FILLINGS:
            yield Breach(
                use.at, f"the placeholders of this mapping in {use.owner} have {count:,} meanings together", "write several commands"
            )


def facts_resolve(catalog: Catalog) -> bool:
    """Return whether every fact and value that is named is declared; what rests on that can be judged only then."""
    rules = (every_fact_is_declared, every_value_is_declared, only_conditions_are_set, every_placeholder_has_a_meaning)
    return catalog.is_complete and not any(True for rule in rules for _ in rule(catalog))


def _filled_once(use: Use) -> Iterator[tuple[Word, tuple[Word, ...]]]:
    """Yield each fact that a use names with its values, each once, whatever its placeholders mean."""
    seen = set()
    for filling in use.fillings():
        for pair in filling:
            if pair not in seen:
                seen.add(pair)
                yield pair
