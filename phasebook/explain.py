"""`phasebook explain`: what a finding, a kind or a key means, with an example."""

import argparse
from collections.abc import Iterator

from catalog.examples import Example, examples
from catalog.finding import Code, suggest
from catalog.key import Says
from catalog.kinds import KINDS, singular
from catalog.vocabulary import Entry, keys, kinds
from generator.codes import codes
from phasebook.exit import Exit, Refused
from phasebook.paint import Ink, paint


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("explain", help="say what a finding, a kind or a key means", description=__doc__)
    parser.add_argument("what", metavar="CODE|KIND|KEY", help="like REF001, components, needs, or runbooks.covers")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Print what was asked for."""
    what: str = options.what
    if what.upper() in codes():
        print("\n".join(_code(codes()[what.upper()])))
    elif (kind := next((kind for kind in KINDS if what in (kind, singular(kind))), None)) is not None:
        print("\n".join(_kind(kind)))
    else:
        found = [entry for entry in keys() if what in (entry.name, f"{entry.kind}.{entry.name}", f"{entry.entity}.{entry.name}")]
        if not found:
            known = [*codes(), *KINDS, *(entry.name for entry in keys())]
            raise Refused(f"there is no code, kind or key `{what}`{suggest(what, known).hint}")
        print("\n\n".join("\n".join(_key(entry)) for entry in found))
    return Exit.CLEAN


def _code(code: Code) -> Iterator[str]:
    weight = f"{code.severity}, and nothing is replayed before it is mended" if code.blocking else str(code.severity)
    yield f"{paint(code.name, Ink.STRONG)} ({weight})"
    yield ""
    yield code.explanation
    for example in examples().get(code.name, ())[:1]:
        yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    for head, ink, lines in (("wrong", Ink.BAD, example.wrong), ("right", Ink.GOOD, example.right)):
        if not lines:
            continue
        yield ""
        yield f"{paint(head, ink)}, in {example.file}:"
        yield ""
        yield from (f"  {line}".rstrip() for line in lines)


def _kind(kind: str) -> Iterator[str]:
    entry = kinds()[kind]
    yield f"{paint(kind, Ink.STRONG)}: {entry.text}"
    yield ""
    yield f"One file or several in {kind}/, each with one of them, or with a list. Its keys, * where required:"
    yield ""
    mine = [key for key in keys() if key.kind == kind and key.entity == entry.entity]
    width = max(len(key.name) for key in mine) + 1
    for key in mine:
        yield f"  {key.name + ('*' if key.required else ''):{width}}  {key.says.text}"


def _key(entry: Entry) -> Iterator[str]:
    says: Says = entry.says
    need = "required" if entry.required else "may be left out"
    yield f"{paint(entry.name, Ink.STRONG)} of {entry.entity} ({entry.kind}; {need}): {says.text}"
    yield ""
    yield f"  {entry.name}: {says.example}"
    yield ""
    yield f"What may stand there: {entry.form}."
