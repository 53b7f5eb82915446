"""A step of a runbook: what to run, what one may see, and where to go then."""

from collections.abc import Iterator

from catalog.command import Command, Risk
from catalog.pattern import fill
from catalog.runbook import DONE, NEXT, Runbook, Step
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from generator.pages.panels import Panels
from generator.sight import Sight
from simulator.compile import condition

END = "done"


def step_block(desk: Desk, runbook: Runbook, number: int, met: frozenset[str]) -> Block:
    """Return the step with this number (from 1); `met` are the texts that its replays printed."""
    return _Writer(desk, runbook, number, met).whole()


class _Writer:
    """Writes one step."""

    def __init__(self, desk: Desk, runbook: Runbook, number: int, met: frozenset[str]) -> None:
        self._desk = desk
        self._runbook = runbook
        self._number = number
        self._met = met
        self._step: Step = runbook.steps[number - 1]
        self._copies = list(desk.catalog.lines_of(self._step))

    def whole(self) -> Block:
        step = self._step
        body = [
            self._meta(),
            md.prose(step.note) if step.note else "",
            parts.warning("Before you do this", md.prose(step.warning)) if step.warning else "",
            *self._edit(),
            *self._lines(),
            *self._failing(),
        ]
        return parts.step(self._number, md.rich(step.title), f"step-{self._number}", *body)

    # Above the commands

    def _commands(self) -> list[Command]:
        found = (self._desk.catalog.command_for(line).command for copy in self._copies for line in copy)
        return list({command.id: command for command in found}.values())

    def _meta(self) -> Block:
        step, commands = self._step, self._commands()
        lines = [self._desk.catalog.command_for(line).command for copy in self._copies for line in copy]
        seconds = (step.takes or 0) * max(1, len(self._copies)) + sum(command.takes for command in lines)
        risk = max((command.risk for command in commands if command.risk), key=lambda one: one.weight, default=None)
        only = step.only_if
        return parts.meta(
            takes=words.duration(seconds) if seconds else "",
            risk=badges.risk_word(risk),
            risk_look=badges.risk_look(risk or Risk.READ_ONLY),
            only=md.join("only if ", words.holds(self._desk.catalog, only)) if only else "",
            tick=f"step-{self._number}",
        )

    def _edit(self) -> Iterator[Block]:
        if self._step.edit is not None:
            lines = self._step.edit.strip().splitlines()
            yield (
                md.paragraph(md.strong("Edit"), md.rich(self._step.edit))
                if len(lines) == 1
                else md.stack(md.paragraph(md.strong("Edit"), md.rich(lines[0])), parts.output("\n".join(lines[1:])))
            )

    # The commands

    def _lines(self) -> Iterator[Block]:
        each = self._step.for_each
        if each is not None:
            yield md.paragraph("Once for each of", md.join(words.listed(map(md.code, each.values)), "."))
        for copy in self._copies:
            for line in copy:
                yield from self._line(line, last=copy is self._copies[-1])
        yield from self._leads()

    def _line(self, line: str, *, last: bool) -> Iterator[Block]:
        match = self._desk.catalog.command_for(line)
        if match.command.warning:
            yield parts.warning("Before you run this", md.prose(fill(match.command.warning, {**match.words, **match.meanings})))
        yield parts.command(line)
        if last:
            yield from Panels(desk=self._desk, leads=self._where, met=self._met).of(line, decides=self._decides(line))

    def _decides(self, line: str) -> bool:
        """Whether what the line prints says where to go; without `expect` it is the last line that one looks at."""
        if self._step.expect is None:
            return line == self._copies[-1][-1]
        return any(self._answer(sight) is not None for sight in self._desk.book.sights.of(line))

    def _where(self, sight: Sight) -> Block:
        answer = self._answer(sight)
        return Block() if answer is None else self._go(self._step.if_met if answer else self._step.if_unmet)

    def _answer(self, sight: Sight) -> bool | None:
        if self._step.expect is None or not sight.told:
            return None
        each = self._step.for_each
        meanings = {} if each is None else {str(each.placeholder): str(each.values[-1])}
        return sight.answers(condition(self._step.expect, meanings))

    # Where it leads

    def _leads(self) -> Iterator[Block]:
        step, lines = self._step, self._copies[-1] if self._copies else ()
        answers = [{self._answer(sight) for sight in self._desk.book.sights.of(line)} for line in lines]
        if step.expect is None or any(found and None not in found for found in answers) or {True, False} <= set().union(*answers):
            return
        hoped = words.holds(self._desk.catalog, step.expect)
        yield parts.panels(
            parts.healthy(md.join("You hope for: ", hoped), self._go(step.if_met)),
            parts.broken("You see anything else", self._go(step.if_unmet)),
        )

    def _failing(self) -> Iterator[Block]:
        """What to do where a line fails; folded away where the step says nothing about it."""
        target = self._step.if_fails or self._runbook.escalates_to
        messages = list(dict.fromkeys(message for line in (self._copies or [()])[-1] for message in self._messages(line)))
        if not messages:
            return
        leads = self._go(target) if target else md.paragraph("Nothing in this guide leads on from here.")
        single = len(messages) == 1
        title = md.join("It fails: ", md.code(messages[0].partition("\n")[0]), "" if single else f", and {len(messages) - 1} more")
        body = ["" if single else parts.output("\n".join(messages)), leads]
        yield parts.fails(title, *body) if self._step.if_fails else md.details("fails", title, *body)

    def _messages(self, line: str) -> Iterator[str]:
        match = self._desk.catalog.command_for(line)
        spoken = {**match.words, **match.meanings}
        yield from (fill(failure.message, spoken).strip("\n") for failure in match.command.fails if failure.message)

    def _go(self, target: str | None) -> Block:
        label, address_ = self._target(target or NEXT)
        return parts.go(label, address_)

    def _target(self, target: str) -> tuple[Inline, str]:
        steps = self._runbook.steps
        if target == NEXT and self._number < len(steps):
            return self._titled(self._number + 1)
        if target in (NEXT, DONE):
            return md.text("You are done"), f"#{END}"
        named = next((number for number, step in enumerate(steps, start=1) if step.id == target), None)
        if named is not None:
            return self._titled(named)
        return md.text(self._desk.catalog.runbooks[target].heading), self._desk.to(address.runbook_page(target))

    def _titled(self, number: int) -> tuple[Inline, str]:
        return md.join(f"Step {number}: ", md.rich(self._runbook.steps[number - 1].title)), f"#step-{number}"
