"""A step of a runbook: what to run, what one may see, and where to go then."""

from collections.abc import Iterator

from catalog.command import Command, Risk
from catalog.pattern import fill
from catalog.runbook import DONE, NEXT, Runbook, Step
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from generator.pages.danger import before
from generator.pages.panels import Failing, Panels, Target, is_short
from generator.sight import Sight
from generator.waits import Waits
from simulator.compile import condition

END = "done"
_HOPE = 120
"""Letters of what is hoped for that stand open; more is folded, so that the next action stays near."""


def step_block(desk: Desk, runbook: Runbook, number: int, met: frozenset[str], waits: Waits) -> Block:
    """Return the step with this number (from 1); `met` are the texts that its replays printed."""
    return _Writer(desk, runbook, number, met, waits).whole()


class _Writer:
    """Writes one step."""

    def __init__(self, desk: Desk, runbook: Runbook, number: int, met: frozenset[str], waits: Waits) -> None:
        self._desk = desk
        self._waits = waits
        self._runbook = runbook
        self._number = number
        self._met = met
        self._step: Step = runbook.steps[number - 1]
        self._copies = list(desk.catalog.lines_of(self._step))

    def whole(self) -> Block:
        step = self._step
        body = [
            self._meta(),
            md.prose(step.note) if step.note and not self._copies else "",
            parts.warning("Before you do this", md.prose(step.warning)) if step.warning else "",
            *self._edit(),
            *self._manifests(),
            *self._lines(),
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
            yield from self._wait([""])

    def _manifests(self) -> Iterator[Block]:
        """The files that the step writes, as they stand beside the data."""
        for path in self._step.writes:
            written = self._desk.catalog.manifests[path]
            yield md.details("abstract", md.code(path), md.fence(written.text, "yaml"))

    # The commands

    def _lines(self) -> Iterator[Block]:
        each = self._step.for_each
        if each is not None:
            yield md.paragraph("Once for each of", md.join(words.listed(map(md.code, each.values)), "."))
        for copy in self._copies[:-1]:
            yield from (block for line in copy for block in self._line(line))
        panels = Panels(desk=self._desk, leads=self._where, met=self._met)
        lines = self._copies[-1] if self._copies else ()
        last = max((number for number, line in enumerate(lines) if self._decides(line)), default=-1)
        failing = self._failing()
        for number, line in enumerate(lines):
            yield from self._line(line)
            if self._step.note and number == 0:
                yield parts.note(md.rich(self._step.note))
            yield from self._wait([copy[number] for copy in self._copies])
            if self._decides(line):
                yield from panels.deciding(line, failing if number == last == len(lines) - 1 else Failing())
            else:
                yield from panels.other(line)
        yield from self._leads()
        if last != len(lines) - 1 or last < 0:
            yield from panels.failing(failing)

    def _line(self, line: str) -> Iterator[Block]:
        yield from before(self._desk, self._desk.catalog.command_for(line))
        yield parts.command(line)

    def _wait(self, lines: list[str]) -> Iterator[Block]:
        """Yield how long the cluster may need by itself after one of the lines."""
        known = [self._waits.get((str(self._runbook.id), self._number, line)) for line in lines]
        wait = max((one for one in known if one), key=lambda one: one.seconds, default=None)
        if wait is not None:
            named, long = words.listed(wait.by[:2]), words.about(wait.seconds)
            yield parts.wait(md.join(named, f" may need up to {long} here." if named else f"Give it up to {long} here."))

    def _decides(self, line: str) -> bool:
        """Whether what the line prints says where to go."""
        return any(self._answer(sight) is not None for sight in self._desk.book.sights.of(line))

    def _where(self, sight: Sight) -> Target | None:
        answer = self._answer(sight)
        return None if answer is None else self._target((self._step.if_met if answer else self._step.if_unmet) or NEXT)

    def _answer(self, sight: Sight) -> bool | None:
        if self._step.expect is None:
            return None
        if not sight.told:  # no known fault brings it about: then what is expected is not seen
            return None if sight.healthy else False
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
        told = is_short(hoped, _HOPE)
        yield parts.panels(
            parts.healthy(md.join("You hope for: ", hoped), self._go(step.if_met))
            if told
            else parts.healthy(
                "You hope for all of this", md.details("quote", "What you hope for", md.paragraph(hoped)), self._go(step.if_met)
            ),
            parts.broken("You see anything else", self._go(step.if_unmet)),
        )

    def _failing(self) -> Failing:
        target = self._step.if_fails or self._runbook.escalates_to
        messages = dict.fromkeys(message for line in (self._copies or [()])[-1] for message in self._messages(line))
        return Failing(messages=tuple(messages), target=self._target(target) if target else None, said=self._step.if_fails is not None)

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
