"""Scripts: whether they can be run, and whether they know the options that a line gives them, as far as their text tells."""

import posixpath
import re

from drift.claim import Judged, Verdict
from drift.repository import Entry, Sort
from drift.snapshot import Snapshot

_PASSES_ON = re.compile(r"""exec .*"?\$@"?|["']?\$\{?[@*]\}?["']?\s*$""", re.MULTILINE)
_GETOPTS = re.compile(r"""getopts\s+["']?([A-Za-z0-9:?]+)""")


def judge_script(path: str, entry: Entry, flags: tuple[str, ...], now: Snapshot) -> Judged:
    """Return whether a script is executable, or run by its interpreter, and knows these options."""
    name = posixpath.basename(path)
    ran = any(f"{shell} {prefix}{path}" in now.ran.text for shell in ("bash", "sh", "python3", "python") for prefix in ("", "./"))
    if entry.sort is not Sort.PROGRAM and not ran:
        return Judged(verdict=Verdict.CHANGED, detail=f"{name} is there, and not executable")
    how = "there, and executable" if entry.sort is Sort.PROGRAM else "there, and run by its interpreter"
    text = now.revision.text(path) or ""
    unknown = [flag for flag in flags if not _knows(text, flag)]
    if not unknown:
        return Judged(verdict=Verdict.HOLDS, detail=how)
    if _PASSES_ON.search(text):
        return Judged(
            verdict=Verdict.UNVERIFIABLE,
            detail=f"{how}; it passes what it is given on, so nothing tells whether it takes {', '.join(unknown)}",
        )
    return Judged(verdict=Verdict.CHANGED, detail=f"{name} is there, and does not know {', '.join(unknown)}")


def _knows(text: str, flag: str) -> bool:
    """Whether a text names an option as a word, or takes its letter with `getopts`; a line that only comments does not count."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    letter = flag[1:] if len(flag) == 2 else ""  # noqa: PLR2004 - a dash and a letter
    known = any(letter in found for found in _GETOPTS.findall(code)) if letter else False
    return known or re.search(rf"(?<![\w-]){re.escape(flag)}(?![\w-])", code) is not None
