"""What stands on many pages alike, kept once in a script that each loads: scripts, and what only a script brings to life."""

import json
import re
from collections import Counter
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script( id=\"\w+\" type=\"application/json\")?>(.{120,}?)</script>", re.DOTALL)
_NEEDS_SCRIPT = (
    r"<form class=\"md-header__option\" data-md-component=\"palette\">.*?</form>"
    r"|<div class=\"md-search\" data-md-component=\"search\" role=\"dialog\">.*?(?=\s*</nav>\s*</header>)"
)
_SHARED = re.compile(f"{_SCRIPT.pattern}|(?P<alive>{_NEEDS_SCRIPT})", re.DOTALL)
_FEWEST = 3


class Shared:
    """The scripts, and the parts that need one, of at least three of the pages."""

    def __init__(self, pages: Iterable[str]) -> None:
        found = Counter(part[0] for page in pages for part in _SHARED.finditer(page))
        self._names = {part: f"__shared{number}" for number, (part, times) in enumerate(found.items()) if times >= _FEWEST}

    def replaced(self, page: str) -> str:
        """Return the page with calls in the place of what is shared."""
        return _SHARED.sub(lambda part: f"<script>{self._names[part[0]]}()</script>" if part[0] in self._names else part[0], page)

    def functions(self) -> str:
        """Return the functions that the pages call, for a script that they load before."""
        return "".join(f"\nfunction {name}(){{{_body(part)}}}" for part, name in self._names.items()) + "\n"


def _body(part: str) -> str:
    found = _SCRIPT.fullmatch(part)
    if found is None:
        return f"document.currentScript.insertAdjacentHTML('beforebegin',{json.dumps(part)})"
    if not found[1]:
        return found[2]
    name = re.search(r"id=\"(\w+)\"", found[1])
    made = f"const data=document.createElement('script');data.id={json.dumps(name[1] if name else '')};data.type='application/json';"
    return f"{made}data.textContent={json.dumps(found[2].strip())};document.currentScript.after(data)"
