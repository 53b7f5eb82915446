"""A proof as text for a person: the answers, the least failing sets by the step at which they end, what nothing exercises."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.amounts import counted, duration
from phasebook.paint import Ink, paint
from phasebook.proof.places import Places, named, place_of, start_again, where_ended, where_stood
from phasebook.proof.story import story
from simulator.gaps import Reckoned
from simulator.model import Model, Outcome
from simulator.symbolic.coverage import Idle
from simulator.symbolic.proof import UGLY, Failure, Proof, Unproven

TOLD = 3
"""So many failing sets of a group are told; of the others stands the line that replays them."""

KINDS = {
    "runbook": ("way of a step", "ways of steps"),
    "tree": ("answer or leaf", "answers or leaves"),
    "reaction": ("reaction", ""),
    "invariant": ("invariant", ""),
}

NAMED = 6
"""So many faults of the slowest set are named; a proof of up to six names all."""

LISTED = 10
"""So many failing sets of a group are listed."""


def report(places: Places, model: Model, told: Reckoned, idle: Sequence[Idle] | None) -> Iterator[str]:
    """Yield the lines of the report; `idle` are the parts to list that no replay at all exercises, None where that was not asked for."""
    yield from _groups(model, told)
    yield from _gaps(places, told)
    yield from _unanswered(told.proof)
    yield from _unproven(model, told.proof)
    yield from _vain(places, told.proof, listed=idle is not None)
    yield from _idle(places, told.proof, idle)
    yield from _answers(told)


def replayed(proof: Proof) -> str:
    """Return what was replayed, in words."""
    if proof.drawn is not None:
        size = f"{proof.sets:,} sets of any size, drawn at random with the seed {proof.drawn.seed}"
    elif proof.spread is not None:
        few = "one" if proof.spread.together == 1 else f"up to {proof.spread.together}"
        size = f"every combination of faults in {few} of {counted(len(proof.spread.areas), 'area')}, {proof.sets:,}"
    elif proof.most is None:
        size = f"every combination of faults, {proof.sets:,}"
    else:
        size = f"{proof.sets:,} sets of {'one fault' if proof.most == 1 else f'up to {proof.most} faults'}"
    return size + (", one more striking after each step" if proof.late else "")


def outcomes(proof: Proof) -> str:
    """Return how many replays ended how."""
    return ", ".join(f"{proof.outcomes[outcome]:,} {outcome}" for outcome in Outcome if proof.outcomes[outcome]) or "none"


def _answers(told: Reckoned) -> Iterator[str]:
    proof = told.proof
    yield paint(f"{replayed(proof)}: {outcomes(proof)}", Ink.GOOD if told.holds else Ink.BAD)
    times = proof.times
    if times is not None:
        yield f"the slowest took {duration(times.worst)} ({_few(times.faults)}), a typical one {duration(times.typical)}"
    as_far = ", as far as it was drawn" if proof.drawn is not None else ", as far as it is proven" if proof.unproven else ""
    least = counted(proof.minimal_count, "least failing set")
    if told.known:
        least += f", {len(told.known):,} of which {'follows' if len(told.known) == 1 else 'follow'} from {counted(len(told.followed), 'known gap')}"
    yield _answer("does each end resolved?", "" if proof.holds else f"no: all that do not hold one of {least}", f"yes{as_far}")
    ugly = sorted({outcome for outcome in proof.outcomes if outcome in UGLY and proof.outcomes[outcome]})
    yield _answer("can anything ugly happen at all?", f"yes: {', '.join(ugly)}" if ugly else "", f"no{as_far}")
    if proof.vain is not None:
        yield _answer(
            "is any question asked in vain?",
            f"yes: {', '.join(f'`{one.node}`' for one in proof.vain)}" if proof.vain else "",
            f"no{as_far}",
        )


def _few(faults: tuple[str, ...]) -> str:
    more = [] if len(faults) <= NAMED else [f"and {counted(len(faults) - NAMED, 'more', 'more')}"]
    return ", ".join([*faults[:NAMED], *more])


def _answer(question: str, bad: str, good: str) -> str:
    return paint(f"{question} {bad or good}", Ink.BAD if bad else Ink.GOOD)


def _groups(model: Model, told: Reckoned) -> Iterator[str]:
    """Yield the least failing sets by the place at which they end, those of which there are most first; ugly ones that are not least beside them.

    Those that follow from a known gap are left out.
    """
    least = {(one.faults, one.late, one.starts) for one in told.proof.minimal}
    found = [*told.left, *(one for one in told.proof.ugly if (one.faults, one.late, one.starts) not in least)]
    groups: dict[tuple[Outcome, str], list[Failure]] = {}
    for one in found:
        groups.setdefault((one.outcome, where_ended(model, one)), []).append(one)
    for (outcome, where), failures in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        yield paint(f"{outcome} in {where}", Ink.BAD)
        for place, failure in enumerate(failures[:LISTED]):
            yield from _failure(model, failure, told=place < TOLD)
        if len(failures) > LISTED:
            yield f"  and {counted(len(failures) - LISTED, 'more set', 'more sets')}"
        yield ""


def _failure(model: Model, failure: Failure, *, told: bool) -> Iterator[str]:
    late = f", then {failure.late[0]} after {counted(failure.late[1], 'step')}" if failure.late else ""
    took = "" if failure.seconds is None else f", after {duration(failure.seconds)}"
    yield f"  {', '.join(failure.faults)}{late}{took}"
    for line in story(model, failure) if told else ():
        yield paint(f"    {line}", Ink.QUIET)
    if failure.helped_by:
        yield f"    with {failure.helped_by[0]} beside, it is resolved: what that leads to is missing here"
    yield f"  {start_again(failure)}"


def _gaps(places: Places, told: Reckoned) -> Iterator[str]:
    for gap, count in told.followed.items():
        yield f"{places['gap', gap, '']} known gap `{gap}`: {counted(count, 'least failing set follows', 'least failing sets follow')} from it"
    for one in told.wrong:
        yield paint(f"{places['gap', one.gap, '']} the gap `{one.gap}`: {one.why}", Ink.BAD)
    if told.followed or told.wrong:
        yield ""


def _unanswered(proof: Proof) -> Iterator[str]:
    for one in proof.unanswered:
        yield f"`{one.node}` of `{one.tree}` cannot be answered with {', '.join(one.faults)}: what it shows does not say, and `else` is taken"
    if proof.unanswered:
        yield ""


def _unproven(model: Model, proof: Proof) -> Iterator[str]:
    for one in proof.unproven:
        yield paint(f"not proven: faults of {' and '.join(one.areas)} at once; {_taken(model, one)}", Ink.BAD)
    if proof.spread is not None:
        beyond = "" if proof.spread.beyond is None else f"; {_taken(model, proof.spread.beyond)}"
        yield f"not proven: faults in more than {counted(proof.spread.together, 'area')} at once{beyond}. `--faults 3` takes any three, `--sample 100000` draws from all"
        yield "an area is all faults that lead to the same runbook where each strikes alone"
        yield ""


def _taken(model: Model, one: Unproven) -> str:
    return f"the diagrams have taken {one.why}, at {where_stood(model, one.at)}"


def _vain(places: Places, proof: Proof, *, listed: bool) -> Iterator[str]:
    for one in proof.vain or ():
        yield f"{places['tree', one.tree, one.node]} `{one.node}` of `{one.tree}` {one.why}: it is asked in vain"
    if listed:
        for tree, node in proof.repeated:
            yield f"{places['tree', tree, node]} `{node}` of `{tree}` only parts what is known by then"
    if proof.vain:
        yield ""


def _idle(places: Places, proof: Proof, listed: Sequence[Idle] | None) -> Iterator[str]:
    for idle in listed or ():
        yield f"{place_of(places, idle)} {named(idle)} {idle.unused}"
    if proof.idle:
        what = "nothing in the proof" if proof.spread is None and proof.drawn is None else "nothing of this"
        how = "; --coverage lists those that no other replay exercises either" if listed is None else ""
        yield f"{what} exercises {_parts(proof.idle)}{how}"
        if listed is not None and len(listed) < len(proof.idle):
            yield f"scenarios and kept replays exercise all of these{f' but {_parts(listed)}' if listed else ''}"


def _parts(idle: Sequence[Idle]) -> str:
    kinds = Counter(one.kind for one in idle)
    return f"{counted(len(idle), 'part')} ({', '.join(counted(kinds[kind], *KINDS[kind]) for kind in sorted(kinds))})"
