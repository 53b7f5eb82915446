"""From a data folder to a catalog: every file is read, whatever is wrong with the others."""

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from catalog.address import addresses_in
from catalog.catalog import Catalog
from catalog.edit import Related
from catalog.files import BESIDE, MAX_FILES, Source, sources
from catalog.finding import Finding, Report, declare
from catalog.key import keys_of
from catalog.kinds import KINDS, Entity, singular
from catalog.location import Location, Word
from catalog.manifest import FOLDER, Manifest, manifest
from catalog.node import Mapping, Node, Scalar, Sequence, said
from catalog.reread import STRANGE, mixed, reread
from catalog.shape import UNKNOWN_KEY, Shape
from catalog.text import MAX_BYTES
from catalog.trial import Verdict
from catalog.yaml_text import EMPTY, read_yaml

MAX_FINDINGS_A_FILE = 500

DUPLICATE_ID = declare("ID001", "An id is unique in its kind.", blocking=True)
MISFILED = declare("FILE011", "A data file holds what its folder is named after.", blocking=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One entity of a file as far as it could be read: its id, the entity, whether a key of it is none, and where its keys stand."""

    word: Word | None
    entity: object
    misread: bool
    keys: Lookup[str, Location]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What one file holds; `lacks` are the kinds of which something in it could not be told at all."""

    findings: tuple[Finding, ...]
    entities: tuple[_Read, ...] = ()
    manifest: Manifest | None = None
    lacks: frozenset[str] = frozenset()
    written: tuple[Word, ...] = ()


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
        self._keys: dict[tuple[str, str], Lookup[str, Location]] = {}
        self._written: list[Word] = []

    def catalog(self) -> Catalog:
        """Return the entities, each kind sorted by id."""
        return Catalog(
            entities={kind: dict(sorted(known.items())) for kind, known in self._entities.items()},
            unreadable={kind: frozenset(names) for kind, names in self._unreadable.items()},
            misread={kind: frozenset(names) for kind, names in self._misread.items()},
            incomplete=frozenset(self._incomplete - {FOLDER}),
            manifests=dict(sorted(self._manifests.items())),
            keys=self._keys,
            written=tuple(self._written),
        )

    def add(self, source: Source) -> None:
        """Read one file."""
        read = _read(source)
        self._findings += read.findings
        self._written += read.written
        self._incomplete |= read.lacks
        if read.manifest is not None:
            self._manifests[read.manifest.path] = read.manifest
        for one in read.entities:
            self._add(source.kind, one)

    def _add(self, kind: str, read: _Read) -> None:
        word = read.word
        if word is None:
            self._incomplete.add(kind)
            return
        if read.misread:
            self._misread[kind].add(word)
        if (kind, word) in self._first:
            first = self._first[kind, word]
            message = f"the {singular(kind)} `{word}` is defined twice, first at {first.file}:{first.line}"
            related = (Related(first, "defined here first"),)
            self._findings.append(DUPLICATE_ID.found(word.at, message, "rename or delete one of the two", related=related))
            self._incomplete.add(kind)
            return
        self._first[kind, word] = word.at
        self._keys[kind, word] = read.keys
        if isinstance(read.entity, KINDS[kind]):
            self._entities[kind][str(word)] = read.entity
        else:
            self._unreadable[kind].add(word)


@lru_cache(maxsize=MAX_FILES)
def _read(source: Source) -> _File:
    """Return what a file holds; a file of the same name and content is read once."""
    text = source.content[: MAX_BYTES + 1].decode("utf-8", "replace").removeprefix("\ufeff")
    held = _File(findings=()) if source.kind == BESIDE else _parsed(source)
    return replace(held, written=tuple(addresses_in(source.file, text)))


def _parsed(source: Source) -> _File:
    findings: list[Finding] = []

    def report(finding: Finding) -> None:
        findings.append(finding)
        if len(findings) >= MAX_FINDINGS_A_FILE:
            raise _Enough

    entities: list[_Read] = []
    try:
        root = read_yaml(source.file, source.content, report, partial(_judged, source.kind, source.file))
        if root is None:
            return _File(findings=tuple(findings), lacks=frozenset({source.kind}))
        if source.kind == FOLDER:
            return _File(findings=tuple(findings), manifest=manifest(source.file, source.content.decode(errors="replace"), root))
        items = root.items if isinstance(root, Sequence) else (root,)
        meant = _misfiled(source.kind, items)
        if meant is not None:
            message = f"`{source.file}` stands in the folder of another kind: it holds {meant}"
            report(MISFILED.found(items[0].at, message, f"move it to `{meant}/`"))
            return _File(findings=tuple(findings), lacks=frozenset({source.kind, meant}))
        if not items:
            report(EMPTY.found(root.at, f"`{source.file}` holds an empty list", "write an entity, or delete the file"))
        entities += (_entity(source.kind, node, report, findings) for node in items)
    except _Enough:
        message = f"`{source.file}` has {MAX_FINDINGS_A_FILE} findings or more; the rest of it was not read"
        findings.append(ENOUGH.found(Location(source.file, 1, 1), message, "mend these first"))
        return _File(findings=tuple(findings), entities=tuple(entities), lacks=frozenset({source.kind}))
    if not any(finding.code in STRANGE for finding in findings):
        return _File(findings=tuple(findings), entities=tuple(entities))
    told = reread(source.file, source.content.decode("utf-8").removeprefix("\ufeff"), findings, partial(_judged, source.kind, source.file))
    lacks = {source.kind} if any(finding.blocking for finding in told if finding not in findings) else ()
    return _File(findings=tuple(told), entities=tuple(entities), lacks=frozenset(lacks))


def _judged(kind: str, file: str, text: str) -> Verdict | None:
    """Return how much of a text is not as a file of its kind has it, and what it says; None where it cannot be read."""
    findings: list[Finding] = []
    root = read_yaml(file, text.encode(), findings.append)
    if root is None:
        return None
    if kind in KINDS:
        for node in root.items if isinstance(root, Sequence) else (root,):
            _entity(kind, node, findings.append, findings)
    return Verdict(len(findings) + mixed(root), said(root))


def _misfiled(kind: str, items: tuple[Node, ...]) -> str | None:
    """Return the kind that all entities of a file are whole ones of, where each has a key that the kind of its folder has not."""
    if not items or any(_fits(kind, item, whole=False) for item in items):
        return None
    return next((other for other in KINDS if all(_fits(other, item, whole=True) for item in items)), None)


def _fits(kind: str, node: Node, *, whole: bool) -> bool:
    """Return whether a mapping has no keys but those of a kind; and, where `whole`, each that it must have."""
    entity: type = KINDS[kind]
    known = {name.rstrip("_"): key for name, key in keys_of(entity).items()}
    if not isinstance(node, Mapping) or not {*node.keys} <= {*known}:
        return False
    return not whole or all(node.get(name) is not None for name, key in known.items() if key.required)


def _entity(kind: str, node: Node, report: Report, findings: list[Finding]) -> _Read:
    name = node.get("id") if isinstance(node, Mapping) else None
    word = Word(name.text, name.at) if isinstance(name, Scalar) else None
    before = len(findings)
    entity = Shape(report).read(KINDS[kind], node, f"{singular(kind)} {word}" if word else singular(kind))
    misread = any(finding.code is UNKNOWN_KEY for finding in findings[before:])
    return _Read(word=word, entity=entity, misread=misread, keys={key: key.at for key in node.keys} if isinstance(node, Mapping) else {})
