"""Files, folders, scripts, lines and fields: whether they are there, where they are now, and whether anything uses them."""

import fnmatch
import posixpath
from collections.abc import Iterator

from catalog.location import NOWHERE
from catalog.node import Mapping as Map
from catalog.node import Node, Sequence
from drift.claim import FieldRef, Judged, Kind, PathRef, RangeRef, Verdict
from drift.documents import Unreadable, documents
from drift.manifests import Object
from drift.revision import Entry, Sort
from drift.snapshot import Snapshot

_HOLDS = Verdict.HOLDS
_TALOS = ("machine", "cluster")
_TASKFILE = "tasks"


def judge_path(kind: Kind, subject: PathRef, now: Snapshot) -> Judged:
    """Return whether a file, folder or script is there as the catalog says, and is used."""
    path = posixpath.normpath(subject.path)
    found = now.revision.find(path)
    if found.out:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is a link that leads out of the repository")
    if subject.desk:
        return _on_desk(path, found.entry, now)
    if found.entry is None:
        return _absent(kind, path, now)
    if found.entry.sort is Sort.SUBMODULE:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is a submodule, which lies in another repository")
    if found.entry.sort is Sort.FOLDER:
        if kind is not Kind.FOLDER and not subject.operand:
            return Judged(verdict=Verdict.CHANGED, detail=f"{path} is a folder")
        return _folder(found.path, subject, now)
    if kind is Kind.FOLDER:
        if subject.operand and not subject.path.endswith("/"):
            return _file(found.path, found.entry, subject, now)
        return Judged(verdict=Verdict.CHANGED, detail=f"{path} is a file")
    return _script(found.path, found.entry, now) if kind is Kind.SCRIPT else _file(found.path, found.entry, subject, now)


def _absent(kind: Kind, path: str, now: Snapshot) -> Judged:
    if now.talos.generated(path) and _ignored(path, now):
        return Judged(verdict=_HOLDS, detail=f"made by talhelper from {now.talos.path}, and ignored by Git")
    if _ignored(path, now):
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is not kept in Git: .gitignore leaves it out")
    parts = path.split("/")
    for count in range(1, len(parts)):
        above = now.revision.find("/".join(parts[:count])).entry
        if above is not None and above.sort is Sort.SUBMODULE:
            return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{'/'.join(parts[:count])} is a submodule, which lies in another repository")
    return Judged(verdict=Verdict.GONE, detail=f"there is no {kind} {path}")


def _on_desk(path: str, entry: Entry | None, now: Snapshot) -> Judged:
    if entry is not None:
        return Judged(verdict=Verdict.CHANGED, detail=f"{path} is kept in Git")
    if now.talos.generated(path):
        return Judged(verdict=_HOLDS, detail=f"made by talhelper from {now.talos.path}, and not in Git")
    return Judged(verdict=_HOLDS, detail="not in Git, as the catalog says")


def _ignored(path: str, now: Snapshot) -> bool:
    """Whether the .gitignore of the top folder names a path; patterns in their common forms."""
    text = now.revision.text(".gitignore") or ""
    parts = path.split("/")
    ignored = False
    for line in text.splitlines()[:10_000]:
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        kept = pattern.startswith("!")
        pattern = pattern.removeprefix("!").removeprefix("**/")
        whole = pattern.rstrip("/")
        if "/" in whole:
            whole = whole.removeprefix("/")
            hit = any(fnmatch.fnmatchcase("/".join(parts[:count]), whole) for count in range(1, len(parts) + 1))
        else:
            hit = any(fnmatch.fnmatchcase(part, whole) for part in (parts if not pattern.endswith("/") else parts[:-1]))
        ignored = (not kept) if hit else ignored
    return ignored


def _script(path: str, entry: Entry, now: Snapshot) -> Judged:
    if entry.sort is Sort.PROGRAM:
        return Judged(verdict=_HOLDS, detail="there, and executable")
    name = posixpath.basename(path)
    if any(f"{shell} {prefix}{path}" in now.ran for shell in ("bash", "sh", "python3", "python") for prefix in ("", "./")):
        return Judged(verdict=_HOLDS, detail="there, and run by its interpreter")
    return Judged(verdict=Verdict.CHANGED, detail=f"{name} is there, and not executable")


def _folder(path: str, subject: PathRef, now: Snapshot) -> Judged:
    manifests = [one for file, entry in now.revision.files(path) for one in _objects(file, entry, now)]
    if not manifests:
        return Judged(verdict=_HOLDS, detail="there")
    return _used(path, subject, now) or Judged(verdict=Verdict.DEAD, detail=f"{path} is there, and neither Flux nor a task applies anything of it")


def _objects(path: str, entry: Entry, now: Snapshot) -> Iterator[Object]:
    if path.endswith((".yaml", ".yml")):
        yield from (one for one in now.reading.contents(path, entry).objects if "." in one.api or "/" in one.api or one.api == "v1")


def _file(path: str, entry: Entry, subject: PathRef, now: Snapshot) -> Judged:
    if not path.endswith((".yaml", ".yml")):
        return Judged(verdict=_HOLDS, detail="there")
    contents = now.reading.contents(path, entry)
    if contents.problem is not None:
        used = _used(path, subject, now)
        return Judged(verdict=Verdict.UNVERIFIABLE if used is None else used.verdict, detail=f"{path} is there, and {contents.problem}")
    if contents.objects and any(True for _ in _objects(path, entry, now)):
        return _used(path, subject, now) or Judged(verdict=Verdict.DEAD, detail=_dead(path, now))
    return _other_yaml(path, now)


def _dead(path: str, now: Snapshot) -> str:
    folder = posixpath.dirname(path)
    listing = next((one for one in now.flux.listings if posixpath.dirname(one) == folder), None)
    return f"{path} is there, and {listing} does not list it" if listing else f"{path} is there, and neither Flux nor a task applies it"


def _used(path: str, subject: PathRef, now: Snapshot) -> Judged | None:
    """Return how a manifest is applied, or None where it is not."""
    through = now.flux.through(path)
    if through:
        return Judged(verdict=_HOLDS, detail=f"applied through {', '.join(sorted(through))}")
    by_task = _mentioned(path, now.ran)
    if by_task and subject.gitops:
        return Judged(verdict=Verdict.CHANGED, detail=f"a task applies {path}, and Flux does not")
    if by_task:
        return Judged(verdict=_HOLDS, detail="used by a task")
    if not now.flux.entries:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is there; no entry point of Flux says whether it is applied")
    return None


def _mentioned(path: str, text: str) -> bool:
    """Whether a text names a path, or a folder above it that a tool applies as a whole."""
    at = text.find(path)
    while at >= 0:
        after = text[at + len(path) : at + len(path) + 1]
        if not (after.isalnum() or after in ("-", "_") or (after == "." and text[at + len(path) + 1 : at + len(path) + 2].isalnum())):
            return True
        at = text.find(path, at + 1)
    folder = posixpath.dirname(path)
    while folder:
        if any(f"{option} {prefix}{folder}{end}" in text for option in ("-k", "-f", "-Rf", "kustomize", "kustomize build") for prefix in ("", "./") for end in ("\n", " ", "/\n", "/ ")):
            return True
        folder = posixpath.dirname(folder)
    return False


def _other_yaml(path: str, now: Snapshot) -> Judged:
    """A YAML file that is no manifest: a Taskfile is used where it is included, a patch of Talos where something names it."""
    root = _root(path, now)
    if root.get(_TASKFILE) is not None and root.get("version") is not None and not now.tasks.fatal:
        if path in now.tasks.files:
            return Judged(verdict=_HOLDS, detail="there, and read by task")
        return Judged(verdict=Verdict.DEAD, detail=f"{path} is a Taskfile that no other includes")
    if path == now.talos.path or not any(root.get(key) is not None for key in _TALOS) or not now.talos.path:
        return Judged(verdict=_HOLDS, detail="there")
    beside = posixpath.relpath(path, posixpath.dirname(now.talos.path) or ".")
    if _mentioned(path, now.ran) or _mentioned(beside, now.talos.text):
        return Judged(verdict=_HOLDS, detail="there, and named by what makes the configuration of the nodes")
    return Judged(verdict=Verdict.DEAD, detail=f"{path} is there, and neither {now.talos.path} nor a task names it")


def _root(path: str, now: Snapshot) -> Map:
    try:
        found = documents(path, now.revision.content(path) or b"")
    except Unreadable:
        found = ()
    return next((node for node in found if isinstance(node, Map)), Map(at=NOWHERE, entries=()))


def judge_field(subject: FieldRef, now: Snapshot) -> Judged:
    """Return whether a key stands in a YAML file: as a key, not as a word in a comment."""
    content = now.revision.content(subject.path)
    if content is None:
        return judge_path(Kind.FILE, PathRef(path=subject.path), now)
    try:
        found = documents(subject.path, content)
    except Unreadable as why:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{subject.path} is no YAML that can be read: {why}")
    lines = [line for node in found for line in _lines_of(node, tuple(subject.field.split(".")))]
    if lines:
        return Judged(verdict=_HOLDS, detail=f"at line {lines[0]}")
    return Judged(verdict=Verdict.GONE, detail=f"{subject.path} has no key {subject.field}")


def _lines_of(node: Node, keys: tuple[str, ...]) -> Iterator[int]:
    """Yield the lines at which a path of keys stands; lists are looked through, and YAML in a block of text is read too."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _lines_of(item, keys)
        return
    if not isinstance(node, Map):
        return
    for word, value in node.entries:
        for count in range(1, len(keys) + 1):
            if word == ".".join(keys[:count]):
                if count == len(keys):
                    yield word.at.line
                else:
                    yield from _lines_of(value, keys[count:])


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
    root = _root(subject.path, now)
    lines = list(_lines_of(root, tuple((subject.field or "").split("."))))
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
        return Judged(verdict=_HOLDS, detail=f"the lines show {what}")
    return Judged(verdict=Verdict.MOVED, detail=f"{what} stands at {path}:{first}-{last}", to=f"{path}:{first}-{last}")


