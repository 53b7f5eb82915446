"""The proof once a runbook is changed: only those sets of faults are replayed again that come by the change, and they alone could fail."""

from collections.abc import Iterator, Sequence

from simulator.model import Model
from simulator.mutation.bundle import Bundle, Ways
from simulator.symbolic.bounded import failure
from simulator.symbolic.proof import gap_of


def newly_failing(bundles: Sequence[Bundle], changed: Model, ways: Ways) -> Iterator[str]:
    """Yield the sets for which the proof fails once what bears on some ways is changed, and did not before."""
    for bundle in bundles:
        run = bundle.again(changed, ways)
        for number, ended in run.endings(run.failing & ~bundle.run.failing) if run is not None else ():
            case = bundle.case(number)
            if gap_of(changed, failure(ended, case.faults, case.starts)) is None:
                yield f"{', '.join(case.faults)} from {case.starts}"
