"""The walk by which Flux comes by files: from the entry points through Kustomizations, their paths and kustomization.yaml files to objects.

To exist is not to be applied: a file counts only where this walk comes by.
Source: fluxcd.io, *Kustomization* and *ArtifactGenerator*; kubectl.docs.kubernetes.io, *kustomization.yaml*.
"""

import posixpath
import re
from dataclasses import replace

from drift.entry_points import SYNC, clean, entry_points
from drift.flux import Applied, Flux
from drift.manifests import FLUX, INSTANCE, KUSTOMIZE, Contents, Copy, Object, Reading
from drift.repository import Entry, Sort
from drift.revision import Revision
from drift.search import Found

LISTINGS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
MAX_FOLDERS = 20_000
MAX_DEEP = 40
MAX_APPLIED = 50_000
MAX_FILES = 50_000
"""How often files are come by, in all."""
_REMOTE = re.compile(r"[a-z+]+://|git@|github\.com[/:]")
_GIT, _ARTIFACT = "GitRepository", "ExternalArtifact"
_ROOT = "flux-system"
"""What `flux bootstrap` calls the first Kustomization of a cluster, its source, and the folder that it writes them into."""


def flux_of(revision: Revision, reading: Reading, begins: Found) -> Flux:
    """Return what Flux applies at a revision, of which `begins` are the files in which it may begin."""
    walk = _Walk(revision, reading)
    for path, found in entry_points(begins, reading):
        walk.enter(path, found)
    return walk.flux()


class _Walk:
    """The walk so far."""

    def __init__(self, revision: Revision, reading: Reading) -> None:
        self._revision = revision
        self._reading = reading
        self._entries: list[str] = []
        self._kustomizations: dict[str, Object] = {}
        self._applied: dict[tuple[int, str, str], Applied] = {}
        self._files: dict[str, set[str]] = {}
        self._problems: dict[str, list[str]] = {}
        self._sources: dict[str, str] = {}
        """the sources that are made of this repository, each with the folder that they are made of"""
        self._followed: set[tuple[str, str, str]] = set()
        self._copies: dict[str, tuple[Copy, ...]] = {}
        self._listings: set[str] = set()
        self._waiting: list[Object] = []
        self._count = 0
        self._met = 0

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
            if one.kind == INSTANCE and one.get("path"):
                self._waiting.append(replace(one, kind="Kustomization", api=f"{FLUX}/v1", name=one.get("source")))
                self._sources[one.get("source")] = self._root_of(one)
            elif one.api.startswith(f"{FLUX}/") and one.kind == "Kustomization":
                self._waiting.append(one)
                if one.get("source-kind") in ("", _GIT):
                    self._sources.setdefault(one.get("source"), ".")
        first = next((one.name for one in self._waiting), _ROOT)
        if any(one.api for one in found.objects):
            self._come_by(path, first)
        if posixpath.basename(path) in SYNC:
            self._synced(path, first)
        while self._waiting:
            if self._full:
                self._problem(first, f"more than {MAX_FILES:,} files and {MAX_APPLIED:,} objects are not looked at")
                self._waiting.clear()
                return
            self._follow(self._waiting.pop(0))

    def _root_of(self, instance: Object) -> str:
        """Return the folder of which the source is made: an artifact may hold only a part of the repository, in which its path then lies."""
        path = clean(instance.get("path"))
        if instance.get("source-kind") in ("", _GIT) or self._revision.find(path).entry is not None:
            return "."
        above = {f"/{folder}".removesuffix(f"/{path}") for folder in self._folders() if f"/{folder}".endswith(f"/{path}")}
        return min(above, key=lambda one: (one.count("/"), one), default="").removeprefix("/") or "."

    def _folders(self) -> set[str]:
        return {
            "/".join(parts[:count]) for path, _ in self._revision.files() if (parts := path.split("/")) for count in range(1, len(parts))
        }

    @property
    def _full(self) -> bool:
        """Whether no more is taken in: a repository may have every file brought by each of thousands of Kustomizations."""
        return len(self._applied) >= MAX_APPLIED or self._met >= MAX_FILES

    def _synced(self, path: str, root: str) -> None:
        """Bring the folder that `flux bootstrap` writes; where it has not filled in the Kustomization yet, also the folder above, as it will."""
        folder = posixpath.dirname(path)
        if not self._waiting:
            self._sources.setdefault(_ROOT, ".")
            self._folder(posixpath.dirname(folder) or ".", root, "", frozenset(), 0)
        self._folder(folder, root, "", frozenset(), 0)

    def _follow(self, kustomization: Object) -> None:
        name, path, source = kustomization.name, kustomization.get("path"), kustomization.get("source")
        kind = kustomization.get("source-kind")
        if (name, path, source) in self._followed:
            return
        if kind == _ARTIFACT and source not in self._copies and any(one.get("source-kind") != _ARTIFACT for one in self._waiting):
            self._waiting.append(kustomization)  # one of the others may bring what generates it
            return
        self._followed.add((name, path, source))
        self._kustomizations.setdefault(name, kustomization)
        if "${" in path:
            self._problem(name, f"its path {path} is filled in by the cluster")
        elif kind == _ARTIFACT and source in self._copies:
            for copy in self._copies[source]:
                folder = copy.source_of(clean(path))
                if folder is not None:
                    self._bring(kustomization, self._placed(copy.source, folder))
        elif kind != _ARTIFACT and source in self._sources:
            self._bring(kustomization, self._placed(source, clean(path)))
        else:
            self._problem(name, f"it reads {kind} {source}, not this repository")

    def _placed(self, source: str, folder: str) -> str:
        """Return where in the repository a folder of a source lies."""
        return posixpath.normpath(posixpath.join(self._sources[source], folder))

    def _bring(self, kustomization: Object, folder: str) -> None:
        """Bring the folder of a Kustomization, and the components that it adds, whose paths begin there."""
        self._folder(folder, kustomization.name, kustomization.get("targetNamespace"), frozenset(), 0)
        for written in kustomization.components:
            self._resource(folder, written, kustomization.name, kustomization.get("targetNamespace"), frozenset(), 0)

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
            if path.endswith((".yaml", ".yml")) and not _lies_in_one(path, listed):
                self._file(path, entry, name, namespace, frozenset())
        for one in sorted(listed):
            if not _lies_in_one(one, listed):
                self._folder(one, name, namespace, frozenset(), 1)

    def _file(self, path: str, entry: Entry, name: str, namespace: str, labels: frozenset[str]) -> None:
        if self._full:
            return
        self._met += 1
        self._come_by(path, name)
        found = self._reading.contents(path, entry)
        if found.problem:
            self._problem(name, f"{path} {found.problem}")
        for one in found.objects:
            if one.api.startswith(f"{KUSTOMIZE}/"):
                continue
            where = namespace or one.namespace
            key = (id(one), where, name)
            if key not in self._applied and len(self._applied) < MAX_APPLIED:
                self._applied[key] = Applied(object=_placed_in(one, namespace), namespace=where, through=name, laid_over=labels)
            if one.kind == "Kustomization" and one.api.startswith(f"{FLUX}/"):
                self._waiting.append(one)
            elif one.copies:
                self._generate(one)
            elif one.kind == "HelmRelease" and one.get("chart").startswith("."):
                for below, _ in self._revision.files(clean(one.get("chart"))):
                    self._come_by(below, name)

    def _generate(self, generator: Object) -> None:
        """Remember what an ArtifactGenerator copies of this repository into each artifact."""
        for copy in generator.copies:
            if copy.source in self._sources:
                self._copies[copy.artifact] = (*self._copies.get(copy.artifact, ()), copy)

    def _come_by(self, path: str, name: str) -> None:
        self._files.setdefault(path, set()).add(name)


def _lies_in_one(path: str, folders: set[str]) -> bool:
    """Whether one of the folders is above a path; the top folder is above everything."""
    parts = path.split("/")
    return any("/".join(parts[:count]) in folders for count in range(len(parts)))


def _placed_in(one: Object, namespace: str) -> Object:
    """Return an object as a kustomization.yaml with a namespace leaves it: a Namespace among what it lists gets that name."""
    return replace(one, name=namespace) if namespace and one.kind == "Namespace" and one.api == "v1" else one


def _join(folder: str, name: str) -> str:
    return name if folder in ("", ".") else f"{folder}/{name}"
