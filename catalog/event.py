"""What happens to a cluster without the operator: faults, reactions; and what must never happen: invariants (language §3)."""

from dataclasses import dataclass

from catalog.condition import ConditionField
from catalog.effect import Assignments
from catalog.entity import Words
from catalog.location import Location, Word
from catalog.shape import AT_ONCE, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something breaks: variables are set to unhealthy values."""

    at: Location
    id: Word
    name: Word | None = None
    sets: Assignments
    symptoms: Words = ()
    why: Word | None = None
    sources: Words = ()

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What the cluster does by itself, for better or worse, `after` a while."""

    at: Location
    id: Word
    by: Word | None = None
    when: ConditionField
    set: Assignments
    after: Seconds = AT_ONCE
    why: Word | None = None
    sources: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What must never come to hold."""

    at: Location
    id: Word
    name: Word | None = None
    never: ConditionField
    why: Word | None = None

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id
