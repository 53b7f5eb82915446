"""What the data means in words of a page: durations, conditions, what a word of the language is called."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from catalog.catalog import Catalog, owner_of
from catalog.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from catalog.condition import is_always as is_always
from catalog.effect import Assignment
from generator import markdown as md
from generator.amounts import about as about
from generator.amounts import counted as counted
from generator.amounts import duration as duration
from generator.markup import Inline

_PAIR = 2
_READY = {"ready": "is ready", "not-ready": "is not ready"}


def fits(said: Inline | str, letters: int) -> bool:
    """Return whether words fit into so many letters; markup does not count."""
    return len(re.sub(r"<[^>]*>|&#\d+;|`", "", said)) <= letters


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in their order, three and more that follow each other as one: `1 to 4, 9, 12, 13`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > _PAIR else ", ".join(map(str, run)) for run in runs)


def listed(items: Iterable[str], last: str = "and") -> Inline:
    """Return the items as a person lists them: `a, b and c`."""
    parts = [md.inline(item) for item in items]
    return md.join(md.join(*parts[:-1], by=", "), *parts[-1:], by=f" {last} ")


def fact(catalog: Catalog, name: str) -> Inline:
    """Return what a fact is called: the component's name, and its condition where it is one."""
    owner, _, variable = name.partition(".")
    known = catalog.components.get(owner)
    title = md.text(known.title) if known else md.code(owner)
    return md.join(title, ": ", variable) if variable else title


def holds(catalog: Catalog, condition: Condition) -> Inline:
    """Return a condition in words."""
    match condition:
        case Facts(tests=tests):
            return values(catalog, ((str(test.fact), test.values) for test in tests)) if tests else md.text("always")
        case All(parts=parts):
            return listed((_part(catalog, part) for part in parts), ", and")
        case AnyOf(parts=parts):
            return listed((_part(catalog, part) for part in parts), "or")
        case Not(part=part):
            return md.join("not: ", _part(catalog, part))
        case AtLeast(count=count, parts=parts):
            return md.join(f"at least {count} of: ", md.join(*(_part(catalog, part) for part in parts), by="; "))
        case _:
            assert_never(condition)


def assigned(catalog: Catalog, made: Iterable[Assignment]) -> Inline:
    """Return in words what facts become."""
    return values(catalog, ((str(one.fact), (str(one.value),)) for one in made))


def values(catalog: Catalog, facts: Iterable[tuple[str, Sequence[str]]]) -> Inline:
    """Return in words that facts have one of these values each, those of one component together, and components alike together."""
    alike: dict[tuple[Inline, Inline], list[Inline]] = {}  # what is said of components, by whether they are ready and by their conditions
    for owner, group in groupby(facts, key=lambda entry: owner_of(entry[0])):
        entries = list(group)
        alike.setdefault((_ready(owner, entries), _conditions(owner, entries)), []).append(fact(catalog, owner))
    return listed(part for said, owners in alike.items() for part in _of_owners(*said, owners))


def _of_owners(ready: Inline, conditions: Inline, owners: list[Inline]) -> Iterator[Inline]:
    """Components of which the same is said: each by itself where that is whether they are ready."""
    for named in dict.fromkeys(owners) if ready else [listed(dict.fromkeys(owners))]:
        said = md.join(named, " ", ready) if ready else named
        yield md.join(said, ": ", conditions) if conditions else said


def _ready(owner: str, entries: list[tuple[str, Sequence[str]]]) -> Inline:
    return listed(" or ".join(_READY.get(word, f"is {word}") for word in words) for name, words in entries if name == owner)


def _conditions(owner: str, entries: list[tuple[str, Sequence[str]]]) -> Inline:
    said = (md.join(name.partition(".")[2], " ", listed(map(md.code, words), "or")) for name, words in entries if name != owner)
    return md.join(*said, by=", ")


def _part(catalog: Catalog, condition: Condition) -> Inline:
    said = holds(catalog, condition)
    simple = isinstance(condition, Facts) and len(condition.tests) == 1
    return said if simple else md.join("(", said, ")")
