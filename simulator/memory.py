"""What is remembered of a model while it is replayed."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Memory:
    """What was worked out about a model: how states settle (`simulator.state`), what variables bear on (`simulator.bearing`)."""

    settled: dict[Hashable, tuple[Any, ...]] = field(default_factory=dict)
    healthy: Any = None
    bearing: Any = None
