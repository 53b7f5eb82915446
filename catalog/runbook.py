"""Runbooks: what the operator does, step by step (language §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ConditionField
from catalog.effect import Effects
from catalog.entity import FaultId, InvariantId, Lines, Reach, RunbookId, Sources, Words
from catalog.harmless import Harmless
from catalog.key import Named, NotEmpty, Offers, ReadWith, Says
from catalog.location import Location, Word
from catalog.node import Mapping, Node
from catalog.shape import Seconds, Shape, Unreadable


class RunbookKind(StrEnum):
    """What a runbook is for."""

    HOW_TO = "how-to"
    ROUTINE = "routine"
    TROUBLESHOOTING = "troubleshooting"
    CHANGE = "change"
    ROLLBACK = "rollback"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A step is repeated with `placeholder` replaced by each of the values."""

    at: Location
    placeholder: Word
    values: Words


def _read_repetition(shape: Shape, node: Node, subject: str) -> object:
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return shape.expected("a mapping with one placeholder", node, subject, "write `{name: [value, value]}`")
    name, listed = node.entries[0]
    values = shape.words(listed, name)
    if isinstance(values, Unreadable):
        return values
    if not values:
        return shape.expected("at least one value", listed, f"{subject}.{name}", "list the values that it is repeated for")
    return Repetition(at=node.at, placeholder=name, values=values)


NEXT, DONE = "next", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: change a file, run lines, look; and where to go then."""

    at: Location
    id: Annotated[Word | None, Says("The name by which other steps of the runbook lead here.", "look-again")] = None
    title: Annotated[Word, Says("What is done, in a few words.", "Look at the agents")]
    note: Annotated[Word | None, Says("What to know or to do that is no command.", "Wait for the lights.")] = None
    warning: Annotated[Word | None, Says("What to beware of in this step.", "Every node restarts.")] = None
    precaution: Annotated[
        Word | None,
        Says("Why it is done also where no failure calls for it.", "The token of the old server would go on to be good."),
    ] = None
    only_if: Annotated[
        ConditionField | None, Says("The step is skipped where the reader knows this to be false.", "{cni.agents: [crashing, missing]}")
    ] = None
    edit: Annotated[Word | None, Says("A change that a person makes in a file.", "Put the address into cluster.yaml.")] = None
    writes: Annotated[
        Words, Offers(("manifests",)), Says("The files in `manifests/` that are written in this step.", "[apps/page.yaml]")
    ] = ()
    sets: Annotated[Effects | None, Says("What the edit changes.", "{cni.agents: running}")] = None
    takes: Annotated[Seconds | None, Says("How long the edit takes.", "5m")] = None
    run: Annotated[Lines, Says("The lines to run, in order.", "[kubectl get nodes]")] = ()
    for_each: Annotated[
        Annotated[Repetition, ReadWith(_read_repetition, Named(Annotated[Words, NotEmpty()], one=True))] | None,
        Says("Repeats the step: a placeholder and the words that replace it, one after the other.", "{node: [a, b]}"),
    ] = None
    expect: Annotated[
        ConditionField | None,
        Says("What should be known then: true leads to `if_met`, anything else to `if_unmet`.", "{cni.agents: running}"),
    ] = None
    if_met: Annotated[
        Word | None,
        Offers(("runbooks",), ("next", "done")),
        Says("Where to go when `expect` is met: `next`, `done`, a step, or a runbook.", "done"),
    ] = None
    if_unmet: Annotated[
        Word | None,
        Offers(("runbooks",), ("next", "done")),
        Says("Where to go when `expect` is not met: `next`, `done`, a step, or a runbook.", "everything-down"),
    ] = None
    if_fails: Annotated[
        Word | None,
        Offers(("runbooks",), ("next", "done")),
        Says("Where to go when a line fails: `next`, `done`, a step, or a runbook.", "api-down"),
    ] = None

    def targets(self) -> Iterator[Word]:
        """Yield where the step may lead, as far as it says so."""
        yield from (target for target in (self.if_met, self.if_unmet, self.if_fails) if target is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """How long an older guide says that it takes; `note` says why that is not so, where a replay takes another time."""

    at: Location
    from_: Annotated[Seconds, Says("The shortest time that was claimed.", "5m")]
    to: Annotated[Seconds, Says("The longest time that was claimed.", "10m")]
    note: Annotated[
        Word | None, Says("Where the time goes, where a healthy cluster takes another.", "The download of the image alone takes 8 minutes.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """A procedure with a goal, that a replay can follow."""

    at: Location
    id: Annotated[
        Word,
        Says(
            "The name by which trees, scenarios and other runbooks lead here: small letters and digits, joined by hyphens.",
            "pod-network-down",
        ),
    ]
    title: Annotated[Word | None, Says("The heading: what is wrong, or what is to be done.", "Pods have no network")] = None
    kind: Annotated[RunbookKind | None, Says("What it is for.", "troubleshooting")] = None
    phase: Annotated[Reach | None, Says("The phase whose means it uses: `bootstrap`, `gitops` or `either`.", "bootstrap")] = None
    summary: Annotated[Word | None, Says("What it does, in a sentence or two.", "Looks at the agents and deploys them anew.")] = None
    symptoms: Annotated[
        Words, Says("What somebody sees who should open it, as it stands on the screen.", "[network plugin is not ready]")
    ] = ()
    covers: Annotated[
        tuple[FaultId, ...],
        Says("The faults that it mends: a reader who starts here with one of them ends with it mended.", "[agents-crash]"),
    ] = ()
    goal: Annotated[ConditionField | None, Says("What must hold at the end; left out, that every component is ready.", "{cni: ready}")] = (
        None
    )
    objective: Annotated[Seconds | None, Says("The time in which it should be done.", "20m")] = None
    claimed: Annotated[Claim | None, Says("How long an older guide says that it takes.", "{from: 5m, to: 10m}")] = None
    steps: Annotated[tuple[Step, ...], Says("What is done, in order.", "[{title: Look at the nodes, run: kubectl get nodes}]")]
    escalates_to: Annotated[RunbookId | None, Says("The runbook to go on with where this one does not help.", "everything-down")] = None
    accepts: Annotated[tuple[InvariantId, ...], Says("The invariants that may break here, as the lesser evil.", "[data-is-kept]")] = ()
    harmless: Annotated[
        tuple[Harmless, ...],
        Says(
            "Changes to its steps that no replay notices, each with the reason why it does no harm.",
            "[{change: swap-steps, step: Look at the agents, why: Both only look.}]",
        ),
    ] = ()
    sources: Sources = ()

    def step(self, name: str) -> Step | None:
        """Return the step with the id `name`, or None."""
        return next((step for step in self.steps if step.id == name), None)

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
