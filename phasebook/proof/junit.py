"""A proof as JUnit XML: a case for each question and tree, failed with the least sets that break it."""

from phasebook.formats.junit import Case, Suite, junit
from phasebook.proof.places import start_again
from simulator.gaps import Reckoned
from simulator.symbolic.proof import Failure

RESOLVED, CLEAN, GAPS = "every set ends resolved, or follows from a known gap", "nothing ugly can happen", "known gaps"
TOGETHER = "faults of some areas at once, in every combination"


def report(proof: Reckoned) -> str:
    """Return the report."""
    questions = {RESOLVED: proof.left, CLEAN: proof.proof.ugly}
    suites = [
        Suite(name=tree, cases=tuple(_case(name, [one for one in found if one.starts == tree]) for name, found in questions.items()))
        for tree in proof.proof.starts
    ]
    wrong = tuple(Case(name=one.gap, failure=(one.why, one.why)) for one in proof.wrong)
    known = tuple(
        Case(name=gap, output="\n".join(_line(one) for one, name in proof.known if name == gap))
        for gap in proof.followed
        if gap not in {one.gap for one in proof.wrong}
    )
    given_up = tuple(Case(name=" and ".join(one.areas), failure=(f"the diagrams have taken {one.why}", "")) for one in proof.proof.unproven)
    suites += [Suite(name=TOGETHER, cases=given_up)] if given_up else []
    return junit("phasebook prove", [*suites, *([Suite(name=GAPS, cases=(*wrong, *known))] if wrong or known else [])])


def _case(name: str, failing: list[Failure]) -> Case:
    story = "\n".join(_line(one) for one in failing)
    return Case(name=name, failure=(f"{len(failing)} least sets do not", story) if failing else None)


def _line(one: Failure) -> str:
    return f"{one.outcome} in {one.by or one.starts}: {start_again(one)}"
