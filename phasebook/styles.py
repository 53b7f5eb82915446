"""The styles of a site as one sheet, which each page loads, without rules for what stands on none of its pages."""

import posixpath
import re
from collections.abc import Iterable

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_OTHER_WAY = re.compile(r'\[dir=(?:"?)rtl(?:"?)\]')
_LOADED = re.compile(r"""url\((["']?)(?![a-z]+:|#|/)([^"')]+)\1\)""")
_GIVEN = re.compile(r"\b(?:md|pb)-[\w-]+|(?<=\")[\w-]+(?=\")")
_PALETTE = re.compile(r"\[data-md-color-(?:primary|accent)=\"?([\w-]+)\"?\]")
_PALETTES = re.compile(r"data-md-color-(?:primary|accent)=\\?\"([\w-]+)")
"""A palette that a rule asks for, and those that pages and scripts give."""
_STATES = ("js", "no-js", "focus-visible")
_VALUE = re.compile(rf"([{{;\s])(--[\w-]+)\s*:(?:{_STRING.pattern}|[^;{{}}\"'])*(?:;|(?=}}))")


def classes_in(pages: Iterable[str], scripts: Iterable[str]) -> frozenset[str]:
    """Return the names of classes and palettes that stand on pages, or that scripts may give: those with a prefix of the theme or of the guide, words in quotes, and states."""
    on_pages = {name for page in pages for listed in re.findall(r'\bclass="([^"]*)"', page) for name in listed.split()}
    from_scripts = {name for script in scripts for name in (*_GIVEN.findall(script), *_PALETTES.findall(script))}
    return frozenset((*on_pages, *from_scripts, *_STATES))


def one_sheet(sheets: Iterable[str], known: frozenset[str]) -> str:
    """Return the sheets as one, without rules that ask for a class that is not `known`, for text from right to left, or for values unused."""
    whole = "\n".join("".join(_rules(_COMMENT.sub("", sheet), known)) for sheet in sheets)
    while (shorter := _without_unused(whole)) != whole:  # a value may be used by another that is not
        whole = shorter
    return whole


def moved(sheet: str, before: str, now: str) -> str:
    """Return a sheet as it must be where it is moved to another path of the site: what it loads stays where it is."""

    def led(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(before), found[2]))
        return f"url({found[1]}{posixpath.relpath(target, posixpath.dirname(now) or '.')}{found[1]})"

    return _LOADED.sub(led, sheet)


def _without_unused(sheet: str) -> str:
    used = frozenset(re.findall(r"var\(\s*(--[\w-]+)", sheet))
    return _VALUE.sub(lambda found: found[1] if found[2] not in used else found[0], sheet)


def _rules(sheet: str, known: frozenset[str]) -> Iterable[str]:
    """Yield what is kept of a sheet, or of what stands within braces, rule by rule."""
    place = 0
    while (found := _next(sheet, place)) is not None:
        head, body, place = found
        if body is None:
            yield f"{head};"
        elif head.startswith(("@media", "@supports", "@layer")):
            inner = "".join(_rules(body, known))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            kept = [one for one in _selectors(head) if _is_met(one, known)]
            if kept:
                yield f"{','.join(kept)}{{{body}}}"


def _next(sheet: str, place: int) -> tuple[str, str | None, int] | None:
    """The head of the next rule, what stands between its braces (None for a statement), and the place behind it; None at the end."""
    start, depth, opened = place, 0, -1
    for sign in re.finditer(rf"{_STRING.pattern}|[{{}};]", sheet[place:]):
        mark, at = sign[0], place + sign.start()
        if mark == ";" and not depth:
            return sheet[start:at].strip(), None, at + 1
        if mark == "{":
            opened, depth = (at, 1) if not depth else (opened, depth + 1)
        elif mark == "}":
            depth -= 1
            if not depth:
                return sheet[start:opened].strip(), sheet[opened + 1 : at].strip(), at + 1
    return None


def _selectors(head: str) -> list[str]:
    """The selectors of a rule: commas within brackets part none."""
    parts, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _is_met(selector: str, known: frozenset[str]) -> bool:
    """Whether all classes and palettes that a selector asks for are known; what it asks in brackets may be known in part."""
    if _OTHER_WAY.search(selector) or not known.issuperset(_PALETTE.findall(selector)):
        return False
    asked, depth = "", 0
    for sign in _STRING.sub("", selector):
        depth += (sign in "([") - (sign in ")]")
        asked += sign if not depth else ""
    return all(name in known for name in _CLASS.findall(asked))
