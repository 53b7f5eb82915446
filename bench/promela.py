"""A catalog as Promela, for the model checker SPIN: the reader is one process, the cluster another, what the cluster does by itself a third.

What is translated: everything that a replay from a tree can meet, faults that strike together at the start. What is not: seconds (a reader who goes in
circles then comes to a state that is known, and that set has no verdict), late faults, states that differ from health before a fault strikes. A cluster
that is not at rest after `MOST_ROUNDS` rounds counts as flapping.
"""

from collections.abc import Iterator

from promela_terms import Terms, all_of, any_of

from simulator.condition import ALWAYS
from simulator.model import Action, Effect, Leaf, Model, Move, Outcome, Question, Runbook
from simulator.symbolic.layout import actions_of
from simulator.symbolic.position import (
    Asking,
    Entering,
    Finishing,
    Jumping,
    Position,
    Taking,
    after_step,
    failing_leads,
    follows,
    route,
    starts_at,
)

MOST_ROUNDS = 200
OUTCOMES = tuple(Outcome)
FAILED, ENDED = 250, 251

Code = Iterator[str]


class Promela:
    """The text of a model for sets of 1 to `most` faults from one start; `verdict` lines are `faults... outcome runbook`, by their numbers from 1."""

    def __init__(self, model: Model, most: int, start: str) -> None:
        self._model = model
        self._most = most
        self._start = start
        self._terms = Terms(model)
        self.faults = sorted(model.faults)
        self.runbooks = tuple(model.runbooks)
        self._lines = {action.line: number for number, action in enumerate(actions_of(model))}
        self._edits: list[tuple[Effect, ...]] = []
        self._route = route(model, (start,))

    def text(self) -> str:
        """Return the whole model."""
        reader = list(self._reader())  # collects the edits on the way
        return "\n".join([*self._declared(), *self._settler(), *self._cluster(), *reader]) + "\n"

    def _declared(self) -> Code:
        yield self._terms.declared()
        yield f"byte s[{self._most}]; byte out; byte by; bit changed; bit clash; int accepts; int held;"
        yield f"hidden byte h[{max(len(self._model.reactions), 1)}]; hidden byte f[{max(len(self._model.reactions), 1)}]; hidden byte e[64];"
        yield "hidden int now_held; hidden byte any; byte rounds;"
        yield "chan call = [0] of { short }; chan answer = [0] of { byte }; chan rest = [0] of { bit }; chan rested = [0] of { bit };"

    # The cluster

    def _ready(self) -> Code:
        for name, part in self._model.components.items():
            yield f"{self._terms.ready(name)} = ({all_of([self._terms.holds(part.ready), *map(self._terms.ready, part.needs)])});"

    def _watched(self) -> Code:
        yield "now_held = 0;"
        for number, invariant in enumerate(self._model.invariants):
            yield f"if :: ({self._terms.holds(invariant.never)}) -> now_held = now_held + {1 << number} :: else fi;"
        yield f"if :: ((now_held & ~held) & ~accepts) != 0 -> out = {_outcome(Outcome.UNSAFE)} :: else fi; held = now_held;"

    def _settler(self) -> Code:
        reactions = self._model.reactions
        yield "active proctype settler() { end: do :: rest?0 -> d_step { rounds = 0; changed = 0;"
        yield from self._ready()
        yield from self._watched()
        yield "}; do :: out != 0 -> break :: else -> d_step {"
        for number, reaction in enumerate(reactions):
            differs = self._terms.differs(reaction.set)
            yield f"h[{number}] = ({self._terms.holds(reaction.when)}); f[{number}] = (h[{number}] && {differs});"
        yield f"any = ({any_of(f'f[{number}]' for number in range(len(reactions)))});"
        at_odds = [
            f"f[{one}] && h[{other}]"
            for one, reaction in enumerate(reactions)
            for other, rival in enumerate(reactions)
            if any(fact == name and value != wanted for fact, value in reaction.set for name, wanted in rival.set)
        ]
        yield f"if :: ({any_of(at_odds)}) -> out = {_outcome(Outcome.FLAPPING)} :: else fi }};"
        yield "if :: !any || out != 0 -> break :: else fi; d_step {"
        for number, reaction in enumerate(reactions):
            yield f"if :: f[{number}] -> {self._terms.sets(reaction.set)} :: else fi;"
        yield "skip }; d_step {"
        yield from self._ready()
        yield from self._watched()
        yield f"rounds++; if :: rounds > {MOST_ROUNDS} && out == 0 -> out = {_outcome(Outcome.FLAPPING)} :: else fi }}"
        yield "od; rested!0 od }"

    def _cluster(self) -> Code:
        yield "active proctype cluster() { byte w; end: do"
        for action in actions_of(self._model):
            yield f":: call?{self._lines[action.line]} ->"
            yield from self._line(action)
        for number, edit in enumerate(self._edits, len(self._lines)):
            yield f":: call?{number} -> d_step {{"
            yield from self._terms.effects(edit)
            yield f"w = 1 }}; {_settle()} answer!w"
        yield "od }"

    def _line(self, action: Action) -> Code:
        ways = [(action.sets, action.shows), *((failure.sets, failure.shows) for failure in action.fails)]
        whens = [action.requires, *(failure.when for failure in action.fails)]
        yield "d_step { "
        for number, (when, (sets, _)) in enumerate(zip(whens, ways, strict=True)):
            yield f"if :: ({self._terms.holds(when)}) -> w = {number + 1};"
            yield from self._terms.effects(sets)
            yield ":: else ->"
        yield f"w = 0 {'fi ' * len(ways)} }};"
        yield _settle() if any(effect.set for effect in action.effects()) else ""
        yield "d_step { if"
        for number, (_, shows) in enumerate(ways):
            yield f":: w == {number + 1} -> skip;"
            yield from self._terms.shows(shows)
        yield f":: else fi; if :: w == {ENDED} :: w == 1 :: else -> w = {FAILED} fi }}; answer!w"

    # The reader

    def _reader(self) -> Code:
        yield "active proctype reader() { byte w;"
        yield f"do :: s[0] < {len(self.faults)} -> s[0]++ :: s[0] > 0 -> break od;"
        for place in range(1, self._most):
            yield f"do :: s[{place}] + 1 < s[{place - 1}] -> s[{place}]++ :: break od;"
        for place in range(self._most):
            yield "skip; d_step { if"
            for number, name in enumerate(self.faults, 1):
                yield f":: s[{place}] == {number} -> {'; '.join(self._terms.struck(fact, value) for fact, value in self._model.faults[name])}"
            yield ":: else fi };"
        yield "accepts = -1; if :: clash -> goto END :: else fi;"
        yield "rest!0; rested?0; accepts = 0; if :: out != 0 -> goto VERDICT :: else fi;"
        yield self._go(starts_at(self._model, self._start))
        for position in self._route.positions:
            yield f"P{self._route.numbers[position]}:"
            yield from self._at(position)
        told = ", ".join(f"now.s[{place}]" for place in range(self._most))
        yield f'VERDICT: c_code {{ printf("verdict{" %d" * (self._most + 2)}\\n", {told}, now.out, now.by); }};'
        yield "END: skip }"

    def _go(self, position: Position) -> str:
        return f"goto P{self._route.numbers[position]};"

    def _ends(self, outcome: Outcome) -> str:
        return f"out = {_outcome(outcome)}; goto VERDICT;"

    def _at(self, position: Position) -> Code:
        match position:
            case Asking(tree=tree, node=name):
                node = self._model.trees[tree].nodes[name]
                if isinstance(node, Leaf):
                    yield self._ends(Outcome.MISROUTED) if node.runbook is None else self._go(Entering(node.runbook))
                else:
                    yield from self._question(tree, node)
            case Entering(runbook=name):
                accepts = sum(1 << n for n, one in enumerate(self._model.invariants) if one.id in self._model.runbooks[name].accepts)
                yield f"atomic {{ by = {self.runbooks.index(name) + 1}; accepts = {accepts} }};"
                yield from map(self._go, follows(self._model, position))
            case Jumping():
                yield from map(self._go, follows(self._model, position))
            case Taking(runbook=name, index=index):
                yield from self._step(self._model.runbooks[name], index)
            case Finishing(runbook=name):
                yield from self._finish(self._model.runbooks[name])

    def _called(self, number: int, failing: str) -> str:
        return f"call!{number}; answer?w; if :: w == {ENDED} -> goto VERDICT :: w == {FAILED} -> {failing} :: else fi;"

    def _question(self, tree: str, question: Question) -> Code:
        then, otherwise = self._go(Asking(tree, question.then)), self._go(Asking(tree, question.otherwise))
        if not question.run:
            yield otherwise
            return
        judged = f"if :: ({self._terms.known(question.holds, true=True)}) -> {then} :: else -> {otherwise} fi;"
        failing = judged if question.if_fails is None else then if question.if_fails else otherwise
        yield from (self._called(self._lines[action.line], failing) for action in question.run)
        yield judged

    def _step(self, runbook: Runbook, index: int) -> Code:
        step = runbook.steps[index]
        met, unmet, skipped = (
            self._go(after_step(self._model, runbook.id, index, target)) for target in (step.if_met, step.if_unmet, Move.NEXT)
        )
        failed_at = failing_leads(self._model, runbook.id, index)
        failing = self._ends(Outcome.BLOCKED) if failed_at is None else self._go(failed_at)
        if step.only_if != ALWAYS:
            wanted, unwanted = (self._terms.known(step.only_if, true=true) for true in (True, False))
            yield f"if :: ({wanted}) -> skip :: ({unwanted}) -> {skipped} :: else -> {self._ends(Outcome.BLIND)} fi;"
        if step.edit is not None and step.edit_sets:
            self._edits.append(step.edit_sets)
            yield self._called(len(self._lines) + len(self._edits) - 1, failing)
        yield from (self._called(self._lines[action.line], failing) for action in step.run)
        yield met if step.expect is None else f"if :: ({self._terms.known(step.expect, true=True)}) -> {met} :: else -> {unmet} fi;"

    def _finish(self, runbook: Runbook) -> Code:
        seen = self._ends(Outcome.UNRESOLVED) if runbook.escalates_to is None else self._go(Entering(runbook.escalates_to))
        yield f"if :: ({self._terms.holds(runbook.goal)}) -> {self._ends(Outcome.RESOLVED)}"
        yield f":: else -> if :: ({self._terms.known(runbook.goal, true=False)}) -> {seen} :: else -> {self._ends(Outcome.FALSE_ALL_CLEAR)} fi fi;"


def _outcome(outcome: Outcome) -> int:
    return OUTCOMES.index(outcome) + 1


def _settle() -> str:
    return f"if :: changed -> rest!0; rested?0; if :: out != 0 -> w = {ENDED} :: else fi :: else fi;"
