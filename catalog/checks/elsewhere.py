"""What is called otherwise where it is defined than wherever it is used: misspelt there, or changed there alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.carry import condition_edits, is_renamed, value_edits
from catalog.catalog import Catalog, owner_of
from catalog.check import Breach
from catalog.component import Component
from catalog.edit import Edit, Related, rewrite
from catalog.finding import suggest
from catalog.location import Location, Word
from catalog.mentions import FEW
from catalog.pattern import placeholders_in
from catalog.uses import filled_once, uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A word where a name is defined, the name that others use, what is said of that, whether they are to follow it, and how.

    `stuck` is a place that cannot follow by an edit alone: what it names is also a word of a line.
    """

    word: Word
    old: str
    said: str
    renamed: bool
    edits: tuple[Edit, ...]
    first: Location | None = None
    stuck: Location | None = None


def moved(found: Moved) -> Breach:
    """Return the breach that a name is another where it is defined; it is mended there where it is misspelt, else wherever it is used."""
    related = () if found.first is None else (Related(found.first, "named here"),)
    if not found.renamed or not found.edits:
        return Breach(found.word.at, found.said, f"write `{found.old}`", rewrite(found.word, found.old, sure=True), related)
    if found.stuck is not None:
        related = (*related, Related(found.stuck, "named here by a word of a line"))
        fix = f"write `{found.old}` here, or `{found.word}` there, and say under `where` what the words of lines mean"
        return Breach(found.word.at, found.said, fix, rewrite(found.word, found.old, sure=False), related)
    fix = f"write `{found.word}` there (`phasebook check --fix` does), or `{found.old}` here"
    return Breach(found.word.at, found.said, fix, related=related, also=found.edits)


def conditions_elsewhere(catalog: Catalog, undeclared: Mapping[str, list[Word]]) -> dict[str, Moved]:
    """Return, by the fact that several places name and nothing declares, the condition that a component declares and nothing names."""
    named = {str(fact) for use in uses(catalog) for fact, _ in filled_once(use)}
    found: dict[str, Moved] = {}
    for name, places in undeclared.items():
        component = catalog.components.get(owner_of(name))
        word = None if component is None or len(places) < FEW else _unnamed_condition(component, name, named, undeclared)
        if component is not None and word is not None:
            right = name.partition(".")[2]
            sharing = frozenset(
                other.id for other in catalog.components.values() if any(one.name.at == word.at for one in other.conditions)
            )
            found[name] = Moved(
                word=word,
                old=right,
                said=f"nothing names `{min(sharing)}.{word}`, and several places name `{min(sharing)}.{right}`",
                renamed=is_renamed(catalog, component, word, right),
                edits=condition_edits(catalog, sharing, right, word),
                first=min(place.at for other, listed in undeclared.items() if other.partition(".")[2] == right for place in listed),
            )
    return found


def _unnamed_condition(component: Component, fact: str, named: set[str], undeclared: Mapping[str, list[Word]]) -> Word | None:
    """Return the condition of a component that nothing names and that an undeclared fact means: one much like it, or the only one."""
    unnamed = {str(one.name): one.name for one in component.conditions if f"{component.id}.{one.name}" not in named}
    rivals = [other for other in undeclared if owner_of(other) == component.id]
    near = suggest(fact.partition(".")[2], unnamed).name
    return unnamed[near] if near else next(iter(unnamed.values())) if len(unnamed) == 1 and len(rivals) == 1 else None


def values_elsewhere(catalog: Catalog) -> dict[tuple[str, str], Moved]:
    """Return, by fact and value that places name and nothing declares, the value that is declared and that nothing names.

    That is so where several places name it, or one does and other components declare it.
    """
    named: dict[tuple[str, str], list[Word]] = {}
    for use in uses(catalog):
        for used, values in filled_once(use):
            for value in values:
                named.setdefault((str(used), str(value)), []).append(value)
    common = Counter(str(one) for component in catalog.components.values() for variable in component.conditions for one in variable.values)
    found: dict[tuple[str, str], Moved] = {}
    for (fact, name), places in named.items():
        component = catalog.components.get(owner_of(fact))
        declared = None if component is None else component.variable(fact.partition(".")[2])
        if component is None or declared is None or name in declared.values or placeholders_in(name):
            continue
        unnamed = {str(one): one for one in declared.values if (fact, str(one)) not in named}
        rivals = [value for other, value in named if other == fact and value not in declared.values]
        near = suggest(name, unnamed).name
        meant = near or (next(iter(unnamed)) if len(unnamed) == 1 and len(rivals) == 1 and len(places) >= FEW else None)
        if meant is not None and (len(places) >= FEW or (common[name] and common[meant] == 1)):
            found[fact, name] = _value(catalog, component, unnamed[meant], places)
    return found


def _value(catalog: Catalog, component: Component, word: Word, places: list[Word]) -> Moved:
    sharing = {
        f"{other.id}.{variable.name}"
        for other in catalog.components.values()
        for variable in other.conditions
        if any(one.at == word.at for one in variable.values)
    }
    return Moved(
        word=word,
        old=str(places[0]),
        said=f"nothing names the value `{word}` of `{min(sharing)}`, and {len(places)} places name `{places[0]}`",
        renamed=len(places) >= FEW and is_renamed(catalog, component, word, places[0]),
        edits=value_edits(catalog, frozenset(sharing), places[0], word),
        first=places[0].at,
    )
