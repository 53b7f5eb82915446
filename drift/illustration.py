"""What of the data is an illustration: a file of an example, the names that it defines, a name that the reader fills in."""

import posixpath
import re
from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.component import Origin
from catalog.pattern import placeholders_in
from drift.claim import Claim, EdgeRef, FieldRef, LabelRef, NamedRef, PathRef, TaskRef

_NAME = re.compile(r"^\s*(?:-\s+)?(?:name|namespace|targetNamespace):\s*[\"']?([a-z0-9][a-z0-9.-]*)[\"']?\s*(?:#.*)?$", re.MULTILINE)


class Illustrations:
    """The paths and names of a catalog that are examples."""

    def __init__(self, catalog: Catalog) -> None:
        files = [file for component in catalog.components.values() for file in component.files]
        kept = {posixpath.normpath(file.path) for file in files if file.origin is not Origin.EXAMPLE}
        self._paths = {posixpath.normpath(file.path) for file in files if file.origin is Origin.EXAMPLE} - kept
        self._folders = {posixpath.dirname(path) for path in self._paths} - {""}
        self._folders = {folder for folder in self._folders if not any(path.startswith(f"{folder}/") or path == folder for path in kept)}
        self._names = {posixpath.basename(folder) for folder in self._folders} | set(self._defined(catalog, kept))

    def _defined(self, catalog: Catalog, kept: set[str]) -> Iterator[str]:
        """Yield the names of namespaces and objects in the manifests of examples."""
        real = {
            name
            for path, manifest in catalog.manifests.items()
            if posixpath.normpath(path) in kept
            for name in _NAME.findall(manifest.text)
        }
        for path, manifest in catalog.manifests.items():
            if posixpath.normpath(path) in self._paths:
                yield from (name for name in _NAME.findall(manifest.text) if name not in real)

    def is_one(self, claim: Claim) -> bool:
        """Whether a claim is about an example, or about a name that the reader fills in."""
        if placeholders_in(claim.ref) and not isinstance(claim.subject, FieldRef):
            return True
        match claim.subject:
            case PathRef(path=path) | TaskRef(path=str(path)):
                path = posixpath.normpath(path)
                return path in self._paths or any(path == folder or path.startswith(f"{folder}/") for folder in self._folders)
            case NamedRef(name=name, namespace=namespace):
                return self._is_name(name) or namespace in self._names
            case LabelRef(namespace=namespace):
                return namespace in self._names
            case EdgeRef():
                return False
            case _:
                return False

    def _is_name(self, name: str) -> bool:
        return name in self._names or any(name.endswith(f"-{one}") for one in self._names)
