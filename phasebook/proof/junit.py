"""A proof as JUnit XML: a case for each question and tree, failed with the least sets that break it."""

from phasebook.formats.junit import Case, Suite, junit
from phasebook.proof.places import start_again
from simulator.symbolic.proof import Failure, Proof

RESOLVED, CLEAN = "every set ends resolved", "nothing ugly can happen"


def report(proof: Proof) -> str:
    """Return the report."""
    questions = {RESOLVED: proof.minimal, CLEAN: proof.ugly}
    return junit(
        "phasebook prove",
        (
            Suite(name=tree, cases=tuple(_case(name, [one for one in found if one.starts == tree]) for name, found in questions.items()))
            for tree in proof.starts
        ),
    )


def _case(name: str, failing: list[Failure]) -> Case:
    story = "\n".join(_line(one) for one in failing)
    return Case(name=name, failure=(f"{len(failing)} least sets do not", story) if failing else None)


def _line(one: Failure) -> str:
    return f"{one.outcome} in {one.by or one.starts}: {start_again(one)}"
