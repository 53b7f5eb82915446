"""When a claim was broken: the newest commit at which it holds no more, and before which it did.

Commits are walked from the tip back, once for all claims; an answer is taken over from the commit before where nothing that the claim
asks about has changed, by the ids of trees and files.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias

from catalog.catalog import Catalog
from drift.claim import Claim, EdgeRef, FieldRef, Judged, NamedRef, Parting, PathRef, RangeRef, TaskRef, Verdict
from drift.flux import Flux
from drift.on_order import unsaid
from drift.past import Past
from drift.repository import Entry
from drift.snapshot import Snapshot

_THERE = frozenset({Verdict.HOLDS, Verdict.CHANGED, Verdict.DEAD, Verdict.MOVED})

Look: TypeAlias = Callable[[Claim, Snapshot], Judged | None]


def partings(claims: Iterable[Claim], unsaid_claims: Iterable[Claim], catalog: Catalog, past: Past, look: Look) -> Mapping[Claim, Parting]:
    """Return, for each claim that does not hold at the tip, the commit that broke it; none where it never held in this history.

    What broke the claim of a thing that is gone is what took it away, though it may have been unused, or something else, before.
    `look` is how a claim is judged. A claim of `unsaid_claims` stands for something that the repository says and the catalog does not: it holds where that is not said.
    """
    tip = past.snapshot(0)
    before = {claim: _before(claim, look(claim, tip)) for claim in claims}
    open_claims = dict.fromkeys(before)
    open_unsaid = dict.fromkeys(unsaid_claims)
    found: dict[Claim, Parting] = {}
    known: dict[Claim, tuple[Hashable, Verdict | None]] = {}
    flux: Flux | None = None
    said: set[Claim] = set()
    for number in range(1, len(past.commits)):
        if not open_claims and not open_unsaid:
            break
        then = past.snapshot(number)
        for claim in [one for one in open_claims if _verdict(one, then, known, look) in before[one]]:
            found[claim] = past.parting(number - 1)
            del open_claims[claim]
        if open_unsaid and then.flux is not flux:
            flux = then.flux
            said = {result.claim for result in unsaid(catalog, then)}
        for claim in [one for one in open_unsaid if one not in said]:
            found[claim] = past.parting(number - 1)
            del open_unsaid[claim]
    return found


def _before(claim: Claim, judged: Judged | None) -> frozenset[Verdict]:
    """Return the verdicts that a claim had before what broke it. Of a file nothing may ever tell whether it is used; it is there all the same."""
    if judged is None or judged.verdict is not Verdict.GONE:
        return frozenset({Verdict.HOLDS})
    return _THERE | {Verdict.UNVERIFIABLE} if isinstance(claim.subject, PathRef) else _THERE


def _verdict(claim: Claim, then: Snapshot, known: dict[Claim, tuple[Hashable, Verdict | None]], look: Look) -> Verdict | None:
    asked = _asked(claim, then)
    earlier = known.get(claim)
    if earlier is not None and earlier[0] == asked:
        return earlier[1]
    judged = look(claim, then)
    known[claim] = (asked, judged.verdict if judged is not None else None)
    return known[claim][1]


def _asked(claim: Claim, then: Snapshot) -> Hashable:
    """Return what the answer about a claim rests on; two commits with the same have the same answer."""
    match claim.subject:
        case TaskRef():
            return id(then.tasks), id(then.ran)
        case PathRef(path=path):
            found = then.revision.find(path)
            return found, id(then.tasks), id(then.flux), id(then.talos), id(then.ran), () if found.entry else _ignoring(path, then)
        case RangeRef(path=path) | FieldRef(path=path):
            return then.revision.find(path), id(then.tasks)
        case NamedRef() | EdgeRef():
            return id(then.flux), id(then.ran)
        case _:
            return id(then.flux), id(then.talos), id(then.ran)


def _ignoring(path: str, then: Snapshot) -> tuple[Entry | None, ...]:
    """Return what stands in the place of each .gitignore that may name a path."""
    parts = path.split("/")
    return tuple(then.revision.entry("/".join((*parts[:count], ".gitignore"))) for count in range(len(parts)))
