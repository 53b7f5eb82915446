"""What Flux applies: from the cluster's entry point through Kustomizations, their paths and kustomization.yaml files to objects.

To exist is not to be applied: a file counts only where this walk comes by.
Source: fluxcd.io, *Kustomization*; kubectl.docs.kubernetes.io, *kustomization.yaml*.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from drift.manifests import FLUX, KUSTOMIZE, Contents, Object, Reading
from drift.revision import Entry, Revision, Sort

LISTINGS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
SYNC = ("gotk-sync.yaml", "gotk-sync.yml")
MAX_FOLDERS = 20_000
MAX_DEEP = 40
_REMOTE = re.compile(r"[a-z+]+://|git@|github\.com[/:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """An object that Flux applies: in which namespace, and through which Kustomization."""

    object: Object
    namespace: str
    through: str
    laid_over: frozenset[str]

    @property
    def labels(self) -> frozenset[str]:
        """Its labels, with those that a kustomization.yaml lays over them."""
        return self.object.labels | self.laid_over

    @property
    def pod_labels(self) -> frozenset[str]:
        """The labels of the pods that it makes; none where it makes none."""
        return self.object.pod_labels | self.laid_over if self.object.pod_labels else frozenset()


@dataclass(frozen=True, kw_only=True)
class Flux:
    """What Flux applies of a revision. `files` are the files that it comes by, each with the Kustomizations through which it does.

    `entries` are the paths of the entry points; without one, nothing is known. `problems` are what stops a build, by Kustomization.
    """

    entries: tuple[str, ...] = ()
    kustomizations: Mapping[str, Object] = field(default_factory=dict)
    applied: tuple[Applied, ...] = ()
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listings: tuple[str, ...] = ()

    def of_kind(self, kind: str, group: str | None = None) -> Iterator[Applied]:
        """Yield the applied objects of a kind."""
        return (one for one in self.applied if one.object.kind == kind and group in (None, one.object.group))

    @cached_property
    def roots(self) -> frozenset[str]:
        """The Kustomizations that bring Kustomizations."""
        return frozenset(one.through for one in self.of_kind("Kustomization", FLUX))

    def through(self, path: str) -> frozenset[str]:
        """Return the Kustomizations that bring a file, or anything of a folder."""
        if path in self.files:
            return self.files[path]
        below = f"{path.rstrip('/')}/"
        return frozenset(name for file, names in self.files.items() if file.startswith(below) for name in names)

    def depends(self, name: str) -> frozenset[str]:
        """Return all that a Kustomization waits for, directly or through others."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            known = self.kustomizations.get(waiting.pop())
            new = [other for other in known.depends if other not in found] if known else []
            found.update(new)
            waiting += new
        return frozenset(found)


def flux_of(revision: Revision, reading: Reading) -> Flux:
    """Return what Flux applies at a revision."""
    walk = _Walk(revision, reading)
    for path, found in _entry_points(revision, reading):
        walk.enter(path, found)
    return walk.flux()


def _entry_points(revision: Revision, reading: Reading) -> list[tuple[str, Contents]]:
    """Return the files that hold the first Kustomization of a cluster: written by `flux bootstrap`, or that no other Kustomization brings."""
    listed = [(path, entry) for path, entry in revision.files() if path.endswith((".yaml", ".yml"))]
    sync = [path for path, _ in listed if posixpath.basename(path) in SYNC]
    if not sync:
        holding = [(path, reading.contents(path, entry)) for path, entry in listed if _names_flux(revision, entry)]
        sync = [path for path, read in holding if any(one.kind == "FluxInstance" and one.get("path") for one in read.objects)]
        sync = sync or _outermost([path for path, read in holding if any(one.api.startswith(f"{FLUX}/") for one in read.objects)], holding)
    return [(path, reading.contents(path, revision.find(path).entry)) for path in sorted(sync)]


def _names_flux(revision: Revision, entry: Entry) -> bool:
    content = revision.repository.blob(entry.oid) if entry.sort in (Sort.FILE, Sort.PROGRAM) else None
    return content is not None and (FLUX.encode() in content or b"FluxInstance" in content)


def _outermost(paths: list[str], holding: list[tuple[str, Contents]]) -> list[str]:
    """Return the files with Kustomizations that lie in the folder of no other Kustomization."""
    folders = {path: [_clean(one.get("path")) for one in read.objects if one.get("path")] for path, read in holding}
    brought = {path for path in paths for other in paths if path != other for folder in folders[other] if _lies_in(path, folder)}
    return [path for path in paths if path not in brought] or paths


def _lies_in(path: str, folder: str) -> bool:
    return folder in ("", ".") or path.startswith(f"{folder}/")


def _clean(path: str) -> str:
    return posixpath.normpath(path.removeprefix("./").lstrip("/") or ".")


class _Walk:
    """The walk so far."""

    def __init__(self, revision: Revision, reading: Reading) -> None:
        self._revision = revision
        self._reading = reading
        self._entries: list[str] = []
        self._kustomizations: dict[str, Object] = {}
        self._applied: dict[tuple[Object, str, str], Applied] = {}
        self._files: dict[str, set[str]] = {}
        self._problems: dict[str, list[str]] = {}
        self._sources: set[str] = set()
        self._listings: set[str] = set()
        self._waiting: list[Object] = []
        self._count = 0

    def flux(self) -> Flux:
        return Flux(
            entries=tuple(self._entries),
            kustomizations=dict(sorted(self._kustomizations.items())),
            applied=tuple(self._applied.values()),
            files={path: frozenset(names) for path, names in sorted(self._files.items())},
            problems={name: tuple(dict.fromkeys(found)) for name, found in self._problems.items()},
            listings=tuple(sorted(self._listings)),
        )

    def enter(self, path: str, found: Contents) -> None:
        """Follow the Kustomizations of an entry point, and those that they bring; `flux bootstrap` applies the folder that it writes itself."""
        self._entries.append(path)
        for one in found.objects:
            if one.kind == "FluxInstance" and one.get("path"):
                self._waiting.append(replace(one, kind="Kustomization", api=f"{FLUX}/v1", name="flux-system"))
            elif one.api.startswith(f"{FLUX}/") and one.kind == "Kustomization":
                self._waiting.append(one)
        self._sources |= {one.get("source") for one in self._waiting if one.get("source-kind") in ("", "GitRepository")}
        if posixpath.basename(path) in SYNC:
            root = next((one.name for one in self._waiting), posixpath.dirname(path))
            self._folder(posixpath.dirname(path), root, "", frozenset(), 0)
        while self._waiting:
            self._follow(self._waiting.pop(0))

    def _follow(self, kustomization: Object) -> None:
        name = kustomization.name
        if name in self._kustomizations:
            return
        self._kustomizations[name] = kustomization
        path = kustomization.get("path")
        if "${" in path:
            self._problem(name, f"its path {path} is filled in by the cluster")
        elif kustomization.get("source-kind") not in ("", "GitRepository") or kustomization.get("source") not in self._sources:
            self._problem(name, f"it reads {kustomization.get('source-kind')} {kustomization.get('source')}, not this repository")
        else:
            self._folder(_clean(path), name, kustomization.get("targetNamespace"), frozenset(), 0)

    def _problem(self, name: str, why: str) -> None:
        self._problems.setdefault(name, []).append(why)

    def _folder(self, folder: str, name: str, namespace: str, labels: frozenset[str], deep: int) -> None:
        """Bring what the kustomization.yaml of a folder lists; without one, everything below it, as Flux does."""
        self._count += 1
        if deep > MAX_DEEP or self._count > MAX_FOLDERS:
            self._problem(name, f"{folder} is reached too deep, or in a circle")
            return
        names = self._revision.names(folder)
        listing = next((_join(folder, one) for one in LISTINGS if one in names), None)
        if listing is None and deep == 0:
            self._all_below(folder, name, namespace)
        elif listing is None:
            self._problem(name, f"{folder} has no kustomization.yaml")
        else:
            self._list(folder, listing, name, namespace, labels, deep)

    def _list(self, folder: str, path: str, name: str, namespace: str, labels: frozenset[str], deep: int) -> None:
        found = self._reading.contents(path, self._revision.find(path).entry)
        self._come_by(path, name)
        if found.listing is None:
            self._problem(name, f"{path} {found.problem or 'is empty'}")
            return
        self._listings.add(path)
        for written in found.listing.resources:
            self._resource(folder, written, name, namespace or found.listing.namespace, labels | found.listing.labels, deep)
        for written in found.listing.reads:
            target = posixpath.normpath(posixpath.join(folder, written))
            if "\n" not in written and self._revision.find(target).entry is not None:
                self._come_by(target, name)

    def _resource(self, folder: str, written: str, name: str, namespace: str, labels: frozenset[str], deep: int) -> None:
        if _REMOTE.match(written):
            return
        target = posixpath.normpath(posixpath.join(folder, written))
        found = self._revision.find(target)
        if found.out or target.startswith(".."):
            self._problem(name, f"{folder} lists {written}, which lies outside the repository")
        elif found.entry is None:
            self._problem(name, f"{folder} lists {written}, which is not there")
        elif found.entry.sort is Sort.FOLDER:
            self._folder(found.path, name, namespace, labels, deep + 1)
        else:
            self._file(found.path, found.entry, name, namespace, labels)

    def _all_below(self, folder: str, name: str, namespace: str) -> None:
        if self._revision.find(folder).entry is None:
            self._problem(name, f"its path {folder} is not there")
            return
        below = sorted(self._revision.files("" if folder == "." else folder))
        listed = {posixpath.dirname(path) for path, _ in below if posixpath.basename(path) in LISTINGS}
        for path, entry in below:
            inside = next((one for one in sorted(listed) if _lies_in(path, one)), None)
            if inside is not None:
                continue
            if path.endswith((".yaml", ".yml")):
                self._file(path, entry, name, namespace, frozenset())
        for one in sorted(listed):
            if not any(other != one and _lies_in(f"{one}/", other) for other in listed):
                self._folder(one, name, namespace, frozenset(), 1)

    def _file(self, path: str, entry: Entry, name: str, namespace: str, labels: frozenset[str]) -> None:
        self._come_by(path, name)
        found = self._reading.contents(path, entry)
        if found.problem:
            self._problem(name, f"{path} {found.problem}")
        for one in found.objects:
            if one.api.startswith(f"{KUSTOMIZE}/"):
                continue
            where = namespace or one.namespace
            self._applied.setdefault((one, where, name), Applied(object=one, namespace=where, through=name, laid_over=labels))
            if one.kind == "Kustomization" and one.api.startswith(f"{FLUX}/"):
                self._waiting.append(one)
            elif one.kind == "HelmRelease" and one.get("chart").startswith("."):
                for below, _ in self._revision.files(_clean(one.get("chart"))):
                    self._come_by(below, name)

    def _come_by(self, path: str, name: str) -> None:
        self._files.setdefault(path, set()).add(name)


def _join(folder: str, name: str) -> str:
    return name if folder in ("", ".") else f"{folder}/{name}"
