"""Where a reader can stand: at a question, before a runbook, before a step, at a runbook's end; and what follows on what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from simulator.model import Enter, Jump, Leaf, Model, Move, Target


@dataclass(frozen=True, slots=True)
class Asking:
    """At a node of a tree: a question or a leaf."""

    tree: str
    node: str


@dataclass(frozen=True, slots=True)
class Entering:
    """About to enter a runbook."""

    runbook: str


@dataclass(frozen=True, slots=True)
class Jumping:
    """About to jump to a step by its id; `index` counts the copies from 0."""

    runbook: str
    index: int


@dataclass(frozen=True, slots=True)
class Taking:
    """Before a step."""

    runbook: str
    index: int


@dataclass(frozen=True, slots=True)
class Finishing:
    """After the last step that is to be taken."""

    runbook: str


Position: TypeAlias = Asking | Entering | Jumping | Taking | Finishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The positions that can be reached, each before those that follow on it wherever there is no circle.

    `numbers` gives the place of a position in `positions`; in `circles` are those to which a reader can come back.
    """

    positions: tuple[Position, ...]
    numbers: Mapping[Position, int]
    circles: frozenset[Position]


def after_step(model: Model, runbook: str, index: int, target: Target) -> Position:
    """Return where a step leads by one of its targets."""
    match target:
        case Enter(runbook=other):
            return Entering(other)
        case Jump(index=landing):
            return Jumping(runbook, landing)
        case Move.NEXT if index + 1 < len(model.runbooks[runbook].steps):
            return Taking(runbook, index + 1)
        case Move():
            return Finishing(runbook)
        case _:
            assert_never(target)


def failing_leads(model: Model, runbook: str, index: int) -> Position | None:
    """Return where a step leads of which a line fails; None: nowhere."""
    step, escalates = model.runbooks[runbook].steps[index], model.runbooks[runbook].escalates_to
    if step.if_fails is not None:
        return after_step(model, runbook, index, step.if_fails)
    return None if escalates is None else Entering(escalates)


def starts_at(model: Model, start: str) -> Position:
    """Return where a reader stands who starts at a tree or a runbook."""
    return Asking(start, model.trees[start].root) if start in model.trees else Entering(start)


def follows(model: Model, position: Position) -> Iterator[Position]:
    """Yield every position that can follow on one."""
    match position:
        case Asking(tree=tree, node=name):
            node = model.trees[tree].nodes[name]
            if not isinstance(node, Leaf):
                yield from (Asking(tree, node.then), Asking(tree, node.otherwise))
            elif node.runbook is not None:
                yield Entering(node.runbook)
        case Entering(runbook=name):
            yield Taking(name, 0) if model.runbooks[name].steps else Finishing(name)
        case Jumping(runbook=name, index=index):
            yield Taking(name, index)
        case Taking(runbook=name, index=index):
            yield from _after_taking(model, name, index)
        case Finishing(runbook=name):
            escalates = model.runbooks[name].escalates_to
            if escalates is not None:
                yield Entering(escalates)
        case _:
            assert_never(position)


def _after_taking(model: Model, runbook: str, index: int) -> Iterator[Position]:
    step = model.runbooks[runbook].steps[index]
    for target in (Move.NEXT, step.if_met, step.if_unmet):
        yield after_step(model, runbook, index, target)
    failing = failing_leads(model, runbook, index)
    if failing is not None:
        yield failing


def route(model: Model, starts: tuple[str, ...]) -> Route:
    """Return the positions that can be reached from trees or runbooks."""
    ahead = _ahead(model, [starts_at(model, start) for start in reversed(starts)])
    positions = tuple(reversed(ahead))
    numbers = {position: number for number, position in enumerate(positions)}
    circling = _in_circles([{numbers[other] for other in ahead[position]} for position in positions])
    return Route(positions=positions, numbers=numbers, circles=frozenset(positions[number] for number in circling))


def _ahead(model: Model, roots: list[Position]) -> dict[Position, tuple[Position, ...]]:
    """Return what follows on each position that can be reached, each after those that follow on it wherever there is no circle."""
    done: dict[Position, tuple[Position, ...]] = {}
    seen: set[Position] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        stack = [_outset(model, root)]
        while stack:
            position, others, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                done[position] = others
                stack.pop()
            else:
                seen.add(following)
                stack.append(_outset(model, following))
    return done


def _outset(model: Model, position: Position) -> tuple[Position, tuple[Position, ...], Iterator[Position]]:
    others = tuple(follows(model, position))
    return position, others, iter(others)


def _in_circles(ahead: list[set[int]]) -> set[int]:
    """Return those that lie in a circle, peeling off, from both ends, those that do not."""
    behind: list[set[int]] = [set() for _ in ahead]
    for number, others in enumerate(ahead):
        for other in others:
            behind[other].add(number)
    left = set(range(len(ahead)))
    for links, back in ((ahead, behind), (behind, ahead)):
        peeled = [number for number in left if not links[number] & left]
        while peeled:
            gone = peeled.pop()
            left.discard(gone)
            peeled += [other for other in back[gone] if other in left and not links[other] & left]
    return left
