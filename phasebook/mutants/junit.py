"""What came of the mutants as JUnit XML: a case for each entity that was changed, failed with the changes that nothing noticed."""

from itertools import groupby

from phasebook.formats.junit import Case, Suite, junit
from phasebook.mutants.text import stale, what
from simulator.mutation.survey import Judged, Survey


def report(survey: Survey) -> str:
    """Return the report."""
    by_kind = sorted(survey.judged, key=lambda one: (one.mutant.kind, one.mutant.owner))
    suites = [
        Suite(name=kind, cases=tuple(_case(owner, list(own)) for owner, own in groupby(group, key=lambda one: one.mutant.owner)))
        for kind, group in groupby(by_kind, key=lambda one: one.mutant.kind)
    ]
    told = tuple(_stale(f"{entry.at} {stale(book.id, entry.change, entry.step)}") for book, entry in survey.stale)
    return junit("phasebook mutate", [*suites, *([Suite(name="harmless", cases=told)] if told else [])])


def _case(owner: str, judged: list[Judged]) -> Case:
    left = [f"{one.mutant.at} {what(one)}" for one in judged if one.survives]
    said = f"{len(left):,} of {len(judged):,} changes are noticed by nothing"
    return Case(name=owner, failure=(said, "\n".join(left)) if left else None)


def _stale(said: str) -> Case:
    return Case(name=said, failure=(said, said))
