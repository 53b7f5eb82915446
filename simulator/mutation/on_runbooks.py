"""How a runbook could go wrong, one small change at a time: what a slip of the pen or a careless edit would do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from catalog.catalog import Catalog
from catalog.condition import ALWAYS, Condition, Not
from catalog.harmless import Change
from catalog.location import Word
from catalog.runbook import DONE, NEXT, Runbook, Step
from simulator.mutation import wording
from simulator.mutation.mutant import Mutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A step of a runbook; `index` counts from 0."""

    catalog: Catalog
    runbook: Runbook
    index: int

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.runbook.steps[self.index]

    @property
    def following(self) -> Step | None:
        """The step after it."""
        return next(iter(self.runbook.steps[self.index + 1 : self.index + 2]), None)

    def mutant(self, change: Change, was: str, now: str, *steps: Step) -> Mutant:
        """Return the runbook with these steps instead of this one and, where one is dropped or two are swapped, of the one after it."""
        taken = 2 if change in (Change.DROP_STEP, Change.SWAP_STEPS) else 1
        whole = (*self.runbook.steps[: self.index], *steps, *self.runbook.steps[self.index + taken :])
        return Mutant(
            change=change,
            kind="runbooks",
            entity=replace(self.runbook, steps=whole),
            at=self.step.at,
            number=self.index + 1,
            was=was,
            now=now,
            step=self.step.title,
        )


def runbook_mutants(catalog: Catalog, runbook: Runbook) -> Iterator[Mutant]:
    """Yield every mutant of a runbook, step by step. Steps that are a note alone have nothing that could be replayed."""
    for index, step in enumerate(runbook.steps):
        if _acts(step):
            for operator in OPERATORS:
                yield from operator(Spot(catalog=catalog, runbook=runbook, index=index))


def _acts(step: Step) -> bool:
    return bool(step.run) or step.edit is not None or step.expect is not None


def _drop_step(spot: Spot) -> Iterator[Mutant]:
    """The name of the step goes on to the one after it, so that whoever leads here still arrives."""
    step, after = spot.step, spot.following
    heirs = () if after is None else (after if step.id is None or after.id is not None else replace(after, id=step.id),)
    yield spot.mutant(Change.DROP_STEP, step.title, "", *heirs)


def _swap_steps(spot: Spot) -> Iterator[Mutant]:
    """Names stay where they were, so that whoever leads here comes to the step that was moved up."""
    step, after = spot.step, spot.following
    if after is not None and _acts(after) and replace(after, at=step.at, id=step.id) != step:
        was, now = f"{step.title}; {after.title}", f"{after.title}; {step.title}"
        yield spot.mutant(Change.SWAP_STEPS, was, now, replace(after, id=step.id), replace(step, id=after.id))


def _drop_expect(spot: Spot) -> Iterator[Mutant]:
    """With it go `if_met` and `if_unmet`, which make no sense without."""
    step = spot.step
    if step.expect is not None and (step.run or step.edit is not None):
        bare = replace(step, expect=None, if_met=None, if_unmet=None)
        yield spot.mutant(Change.DROP_EXPECT, f"expect: {wording.condition(step.expect)}", "", bare)


def _invert_expect(spot: Spot) -> Iterator[Mutant]:
    step = spot.step
    if step.expect is not None:
        turned = _not(step.expect)
        was, now = f"expect: {wording.condition(step.expect)}", f"expect: {wording.condition(turned)}"
        yield spot.mutant(Change.INVERT_EXPECT, was, now, replace(step, expect=turned))


def _invert_only_if(spot: Spot) -> Iterator[Mutant]:
    step = spot.step
    if step.only_if is not None:
        turned = _not(step.only_if)
        was, now = f"only_if: {wording.condition(step.only_if)}", f"only_if: {wording.condition(turned)}"
        yield spot.mutant(Change.INVERT_ONLY_IF, was, now, replace(step, only_if=turned))


def _not(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else Not(at=condition.at, part=condition)


def _misdirect(spot: Spot) -> Iterator[Mutant]:
    """A jump is lost, and leads to the next step (or to the end, where it led there), or it leads to a neighbour of its target."""
    step = spot.step
    for wrong in _wrong(spot, step.if_met):
        yield spot.mutant(Change.MISDIRECT_IF_MET, f"if_met: {step.if_met}", f"if_met: {wrong}", replace(step, if_met=wrong))
    for wrong in _wrong(spot, step.if_unmet):
        yield spot.mutant(Change.MISDIRECT_IF_UNMET, f"if_unmet: {step.if_unmet}", f"if_unmet: {wrong}", replace(step, if_unmet=wrong))
    for wrong in _wrong(spot, step.if_fails):
        yield spot.mutant(Change.MISDIRECT_IF_FAILS, f"if_fails: {step.if_fails}", f"if_fails: {wrong}", replace(step, if_fails=wrong))


def _wrong(spot: Spot, target: Word | None) -> Iterator[Word]:
    """Where a target could wrongly lead; what comes to the same is left out."""
    if target is None:
        return
    after = spot.following
    onward = target == NEXT or (after is not None and target == after.id)
    if after is not None or target not in (NEXT, DONE):
        yield Word(DONE if onward else NEXT, target.at)
    named = [str(step.id) for step in spot.runbook.steps if step.id is not None]
    for known in (named, list(spot.catalog.runbooks)):
        if target in known and len(known) > 1:
            yield Word(known[(known.index(target) + 1) % len(known)], target.at)


def _drop_if_fails(spot: Spot) -> Iterator[Mutant]:
    step = spot.step
    if step.if_fails is not None and step.if_fails != spot.runbook.escalates_to:  # a line that fails leads there all the same
        yield spot.mutant(Change.DROP_IF_FAILS, f"if_fails: {step.if_fails}", "", replace(step, if_fails=None))


def _another_command(spot: Spot) -> Iterator[Mutant]:
    """Each line gives way to the next one of the runbook that is of another command, or else to one of the catalog.

    A line that always works, changes nothing and shows nothing is like a note.
    """
    step = spot.step
    for place, line in enumerate(step.run):
        other = _other_line(spot, place)
        if other is not None:
            turned = replace(step, run=(*step.run[:place], Word(other, line.at), *step.run[place + 1 :]))
            yield spot.mutant(Change.ANOTHER_COMMAND, f"run: {line}", f"run: {other}", turned)


def _other_line(spot: Spot, place: int) -> str | None:
    catalog, step, steps = spot.catalog, spot.step, spot.runbook.steps
    line = next((lines[place] for lines in catalog.lines_of(step)), str(step.run[place]))
    commands = [match.command for match in catalog.matches(line)]
    if all(command.requires == ALWAYS and not command.sets and not command.shows for command in commands):
        return None
    own = [command.id for command in commands]
    behind = [other for later in (*steps[spot.index + 1 :], *steps[: spot.index]) for other in later.run]
    for other in (*step.run[place + 1 :], *behind, *(command.run for command in catalog.commands.values())):
        found = catalog.matches(str(other)) if "{" not in other else ()
        if len(found) == 1 and found[0].command.id not in own:
            return str(other)
    return None


Operator = Callable[[Spot], Iterator[Mutant]]
OPERATORS: tuple[Operator, ...] = (
    _drop_step,
    _swap_steps,
    _drop_expect,
    _invert_expect,
    _invert_only_if,
    _misdirect,
    _drop_if_fails,
    _another_command,
)
