"""The same page in fewer bytes: what a browser shows and a screen reader says stays what it was."""

import re
from urllib.parse import quote

_VERBATIM = re.compile(r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<pre\b.*?</pre>)", re.DOTALL)
_LINE_BREAK = re.compile(r"\s*\n\s*")
_NUMBERED = re.compile(r"&#(\d{2,3});")
_MEANT = frozenset("&<>\"'`")  # these stay numbers: within markup they have a meaning of their own
_BLANK = re.compile(r'<span class="w">(\s+)</span>')
_COMMAND = re.compile(r'(<div class="language-bash highlight">)(<pre\b.*?</pre>)', re.DOTALL)
_SPAN = re.compile(r"</?span\b[^>]*>")
_BESIDE = "</strong> <strong>"
"""Words side by side that stand out: together they are one passage."""
_ICON = re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="(0 0 \d+ \d+)">((?:<path d="[^"<>]*"/>)+)</svg>')

_FREE = " '=/:;,.-+"  # signs that an address within quotes may hold as they are


class Icons:
    """The icons of the theme, each kept once, in a style sheet, instead of on every page."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def replaced(self, page: str) -> str:
        """Return the page with a mark in place of each icon."""
        return _ICON.sub(self._mark, page)

    def rules(self) -> str:
        """Return the rules that draw the marks of all the pages so far."""
        if not self._known:
            return ""
        every = ",".join(f".{name}" for name in self._known.values())
        shared = f"{every}{{background:currentcolor;mask:var(--icon) center/contain no-repeat}}@media (forced-colors:active){{{every}{{forced-color-adjust:none;background:CanvasText}}}}"
        return f"\n{shared}{''.join(map(_rule, self._known.items()))}\n"

    def _mark(self, found: re.Match[str]) -> str:
        name = self._known.setdefault((found[1], found[2]), f"md-i{len(self._known) + 1}")
        return f'<svg class="{name}" viewBox="{found[1]}"></svg>'


def shorten(page: str, icons: Icons) -> str:
    """Return a page without blank space that nobody sees, with plain signs for their numbers, and with its icons in the style sheet."""
    parts = _VERBATIM.split(_COMMAND.sub(_uncoloured, icons.replaced(page).replace(_BESIDE, " ")))
    return "".join(_kept(part) if number % 2 else _plain(_LINE_BREAK.sub("\n", part)) for number, part in enumerate(parts)).strip() + "\n"


def _kept(part: str) -> str:
    return _plain(_BLANK.sub(r"\1", part.replace("<pre><span></span>", "<pre>"))) if part.startswith("<pre") else part


def _uncoloured(command: re.Match[str]) -> str:
    return command[1] + _SPAN.sub("", command[2])


def _plain(part: str) -> str:
    return _NUMBERED.sub(_sign, part)


def _sign(found: re.Match[str]) -> str:
    sign = chr(int(found[1]))
    return sign if sign.isascii() and sign.isprintable() and sign not in _MEANT else found[0]


def _rule(known: tuple[tuple[str, str], str]) -> str:
    (box, drawn), name = known
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}'>{drawn.replace(chr(34), chr(39))}</svg>"
    return f'.{name}{{--icon:url("data:image/svg+xml,{quote(picture, safe=_FREE)}")}}'
