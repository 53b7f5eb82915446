"""Who waits for whom: the order between components against `dependsOn`, of the Kustomizations and of the releases, in both directions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from catalog.catalog import Catalog
from catalog.component import Component, Origin
from catalog.entity import Phase
from drift.claim import Claim, EdgeRef, Judged, Kind, NamedRef, Result, Verdict
from drift.manifests import Object
from drift.snapshot import Snapshot


def managed_by(component: Component, now: Snapshot) -> frozenset[str]:
    """Return the Kustomizations that bring the files of a component; those that bring only Kustomizations are none of them."""
    found: set[str] = set()
    for file in component.files:
        if file.origin is Origin.GIT:
            found |= now.flux.through(file.path.removeprefix("./").rstrip("/"))
    return frozenset(found - now.flux.roots)


def releases_of(component: Component, now: Snapshot) -> frozenset[str]:
    """Return the HelmReleases that the files of a component declare."""
    files = (file.path.removeprefix("./").rstrip("/") for file in component.files if file.origin is Origin.GIT)
    return frozenset(name for path in files for name in now.flux.releases_in(path))


def judge_edge(subject: EdgeRef, catalog: Catalog, now: Snapshot) -> Judged | None:
    """Return whether Flux lets a component wait for another; None where Flux does not bring both, or brings them as one."""
    one, other = catalog.components[subject.component], catalog.components[subject.other]
    mine, theirs = managed_by(one, now), managed_by(other, now)
    if not mine or not theirs:
        return None
    every = (mine, theirs, now.flux.depends), (releases_of(one, now), releases_of(other, now), now.flux.release_depends)
    apart = [(waiting, waited, depends) for waiting, waited, depends in every if waiting and waited and not waiting & waited]
    for waiting, waited, depends in apart:
        for name in sorted(waiting):
            waits = depends(name) & waited
            if waits:
                return _waits(subject, f"{name} waits for {', '.join(sorted(waits))}")
    if not apart:
        return None
    waiting, waited, _ = apart[0]
    return _is_apart(subject, f"{', '.join(sorted(waiting))} does not wait for {', '.join(sorted(waited))}")


def _waits(subject: EdgeRef, found: str) -> Judged:
    if subject.ordered:
        return Judged(verdict=Verdict.HOLDS, detail=found)
    return Judged(verdict=Verdict.CHANGED, detail=f"{found}, and the catalog says that it does not")


def _is_apart(subject: EdgeRef, found: str) -> Judged:
    if subject.ordered:
        return Judged(verdict=Verdict.GONE, detail=found)
    return Judged(verdict=Verdict.HOLDS, detail=f"{found}, as the catalog says")


def unsaid(catalog: Catalog, now: Snapshot) -> Iterator[Result]:
    """Yield what the repository says and the catalog does not: a dependency between components, an owner of another phase."""
    seen: set[str] = set()
    by_flux = _owners(catalog, partial(managed_by, now=now))
    for owners, objects in ((by_flux, now.flux.kustomizations), (_owners(catalog, partial(releases_of, now=now)), now.flux.releases)):
        for result in _unsaid_edges(catalog, owners, objects):
            if result.claim.ref not in seen:
                seen.add(result.claim.ref)
                yield result
    for owner, names in sorted(by_flux.items()):
        components = [catalog.components[name] for name in names]
        if all(one.phase is Phase.BOOTSTRAP and not any(file.task for file in one.files) for one in components):
            claim = Claim(kind=Kind.KUSTOMIZATION, ref=owner, at=components[0].id.at, subject=NamedRef(name=owner))
            detail = f"Flux brings {names[0]} through {owner}, and the catalog says bootstrap without a task"
            yield Result(claim=claim, judged=Judged(verdict=Verdict.CHANGED, detail=detail))


def _unsaid_edges(catalog: Catalog, owners: Mapping[str, list[str]], objects: Mapping[str, Object]) -> Iterator[Result]:
    for mine, names in sorted(owners.items()):
        for waited in objects[mine].depends if mine in objects else ():
            others = owners.get(waited, ())
            for name in (name for name in names if others and catalog.components[name].phase is Phase.GITOPS):
                result = _unsaid_edge(catalog, name, mine, waited, others)
                if result is not None:
                    yield result


def _owners(catalog: Catalog, owners_of: Callable[[Component], frozenset[str]]) -> dict[str, list[str]]:
    """Return the components that each Kustomization, or each release, brings: those of the GitOps phase; without one, those that tasks bring too, or any."""
    brought: dict[str, list[str]] = {}
    for name, component in catalog.components.items():
        for one in owners_of(component):
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
