"""The checks of a catalog: small functions named for what they ensure, each over the whole catalog; nothing stops at the first."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import BLOCKING, CHECKS
from catalog.checks import (
    addresses,
    conditions,
    coverage,
    facts,
    guide,
    lines,
    manifests,
    names,
    order,
    prose,
    reach,
    references,
    steps,
    times,
    trees,
)
from catalog.finding import Finding

MODULES = (addresses, conditions, coverage, facts, guide, lines, manifests, names, order, prose, reach, references, steps, times, trees)


def check(catalog: Catalog, *, blocking_only: bool = False) -> Iterator[Finding]:
    """Yield every finding of every check, each bounded; or of those alone that say whether the catalog can be replayed."""
    for run in BLOCKING if blocking_only else CHECKS:
        yield from run(catalog)
