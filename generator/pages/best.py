"""How far the guide is from the best that could be done, and why: what of its time tells, warrants, checks, waits, or does otherwise."""

from collections.abc import Iterator, Mapping
from statistics import median

from generator import markdown as md
from generator import words
from generator.book import Book, Desk
from generator.markup import Block
from simulator.compare import NEAR, looks_of
from simulator.model import Outcome
from simulator.recoveries import KeptRecovery
from simulator.replay import Replay
from simulator.sorting import Sort, sorts
from simulator.spending import Spent, Use

_NAMED = 3
"""So many lines of a sort are named, and so many failures that a line rules out."""
_TOLD = 5
"""A line that takes no more seconds is not named beside one that takes more."""


def distance(desk: Desk, runbook: str, replays: Mapping[str, Replay]) -> Iterator[Block]:
    """Yield how far a runbook is from the best for each fault that it resolves, and where the time goes of those that are far."""
    best = desk.book.best
    told = {fault: ended for fault, ended in replays.items() if fault in best and ended.outcome is Outcome.RESOLVED}
    if not told:
        return
    yield md.heading(3, "How far it is from the best", "best", found=False)
    yield md.paragraph(
        "The best was searched over every command and edit of this guide: once for somebody who knows what is broken, and once from symptoms,",
        "with the fewest seconds of looking that tell it from all other faults and show that it is mended.",
        f"From here {sum(times(ended, best[fault]) <= NEAR for fault, ended in told.items()):,} of {words.counted(len(told), 'fault')}",
        f"take at most {NEAR} times the best from symptoms.",
    )
    yield from _unproven(sum(not best[fault].proven for fault in told))
    yield from _why(desk, [(runbook, fault) for fault, ended in told.items() if times(ended, best[fault]) > NEAR])


def beside_best(desk: Desk, fault: str, ended: Replay) -> str:
    """Return how much of a replay was looking, and what the best recovery takes, in words; nothing where none is known."""
    best = desk.book.best.get(fault)
    if best is None or ended.outcome is not Outcome.RESOLVED:
        return ""
    looking = words.about(sum(seconds for _, seconds in looks_of(ended)))
    known, met = words.about(best.seconds), words.about(best.from_symptoms)
    return f"{looking} of it looking; the best takes {met}" + (f", or {known} for who knows it" if known != met else "")


def times(ended: Replay, best: KeptRecovery) -> float:
    """Return how many times the best from symptoms a replay takes."""
    return ended.seconds / max(1, best.from_symptoms)


def _unproven(count: int) -> Iterator[Block]:
    if count:
        yield md.paragraph(
            f"For {words.counted(count, 'fault')} the search gave up: what counts as the best is what the guide does, without what can be left out."
        )


def _why(desk: Desk, far: list[tuple[str, str]]) -> Iterator[Block]:
    """Where the time goes of each replay, by where it starts and its fault."""
    items = [_reasons(desk, start, fault) for start, fault in far]
    if items:
        yield md.details("info", f"Where the time goes of what takes more than {NEAR} times the best", md.bullets(*items))


def _reasons(desk: Desk, start: str, fault: str) -> md.Item:
    best = desk.book.best[fault]
    found = sorts(desk.book.spent[start, fault], frozenset(best.lines))
    return md.Item(desk.fault(fault), tuple(_reason(sort, seconds, items) for sort, seconds, items in found))


def _reason(sort: Sort, seconds: int, items: list[tuple[Spent, int]]) -> md.Item:
    named = [item for number, item in enumerate(items) if number < _NAMED and (number == 0 or item[1] > _TOLD)]
    lines = [
        md.join(md.rich(one.line) if one.is_edit else md.code(one.line), f" {words.duration(took)}{_others(one)}") for one, took in named
    ]
    more = f", and {len(items) - len(named):,} more" if len(items) > len(named) else ""
    return md.Item(md.join(f"{words.duration(seconds)} {sort}: ", md.join(*lines, by=", "), more))


def _others(one: Spent) -> str:
    """The other failures for which a line is there."""
    if not one.others:
        return ""
    listed = [name.replace("-", " ") or "a healthy cluster" for name in one.others[:_NAMED]]
    more = f" and {len(one.others) - _NAMED:,} more" if len(one.others) > _NAMED else ""
    return f" ({'rules out' if one.use is Use.TELLS else 'called for by'} {', '.join(listed)}{more})"


def summary(desk: Desk) -> Iterator[Block]:
    """Yield how far the whole guide is from the best, over every fault from its symptoms, and why."""
    book = desk.book
    known = dict(_resolved(book))
    ratios = [times(ended, book.best[fault]) for (_, fault), ended in known.items()]
    if not ratios:
        return
    near = sum(one <= NEAR for one in ratios)
    yield md.heading(2, "How far it is from the best", "best")
    yield md.paragraph(
        f"Of {words.counted(len(ratios), 'walk')} from symptoms whose best recovery is known, {near:,} take at most {NEAR} times as long as the best",
        f"from symptoms; the one in the middle takes {median(ratios):.1f} times. Each runbook says for each fault what it takes and what of that the best",
        f"does without. For {words.counted(len(book.catalog.faults) - len(book.best), 'fault')} no best recovery is known.",
    )
    yield from _unproven(sum(not one.proven for one in book.best.values()))
    yield from _why(desk, [key for key, ended in known.items() if times(ended, book.best[key[1]]) > NEAR])


def _resolved(book: Book) -> Iterator[tuple[tuple[str, str], Replay]]:
    return ((key, ended) for key, ended in book.proof.symptoms.items() if key[1] in book.best and ended.outcome is Outcome.RESOLVED)
