"""What was worked out once and is kept beside the data, for the guide to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drift.record import Record
from drift.record import of_text as record_of
from simulator.recoveries import KeptRecovery
from simulator.recoveries import of_text as recoveries_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was held against the cluster's repository, where a report of that is kept, and the best recovery of each fault that has one."""

    record: Record | None = None
    recoveries: Mapping[str, KeptRecovery] = field(default_factory=dict)


NOTHING = Beside()


def beside_of(report: str | None, recoveries: str | None) -> Beside:
    """Return what two kept texts say; what is missing, or cannot be read, says nothing."""
    return Beside(record=record_of(report), recoveries=recoveries_of(recoveries))
