"""Prose of the guide that is no semantics: lead text, decision rules, considerations, practices, documents, quick reference."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.entity import ComponentId, Phase, RunbookId, Words
from catalog.key import OneOrMany, Says
from catalog.location import Location, Word


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
    title: Annotated[Word | None, Says("The heading of the entry.", "Where a change belongs")] = None
    when: Annotated[Word | None, Says("The situation in which a rule counts.", "The change touches the machine itself.")] = None
    do: Annotated[Word | None, Says("What to do then.", "Change it with the tasks of Bootstrap.")] = None
    run: Annotated[Words, OneOrMany(), Says("Lines to run.", "[kubectl get nodes]")] = ()
    text: Annotated[Word | None, Says("A paragraph.", "Read this before the first change.")] = None
    path: Annotated[Word | None, Says("The address or the path of a document.", "docs/bootstrap.md")] = None
    runbook: Annotated[RunbookId | None, Says("The runbook that it leads to.", "pod-network-down")] = None
    component: Annotated[ComponentId | None, Says("The component that the document is about.", "cni")] = None
    derived: Annotated[
        Derived | None,
        Says("Which document is worked out from the data: `architecture`, `workflows`, `migration` or `safety`.", "architecture"),
    ] = None
    leads: Annotated[
        tuple[Place, ...], Says("The parts of the guide that an entry of the overview leads to.", "[trees, troubleshooting]")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePart:
    """A titled part of the guide."""

    at: Location
    id: Annotated[Word, Says("The name of the part: small letters and digits, joined by hyphens.", "decision-rules")]
    kind: Annotated[GuideKind, Says("Where in the guide it stands.", "rules")]
    title: Annotated[Word | None, Says("The heading.", "Decision rules")] = None
    phase: Annotated[Phase | None, Says("The phase that it is about.", "bootstrap")] = None
    order: Annotated[int, Says("Its place among the parts of its kind: the smallest number comes first.", "1")] = 0
    text: Annotated[Word | None, Says("The text under the heading.", "Ask these in order.")] = None
    items: Annotated[tuple[GuideItem, ...], Says("The entries, in order.", "[{title: Where a change belongs, do: Ask the tree.}]")] = ()

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
