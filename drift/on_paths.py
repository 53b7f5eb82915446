"""Files, folders, scripts, lines and fields: whether they are there, where they are now, and whether anything uses them."""

import fnmatch
import posixpath
from collections.abc import Iterator

from drift.claim import Judged, Kind, PathRef, Verdict
from drift.manifests import Object
from drift.on_scripts import judge_script
from drift.repository import Entry, Sort
from drift.snapshot import Snapshot
from drift.yaml_root import root_of

_HOLDS = Verdict.HOLDS
_TALOS = ("machine", "cluster")
_TASKFILE = "tasks"
_TALHELPER = tuple(f"{name}{ending}" for name in ("talsecret", "talenv") for ending in (".yaml", ".sops.yaml", ".yml", ".sops.yml"))
"""Files that talhelper reads by their names. Source: budimanjojo.github.io/talhelper, *Getting started*."""


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
    return _present(kind, subject, found.path, found.entry, now)


def _present(kind: Kind, subject: PathRef, path: str, entry: Entry, now: Snapshot) -> Judged:
    is_folder = entry.sort is Sort.FOLDER
    said = kind is Kind.FOLDER or subject.path.endswith("/")
    if is_folder != said and not (subject.operand and not subject.path.endswith("/")):
        return Judged(verdict=Verdict.CHANGED, detail=f"{path} is a {'folder' if is_folder else 'file'}")
    if is_folder:
        return _folder(path, subject, now)
    return judge_script(path, entry, subject.flags, now) if kind is Kind.SCRIPT else _file(path, entry, subject, now)


def _absent(kind: Kind, path: str, now: Snapshot) -> Judged:
    if now.talos.generated(path) and _ignored(path, now):
        return Judged(verdict=_HOLDS, detail=f"made by talhelper from {now.talos.path}, and ignored by Git")
    if _ignored(path, now):
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is not kept in Git: .gitignore leaves it out")
    parts = path.split("/")
    for count in range(1, len(parts)):
        above = now.revision.find("/".join(parts[:count])).entry
        if above is not None and above.sort is Sort.SUBMODULE:
            return Judged(
                verdict=Verdict.UNVERIFIABLE, detail=f"{'/'.join(parts[:count])} is a submodule, which lies in another repository"
            )
    return Judged(verdict=Verdict.GONE, detail=f"there is no {kind} {path}")


def _on_desk(path: str, entry: Entry | None, now: Snapshot) -> Judged:
    if entry is not None:
        return Judged(verdict=Verdict.CHANGED, detail=f"{path} is kept in Git")
    if now.talos.generated(path):
        return Judged(verdict=_HOLDS, detail=f"made by talhelper from {now.talos.path}, and not in Git")
    return Judged(verdict=_HOLDS, detail="not in Git, as the catalog says")


def _ignored(path: str, now: Snapshot) -> bool:
    """Whether a .gitignore on the way to a path names it, the nearest last; patterns in their common forms."""
    parts = path.split("/")
    ignored = False
    for count in range(len(parts)):
        text = now.revision.text("/".join((*parts[:count], ".gitignore"))) or ""
        ignored = _ignored_by(text, parts[count:], before=ignored)
    return ignored


def _ignored_by(text: str, parts: list[str], *, before: bool) -> bool:
    ignored = before
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


def _folder(path: str, subject: PathRef, now: Snapshot) -> Judged:
    manifests = (one for file, entry in now.revision.files(path) for one in _objects(file, entry, now))
    if next(manifests, None) is None:
        return Judged(verdict=_HOLDS, detail="there")
    return _used(path, subject, now) or Judged(
        verdict=Verdict.DEAD, detail=f"{path} is there, and neither Flux nor a task applies anything of it"
    )


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
    by_task = now.ran.mentions(path)
    if by_task and subject.gitops:
        return Judged(verdict=Verdict.CHANGED, detail=f"a task applies {path}, and Flux does not")
    if by_task:
        return Judged(verdict=_HOLDS, detail="used by a task")
    if not now.flux.entries:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is there; no entry point of Flux says whether it is applied")
    runner = _runner_of(path, now)
    if runner is not None:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{path} is there; {runner} may apply it, and is not read")
    return None


def _runner_of(path: str, now: Snapshot) -> str | None:
    """Return the file of another program that may apply a file: one that names two of the folders in which it lies, or the one beside itself.

    A folder of which Flux applies anything is Flux's, and that a program names it tells nothing.
    """
    parts = path.split("/")
    above = [parts[:count] for count in range(1, len(parts) + 1) if not now.flux.through("/".join(parts[:count]))]
    named = {"/".join(folder[-2:]) for folder in above if len(folder) > 1}
    for runner in now.runners:
        text, folder = now.revision.text(runner) or "", posixpath.dirname(runner)
        beside = path.removeprefix(f"{folder}/").partition("/")[0] if folder and path.startswith(f"{folder}/") else ""
        ours = [*folder.split("/"), beside] in above
        if any(one in text for one in named) or (beside and ours and f"/{beside}/" in text):
            return runner
    return None


def _other_yaml(path: str, now: Snapshot) -> Judged:
    """A YAML file that is no manifest: a Taskfile is used where it is included, a patch of Talos where something names it."""
    root = root_of(path, now)
    if root.get(_TASKFILE) is not None and root.get("version") is not None and not now.tasks.fatal:
        if path in now.tasks.files:
            return Judged(verdict=_HOLDS, detail="there, and read by task")
        return Judged(verdict=Verdict.DEAD, detail=f"{path} is a Taskfile that no other includes")
    if path == now.talos.path or not any(root.get(key) is not None for key in _TALOS) or not now.talos.path:
        return Judged(verdict=_HOLDS, detail="there")
    if posixpath.dirname(path) == posixpath.dirname(now.talos.path) and posixpath.basename(path) in _TALHELPER:
        return Judged(verdict=_HOLDS, detail="there, and read by talhelper")
    beside = posixpath.relpath(path, posixpath.dirname(now.talos.path) or ".")
    if now.ran.mentions(path) or beside in now.talos.text:
        return Judged(verdict=_HOLDS, detail="there, and named by what makes the configuration of the nodes")
    return Judged(verdict=Verdict.DEAD, detail=f"{path} is there, and neither {now.talos.path} nor a task names it")
