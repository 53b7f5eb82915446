"""Questions that are asked in vain: nothing that was proven depends on the answer (language §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from simulator.model import Leaf, Model, Question
from simulator.symbolic.coverage import Coverage
from simulator.symbolic.position import Asking, Route
from simulator.symbolic.record import Way

Place = tuple[str | None, str | None]
"""Where a tree leads: the phase and the runbook of a leaf."""


class InVain(StrEnum):
    """Why a question is asked in vain."""

    THEN = "is always answered by `then`"
    ELSE = "is always answered by `else`"
    ONE_PLACE = "leads to the same place by either answer"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Vain:
    """A question of a tree that might as well not be asked."""

    tree: str
    node: str
    why: InVain


def vain_questions(model: Model, route: Route, coverage: Coverage) -> tuple[Vain, ...]:
    """Return the questions that were asked and might as well not have been, sorted; what was never asked is idle, and not in vain."""
    found = []
    for position in route.positions:
        if isinstance(position, Asking):
            why = _why(model, position, coverage)
            found += [] if why is None else [Vain(tree=position.tree, node=position.node, why=why)]
    return tuple(sorted(found))


def repeated_questions(model: Model, route: Route, coverage: Coverage) -> tuple[tuple[str, str], ...]:
    """Return the questions, by tree and node, that only part what was known before, each time that they were asked: their lines told nothing new."""
    asked = {position for position, _ in coverage.ways if isinstance(position, Asking)}
    nodes = {position: model.trees[position.tree].nodes[position.node] for position in route.positions if isinstance(position, Asking)}
    return tuple(
        sorted(
            (position.tree, position.node)
            for position, node in nodes.items()
            if isinstance(node, Question) and node.run and position in asked and position not in coverage.news
        )
    )


def _why(model: Model, position: Asking, coverage: Coverage) -> InVain | None:
    question = model.trees[position.tree].nodes[position.node]
    answers = {way for way in (Way.THEN, Way.ELSE) if (position, way) in coverage.ways}
    if isinstance(question, Leaf) or not question.run or not answers:
        return None
    if len(answers) == 1:
        return InVain.THEN if Way.THEN in answers else InVain.ELSE
    return InVain.ONE_PLACE if len(set(_places(model, position, coverage))) == 1 else None


def _places(model: Model, position: Asking, coverage: Coverage) -> Iterator[Place]:
    """Yield where the answers lead that were ever given, from a question on."""
    waiting, seen = [position], {position}
    while waiting:
        here = waiting.pop()
        node = model.trees[here.tree].nodes[here.node]
        if isinstance(node, Leaf):
            yield node.phase, node.runbook
            continue
        for other in _onward(here, node, coverage):
            if other not in seen:
                seen.add(other)
                waiting.append(other)


def _onward(position: Asking, question: Question, coverage: Coverage) -> Iterator[Asking]:
    for way, goes in ((Way.THEN, question.then), (Way.ELSE, question.otherwise)):
        if (position, way) in coverage.ways:
            yield Asking(position.tree, goes)
