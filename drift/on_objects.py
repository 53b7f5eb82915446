"""Labels, API versions and kinds of resources, against the objects that Flux applies."""

import re
from collections.abc import Iterator

from drift.claim import ApiRef, Judged, LabelRef, NamedRef, Verdict
from drift.flux import Applied
from drift.manifests import HELM, KUSTOMIZE, Object
from drift.on_flux import OWN_NAMESPACES
from drift.snapshot import Snapshot

CORE = re.compile(r"v1|(apps|batch|autoscaling|policy|extensions)/v\w+|[a-z.]*\.k8s\.io/v\w+")
OWN = ("v1", "apps/v1", "batch/v1")
PODS = ("Deployment", "DaemonSet", "StatefulSet", "Pod", "Job", "CronJob")


def judge_label(subject: LabelRef, now: Snapshot) -> Judged:
    """Return whether something that Flux applies carries a label. What a chart or Kubernetes itself labels, the repository does not show."""
    space = subject.namespace
    for one in now.flux.applied:
        if subject.label in (one.pod_labels if subject.pods else one.labels) and space in ("", one.namespace):
            return Judged(verdict=Verdict.HOLDS, detail=f"on {one.object.kind} {one.object.name}, {one.object.path}:{one.object.line}")
    others = _labelled_by_others(space, now)
    if others is not None:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=others)
    pods = [
        one
        for one in now.flux.applied
        if one.namespace == space and one.object.kind in ("Deployment", "DaemonSet", "StatefulSet", "Pod", "Job", "CronJob")
    ]
    if not now.flux.entries or not pods:
        return Judged(
            verdict=Verdict.UNVERIFIABLE,
            detail=f"no pods of {space or 'the cluster'} are declared in the repository; an operator or a chart makes them",
        )
    return _other_label(subject, pods)


def _labelled_by_others(space: str, now: Snapshot) -> str | None:
    """Return, in words, who labels pods of a namespace that this repository does not declare; None where nobody is known to."""
    if space in OWN_NAMESPACES:
        return f"what Kubernetes itself and charts run in {space} is not labelled by this repository"
    by_task = rf"helm (?:upgrade|install)[^;]{{0,4000}}?(?:--namespace|-n)[ =\\\n]+{re.escape(space)}(?![\w-])"
    if space and re.search(by_task, now.ran.text):
        return f"what a task installs in {space} is not labelled by this repository"
    releases = [
        one.object.name for one in now.flux.of_kind("HelmRelease", HELM) if space in ("", one.namespace, one.object.get("targetNamespace"))
    ]
    listed = ", ".join(sorted(releases)[:4])
    return f"the labels in {space or 'the cluster'} come from charts: {listed}" if releases else None


def _other_label(subject: LabelRef, pods: list[Applied]) -> Judged:
    key = subject.label.partition("=")[0]
    values = sorted({label for one in pods for label in one.pod_labels if label.startswith(f"{key}=")})
    if len(values) == 1:
        return Judged(verdict=Verdict.CHANGED, detail=f"pods of {subject.namespace} carry {values[0]}", to=values[0])
    return Judged(verdict=Verdict.GONE, detail=f"nothing in {subject.namespace} carries {subject.label}")


def judge_api(subject: ApiRef, now: Snapshot) -> Judged:
    """Return whether an API version is served, as far as the repository shows: by its CRDs, or by what is applied with it."""
    group, _, version = subject.api.rpartition("/")
    if group == KUSTOMIZE:
        return _listing_api(subject.api, now)
    served = _served(group, subject.kind, now)
    if version in served:
        return Judged(verdict=Verdict.HOLDS, detail=f"served by {served[version].path}:{served[version].line}")
    if served:
        return Judged(verdict=Verdict.CHANGED, detail=f"{group} serves {', '.join(sorted(served))}", to=f"{group}/{max(served)}")
    if subject.api in OWN:
        return Judged(verdict=Verdict.HOLDS, detail="served by Kubernetes itself")
    return _used_api(subject, group, now)


def _served(group: str, kind: str, now: Snapshot) -> dict[str, Object]:
    """Return the versions of a group that CRDs of the repository serve, each with the CRD."""
    definitions = [one.object for one in now.flux.of_kind("CustomResourceDefinition") if one.object.get("group") == group]
    return {version: one for one in definitions if kind in ("", one.get("kind")) for version in one.versions}


def _used_api(subject: ApiRef, group: str, now: Snapshot) -> Judged:
    used = [one.object for one in now.flux.applied if one.object.group == group and subject.kind in ("", one.object.kind)]
    same = [one for one in used if one.api == subject.api]
    if same:
        return Judged(verdict=Verdict.HOLDS, detail=f"used by {same[0].path}:{same[0].line}")
    if not used or CORE.fullmatch(subject.api):
        return _unknown(subject.api)
    other = sorted({one.api for one in used})
    return Judged(verdict=Verdict.CHANGED, detail=f"the repository uses {', '.join(other)}", to=other[-1])


def _unknown(api: str) -> Judged:
    return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"nothing that is applied uses {api}, and no CRD in the repository serves it")


def _listing_api(api: str, now: Snapshot) -> Judged:
    found: dict[str, str] = {}
    for path in now.flux.listings:
        listing = now.reading.contents(path, now.revision.find(path).entry).listing
        if listing is not None and listing.api:
            found.setdefault(listing.api, path)
    if api in found:
        return Judged(verdict=Verdict.HOLDS, detail=f"used by {found[api]}")
    if found:
        return Judged(verdict=Verdict.CHANGED, detail=f"the repository uses {', '.join(sorted(found))}", to=min(found))
    return _unknown(api)


def judge_resource(subject: NamedRef, now: Snapshot) -> Judged:
    """Return whether a kind of resource is known to the cluster: a CRD in the repository, or an object of it that is applied."""
    name, _, group = subject.name.lower().partition(".")
    for one in now.flux.of_kind("CustomResourceDefinition"):
        kind = one.object.get("kind").lower()
        if name in (one.object.get("plural"), kind) and group in ("", one.object.get("group")):
            return Judged(verdict=Verdict.HOLDS, detail=f"{one.object.path}:{one.object.line}")
    for one in now.flux.applied:
        if group in ("", one.object.group) and name in _names_of(one.object.kind):
            return Judged(verdict=Verdict.HOLDS, detail=f"{one.object.kind} {one.object.name}, {one.object.path}:{one.object.line}")
    return Judged(
        verdict=Verdict.UNVERIFIABLE,
        detail=f"no CRD in the repository makes {subject.name}, and no object of it is applied; a chart may bring it",
    )


def _names_of(kind: str) -> Iterator[str]:
    lower = kind.lower()
    yield lower
    yield f"{lower}s"
    yield f"{lower}es"
    if lower.endswith("y"):
        yield f"{lower[:-1]}ies"
