"""What stands on every page before and behind its article, in one call each: the scripts are called by one that each page loads before them."""

import json
import re

from phasebook.frame import SIDES

_HEAD = r"(?:<script>__\w+\(\)</script>\s*)?</head>\s*(?P<body><body[^>]*>)"
_SKIP = r"<div data-md-component=\"skip\">\s*<a\b[^>]*>[^<]*</a>\s*</div>|<div data-md-component=\"announce\">\s*</div>"
_LED = re.compile(r'(?<=href="#)[^"]*')
"""Where the way past the frame leads: to the heading, which the frame's script knows."""
_CALL = r"<script>(?P<call>__\w+)\(\)</script>"
_LOAD = r"<script src=\"(?P<load>[^\"]+)\"></script>"
_BEFORE = re.compile(rf"{_HEAD}(?P<before>(?:\s|<script>__\w+\(\)</script>|{_SKIP})*)(?=<div class=\"md-container)")
_BEHIND = re.compile(rf"</article><script>{re.escape(SIDES)}</script>(?P<behind>.*)\Z", re.DOTALL)
_STEP = re.compile(rf"\s+|{_CALL}|{_LOAD}|(?P<end></(?:div|main)>)|</(?:body|html)>")
_HELP = """
function __above(){const all=[];for(let one=document.currentScript.parentElement;one!==document.documentElement;one=one.parentElement)all.push(one);return all}
function __load(names){addEventListener('DOMContentLoaded',()=>names.forEach((name,number)=>{const script=document.createElement('script');script.src=name;script.async=false;if(!number)script.onload=()=>window.document$?.next(document);document.body.append(script)}))}"""
"""What a script stands in, from the inside; and scripts that are loaded in their order once the page can be read.

The first is the theme's, which waits for the page to be read whole; it is told that it is.
"""


class Around:
    """What stands around the articles of the pages so far: one call before each and one behind it, whose work is told by `functions`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def replaced(self, page: str) -> str:
        """Return the page with one call before its article and one behind it; one that has more than calls there stays as it is."""
        before, behind = _BEFORE.search(page), _BEHIND.search(page)
        work = behind and _behind(behind["behind"])
        if before is None or behind is None or not work:
            return page
        closing = "".join(found[0] for found in _STEP.finditer(behind["behind"]) if found["end"])
        head, inner = page[: before.start()], page[before.end() : behind.start()]
        first, last = self._called(_before(before[0])), self._called(f"{SIDES};{work}")
        return f"{head}</head>\n{before['body']}\n{first}\n{inner}</article>{last}{closing}\n</body>\n</html>\n"

    def functions(self) -> str:
        """Return the functions that the pages call, for a script that they load before."""
        return _HELP + "".join(f"\nfunction {name}(){{{work}}}" for work, name in self._names.items()) + "\n"

    def _called(self, work: str) -> str:
        name = self._names.setdefault(work, f"__around{len(self._names)}")
        return f"<script>{name}()</script>"


def _before(part: str) -> str:
    """Calls and markup before the article, in their order, alike on all pages."""
    steps = re.finditer(rf"{_CALL}|(?P<skip>{_SKIP})", part)
    return ";".join(f"{step['call']}()" if step["call"] else f"__put({json.dumps(_LED.sub('', step['skip']))})" for step in steps)


def _behind(part: str) -> str:
    """Calls behind the article, each for the end of the element that is still open there; nothing where there is more than calls."""
    depth, work, place, loads = 0, ["const all=__above()"], 0, list[str]()
    for step in _STEP.finditer(part):
        if step.start() != place:
            return ""
        place = step.end()
        depth += step["end"] is not None
        if step["call"]:
            work.append(f"{step['call']}(all[{depth}])")
        elif step["load"]:
            loads.append(step["load"])
    return ";".join([*work, f"__load({json.dumps(loads)})"]) if place == len(part) else ""
