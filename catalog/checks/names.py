"""Ids, placeholders and the words that mean something of their own (language §7, *Names* and *Words*)."""

import re
import unicodedata
from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.condition import OPERATORS, tests_in
from catalog.edit import Related, rewrite
from catalog.finding import Severity
from catalog.kinds import singular
from catalog.location import Word
from catalog.mentions import misnamed
from catalog.pattern import placeholders_in
from catalog.runbook import DONE, NEXT, Step

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAMELESS = "a-name"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@check("NAME001")
def ids_are_kebab_case(catalog: Catalog) -> Iterator[Breach]:
    """An id is kebab-case: small letters and digits, joined by single hyphens. Pages and links are named after it."""
    called = {(kind, str(entity.id)) for (kind, _), entity in misnamed(catalog).items()}
    for kind, entities in catalog.entities.items():
        for entity in entities.values():
            plain = KEBAB.fullmatch(entity.id) or (kind == "components" and not _NAME.fullmatch(entity.id))
            if not plain and (kind, str(entity.id)) not in called:
                edit = rewrite(entity.id, _kebab(entity.id), sure=_kebab(entity.id) not in (*entities, NAMELESS))
                message = f"the id `{entity.id}` of a {singular(kind)} is not kebab-case"
                yield Breach(entity.id.at, message, f"write `{_kebab(entity.id)}`", edit)


def _kebab(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or NAMELESS


@check("NAME002", blocking=True)
def names_in_facts_are_plain(catalog: Catalog) -> Iterator[Breach]:
    """The id of a component and the name of a condition hold letters, digits, `-` and `_`: a fact joins them with a dot."""
    for component in catalog.components.values():
        for name in (component.id, *(variable.name for variable in component.conditions)):
            if not _NAME.fullmatch(name):
                yield Breach(name.at, f"`{name}` cannot stand in a fact", f"write `{_kebab(name)}`")


@check("NAME003", blocking=True)
def trees_and_runbooks_have_different_ids(catalog: Catalog) -> Iterator[Breach]:
    """A tree and a runbook do not share an id: a scenario starts at either."""
    for name, tree in catalog.trees.items():
        if name in catalog.runbooks:
            other = Related(catalog.runbooks[name].id.at, "the runbook")
            yield Breach(tree.id.at, f"`{name}` is the id of a tree and of a runbook", "rename one of the two", related=(other,))


@check("NAME004", blocking=True)
def steps_and_runbooks_have_different_ids(catalog: Catalog) -> Iterator[Breach]:
    """A step and a runbook do not share an id: a step leads to either."""
    for name in _step_ids(catalog):
        if name in catalog.runbooks:
            other = Related(catalog.runbooks[name].id.at, "the runbook")
            yield Breach(name.at, f"`{name}` is the id of a step and of a runbook", "rename the step", related=(other,))


@check("NAME005", blocking=True)
def step_ids_are_unique(catalog: Catalog) -> Iterator[Breach]:
    """An id stands for one step of a runbook."""
    for runbook in catalog.runbooks.values():
        seen: dict[str, Word] = {}
        for step in runbook.steps:
            if step.id is not None and step.id in seen:
                message = f"the step `{step.id}` of `{runbook.id}` is defined twice, first at line {seen[step.id].at.line}"
                yield Breach(step.id.at, message, "rename one of the two", related=(Related(seen[step.id].at, "defined here first"),))
            elif step.id is not None:
                seen[step.id] = step.id


@check("NAME006", blocking=True)
def reserved_words_are_no_ids(catalog: Catalog) -> Iterator[Breach]:
    """`next` and `done` are no ids of steps or runbooks, and `all`, `any`, `not`, `at_least` and `of` none of components."""
    for name in (*_step_ids(catalog), *(runbook.id for runbook in catalog.runbooks.values())):
        if name in (NEXT, DONE):
            yield Breach(name.at, f"`{name}` says where a step leads, and can be no id", "choose another id")
    for component in catalog.components.values():
        if component.id in OPERATORS:
            yield Breach(component.id.at, f"`{component.id}` is a word of conditions, and can be no component", "choose another id")


def _step_ids(catalog: Catalog) -> tuple[Word, ...]:
    return tuple(step.id for runbook in catalog.runbooks.values() for step in runbook.steps if step.id is not None)


@check("NAME007", blocking=True)
def placeholders_stand_once_and_alone(catalog: Catalog) -> Iterator[Breach]:
    """A placeholder stands once in a pattern, and one word holds one at most."""
    for command in catalog.commands.values():
        names = placeholders_in(command.run)
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Breach(command.run.at, f"`{{{name}}}` stands twice in the pattern of `{command.id}`", "use two names")
        for word in command.run.split():
            if len(placeholders_in(word)) > 1:
                yield Breach(command.run.at, f"the word `{word}` in the pattern of `{command.id}` holds two placeholders", "keep one")


@check("NAME008", blocking=True)
def where_lists_placeholders_of_the_pattern(catalog: Catalog) -> Iterator[Breach]:
    """`where` lists the placeholders that the pattern has, each with at least one word and none twice."""
    for command in catalog.commands.values():
        for place in command.where:
            words = [meaning.word for meaning in place.meanings]
            if place.name not in placeholders_in(command.run):
                fix = f"write `{{{place.name}}}` in `run`, or delete it here"
                yield Breach(place.name.at, f"the pattern of `{command.id}` has no placeholder `{{{place.name}}}`", fix)
            for word in words:
                if placeholders_in(word):
                    yield Breach(word.at, f"`{word}` under `where` of `{command.id}` holds a placeholder itself", "list the words")
            if len(set(words)) < len(words) or not words:
                fault = "names no word" if not words else "names a word twice"
                yield Breach(place.name.at, f"`where` of `{command.id}` {fault} for `{{{place.name}}}`", "list each word once")


@check("NAME009", blocking=True)
def patterns_have_words(catalog: Catalog) -> Iterator[Breach]:
    """A pattern has at least one word."""
    for command in catalog.commands.values():
        if not command.run.split():
            yield Breach(command.run.at, f"the pattern of `{command.id}` is blank", "write the command line")


def _texts(step: Step) -> Iterator[str]:
    """Yield everything in a step in which a placeholder may stand."""
    yield from (*step.run, step.edit or "", step.note or "", step.title)
    for condition in (step.only_if, step.expect, *(effect.when for effect in step.sets or ())):
        for test in tests_in(condition) if condition is not None else ():
            yield from (test.fact, *test.values)
    for effect in step.sets or ():
        for made in effect.set:
            yield from (made.fact, made.value)


@check("NAME010", severity=Severity.WARNING)
def repetitions_use_their_placeholder(catalog: Catalog) -> Iterator[Breach]:
    """A step with `for_each` uses its placeholder, and no value stands twice."""
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            repeated = step.for_each
            if repeated is None:
                continue
            if not any(repeated.placeholder in placeholders_in(text) for text in _texts(step)):
                message = f"nothing in `{step.title}` has the placeholder `{{{repeated.placeholder}}}` of its `for_each`"
                yield Breach(repeated.placeholder.at, message, "use it, or delete `for_each`")
            if len(set(repeated.values)) < len(repeated.values):
                yield Breach(repeated.placeholder.at, f"`for_each` of `{step.title}` has a value twice", "list each value once")
