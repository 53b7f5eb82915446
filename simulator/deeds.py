"""All that an operator could do: every line that the catalog knows, with every word that fits it, and every edit that a runbook describes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from catalog.catalog import Catalog
from catalog.command import Command, Risk
from catalog.pattern import fill
from catalog.runbook import RunbookKind
from simulator.compile import action_of
from simulator.condition import ALWAYS
from simulator.model import Action, Model, Question, Step

MAX_LINES = 1_000
"""How many lines of one pattern are tried at most."""

_NEW = (RunbookKind.HOW_TO, RunbookKind.ROUTINE, RunbookKind.CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A line to run, or an edit to make; `risk` is its place in the order of risks, 0 for what only looks."""

    action: Action
    risk: int
    is_edit: bool
    purpose: str


def deeds(catalog: Catalog, model: Model) -> tuple[Deed, ...]:
    """Return everything that can be done, each once, worded as the runbooks word it where they do.

    Edits of how-tos, routines and changes are left out: they bring about something new, and mend nothing.
    """
    found: dict[tuple[object, ...], Deed] = {}
    for deed in (*_of_runbooks(catalog, model), *_of_commands(catalog)):
        found.setdefault(likeness(deed.action), deed)
    return tuple(found.values())


def disruptive(catalog: Catalog) -> frozenset[str]:
    """Return the commands that disturb or destroy something, whatever comes of them."""
    return frozenset(
        str(name)
        for name, command in catalog.commands.items()
        if command.risk is not None and command.risk.weight >= Risk.DISRUPTIVE.weight
    )


def likeness(action: Action) -> tuple[object, ...]:
    """Return what two actions have in common that are one deed."""
    return action.command or action.line, action.requires, action.fails, action.sets, action.shows


def _of_runbooks(catalog: Catalog, model: Model) -> Iterator[Deed]:
    steps = [step for runbook in model.runbooks.values() for step in runbook.steps]
    mending = [step for name, runbook in model.runbooks.items() if catalog.runbooks[name].kind not in _NEW for step in runbook.steps]
    questions = [node for tree in model.trees.values() for node in tree.nodes.values() if isinstance(node, Question)]
    yield from (edit_of(step) for step in mending if step.edit is not None)
    for run in (*(step.run for step in steps), *(question.run for question in questions)):
        yield from (_line(action, catalog.commands[action.command]) for action in run)


def _of_commands(catalog: Catalog) -> Iterator[Deed]:
    for command in catalog.commands.values():
        for line in lines_of(command):
            matches = catalog.matches(line)
            if len(matches) == 1:
                yield _line(action_of(matches[0], line), matches[0].command)


def lines_of(command: Command) -> Iterator[str]:
    """Yield the lines of a pattern, a placeholder without `where` left for the reader to fill in."""
    names = [place.name for place in command.where]
    words = [[meaning.word for meaning in place.meanings] for place in command.where]
    for chosen in islice(product(*words), MAX_LINES):
        yield fill(command.run, dict(zip(names, chosen, strict=True)))


def _line(action: Action, command: Command) -> Deed:
    risk = Risk.READ_ONLY if command.risk is None else command.risk
    return Deed(action=action, risk=risk.weight, is_edit=False, purpose=command.purpose or action.line)


def edit_of(step: Step) -> Deed:
    """Return what a person does in a step that has an edit."""
    action = Action(
        line=step.edit or "",
        command="",
        requires=ALWAYS,
        fails=(),
        sets=step.edit_sets,
        takes=step.edit_takes,
        shows=(),
        output=(),
    )
    return Deed(action=action, risk=Risk.REVERSIBLE.weight, is_edit=True, purpose=step.title)
