"""A step of a runbook: what to run, what one may see, and where to go then."""

from collections.abc import Iterator

from catalog.command import Command, Risk
from catalog.pattern import fill
from catalog.runbook import DONE, NEXT, Runbook, Step
from generator import address, badges, parts, seen, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from generator.pages.danger import before
from generator.pages.panels import Failing, Panels, Target
from generator.parts import Look
from generator.sight import Sight
from generator.waits import Waits
from simulator.compile import condition

END = "done"
_HOPE = 120
"""Letters of what is hoped for that stand open; more is folded, so that the next action stays near."""


def step_block(desk: Desk, runbook: Runbook, number: int, met: frozenset[str], waits: Waits, first: int | None = None) -> Block:
    """Return the step with this number (from 1); `met` are the texts that its replays printed, `first` is the step that it does again."""
    writer = _Writer(desk, runbook, number, met, waits)
    return writer.whole() if first is None else writer.again(first)


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
            parts.note("To be safe, also where nothing calls for it: ", md.rich(step.precaution)) if step.precaution else "",
            parts.warning("Before you do this", md.prose(step.warning)) if step.warning and not self._copies else "",
            *self._edit(),
            *self._manifests(),
            *self._lines(),
        ]
        return parts.step(self._number, md.rich(step.title), f"step-{self._number}", *body)

    def again(self, first: int) -> Block:
        """The step where it does again what the step `first` did: what is the same is told there."""
        step, linked = self._step, md.link(f"step {first}", f"#step-{first}")
        matches = [self._desk.catalog.command_for(line) for copy in self._copies for line in copy]
        warned = step.warning or any(True for match in matches for _ in before(self._desk, match))
        body = [
            self._meta(),
            parts.warning(md.join("Beware as in ", linked)) if warned else "",
            *self._edit(),
            *self._manifests(),
            *(parts.command(line) for copy in self._copies for line in copy),
            *self._wait([line for copy in self._copies for line in copy]),
            seen.sights(*self._ways()),
            parts.note("What it prints, and what that means:", md.join("as in ", linked, ".")),
        ]
        return parts.step(self._number, md.rich(step.title), f"step-{self._number}", *body)

    def _ways(self) -> Iterator[Inline]:
        """Where the step leads, a row each."""
        step = self._step
        if step.expect is not None:
            yield seen.way(*self._target(step.if_met or NEXT), after=md.span("As hoped", "pb-word", Look.GOOD))
            yield seen.way(*self._target(step.if_unmet or NEXT), after=md.span("Anything else", "pb-word", Look.BAD))
        if step.if_fails is not None:
            yield seen.way(*self._target(step.if_fails), after=md.span("It fails", "pb-word", Look.BAD))

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
        warned = self._step.warning
        for copy in self._copies[:-1]:
            for line in copy:
                yield from self._line(line, warned)
                warned = None
        usual = {healthy: self._target(to or NEXT) for healthy, to in ((True, self._step.if_met), (False, self._step.if_unmet))}
        panels = Panels(desk=self._desk, leads=self._where, usual=usual, met=self._met)
        lines = self._copies[-1] if self._copies else ()
        deciding = [number for number, line in enumerate(lines) if self._decides(line)]
        alone = deciding == [len(lines) - 1]
        failing = self._failing()
        closing = [] if alone and self._is_told(lines) else list(self._leads())
        for number, line in enumerate(lines):
            yield from self._line(line, None if number else warned)
            if self._step.note and number == 0:
                yield parts.note(md.rich(self._step.note))
            yield from self._wait([copy[number] for copy in self._copies])
            if number not in deciding:
                yield from panels.other(line)
            elif closing:
                yield from panels.listed(line)
            else:
                yield from panels.boxed(line, failing)
        yield from closing
        if closing or not alone:
            yield from panels.failing(failing)

    def _line(self, line: str, warned: str | None) -> Iterator[Block]:
        yield from before(self._desk, self._desk.catalog.command_for(line), warned)
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

    def _is_told(self, lines: tuple[str, ...]) -> bool:
        """Whether what some line prints tells in each case where to go, or both ways are told."""
        answers = [{self._answer(sight) for sight in self._desk.book.sights.of(line)} for line in lines]
        return any(found and None not in found for found in answers) or {True, False} <= set().union(*answers)

    def _leads(self) -> Iterator[Block]:
        """Yield where to go once all lines have run."""
        if self._step.expect is None:
            return
        hoped = words.holds(self._desk.catalog, self._step.expect)
        if words.fits(hoped, _HOPE):
            yield parts.note(md.strong("You hope for:"), hoped)
        else:
            yield md.details("quote", "What you hope for", md.paragraph(hoped))
        for said, target, look in (("As hoped", self._step.if_met, Look.GOOD), ("Anything else", self._step.if_unmet, Look.BAD)):
            label, address_ = self._target(target or NEXT)
            yield parts.go(md.join(f"{said} → ", label), address_, look)

    def _failing(self) -> Failing:
        target = self._step.if_fails or self._runbook.escalates_to
        messages = dict.fromkeys(message for line in (self._copies or [()])[-1] for message in self._messages(line))
        return Failing(messages=tuple(messages), target=self._target(target) if target else None, said=self._step.if_fails is not None)

    def _messages(self, line: str) -> Iterator[str]:
        match = self._desk.catalog.command_for(line)
        yield from (fill(failure.message, match.spoken).strip("\n") for failure in match.command.fails if failure.message)

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
