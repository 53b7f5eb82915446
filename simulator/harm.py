"""What a line brings about by itself, run by somebody in a cluster at rest: what it destroys, what it takes down and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.model import Action, Model
from simulator.state import State, settling


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """What came of a line: the invariants that came to hold, sorted, and the state at rest.

    `down` gives, for each component that was ready and did not stay so, for how many seconds, or None where it still is not
    ready when nothing more happens by itself. Where the line could not run, nothing came of it.
    """

    refused: bool
    broke: tuple[str, ...]
    down: Mapping[str, int | None]
    rest: State


def harm(model: Model, action: Action, state: State) -> Harm:
    """Return what a line brings about in a state that is at rest."""
    refused = not state.holds(action.requires)
    failure = next((one for one in action.fails if state.holds(one.when)), None) if refused else None
    effects = (failure.sets if failure else ()) if refused else action.sets
    after = state.with_effects(effects)
    if after == state:
        return Harm(refused=refused, broke=(), down={}, rest=state)
    held, broke = _holding(model, state), set[str]()
    waits: dict[str, int] = {}
    broke |= _holding(model, after) - held
    for round_ in settling(model, after):
        for name in after.unready - state.unready:
            waits[name] = waits.get(name, 0) + round_.seconds
        after = round_.state
        broke |= _holding(model, after) - held
    lasting = after.unready - state.unready
    fallen = {*lasting, *(name for name, seconds in waits.items() if seconds)}
    down: dict[str, int | None] = {name: None if name in lasting else waits[name] for name in model.components if name in fallen}
    return Harm(refused=refused, broke=tuple(sorted(broke)), down=down, rest=after)


def _holding(model: Model, state: State) -> set[str]:
    return {invariant.id for invariant in model.invariants if state.holds(invariant.never)}
