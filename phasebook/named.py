"""Faults that a person names on the command line, held against the catalog."""

from catalog.catalog import Catalog
from catalog.finding import suggest
from phasebook.exit import Refused
from simulator.model import Model
from simulator.prove import can_strike_together


def refuse_unknown(names: tuple[str, ...], catalog: Catalog) -> None:
    """Refuse a name that is no fault's, with the nearest that is."""
    for name in names:
        if name not in catalog.faults:
            raise Refused(f"there is no fault `{name}`{suggest(name, catalog.faults).hint}")


def refuse_clashing(names: tuple[str, ...], model: Model) -> None:
    """Refuse faults that set one condition to different values."""
    if not can_strike_together(model, names):
        raise Refused(f"the faults {', '.join(names)} cannot strike together: they set one condition to different values")
