"""Every rule that a catalog is held against: the modules that state them are loaded with this one, so that none is missing."""

from collections.abc import Mapping

import catalog.checks
import catalog.load
import drift.record
import simulator.checks
import simulator.recoveries
import simulator.witnesses
from catalog.finding import CODES, Code

DECLARING = (catalog.checks, catalog.load, simulator.checks, simulator.recoveries, simulator.witnesses, drift.record)
"""The modules that declare codes; importing them fills the list."""


def codes() -> Mapping[str, Code]:
    """Return the rules by their codes, in the order of those."""
    return dict(sorted(CODES.items()))
