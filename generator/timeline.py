"""A replay as a timeline: what was asked and run, what it told, what the cluster did by itself, and where the reader went."""

from collections.abc import Iterator, Mapping

from catalog.runbook import NEXT
from generator import address, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from simulator.cluster import Change, Ran
from simulator.replay import Asked, Replay, Taken
from simulator.state import Round


def timeline(desk: Desk, ended: Replay, starts: str) -> Iterator[Block]:
    """Yield the table of a replay that started at the tree or runbook `starts` and, folded, what its steps printed that a healthy cluster does not."""
    rows = list(_Rows(desk).of(ended, starts))
    if rows:
        yield md.table(["What", "At", "Run", "What came of it"], rows, [md.Align.LEFT, md.Align.RIGHT])
    said = dict.fromkeys((ran.line, ran.says) for step in ended.steps for ran in step.ran if ran.says and not _is_healthy(desk, ran))
    printed = [md.stack(md.paragraph(md.code(line)), md.fence(says)) for line, says in said]
    if printed:
        yield md.details("info", "What the lines printed, where all was not well", *printed)


def _is_healthy(desk: Desk, ran: Ran) -> bool:
    return any(sight.healthy and sight.text == ran.says for sight in desk.book.sights.of(ran.line))


class _Rows:
    """The rows of a timeline, with the clock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._clock = 0

    def of(self, ended: Replay, starts: str) -> Iterator[list[Inline]]:
        """Yield the rows of a replay."""
        if ended.opening:
            yield [md.text("The faults settle"), md.text("0:00"), Inline(), self._rounds(ended.opening, timed=False)]
        if ended.asked:
            yield self._walk(ended, starts)
        for step in ended.steps:
            yield self._taken(step)

    def _at(self, seconds: int) -> Inline:
        began, self._clock = self._clock, self._clock + seconds
        minutes, rest = divmod(began, 60)
        return md.text(f"{minutes}:{rest:02}")

    def _walk(self, ended: Replay, starts: str) -> list[Inline]:
        seconds = sum(ran.takes + _waited(ran.change) for asked in ended.asked for ran in asked.ran)
        answers = md.join(*map(_asked, ended.asked), by=" ")
        failed = [self._followed(asked.ran) for asked in ended.asked]
        leads = md.join("→ ", self._desk.runbook(ended.path[0])) if ended.path else Inline()
        run = md.join(*dict.fromkeys(md.code(ran.line) for asked in ended.asked for ran in asked.ran), by=" ")
        return [self._desk.tree(starts), self._at(seconds), run, md.join(*(part for part in (answers, *failed, leads) if part), by=" ")]

    def _taken(self, step: Taken) -> list[Inline]:
        title = md.link(
            md.join(f"{step.number}. ", md.rich(step.title)), self._desk.to(address.runbook_page(step.runbook), f"step-{step.number}")
        )
        told = [md.join("seen: ", self._facts(step.learned))] if step.learned else []
        edited = [self._change(step.edited)] if step.edited else []
        struck = (
            [md.join(md.strong("meanwhile: "), words.listed(map(self._desk.fault, step.struck)), self._change(step.strike))]
            if step.struck
            else []
        )
        came = md.join(*(part for part in (*edited, self._followed(step.ran), *told, *struck, self._goes(step)) if part), by="; ")
        ran = md.join("edit ", md.rich(step.edit), ". " if step.ran else "") if step.edit else Inline()
        return [title, self._at(step.seconds), md.join(ran, _lines(step.ran)), came]

    def _facts(self, facts: Mapping[str, str]) -> Inline:
        return words.values(self._desk.catalog, ((name, (value,)) for name, value in sorted(facts.items())))

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


def _asked(asked: Asked) -> Inline:
    answer = "" if asked.answer is None else "Yes." if asked.answer else "No."
    return md.join(md.rich(asked.ask), " ", md.strong(answer) if answer else "")


def _lines(ran: tuple[Ran, ...]) -> Inline:
    return md.join(*(md.code(one.line) for one in ran), by=" ")


def _waited(change: Change) -> int:
    return sum(round_.seconds for round_ in change.rounds)
