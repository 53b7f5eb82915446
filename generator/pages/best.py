"""How far the guide is from the best that could be done: what the best recovery takes, what the runbook takes, and what it looks at besides."""

from collections.abc import Iterator, Mapping
from statistics import median

from generator import markdown as md
from generator import words
from generator.book import Book, Desk
from generator.markup import Block
from simulator.compare import looks_of
from simulator.model import Outcome
from simulator.recoveries import KeptRecovery
from simulator.replay import Replay

NEAR = 1.5
"""A replay that takes no more than so many times the best needs no excuse."""


def distance(desk: Desk, replays: Mapping[str, Replay]) -> Iterator[Block]:
    """Yield how far a runbook is from the best for each fault that it resolves, and which looks the best leaves out."""
    best = desk.book.best
    told = {fault: ended for fault, ended in replays.items() if fault in best and ended.outcome is Outcome.RESOLVED}
    if not told:
        return
    yield md.heading(3, "How far it is from the best", "best", found=False)
    yield md.paragraph(
        "The best was searched over every command and edit of this guide: once for somebody who knows what is broken, and once from symptoms,",
        "with the fewest seconds of looking that tell it from all other faults and show that it is mended.",
        f"From here {sum(_times(ended, best[fault]) <= NEAR for fault, ended in told.items()):,} of {words.counted(len(told), 'fault')}",
        f"take at most {NEAR} times the best from symptoms.",
    )
    far = [ended for fault, ended in told.items() if _times(ended, best[fault]) > NEAR]
    left_out = {line: seconds for ended in far for line, seconds in looks_of(ended) if line not in _lines(best, told)}
    if left_out:
        items = (md.join(md.code(line), f": {words.duration(seconds)}") for line, seconds in left_out.items())
        yield md.details("info", f"What takes more than {NEAR} times the best looks at this besides", md.bullets(*items))


def beside_best(desk: Desk, fault: str, ended: Replay) -> str:
    """Return how much of a replay was looking, and what the best recovery takes, in words; nothing where none is known."""
    best = desk.book.best.get(fault)
    if best is None or ended.outcome is not Outcome.RESOLVED:
        return ""
    looking = words.about(sum(seconds for _, seconds in looks_of(ended)))
    known, met = words.about(best.seconds), words.about(best.from_symptoms)
    return f"{looking} of it looking; the best takes {met}" + (f", or {known} for who knows it" if known != met else "")


def _times(ended: Replay, best: KeptRecovery) -> float:
    return ended.seconds / max(1, best.from_symptoms)


def _lines(best: Mapping[str, KeptRecovery], told: Mapping[str, Replay]) -> set[str]:
    return {line for fault in told for line in best[fault].lines}


def summary(book: Book) -> Iterator[Block]:
    """Yield how far the whole guide is from the best, over every fault from its symptoms."""
    known = {(tree, fault): ended for (tree, fault), ended in book.proof.symptoms.items() if fault in book.best}
    times = [_times(ended, book.best[fault]) for (_, fault), ended in known.items() if ended.outcome is Outcome.RESOLVED]
    if not times:
        return
    near = sum(one <= NEAR for one in times)
    yield md.heading(2, "How far it is from the best", "best")
    yield md.paragraph(
        f"Of {words.counted(len(times), 'walk')} from symptoms whose best recovery is known, {near:,} take at most {NEAR} times as long as the best",
        f"from symptoms; the one in the middle takes {median(times):.1f} times. Each runbook says for each fault what it takes, how much of it is looking,",
        f"and what it looks at besides. For {words.counted(len(book.catalog.faults) - len(book.best), 'fault')} no best recovery is known.",
    )
