"""What one may see on a screen, and the runbooks for it: the list in which the guide's finder looks, a script of its own beside the pages.

Each line is worked out: it stands among the symptoms, or a command of the guide prints it in a cluster that a fault has broken and not in a healthy one.
"""

import json
from collections.abc import Iterator

from catalog.runbook import Runbook
from generator import address, badges, words
from generator.book import Book
from generator.proof import time_of
from generator.samples import Samples, asked_by
from generator.telling import is_mark
from simulator.model import Action
from simulator.state import State

ASSET = "assets/known.js"
"""Where the list stands in the site; `docs/assets/finder.js` fetches it once somebody searches."""
_SHORTEST = 8
"""Letters that a line needs to be told from another."""


def known(book: Book) -> str:
    """Return the script: lines with the runbooks that mend what shows them, components with their phase, commands."""
    runbooks = [runbook for runbook in book.catalog.runbooks.values() if runbook.covers or runbook.symptoms]
    numbers = {str(runbook.id): number for number, runbook in enumerate(runbooks)}
    lines = []
    printed, symptoms = printed_under(book), _symptoms(book)
    for line in sorted({*printed, *symptoms}):
        faults = {**printed.get(line, {}), **symptoms.get(line, {})}
        shares = _shares(book, faults)
        if shares:
            lines.append([line, [[numbers[name], round(share, 2)] for name, share in shares]])
    found = {
        "runbooks": [_runbook(book, runbook) for runbook in runbooks],
        "lines": lines,
        "components": [
            [
                one.title,
                address.final(address.component_page(one.id)),
                badges.phase_word(one.phase),
                badges.phase_look(one.phase),
                str(one.id),
            ]
            for one in book.catalog.components.values()
        ],
        "commands": [
            [str(one.run), f"{address.final(book.places[str(one.id)])}#{address.anchor('c', one.id)}"]
            for one in book.catalog.commands.values()
        ],
    }
    return f"var phasebookKnown = {json.dumps(found, ensure_ascii=True, separators=(',', ':'))};\n"


def _runbook(book: Book, runbook: Runbook) -> list[str]:
    time = time_of(book.catalog, book.proof, runbook.id)
    about = f"about {words.about(time.typical)}" if time else ""
    page = address.final(address.runbook_page(runbook.id))
    return [str(runbook.heading), page, badges.phase_word(runbook.phase), badges.phase_look(runbook.phase), about]


def _shares(book: Book, faults: dict[str, float]) -> list[tuple[str, float]]:
    """The runbooks for these faults (or runbooks, of a symptom), each with its share, the largest first."""
    counted: dict[str, float] = {}
    for name, weight in faults.items():
        covering = [str(one.id) for one in book.catalog.runbooks_for(name)] if name in book.catalog.faults else [name]
        for runbook in covering:
            counted[runbook] = counted.get(runbook, 0) + weight / len(covering)
    total = sum(counted.values())
    return [(name, weight / total) for name, weight in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))]


def _symptoms(book: Book) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for runbook in book.catalog.runbooks.values():
        for symptom in runbook.symptoms:
            found.setdefault(_collapsed(symptom), {})[str(runbook.id)] = 1
    for fault in book.catalog.faults.values():
        for symptom in fault.symptoms:
            found.setdefault(_collapsed(symptom), {})[str(fault.id)] = 1
    return found


def printed_under(book: Book) -> dict[str, dict[str, float]]:
    """Return the lines that commands print under a fault and in no healthy cluster, with those faults."""
    healthy = State.healthy(book.model)
    found: dict[str, dict[str, float]] = {}
    broken = Samples(book.model, {fault: blast.rest for fault, blast in book.proof.blasts.items()})
    for action in book.sights.actions():
        usual = set(_said(action, healthy))
        for fault, state in broken.apart(asked_by(action)):
            for line in _said(action, state):
                if line not in usual and len(line) >= _SHORTEST:
                    found.setdefault(line, {})[fault] = 1
    return found


def _said(action: Action, state: State) -> Iterator[str]:
    """What a line says in a state, line by line; a line that changes something is heard only where it fails."""
    said = ""
    if not state.holds(action.requires):
        said = next((failure.message for failure in action.fails if state.holds(failure.when)), "")
    elif not action.sets:
        said = action.prints(state.holds)
    yield from (line for line in map(_collapsed, said.splitlines()) if not is_mark(line))


def _collapsed(line: str) -> str:
    return " ".join(line.split())
