"""Failing sets of faults for machines and code hosts, each at the fault that it begins with."""

from pathlib import Path

from catalog.location import NOWHERE
from phasebook.formats.annotations import annotations
from phasebook.formats.notice import Level, Notice, placed, worst_first
from phasebook.formats.sarif import sarif
from phasebook.proof.places import Places, start_again
from simulator.gaps import Reckoned, WrongGap
from simulator.symbolic.proof import Failure, Unproven


def proof_as(form: str, places: Places, proof: Reckoned, data: Path) -> str:
    """Return the least failing sets of a proof that follow from no known gap in one of `github` and `sarif`, as lines that end."""
    failing, wrong = (_notice(places, one, data) for one in proof.left), (_wrong(places, one, data) for one in proof.wrong)
    made = worst_first([*failing, *wrong, *(_open(places, one, data) for one in proof.proof.unproven)])
    return sarif(made) if form == "sarif" else annotations(made)


def _notice(places: Places, failure: Failure, data: Path) -> Notice:
    at = placed(places["fault", failure.faults[0], ""], data)
    where = f" in `{failure.by}`" if failure.by else ""
    broken = ", ".join(f"`{name}`" for name in failure.faults)
    return Notice(rule="PROOF", level=Level.ERROR, at=at, message=f"{broken}: {failure.outcome}{where}; see {start_again(failure)}")


def _open(places: Places, one: Unproven, data: Path) -> Notice:
    said = f"faults of {' and '.join(one.areas)} at once are not proven: the diagrams have taken {one.why}"
    return Notice(rule="PROOF", level=Level.WARNING, at=placed(places.get(("runbook", one.areas[0], "1"), NOWHERE), data), message=said)


def _wrong(places: Places, one: WrongGap, data: Path) -> Notice:
    return Notice(rule="GAP", level=Level.ERROR, at=placed(places["gap", one.gap, ""], data), message=f"the gap `{one.gap}`: {one.why}")
