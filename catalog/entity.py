"""Marks and words that entities of several kinds share."""

from enum import StrEnum
from typing import Annotated

from catalog.key import NotEmpty, Offers, OneOrMany, Refers, Says
from catalog.location import Word


class Phase(StrEnum):
    """Which phase owns a thing: what must exist before Git manages anything, or what a Git commit brings through GitOps."""

    BOOTSTRAP = "bootstrap"
    GITOPS = "gitops"

    @property
    def other(self) -> "Phase":
        """The phase that this one is not."""
        return Phase.GITOPS if self is Phase.BOOTSTRAP else Phase.BOOTSTRAP


class Reach(StrEnum):
    """The phase in which a command or a runbook is used."""

    BOOTSTRAP = "bootstrap"
    GITOPS = "gitops"
    EITHER = "either"


Words = tuple[Word, ...]
Sources = Annotated[
    Words,
    Says(
        "Where a statement that is not obvious comes from: a document, a file with its lines, an error as it was printed.",
        '["docs/bootstrap.md, lines 10 to 20"]',
    ),
]
Lines = Annotated[tuple[Annotated[Word, Offers(("lines",))], ...], OneOrMany(), NotEmpty()]

System = Annotated[Word, Refers(("systems",))]
ComponentId = Annotated[Word, Refers(("components",))]
FaultId = Annotated[Word, Refers(("faults",))]
InvariantId = Annotated[Word, Refers(("invariants",))]
RunbookId = Annotated[Word, Refers(("runbooks",))]
Entrance = Annotated[Word, Refers(("trees", "runbooks"))]
