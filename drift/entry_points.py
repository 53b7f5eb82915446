"""Where Flux begins in a repository: the files that hold the first Kustomization of each cluster.

Source: fluxcd.io, *flux bootstrap*; fluxoperator.dev, *FluxInstance* and its chart.
"""

import posixpath

from drift.manifests import FLUX, INSTANCE, Contents, Reading
from drift.repository import Entry, Repository, Sort
from drift.revision import Revision
from drift.search import Found, Search

SYNC = ("gotk-sync.yaml", "gotk-sync.yml")


class Beginnings:
    """The files of a repository in which Flux may begin, at any of its revisions."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._synced = Search(repository, lambda name, _: name in SYNC)
        self._naming = Search(repository, self._names_flux)

    def of(self, revision: Revision) -> Found:
        """Return what `flux bootstrap` writes; where it wrote nothing, every file that names Flux. Hidden folders count where there is nothing else."""
        synced = self._synced.below(revision)
        shown = tuple(one for one in synced if not _is_hidden(one[0]))
        if shown:
            return shown
        naming = self._naming.below(revision)
        return tuple(one for one in naming if not _is_hidden(one[0])) or synced or naming

    def _names_flux(self, name: str, entry: Entry) -> bool:
        if not name.endswith((".yaml", ".yml")) or entry.sort not in (Sort.FILE, Sort.PROGRAM):
            return False
        content = self._repository.blob(entry.oid) or b""
        return FLUX.encode() in content or INSTANCE.encode() in content or (b"instance:" in content and b"sync:" in content)


def _is_hidden(path: str) -> bool:
    return any(name.startswith(".") for name in path.split("/"))


def entry_points(found: Found, reading: Reading) -> list[tuple[str, Contents]]:
    """Return, of the files in which Flux may begin, those that say where; without such a word, those that no other Kustomization brings."""
    holding = [(path, reading.contents(path, entry)) for path, entry in sorted(found)]
    sync = [path for path, _ in holding if posixpath.basename(path) in SYNC]
    sync = sync or [path for path, read in holding if any(one.kind == INSTANCE and one.get("path") for one in read.objects)]
    sync = sync or _outermost([path for path, read in holding if any(one.api.startswith(f"{FLUX}/") for one in read.objects)], holding)
    return [(path, read) for path, read in holding if path in sync]


def _outermost(paths: list[str], holding: list[tuple[str, Contents]]) -> list[str]:
    """Return the files with Kustomizations that lie in the folder of no other Kustomization."""
    folders = {path: [clean(one.get("path")) for one in read.objects if one.get("path")] for path, read in holding}
    brought = {path for path in paths for other in paths if path != other for folder in folders[other] if lies_in(path, folder)}
    return [path for path in paths if path not in brought] or paths


def lies_in(path: str, folder: str) -> bool:
    """Whether a path lies below a folder; everything does below the top folder."""
    return folder in ("", ".") or path.startswith(f"{folder}/")


def clean(path: str) -> str:
    """Return a path as Flux reads it: from the top folder, without `./` and `..`."""
    return posixpath.normpath(path.removeprefix("./").lstrip("/") or ".")
