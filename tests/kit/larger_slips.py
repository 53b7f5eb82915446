"""Slips that take more than one pattern to make: what is left out, moved, pasted twice, or written in another place."""

import re
from random import Random

from slips import ALL, Files, Site, Slip, lines_of, misspelt, plain_lines, put, sites


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


def unlisted(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"(?:needs|starts_after|covers|symptoms): \[([\w-]+)\]$", ("components", "runbooks", "faults"))
    if not found:
        return None
    site = random.choice(found)
    wide = Site(site.file, site.line, site.start - 1, site.end + 1, site.text)
    return put(files, wide, site.word, "a word for a list")


def other_phase(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"^phase: (bootstrap|gitops)", ("components",))
    if not found:
        return None
    site = random.choice(found)
    other = "gitops" if site.word == "bootstrap" else "bootstrap"
    return put(files, site, other, "the other phase")
