"""One end of a comparison: a folder, or a data folder as a revision of Git holds it, read without a checkout."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from catalog.kinds import KINDS
from phasebook.exit import Refused

MAX_FILES = 20_000
MAX_BYTES = 500_000_000
MAX_NAME = 4_000
_LINK = "120000"


@contextmanager
def end(named: str, data: Path) -> Iterator[Path]:
    """Give the folder of a catalog: the folder `named`, or what `data` is in the revision `named`, in a folder that goes away again.

    A folder that holds a catalog as its `data` stands for that. What is neither folder nor revision, or both, is refused. A revision without
    the data folder gives an empty one: the guide did not exist then.
    """
    folder = Path(named)
    tree = _tree(named, data)
    if folder.is_dir() and tree is not None and "/" not in named:
        raise Refused(f"`{named}` is a folder and a revision: write ./{named} for the folder, refs/heads/{named} for the branch")
    if folder.is_dir():
        yield _catalog_in(folder, data)
    elif tree is None:
        raise Refused(f"`{named}` is neither a folder nor a revision that Git knows here")
    else:
        with TemporaryDirectory(prefix="phasebook-") as kept:
            if tree:
                _write(tree, data, Path(kept))
            yield Path(kept)


def _catalog_in(folder: Path, data: Path) -> Path:
    if any((folder / kind).is_dir() for kind in KINDS):
        return folder
    within = folder / (data.name or "data")
    if within.is_dir():
        return within
    raise Refused(f"there is no catalog in {folder}")


def _write(tree: str, data: Path, to: Path) -> None:
    """Write every file of the tree into the folder; links as links, so that the loader judges them as in any folder."""
    entries = list(_entries(tree, data))
    contents = _contents([name for _, name, _ in entries], data)
    for (mode, _, path), content in zip(entries, contents, strict=True):
        file = to.joinpath(*path.parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            if len(content) < MAX_NAME and b"\0" not in content:
                file.symlink_to(content.decode("utf-8", "surrogateescape"))
        else:
            file.write_bytes(content)


def _entries(tree: str, data: Path) -> Iterator[tuple[str, str, PurePosixPath]]:
    """Yield mode, object and path of each file of a tree."""
    listed = _git(data, "ls-tree", "-r", "-z", "--full-tree", tree)
    lines = [line for line in listed.split(b"\0") if line]
    if len(lines) > MAX_FILES:
        raise Refused(f"the data folder of that revision has more than {MAX_FILES:,} files")
    for line in lines:
        head, _, name = line.partition(b"\t")
        mode, kind, object_ = head.decode("ascii").split()
        path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
        if kind == "blob" and not path.is_absolute() and ".." not in path.parts:
            yield mode, object_, path


def _contents(objects: list[str], data: Path) -> Iterator[bytes]:
    read = _git(data, "cat-file", "--batch", given="".join(f"{object_}\n" for object_ in objects).encode("ascii"))
    if len(read) > MAX_BYTES:
        raise Refused(f"the data folder of that revision holds more than {MAX_BYTES:,} bytes")
    at = 0
    for _ in objects:
        line = read.index(b"\n", at)
        size = int(read[at:line].split()[-1])
        yield read[line + 1 : line + 1 + size]
        at = line + size + 2


def _tree(named: str, data: Path) -> str | None:
    """Return the tree that the data folder is in a revision, an empty word where it is not there, None where there is no such revision."""
    try:
        commit = _git(data, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}").decode("ascii").strip()
        top = Path(_git(data, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n"))
    except (Refused, ValueError):
        return None
    inside = data.resolve().relative_to(top.resolve()).as_posix()
    try:
        return (
            _git(data, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{'' if inside == '.' else inside}")
            .decode()
            .strip()
        )
    except Refused:
        return ""


def _git(data: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Return what Git prints, asked in the nearest folder of `data` that exists; refuses in Git's words where it fails."""
    where = next(folder for folder in (data.resolve(), *data.resolve().parents) if folder.is_dir())
    try:
        asked = subprocess.run(["git", *arguments], cwd=where, input=given, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise Refused(f"Git cannot be run: {error.strerror}") from error
    if asked.returncode != 0:
        raise Refused(f"Git says: {asked.stderr.decode('utf-8', 'replace').strip() or 'no'}")
    return asked.stdout
