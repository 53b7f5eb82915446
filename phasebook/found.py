"""The index of the search: shipped once, fetched when somebody searches, and without what it would find twice."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

ENTRIES = "entries.js"
_PAGE, _PART = 140, 60
"""Letters of a page and of a part of it that are searched; titles, and the words by which a page is found, are searched whole."""
_COMMON = 3
"""How many parts may have one title, if there is nothing else by which one is found."""
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_ENDS = re.compile(r"(?:</?(?:p|li|ul|ol)>|</?pre>(?:</?code>)?|</code></pre>|\n|(?<=</code>)\s+(?=<code>))+")

Entry: TypeAlias = "dict[str, Any]"


def lighten_search(folder: Path) -> None:
    """Replace the theme's two copies of the index, which every page fetches, by two empty ones and a script with the entries.

    `docs/assets/iframe-worker.js` fetches that script once the reader turns to the search, from a server and from a folder alike.
    """
    index = folder / "search_index.json"
    if not index.is_file():
        return
    read = json.loads(index.read_text(encoding="utf-8"))
    entries = json.dumps(once(read["docs"]), separators=(",", ":"), ensure_ascii=False)
    empty = json.dumps({**read, "docs": []}, separators=(",", ":"))
    (folder / ENTRIES).write_text(f"var __entries={entries}\n", encoding="utf-8")
    index.write_text(empty, encoding="utf-8")
    (folder / "search_index.js").write_text(f"var __index={empty}\n", encoding="utf-8")


def once(entries: list[Entry]) -> list[Entry]:
    """Return the entries of an index, each line of prose and of code within the first of them that has it.

    Those with the greatest boost come first. The words by which a page is found stay with the page and leave its sections.
    Of each the first words stay: what it is about; what has a common title and no words is left out. A block of several lines is what something prints: the finder of the guide (`docs/assets/finder.js`) knows what such lines tell.
    """
    seen: set[str] = set()
    lightened = {}
    for number in sorted(range(len(entries)), key=lambda number: -entries[number].get("boost", 1)):
        lines = dict.fromkeys(" ".join(line.split()) for line in _ENDS.split(_BLOCK.sub(_one_line, entries[number]["text"])))
        new = [line for line in lines if line and line not in seen]
        seen.update(new)
        entry = {key: value for key, value in entries[number].items() if key != "tags" or "#" not in entries[number]["location"]}
        if "tags" in entry:
            entry["tags"] = [tag.replace("&#x27;", "'").replace("&quot;", '"') for tag in entry["tags"]]  # as they stand on a screen
        lightened[number] = {**entry, "text": _start(" ".join(new), _PART if "#" in entries[number]["location"] else _PAGE)}
    named = Counter(entry["title"] for entry in entries if "#" in entry["location"])
    kept = (lightened[number] for number in range(len(entries)))
    return [entry for entry in kept if entry["text"] or "#" not in entry["location"] or named[entry["title"]] <= _COMMON]


def _start(text: str, most: int) -> str:
    """The first words of a text: what it is about; what follows them is read on the page."""
    plain = _TAG.sub("", text)
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0]


def _one_line(block: re.Match[str]) -> str:
    return "\n" if "\n" in _TAG.sub("", block[0]).strip() else block[0]
