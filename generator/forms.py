"""The forms of what a command prints, and one beside the healthy one: what is alike is counted, what differs is seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalog.command import Command
from catalog.condition import Condition, all_of
from catalog.effect import Line, Output
from catalog.uses import scope_of_command
from generator import words
from simulator.compile import condition
from simulator.model import Model
from simulator.state import State

_FEWEST = 3
"""How many lines in a row must be alike to be counted instead of shown."""
_MOST = 400
"""Lines of a form that are compared; a longer one is shown whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a command prints, or a line of it that no healthy cluster has; when; and whether a healthy one prints it."""

    text: str
    when: Condition
    healthy: bool


def forms_of(model: Model, command: Command) -> tuple[Form, ...]:
    """Return the forms of what a command prints, the healthy one first, its placeholders taken at their first meaning."""
    meanings = {name: known[0] for name, known in scope_of_command(command).items() if known}
    healthy = State.healthy(model)

    def holds(one: Condition) -> bool:
        return healthy.holds(condition(one, meanings))

    best = next((output for output in command.output if holds(output.when)), None)
    found = (form for output in command.output for form in _forms(output, holds, healthy=output is best))
    return tuple(sorted(found, key=lambda form: not form.healthy))


def _forms(output: Output, holds: Callable[[Condition], bool], *, healthy: bool) -> Iterator[Form]:
    """The output as its lines are in a healthy cluster, then each other line by itself."""
    usual: list[Line] = []
    others: list[tuple[Condition, Line]] = []
    for part in output.text:
        chosen = next((line for line in part.lines if holds(line.when)), None) if holds(part.when) else None
        usual += [chosen] if chosen else []
        others += [(part.when, line) for line in part.lines if line != chosen]
    text = "\n".join(line.text.removesuffix("\n") for line in usual)
    yield Form(text=text, when=output.when, healthy=healthy)
    for when, line in others:
        yield Form(text=line.text, when=all_of([when, line.when]), healthy=False)


def beside(form: str, healthy: str) -> str:
    """Return a form without the lines that it has in common with the healthy one, where those are several in a row.

    In their place stand words in parentheses, as for all that is left out (language §3). The first line, which names the columns of a table, stays.
    """
    lines, usual = form.rstrip("\n").split("\n"), healthy.rstrip("\n").split("\n")
    if lines == usual or max(len(lines), len(usual)) > _MOST:
        return form
    shown = list(_shown(lines, usual))
    return "\n".join(shown) + "\n" if len(shown) < len(lines) else form


def _shown(lines: list[str], usual: list[str]) -> Iterator[str]:
    yield lines[0]
    for tag, start, end, _, _ in SequenceMatcher(None, lines[1:], usual[1:], autojunk=False).get_opcodes():
        part = lines[start + 1 : end + 1]
        if tag == "equal" and len(part) >= _FEWEST:
            yield f"({words.counted(len(part), 'line')} as when all is well)"
        else:
            yield from part
