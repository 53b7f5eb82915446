"""`phasebook answers`: what a command prints after each fault, and after each two, as the data has it: to be read beside what the real one prints."""

import argparse
import json
import textwrap
from collections.abc import Iterator
from string import ascii_uppercase

from catalog.catalog import Catalog
from catalog.finding import suggest
from generator.words import counted, duration
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.options import add_data, data_folder
from phasebook.paint import Ink, paint
from simulator.answers import Answer, Answers, answers
from simulator.compile import action_of
from simulator.deeds import lines_of
from simulator.model import Action

WIDTH = 120
"""So many letters of a list of faults stand in a line."""

_OF_TWO = "Two faults at once, where it takes a thought what wins:"
_NOTHING_OF_TWO = "Two faults at once: where both change the answer they change it alike, and one that does not leaves the other's."


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("answers", help="show what a command prints after each fault", description=__doc__)
    parser.add_argument("what", metavar="COMMAND|LINE", help="the id of a command, or a line as it is typed, in quotes")
    parser.add_argument("--pairs", action="store_true", help="after each two faults as well, where it takes a thought what wins")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed (default: text)")
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Print the answers of each line that was asked for."""
    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    catalog, model = loaded
    found = answers(model, _asked_for(catalog, options.what), pairs=options.pairs)
    if options.format == "json":
        print(json.dumps({"version": 1, "lines": [_json(one) for one in found]}, indent=2))
    else:
        print("\n\n".join("\n".join(_text(one, pairs=options.pairs)) for one in found))
    return Exit.CLEAN


def _asked_for(catalog: Catalog, what: str) -> tuple[Action, ...]:
    lines = tuple(lines_of(catalog.commands[what])) if what in catalog.commands else (what,)
    known = [(line, catalog.matches(line)) for line in lines]
    actions = tuple(action_of(matches[0], line) for line, matches in known if len(matches) == 1)
    if not actions:
        raise Refused(f"there is no command `{what}`, and no line like it{suggest(what, catalog.commands).hint}")
    return actions


def _named(one: Answers) -> dict[Answer, str]:
    """Return a short name for each answer: A, B, ... Z, A2, B2, ..."""
    rounds = ((place // len(ascii_uppercase), ascii_uppercase[place % len(ascii_uppercase)]) for place in range(len(one.different)))
    return {answer: f"{letter}{turn + 1 if turn else ''}" for answer, (turn, letter) in zip(one.different, rounds, strict=True)}


def _text(one: Answers, *, pairs: bool) -> Iterator[str]:
    names = _named(one)
    usual = next(iter(one.alone))
    yield paint(f"$ {one.line}", Ink.COMMAND)
    for answer, name in names.items():
        faults = one.alone.get(answer)
        when = "only after two faults at once" if faults is None else f"after {counted(len(faults), 'fault')} alone"
        healthy = ", in health and" if answer == usual else ","
        yield ""
        yield paint(f"{name}{healthy} {when}: {'fails after' if answer.failed else 'runs for'} {duration(answer.seconds)}", Ink.STRONG)
        yield from textwrap.wrap(" ".join(faults or ()), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        yield from (f"  | {line}".rstrip() for line in (answer.says.splitlines() or ["(nothing)"]))
    if not pairs:
        return
    yield ""
    yield paint(_OF_TWO if one.together else _NOTHING_OF_TWO, Ink.STRONG)
    for joint, found in one.together.items():
        more = f", and {counted(len(found) - 1, 'more pair')}" if len(found) > 1 else ""
        yield f"  {names[joint.first]} and {names[joint.second]} give {names[joint.both]}: {' and '.join(found[0])}{more}"


def _json(one: Answers) -> dict[str, object]:
    names = _named(one)
    return {
        "line": one.line,
        "answers": [
            {"id": name, "says": answer.says, "failed": answer.failed, "seconds": answer.seconds, "faults": list(one.alone.get(answer, ()))}
            for answer, name in names.items()
        ],
        "together": [
            {"first": names[joint.first], "second": names[joint.second], "both": names[joint.both], "pairs": [list(two) for two in pairs]}
            for joint, pairs in one.together.items()
        ],
    }
