"""Lines and fields of files: whether they show what the catalog says, and where that stands now."""

from collections.abc import Iterator

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.claim import FieldRef, Judged, Kind, PathRef, RangeRef, Verdict
from drift.documents import Unreadable, documents
from drift.on_paths import judge_path
from drift.snapshot import Snapshot
from drift.toml import toml
from drift.yaml_root import root_of


def judge_field(subject: FieldRef, now: Snapshot) -> Judged:
    """Return whether a key stands in a YAML file: as a key, not as a word in a comment."""
    content = now.revision.content(subject.path)
    if content is None:
        return judge_path(Kind.FILE, PathRef(path=subject.path), now)
    try:
        found = toml(subject.path, content) if subject.path.endswith(".toml") else documents(subject.path, content)
    except Unreadable as why:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{subject.path} cannot be read: {why}")
    places = [place for node in found for place in _places_of(node, tuple(subject.field.split(".")))]
    if not places:
        return Judged(verdict=Verdict.GONE, detail=f"{subject.path} has no key {subject.field}")
    if subject.value is None:
        return Judged(verdict=Verdict.HOLDS, detail=f"at line {places[0][0]}")
    return _valued(subject, places)


def _valued(subject: FieldRef, places: list[tuple[int, Node]]) -> Judged:
    """Whether one of the values of a key is the one that is said; a list has the value of each of its items."""
    values = {text: line for line, node in reversed(places) for text in reversed(_texts_of(node))}
    if subject.value in values:
        return Judged(verdict=Verdict.HOLDS, detail=f"at line {values[subject.value]}")
    named = list(reversed(values))
    if not named:
        return Judged(verdict=Verdict.CHANGED, detail=f"{subject.field} has no plain value")
    return Judged(verdict=Verdict.CHANGED, detail=f"{subject.field} is {', '.join(named)}", to=named[0] if len(named) == 1 else None)


def _texts_of(node: Node) -> tuple[str, ...]:
    if isinstance(node, Sequence):
        return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
    return (node.text.strip(),) if isinstance(node, Scalar) else ()


def _places_of(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[int, Node]]:
    """Yield the lines at which a path of keys stands, with what stands there; lists are looked through."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _places_of(item, keys)
        return
    if not isinstance(node, Map):
        return
    for word, value in node.entries:
        for count in range(1, len(keys) + 1):
            if word == ".".join(keys[:count]):
                if count == len(keys):
                    yield word.at.line, value
                else:
                    yield from _places_of(value, keys[count:])


def judge_range(subject: RangeRef, now: Snapshot) -> Judged:
    """Return whether lines still show the task that they are bound to."""
    if subject.task is not None:
        task = now.tasks.find(subject.task)
        if task is None:
            if now.tasks.fatal or now.tasks.unknown_for(subject.task):
                return Judged(verdict=Verdict.UNVERIFIABLE, detail=now.tasks.fatal or now.tasks.unknown_for(subject.task) or "")
            return Judged(verdict=Verdict.GONE, detail=f"the task {subject.task}, which the lines show, is not there")
        return _against(subject, task.path, task.line, task.end, now)
    if now.revision.find(subject.path).entry is None:
        return Judged(verdict=Verdict.GONE, detail=f"there is no file {subject.path}")
    if subject.field is not None:
        return _field_range(subject, now)
    return Judged(verdict=Verdict.UNVERIFIABLE, detail="nothing says what the lines show; name the task or the fields")


def _field_range(subject: RangeRef, now: Snapshot) -> Judged:
    root = root_of(subject.path, now)
    lines = [line for line, _ in _places_of(root, tuple((subject.field or "").split(".")))]
    if not lines:
        return Judged(verdict=Verdict.GONE, detail=f"{subject.path} has no key {subject.field}")
    text = (now.revision.text(subject.path) or "").splitlines()
    return _against(subject, subject.path, lines[0], _end_of_block(text, lines[0]), now)


def _end_of_block(lines: list[str], first: int) -> int:
    """Return the last line of the block that begins at a line, by its indentation."""
    deep = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    last = first
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and not line.lstrip().startswith("#"):
            inner = len(line) - len(line.lstrip())
            if inner < deep or (inner == deep and not line.lstrip().startswith("- ")):
                break
            last = number
    return last


def _against(subject: RangeRef, path: str, first: int, last: int, now: Snapshot) -> Judged:
    lines = (now.revision.text(path) or "").splitlines()
    opens = first
    while opens > 1 and lines[opens - 2].lstrip().startswith("#"):
        opens -= 1
    closes = last
    while closes < len(lines) and (not lines[closes].strip() or lines[closes].lstrip().startswith("#")):
        closes += 1
    what = subject.task or subject.field
    if path == subject.path and opens <= subject.first <= first and last <= subject.last <= closes:
        return Judged(verdict=Verdict.HOLDS, detail=f"the lines show {what}")
    return Judged(verdict=Verdict.MOVED, detail=f"{what} stands at {path}:{first}-{last}", to=f"{path}:{first}-{last}")
