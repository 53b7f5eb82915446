"""Who waits for whom: the order between components against the `dependsOn` of the Kustomizations that bring them, in both directions."""

from collections.abc import Iterator, Sequence

from catalog.catalog import Catalog
from catalog.component import Component, Origin
from catalog.entity import Phase
from drift.claim import Claim, EdgeRef, Judged, Kind, NamedRef, Result, Verdict
from drift.snapshot import Snapshot


def managed_by(component: Component, now: Snapshot) -> frozenset[str]:
    """Return the Kustomizations that bring the files of a component; those that bring only Kustomizations are none of them."""
    found: set[str] = set()
    for file in component.files:
        if file.origin is Origin.GIT:
            found |= now.flux.through(file.path.removeprefix("./").rstrip("/"))
    return frozenset(found - now.flux.roots)


def judge_edge(subject: EdgeRef, catalog: Catalog, now: Snapshot) -> Judged | None:
    """Return whether Flux lets a component wait for another; None where Flux does not bring both."""
    mine = managed_by(catalog.components[subject.component], now)
    theirs = managed_by(catalog.components[subject.other], now)
    if not mine or not theirs or mine & theirs:
        return None
    for one in sorted(mine):
        waits = now.flux.depends(one) & theirs
        if waits:
            return Judged(verdict=Verdict.HOLDS, detail=f"{one} waits for {', '.join(sorted(waits))}")
    return Judged(verdict=Verdict.GONE, detail=f"{', '.join(sorted(mine))} does not wait for {', '.join(sorted(theirs))}")


def unsaid(catalog: Catalog, now: Snapshot) -> Iterator[Result]:
    """Yield what the repository says and the catalog does not: a dependency between components, an owner of another phase."""
    owners = _owners(catalog, now)
    seen: set[str] = set()
    for mine, names in sorted(owners.items()):
        for waited in now.flux.kustomizations[mine].depends if mine in now.flux.kustomizations else ():
            others = owners.get(waited, ())
            for name in (name for name in names if others and catalog.components[name].phase is Phase.GITOPS):
                result = _unsaid_edge(catalog, name, mine, waited, others)
                if result is not None and result.claim.ref not in seen:
                    seen.add(result.claim.ref)
                    yield result
    for owner, names in sorted(owners.items()):
        components = [catalog.components[name] for name in names]
        if all(one.phase is Phase.BOOTSTRAP and not any(file.task for file in one.files) for one in components):
            claim = Claim(kind=Kind.KUSTOMIZATION, ref=owner, at=components[0].id.at, subject=NamedRef(name=owner))
            detail = f"Flux brings {names[0]} through {owner}, and the catalog says bootstrap without a task"
            yield Result(claim=claim, judged=Judged(verdict=Verdict.CHANGED, detail=detail))


def _owners(catalog: Catalog, now: Snapshot) -> dict[str, list[str]]:
    """Return the components that each Kustomization brings: those of the GitOps phase; without one, those that tasks bring too, or any."""
    brought: dict[str, list[str]] = {}
    for name, component in catalog.components.items():
        for one in managed_by(component, now):
            brought.setdefault(one, []).append(name)
    for one, names in brought.items():
        gitops = [name for name in names if catalog.components[name].phase is Phase.GITOPS]
        by_task = [name for name in names if any(file.task for file in catalog.components[name].files)]
        brought[one] = gitops or by_task or names
    return brought


def _unsaid_edge(catalog: Catalog, name: str, mine: str, waited: str, others: Sequence[str]) -> Result | None:
    stands_on = _stands_on(catalog, name)
    if name in others or any(other in stands_on for other in others):
        return None
    edge = EdgeRef(component=name, other=others[0])
    claim = Claim(kind=Kind.DEPENDENCY, ref=f"{name} -> {others[0]}", at=catalog.components[name].id.at, subject=edge)
    detail = f"{mine} waits for {waited}, and the catalog does not say that {name} waits for {' or '.join(others)}"
    return Result(claim=claim, judged=Judged(verdict=Verdict.CHANGED, detail=detail, to=others[0]))


def _stands_on(catalog: Catalog, name: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        component = catalog.components.get(waiting.pop())
        new = [str(other) for other in (*component.starts_after, *component.needs) if other not in found] if component else []
        found.update(new)
        waiting += new
    return frozenset(found)
