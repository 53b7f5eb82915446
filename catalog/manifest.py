"""Files of the cluster's repository that stand beside the data, as a step writes them."""

from dataclasses import dataclass

from catalog.location import Location, Word
from catalog.node import Mapping, Node, Scalar

FOLDER = "manifests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One file: its path in the repository, its text, and the API version and kind that it names, where it names them."""

    at: Location
    path: str
    text: str
    api: Word | None
    kind: Word | None


def manifest(file: str, text: str, root: Node) -> Manifest:
    """Return the manifest at the path `file` in the data folder, whose text was read as `root`."""
    return Manifest(at=root.at, path=file.removeprefix(f"{FOLDER}/"), text=text, api=_word(root, "apiVersion"), kind=_word(root, "kind"))


def _word(root: Node, key: str) -> Word | None:
    found = root.get(key) if isinstance(root, Mapping) else None
    return Word(found.text, found.at) if isinstance(found, Scalar) else None
