"""The steps of a runbook and what scenarios ask of them."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.edit import Related, rewrite
from catalog.failing import can_fail
from catalog.finding import Severity, squeezed, suggest
from catalog.location import Word
from catalog.mentions import misnamed
from catalog.pattern import placeholders_in
from catalog.runbook import DONE, NEXT, Runbook, Step

MANY = 4
"""More steps than this that lead to what is not there are one mistake: a runbook is gone."""


def _steps(catalog: Catalog) -> Iterator[tuple[Runbook, Step]]:
    """Yield every step; those of a runbook that was read without some of its keys are not known to lack any."""
    for name, runbook in catalog.runbooks.items():
        if name not in catalog.misread.get("runbooks", ()):
            yield from ((runbook, step) for step in runbook.steps)


@check("STEP001", blocking=True)
def every_step_does_something(catalog: Catalog) -> Iterator[Breach]:
    """A step has `run`, `edit` or `note`."""
    for _, step in _steps(catalog):
        if not step.run and step.edit is None and step.note is None:
            yield Breach(step.at, f"the step `{step.title}` has neither `run` nor `edit` nor `note`", "write what is to be done")


@check("STEP002", blocking=True)
def every_target_exists(catalog: Catalog) -> Iterator[Breach]:
    """A step leads to `next`, to `done`, to a step of its runbook, or to a runbook; a target holds no placeholder."""
    known_by_another = misnamed(catalog)
    gone: dict[str, list[tuple[Runbook, Word]]] = {}
    for runbook, step in _steps(catalog):
        known = [NEXT, DONE, *(other.id for other in runbook.steps if other.id is not None), *catalog.runbooks]
        for target in step.targets():
            if placeholders_in(target):
                yield Breach(target.at, f"the target `{target}` holds a placeholder", "name one step or one runbook")
            elif target not in known and not catalog.may_exist("runbooks", target) and ("runbooks", target) not in known_by_another:
                gone.setdefault(str(target), []).append((runbook, target))
    for name, places in gone.items():
        many = len(places) > MANY and len({runbook.id for runbook, _ in places}) > 1
        for runbook, target in places[:1] if many else places:
            yield _leads_nowhere(catalog, runbook, target, f"; {len(places)} steps lead to `{name}`" if many else "")


def _leads_nowhere(catalog: Catalog, runbook: Runbook, target: Word, others: str) -> Breach:
    titled = next((step for step in runbook.steps if squeezed(step.title) == squeezed(target)), None)
    message = f"`{target}` is no step of `{runbook.id}` and no runbook"
    if titled is not None and titled.id is not None:
        edit = rewrite(target, str(titled.id), sure=True)
        return Breach(target.at, f"{message}: that is the title of the step `{titled.id}`", f"write `{titled.id}`", edit)
    if titled is not None:
        related = (Related(titled.at, "the step"),)
        return Breach(
            target.at, f"{message}: that is the title of a step", "give that step an `id`, and write the id here", related=related
        )
    known = [NEXT, DONE, *(other.id for other in runbook.steps if other.id is not None), *catalog.runbooks]
    near = suggest(target, known, "name a step, a runbook, `next` or `done`")
    if others:
        return Breach(target.at, f"{message}{others}", near.fix)
    return Breach(target.at, f"{message}{near.hint}", near.fix, near.edit(target))


@check("STEP003", blocking=True)
def answers_have_an_expectation(catalog: Catalog) -> Iterator[Breach]:
    """`if_met` and `if_unmet` go with `expect`."""
    for _, step in _steps(catalog):
        for key, target in (("if_met", step.if_met), ("if_unmet", step.if_unmet)):
            if target is not None and step.expect is None:
                yield Breach(target.at, f"the step `{step.title}` has `{key}` and expects nothing", f"add `expect`, or delete `{key}`")


@check("STEP004", blocking=True)
def effects_of_steps_come_from_edits(catalog: Catalog) -> Iterator[Breach]:
    """The `sets` and `takes` of a step belong to its `edit`; what a command changes and how long it takes stands with the command."""
    for _, step in _steps(catalog):
        for key, value in (("sets", step.sets), ("takes", step.takes)):
            if value is not None and step.edit is None:
                at = step.sets[0].at if key == "sets" and step.sets else step.at
                yield Breach(at, f"the step `{step.title}` has `{key}` without `edit`", f"add `edit`, or move `{key}` to the command")


@check("STEP005")
def if_fails_goes_with_a_line(catalog: Catalog) -> Iterator[Breach]:
    """`if_fails` goes with `run`: only a line can fail."""
    for _, step in _steps(catalog):
        if step.if_fails is not None and not step.run:
            yield Breach(step.if_fails.at, f"the step `{step.title}` has `if_fails` and runs nothing", "add `run`, or delete `if_fails`")


@check("STEP006")
def read_only_commands_set_nothing(catalog: Catalog) -> Iterator[Breach]:
    """A read-only command has no `sets`, also where it fails."""
    for command in catalog.commands.values():
        for effect in command.effects() if command.risk == "read-only" else ():
            yield Breach(effect.at, f"`{command.id}` is read-only and sets something", "raise its `risk`, or delete `sets`")


@check("STEP007")
def runbooks_have_steps(catalog: Catalog) -> Iterator[Breach]:
    """A runbook has at least one step."""
    for runbook in catalog.runbooks.values():
        if not runbook.steps:
            yield Breach(runbook.at, f"the runbook `{runbook.id}` has no steps", "write what is to be done")


@check("STEP008", severity=Severity.WARNING)
def a_line_that_can_fail_leads_somewhere(catalog: Catalog) -> Iterator[Breach]:
    """Where steps of a runbook say where a failure leads, each with a line that can fail does, unless the whole runbook `escalates_to` somewhere."""
    for runbook, step in _steps(catalog):
        handles = any(other.if_fails is not None for other in runbook.steps)
        failing = next((line for line in step.run if can_fail(catalog, step, line)), None)
        if failing is not None and handles and step.if_fails is None and runbook.escalates_to is None:
            message = f"`{failing}` can fail in the step `{step.title}`, and nothing says where to go then"
            yield Breach(failing.at, message, f"add `if_fails: ...` to the step, or `escalates_to: ...` to `{runbook.id}`")


@check("HARMLESS001")
def what_is_harmless_names_a_step(catalog: Catalog) -> Iterator[Breach]:
    """An entry of `harmless` names the title of a step of its runbook, and no change at one title twice."""
    for name, runbook in catalog.runbooks.items():
        titles = [str(step.title) for step in runbook.steps]
        seen: set[tuple[str, str]] = set()
        for entry in runbook.harmless:
            if entry.step not in titles:
                near = suggest(entry.step, titles, "write the title of a step, or delete the entry")
                yield Breach(entry.step.at, f"`{name}` has no step `{entry.step}`{near.hint}", near.fix, near.edit(entry.step))
            if (entry.change, entry.step) in seen:
                yield Breach(entry.at, f"`{name}` says twice of `{entry.step}` why {entry.change} does no harm", "delete one of the two")
            seen.add((entry.change, str(entry.step)))


@check("SCENE001", blocking=True)
def changes_go_with_a_tree(catalog: Catalog) -> Iterator[Breach]:
    """A scenario with `changes` starts at a tree and has no faults."""
    for scenario in catalog.scenarios.values():
        if scenario.changes is None:
            continue
        if scenario.starts in catalog.runbooks:
            yield Breach(scenario.starts.at, f"`{scenario.id}` changes a component and starts at no tree", "start at a tree")
        if scenario.faults:
            yield Breach(scenario.faults[0].at, f"`{scenario.id}` changes a component and has faults", "delete one of the two")


@check("SCENE002", blocking=True)
def late_faults_strike_after_a_step(catalog: Catalog) -> Iterator[Breach]:
    """A late fault strikes after one step or more; one that is there from the start has no `after_step`."""
    for scenario in catalog.scenarios.values():
        for strike in scenario.faults:
            if strike.after_step == 0:
                yield Breach(strike.fault.at, f"`{strike.fault}` in `{scenario.id}` strikes after no step", "leave `after_step` out")
