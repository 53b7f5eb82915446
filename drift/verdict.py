"""The verdict on each claim: which question is asked of a revision for which kind of claim."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from catalog.catalog import Catalog
from catalog.entity import Phase
from drift.claim import (
    ApiRef,
    Claim,
    EdgeRef,
    FieldRef,
    Judged,
    Kind,
    LabelRef,
    NamedRef,
    NodeRef,
    PathRef,
    RangeRef,
    Result,
    TaskRef,
    Verdict,
)
from drift.on_cluster import (
    judge_api,
    judge_edge,
    judge_helmrelease,
    judge_kustomization,
    judge_label,
    judge_namespace,
    judge_resource,
    managed_by,
)
from drift.on_nodes import judge_node
from drift.on_paths import judge_field, judge_path, judge_range
from drift.on_tasks import judge_task
from drift.snapshot import Snapshot


def judge(claim: Claim, catalog: Catalog, now: Snapshot) -> Judged | None:
    """Return the verdict on a claim at a revision; None where the repository has nothing to say about it."""
    subject = claim.subject
    match subject:
        case TaskRef():
            return judge_task(subject, now)
        case PathRef():
            return judge_path(claim.kind, subject, now)
        case RangeRef():
            return judge_range(subject, now)
        case FieldRef():
            return judge_field(subject, now)
        case NamedRef():
            return _named(claim.kind, subject, now)
        case LabelRef():
            return judge_label(subject, now)
        case EdgeRef():
            return judge_edge(subject, catalog, now)
        case NodeRef():
            return judge_node(subject, now)
        case ApiRef():
            return judge_api(subject, now)
        case _:
            assert_never(subject)


def _named(kind: Kind, subject: NamedRef, now: Snapshot) -> Judged:
    match kind:
        case Kind.KUSTOMIZATION:
            return judge_kustomization(subject, now)
        case Kind.HELMRELEASE:
            return judge_helmrelease(subject, now)
        case Kind.NAMESPACE:
            return judge_namespace(subject, now)
        case _:
            return judge_resource(subject, now)


def unsaid(catalog: Catalog, now: Snapshot) -> Iterator[Result]:
    """Yield what the repository says and the catalog does not: a dependency between components, an owner of another phase."""
    owners = _owners(catalog, now)
    seen: set[str] = set()
    for mine, names in sorted(owners.items()):
        for waited in now.flux.kustomizations[mine].depends if mine in now.flux.kustomizations else ():
            others = owners.get(waited, ())
            for name in names if others else ():
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
