"""The compiled model: a catalog with every placeholder filled and every line resolved to what it does.

Everything here is plain text and tuples; the engine modules import nothing but the standard library.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from simulator.condition import Condition
from simulator.memory import Memory
from simulator.output import Output

READY, NOT_READY = "ready", "not-ready"


class Outcome(StrEnum):
    """How a replay ends for the guide's reader (language §4)."""

    RESOLVED = "resolved"
    UNRESOLVED = "unresolved"
    FALSE_ALL_CLEAR = "false-all-clear"
    BLOCKED = "blocked"
    BLIND = "blind"
    UNSAFE = "unsafe"
    LIVELOCK = "livelock"
    FLAPPING = "flapping"
    MISROUTED = "misrouted"


Values: TypeAlias = tuple[tuple[str, str], ...]
"""Facts with one value each, in the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Where `when` holds in the state before, the values of `set` are taken."""

    when: Condition
    set: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Where `when` holds in the settled state, the facts of `show` become known truly and those of `claim` as claimed."""

    when: Condition
    show: tuple[str, ...]
    claim: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a command that cannot run says, takes (seconds; None: as long as if it ran), changes and tells."""

    when: Condition
    message: str
    takes: int | None
    sets: tuple[Effect, ...]
    shows: tuple[Show, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A command line with everything that it does; `takes` in seconds."""

    line: str
    command: str
    requires: Condition
    fails: tuple[Failure, ...]
    sets: tuple[Effect, ...]
    takes: int
    shows: tuple[Show, ...]
    output: tuple[Output, ...]

    def effects(self) -> Iterator[Effect]:
        """Yield every effect that it may have, also where it fails."""
        yield from self.sets
        for failure in self.fails:
            yield from failure.sets

    def prints(self, holds: Callable[[Condition], bool]) -> str:
        """Return what it prints where it works, by what `holds`: the first output whose `when` does."""
        return next((output.text(output.chosen(holds)) for output in self.output if holds(output.when)), "")


class Move(StrEnum):
    """Where a step leads within its runbook, other than to a named step."""

    NEXT = "next"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Jump:
    """To the step with the id `name`, the one at `index`, counted from 0."""

    name: str
    index: int


@dataclass(frozen=True, slots=True)
class Enter:
    """To another runbook, or to the same one from its start."""

    runbook: str


Target: TypeAlias = Move | Jump | Enter


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, repetitions written out. `number` counts the steps as written, from 1; `edit_takes` is in seconds."""

    number: int
    title: str
    only_if: Condition
    edit: str | None
    edit_sets: tuple[Effect, ...]
    edit_takes: int
    run: tuple[Action, ...]
    expect: Condition | None
    if_met: Target
    if_unmet: Target
    if_fails: Target | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """A procedure; without `if_fails` a failing line leads to `escalates_to`, and so does a goal that is seen to be missed."""

    id: str
    steps: tuple[Step, ...]
    goal: Condition
    escalates_to: str | None
    accepts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a tree: answered by lines and `holds`, or, where `run` is empty, by `about`, the components it is true of."""

    id: str
    ask: str
    run: tuple[Action, ...]
    holds: Condition
    if_fails: bool | None
    about: frozenset[str]
    then: str
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The end of a walk through a tree."""

    id: str
    phase: str | None
    runbook: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Questions and leaves by id."""

    id: str
    root: str
    nodes: Mapping[str, Question | Leaf]

    @property
    def leads_to_runbooks(self) -> bool:
        """Whether a walk from symptoms can end at a runbook."""
        return any(isinstance(node, Leaf) and node.runbook is not None for node in self.nodes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """When a component is ready: `ready` holds and every component in `needs` is ready."""

    id: str
    phase: str
    ready: Condition
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What the cluster does by itself `after` so many seconds."""

    id: str
    when: Condition
    set: Values
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What must never come to hold."""

    id: str
    never: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All that a replay needs.

    `healthy` gives the healthy value of every variable, in a fixed order. `gaps` gives the faults of each known gap. In `components` each stands after all that it
    needs or asks for in its `ready`. `memory` changes no answer, it only makes it come sooner.
    """

    healthy: Values
    components: Mapping[str, Component]
    faults: Mapping[str, Values]
    reactions: tuple[Reaction, ...]
    invariants: tuple[Invariant, ...]
    runbooks: Mapping[str, Runbook]
    trees: Mapping[str, Tree]
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory, init=False, repr=False, compare=False)

    def with_runbook(self, runbook: Runbook) -> "Model":
        """Return the model with this runbook in place of the one of its name; the cluster, and what is remembered of it, is the same."""
        changed = replace(self, runbooks={**self.runbooks, runbook.id: runbook})
        object.__setattr__(changed, "memory", self.memory)
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is replayed: what differs from health, what breaks, from where the reader starts.

    `late` holds faults by the number of steps after which they strike. `changes` names the component that is to be changed.
    """

    starts: str
    faults: tuple[str, ...] = ()
    late: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    given: Values = ()
    changes: str | None = None
