"""What a catalog says of its cluster's repository, claim by claim, and what came of holding each against a revision."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from catalog.location import Location


class Kind(StrEnum):
    """What a claim is about."""

    TASK = "task"
    FILE = "file"
    FOLDER = "folder"
    RANGE = "range"
    SCRIPT = "script"
    KUSTOMIZATION = "kustomization"
    HELMRELEASE = "helmrelease"
    DEPENDENCY = "dependency"
    LABEL = "label"
    NAMESPACE = "namespace"
    NODE = "node"
    FIELD = "field"
    API_VERSION = "api-version"
    CRD = "crd"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """What came of a claim."""

    HOLDS = "holds"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    DEAD = "dead"
    """it exists, and nothing uses it"""
    GONE = "gone"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRef:
    """A task that can be run so: its name, the variables that are given, what it performs, the missing tasks that it is said to call.

    `path` is where it is defined, or what it uses.
    """

    name: str
    variables: tuple[str, ...] | None = None
    path: str | None = None
    performs: tuple[str, ...] = ()
    admits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRef:
    """A file or folder. `gitops`: whether Flux is said to apply it (None where nobody says); `desk`: it is not kept in Git.

    `flags` are the options with which a line runs it, where it is a script.
    """

    path: str
    gitops: bool | None = None
    desk: bool = False
    operand: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRef:
    """Lines of a file, and the task or field that they show."""

    path: str
    first: int
    last: int
    task: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRef:
    """A key of a YAML or TOML file, as a path of keys joined by dots, and its value, where one is said; lists are looked through."""

    path: str
    field: str
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRef:
    """A Kustomization, HelmRelease, namespace or kind of resource by its name."""

    name: str
    namespace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRef:
    """A label that pods, or other objects, of a namespace (any, where none is named) carry."""

    label: str
    namespace: str = ""
    pods: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRef:
    """A component waits for another: the files by which Flux brings each. `ordered`: whether the repository is said to see to that."""

    component: str
    other: str
    ordered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRef:
    """A node by its name, its address, or both."""

    hostname: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRef:
    """An API version, and the kind that is written with it, where one is."""

    api: str
    kind: str = ""


Subject: TypeAlias = TaskRef | PathRef | RangeRef | FieldRef | NamedRef | LabelRef | EdgeRef | NodeRef | ApiRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One reference of the catalog: what it is about, how it is written, where, and what exactly it says."""

    kind: Kind
    ref: str
    at: Location
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict: `detail` says why in words, `to` where the thing is now, where that is known."""

    verdict: Verdict
    detail: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The commit that broke a claim."""

    commit: str
    date: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A claim, its verdict, the commit that broke it where it was looked for and found, and the edit of the data that mends it."""

    claim: Claim
    judged: Judged
    since: Parting | None = None
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every claim of a catalog against one revision. `problems` are what of the repository could not be read."""

    revision: str
    date: str
    results: tuple[Result, ...]
    problems: tuple[str, ...] = field(default=())
