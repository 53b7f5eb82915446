"""A form of what a command prints, beside the healthy one: what is alike is counted, what differs is seen."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from generator import words

_FEWEST = 3
"""How many lines in a row must be alike to be counted instead of shown."""
_MOST = 400
"""Lines of a form that are compared; a longer one is shown whole."""


def beside(form: str, healthy: str) -> str:
    """Return a form without the lines that it has in common with the healthy one, where those are several in a row.

    In their place stand words in parentheses, as for all that is left out (language §3). The first line, which names the columns of a table, stays.
    """
    lines, usual = form.rstrip("\n").split("\n"), healthy.rstrip("\n").split("\n")
    if lines == usual or max(len(lines), len(usual)) > _MOST:
        return form
    shown = list(_shown(lines, usual))
    return "\n".join(shown) + "\n" if len(shown) < len(lines) else form


def _shown(lines: list[str], usual: list[str]) -> Iterator[str]:
    yield lines[0]
    for tag, start, end, _, _ in SequenceMatcher(None, lines[1:], usual[1:], autojunk=False).get_opcodes():
        part = lines[start + 1 : end + 1]
        if tag == "equal" and len(part) >= _FEWEST:
            yield f"({words.counted(len(part), 'line')} as when all is well)"
        else:
            yield from part
