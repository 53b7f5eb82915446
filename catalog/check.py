"""What a check is: a named function over the whole catalog whose docstring states the rule that it ensures."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from catalog.catalog import Catalog
from catalog.edit import Edit, Related
from catalog.finding import Code, Finding, Severity, declare
from catalog.location import Location


class Breach(NamedTuple):
    """One place where a rule is broken: where, what is wrong, and the edit that mends it."""

    at: Location
    message: str
    fix: str = ""
    edit: Edit | None = None
    related: tuple[Related, ...] = ()
    also: tuple[Edit, ...] = ()

    def found(self, code: Code) -> Finding:
        """Return the finding that a rule is broken here."""
        return code.found(self.at, self.message, self.fix, edit=self.edit, related=self.related, also=self.also)


Rule: TypeAlias = Callable[[Catalog], Iterator[Breach]]
Check: TypeAlias = Callable[[Catalog], Sequence[Finding]]

MAX_FINDINGS_A_CHECK = 500

CHECKS: list[Check] = []
BLOCKING: list[Check] = []
"""Those of the checks that say whether a catalog can be replayed."""


def check(name: str, *, severity: Severity = Severity.ERROR, blocking: bool = False) -> Callable[[Rule], Check]:
    """Enter a rule in the list of checks under the code `name`; its docstring becomes the explanation of the code."""

    def enter(rule: Rule) -> Check:
        code = declare(name, rule.__doc__ or "", severity=severity, blocking=blocking)

        @lru_cache(maxsize=2)
        def run(catalog: Catalog) -> tuple[Finding, ...]:
            return tuple(breach.found(code) for breach in islice(rule(catalog), MAX_FINDINGS_A_CHECK))

        CHECKS.append(run)
        if blocking:
            BLOCKING.append(run)
        return run

    return enter
