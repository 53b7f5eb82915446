"""Every claim that a catalog makes about its cluster's repository, in the order of the data."""

import posixpath
import re
from collections.abc import Iterator
from itertools import product

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.component import Component, FileRef, Origin
from catalog.entity import Phase
from catalog.location import Location, Word
from catalog.pattern import fill, placeholders_in
from drift.claim import ApiRef, Claim, EdgeRef, FieldRef, Kind, NodeRef, PathRef, RangeRef, TaskRef
from drift.illustration import Illustrations
from drift.lines import line_claims

MAX_FILLINGS = 100
_LINES = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")
_SCRIPT = (".sh", ".bash", ".py")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+:[0-9a-fA-F:]*")


def claims_of(catalog: Catalog) -> tuple[Claim, ...]:
    """Return every claim, sorted by place; the same words at one place make one claim."""
    shown = Illustrations(catalog)
    found = [claim for claim in _all(catalog) if not shown.is_one(claim)]
    return tuple(sorted(dict.fromkeys(found), key=lambda claim: (claim.at, claim.kind, claim.ref)))


def _all(catalog: Catalog) -> Iterator[Claim]:
    for component in catalog.components.values():
        for file in component.files:
            yield from _file(component, file)
        yield from _served(component)
        yield from _edges(catalog, component)
    for command in catalog.commands.values():
        yield from _command(command)
    yield from _other_lines(catalog)
    yield from _written(catalog)
    for part in catalog.guide.values():
        for item in part.items:
            if item.path is not None:
                yield Claim(kind=Kind.DOCUMENT, ref=item.path, at=item.path.at, subject=PathRef(path=_clean(item.path), operand=True))


def _clean(path: str) -> str:
    return posixpath.normpath(path.removeprefix("./")) + ("/" if path.endswith("/") else "")


def path_kind(path: str) -> Kind:
    """Return what a path is of: a folder where it ends in `/`, a script, or a file."""
    if path.endswith("/"):
        return Kind.FOLDER
    return Kind.SCRIPT if path.endswith(_SCRIPT) else Kind.FILE


def _file(component: Component, file: FileRef) -> Iterator[Claim]:
    if file.origin is Origin.EXAMPLE:
        return
    path = _clean(file.path)
    desk = file.origin is Origin.DESK
    gitops = None if desk else component.phase is Phase.GITOPS
    yield Claim(kind=path_kind(path), ref=file.path, at=file.path.at, subject=PathRef(path=path, gitops=gitops, desk=desk))
    if file.task is not None:
        yield Claim(kind=Kind.TASK, ref=file.task, at=file.task.at, subject=TaskRef(name=file.task, path=None if desk else path))
    for one in file.fields:
        ref = f"{file.path}: {one.key}" + (f" = {one.value}" if one.value is not None else "")
        yield Claim(kind=Kind.FIELD, ref=ref, at=one.key.at, subject=FieldRef(path=path, field=one.key, value=one.value))
    if file.lines is not None:
        lines = _LINES.fullmatch(file.lines)
        first, last = (int(lines[1]), int(lines[2] or lines[1])) if lines else (0, 0)
        named = RangeRef(path=path, first=first, last=last, task=file.task, field=str(file.fields[0].key) if file.fields else None)
        yield Claim(kind=Kind.RANGE, ref=f"{file.path}:{file.lines}", at=file.lines.at, subject=named)


def _served(component: Component) -> Iterator[Claim]:
    for api in component.serves:
        yield Claim(kind=Kind.API_VERSION, ref=api, at=api.at, subject=ApiRef(api=api))


def _edges(catalog: Catalog, component: Component) -> Iterator[Claim]:
    unordered = {str(one.other) for one in component.unordered}
    for other in dict.fromkeys((*component.starts_after, *component.needs)):
        if other in catalog.components:
            edge = EdgeRef(component=component.id, other=other, ordered=str(other) not in unordered)
            yield Claim(kind=Kind.DEPENDENCY, ref=f"{component.id} -> {other}", at=other.at, subject=edge)


def _command(command: Command) -> Iterator[Claim]:
    admits = "\n".join(failure.message or "" for failure in command.fails)
    for line in _filled(command):
        yield from line_claims(line, command.run.at, performs=tuple(map(str, command.performs)), admits=admits)
    yield from _nodes(command)


def _filled(command: Command) -> Iterator[str]:
    """Yield the line of a command for everything that its placeholders with `where` may stand for."""
    names = [place for place in command.where if place.name in placeholders_in(command.run)]
    for number, words in enumerate(product(*(tuple(meaning.word for meaning in place.meanings) for place in names))):
        if number == MAX_FILLINGS:
            return
        yield fill(command.run, dict(zip((str(place.name) for place in names), map(str, words), strict=True)))


def _nodes(command: Command) -> Iterator[Claim]:
    """An address that a placeholder lists, with the node that it means."""
    for place in command.where:
        for meaning in place.meanings:
            if _ADDRESS.fullmatch(meaning.word) and meaning.meaning != meaning.word:
                node = NodeRef(hostname=meaning.meaning, address=meaning.word)
                yield Claim(kind=Kind.NODE, ref=f"{meaning.meaning} {meaning.word}", at=meaning.word.at, subject=node)


def _other_lines(catalog: Catalog) -> Iterator[Claim]:
    """What lines elsewhere say beyond the command that they fit: what they fill in for the reader's own words."""
    said = {command.id: {(claim.kind, claim.ref) for claim in _command(command)} for command in catalog.commands.values()}
    for line in _lines(catalog):
        known = {pair for match in catalog.matches(line) for pair in said[match.command.id]}
        for claim in line_claims(line, line.at):
            if (claim.kind, claim.ref) not in known:
                yield claim


def _lines(catalog: Catalog) -> Iterator[Word]:
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            for number, copy in enumerate(catalog.lines_of(step)):
                yield from (Word(line, step.run[at].at) for at, line in enumerate(copy) if number < MAX_FILLINGS)
    for tree in catalog.trees.values():
        yield from (line for node in tree.nodes if node.check is not None for line in node.check.run)
    for part in catalog.guide.values():
        for item in part.items:
            yield from item.run


def _written(catalog: Catalog) -> Iterator[Claim]:
    """The files that steps write, and the API versions of the manifests beside the data."""
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            for path in step.writes:
                yield Claim(kind=path_kind(path), ref=path, at=path.at, subject=PathRef(path=_clean(path)))
    for manifest in catalog.manifests.values():
        if manifest.api is not None:
            api = ApiRef(api=manifest.api, kind=manifest.kind or "")
            at = Location(manifest.api.at.file, manifest.api.at.line, manifest.api.at.column)
            yield Claim(kind=Kind.API_VERSION, ref=f"{manifest.api} {manifest.kind or ''}".strip(), at=at, subject=api)
