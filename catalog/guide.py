"""Prose of the guide that is no semantics: lead text, decision rules, considerations, practices, documents, quick reference."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.entity import ComponentId, Phase, RunbookId, Words
from catalog.location import Location, Word
from catalog.shape import OneOrMany


class GuideKind(StrEnum):
    """Where in the guide a piece of prose stands."""

    OVERVIEW = "overview"
    RULES = "rules"
    CONSIDERATIONS = "considerations"
    PRACTICES = "practices"
    DOCUMENTS = "documents"
    REFERENCE = "reference"


class Derived(StrEnum):
    """A document that is worked out from the data."""

    ARCHITECTURE = "architecture"
    WORKFLOWS = "workflows"
    MIGRATION = "migration"
    SAFETY = "safety"


class Place(StrEnum):
    """A part of the guide that the overview leads to: a page, or the runbooks of a kind."""

    RULES = "rules"
    TREES = "trees"
    CONSIDERATIONS = "considerations"
    OWNERSHIP = "ownership"
    COMMANDS = "commands"
    SYMPTOMS = "symptoms"
    PRACTICES = "practices"
    REFERENCE = "reference"
    DOCUMENTS = "documents"
    HOW_TO = "how-to"
    ROUTINE = "routine"
    TROUBLESHOOTING = "troubleshooting"
    CHANGE = "change"
    ROLLBACK = "rollback"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideItem:
    """One entry: a rule (`when`, then `do` or `run`), a practice, a document, a block of lines.

    A document is `derived`, or is about a `component`, or is a file at `path` that is only named. An entry of the overview `leads` to parts of the guide.
    """

    at: Location
    title: Word | None = None
    when: Word | None = None
    do: Word | None = None
    run: Annotated[Words, OneOrMany()] = ()
    text: Word | None = None
    path: Word | None = None
    runbook: RunbookId | None = None
    component: ComponentId | None = None
    derived: Derived | None = None
    leads: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePart:
    """A titled part of the guide."""

    at: Location
    id: Word
    kind: GuideKind
    title: Word | None = None
    phase: Phase | None = None
    order: int = 0
    text: Word | None = None
    items: tuple[GuideItem, ...] = ()

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
