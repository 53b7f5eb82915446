"""Where a thing went that a claim names and that is not there: what the history shows, never a mere likeness of names."""

import posixpath
from dataclasses import replace
from functools import partial

from drift.claim import Claim, Judged, Kind, NamedRef, PathRef, RangeRef, TaskRef, Verdict
from drift.manifests import HELM, Object
from drift.one_taskfile import Task
from drift.past import Past, likeness
from drift.snapshot import Snapshot

ALIKE = 0.6


def whereabouts(claim: Claim, judged: Judged, past: Past) -> Judged:
    """Return the verdict with the place or name where the thing is now, where the history shows one; else as it is."""
    subject = claim.subject
    if isinstance(subject, RangeRef) and subject.task is not None and judged.verdict is Verdict.GONE:
        found = _task(subject.task, past)
        return (
            judged
            if found is None
            else replace(judged, verdict=Verdict.MOVED, detail=_now(found), to=f"{found.path}:{found.line}-{found.end}")
        )
    if judged.verdict is not Verdict.GONE:
        return judged
    match subject:
        case PathRef(path=path):
            to = past.path_now(posixpath.normpath(path))
            ending = "/" if to is not None and path.endswith("/") else ""
            return judged if to is None else Judged(verdict=Verdict.MOVED, detail=f"it is at {to}{ending} now", to=f"{to}{ending}")
        case TaskRef(name=name):
            found = _task(name, past)
            return judged if found is None else Judged(verdict=Verdict.RENAMED, detail=_now(found), to=found.name)
        case NamedRef(name=name):
            to = _named(claim.kind, name, past)
            return judged if to is None else Judged(verdict=Verdict.RENAMED, detail=f"it is called {to} now", to=to)
        case _:
            return judged


def _now(task: Task) -> str:
    return f"it is {task.name} now, at {task.path}:{task.line}"


def _knows(name: str, then: Snapshot) -> bool:
    return then.tasks.find(name) is not None


def _task(name: str, past: Past) -> Task | None:
    """Return the task that a gone one became: the likest of those that came with the commit that took it away."""
    for _ in range(8):
        number = past.last_with(name.rpartition(":")[2], partial(_knows, name))
        old = past.snapshot(number).tasks.find(name) if number is not None else None
        if number is None or old is None:
            return None
        before, after = past.snapshot(number).tasks, past.snapshot(number - 1).tasks
        if after.fatal is not None:
            after = past.snapshot(0).tasks
        fresh = [task for other, task in after.tasks.items() if other not in before.tasks]
        likest = max(fresh, key=lambda task: (_alike(old, task), task.name), default=None)
        if likest is None or _alike(old, likest) < ALIKE:
            return None
        known = past.snapshot(0).tasks.find(likest.name)
        if known is not None:
            return known
        name = likest.name
    return None


def _alike(one: Task, other: Task) -> float:
    return likeness(_body(one), _body(other))


def _body(task: Task) -> bytes:
    return "\n".join(line.strip() for line in task.text.splitlines()[1:]).encode()


def _named(kind: Kind, name: str, past: Past) -> str | None:
    """Return the new name of an object of Flux or of a namespace: what stands in its file, or reads its path, where it went."""

    def found(then: Snapshot) -> Object | None:
        match kind:
            case Kind.KUSTOMIZATION:
                return then.flux.kustomizations.get(name)
            case Kind.HELMRELEASE:
                return next((one.object for one in then.flux.of_kind("HelmRelease", HELM) if one.object.name == name), None)
            case Kind.NAMESPACE:
                return next((one.object for one in then.flux.of_kind("Namespace", "") if one.object.name == name), None)
            case _:
                return None

    if kind not in (Kind.KUSTOMIZATION, Kind.HELMRELEASE, Kind.NAMESPACE):
        return None
    number = past.last_with(name, lambda then: found(then) is not None)
    old = found(past.snapshot(number)) if number is not None else None
    if old is None or number is None:
        return None
    before, after = past.snapshot(number).flux, past.snapshot(number - 1).flux
    known = {one.object.name for one in before.of_kind(old.kind, old.group)}
    fresh = [one.object for one in after.of_kind(old.kind, old.group) if one.object.name not in known]
    same = [one for one in fresh if one.path == old.path and one.get("path") == old.get("path") and one.get("chart") == old.get("chart")]
    same = same or [one for one in fresh if old.get("path") and one.get("path") == old.get("path")]
    if len(same) != 1:
        return None
    tip = {one.object.name for one in past.snapshot(0).flux.of_kind(old.kind, old.group)}
    return same[0].name if same[0].name in tip else None
