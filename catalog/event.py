"""What happens to a cluster without the operator: faults, reactions; and what must never happen: invariants (language §3)."""

from dataclasses import dataclass
from typing import Annotated

from catalog.condition import ConditionField
from catalog.effect import Assignments
from catalog.entity import Sources, Words
from catalog.key import Says
from catalog.location import Location, Word
from catalog.shape import AT_ONCE, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something breaks: variables are set to unhealthy values."""

    at: Location
    id: Annotated[Word, Says("The name of the fault: small letters and digits, joined by hyphens.", "agents-crash")]
    name: Annotated[Word | None, Says("What breaks, in a few words.", "The agents of the pod network crash")] = None
    sets: Annotated[Assignments, Says("The conditions that it sets to unhealthy values.", "{cni.agents: crashing}")]
    symptoms: Annotated[Words, Says("What somebody sees, as it stands on the screen.", "[network plugin is not ready]")] = ()
    why: Annotated[Word | None, Says("How it comes about.", "The kernel module was removed by an upgrade.")] = None
    sources: Sources = ()

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What the cluster does by itself, for better or worse, `after` a while."""

    at: Location
    id: Annotated[Word, Says("The name of the reaction: small letters and digits, joined by hyphens.", "pods-are-started-anew")]
    by: Annotated[Word | None, Says("Who does it.", "the kubelet")] = None
    when: Annotated[ConditionField, Says("When it happens.", "{cni.agents: crashing}")]
    set: Annotated[Assignments, Says("What it changes.", "{cni.agents: running}")]
    after: Annotated[Seconds, Says("How long it takes to happen.", "90s")] = AT_ONCE
    why: Annotated[Word | None, Says("Why the cluster does that.", "A pod that ended is started again.")] = None
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What must never come to hold."""

    at: Location
    id: Annotated[Word, Says("The name of the invariant: small letters and digits, joined by hyphens.", "data-is-kept")]
    name: Annotated[Word | None, Says("What must never come about, in a few words.", "The data is lost")] = None
    never: Annotated[ConditionField, Says("The condition that must never come to hold.", "{storage.data: lost}")]
    why: Annotated[Word | None, Says("Why that would be so bad.", "Nothing brings it back.")] = None

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id
