"""What Flux applies of a revision: its Kustomizations, and the objects and files that they bring."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from drift.manifests import FLUX, HELM, Object


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
        return _all_from(name, {name: one.depends for name, one in self.kustomizations.items()})

    @cached_property
    def releases(self) -> Mapping[str, Object]:
        """The HelmReleases by name."""
        return {one.object.name: one.object for one in self.of_kind("HelmRelease", HELM)}

    def releases_in(self, path: str) -> frozenset[str]:
        """Return the HelmReleases that a file, or anything of a folder, declares."""
        below = f"{path.rstrip('/')}/"
        return frozenset(name for name, one in self.releases.items() if one.path == path or one.path.startswith(below))

    def release_depends(self, name: str) -> frozenset[str]:
        """Return all that a HelmRelease waits for, directly or through others."""
        return _all_from(name, {name: one.depends for name, one in self.releases.items()})


def _all_from(name: str, steps: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = [other for other in steps.get(waiting.pop(), ()) if other not in found]
        found.update(new)
        waiting += new
    return frozenset(found)
