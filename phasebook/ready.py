"""A model ready to be proven, kept for the next time by the digest of all that it was made of: the data, the program, and what reads YAML.

What is kept is a program's own objects, which must not come from a stranger: the folder is the user's own, not one of the repository at hand.
"""

import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.kept import KeptFolder
from phasebook.proof.places import Places, places_of
from simulator.model import Model

KEPT_FROM = 200_000
"""Data of fewer bytes are read as fast as what would be kept of them."""

MOST_BYTES = 50_000_000
"""Data of more bytes are not looked through for a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The model of a catalog, and where its parts stand in the data."""

    model: Model
    places: Places


def ready(data: Path, tell: Callable[[Any], None] | None = None) -> Ready | None:
    """Return the model of the catalog in a folder, or None where it cannot be replayed, as `replayable` does."""
    kept, made_of = _kept_folder(), _digest(data)
    known = _sound(kept.get(made_of)) if made_of else None
    if known is None:
        from phasebook.examine import replayable  # noqa: PLC0415  (what reads data is not needed where a model is kept)
        from simulator.sharing import shared  # noqa: PLC0415  (for the same reason)

        loaded = replayable(data, tell)
        if loaded is None:
            return None
        known = Ready(model=shared(loaded[1]), places=places_of(loaded[0]))
        if made_of and made_of == _digest(data):  # nothing has changed while it was read
            told = pickle.dumps(known, pickle.HIGHEST_PROTOCOL)
            kept[made_of] = sha256(told).digest() + told
    return known


def _sound(told: bytes | None) -> Ready | None:
    """Return what is kept, where it is whole."""
    if told is None or sha256(told[32:]).digest() != told[:32]:
        return None
    known: Ready = pickle.loads(told[32:])  # noqa: S301  (written by this program, into the user's own folder)
    return known


def _kept_folder() -> MutableMapping[str, bytes]:
    """Return the folder that `PHASEBOOK_CACHE` names, or the user's own; nothing is kept where it is empty."""
    named = os.environ.get("PHASEBOOK_CACHE")
    if named == "":
        return {}
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "phasebook"
    return KeptFolder((Path(named) if named else own).resolve() / "models")


def _digest(data: Path) -> str | None:
    """Return the digest of everything that a model depends on; None where there is little of it, or anything but folders and files."""
    made_of = sha256(f"{sys.version} {sys.platform}".encode())
    size = 0
    try:
        for name, path in _files(data):
            content = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
            size += 0 if content is None else len(content)
            if content is None or size > MOST_BYTES:
                return None
            made_of.update(f"\0{name}\0{len(content)}\0".encode(errors="surrogateescape"))
            made_of.update(content)
        for path in _program():
            made_of.update(path.read_bytes())
    except OSError:
        return None
    return made_of.hexdigest() if size >= KEPT_FROM else None


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what stands in a folder, in order, by its path there; what cannot be looked through raises OSError."""

    def refuse(error: OSError) -> None:
        raise error

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted((*files, *(name for name in folders if Path(where, name).is_symlink()))):
            path = Path(where, name)
            yield path.relative_to(folder).as_posix(), path


def _program() -> Iterator[Path]:
    """Yield the files of the program that make a model, and the module that says which release reads YAML."""
    here = Path(__file__)
    for package in ("catalog", "simulator"):
        yield from sorted((here.parent.parent / package).rglob("*.py"))
    yield from (here, here.parent / "examine.py", here.parent / "proof" / "places.py")
    yaml = find_spec("yaml")
    if yaml is not None and yaml.origin is not None:
        yield Path(yaml.origin)
