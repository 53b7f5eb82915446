"""From a data folder to a catalog: every file is read, whatever is wrong with the others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.catalog import Catalog
from catalog.edit import Related
from catalog.files import Source, sources
from catalog.finding import Finding, Report, declare
from catalog.kinds import KINDS, Entity, singular
from catalog.location import Location, Word
from catalog.manifest import FOLDER, Manifest, manifest
from catalog.node import Mapping, Node, Scalar, Sequence
from catalog.shape import UNKNOWN_KEY, Shape
from catalog.yaml_text import EMPTY, read_yaml

MAX_FINDINGS_A_FILE = 500

DUPLICATE_ID = declare("ID001", "An id is unique in its kind.", blocking=True)
ENOUGH = declare("FILE010", f"At most {MAX_FINDINGS_A_FILE} findings of one file are listed.", blocking=True)


class _Enough(Exception):
    """One file has more findings than a person would read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a data folder holds as far as it could be read, and what is wrong with the rest."""

    catalog: Catalog
    findings: tuple[Finding, ...]


def load(data: Path) -> Loaded:
    """Return the catalog in the folder `data`; everything that is wrong with a file is a finding, never an exception."""
    findings: list[Finding] = []
    loaded = _assemble(sources(data, tuple(KINDS), findings.append), findings)
    return replace(loaded, catalog=replace(loaded.catalog, incomplete=loaded.catalog.incomplete | _not_seen(findings)))


def assemble(files: Iterable[Source]) -> Loaded:
    """Return the catalog that these files make."""
    return _assemble(files, [])


def _not_seen(findings: list[Finding]) -> frozenset[str]:
    """Return the kinds of which entities may stand in files that were not read."""
    folders = {finding.at.file.partition("/")[0] for finding in findings if finding.code.name.startswith("FILE")}
    return frozenset(folders) - {FOLDER} if folders <= {*KINDS, FOLDER} else frozenset(KINDS)


def _assemble(files: Iterable[Source], findings: list[Finding]) -> Loaded:
    gathered = _Gathered(findings)
    for source in files:
        gathered.add(source)
    return Loaded(catalog=gathered.catalog(), findings=tuple(findings))


class _Gathered:
    """The entities read so far."""

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings
        self._entities: dict[str, dict[str, Entity]] = {kind: {} for kind in KINDS}
        self._unreadable: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._misread: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._incomplete: set[str] = set()
        self._manifests: dict[str, Manifest] = {}
        self._first: dict[tuple[str, str], Location] = {}

    def catalog(self) -> Catalog:
        """Return the entities, each kind sorted by id."""
        return Catalog(
            entities={kind: dict(sorted(known.items())) for kind, known in self._entities.items()},
            unreadable={kind: frozenset(names) for kind, names in self._unreadable.items()},
            misread={kind: frozenset(names) for kind, names in self._misread.items()},
            incomplete=frozenset(self._incomplete - {FOLDER}),
            manifests=dict(sorted(self._manifests.items())),
        )

    def add(self, source: Source) -> None:
        """Read one file."""
        before = len(self._findings)

        def report(finding: Finding) -> None:
            self._findings.append(finding)
            if len(self._findings) - before >= MAX_FINDINGS_A_FILE:
                raise _Enough

        try:
            self._read(source, report)
        except _Enough:
            self._incomplete.add(source.kind)
            message = f"`{source.file}` has {MAX_FINDINGS_A_FILE} findings or more; the rest of it was not read"
            self._findings.append(ENOUGH.found(Location(source.file, 1, 1), message, "mend these first"))

    def _read(self, source: Source, report: Report) -> None:
        root = read_yaml(source.file, source.content, report)
        if root is None:
            self._incomplete.add(source.kind)
            return
        if source.kind == FOLDER:
            written = manifest(source.file, source.content.decode(errors="replace"), root)
            self._manifests[written.path] = written
            return
        items = root.items if isinstance(root, Sequence) else (root,)
        if not items:
            report(EMPTY.found(root.at, f"`{source.file}` holds an empty list", "write an entity, or delete the file"))
        for node in items:
            self._entity(source.kind, node, report)

    def _entity(self, kind: str, node: Node, report: Report) -> None:
        name = node.get("id") if isinstance(node, Mapping) else None
        word = Word(name.text, name.at) if isinstance(name, Scalar) else None
        subject = f"{singular(kind)} {word}" if word else singular(kind)
        before = len(self._findings)
        entity = Shape(report).read(KINDS[kind], node, subject)
        if word is not None and any(finding.code is UNKNOWN_KEY for finding in self._findings[before:]):
            self._misread[kind].add(word)
        if word is None:
            self._incomplete.add(kind)
        elif (kind, word) in self._first:
            first = self._first[kind, word]
            message = f"the {singular(kind)} `{word}` is defined twice, first at {first.file}:{first.line}"
            related = (Related(first, "defined here first"),)
            report(DUPLICATE_ID.found(word.at, message, "rename or delete one of the two", related=related))
        else:
            self._first[kind, word] = word.at
            if isinstance(entity, KINDS[kind]):
                self._entities[kind][str(word)] = entity
            else:
                self._unreadable[kind].add(word)
