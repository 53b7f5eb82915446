"""What stands on many pages alike, kept once in a script that each loads: scripts, and the parts of the theme's frame."""

import json
import re
from collections import Counter
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script( id=\"\w+\" type=\"application/json\")?>((?:(?!</script>).){60,})</script>", re.DOTALL)
_FRAME = (
    r"<input class=\"md-toggle\" data-md-toggle=\"drawer\".*?<label class=\"md-overlay\"[^>]*></label>"
    r"|<header class=\"md-header\".*?</header>"
    r"|<button type=\"button\" class=\"md-top .*?</button>"
    r"|<footer class=\"md-footer\">.*?</footer>"
    r"|<div class=\"md-dialog\".*?</div>\s*</div>"
)
_SHARED = re.compile(f"{_SCRIPT.pattern}|(?P<frame>{_FRAME})", re.DOTALL)
_RUN = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FEWEST = 3
_PUT = "\nfunction __put(html,at){at?at.insertAdjacentHTML('beforeend',html):document.currentScript.insertAdjacentHTML('beforebegin',html)}"
"""Puts markup at the end of an element, or before the script that runs."""


class Shared:
    """The scripts and the parts of the frame that at least three of the pages have."""

    def __init__(self, pages: Iterable[str]) -> None:
        found = Counter(part[0] for page in pages for part in _SHARED.finditer(page))
        self._names = {part: f"__shared{number}" for number, (part, times) in enumerate(found.items()) if times >= _FEWEST}

    def replaced(self, page: str) -> str:
        """Return the page with calls in the place of what is shared."""
        return _SHARED.sub(lambda part: f"<script>{self._names[part[0]]}()</script>" if part[0] in self._names else part[0], page)

    def functions(self) -> str:
        """Return the functions that the pages call, for a script that they load before."""
        return _PUT + "".join(f"\nfunction {name}(at){{{_body(part)}}}" for part, name in self._names.items()) + "\n"


def _body(part: str) -> str:
    found = _SCRIPT.fullmatch(part)
    if found is None:
        made = f"__put({json.dumps(_RUN.sub('', part), ensure_ascii=False)},at)"
        return ";".join([made, *(run[1] for run in _RUN.finditer(part))])
    if not found[1]:
        return found[2]
    name = re.search(r"id=\"(\w+)\"", found[1])
    made = f"const data=document.createElement('script');data.id={json.dumps(name[1] if name else '')};data.type='application/json';"
    return f"{made}data.textContent={json.dumps(found[2].strip())};(at||document.body).append(data)"
