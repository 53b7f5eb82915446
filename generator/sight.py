"""What the reader of a line may see, and what each sight tells: worked out on sample states of the cluster, broken in every known way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.condition import Condition as Written
from catalog.condition import all_of, is_always
from catalog.effect import Output
from generator.proof import Proof
from generator.samples import Samples, asked_by
from simulator.bearing import borne_on
from simulator.condition import ALWAYS, Condition, Facts
from simulator.model import Action, Model
from simulator.output import Output as Printed
from simulator.state import State, settling
from simulator.truth import judge

Told = Mapping[str, str]
Chosen: TypeAlias = tuple[int | None, ...]
"""Of each part of an output the line that is printed, by its number from 0."""
Seen: TypeAlias = tuple[int, Chosen]
"""An output by its number from 0, with the lines that it prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thing that a line may print: the text, when, whether a healthy cluster prints it, and what it told wherever it was seen."""

    text: str
    when: Written
    healthy: bool
    told: tuple[Told, ...]

    @property
    def always(self) -> bool:
        """Whether it depends on nothing."""
        return is_always(self.when)

    def answers(self, condition: Condition) -> bool | None:
        """Return whether a condition is known to hold, or known not to, wherever this is seen; None where that varies.

        What a healthy cluster prints is judged there alone: that it may be seen elsewhere too is the runbook's affair, and a replay's.
        """
        found = {judge(condition, told.get) for told in (self.told[:1] if self.healthy else self.told)}
        return found.pop() if len(found) == 1 else None


class Sights:
    """What every line of the runbooks and trees may print."""

    def __init__(self, catalog: Catalog, model: Model, proof: Proof) -> None:
        self._catalog = catalog
        self._model = model
        self._healthy = State.healthy(model)
        self._by_fact = Samples(model, dict(enumerate(dict.fromkeys(blast.rest for blast in proof.blasts.values()))))
        self._actions = {action.line: action for action in _actions(model)}
        self._found: dict[str, tuple[Sight, ...]] = {}

    def actions(self) -> Iterable[Action]:
        """Return every line of the runbooks and trees, once."""
        return self._actions.values()

    def of(self, line: str) -> tuple[Sight, ...]:
        """Return what a line may print, the healthy sight first."""
        if line not in self._found:
            action = self._actions.get(line)
            self._found[line] = self._of(action) if action else ()
        return self._found[line]

    def _of(self, action: Action) -> tuple[Sight, ...]:
        written = self._catalog.command_for(action.line).command.output
        best = _seen(action, self._after(action, self._healthy))
        told: dict[Seen, list[Told]] = {_plain(number, output): [] for number, output in enumerate(action.output) if _is_plain(output)}
        samples = self._by_fact.apart({*asked_by(action), *borne_on(self._model, action)})
        for state in (self._healthy, *(state for _, state in samples), *self._forced(action)):
            if state.holds(action.requires):
                after = self._after(action, state)
                seen = _seen(action, after)
                if seen is not None:
                    told.setdefault(seen, []).append(_told(action, after))
        sights = (
            Sight(
                text=action.output[number].text(chosen),
                when=_when(written[number], chosen, best[1] if best and best[0] == number else None),
                healthy=(number, chosen) == best,
                told=tuple(seen_in),
            )
            for (number, chosen), seen_in in told.items()
        )
        return tuple(sorted(sights, key=lambda sight: not sight.healthy))

    def _after(self, action: Action, state: State) -> State:
        """The state in which a line that was run in `state` prints."""
        after = state.with_effects(action.sets)
        for round_ in settling(self._model, after) if after != state else ():
            after = round_.state
        return after

    def _forced(self, action: Action) -> Iterator[State]:
        """Healthy but for what an output asks for: the sample of what no fault alone brings about."""
        for condition_ in dict.fromkeys(one for output in action.output for one in output.conditions()):
            if isinstance(condition_, Facts):
                wanted = tuple((test.fact, min(test.values)) for test in condition_.tests if test.fact in self._healthy.values)
                if wanted:
                    yield self._healthy.with_values(wanted)


def _actions(model: Model) -> Iterator[Action]:
    for runbook in model.runbooks.values():
        for step in runbook.steps:
            yield from step.run
    for tree in model.trees.values():
        for node in tree.nodes.values():
            yield from getattr(node, "run", ())


def _seen(action: Action, state: State) -> Seen | None:
    return next(((number, output.chosen(state.holds)) for number, output in enumerate(action.output) if state.holds(output.when)), None)


def _is_plain(output: Printed) -> bool:
    """Whether it reads the same wherever it is printed."""
    return all(part.when == ALWAYS and len(part.lines) == 1 and part.lines[0].when == ALWAYS for part in output.parts)


def _plain(number: int, output: Printed) -> Seen:
    return number, (0,) * len(output.parts)


def _when(written: Output, chosen: Chosen, usual: Chosen | None) -> Written:
    """When an output reads as it does: what the lines ask for that are not those of a healthy cluster, else what it asks for itself."""
    asked = [
        condition
        for place, (part, number) in enumerate(zip(written.text, chosen, strict=True))
        if number is not None and (usual is None or usual[place] != number)
        for condition in (part.when, part.lines[number].when)
    ]
    told = all_of(asked)
    return written.when if is_always(told) else told


def _told(action: Action, state: State) -> Told:
    told: dict[str, str] = {}
    for entry in action.shows:
        if state.holds(entry.when):
            told |= {name: state.fact(name) for name in entry.show} | dict(entry.claim)
    return told
