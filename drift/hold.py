"""A whole catalog held against a repository: every claim with its verdict, where the thing went, and who broke it."""

from dataclasses import replace

from catalog.catalog import Catalog
from drift.claim import Claim, Judged, RangeRef, Report, Result, Verdict
from drift.claims import claims_of
from drift.history import partings
from drift.mending import fix_of
from drift.on_order import unsaid
from drift.past import Past
from drift.repository import Repository
from drift.snapshot import Archive, Snapshot
from drift.verdict import judge
from drift.whereabouts import whereabouts

BROKEN = frozenset({Verdict.MOVED, Verdict.RENAMED, Verdict.CHANGED, Verdict.DEAD, Verdict.GONE})


def hold(catalog: Catalog, repository: Repository, at: str = "HEAD", since: str | None = None) -> Report:
    """Return every claim against the revision `at`, each broken one with the commit after `since` that broke it.

    Raises NoSuchRevision where one of the two is not there.
    """
    archive = Archive(repository)
    tip = repository.commit(at)
    base = repository.commit(since) if since is not None else None
    now = archive.snapshot(tip)
    before = archive.snapshot(base) if base is not None else None

    def look(claim: Claim, then: Snapshot) -> Judged | None:
        judged = judge(claim, catalog, then)
        return judged if judged is None or before is None else _by_content(claim, judged, before, then)

    whole = Past(archive, tip)
    judged = [(claim, found) for claim in claims_of(catalog) if (found := look(claim, now)) is not None]
    results = [_result(claim, whereabouts(claim, found, whole)) for claim, found in judged]
    added = [_added(result) for result in unsaid(catalog, now)]
    broken = [one.claim for one in results if one.judged.verdict in BROKEN]
    broke = partings(broken, [one.claim for one in added], catalog, Past(archive, tip, base), look) if base is not None else {}
    every = sorted((*results, *added), key=lambda one: (one.claim.at, one.claim.kind, one.claim.ref))
    return Report(
        revision=tip.oid,
        date=tip.date,
        results=tuple(replace(one, since=broke.get(one.claim)) for one in every),
        problems=_problems(now),
    )


def _result(claim: Claim, judged: Judged) -> Result:
    return Result(claim=claim, judged=judged, fix=fix_of(claim, judged.verdict, judged.to))


def _added(result: Result) -> Result:
    """What the repository says and the catalog does not, with the edit that says it."""
    to = result.judged.to
    return replace(result, fix=f"add `{to}` to starts_after" if to else "say `phase: gitops`, or name its task")


def _by_content(claim: Claim, judged: Judged, before: Snapshot, now: Snapshot) -> Judged:
    """Lines of which nothing says what they show are followed by their text, from the revision that they were written for."""
    subject = claim.subject
    if not isinstance(subject, RangeRef) or subject.task or subject.field or judged.verdict is not Verdict.UNVERIFIABLE:
        return judged
    old = (before.revision.text(subject.path) or "").splitlines()
    new = (now.revision.text(subject.path) or "").splitlines()
    block = old[subject.first - 1 : subject.last]
    if not block or subject.first < 1 or len(old) < subject.last:
        return judged
    size = len(block)
    if new[subject.first - 1 : subject.last] == block:
        return Judged(verdict=Verdict.HOLDS, detail="the lines read as they did")
    places = [number for number in range(len(new) - size + 1) if new[number] == block[0] and new[number : number + size] == block]
    if len(places) == 1:
        to = f"{subject.path}:{places[0] + 1}-{places[0] + size}"
        return Judged(verdict=Verdict.MOVED, detail=f"the lines stand at {to}", to=to)
    return Judged(verdict=Verdict.CHANGED, detail="the lines no longer read as they did")


def _problems(now: Snapshot) -> tuple[str, ...]:
    """What of the repository could not be read, or stops a build of Flux."""
    found = [f"task: {now.tasks.fatal}"] if now.tasks.fatal else []
    found += [f"task: {why}" for why in now.tasks.unknown.values()]
    found += [f"Flux: {name}: {why}" for name, problems in now.flux.problems.items() for why in problems]
    found += [f"Talos: {now.talos.problem}"] if now.talos.problem and now.talos.path else []
    return tuple(found[:100])
