"""Finds the files of a catalog and reads their bytes; the only module that touches the disk."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalog.finding import Report, declare, suggest
from catalog.location import Location
from catalog.manifest import FOLDER
from catalog.text import MAX_BYTES

MAX_FILES = 5_000
MAX_FOLDERS_DEEP = 20

UNREADABLE_FILE = declare("FILE004", "A data file can be read.", blocking=True)
NOT_A_FILE = declare("FILE005", "What is named `*.yaml` is a file.", blocking=True)
LEADS_OUT = declare("FILE006", "A link in the data folder leads to a file in the data folder.", blocking=True)
UNKNOWN_FOLDER = declare("FILE007", "A folder in the data folder is named after a kind.", blocking=True)
MISPLACED = declare("FILE008", "A data file stands in the folder of its kind and ends in `.yaml`.", blocking=True)
TOO_MANY_FILES = declare(
    "FILE009", f"A catalog has at most {MAX_FILES:,} files, in folders at most {MAX_FOLDERS_DEEP} deep.", blocking=True
)

REPORT = "verified.json"
"""The report of `phasebook drift` that is kept beside the kinds."""
_ENDING = re.compile(r"(\.ya?ml)?\.(ya?ml|txt|json|ymal|yam|yaml\d*)$", re.IGNORECASE)
_ASIDE = (".md", ".bak", ".orig", ".swp", "~")
"""How the names of files end that nobody takes for data: words for people, and what editors and merges leave behind."""

RECOVERIES = "recoveries.json"
"""The best recoveries, as `phasebook suggest --keep` found them, that are kept beside the kinds."""
WITNESSES = "witnesses.json"
"""Replays with the way that each goes, as `phasebook mutate --keep` found them, that are kept beside the kinds."""
BESIDE = "pages"
"""The folder in the data folder that holds finished pages of the guide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One data file: its path in the data folder, the kind that its folder names (or `manifests`, or `pages`), and its bytes."""

    file: str
    kind: str
    content: bytes


def sources(data: Path, kinds: tuple[str, ...], report: Report) -> Iterator[Source]:
    """Yield every data file under `data` in the order of paths; what cannot be read goes to `report`."""
    count = 0
    for entry in _entries(data, data, report):
        if not entry.is_dir() or entry.is_symlink():
            _report_stray(data, entry, report)
        elif entry.name in (*kinds, FOLDER):
            for path in _yaml_files(data, entry, 1, report):
                count += 1
                if count > MAX_FILES:
                    report(
                        TOO_MANY_FILES.found(_first_line(data, path), f"more than {MAX_FILES:,} files", "put several entities into a file")
                    )
                    return
                content = _content(data, path, report)
                if content is not None:
                    yield Source(file=_name(data, path), kind=entry.name, content=content)
        elif entry.name == BESIDE:
            yield from _pages(data, entry, report)
        elif not entry.name.startswith("."):
            listed = ", ".join(f"`{kind}`" for kind in kinds)
            hint, *_ = suggest(entry.name, kinds)
            message = f"`{entry.name}` is the folder of no kind{hint}"
            report(UNKNOWN_FOLDER.found(_first_line(data, entry), message, f"rename it to one of {listed}"))


def _pages(data: Path, folder: Path, report: Report) -> Iterator[Source]:
    for path in sorted(folder.glob("*.md"))[:MAX_FILES]:
        content = _content(data, path, report) if path.is_file() and path.resolve().is_relative_to(data.resolve()) else None
        if content is not None:
            yield Source(file=_name(data, path), kind=BESIDE, content=content)


def _name(data: Path, path: Path) -> str:
    return path.relative_to(data).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _first_line(data: Path, path: Path) -> Location:
    return Location(_name(data, path), 1, 1)


def _entries(data: Path, folder: Path, report: Report) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        report(UNREADABLE_FILE.found(_first_line(data, folder), f"`{_name(data, folder)}` cannot be listed: {error.strerror}"))
        return []


def _report_stray(data: Path, entry: Path, report: Report) -> None:
    if entry.is_symlink() and not entry.resolve().is_relative_to(data.resolve()):
        report(
            LEADS_OUT.found(
                _first_line(data, entry), f"`{entry.name}` is a link that leads out of the data folder", "put the file itself here"
            )
        )
    elif entry.suffix in (".yaml", ".yml") or entry.is_symlink():
        message = f"`{entry.name}` stands outside the folders of kinds and is not read"
        report(MISPLACED.found(_first_line(data, entry), message, "move it into the folder of its kind"))


def _yaml_files(data: Path, folder: Path, depth: int, report: Report) -> Iterator[Path]:
    if depth > MAX_FOLDERS_DEEP:
        report(TOO_MANY_FILES.found(_first_line(data, folder), f"folders more than {MAX_FOLDERS_DEEP} deep", "flatten them"))
        return
    for path in _entries(data, folder, report):
        if path.is_symlink() and not path.resolve().is_relative_to(data.resolve()):
            _report_stray(data, path, report)
        elif path.suffix == ".yaml" and not path.name.startswith("."):
            if path.is_file():
                yield path
            else:
                report(
                    NOT_A_FILE.found(
                        _first_line(data, path), f"`{_name(data, path)}` is not a file", "rename the folder, or write the file"
                    )
                )
        elif path.is_dir() and not path.is_symlink():
            yield from _yaml_files(data, path, depth + 1, report)
        elif path.is_symlink() or not (path.name.startswith(".") or path.name.endswith(_ASIDE)):
            message = f"`{_name(data, path)}` is not read: its name does not end in `.yaml`"
            right = _ENDING.sub(".yaml", path.name) if _ENDING.search(path.name) else f"{path.name}.yaml"
            report(MISPLACED.found(_first_line(data, path), message, f"rename it to `{right}`"))


def _content(data: Path, path: Path, report: Report) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        report(
            UNREADABLE_FILE.found(
                _first_line(data, path), f"`{_name(data, path)}` cannot be read: {error.strerror}", "check its permissions"
            )
        )
        return None


def kept_report(data: Path) -> str | None:
    """Return the report of what was held against the cluster's repository, where one is kept beside the data; what is no UTF-8 shows as such."""
    return _kept(data / REPORT)


def kept_recoveries(data: Path) -> str | None:
    """Return the best recoveries that are kept beside the data, as text, where there are any."""
    return _kept(data / RECOVERIES)


def kept_witnesses(data: Path) -> str | None:
    """Return the replays that are kept beside the data with the way that each goes, as text, where there are any."""
    return _kept(data / WITNESSES)


def _kept(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None


def written_pages(data: Path) -> dict[str, str]:
    """Return the finished pages that stand beside the data, in `pages/`, by their name; one that is no UTF-8 text is left out."""
    found: dict[str, str] = {}
    for path in sorted((data / BESIDE).glob("*.md")) if (data / BESIDE).is_dir() else ():
        with suppress(OSError, UnicodeDecodeError):
            found[path.name] = path.read_text(encoding="utf-8")
    return found
