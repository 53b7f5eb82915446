"""What took long to work out, kept in a folder for the next time: by the digest of all that it depends on, so that it is never stale.

One of the two places of this package that touch the disk (the other is `mkdocs_pages`): whoever writes a guide hands the folder in, and
whatever cannot be read or written is worked out anew.
"""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MOST, MOST_GUIDES = 1_000, 4


class KeptFolder(MutableMapping[str, bytes]):
    """A folder of at most so many results, the oldest of which go first."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def __getitem__(self, key: str) -> bytes:
        """Return what is kept under a key; raises KeyError."""
        try:
            return self._file(key).read_bytes()
        except OSError as error:
            raise KeyError(key) from error

    def __setitem__(self, key: str, value: bytes) -> None:
        """Keep a result, where the folder can be written."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._file(key)
            unfinished = file.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(value)
            unfinished.replace(file)
            for old in sorted(filter(Path.is_file, self._folder.iterdir()), key=lambda one: one.stat().st_mtime, reverse=True)[
                self._most :
            ]:
                old.unlink(missing_ok=True)

    def __delitem__(self, key: str) -> None:
        """Forget a result."""
        with suppress(OSError):
            self._file(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Yield the digests of the keys: the keys themselves are not kept."""
        with suppress(OSError):
            yield from sorted(file.name for file in self._folder.iterdir() if file.is_file())

    def __len__(self) -> int:
        """Return how many results are kept."""
        return sum(1 for _ in self)

    def _file(self, key: str) -> Path:
        return self._folder / sha256(key.encode()).hexdigest()


def kept_folder() -> MutableMapping[str, bytes]:
    """Return the folder that `PHASEBOOK_CACHE` names, or `.cache/phasebook` where it is not set; nothing is kept where it is empty."""
    return _folder("", MOST)


def kept_guides() -> MutableMapping[str, bytes]:
    """Return the folder of whole guides below it."""
    return _folder("guides", MOST_GUIDES)


def _folder(below: str, most: int) -> MutableMapping[str, bytes]:
    named = os.environ.get("PHASEBOOK_CACHE", ".cache/phasebook")
    return KeptFolder(Path(named).resolve() / below, most) if named else {}
