"""A comparison in words: its headline, its sections, and the replay that a reviewer should read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.words import counted, duration
from phasebook.behaviour import Ending, Kind, Name
from phasebook.changes import Changes, Side, Turn, proof_of, shortest
from phasebook.paint import unpainted
from phasebook.touched import Moved, Touched
from phasebook.transcript import transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One group of differences, the worst first: a title, and a row of words for each. `alarming` ones stand unfolded."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    alarming: bool = False


def headline(found: Changes) -> str:
    """Return in one line what a reviewer must know."""
    if found.after.blocking and not found.before.blocking:
        return f"the guide cannot be replayed any more: {counted(len(found.after.blocking), 'finding')}"
    if found.after.blocking:
        return f"the guide cannot be replayed, as before: {counted(len(found.after.blocking), 'finding')}"
    if found.before.blocking:
        return "the guide can be replayed again"
    if not found.any:
        return "no change of behaviour"
    told = [
        (found.worse, "replay ends worse", "replays end worse"),
        (() if found.worse else found.worse_entered, "way through a changed runbook ends worse", "ways through changed runbooks end worse"),
        (found.bad_news, "new replay does not end as it should", "new replays do not end as they should"),
        (found.unhandled, "failure is handled no more", "failures are handled no more"),
        (found.guards, "guard is lowered", "guards are lowered"),
        (found.uncovered, "fault is covered by no runbook", "faults are covered by no runbook"),
    ]
    bad = [counted(len(rows), one, many) for rows, one, many in told if rows]
    better = [turn for turn in found.outcomes if not turn.worse]
    if not bad and better:
        return f"{counted(len(better), 'replay ends better', 'replays end better')}, none worse"
    return ", ".join(bad) if bad else "the guide behaves otherwise, and nothing ends worse"


def sections(found: Changes) -> tuple[Section, ...]:
    """Return every group of differences that is not empty, the worst first."""
    better = tuple(turn for turn in found.outcomes if not turn.worse)
    every = (
        Section(
            title="The catalog cannot be replayed",
            headers=("finding",),
            rows=tuple((str(one),) for one in found.after.blocking),
            alarming=True,
        ),
        Section(title="Replays that end worse", headers=_TURN, rows=tuple(map(_turn, found.worse)), alarming=True),
        Section(
            title="Changed runbooks that end worse where they are entered", headers=_TURN, rows=_entered(found, worse=True), alarming=True
        ),
        Section(title="New replays that do not end as they should", headers=_NEW, rows=tuple(map(_new, found.bad_news)), alarming=True),
        Section(
            title="Failures that are handled no more; where that is meant, write the target",
            headers=("line", "before", "after"),
            rows=_moved(found.unhandled, str),
            alarming=True,
        ),
        Section(title="Guards that are lowered", headers=("what", "before", "after"), rows=_moved(found.guards, str), alarming=True),
        Section(title="Faults that no runbook covers now", headers=("fault",), rows=_ids(found.uncovered), alarming=True),
        Section(title="Replays that end better", headers=_TURN, rows=tuple(map(_turn, better))),
        Section(title="Changed runbooks that end better where they are entered", headers=_TURN, rows=_entered(found, worse=False)),
        Section(title="Faults newly covered", headers=("fault",), rows=_ids(found.covered)),
        Section(title="New replays", headers=_NEW, rows=tuple(_new(one) for one in found.added if one[1].expected)),
        Section(title="Replays that are gone", headers=_NEW, rows=tuple(map(_new, found.gone))),
        Section(title="Risks that moved", headers=("what", "before", "after"), rows=_moved(found.risks, str)),
        Section(title="What changed phase", headers=("what", "before", "after"), rows=_moved(found.phases, str)),
        Section(title="Times that moved", headers=("replay", "before", "after"), rows=_moved(found.times, _seconds)),
        Section(title="Other runbooks on the way", headers=("replay", "before", "after"), rows=_moved(found.ways, _path)),
        Section(title="Pages added", headers=("page",), rows=_ids(found.pages_added)),
        Section(title="Pages gone", headers=("page",), rows=_ids(found.pages_gone)),
        Section(title="What the replays are made of", headers=("what", ""), rows=_touched(found.model)),
        Section(title="Words alone", headers=("what",), rows=tuple((f"{one.kind} {one.id}",) for one in found.prose)),
    )
    return tuple(section for section in every if section.rows)


def proof(found: Changes) -> str:
    """Return the outcomes of all faults before and after."""
    before, after = (_counts(side) for side in (found.before, found.after))
    return f"{before}, as before" if before == after else f"{before} → {after}"


def evidence(found: Changes) -> tuple[str, str]:
    """Return the shortest replay that ends worse, else that ends otherwise: its name and its transcript; empty where there is none."""
    turn = shortest(found.outcomes if found.worse else (*found.outcomes, *found.entered))
    if turn is not None and turn.after.played is not None:
        return replay_name(turn.name), unpainted(transcript(found.after.catalog, turn.after.played))
    failing = [(name, ending) for name, ending in found.bad_news if ending.played is not None]
    for name, ending in sorted(failing, key=lambda one: (one[1].length, one[0]))[:1]:
        if ending.played is not None:
            return replay_name(name), unpainted(transcript(found.after.catalog, ending.played))
    return "", ""


def as_text(found: Changes) -> str:
    """Return the whole comparison as plain text."""
    lines = [f"{found.before.name} → {found.after.name}: {headline(found)}"]
    for section in sections(found):
        shown = section.rows if section.alarming else section.rows[:_ROWS]
        lines += ["", f"{section.title} ({len(section.rows):,})", *("  " + "  ".join(filter(None, row)) for row in shown)]
        if len(shown) < len(section.rows):
            lines.append(f"  … and {len(section.rows) - len(shown):,} more; `--format json` lists them")
    if found.any:
        lines += ["", f"Proof: {proof(found)}"]
    title, way = evidence(found)
    return "\n".join([*lines, "", f"{title}, as it goes now:", "", way] if way else lines)


def replay_name(name: Name) -> str:
    """Return what a replay is called."""
    return f"{name.id} from {name.starts}" if name.kind is not Kind.SCENARIO else name.id


_ROWS = 20
_TURN = ("replay", "before", "after", "where they part")
_NEW = ("replay", "outcome")


def _turn(turn: Turn) -> tuple[str, ...]:
    return replay_name(turn.name), _ending(turn.before), _ending(turn.after), turn.parted


def _entered(found: Changes, *, worse: bool) -> tuple[tuple[str, ...], ...]:
    return tuple(_turn(turn) for turn in found.entered if turn.worse is worse)


def _new(one: tuple[Name, Ending]) -> tuple[str, ...]:
    return replay_name(one[0]), _ending(one[1])


def _ending(ending: Ending) -> str:
    by = ending.played.replay.by if ending.played else None
    wrong = ending.played.disappointments if ending.played and ending.played.expect else ()
    return f"{ending.outcome}" + (f" in {by}" if by else "") + (f" ({', '.join(wrong)})" if wrong else "")


def _moved(rows: Iterable[Moved], word: Callable[[object], str]) -> tuple[tuple[str, ...], ...]:
    return tuple((_called(row), word(row.before), word(row.after)) for row in rows)


def _called(row: Moved) -> str:
    if row.kind in tuple(Kind) and row.starts:
        return replay_name(Name(Kind(row.kind), row.id, row.starts))
    return f"{row.kind} {row.id}"


def _touched(rows: Iterable[Touched]) -> tuple[tuple[str, ...], ...]:
    return tuple((f"{one.kind} {one.id}", one.how) for one in rows)


def _ids(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((name,) for name in names)


def _seconds(value: object) -> str:
    return duration(int(str(value)))


def _path(value: object) -> str:
    return " → ".join(value) if isinstance(value, tuple) and value else "none"


def _counts(side: Side) -> str:
    return ", ".join(f"{count:,} {outcome}" for outcome, count in proof_of(side).items()) or "no replays"
