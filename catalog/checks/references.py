"""Every id that is named is there."""

from collections.abc import Iterator
from functools import lru_cache

from catalog.carry import entity_edits, is_renamed, stuck
from catalog.catalog import Catalog, owner_of
from catalog.check import Breach, check
from catalog.checks.elsewhere import Moved, conditions_elsewhere, moved, values_elsewhere
from catalog.checks.names import KEBAB
from catalog.component import Variable
from catalog.edit import Edit, Related, rewrite
from catalog.finding import Suggestion, squeezed, suggest
from catalog.kinds import singular
from catalog.location import Word
from catalog.mentions import misnamed, references, together
from catalog.pattern import placeholders_in
from catalog.uses import MAX_FILLINGS, Role, filled_once, uses

READINESS = ("ready", "not-ready")
MANY = 4
"""More places than this that name what is not declared are one mistake, where it should be declared."""


@check("REF001", blocking=True)
def every_reference_names_an_entity(catalog: Catalog) -> Iterator[Breach]:
    """An id that an entity names is the id of an entity of the right kind."""
    known_by_another = misnamed(catalog)
    for kinds, word in references(catalog):
        if not any(catalog.may_exist(kind, word) or (kind, word) in known_by_another for kind in kinds):
            named = " or ".join(singular(kind) for kind in kinds)
            parts = next((parts for kind in kinds if (parts := together(catalog, kind, word))), ())
            if parts:
                indent = " " * max(word.at.column - 3, 0)
                lines = f"\n{indent}- ".join(parts)
                edit = Edit(at=word.at, old=str(word), new=lines)
                yield Breach(word.at, f"`{word}` is {len(parts)} {named}s in one line", "give each a line of its own", edit)
                continue
            near = suggest(word, [name for kind in kinds for name in catalog.entities[kind]], f"write the {named}, or name another")
            plain = near.name is not None and KEBAB.fullmatch(near.name) is not None  # else it is that id that has to be written otherwise
            yield Breach(word.at, f"`{word}` is no {named}{near.hint}", near.fix, near.edit(word) if plain else None)


@check("REF008", blocking=True)
def every_entity_has_the_id_that_others_name(catalog: Catalog) -> Iterator[Breach]:
    """An id that several places name is that of an entity: neither misspelt in the entity itself, nor changed there alone."""
    for (kind, name), entity in misnamed(catalog).items():
        words = sorted(stuck(catalog, name)) if kind == "components" else []
        yield moved(
            Moved(
                word=entity.id,
                old=name,
                said=f"nothing names the {singular(kind)} `{entity.id}`, and several places name `{name}`",
                renamed=KEBAB.fullmatch(entity.id) is not None and is_renamed(catalog, entity, entity.id, name),
                edits=entity_edits(catalog, kind, name, entity.id),
                stuck=words[0] if words else None,
            )
        )


@check("REF002", blocking=True)
def every_fact_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """A fact is a component, or a condition that its component declares."""
    undeclared: dict[str, list[Word]] = {}
    for use in uses(catalog):
        for fact, _ in filled_once(use):
            if not placeholders_in(fact) and _is_undeclared(catalog, fact):
                undeclared.setdefault(str(fact), []).append(fact)
    misspelt = conditions_elsewhere(catalog, undeclared)
    for found in {one.word.at: one for one in misspelt.values()}.values():
        yield moved(found)
    for name, places in undeclared.items():
        if name not in misspelt:
            for fact in places[:1] if len(places) > MANY else places:
                yield _undeclared(catalog, fact, len(places))


def _is_undeclared(catalog: Catalog, fact: str) -> bool:
    name, dot, condition = fact.partition(".")
    component = catalog.components.get(name)
    if component is None:
        return not catalog.may_exist("components", name) and ("components", name) not in misnamed(catalog)
    misread = name in catalog.misread.get("components", ())  # a key of it is none: it may be the one that declares them
    return bool(dot) and component.variable(condition) is None and not misread


def _undeclared(catalog: Catalog, fact: Word, count: int) -> Breach:
    """Return what is wrong with a fact; where many places name it, its component lacks it, and that is where it is to be mended."""
    component = catalog.components.get(owner_of(fact))
    others = f"; {count} places name it, the first at {fact.at.file}:{fact.at.line}" if count > MANY else ""
    if component is None and (one := _joined_otherwise(catalog, fact)) is not None:
        return Breach(fact.at, f"`{fact}` is no component{one.hint}", one.fix, one.edit(fact))
    if component is None:
        near = suggest(owner_of(fact), catalog.components, f"write the component `{owner_of(fact)}`, or name another")
        edit = near.edit(Word(owner_of(fact), fact.at))
        return Breach(fact.at, f"`{owner_of(fact)}` is no component{near.hint}{others}", near.fix, edit)
    known = [f"{component.id}.{variable.name}" for variable in component.conditions]
    listed = ", ".join(f"`{name}`" for name in known) or "none"
    near = suggest(fact, known, f"its conditions are {listed}")
    if others:
        message = f"`{fact}` is no condition of `{component.id}`{others}"
        return Breach(component.id.at, message, "declare it under `conditions`", related=(Related(fact.at, "named here"),))
    declared = tuple(Related(variable.name.at, f"`{component.id}` declares its conditions here") for variable in component.conditions[:1])
    return Breach(fact.at, f"`{fact}` is no condition of `{component.id}`{near.hint}", near.fix, near.edit(fact), declared)


def _joined_otherwise(catalog: Catalog, fact: str) -> Suggestion | None:
    """Return the fact that has the letters of this one, and another sign than a dot between component and condition."""
    known = (f"{component.id}.{variable.name}" for component in catalog.components.values() for variable in component.conditions)
    near = suggest(fact, known)
    return near if near.sure and near.name is not None and squeezed(near.name) == squeezed(fact) else None


@check("REF003", blocking=True)
def every_value_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """A value is one of those that its condition lists; a bare component is `ready` or `not-ready`."""
    misspelt = values_elsewhere(catalog)
    for found in {one.word.at: one for one in misspelt.values()}.values():
        yield moved(found)
    unlisted: dict[tuple[str, str], list[Word]] = {}
    for use in uses(catalog):
        for fact, values in filled_once(use):
            known = _values_of(catalog, fact)
            for value in values:
                if known and value not in known and not placeholders_in(value) and (str(fact), str(value)) not in misspelt:
                    unlisted.setdefault((str(fact), str(value)), []).append(value)
    for (name, _), places in unlisted.items():
        yield from _unlisted(catalog, name, places)


def _unlisted(catalog: Catalog, fact: str, places: list[Word]) -> Iterator[Breach]:
    """Yield what is wrong with a value; where many places name it, its condition lacks it, and that is where it is to be mended."""
    variable = _variable(catalog, fact)
    known = _values_of(catalog, fact)
    near = suggest(places[0], known, f"its values are {', '.join(f'`{name}`' for name in known)}")
    joined = next((value for value in variable.values if places[0] in value.split()), None) if variable is not None else None
    if joined is not None:
        right = ", ".join(joined.split())
        message = f"`{joined}` is one value of `{fact}`, and others name its words: a comma is missing"
        yield Breach(joined.at, message, f"write `{right}`", rewrite(joined, right, sure=False))
        return
    if len({place.at for place in places}) > MANY and variable is not None:
        first = places[0].at
        message = f"`{places[0]}` is no value of `{fact}`; {len(places)} places name it, the first at {first.file}:{first.line}"
        fix = f"list it under `conditions` of `{owner_of(fact)}`, or name another there"
        yield Breach(variable.name.at, message, fix, related=(Related(first, "named here"),))
        return
    for value in places:
        message = f"`{value}` is no value of `{fact}`{near.hint}"
        yield Breach(value.at, message, near.fix, near.edit(value), _declaration(catalog, fact))


def _variable(catalog: Catalog, fact: str) -> Variable | None:
    component = catalog.components.get(owner_of(fact))
    return component.variable(fact.partition(".")[2]) if component is not None else None


def _declaration(catalog: Catalog, fact: str) -> tuple[Related, ...]:
    """Return where the values of a fact are listed; whether a component is ready is listed nowhere."""
    variable = _variable(catalog, fact)
    return () if variable is None else (Related(variable.name.at, f"the values of `{fact}` are listed here"),)


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
                        near = suggest(name, use.scope)
                        right = str(text).replace(f"{{{name}}}", f"{{{near.name}}}")
                        edit = None if near.name is None else rewrite(text, right, sure=near.sure)
                        fix = f"write `{{{near.name}}}`, or {fix}" if near.name else fix
                        yield Breach(text.at, f"`{{{name}}}` in `{text}` has no meaning in {use.owner}", fix, edit)


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


@lru_cache(maxsize=4)
def facts_resolve(catalog: Catalog) -> bool:
    """Return whether every fact, value and id that is named is declared; what rests on that can be judged only then."""
    rules = (
        every_reference_names_an_entity,
        every_fact_is_declared,
        every_value_is_declared,
        only_conditions_are_set,
        every_placeholder_has_a_meaning,
    )
    return catalog.is_complete and not misnamed(catalog) and not any(rule(catalog) for rule in rules)
