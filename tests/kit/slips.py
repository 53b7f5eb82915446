"""Slips of the hand, one at a time, as people make them who write YAML twice a year: what was done, where it stands, and what stood there before."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

Files = dict[str, bytes]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The files after a slip: what it was, its place and where else it may be told; `was` is what stood there, empty where no edit can know."""

    what: str
    files: Files
    places: frozenset[Place]
    was: str

    def __str__(self) -> str:
        return f"{self.what} at {min(self.places)}"


@dataclass(frozen=True, slots=True)
class Site:
    """A word of a file: where it begins in its line, and what comes before and behind it."""

    file: str
    line: int
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        """The word itself."""
        return self.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """The file and the line, counted from 1."""
        return (self.file, self.line + 1)


Find = Callable[[Files, Random], Slip | None]


def lines_of(content: bytes) -> list[str]:
    return content.decode("utf-8").split("\n")


def sites(files: Files, pattern: str, folders: Iterable[str]) -> list[Site]:
    """Return every place that a pattern finds, by its first group; comments and block texts are left out."""
    wanted = re.compile(pattern)
    return [
        Site(name, number, *found.span(1), line)
        for name, content in sorted(files.items())
        if name.endswith(".yaml") and name.partition("/")[0] in folders
        for number, line in plain_lines(content)
        for found in wanted.finditer(line.split(" # ")[0])
    ]


def plain_lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no comment and no part of a block text."""
    block: int | None = None
    for number, line in enumerate(lines_of(content)):
        indent = len(line) - len(line.lstrip())
        if block is not None and (not line.strip() or indent > block):
            continue
        block = indent if re.search(r":\s*[|>][+-]?\s*$", line) else None
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def put(files: Files, site: Site, new: str, what: str, *, was: str | None = None, elsewhere: Iterable[Place] = ()) -> Slip:
    """Return the slip that writes something else at a site."""
    lines = lines_of(files[site.file])
    lines[site.line] = site.text[: site.start] + new + site.text[site.end :]
    changed = {**files, site.file: "\n".join(lines).encode()}
    return Slip(what=what, files=changed, places=frozenset({site.place, *elsewhere}), was=site.word if was is None else was)


def misspelt(word: str, random: Random) -> str:
    """Return a word with a letter too few, too many, or swapped with the next; never the first."""
    at = random.randrange(1, max(len(word) - 1, 2))
    kind = random.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return swapped if swapped != word else word[:at] + word[at + 1 :]


ALL = ("systems", "components", "commands", "faults", "reactions", "invariants", "runbooks", "scenarios", "trees", "guide")
KEY = r"(?:^|[{ ])(?:- )?({keys}):(?= |$)"


def _misspell(what: str, pattern: str, folders: Iterable[str] = ALL) -> Find:
    def find(files: Files, random: Random) -> Slip | None:
        found = [site for site in sites(files, pattern, folders) if len(site.word) > 3]
        if not found:
            return None
        site = random.choice(found)
        return put(files, site, misspelt(site.word, random), what)

    return find


def _replace(what: str, pattern: str, new: str, folders: Iterable[str] = ALL, *, was: str | None = None) -> Find:
    def find(files: Files, random: Random) -> Slip | None:
        found = sites(files, pattern, folders)
        if not found:
            return None
        site = random.choice(found)
        return put(files, site, new.replace("@", site.word), what, was=was)

    return find


def _lines(what: str, pattern: str, change: Callable[[list[str], int, Random], str], folders: Iterable[str] = ALL) -> Find:
    """Return the slip that changes whole lines: `change` does it, and returns what an edit should give back."""

    def find(files: Files, random: Random) -> Slip | None:
        found = sites(files, pattern, folders)
        if not found:
            return None
        site = random.choice(found)
        lines = lines_of(files[site.file])
        before = len(lines)
        was = change(lines, site.line, random)
        near = {(site.file, site.line + 1), (site.file, site.line + 2)} if len(lines) > before else {(site.file, site.line + 1)}
        return Slip(what=what, files={**files, site.file: "\n".join(lines).encode()}, places=frozenset(near), was=was)

    return find


def _twice(lines: list[str], at: int, random: Random) -> str:
    lines.insert(at + 1, lines[at])
    return lines[at]


def _indent(by: str) -> Callable[[list[str], int, Random], str]:
    def change(lines: list[str], at: int, random: Random) -> str:
        was = lines[at]
        lines[at] = by + was if by.strip(" ") or by else was
        return was

    return change


def _tab(lines: list[str], at: int, random: Random) -> str:
    was = lines[at]
    lines[at] = "\t" + was.lstrip(" ")
    return was


def _gone(lines: list[str], at: int, random: Random) -> str:
    del lines[at]
    return ""


def _capital(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"^(?:  )?(?:phase|risk|kind): ([a-z-]+)", ("components", "commands", "runbooks"))
    if not found:
        return None
    site = random.choice(found)
    return put(files, site, site.word.capitalize(), "another case")


def _outdent(lines: list[str], at: int, random: Random) -> str:
    was = lines[at]
    lines[at] = was[1:]
    return was


def required_gone(files: Files, random: Random) -> Slip | None:
    """A required key of an entity on lines of its own is left out; it is told where the entity begins."""
    wanted = r"^(?:  )?((?:phase|sets|run|root|never|starts|steps|when|kind)):"
    found = list(sites(files, wanted, ("components", "faults", "commands", "invariants", "scenarios", "trees", "guide")))
    found = [site for site in found if (site.word, site.file.partition("/")[0]) in REQUIRED]
    if not found:
        return None
    site = random.choice(found)
    lines = lines_of(files[site.file])
    indent = len(site.text) - len(site.text.lstrip())
    end = site.line + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    start = next(
        number
        for number in range(site.line, -1, -1)
        if re.match(r"- " if indent else r"\w+:|#|- ", lines[number]) and _starts(lines, number, indent)
    )
    del lines[site.line : end]
    changed = {**files, site.file: "\n".join(lines).encode()}
    return Slip(what="a required key is left out", files=changed, places=frozenset({(site.file, start + 1)}), was=site.word)


REQUIRED = {
    ("phase", "components"),
    ("sets", "faults"),
    ("run", "commands"),
    ("never", "invariants"),
    ("starts", "scenarios"),
    ("root", "trees"),
    ("kind", "guide"),
}


def _starts(lines: list[str], number: int, indent: int) -> bool:
    if indent:
        return lines[number].startswith("- ")
    return not any(line.strip() and not line.startswith("#") for line in lines[:number]) and not lines[number].startswith("#")


def moved_folder(files: Files, random: Random) -> Slip | None:
    """A file stands in the folder of another kind."""
    name = random.choice(
        [name for name in sorted(files) if name.startswith(("faults/", "components/", "runbooks/")) and name.count("/") == 1]
    )
    other = random.choice([kind for kind in ("reactions", "invariants", "trees", "scenarios") if kind != name.partition("/")[0]])
    new = f"{other}/{name.partition('/')[2]}"
    if new in files:
        return None
    changed = {new if file == name else file: content for file, content in files.items()}
    first = next((number + 1 for number, _ in plain_lines(files[name])), 1)
    return Slip(
        what="a file in the folder of another kind",
        files=changed,
        places=frozenset({(new, line) for line in range(1, first + 3)}),
        was=name.partition("/")[0],
    )


def other_ending(files: Files, random: Random) -> Slip | None:
    """A file does not end in `.yaml`."""
    name = random.choice([name for name in sorted(files) if name.endswith(".yaml") and name.partition("/")[0] in ALL])
    new = name[:-5] + random.choice([".yml", ".YAML", ".yaml.txt"])
    changed = {new if file == name else file: content for file, content in files.items()}
    return Slip(what="a file with another ending", files=changed, places=frozenset({(new, 1)}), was=name.rpartition("/")[2])


def other_folder(files: Files, random: Random) -> Slip | None:
    """The folder of a kind is misspelt."""
    kind = random.choice(sorted({name.partition("/")[0] for name in files} & {"faults", "components", "runbooks", "commands", "scenarios"}))
    new = misspelt(kind, random)
    changed = {f"{new}/{name.partition('/')[2]}" if name.startswith(f"{kind}/") else name: content for name, content in files.items()}
    return Slip(what="a folder that is misspelt", files=changed, places=frozenset({(new, 1)}), was=kind)


def no_utf8(files: Files, random: Random) -> Slip | None:
    """A letter is written in Latin-1."""
    found = sites(files, r"(?:why|name|title|summary): .*?([aou])", ALL)
    site = random.choice(found)
    lines = files[site.file].split(b"\n")
    raw = site.text.encode()
    lines[site.line] = raw[: site.start] + b"\xe4" + raw[site.end :]
    return Slip(what="no UTF-8", files={**files, site.file: b"\n".join(lines)}, places=frozenset({site.place}), was="")


def deleted(files: Files, random: Random) -> Slip | None:
    """A fault is deleted that a runbook covers; it is told where it is named."""
    found = sites(files, r"^- id: (\S+)", ("faults",))
    if not found:
        return None
    site = random.choice(found)
    lines = lines_of(files[site.file])
    end = next((number for number in range(site.line + 1, len(lines)) if lines[number].startswith("- ")), len(lines))
    named = {one.place for one in sites(files, rf"(?<![\w-])({re.escape(site.word)})(?![\w-])", ALL) if one.place != site.place}
    if any("&" in line for line in lines[site.line : end]):
        return None
    del lines[site.line : end]
    if not any(line.strip() and not line.startswith("#") for line in lines) or not named:
        return None
    return Slip(what="an entity is deleted", files={**files, site.file: "\n".join(lines).encode()}, places=frozenset(named), was="")


def circle(files: Files, random: Random) -> Slip | None:
    """A component needs one that needs it."""
    ids = {site.file: site.word for site in sites(files, r"^id: (\S+)", ("components",))}
    by_id = {name: file for file, name in ids.items()}
    pairs = []
    for site in sites(files, r"^needs: (\[[^\]]+\])", ("components",)):
        for other in re.findall(r"[\w-]+", site.word):
            target = by_id.get(other)
            theirs = list(sites({target: files[target]}, r"^needs: \[([^\]]+)\]", ("components",))) if target else []
            if theirs:
                pairs.append((theirs[0], ids.get(site.file, ""), site))
    if not pairs:
        return None
    site, name, first = random.choice(pairs)
    if not name or name == ids[site.file]:
        return None
    return put(files, site, f"{site.word}, {name}", "a circle of needs", was=name, elsewhere=[first.place])


def twice(files: Files, random: Random) -> Slip | None:
    """An entity of a list is pasted twice."""
    found = sites(files, r"^- id: (\S+)", ("faults", "commands", "reactions"))
    if not found:
        return None
    site = random.choice(found)
    lines = lines_of(files[site.file])
    end = next((number for number in range(site.line + 1, len(lines)) if lines[number].startswith("- ")), len(lines))
    block = lines[site.line : end]
    if block and not block[-1].strip():
        block = block[:-1]
        end -= 1
    lines[end:end] = block
    return Slip(
        what="an entity twice", files={**files, site.file: "\n".join(lines).encode()}, places=frozenset({(site.file, end + 1)}), was=""
    )


def _unlisted(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"(?:needs|starts_after|covers|symptoms): \[([\w-]+)\]$", ("components", "runbooks", "faults"))
    if not found:
        return None
    site = random.choice(found)
    wide = Site(site.file, site.line, site.start - 1, site.end + 1, site.text)
    return put(files, wide, site.word, "a word for a list")


def _phase(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"^phase: (bootstrap|gitops)", ("components",))
    if not found:
        return None
    site = random.choice(found)
    other = "gitops" if site.word == "bootstrap" else "bootstrap"
    return put(files, site, other, "the other phase")


SLIPS: dict[str, Find] = {
    "a key": _misspell(
        "a misspelt key",
        r"^(?:- |  |    |  - )?(requires|takes|shows|covers|symptoms|purpose|expect|if_unmet|if_fails|conditions|starts_after|needs|title|objective|phase|sets|faults|starts|nodes|never|after|files|sources|only_if)(?=: )",
    ),
    "a reference": _misspell(
        "a misspelt reference", r"(?:needs|starts_after|covers|faults|accepts): \[([\w-]+)[,\]]", ("components", "runbooks", "scenarios")
    ),
    "a target": _misspell("a misspelt target", r"(?:if_met|if_unmet|if_fails|escalates_to): ([\w-]{5,})", ("runbooks",)),
    "a component in a fact": _misspell(
        "a misspelt component in a fact", r"[{ ]([a-z0-9-]{4,})\.[a-z0-9-]+: ", ("runbooks", "commands", "reactions", "faults")
    ),
    "a condition in a fact": _misspell(
        "a misspelt condition in a fact", r"[{ ][a-z0-9-]+\.([a-z0-9-]{4,}): ", ("runbooks", "commands", "reactions", "faults")
    ),
    "a value": _misspell(
        "a misspelt value", r"[{ ][a-z0-9-]+\.[a-z0-9-]+: ([a-z][a-z0-9-]{3,})", ("runbooks", "commands", "reactions", "faults")
    ),
    "another value": _replace(
        "a value of something else", r"[{ ][a-z0-9-]+\.[a-z0-9-]+: ([a-z][a-z0-9-]{3,})", "purple", ("runbooks", "reactions", "faults")
    ),
    "a word of a list": _misspell(
        "a misspelt word of a closed list", r"(?:phase|risk|kind|outcome): ([a-z-]{4,})(?=$|,|\})", ("components", "commands", "runbooks")
    ),
    "a word for a list": _unlisted,
    "a duration in words": _replace(
        "a duration in words", r"(?:takes|after|objective|within): \d+(m)(?=$|,|\})", " minutes", ("commands", "reactions", "runbooks")
    ),
    "a duration without a unit": _replace(
        "a duration without a unit", r"(?:takes|after|objective): \d+([ms])(?=$|,|\})", "", ("commands", "reactions", "runbooks")
    ),
    "an empty value": _replace(
        "an empty value",
        r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes):( \S.*)$",
        "",
        ("components", "commands", "runbooks", "faults"),
        was="",
    ),
    "no blank after the colon": _replace(
        "no blank after the colon", r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes|id)(: )\S", ":", ALL
    ),
    "no colon": _replace(
        "no colon",
        r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes)(: )\S",
        " ",
        ("components", "commands", "runbooks", "faults"),
    ),
    "a bracket that is not closed": _replace(
        "a bracket that is not closed", r"^(?:  )?(?:needs|covers|symptoms|starts_after): \[.*(\])\s*$", "", ALL
    ),
    "a brace that is not closed": _replace(
        "a brace that is not closed", r"^\s*(?:expect|requires|sets|only_if|when|set): \{[^{}]*(\})\s*$", "", ALL
    ),
    "a quote that is not closed": _replace("a quote that is not closed", r"^\s*(?:- )?(?:\w+: )?\"[^\"\\]*(\")\s*$", "", ALL),
    "a colon in a text": _replace(
        "a colon in a text",
        r"^(?:  )?(?:why|name|title|purpose|summary): [A-Z][a-z]+( )[a-z]",
        ": ",
        ("components", "commands", "faults", "runbooks"),
        was=None,
    ),
    "a tab": _lines("a tab", r"^(\s+)[\w.-]+: \S", _tab, ("components", "runbooks", "commands", "faults")),
    "a line too far right": _lines(
        "a line too far right",
        r"^\s+((?:requires|takes|risk|expect|if_fails|sets|symptoms|purpose)): \S",
        _indent(" "),
        ("runbooks", "commands", "faults"),
    ),
    "a line too far left": _lines(
        "a line too far left",
        r"^\s+((?:requires|takes|risk|expect|if_fails|sets|symptoms|purpose)): \S",
        _outdent,
        ("runbooks", "commands", "faults"),
    ),
    "a key twice": _lines(
        "a key twice", r"^(?:  )?((?:phase|takes|risk|why|title|layer|objective)): \S", _twice, ("components", "commands", "runbooks")
    ),
    "a required key": required_gone,
    "a merge key": _replace("a merge key", r"^(?:  )?(phase): \S", "<<: {x: y}\n@", ("components",), was=""),
    "yes for a phase": _replace("a truth value", r"^(?:  )?phase: (\w+)", "yes", ("components",), was="bootstrap"),
    "a date for a time": _replace(
        "a date", r"(?:takes|after|objective): (\d+[ms])(?=$|,|\})", "2024-01-01", ("commands", "reactions", "runbooks"), was="90s"
    ),
    "a list for a word": _replace("a list for a word", r"^(?:  )?(?:phase|title|layer): ([\w -]+)$", "[@]", ("components", "runbooks")),
    "a list for a mapping": _replace("a list for a mapping", r"^(?:  )?sets: (\{[^{}]+\})$", "[@, nonsense]", ("faults",), was=""),
    "a jump to nowhere": _replace(
        "a jump to a step that is not there", r"(?:if_met|if_unmet|if_fails): ([\w-]{3,})", "look-in-the-cellar", ("runbooks",), was=""
    ),
    "a line that no command fits": _misspell(
        "a misspelt line", r"^\s+(?:- |run: )(?:kubectl|talosctl|task|flux|git|helm) ([a-z-]{4,})", ("runbooks",)
    ),
    "an address": _replace("an address with two numbers swapped", r"(172\.29\.51\.)1[0-3]", "172.29.15.", ("runbooks",)),
    "an address of nobody": _replace("an address of nobody", r"172\.29\.51\.(1[0-3])(?!\d)", "77", ("faults", "commands")),
    "a pattern": _misspell("a misspelt pattern", r"^(?:- |  )?run: (?:kubectl|talosctl|task|flux|git|helm) ([a-z-]{4,})", ("commands",)),
    "an id": _misspell("a misspelt id", r"^(?:- )?id: ([\w-]{4,})", ("components", "faults", "runbooks")),
    "a placeholder": _misspell("a misspelt placeholder", r"\{([a-z-]{4,})\}\.[a-z-]+", ("commands",)),
    "a quote too many": _replace(
        "a quote too many", r"^(?:  )?(?:why|title|purpose): ([A-Z])", '"@', ("components", "commands", "runbooks")
    ),
    "an answer": _misspell("a misspelt answer", r"^\s+(?:then|else): ([\w-]{4,})", ("trees",)),
    "a folder": moved_folder,
    "an ending": other_ending,
    "the folder of a kind": other_folder,
    "no UTF-8": no_utf8,
    "a deleted entity": deleted,
    "a circle": circle,
    "an entity twice": twice,
    "the other phase": _phase,
    "another case": _capital,
    "a decimal duration": _replace(
        "a decimal duration", r"(?:takes|after|objective): (\d+)m(?=$|,|\})", "1.5", ("commands", "reactions"), was="90s"
    ),
    "a negative count": _replace("a negative count", r"at_least: (\d)", "-@", ALL, was=""),
    "curly quotes": _replace("curly quotes", r"^(?:  )?phase: ([a-z]+)$", "“@”", ("components",)),
    "no comma": _replace("no comma", r"^(?:  )?(?:needs|starts_after): \[[\w-]+(, )[\w-]+", " ", ("components",), was=""),
    "two commas": _replace("two commas", r"^(?:  )?(?:needs|starts_after): \[[\w-]+(, )[\w-]+", ",, ", ("components",), was=""),
    "a key of another kind": _replace("a key of another kind", r"^(?:  )?(why): [A-Z]", "description", ("components", "faults"), was=""),
    "an id in capitals": _replace("an id in capitals", r"^id: ([a-z])[a-z]+-?", "X", ("runbooks",), was=""),
    "an underscore in an id": _replace("an underscore in an id", r"^id: [a-z]+(-)[a-z]+", "_", ("components", "runbooks")),
    "an empty list": _replace("an empty list", r"^\s+run: (\[.*\]|[a-z].*)$", "[]", ("runbooks",), was=""),
    "no expect": _lines("no expect", r"^\s+(expect): \{.*\}$", _gone, ("runbooks",)),
    "no dash": _replace("no dash", r"^  (- )title: ", "  ", ("runbooks",), was=""),
    "a starred text": _replace(
        "a text that begins with a sign", r"^(?:  )?(?:why|title|purpose): ([A-Z])", "* @", ("components", "commands", "runbooks")
    ),
}
"""By name, every slip; each finds a place in the files of a catalog, or none."""
