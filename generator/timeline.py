"""A replay as a timeline: what was asked and done, what the cluster did by itself, and where the reader went.

What a step runs, and what its lines print, stands with the step itself, to which each line here leads.
"""

from collections.abc import Iterator
from itertools import groupby

from catalog.runbook import NEXT
from generator import address, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from generator.strip import Piece, Share, strip
from simulator.cluster import Change, Ran
from simulator.replay import Asked, Replay, Taken
from simulator.state import Round


def timeline(desk: Desk, ended: Replay, starts: str) -> Iterator[Block]:
    """Yield the strip of a replay that started at the tree or runbook `starts` and, folded, its lines in words."""
    lines = list(_Lines(desk).of(ended, starts))
    if ended.seconds:
        yield strip(list(_pieces(ended)), f"{words.counted(len(ended.steps), 'step')} in {words.duration(ended.seconds)}, told below")
    if lines:
        yield md.details("info", "Step by step", md.bullets(*lines))


def _pieces(ended: Replay) -> Iterator[Piece]:
    asked = sum(ran.takes + _waited(ran.change) for question in ended.asked for ran in question.ran)
    if asked:
        yield Piece(share=Share.ASKED, seconds=asked)
    for step in ended.steps:
        waited = sum(_waited(change) for change in _changes(step))
        share = Share.FAILED if step.failed else Share.ACTED if step.changed or step.edit else Share.LOOKED
        yield Piece(share=share, seconds=step.seconds - waited, word=str(step.number))
        waited += _waited(step.strike) if step.strike else 0
        if waited:
            yield Piece(share=Share.WAITED, seconds=waited)


class _Lines:
    """The lines of a timeline, with the clock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._clock = 0

    def of(self, ended: Replay, starts: str) -> Iterator[Inline]:
        """Yield the lines of a replay; steps in a row at which nothing happened share one."""
        if ended.opening:
            yield md.join("The faults settle; ", self._rounds(ended.opening, timed=False))
        if ended.asked:
            yield self._walk(ended, starts)
        for quiet, steps in groupby(ended.steps, key=lambda step: (step.runbook, "") if _is_quiet(step) else (step.runbook, id(step))):
            taken = list(steps)
            yield self._looked(taken) if quiet[1] == "" else self._taken(taken[0])

    def _at(self, seconds: int) -> Inline:
        began, self._clock = self._clock, self._clock + seconds
        minutes, rest = divmod(began, 60)
        return md.span(f"{minutes}:{rest:02}", "pb-at")

    def _walk(self, ended: Replay, starts: str) -> Inline:
        at = self._at(sum(ran.takes + _waited(ran.change) for asked in ended.asked for ran in asked.ran))
        answers = [told for _, asked in groupby(ended.asked, key=lambda one: one.answer) for told in _answered(list(asked))]
        failed = [self._followed(asked.ran) for asked in ended.asked]
        leads = md.join("→ ", self._desk.runbook(ended.path[0])) if ended.path else Inline()
        return md.join(at, self._desk.tree(starts), *(part for part in (*answers, *failed, leads) if part), by=" ")

    def _step(self, step: Taken) -> Inline:
        label = md.join(f"{step.number}. ", md.rich(step.title))
        return md.link(label, self._desk.to(address.runbook_page(step.runbook), f"step-{step.number}"))

    def _looked(self, steps: list[Taken]) -> Inline:
        at = self._at(sum(step.seconds for step in steps))
        if len(steps) == 1:
            return md.join(at, self._step(steps[0]), by=" ")
        first = self._desk.to(address.runbook_page(steps[0].runbook), f"step-{steps[0].number}")
        return md.join(at, md.link(f"Steps {words.ranges(step.number for step in steps)}", first), by=" ")

    def _taken(self, step: Taken) -> Inline:
        at = self._at(step.seconds)
        self._clock += _waited(step.strike) if step.strike else 0
        struck = (
            [md.join(md.strong("meanwhile: "), words.listed(map(self._desk.fault, step.struck)), self._change(step.strike))]
            if step.struck
            else []
        )
        unmet = md.text("not as hoped") if step.seen == "not as hoped" else Inline()
        came = (self._change(step.edited), self._followed(step.ran), unmet, *struck, self._goes(step))
        told = md.join(*(part for part in came if part), by="; ")
        return md.join(at, self._step(step), *([told] if told else []), by=" ")

    def _goes(self, step: Taken) -> Inline:
        if step.goes in (None, NEXT):
            return Inline()
        if step.goes in self._desk.catalog.runbooks:
            return md.join("→ ", self._desk.runbook(step.goes))
        named = {str(one.id): number for number, one in enumerate(self._desk.catalog.runbooks[step.runbook].steps, start=1)}
        return md.text(f"→ step {named[step.goes]}" if step.goes in named else f"→ {step.goes}")

    def _followed(self, ran: tuple[Ran, ...]) -> Inline:
        failed = [md.join(md.strong("it fails: "), md.code(one.says.strip() or one.line)) for one in ran if one.failed]
        return md.join(*(part for part in (*failed, *(self._change(one.change) for one in ran)) if part), by="; ")

    def _change(self, change: Change | None) -> Inline:
        return self._rounds(change.rounds, timed=True) if change and change.rounds else Inline()

    def _rounds(self, rounds: tuple[Round, ...], *, timed: bool) -> Inline:
        reactions = self._desk.catalog.reactions
        said = (
            md.join(
                f"by itself after {words.duration(round_.seconds)}: " if timed and round_.seconds else "by itself: ",
                words.assigned(self._desk.catalog, reactions[name].set),
            )
            for round_ in rounds
            for name in round_.reactions
        )
        return md.join(*said, by="; ")


def _answered(asked: list[Asked]) -> Iterator[Inline]:
    """Questions in a row with one answer: the last in its words, those before it by their number."""
    said = {None: "", True: "Yes.", False: "No."}[asked[-1].answer]
    if len(asked) > 1:
        yield md.join(words.counted(len(asked) - 1, "question"), ": ", md.strong(said))
    yield md.join(md.rich(asked[-1].ask), " ", md.strong(said))


def _is_quiet(step: Taken) -> bool:
    """Whether nothing happened at a step, and it led on to the next."""
    return not (step.changed or step.edit or step.failed or step.struck or step.seen == "not as hoped") and step.goes in (None, NEXT)


def _changes(step: Taken) -> Iterator[Change]:
    """The changes that a step made; what struck after it is none of them, and its time not that of the step."""
    if step.edited is not None:
        yield step.edited
    yield from (ran.change for ran in step.ran)


def _waited(change: Change) -> int:
    return sum(round_.seconds for round_ in change.rounds)
