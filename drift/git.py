"""Git's plumbing, asked so that nothing of the repository is ever run: no hook, filter, pager, monitor or transport.

Objects are read by their ids from `git cat-file`; nothing is written, checked out or fetched, and what the repository's own
configuration says about programs to run concerns none of the questions that are asked here.
"""

import os
import select
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO

SAFE = (
    *("-c", "safe.directory=*"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.pager=cat"),
    *("-c", "log.showSignature=false"),
)
MAX_ANSWER = 64_000_000
SECONDS = 30
SECONDS_OF_SILENCE = 15
MAX_SILENCES = 2


class NoSuchRevision(Exception):
    """A revision, or the repository itself, is not there; the words say which."""


def _environment() -> dict[str, str]:
    """Return the environment of every `git`: nothing of the caller's but the way to programs."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
    }


class Git:
    """One repository: a checkout, or a bare one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._environment = _environment() | {"GIT_CEILING_DIRECTORIES": str(self._folder.parent)}
        self._sizes: subprocess.Popen[bytes] | None = None
        self._contents: subprocess.Popen[bytes] | None = None
        self._silences = 0
        if self.ask("rev-parse", "--git-dir") is None:
            raise NoSuchRevision(f"{folder} is no Git repository")

    def ask(self, *words: str) -> str | None:
        """Return what one plumbing command prints, or None where it fails or takes longer than `SECONDS`."""
        try:
            done = subprocess.run(  # noqa: S603 - the program is git, and every word is ours or follows --end-of-options
                ["git", *SAFE, *words],  # noqa: S607 - git is found as the person's shell finds it
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, FileNotFoundError):
            return None
        return done.stdout[:MAX_ANSWER].decode(errors="replace") if done.returncode == 0 else None

    def _process(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - as above
            ["git", *SAFE, "cat-file", *words],  # noqa: S607 - as above
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _answering(self, process: "subprocess.Popen[bytes] | None", how: str) -> "subprocess.Popen[bytes]":
        """Return a process that answers: the one that there is, or another where it was ended for its silence."""
        if process is not None and (process.poll() is None or self._silences > MAX_SILENCES):
            return process
        return self._process(how)

    def _asked(self, process: "subprocess.Popen[bytes]", oid: str) -> bytes:
        """Return the line of an answer; nothing where none comes: an object may be a pipe into which nobody writes."""
        if process.poll() is not None:
            return b""
        try:
            _pipe(process.stdin).write(oid.encode() + b"\n")
            _pipe(process.stdin).flush()
        except BrokenPipeError:
            return b""
        if not select.select([_pipe(process.stdout)], [], [], SECONDS_OF_SILENCE)[0]:
            self._silences += 1
            process.kill()
            _end(process)
            return b""
        return _pipe(process.stdout).readline()

    def size(self, oid: str) -> tuple[str, int] | None:
        """Return the type of an object and its size in bytes, or None where it is not there."""
        self._sizes = self._answering(self._sizes, "--batch-check")
        words = self._asked(self._sizes, oid).split()
        return (words[1].decode(), int(words[2])) if len(words) == 3 and words[2].isdigit() else None  # noqa: PLR2004 - id, type, size

    def read(self, oid: str, most: int) -> bytes | None:
        """Return the content of an object, or None where it is not there or has more than `most` bytes."""
        known = self.size(oid)
        if known is None or known[1] > most:
            return None
        self._contents = self._answering(self._contents, "--batch")
        words = self._asked(self._contents, oid).split()
        if len(words) != 3 or not words[2].isdigit():  # noqa: PLR2004 - id, type, size
            return None
        return _pipe(self._contents.stdout).read(int(words[2]) + 1)[:-1]

    def close(self) -> None:
        """End the processes that answer."""
        for process in (self._sizes, self._contents):
            if process is not None:
                _end(process)
        self._sizes = self._contents = None


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(BrokenPipeError):
        _pipe(process.stdin).close()
    _pipe(process.stdout).close()
    process.wait(timeout=SECONDS)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("a process was started without pipes")
    return stream
