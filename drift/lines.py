"""What a command line says of the repository: the tasks, namespaces, labels, nodes, objects and paths that it names."""

import re
from collections.abc import Callable, Iterator, Mapping

from catalog.location import Location
from catalog.pattern import placeholders_in
from drift.claim import Claim, Kind, LabelRef, NamedRef, NodeRef, PathRef, TaskRef
from drift.doing import called_by
from drift.shell import commands_in
from drift.tools import BUILT_IN, FLUX_VERBS, FOR_PATHS, HELM_VERBS, LOOKS, PODS, VALUED

_FLUX_KINDS = {"kustomization": Kind.KUSTOMIZATION, "ks": Kind.KUSTOMIZATION, "helmrelease": Kind.HELMRELEASE, "hr": Kind.HELMRELEASE}
_INTERPRETERS = ("bash", "sh", "python", "python3")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_PATH = re.compile(r"(?:\./)?[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*/?")


class _Words:
    """The words of a simple command: options with their values, and the rest."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.program = words[0]
        valued = VALUED.get(self.program, frozenset())
        self.options: list[tuple[str, str]] = []
        self.rest: list[str] = []
        at = 1
        while at < len(words):
            word = words[at]
            name, sign, value = word.partition("=")
            if word == "--":
                break
            if word in (">", ">>", "<", "2>"):
                at += 1
            elif word.startswith("-") and sign:
                self.options.append((name, value))
            elif word in valued and at + 1 < len(words):
                self.options.append((word, words[at + 1]))
                at += 1
            elif word.startswith("-"):
                self.options.append((word, ""))
            else:
                self.rest.append(word)
            at += 1

    def values(self, *names: str) -> list[str]:
        return [value for name, value in self.options if name in names and value]

    @property
    def namespace(self) -> str:
        return next(iter(self.values("-n", "--namespace")), "")


def line_claims(line: str, at: Location, *, performs: tuple[str, ...] = (), admits: str = "") -> Iterator[Claim]:
    """Yield what a line says; names that the reader fills in say nothing."""
    for words in commands_in(line):
        call = called_by(words)
        for name in call.names if call else ():
            subject = TaskRef(name=name, variables=call.variables if call else (), performs=performs, admits=admits)
            yield Claim(kind=Kind.TASK, ref=name, at=at, subject=subject)
        program = words[0].rpartition("/")[2]
        reader = _READERS.get(program)
        if reader is not None:
            yield from (claim for claim in reader(_Words((program, *words[1:])), at) if not placeholders_in(claim.ref))
        yield from _paths(words, at)


def _kubectl(words: _Words, at: Location) -> Iterator[Claim]:
    yield from _namespace(words, at)
    verb, *rest = (*words.rest, "")
    pods = verb not in LOOKS or rest[0].partition("/")[0] in PODS
    for selector in words.values("-l", "--selector"):
        for label in selector.split(","):
            if re.fullmatch(r"[\w./-]+==?[\w.-]+", label):
                written = label.replace("==", "=")
                yield Claim(kind=Kind.LABEL, ref=written, at=at, subject=LabelRef(label=written, namespace=words.namespace, pods=pods))
    if verb in LOOKS and rest and rest[0]:
        yield from _resources(rest, words.namespace, at)
    if verb in ("drain", "cordon", "uncordon") and rest and rest[0]:
        yield Claim(kind=Kind.NODE, ref=rest[0], at=at, subject=NodeRef(hostname=rest[0]))


def _resources(rest: list[str], namespace: str, at: Location) -> Iterator[Claim]:
    types, *names = [word for word in rest if word]
    if "/" in types:
        types, _, name = types.partition("/")
        names = [name]
    for written in types.split(","):
        kind = written.partition(".")[0].lower()
        if kind in ("node", "nodes") and names:
            yield from (Claim(kind=Kind.NODE, ref=name, at=at, subject=NodeRef(hostname=name)) for name in names)
        if kind in ("namespace", "namespaces", "ns") and names:
            yield from (Claim(kind=Kind.NAMESPACE, ref=name, at=at, subject=NamedRef(name=name)) for name in names)
        if written in BUILT_IN or kind in BUILT_IN:
            continue
        known = _FLUX_KINDS.get(kind.removesuffix("s"))
        if known is not None:
            yield from (Claim(kind=known, ref=name, at=at, subject=NamedRef(name=name, namespace=namespace)) for name in names)
        yield Claim(kind=Kind.CRD, ref=written, at=at, subject=NamedRef(name=written))


def _namespace(words: _Words, at: Location) -> Iterator[Claim]:
    if words.namespace:
        yield Claim(kind=Kind.NAMESPACE, ref=words.namespace, at=at, subject=NamedRef(name=words.namespace))


def _flux(words: _Words, at: Location) -> Iterator[Claim]:
    yield from _namespace(words, at)
    if len(words.rest) >= 2 and words.rest[0] in FLUX_VERBS:  # noqa: PLR2004 - the verb and the kind
        kind = _FLUX_KINDS.get(words.rest[1].lower().removesuffix("s") if words.rest[1] != "ks" else "ks")
        for name in words.rest[2:] if kind else ():
            yield Claim(kind=kind or Kind.KUSTOMIZATION, ref=name, at=at, subject=NamedRef(name=name, namespace=words.namespace))


def _helm(words: _Words, at: Location) -> Iterator[Claim]:
    yield from _namespace(words, at)
    verb, *rest = (*words.rest, "")
    name = rest[0] if verb in HELM_VERBS else rest[1] if verb == "get" and len(rest) > 1 else ""
    if name:
        yield Claim(kind=Kind.HELMRELEASE, ref=name, at=at, subject=NamedRef(name=name, namespace=words.namespace))


def _talosctl(words: _Words, at: Location) -> Iterator[Claim]:
    for listed in words.values("-n", "--nodes", "-e", "--endpoints"):
        for address in listed.split(","):
            if _ADDRESS.fullmatch(address):
                yield Claim(kind=Kind.NODE, ref=address, at=at, subject=NodeRef(address=address))
            elif address and not placeholders_in(address):
                yield Claim(kind=Kind.NODE, ref=address, at=at, subject=NodeRef(hostname=address))


def _cilium(words: _Words, at: Location) -> Iterator[Claim]:
    yield from _namespace(words, at)
    for name in words.values("--node"):
        yield Claim(kind=Kind.NODE, ref=name, at=at, subject=NodeRef(hostname=name))


_READERS: Mapping[str, Callable[[_Words, Location], Iterator[Claim]]] = {
    "kubectl": _kubectl,
    "flux": _flux,
    "helm": _helm,
    "talosctl": _talosctl,
    "cilium": _cilium,
}


def _paths(words: tuple[str, ...], at: Location) -> Iterator[Claim]:
    """Yield the paths of the repository that a command reads: its own scripts, files after options, folders, what follows `--` of git."""
    program = words[0]
    flags = tuple(word.partition("=")[0] for word in words[1:] if re.fullmatch(r"-{1,2}[A-Za-z][\w-]*(?:=.*)?", word))
    if "/" in program and _is_path(program):
        yield _path(program, at, flags)
    before = ""
    after = False
    for word in words[1:]:
        name, sign, value = word.partition("=")
        operand = value if sign and name in FOR_PATHS else word
        by_option = before in FOR_PATHS or (sign and name in FOR_PATHS)
        taken = by_option or (after and program == "git") or (program in _INTERPRETERS and not word.startswith("-"))
        taken = taken or (program == "kubectl" and before == "kustomize")
        operand = operand.removeprefix("@")
        if taken and "/" in operand and _is_path(operand):
            yield _path(operand, at, flags if program in _INTERPRETERS else ())
        after = after or word == "--"
        before = word


def _is_path(word: str) -> bool:
    return _PATH.fullmatch(word) is not None and "://" not in word


def _path(word: str, at: Location, flags: tuple[str, ...] = ()) -> Claim:
    clean = word.removeprefix("./")
    kind = Kind.FOLDER if clean.endswith("/") or "." not in clean.rpartition("/")[2] else Kind.FILE
    kind = Kind.SCRIPT if clean.endswith((".sh", ".bash", ".py")) else kind
    subject = PathRef(path=clean, operand=True, flags=flags if kind is Kind.SCRIPT else ())
    return Claim(kind=kind, ref=clean, at=at, subject=subject)
