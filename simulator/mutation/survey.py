"""What came of the mutants of a catalog: which were noticed, which were not, and which of those are known to do no harm."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.catalog import Catalog
from catalog.harmless import Harmless
from catalog.runbook import Runbook
from simulator.mutation.judge import By, Verdict
from simulator.mutation.mutant import Mutant


class Part(StrEnum):
    """What is changed: what the operator reads, or what the cluster does."""

    RUNBOOKS = "runbooks"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A mutant with its verdict and, where it is known to do no harm, the entry that says so."""

    mutant: Mutant
    verdict: Verdict
    harmless: Harmless | None

    @property
    def part(self) -> Part:
        """What is changed."""
        return Part.RUNBOOKS if isinstance(self.mutant.entity, Runbook) else Part.MODEL

    @property
    def survives(self) -> bool:
        """Whether nothing notices it, it does not come to the same, and nothing says that it does no harm."""
        return self.verdict.by is None and not self.verdict.same and self.harmless is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that were judged, in order; `stale` are the entries that say of a change that nothing notices it, and something does."""

    judged: tuple[Judged, ...]
    stale: tuple[tuple[Runbook, Harmless], ...]

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to do about any of them."""
        return not self.stale and not any(one.survives for one in self.judged)

    def of(self, part: Part) -> tuple[Judged, ...]:
        """Return those that change one part."""
        return tuple(one for one in self.judged if one.part is part)

    def by(self, part: Part) -> Mapping[By, int]:
        """Return how many of those that change one part are noticed by what."""
        return Counter(one.verdict.by for one in self.of(part) if one.verdict.by is not None)


def survey(catalog: Catalog, verdicts: list[tuple[Mutant, Verdict]], *, whole: bool) -> Survey:
    """Return what came of mutants; `whole` says that all of each runbook that is among them were judged, so that stale entries can be told."""
    judged = tuple(Judged(mutant=mutant, verdict=verdict, harmless=_harmless(catalog, mutant, verdict)) for mutant, verdict in verdicts)
    used = {id(one.harmless) for one in judged}
    names = dict.fromkeys(one.mutant.owner for one in judged if one.part is Part.RUNBOOKS)
    books = [catalog.runbooks[name] for name in names] if whole else []
    return Survey(judged=judged, stale=tuple((book, entry) for book in books for entry in book.harmless if id(entry) not in used))


def _harmless(catalog: Catalog, mutant: Mutant, verdict: Verdict) -> Harmless | None:
    if verdict.by is not None or verdict.same or not isinstance(mutant.entity, Runbook):
        return None
    entries = catalog.runbooks[mutant.owner].harmless
    return next((entry for entry in entries if entry.change == mutant.change and entry.step == mutant.step), None)
