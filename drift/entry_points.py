"""Where Flux begins in a repository: the files that hold the first Kustomization of each cluster."""

import posixpath

from drift.manifests import FLUX, Contents, Reading
from drift.revision import Entry, Revision, Sort

SYNC = ("gotk-sync.yaml", "gotk-sync.yml")


def entry_points(revision: Revision, reading: Reading) -> list[tuple[str, Contents]]:
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
    folders = {path: [clean(one.get("path")) for one in read.objects if one.get("path")] for path, read in holding}
    brought = {path for path in paths for other in paths if path != other for folder in folders[other] if lies_in(path, folder)}
    return [path for path in paths if path not in brought] or paths


def lies_in(path: str, folder: str) -> bool:
    """Whether a path lies below a folder; everything does below the top folder."""
    return folder in ("", ".") or path.startswith(f"{folder}/")


def clean(path: str) -> str:
    """Return a path as Flux reads it: from the top folder, without `./` and `..`."""
    return posixpath.normpath(path.removeprefix("./").lstrip("/") or ".")
