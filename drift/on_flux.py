"""Kustomizations, HelmReleases and namespaces, against what Flux applies and what tasks install."""

import re

from drift.claim import Judged, NamedRef, Verdict
from drift.manifests import FLUX, HELM
from drift.snapshot import Snapshot

OWN_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})
NO_FLUX_DETAIL = "no entry point of Flux is found, so nothing says what is applied"


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
    return _not_applied(FLUX, "Kustomization", subject.name, now)


def _not_applied(group: str, kind: str, name: str, now: Snapshot) -> Judged:
    """Return the verdict on an object that Flux does not come by: it is declared all the same, or nowhere."""
    if not now.flux.entries:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=NO_FLUX_DETAIL)
    dead = _unused(group, kind, name, now)
    if dead:
        return Judged(verdict=Verdict.DEAD, detail=f"{dead} declares {name}, and Flux does not come by")
    return Judged(verdict=Verdict.GONE, detail=f"nothing declares a {kind} {name}")


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
    by_task = _installed(subject.name, now.ran.text)
    if by_task is not None:
        if subject.namespace and by_task and subject.namespace != by_task:
            return Judged(verdict=Verdict.CHANGED, detail=f"a task installs {subject.name} in the namespace {by_task}")
        return Judged(verdict=Verdict.HOLDS, detail="installed by a task")
    return _not_applied(HELM, "HelmRelease", subject.name, now)


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
    maker = _maker(name, now)
    if maker is not None:
        return Judged(verdict=Verdict.HOLDS, detail=maker)
    if name in {one.namespace for one in now.flux.applied} | {one.namespace for one in now.flux.kustomizations.values()}:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"objects are applied into {name}; nothing in the repository makes it")
    return _not_applied("", "Namespace", name, now)


def _maker(name: str, now: Snapshot) -> str | None:
    """Return who makes a namespace, in words."""
    if name in OWN_NAMESPACES:
        return "made by Kubernetes itself"
    for one in now.flux.of_kind("Namespace", ""):
        if one.object.name == name:
            return f"{one.object.path}:{one.object.line}, through {one.through}"
    for one in now.flux.of_kind("HelmRelease", HELM):
        if one.object.get("targetNamespace") == name and one.object.get("createNamespace") == "true":
            return f"made by the release {one.object.name}, {one.object.path}"
    made = re.search(rf"create (?:namespace|ns) {re.escape(name)}(?![\w-])", now.ran.text)
    return "made by a task" if made or _with_release(name, now.ran.text) else None


def _with_release(name: str, text: str) -> bool:
    """Whether a task installs a release that makes this namespace."""
    joined = re.sub(r"\\\s*\n", " ", text)
    lines = (line for line in joined.splitlines() if "--create-namespace" in line)
    return any(re.search(rf"(?:--namespace|-n)[ =]{re.escape(name)}(?![\w-])", line) for line in lines)
