"""Failing sets of faults for machines and code hosts, each at the fault that it begins with."""

from pathlib import Path

from phasebook.formats.annotations import annotations
from phasebook.formats.notice import Level, Notice, placed, worst_first
from phasebook.formats.sarif import sarif
from phasebook.proof.places import Places, start_again
from simulator.gaps import Reckoned, WrongGap
from simulator.symbolic.proof import Failure


def proof_as(form: str, places: Places, proof: Reckoned, data: Path) -> str:
    """Return the least failing sets of a proof that follow from no known gap in one of `github` and `sarif`, as lines that end."""
    made = worst_first([*(_notice(places, one, data) for one in proof.left), *(_wrong(places, one, data) for one in proof.wrong)])
    return sarif(made) if form == "sarif" else annotations(made)


def _notice(places: Places, failure: Failure, data: Path) -> Notice:
    at = placed(places["fault", failure.faults[0], ""], data)
    where = f" in `{failure.by}`" if failure.by else ""
    broken = ", ".join(f"`{name}`" for name in failure.faults)
    return Notice(rule="PROOF", level=Level.ERROR, at=at, message=f"{broken}: {failure.outcome}{where}; see {start_again(failure)}")


def _wrong(places: Places, one: WrongGap, data: Path) -> Notice:
    return Notice(rule="GAP", level=Level.ERROR, at=placed(places["gap", one.gap, ""], data), message=f"the gap `{one.gap}`: {one.why}")
