"""Times that are claimed: that they can be a time at all. Whether they are true only a replay tells."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check


@check("TIME002")
def a_claimed_time_begins_before_it_ends(catalog: Catalog) -> Iterator[Breach]:
    """The `from` of a claimed time is not above its `to`."""
    for name, runbook in catalog.runbooks.items():
        claim = runbook.claimed
        if claim is not None and claim.from_ > claim.to:
            yield Breach(claim.at, f"`{name}` is claimed to take from {claim.from_:,} to {claim.to:,} s", "write the shorter time first")
