"""Kustomizations, HelmReleases, namespaces, labels, API versions, kinds of resources and dependencies, against what Flux applies."""

import re
from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.component import Component, Origin
from drift.claim import ApiRef, EdgeRef, Judged, LabelRef, NamedRef, Verdict
from drift.flux import Applied
from drift.manifests import FLUX, HELM, KUSTOMIZE
from drift.snapshot import Snapshot

OWN_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})
CORE = re.compile(r"v1|(apps|batch|autoscaling|policy|extensions)/v\w+|[a-z.]*\.k8s\.io/v\w+")
_NO_FLUX = Judged(verdict=Verdict.UNVERIFIABLE, detail="no entry point of Flux is found, so nothing says what is applied")


def judge_kustomization(subject: NamedRef, now: Snapshot) -> Judged:
    """Return whether Flux comes by a Kustomization of this name."""
    flux = now.flux
    found = flux.kustomizations.get(subject.name)
    if found is not None:
        if subject.namespace and found.namespace and subject.namespace != found.namespace:
            return Judged(verdict=Verdict.CHANGED, detail=f"{subject.name} is in the namespace {found.namespace}")
        path = found.get("path")
        missing = [why for why in flux.problems.get(subject.name, ()) if why.startswith("its path") and why.endswith("is not there")]
        if missing:
            return Judged(verdict=Verdict.CHANGED, detail=f"{subject.name}: {missing[0]}")
        return Judged(verdict=Verdict.HOLDS, detail=f"{found.path}:{found.line}, path {path}")
    if not flux.entries:
        return _NO_FLUX
    dead = _unused(FLUX, "Kustomization", subject.name, now)
    if dead:
        return Judged(verdict=Verdict.DEAD, detail=f"{dead} declares {subject.name}, and Flux does not come by")
    return Judged(verdict=Verdict.GONE, detail=f"there is no Kustomization {subject.name}")


def _unused(group: str, kind: str, name: str, now: Snapshot) -> str | None:
    """Return a file that declares an object which Flux does not come by."""
    for path, entry in now.revision.files():
        if path in now.flux.files or not path.endswith((".yaml", ".yml")):
            continue
        content = now.revision.repository.blob(entry.oid)
        if content is None or name.encode() not in content:
            continue
        objects = now.reading.contents(path, entry).objects
        if any(one.name == name and one.kind == kind and one.group == group for one in objects):
            return path
    return None


def judge_helmrelease(subject: NamedRef, now: Snapshot) -> Judged:
    """Return whether a release of this name is installed, by Flux or by a task."""
    for one in now.flux.of_kind("HelmRelease", HELM):
        spaces = {one.namespace, one.object.get("targetNamespace") or one.namespace}
        if subject.name in (one.object.name, one.object.get("release")):
            if subject.namespace and subject.namespace not in spaces:
                return Judged(verdict=Verdict.CHANGED, detail=f"{subject.name} is in the namespace {one.namespace}")
            return Judged(verdict=Verdict.HOLDS, detail=f"{one.object.path}:{one.object.line}, through {one.through}")
    by_task = _installed(subject.name, now.ran)
    if by_task is not None:
        if subject.namespace and by_task and subject.namespace != by_task:
            return Judged(verdict=Verdict.CHANGED, detail=f"a task installs {subject.name} in the namespace {by_task}")
        return Judged(verdict=Verdict.HOLDS, detail="installed by a task")
    if not now.flux.entries:
        return _NO_FLUX
    dead = _unused(HELM, "HelmRelease", subject.name, now)
    if dead:
        return Judged(verdict=Verdict.DEAD, detail=f"{dead} declares {subject.name}, and Flux does not come by")
    return Judged(verdict=Verdict.GONE, detail=f"nothing installs a release {subject.name}")


def _installed(name: str, text: str) -> str | None:
    """Return the namespace in which a task installs a release (empty where it does not say), or None where none does."""
    joined = re.sub(r"\\\s*\n", " ", text)
    found = re.search(rf"helm (?:upgrade --install|upgrade -i|install) {re.escape(name)} ([^\n]*)", joined)
    if found is None:
        return None
    space = re.search(r"(?:--namespace|-n)[ =](\S+)", found[1])
    return space[1] if space else ""


def judge_namespace(subject: NamedRef, now: Snapshot) -> Judged:
    """Return whether something makes a namespace: Kubernetes itself, Flux, or a task."""
    name = subject.name
    if name in OWN_NAMESPACES:
        return Judged(verdict=Verdict.HOLDS, detail="made by Kubernetes itself")
    for one in now.flux.of_kind("Namespace", ""):
        if one.object.name == name:
            return Judged(verdict=Verdict.HOLDS, detail=f"{one.object.path}:{one.object.line}, through {one.through}")
    for one in now.flux.of_kind("HelmRelease", HELM):
        if one.object.get("targetNamespace") == name and one.object.get("createNamespace") == "true":
            return Judged(verdict=Verdict.HOLDS, detail=f"made by the release {one.object.name}, {one.object.path}")
    if re.search(rf"(?:create (?:namespace|ns) {re.escape(name)}|(?:--namespace|-n)[ =]{re.escape(name)}\b[^\n]*--create-namespace|--create-namespace[^\n]*(?:--namespace|-n)[ =]{re.escape(name)})(?![\w-])", now.ran):
        return Judged(verdict=Verdict.HOLDS, detail="made by a task")
    if name in {one.namespace for one in now.flux.applied} | {one.namespace for one in now.flux.kustomizations.values()}:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"objects are applied into {name}; nothing in the repository makes it")
    if not now.flux.entries:
        return _NO_FLUX
    dead = _unused("", "Namespace", name, now)
    if dead:
        return Judged(verdict=Verdict.DEAD, detail=f"{dead} declares {name}, and Flux does not come by")
    return Judged(verdict=Verdict.GONE, detail=f"nothing makes a namespace {name}")


def judge_label(subject: LabelRef, now: Snapshot) -> Judged:
    """Return whether something that Flux applies carries a label. What a chart or Kubernetes itself labels, the repository does not show."""
    space = subject.namespace
    for one in now.flux.applied:
        if subject.label in one.labels and space in ("", one.namespace):
            return Judged(verdict=Verdict.HOLDS, detail=f"on {one.object.kind} {one.object.name}, {one.object.path}:{one.object.line}")
    charts = [one.object.name for one in now.flux.of_kind("HelmRelease", HELM) if space in ("", one.namespace, one.object.get("targetNamespace"))]
    if charts:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"the labels in {space or 'the cluster'} come from charts: {', '.join(sorted(charts)[:4])}")
    if space in OWN_NAMESPACES or (space and re.search(rf"helm (?:upgrade|install)[^;]*?(?:--namespace|-n)[ =\\\n]+{re.escape(space)}\b", now.ran)):
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"what runs in {space} is not labelled by this repository")
    pods = [one for one in now.flux.applied if one.namespace == space and one.object.kind in ("Deployment", "DaemonSet", "StatefulSet", "Pod", "Job", "CronJob")]
    if not now.flux.entries or not pods:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"no pods of {space or 'the cluster'} are declared in the repository; an operator or a chart makes them")
    return _other_label(subject, pods)


def _other_label(subject: LabelRef, pods: list[Applied]) -> Judged:
    key = subject.label.partition("=")[0]
    values = sorted({label for one in pods for label in one.labels if label.startswith(f"{key}=")})
    if len(values) == 1:
        return Judged(verdict=Verdict.CHANGED, detail=f"pods of {subject.namespace} carry {values[0]}", to=values[0])
    return Judged(verdict=Verdict.GONE, detail=f"nothing in {subject.namespace} carries {subject.label}")


def judge_api(subject: ApiRef, now: Snapshot) -> Judged:
    """Return whether an API version is served, as far as the repository shows: by its CRDs, or by what is applied with it."""
    group, _, version = subject.api.rpartition("/")
    if group == KUSTOMIZE.removesuffix("") or subject.api.startswith(f"{KUSTOMIZE}/"):
        return _listing_api(subject.api, now)
    served = {name: one.object for one in now.flux.of_kind("CustomResourceDefinition") if one.object.get("group") == group for name in one.object.versions if subject.kind in ("", one.object.get("kind"))}
    if served:
        if version in served:
            return Judged(verdict=Verdict.HOLDS, detail=f"served by {served[version].path}:{served[version].line}")
        newest = sorted(served)[-1]
        return Judged(verdict=Verdict.CHANGED, detail=f"{group} serves {', '.join(sorted(served))}", to=f"{group}/{newest}")
    used = [one for one in now.flux.applied if one.object.group == group and subject.kind in ("", one.object.kind)]
    same = [one for one in used if one.object.api == subject.api]
    if same:
        return Judged(verdict=Verdict.HOLDS, detail=f"used by {same[0].object.path}:{same[0].object.line}")
    if CORE.fullmatch(subject.api) and "toolkit" not in subject.api:
        return Judged(verdict=Verdict.HOLDS, detail="served by Kubernetes itself") if subject.api in ("v1", "apps/v1", "batch/v1") else _unknown(subject.api)
    if used:
        other = sorted({one.object.api for one in used})
        return Judged(verdict=Verdict.CHANGED, detail=f"the repository uses {', '.join(other)}", to=other[-1])
    return _unknown(subject.api)


def _unknown(api: str) -> Judged:
    return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"nothing that is applied uses {api}, and no CRD in the repository serves it")


def _listing_api(api: str, now: Snapshot) -> Judged:
    found = {}
    for path in now.flux.listings:
        listing = now.reading.contents(path, now.revision.find(path).entry).listing
        if listing is not None and listing.api:
            found.setdefault(listing.api, path)
    if api in found:
        return Judged(verdict=Verdict.HOLDS, detail=f"used by {found[api]}")
    if found:
        return Judged(verdict=Verdict.CHANGED, detail=f"the repository uses {', '.join(sorted(found))}", to=sorted(found)[0])
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
    return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"no CRD in the repository makes {subject.name}, and no object of it is applied; a chart may bring it")


def _names_of(kind: str) -> Iterator[str]:
    lower = kind.lower()
    yield lower
    yield f"{lower}s"
    yield f"{lower}es"
    if lower.endswith("y"):
        yield f"{lower[:-1]}ies"


def managed_by(component: Component, now: Snapshot) -> frozenset[str]:
    """Return the Kustomizations that bring the files of a component; those that bring only Kustomizations are none of them."""
    found: set[str] = set()
    for file in component.files:
        if file.origin is Origin.GIT:
            found |= now.flux.through(file.path.removeprefix("./").rstrip("/"))
    return frozenset(found - _roots(now))


def _roots(now: Snapshot) -> frozenset[str]:
    return frozenset(one.through for one in now.flux.of_kind("Kustomization", FLUX))


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
