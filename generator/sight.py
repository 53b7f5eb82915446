"""What the reader of a line may see, and what each sight tells: worked out on sample states of the cluster, broken in every known way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.condition import Condition as Written
from catalog.effect import Output
from catalog.uses import scope_of_command
from generator.proof import Proof
from generator.samples import Samples, asked_by
from generator.words import is_always
from simulator.bearing import borne_on
from simulator.compile import condition
from simulator.condition import Condition, Facts
from simulator.model import Action, Model
from simulator.state import State, settling
from simulator.truth import judge

Told = Mapping[str, str]


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
        told: dict[int, list[Told]] = {number: [] for number in range(len(action.output))}
        samples = self._by_fact.apart({*asked_by(action), *borne_on(self._model, action)})
        for state in (self._healthy, *(state for _, state in samples), *self._forced(action)):
            if state.holds(action.requires):
                after = self._after(action, state)
                number = _seen(action, after)
                if number is not None:
                    told[number].append(_told(action, after))
        best = _seen(action, self._after(action, self._healthy))
        sights = (
            Sight(text=one.text, when=written[number].when, healthy=number == best, told=tuple(told[number]))
            for number, one in enumerate(action.output)
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
        for output in action.output:
            if isinstance(output.when, Facts):
                wanted = tuple((test.fact, min(test.values)) for test in output.when.tests if test.fact in self._healthy.values)
                if wanted:
                    yield self._healthy.with_values(wanted)


def _actions(model: Model) -> Iterator[Action]:
    for runbook in model.runbooks.values():
        for step in runbook.steps:
            yield from step.run
    for tree in model.trees.values():
        for node in tree.nodes.values():
            yield from getattr(node, "run", ())


def _seen(action: Action, state: State) -> int | None:
    return next((number for number, output in enumerate(action.output) if state.holds(output.when)), None)


def _told(action: Action, state: State) -> Told:
    told: dict[str, str] = {}
    for entry in action.shows:
        if state.holds(entry.when):
            told |= {name: state.fact(name) for name in entry.show} | dict(entry.claim)
    return told


def healthy_output(model: Model, command: Command) -> Output | None:
    """Return what a command prints in a healthy cluster, its placeholders taken at their first meaning."""
    meanings = {name: known[0] for name, known in scope_of_command(command).items() if known}
    healthy = State.healthy(model)
    return next((output for output in command.output if healthy.holds(condition(output.when, meanings))), None)
