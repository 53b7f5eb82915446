"""The checks of a catalog: small functions named for what they ensure, each over the whole catalog; nothing stops at the first."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import CHECKS
from catalog.checks import conditions, coverage, facts, guide, lines, manifests, names, order, prose, reach, references, steps, times, trees
from catalog.finding import Finding

MODULES = (conditions, coverage, facts, guide, lines, manifests, names, order, prose, reach, references, steps, times, trees)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Yield every finding of every check, each bounded."""
    for run in CHECKS:
        yield from run(catalog)
