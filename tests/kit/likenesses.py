"""Changes to the files of a catalog that break no rule: other layouts, and more of what is there already."""

from collections.abc import Callable
from random import Random

from slips import Files, lines_of, plain_lines, sites

Change = Callable[[Files, Random], Files]


def _file(files: Files, random: Random) -> str:
    return random.choice([name for name in sorted(files) if name.endswith(".yaml") and not name.startswith("manifests/")])


def _with(files: Files, name: str, text: str) -> Files:
    return {**files, name: text.encode()}


def other_line_ends(files: Files, random: Random) -> Files:
    name = _file(files, random)
    return {**files, name: files[name].replace(b"\n", b"\r\n")}


def a_mark_at_the_start(files: Files, random: Random) -> Files:
    name = _file(files, random)
    return {**files, name: b"\xef\xbb\xbf" + files[name]}


def a_comment(files: Files, random: Random) -> Files:
    name = _file(files, random)
    lines = lines_of(files[name])
    lines.insert(random.choice([number for number, _ in plain_lines(files[name])]), '# A remark: [of somebody, "on" the way')
    return _with(files, name, "\n".join(lines))


def no_line_end(files: Files, random: Random) -> Files:
    name = _file(files, random)
    return {**files, name: files[name].rstrip(b"\n")}


def a_document_mark(files: Files, random: Random) -> Files:
    name = _file(files, random)
    return {**files, name: b"---\n" + files[name]}


def another_name(files: Files, random: Random) -> Files:
    name = _file(files, random)
    new = f"{name.rpartition('/')[0]}/deeper/0-{name.rpartition('/')[2]}"
    return {new if file == name else file: content for file, content in files.items()}


def quotes(files: Files, random: Random) -> Files:
    site = random.choice(sites(files, r"^(?:  )?(?:phase|layer|risk|kind): ([a-z-]+)$", ("components", "commands", "runbooks")))
    lines = lines_of(files[site.file])
    lines[site.line] = f'{site.text[: site.start]}"{site.word}"{site.text[site.end :]}'
    return _with(files, site.file, "\n".join(lines))


def a_block_list(files: Files, random: Random) -> Files:
    found = sites(files, r"^needs: \[([\w, -]+)\]$", ("components",))
    site = random.choice(found)
    lines = lines_of(files[site.file])
    lines[site.line] = "needs:\n" + "\n".join(f"  - {one.strip()}" for one in site.word.split(","))
    return _with(files, site.file, "\n".join(lines))


def keys_in_another_order(files: Files, random: Random) -> Files:
    pairs = sites(files, r"^(phase): \w+$", ("components", "runbooks"))
    site = random.choice(pairs)
    lines = lines_of(files[site.file])
    lines.append(lines.pop(site.line)) if lines[-1] else lines.insert(len(lines) - 1, lines.pop(site.line))
    return _with(files, site.file, "\n".join(lines))


def another_text(files: Files, random: Random) -> Files:
    site = random.choice(sites(files, r"^(?:  )?why: (\w[^\"'#:]+)$", ("components", "faults", "invariants")))
    lines = lines_of(files[site.file])
    lines[site.line] = f"{site.text[: site.start]}>-\n{' ' * (len(site.text) - len(site.text.lstrip()) + 2)}{site.word}, and 10.244.7.9 too"
    return _with(files, site.file, "\n".join(lines))


def another_symptom(files: Files, random: Random) -> Files:
    site = random.choice(sites(files, r"symptoms: (\[)", ("faults", "runbooks")))
    lines = lines_of(files[site.file])
    lines[site.line] = (
        f'{site.text[: site.end]}"dial tcp 10.244.3.17:8443: i/o timeout at 10:12:31, on 2024-01-01, v1.2.3.4", {site.text[site.end :]}'
    )
    return _with(files, site.file, "\n".join(lines))


def a_system_more(files: Files, random: Random) -> Files:
    return _with(files, "systems/another.yaml", "id: another\nname: 'Yes, on: no'\nwhy: 3\n")


def a_note_more(files: Files, random: Random) -> Files:
    site = random.choice(sites(files, r"^  - (title): \w", ("runbooks",)))
    lines = lines_of(files[site.file])
    if any(line.startswith("    note:") for line in lines[site.line + 1 : site.line + 8]):
        return files
    lines.insert(site.line + 1, "    note: Mind the step.")
    return _with(files, site.file, "\n".join(lines))


def a_page_more(files: Files, random: Random) -> Files:
    return _with(files, "pages/more.md", "# More\n\nSee 192.0.2.7 and 127.0.0.1.\n")


def an_anchor(files: Files, random: Random) -> Files:
    site = random.choice(sites(files, r"^phase: (\w+)$", ("components",)))
    lines = lines_of(files[site.file])
    lines[site.line] = f"phase: &mine {site.word}"
    return _with(files, site.file, "\n".join(lines))


def blank_lines(files: Files, random: Random) -> Files:
    name = _file(files, random)
    lines = lines_of(files[name])
    lines.insert(next(number for number, _ in plain_lines(files[name])), "\n  \n")
    return _with(files, name, "\n".join(lines))


CHANGES: tuple[Change, ...] = (
    other_line_ends,
    a_mark_at_the_start,
    a_comment,
    no_line_end,
    a_document_mark,
    another_name,
    quotes,
    a_block_list,
    keys_in_another_order,
    another_text,
    another_symptom,
    a_system_more,
    a_note_more,
    a_page_more,
    an_anchor,
    blank_lines,
)
