"""Transcripts of replays that a person enjoys, and the table of outcomes."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from generator.amounts import duration
from generator.outcomes import MEANINGS
from phasebook.paint import Ink, paint
from phasebook.report import Played
from simulator.cluster import Change, Ran
from simulator.model import Outcome
from simulator.replay import Asked, Taken
from simulator.state import Round

WIDEST = 72
"""A longer name stands out from its column; one alone does not push all outcomes to the right."""

NO_REST = "   and it never comes to rest"


def transcript(catalog: Catalog, played: Played) -> str:
    """Return what was run, what it showed, what the cluster did by itself, what the reader knows, and where they go."""
    return "\n".join(_lines(catalog, played))


def table(played: list[Played]) -> str:
    """Return one line for each replay, and a count."""
    width = min(WIDEST, max((len(one.scenario) for one in played), default=0))
    lines = []
    for one in played:
        mark = paint("ok  ", Ink.GOOD) if one.expected else paint("BAD ", Ink.BAD)
        where = f" in {one.replay.by}" if one.replay.by else ""
        wrong = f"  ← {', '.join(one.disappointments)}" if one.disappointments else ""
        lines.append(f"{mark}{one.scenario:<{width}}  {one.replay.outcome}{where}, {duration(one.replay.seconds)}{wrong}")
    good = sum(one.expected for one in played)
    ink = Ink.GOOD if good == len(played) else Ink.BAD
    return "\n".join([*lines, paint(f"{good} of {len(played)} replays ended as expected", ink)])


def _lines(catalog: Catalog, played: Played) -> Iterator[str]:
    replay, case = played.replay, played.case
    yield paint(f"# {played.title}", Ink.STRONG)
    if case.given:
        yield "given: " + _facts(dict(case.given))
    if case.faults:
        yield "broken: " + ", ".join(_fault(catalog, name) for name in case.faults)
    yield from _rounds(catalog, replay.opening, timed=False)
    if replay.opening and replay.opening[-1].flaps:
        yield paint(NO_REST, Ink.BAD)
    if case.changes is not None:
        yield f"to be changed: {catalog.components[case.changes].title}"
    yield f"starts at: {case.starts}"
    for asked in replay.asked:
        yield from _asked(catalog, asked)
    runbook = None
    for step in replay.steps:
        if step.runbook != runbook:
            runbook = step.runbook
            yield ""
            yield paint(f"## {catalog.runbooks[runbook].heading} ({runbook})", Ink.STRONG)
        yield from _taken(catalog, step)
    yield from _skipped(replay.skipped)
    yield ""
    yield _ending(played)


def _fault(catalog: Catalog, name: str) -> str:
    return f"{catalog.faults[name].title} ({name})"


def _facts(facts: dict[str, str]) -> str:
    return ", ".join(f"{fact} = {value}" for fact, value in sorted(facts.items()))


def _asked(catalog: Catalog, asked: Asked) -> Iterator[str]:
    answer = "" if asked.answer is None else " yes" if asked.answer else " no"
    yield ""
    yield f"? {asked.ask}{answer}" + (f" → {asked.goes}" if asked.goes else "")
    for ran in asked.ran:
        yield from _ran(catalog, ran)
    if asked.learned:
        yield f"   now known: {_facts(dict(asked.learned))}"


def _taken(catalog: Catalog, step: Taken) -> Iterator[str]:
    yield from _skipped(step.skipped)
    yield ""
    yield f"{step.number}. {step.title}"
    if step.edit is not None:
        yield f"   edit: {step.edit}{_took(step.edit_takes)}"
        yield from _followed(catalog, step.edited)
    for ran in step.ran:
        yield from _ran(catalog, ran)
    if step.learned:
        yield f"   now known: {_facts(dict(step.learned))}"
    if step.struck:
        yield paint("   meanwhile: " + ", ".join(_fault(catalog, name) for name in step.struck), Ink.BAD)
        yield from _followed(catalog, step.strike)
    if step.goes is not None:
        because = "a line failed" if step.failed else step.seen
        yield f"   → {step.goes}" + (f" ({because})" if because else "")


def _skipped(titles: tuple[str, ...]) -> Iterator[str]:
    if titles:
        yield ""
    for title in titles:
        yield paint(f"   not called for: {title}", Ink.QUIET)


def _took(seconds: int) -> str:
    return f"  [{duration(seconds)}]" if seconds else ""


def _ran(catalog: Catalog, ran: Ran) -> Iterator[str]:
    yield f"   $ {paint(ran.line, Ink.COMMAND)}{_took(ran.takes)}" + (paint("  fails", Ink.BAD) if ran.failed else "")
    if ran.says:
        yield "\n".join(f"     | {line}" for line in ran.says.rstrip("\n").split("\n"))
    yield from _followed(catalog, ran.change)


def _followed(catalog: Catalog, change: Change | None) -> Iterator[str]:
    if change is not None:
        yield from _rounds(catalog, change.rounds, timed=True)
        if change.ending is Outcome.FLAPPING:
            yield paint(NO_REST, Ink.BAD)


def _rounds(catalog: Catalog, rounds: tuple[Round, ...], *, timed: bool) -> Iterator[str]:
    for round_ in rounds:
        after = f" after {duration(round_.seconds)}" if timed else ""
        for name in round_.reactions:
            reaction = catalog.reactions[name]
            made = _facts({str(one.fact): str(one.value) for one in reaction.set})
            what = "at odds" if round_.at_odds else f"by itself{after}"
            yield paint(f"   {what}: {name}{f' ({reaction.by})' if reaction.by else ''}: {made}", Ink.QUIET)


def _ending(played: Played) -> str:
    replay = played.replay
    why = MEANINGS[replay.outcome]
    if replay.outcome is Outcome.RESOLVED and played.case.changes is not None:
        why = "the tree ends at the phase that owns it"
    if replay.decided:
        why += f" ({', '.join(replay.decided)})"
    where = f" in {replay.by}" if replay.by else ""
    ink = Ink.GOOD if replay.outcome is Outcome.RESOLVED else Ink.BAD
    wrong = f"\n{'; '.join(played.disappointments)}" if played.disappointments else ""
    return paint(f"= {replay.outcome}{where} after {duration(replay.seconds)}: {why}{wrong}", ink)
