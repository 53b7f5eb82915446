"""What the YAML files of a GitOps repository say, kept by the ids of their contents: objects of the API, and kustomization.yaml files."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.node import Mapping as Map
from catalog.node import Node
from drift.documents import Unreadable, at, documents, items_at, pairs_at, text_at, words_at
from drift.listing import Listing, listing_of
from drift.repository import Entry, Repository, Sort

MAX_REMEMBERED = 6_000
FLUX = "kustomize.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"
KUSTOMIZE = "kustomize.config.k8s.io"
INSTANCE = "FluxInstance"
_SOURCES = ("GitRepository", "OCIRepository", "Bucket")
_ROOT = "flux-system"
"""What an instance of Flux calls its source and its first Kustomization, where nothing else is said."""
OBJECTS_OF_PODS = (("spec", "template"), ("spec", "jobTemplate", "spec", "template"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What an ArtifactGenerator copies into an artifact: from which source, from which folder there, to which folder of the artifact."""

    artifact: str
    source: str
    origin: str
    target: str

    def source_of(self, path: str) -> str | None:
        """Return the folder of the source that becomes a folder of the artifact; None where that comes from elsewhere."""
        if self.target == "." or path.startswith(f"{self.target}/"):
            return posixpath.normpath(posixpath.join(self.origin, path.removeprefix(f"{self.target}/")))
        return self.origin if path in (self.target, ".") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """One object of the API as a file declares it. `labels` are its own and `pod_labels` those of the pods that it makes, as `key=value`.

    `more` holds what else is asked of its kind: for a Flux Kustomization `path`, `source`, `suspend`, `targetNamespace`; for a
    HelmRelease `chart`, `version`, `release`, `targetNamespace`, `createNamespace`; for a CRD `group`, `plural`, `kind`.
    """

    api: str
    kind: str
    name: str
    namespace: str
    path: str
    line: int
    labels: frozenset[str] = frozenset()
    pod_labels: frozenset[str] = frozenset()
    depends: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str:
        """Return one of `more`, or nothing."""
        return dict(self.more).get(key, "")

    @property
    def group(self) -> str:
        """The API group, empty for the core."""
        return self.api.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One file: its objects, its listing where it is a kustomization.yaml, and why it could not be read."""

    objects: tuple[Object, ...] = ()
    listing: Listing | None = None
    problem: str | None = None


class Reading:
    """The YAML files of a repository, each content read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known: dict[tuple[str, str], Contents] = {}

    def contents(self, path: str, entry: Entry | None) -> Contents:
        """Return what the file at a path holds, whose entry this is."""
        if entry is None or entry.sort not in (Sort.FILE, Sort.PROGRAM):
            return Contents(problem="is no file")
        key = (path, entry.oid)
        if key not in self._known:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[key] = self._read(path, entry)
        return self._known[key]

    def _read(self, path: str, entry: Entry) -> Contents:
        content = self._repository.blob(entry.oid)
        if content is None:
            return Contents(problem="is larger than what is read")
        if content.startswith(b"version https://git-lfs"):
            return Contents(problem="is a pointer to a file that is kept elsewhere (LFS)")
        try:
            read = documents(path, content)
        except Unreadable as why:
            return Contents(problem=f"is no YAML that can be read: {why}")
        objects = tuple(found for node in read for found in _objects(node, path))
        return Contents(objects=objects, listing=listing_of(read[0]) if read else None)


def _objects(node: Node, path: str) -> Iterator[Object]:
    api, kind = text_at(node, "apiVersion"), text_at(node, "kind")
    yield from _instance(node, path, *(("spec", "values") if kind == "HelmRelease" else ()))
    if not isinstance(node, Map) or api is None or kind is None:
        return
    if kind.endswith("List") and at(node, "items") is not None and text_at(node, "metadata", "name") is None:
        for item in items_at(node, "items"):
            yield from _objects(item, path)
        return
    yield Object(
        api=api,
        kind=kind,
        name=text_at(node, "metadata", "name") or "",
        namespace=text_at(node, "metadata", "namespace") or "",
        path=path,
        line=node.at.line,
        labels=_labels(node, ("metadata", "labels")),
        pod_labels=_pod_labels(node, kind),
        depends=tuple(name for item in items_at(node, "spec", "dependsOn") if (name := text_at(item, "name"))),
        versions=_versions(node) if kind == "CustomResourceDefinition" else (),
        components=words_at(node, "spec", "components") if api.startswith(f"{FLUX}/") else (),
        copies=tuple(_copies(node)) if kind == "ArtifactGenerator" else (),
        more=tuple(_more(node, api, kind)),
    )
    for item in items_at(node, "spec", "resources") if kind == "ResourceSet" else ():
        if "<<" not in (text_at(item, "metadata", "name") or ""):
            yield from _objects(item, path)


def _instance(node: Node, path: str, *above: str) -> Iterator[Object]:
    """Yield the FluxInstance that its chart makes of these values: an object without an API version, for no file declares it."""
    sync = at(node, *above, "instance", "sync")
    if text_at(sync, "path"):
        yield Object(api="", kind=INSTANCE, name=_ROOT, namespace=_ROOT, path=path, line=node.at.line, more=tuple(_sync(sync)))


def _sync(sync: Node | None) -> Iterator[tuple[str, str]]:
    yield from (
        ("path", text_at(sync, "path") or ""),
        ("source-kind", text_at(sync, "kind") or ""),
        ("source", text_at(sync, "name") or _ROOT),
    )


def _copies(node: Node) -> Iterator[Copy]:
    sources = items_at(node, "spec", "sources")
    known = {text_at(one, "alias"): text_at(one, "name") or "" for one in sources if text_at(one, "kind") in _SOURCES}
    for artifact in items_at(node, "spec", "artifacts"):
        for copy in items_at(artifact, "copy"):
            alias, _, origin = (text_at(copy, "from") or "").removeprefix("@").partition("/")
            target = (text_at(copy, "to") or "").removeprefix("@artifact").lstrip("/")
            if alias in known:
                yield Copy(
                    artifact=text_at(artifact, "name") or "",
                    source=known[alias],
                    origin=posixpath.normpath(origin.rstrip("*").rstrip("/") or "."),
                    target=posixpath.normpath(target.rstrip("/") or "."),
                )


def _labels(node: Node, *places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{key}={value}" for place in places for key, value in pairs_at(node, *place))


def _pod_labels(node: Node, kind: str) -> frozenset[str]:
    templates = [(*place, "metadata", "labels") for place in OBJECTS_OF_PODS]
    return _labels(node, *templates, *([("metadata", "labels")] if kind == "Pod" else []))


def _versions(node: Node) -> tuple[str, ...]:
    listed = items_at(node, "spec", "versions")
    return tuple(name for item in listed if (name := text_at(item, "name")) and text_at(item, "served") != "false")


def _more(node: Node, api: str, kind: str) -> Iterator[tuple[str, str]]:
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if api.startswith(f"{FLUX}/"):
        wanted = (
            ("path", ("spec", "path")),
            ("source", ("spec", "sourceRef", "name")),
            ("source-kind", ("spec", "sourceRef", "kind")),
            ("suspend", ("spec", "suspend")),
            ("targetNamespace", ("spec", "targetNamespace")),
        )
    elif api.startswith(f"{HELM}/"):
        wanted = (
            ("chart", ("spec", "chart", "spec", "chart")),
            ("version", ("spec", "chart", "spec", "version")),
            ("release", ("spec", "releaseName")),
            ("targetNamespace", ("spec", "targetNamespace")),
            ("createNamespace", ("spec", "install", "createNamespace")),
        )
    elif kind == "CustomResourceDefinition":
        wanted = (("group", ("spec", "group")), ("plural", ("spec", "names", "plural")), ("kind", ("spec", "names", "kind")))
    elif kind == INSTANCE and at(node, "spec", "sync") is not None:
        yield from _sync(at(node, "spec", "sync"))
    elif kind == "GitRepository":
        wanted = (("url", ("spec", "url")),)
    for key, place in wanted:
        value = text_at(node, *place)
        if value is not None:
            yield key, value
