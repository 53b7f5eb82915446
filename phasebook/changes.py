"""What a change to the data does to the guide's behaviour: two catalogs in, every difference that a reader would meet out. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.finding import Finding
from catalog.likeness import says
from generator.guide import pages_of
from phasebook import touched
from phasebook.behaviour import HARM, Ending, Kind, Name
from phasebook.touched import Moved, Touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One end of a comparison; `behaviour` is empty where the catalog cannot be replayed, because of the `blocking` findings."""

    name: str
    catalog: Catalog
    blocking: tuple[Finding, ...]
    behaviour: Mapping[Name, Ending]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One replay that ends otherwise; `parted` says at which step the two ways part, or is empty."""

    name: Name
    before: Ending
    after: Ending
    parted: str

    @property
    def worse(self) -> bool:
        """Whether it ends with more harm, or no longer as it was to end."""
        if self.before.expected != self.after.expected:
            return self.before.expected
        return _harm(self.after) > _harm(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Every difference. `entered` are the replays of changed runbooks, entered by themselves, that end otherwise. `guards` are those by which a guide is asked for less: invariants and scenarios that are gone or ask for something else, `unhandled` the lines that led somewhere of their own when they failed."""

    before: Side
    after: Side
    outcomes: tuple[Turn, ...]
    entered: tuple[Turn, ...]
    added: tuple[tuple[Name, Ending], ...]
    gone: tuple[tuple[Name, Ending], ...]
    ways: tuple[Moved, ...]
    times: tuple[Moved, ...]
    risks: tuple[Moved, ...]
    phases: tuple[Moved, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    guards: tuple[Moved, ...]
    unhandled: tuple[Moved, ...]
    pages_added: tuple[str, ...]
    pages_gone: tuple[str, ...]
    model: tuple[Touched, ...]
    prose: tuple[Touched, ...]

    @property
    def worse(self) -> tuple[Turn, ...]:
        """The replays that end worse, the worst first."""
        return tuple(turn for turn in self.outcomes if turn.worse)

    @property
    def worse_entered(self) -> tuple[Turn, ...]:
        """The replays of changed runbooks, entered by themselves, that end worse."""
        return tuple(turn for turn in self.entered if turn.worse)

    @property
    def bad_news(self) -> tuple[tuple[Name, Ending], ...]:
        """The new replays that do not end as they should, the worst first."""
        return tuple((name, ending) for name, ending in self.added if not ending.expected)

    @property
    def ends_worse(self) -> bool:
        """Whether a replay ends worse than it did, or a new one not as it should, or a line that can fail leads nowhere of its own any more."""
        broken = bool(self.after.blocking) and not self.before.blocking
        return broken or bool(self.worse or self.bad_news or self.worse_entered or self.unhandled)

    @property
    def is_worse(self) -> bool:
        """Whether something is worse than it was; also that the guide is asked for less, which is for people to judge."""
        return self.ends_worse or bool(self.uncovered or self.guards)

    @property
    def any(self) -> bool:
        """Whether any replay or any fact of the guide is another; what no replay noticed is not."""
        told = (
            self.outcomes,
            self.entered,
            self.added,
            self.gone,
            self.ways,
            self.times,
            self.risks,
            self.phases,
            self.covered,
            self.uncovered,
        )
        return any((*told, self.guards, self.unhandled, self.pages_added, self.pages_gone)) or bool(
            self.after.blocking or self.before.blocking
        )


def proof_of(side: Side) -> Mapping[str, int]:
    """Return how many of the replays of faults end in each outcome, the harmless first."""
    counted = Counter(ending.outcome for name, ending in side.behaviour.items() if name.kind is Kind.FAULT)
    return {outcome: counted[outcome] for outcome in HARM if counted[outcome]}


def alike(before: Catalog, after: Catalog) -> bool:
    """Return whether two catalogs say the same, whatever files, order and layout they say it in."""
    said = [{kind: {name: says(one) for name, one in known.items()} for kind, known in side.entities.items()} for side in (before, after)]
    return said[0] == said[1] and before.is_complete and after.is_complete


def changes(before: Side, after: Side) -> Changes:
    """Return every difference in behaviour."""
    shared = [(name, before.behaviour[name], after.behaviour[name]) for name in after.behaviour if name in before.behaviour]
    turns = _turns(shared)
    still = [one for one in shared if one[0].kind is not Kind.ENTERED and not _turned(*one[1:])]
    pages = [pages_of(side.catalog) for side in (before, after)]
    return Changes(
        before=before,
        after=after,
        outcomes=tuple(turn for turn in turns if turn.name.kind is not Kind.ENTERED),
        entered=tuple(turn for turn in turns if turn.name.kind is Kind.ENTERED),
        added=_only_in(after, before),
        gone=_only_in(before, after),
        ways=tuple(Moved(*name, old.path, new.path) for name, old, new in still if old.path != new.path),
        times=_slowest_first(Moved(*name, old.seconds, new.seconds) for name, old, new in still if old.seconds != new.seconds),
        risks=tuple(touched.risks(before.catalog, after.catalog)),
        phases=tuple(touched.phases(before.catalog, after.catalog)),
        covered=tuple(sorted(touched.covered(after.catalog) - touched.covered(before.catalog))),
        uncovered=tuple(sorted(touched.uncovered(after.catalog) - touched.uncovered(before.catalog))),
        guards=tuple(touched.guards(before.catalog, after.catalog)),
        unhandled=tuple(touched.unhandled(before.catalog, after.catalog)),
        pages_added=tuple(sorted(pages[1] - pages[0])),
        pages_gone=tuple(sorted(pages[0] - pages[1])),
        model=tuple(touched.model(before.catalog, after.catalog)),
        prose=tuple(touched.prose(before.catalog, after.catalog)),
    )


def _turned(old: Ending, new: Ending) -> bool:
    return old.outcome != new.outcome or old.expected != new.expected


def _turns(shared: Iterable[tuple[Name, Ending, Ending]]) -> list[Turn]:
    """Return the replays that end otherwise, the worst first."""
    turns = [Turn(name=name, before=old, after=new, parted=_parted(old, new)) for name, old, new in shared if _turned(old, new)]
    return sorted(turns, key=lambda turn: (not turn.worse, -_harm(turn.after), turn.after.length, turn.name))


def _harm(ending: Ending) -> int:
    return HARM.index(ending.outcome)


def _only_in(here: Side, there: Side) -> tuple[tuple[Name, Ending], ...]:
    known = here.behaviour if there.blocking else there.behaviour
    found = [(name, ending) for name, ending in here.behaviour.items() if name not in known and name.kind is not Kind.ENTERED]
    return tuple(sorted(found, key=lambda one: (one[1].expected, -_harm(one[1]), one[0])))


def _slowest_first(moved: Iterable[Moved]) -> tuple[Moved, ...]:
    return tuple(sorted(moved, key=lambda one: (int(str(one.before)) - int(str(one.after)), one.kind, one.id, one.starts)))


def _parted(old: Ending, new: Ending) -> str:
    """Say at which step the two ways part: the first that only one takes, or that both take and that ends otherwise."""
    if old.played is None or new.played is None:
        return ""
    before, after = (ending.played.replay.steps if ending.played else () for ending in (old, new))
    for number, step in enumerate(after):
        other = before[number] if number < len(before) else None
        same = other is not None and (other.runbook, other.failed, other.goes, [ran.line for ran in other.ran]) == (
            step.runbook,
            step.failed,
            step.goes,
            [ran.line for ran in step.ran],
        )
        if not same:
            return f"{step.runbook}, step {step.number}" + (f": {step.failed} fails" if step.failed else "")
    last = before[len(after)] if len(before) > len(after) else None
    return f"{last.runbook}, step {last.number} is not reached" if last else ""


def shortest(turns: Iterable[Turn]) -> Turn | None:
    """Return the replay that a reviewer should read: of those that end worse the one with the fewest steps, as it goes now."""
    told = [turn for turn in turns if turn.after.played is not None]
    return min(told, key=lambda turn: (not turn.worse, turn.after.length, turn.after.seconds, turn.name), default=None)
