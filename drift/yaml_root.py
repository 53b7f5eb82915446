"""The first mapping of a YAML file."""

from catalog.location import NOWHERE
from catalog.node import Mapping as Map
from drift.documents import Unreadable, documents
from drift.snapshot import Snapshot


def root_of(path: str, now: Snapshot) -> Map:
    """Return the first mapping of a YAML file; one without keys where it holds none, or cannot be read."""
    try:
        found = documents(path, now.revision.content(path) or b"")
    except Unreadable:
        found = ()
    return next((node for node in found if isinstance(node, Map)), Map(at=NOWHERE, entries=()))
