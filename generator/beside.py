"""What was worked out once and is kept beside the data, for the guide to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drift.record import Record
from simulator.recoveries import KeptRecovery


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was held against the cluster's repository, where a report of that is kept, and the best recovery of each fault that has one."""

    record: Record | None = None
    recoveries: Mapping[str, KeptRecovery] = field(default_factory=dict)


NOTHING = Beside()
