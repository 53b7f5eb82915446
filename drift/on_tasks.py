"""Tasks: whether they can be run as the catalog says, where they are defined, and whether they still do what it says."""

import fnmatch
import posixpath
import re

from drift.claim import Judged, TaskRef, Verdict
from drift.doing import Doing, doing
from drift.one_taskfile import Task
from drift.snapshot import Snapshot

_SPACES = re.compile(r"[\s\\]+")


def judge_task(subject: TaskRef, now: Snapshot) -> Judged:
    """Return whether a task is there and means what the catalog says."""
    tasks = now.tasks
    if tasks.fatal is not None:
        verdict = Verdict.GONE if not tasks.files else Verdict.UNVERIFIABLE
        return Judged(verdict=verdict, detail=f"task would run nothing: {tasks.fatal}")
    if "*" in subject.name:
        fitting = [name for name, task in tasks.tasks.items() if fnmatch.fnmatchcase(name, subject.name) and not task.internal]
        if fitting:
            return Judged(verdict=Verdict.HOLDS, detail=f"{len(fitting)} tasks of such a name")
    task = tasks.find(subject.name)
    if task is None:
        return _absent(subject.name, now)
    if task.internal:
        return Judged(verdict=Verdict.CHANGED, detail=f"{task.name} is internal: nobody can run it by hand")
    does = doing(tasks, task, now.revision)
    wrong = _wrong(subject, task, does, now)
    return wrong or Judged(verdict=Verdict.HOLDS, detail=f"{task.path}:{task.line}")


def _absent(name: str, now: Snapshot) -> Judged:
    why = now.tasks.unknown_for(name)
    if why is not None:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=why)
    several = [one.name for one in now.tasks.with_alias(name)]
    if several:
        return Judged(verdict=Verdict.CHANGED, detail=f"{name} is an alias of {' and of '.join(several)}, and task runs neither")
    return Judged(verdict=Verdict.GONE, detail=f"there is no task {name}")


def _wrong(subject: TaskRef, task: Task, does: Doing, now: Snapshot) -> Judged | None:
    return _variables(subject, task, does, now) or _calls(subject, does) or _performs(subject, does) or _place(subject, task, does, now)


def _variables(subject: TaskRef, task: Task, does: Doing, now: Snapshot) -> Judged | None:
    if subject.variables is None:
        return None
    given = set(subject.variables)
    known = now.tasks.variables.get(task.path, frozenset()) | now.tasks.variables.get(now.tasks.files[0], frozenset())
    lacking = [name for name in task.required if name not in given and name not in known]
    if lacking:
        return Judged(verdict=Verdict.CHANGED, detail=f"{task.name} requires {', '.join(lacking)}, and the line does not give it")
    idle = [name for name in subject.variables if not re.search(rf"\b{re.escape(name)}\b", does.text) and name not in known]
    if idle:
        return Judged(verdict=Verdict.CHANGED, detail=f"{task.name} does nothing with {', '.join(idle)}")
    return None


def _calls(subject: TaskRef, does: Doing) -> Judged | None:
    """A call of a task that is not there; what the catalog says of it itself, in the words in which the command fails, is no surprise."""
    for caller, called in does.missing:
        if called not in subject.admits:
            return Judged(verdict=Verdict.CHANGED, detail=f"{caller} calls the task {called}, which is not there")
    said = re.findall(r"[Tt]ask \"([^\"]+)\" does not exist", subject.admits)
    mended = [name for name in said if name not in {called for _, called in does.missing}]
    if mended:
        return Judged(verdict=Verdict.CHANGED, detail=f"{subject.name} no longer calls a missing task {mended[0]}")
    return None


def _performs(subject: TaskRef, does: Doing) -> Judged | None:
    text = _SPACES.sub(" ", does.text)
    lacking = [words for words in subject.performs if _SPACES.sub(" ", words) not in text]
    if lacking:
        return Judged(verdict=Verdict.CHANGED, detail=f"{subject.name} does not run `{lacking[0]}`")
    return None


def _place(subject: TaskRef, task: Task, does: Doing, now: Snapshot) -> Judged | None:
    """Where the catalog names a Taskfile, the task is defined there; where it names anything else, the task uses that."""
    if subject.path is None or task.path == subject.path:
        return None
    path = posixpath.normpath(subject.path)
    if subject.path in now.tasks.files or _looks_like_taskfile(path):
        return Judged(verdict=Verdict.MOVED, detail=f"{task.name} is defined in {task.path}", to=task.path)
    if path in does.text:
        return None
    return Judged(verdict=Verdict.CHANGED, detail=f"{task.name} does not use {path}")


def _looks_like_taskfile(path: str) -> bool:
    name = posixpath.basename(path).lower()
    return name.startswith("taskfile") or posixpath.basename(posixpath.dirname(path)).lower() in ("taskfiles", "tasks", ".taskfiles")
