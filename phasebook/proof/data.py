"""A proof in the stable form of the JSON report."""

from phasebook.proof.places import Places, place_of
from simulator.gaps import Reckoned
from simulator.model import Model, Outcome
from simulator.symbolic.proof import Failure, Proof, gap_of
from simulator.symbolic.vain import Vain


def report(places: Places, model: Model, told: Reckoned, asked: int | str) -> dict[str, object]:
    """Return the report; `asked` is the number of faults that was asked for, or `all`."""
    proof = told.proof
    whole: dict[str, object] = {
        "version": 1,
        "faults": asked,
        "sets": proof.sets,
        "outcomes": {outcome: proof.outcomes[outcome] for outcome in Outcome if proof.outcomes[outcome]},
        "failures": [_failure(model, one) for one in (proof.minimal if proof.failures is None else proof.failures)],
        "ugly": [_failure(model, one) for one in proof.ugly],
        "gaps": [{"id": gap, "sets": count} for gap, count in told.followed.items()],
        "wrong_gaps": [{"id": one.gap, "why": one.why} for one in told.wrong],
        "unanswered": [{"from": one.tree, "node": one.node, "faults": list(one.faults)} for one in proof.unanswered],
        "vain": [_vain(places, one) for one in proof.vain or ()],
        "repeated": [{"from": tree, "node": node} for tree, node in proof.repeated],
        "idle": [_idle(places, proof, number) for number in range(len(proof.idle))],
    }
    if proof.spread is not None:
        unproven = [list(one.areas) for one in proof.unproven]
        whole["areas"] = {"together": proof.spread.together, "names": list(proof.spread.areas), "unproven": unproven}
    if proof.drawn is not None:
        whole["sample"] = {"count": proof.drawn.count, "seed": proof.drawn.seed}
    if proof.times is not None:
        whole["seconds"] = {"worst": proof.times.worst, "typical": proof.times.typical, "faults": list(proof.times.faults)}
    return whole


def _failure(model: Model, one: Failure) -> dict[str, object]:
    failure: dict[str, object] = {
        "faults": list(one.faults),
        "from": one.starts,
        "outcome": one.outcome,
        "by": one.by,
        "path": list(one.path),
        "seconds": one.seconds,
    }
    if one.late is not None:
        failure["late"] = {"fault": one.late[0], "after_step": one.late[1]}
    gap = gap_of(model, one)
    if gap is not None:
        failure["gap"] = gap
    return failure


def _vain(places: Places, one: Vain) -> dict[str, object]:
    at = places["tree", one.tree, one.node]
    return {"from": one.tree, "node": one.node, "why": one.why, "file": at.file, "line": at.line}


def _idle(places: Places, proof: Proof, number: int) -> dict[str, object]:
    idle = proof.idle[number]
    at = place_of(places, idle)
    return {"kind": idle.kind, "id": idle.owner, "part": idle.part, "what": idle.unused, "file": at.file, "line": at.line}
