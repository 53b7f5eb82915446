"""Scripts that stand on many pages alike, kept once: each page keeps a call in their place."""

import json
import re
from collections import Counter
from collections.abc import Iterable

_INLINE = re.compile(r"<script( id=\"\w+\" type=\"application/json\")?>(.{120,}?)</script>", re.DOTALL)
_FEWEST = 3


class Shared:
    """The scripts of at least three of the pages."""

    def __init__(self, pages: Iterable[str]) -> None:
        found = Counter(script[0] for page in pages for script in _INLINE.finditer(page))
        self._names = {script: f"__shared{number}" for number, (script, times) in enumerate(found.items()) if times >= _FEWEST}

    def replaced(self, page: str) -> str:
        """Return the page with calls of the shared scripts."""
        return _INLINE.sub(lambda script: f"<script>{self._names[script[0]]}()</script>" if script[0] in self._names else script[0], page)

    def functions(self) -> str:
        """Return the functions that the pages call, for a script that they load before."""
        return "".join(f"\nfunction {name}(){{{_body(script)}}}" for script, name in self._names.items()) + "\n"


def _body(script: str) -> str:
    found = _INLINE.fullmatch(script)
    if found is None or not found[1]:
        return found[2] if found else ""
    name = re.search(r"id=\"(\w+)\"", found[1])
    made = f"const data=document.createElement('script');data.id={json.dumps(name[1] if name else '')};data.type='application/json';"
    return f"{made}data.textContent={json.dumps(found[2].strip())};document.currentScript.after(data)"
