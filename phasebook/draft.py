"""Drafts of components and commands from what Flux applies and what `task` runs, as YAML to be gone over by a person."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.condition import OPERATORS
from catalog.node import Mapping as Map
from drift.documents import text_at
from drift.flux import Applied, Flux
from drift.manifests import HELM, Object
from drift.one_taskfile import Task
from drift.taskfile import Tasks
from generator.markup import clean

MOST = 2_000
"""So many components, and so many commands, are drafted at most."""
_HEAD = "# Drafted from the repository of the cluster: every entry is a guess that a person goes over.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Two data files, empty where there is nothing to draft, and what could not be read, in words."""

    components: str
    commands: str
    problems: tuple[str, ...]
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A component to be: its id, the object, and the ids of those that it starts after."""

    id: str
    object: Object
    after: tuple[str, ...]


def drafted(flux: Flux, tasks: Tasks) -> Draft:
    """Return what a repository lets one guess."""
    problems = [f"{name}: {why}" for name, found in flux.problems.items() for why in found]
    problems += [] if flux.entries else ["there is no Flux Kustomization: no component is drafted"]
    problems += [f"Taskfile: {tasks.fatal}"] if tasks.fatal else []
    parts = _parts(flux, problems)
    commands = [task for task in tasks.tasks.values() if not task.internal and not task.wildcard]
    for kind, found in (("components", parts), ("commands", commands)):
        if len(found) > MOST:
            problems.append(f"{len(found):,} {kind}: only the first {MOST:,} are drafted")
    return Draft(
        components=_file(_component(part) for part in parts[:MOST]),
        commands=_file(
            _command(id_, task) for id_, task in zip(_ids([f"task-{task.name}" for task in commands]), commands[:MOST], strict=False)
        ),
        problems=tuple(clean(problem) for problem in problems),
        counted=f"{min(len(parts), MOST):,} components and {min(len(commands), MOST):,} commands",
    )


def _parts(flux: Flux, problems: list[str]) -> list[_Part]:
    """Return Kustomizations and HelmReleases, each after all that it waits for; what is not there, or waits in a circle, is a problem."""
    releases = list({(one.namespace, one.object.name): one for one in flux.of_kind("HelmRelease", HELM)}.values())
    names = [*flux.kustomizations, *(_release(one) for one in releases)]
    ids = dict(zip(names, _ids([name.rpartition("/")[2] for name in names]), strict=True))
    waits = {name: tuple(_known(name, found.depends, flux.kustomizations, problems)) for name, found in flux.kustomizations.items()}
    known = {_release(one): one for one in releases}
    for name, one in known.items():
        wanted = [other if "/" in other else f"{one.namespace}/{other}" for other in one.object.depends]
        through = [one.through] if one.through in flux.kustomizations else []
        waits[name] = (*through, *_known(name, [f"release/{other}" for other in wanted], known, problems))
    objects = {**flux.kustomizations, **{name: one.object for name, one in known.items()}}
    order = _in_order(waits, problems)
    return [
        _Part(id=ids[name], object=objects[name], after=tuple(dict.fromkeys(ids[other] for other in after)))
        for name, after in order.items()
    ]


def _release(one: Applied) -> str:
    return f"release/{one.namespace}/{one.object.name}"


def _known(name: str, wanted: Sequence[str], known: Mapping[str, object], problems: list[str]) -> Iterator[str]:
    for other in wanted:
        if other in known:
            yield other
        else:
            problems.append(f"{name}: depends on `{other}`, which is not applied; left out")


def _in_order(waits: Mapping[str, tuple[str, ...]], problems: list[str]) -> dict[str, tuple[str, ...]]:
    """Return each name after those that it waits for, without the waits that close a circle."""
    done: dict[str, tuple[str, ...]] = {}
    for start in waits:
        stack: list[tuple[str, list[str]]] = [(start, list(waits[start]))] if start not in done else []
        while stack:
            name, left = stack[-1]
            if not left:
                done[name] = tuple(other for other in waits[name] if other in done)
                stack.pop()
                continue
            other = left.pop(0)
            if other in {open_ for open_, _ in stack}:
                problems.append(f"{name}: waits for `{other}` in a circle; left out")
            elif other not in done:
                stack.append((other, list(waits[other])))
    return done


def _ids(names: Sequence[str]) -> list[str]:
    """Return an id for each name: kebab-case, none twice, none that means something else."""
    taken: set[str] = {*OPERATORS, "next", "done"}
    found = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "part"
        number, chosen = 2, plain
        while chosen in taken:
            number, chosen = number + 1, f"{plain}-{number}"
        taken.add(chosen)
        found.append(chosen)
    return found


def _component(part: _Part) -> list[str]:
    object_ = part.object
    return [
        f"id: {part.id}",
        f"name: {_quoted(object_.name)}",
        "phase: gitops",
        "layer: kubernetes",
        f"why: {_quoted(f'Draft, from the {object_.kind} {object_.name}{_whereabouts(object_)}. Say what it is for.')}",
        f"files: [{{path: {_quoted(object_.path)}, note: {_quoted(_noted(object_))}}}]",
        *([f"starts_after: [{', '.join(part.after)}]"] if part.after else []),
        "conditions: {applied: [ready, failed]}",
    ]


def _whereabouts(object_: Object) -> str:
    """Return the namespace that an object fills, and the folder that a Kustomization applies, in words."""
    namespace = object_.get("targetNamespace") or (object_.namespace if object_.kind == "HelmRelease" else "")
    folder = object_.get("path") if object_.kind != "HelmRelease" else ""
    return "".join([f" in the namespace {namespace}" if namespace else "", f", which applies {folder}" if folder else ""])


def _noted(object_: Object) -> str:
    """Return what kind of object the file holds, with its chart and version where it is a release."""
    chart = " ".join(part for part in (object_.get("chart"), object_.get("version")) if part)
    return f"{object_.kind}, chart {chart}" if chart else object_.kind


def _command(id_: str, task: Task) -> list[str]:
    said = text_at(task.body, "desc") if isinstance(task.body, Map) else None
    values = "".join(f" {name}={{{name}}}" for name in task.required if re.fullmatch(r"[A-Za-z0-9_-]+", name))
    return [
        f"id: {id_}",
        f"run: {_quoted(f'task {task.name}{values}')}",
        "phase: bootstrap",
        f"purpose: {_quoted(f'Draft: {said or task.name}')}",
        "risk: disruptive",
    ]


def _file(entries: Iterator[list[str]]) -> str:
    listed = ["- " + "\n  ".join(lines) + "\n" for lines in entries]
    return _HEAD + "".join(listed) if listed else ""


def _quoted(raw: str) -> str:
    """`raw` on one line as a quoted scalar of YAML."""
    return json.dumps(clean(raw), ensure_ascii=False)
