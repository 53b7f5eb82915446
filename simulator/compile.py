"""From a resolved catalog to the model that the engines run."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import assert_never

from catalog import condition as written
from catalog.catalog import Catalog
from catalog.component import Component as WrittenComponent
from catalog.effect import Assignment
from catalog.effect import Effect as WrittenEffect
from catalog.effect import Part as WrittenPart
from catalog.effect import Show as WrittenShow
from catalog.pattern import Match, fill
from catalog.reach import readiness_of
from catalog.runbook import Runbook as WrittenRunbook
from catalog.runbook import Step as WrittenStep
from catalog.scenario import Scenario
from catalog.tree import Branch, TreeNode
from catalog.tree import Tree as WrittenTree
from simulator import condition as ground
from simulator import model, output

Meanings = Mapping[str, str]
NO_MEANINGS: Meanings = {}


def compiled(catalog: Catalog) -> model.Model:
    """Return the model of a catalog without blocking findings."""
    return _Compiler(catalog).whole()


def compiled_runbook(catalog: Catalog, runbook: WrittenRunbook) -> model.Runbook:
    """Return what a runbook comes to beside a catalog of which it need not be part."""
    return _Compiler(catalog).runbook(runbook)


def action(catalog: Catalog, line: str) -> model.Action:
    """Return what a line does, which one command of the catalog fits."""
    return _Compiler(catalog).action(line)


def case_of(scenario: Scenario) -> model.Case:
    """Return what a scenario asks to be replayed."""
    late: dict[int, tuple[str, ...]] = {}
    for strike in scenario.faults:
        if strike.after_step is not None:
            late[strike.after_step] = (*late.get(strike.after_step, ()), str(strike.fault))
    return model.Case(
        starts=scenario.starts,
        faults=tuple(str(strike.fault) for strike in scenario.faults if strike.after_step is None),
        late=late,
        given=_values(scenario.given, NO_MEANINGS),
        changes=scenario.changes,
    )


def action_of(match: Match, line: str) -> model.Action:
    """Return what a line does that fits a command."""
    command, meanings = match.command, match.meanings
    spoken = match.spoken
    return model.Action(
        line=line,
        command=command.id,
        requires=condition(command.requires, meanings),
        fails=tuple(
            model.Failure(
                when=condition(failure.when, meanings),
                message=fill(failure.message or "", spoken),
                takes=failure.takes,
                sets=_effects(failure.sets, meanings),
                shows=_shows(failure.shows, meanings),
            )
            for failure in command.fails
        ),
        sets=_effects(command.sets, meanings),
        takes=command.takes,
        shows=_shows(command.shows, meanings),
        output=tuple(
            output.Output(when=condition(one.when, meanings), parts=tuple(_part(part, meanings, spoken) for part in one.text))
            for one in command.output
        ),
    )


def _part(part: WrittenPart, meanings: Meanings, spoken: Meanings) -> output.Part:
    lines = (output.Line(when=condition(line.when, meanings), text=fill(line.text, spoken)) for line in part.lines)
    return output.Part(when=condition(part.when, meanings), lines=tuple(lines))


def condition(source: written.Condition, meanings: Meanings = NO_MEANINGS) -> ground.Condition:
    """Return a condition with its placeholders filled."""
    match source:
        case written.Facts(tests=tests):
            filled = ((fill(test.fact, meanings), frozenset(fill(value, meanings) for value in test.values)) for test in tests)
            return ground.Facts(tuple(ground.Test(fact, values) for fact, values in filled))
        case written.All(parts=parts):
            return ground.All(tuple(condition(part, meanings) for part in parts))
        case written.AnyOf(parts=parts):
            return ground.AnyOf(tuple(condition(part, meanings) for part in parts))
        case written.Not(part=part):
            return ground.Not(condition(part, meanings))
        case written.AtLeast(count=count, parts=parts):
            return ground.AtLeast(count, tuple(condition(part, meanings) for part in parts))
        case _:
            assert_never(source)


def _values(made: tuple[Assignment, ...], meanings: Meanings) -> model.Values:
    return tuple((fill(one.fact, meanings), fill(one.value, meanings)) for one in made)


def _effects(effects: tuple[WrittenEffect, ...], meanings: Meanings) -> tuple[model.Effect, ...]:
    return tuple(model.Effect(when=condition(effect.when, meanings), set=_values(effect.set, meanings)) for effect in effects)


def _shows(shows: tuple[WrittenShow, ...], meanings: Meanings) -> tuple[model.Show, ...]:
    return tuple(
        model.Show(
            when=condition(entry.when, meanings),
            show=tuple(fill(fact, meanings) for fact in entry.show),
            claim=_values(entry.claim, meanings),
        )
        for entry in shows
    )


def _ready(component: WrittenComponent) -> ground.Condition:
    if component.ready_when is not None:
        return condition(component.ready_when)
    names = ((f"{component.id}.{variable.name}", str(variable.values[0])) for variable in component.conditions)
    return ground.Facts(tuple(ground.Test(name, frozenset({healthy})) for name, healthy in names))


def _component(component: WrittenComponent) -> model.Component:
    needs = tuple(str(other) for other in component.needs)
    return model.Component(id=component.id, phase=str(component.phase), ready=_ready(component), needs=needs)


def _from_the_ground_up(catalog: Catalog) -> tuple[str, ...]:
    """Return the components so that each stands after all that it needs or asks for."""
    return tuple(TopologicalSorter({name: readiness_of(part) for name, part in catalog.components.items()}).static_order())


class _Compiler:
    """Compiles one catalog; each line is compiled once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._actions: dict[str, model.Action] = {}
        self._everything_ready = ground.all_of(map(str, catalog.components), model.READY)

    def whole(self) -> model.Model:
        """Return the whole model."""
        catalog = self._catalog
        return model.Model(
            healthy=tuple(
                (f"{component.id}.{variable.name}", str(variable.values[0]))
                for component in catalog.components.values()
                for variable in component.conditions
            ),
            components={name: _component(catalog.components[name]) for name in _from_the_ground_up(catalog)},
            faults={name: _values(fault.sets, NO_MEANINGS) for name, fault in catalog.faults.items()},
            reactions=tuple(
                model.Reaction(id=name, when=condition(reaction.when), set=_values(reaction.set, NO_MEANINGS), after=reaction.after)
                for name, reaction in catalog.reactions.items()
            ),
            invariants=tuple(model.Invariant(id=name, never=condition(one.never)) for name, one in catalog.invariants.items()),
            runbooks={name: self.runbook(runbook) for name, runbook in catalog.runbooks.items()},
            trees={name: self._tree(tree) for name, tree in catalog.trees.items()},
            gaps={name: tuple(map(str, gap.faults)) for name, gap in catalog.gaps.items()},
        )

    def action(self, line: str) -> model.Action:
        """Return what a line does."""
        if line not in self._actions:
            self._actions[line] = action_of(self._catalog.command_for(line), line)
        return self._actions[line]

    def runbook(self, runbook: WrittenRunbook) -> model.Runbook:
        """Return what a runbook comes to."""
        starts: dict[str, int] = {}
        copies: list[tuple[int, WrittenStep, Meanings]] = []
        for number, step in enumerate(runbook.steps, start=1):
            if step.id is not None:
                starts[step.id] = len(copies)
            if step.for_each is None:
                copies.append((number, step, NO_MEANINGS))
            else:
                copies += [(number, step, {step.for_each.placeholder: value}) for value in step.for_each.values]
        return model.Runbook(
            id=runbook.id,
            steps=tuple(self._step(number, step, meanings, starts) for number, step, meanings in copies),
            goal=self._everything_ready if runbook.goal is None else condition(runbook.goal),
            escalates_to=runbook.escalates_to,
            accepts=frozenset(str(name) for name in runbook.accepts),
        )

    def _step(self, number: int, step: WrittenStep, meanings: Meanings, starts: Mapping[str, int]) -> model.Step:
        def target(name: str | None) -> model.Target | None:
            if name is None:
                return None
            if name in tuple(model.Move):
                return model.Move(name)
            return model.Jump(str(name), starts[name]) if name in starts else model.Enter(str(name))

        return model.Step(
            number=number,
            title=fill(step.title, meanings),
            only_if=ground.ALWAYS if step.only_if is None else condition(step.only_if, meanings),
            edit=None if step.edit is None else fill(step.edit, meanings),
            edit_sets=_effects(step.sets or (), meanings),
            edit_takes=step.takes or 0,
            run=tuple(self.action(fill(line, meanings)) for line in step.run),
            expect=None if step.expect is None else condition(step.expect, meanings),
            if_met=target(step.if_met) or model.Move.NEXT,
            if_unmet=target(step.if_unmet) or model.Move.NEXT,
            if_fails=target(step.if_fails),
        )

    def _tree(self, tree: WrittenTree) -> model.Tree:
        return model.Tree(id=tree.id, root=tree.root, nodes={str(node.id): self._node(node) for node in tree.nodes})

    def _node(self, node: TreeNode) -> model.Question | model.Leaf:
        if node.then is None or node.else_ is None:
            return model.Leaf(id=node.id, phase=None if node.phase is None else str(node.phase), runbook=node.runbook)
        check = node.check
        return model.Question(
            id=node.id,
            ask=node.ask or node.id,
            run=tuple(self.action(line) for line in check.run) if check else (),
            holds=condition(check.holds) if check else ground.ALWAYS,
            if_fails=None if check is None or check.if_fails is None else check.if_fails is Branch.THEN,
            about=frozenset(name for name, part in self._catalog.components.items() if self._is_about(node, part)),
            then=node.then,
            otherwise=node.else_,
        )

    def _is_about(self, node: TreeNode, component: WrittenComponent) -> bool:
        return all(self._catalog.attribute(component, trait.name) in trait.values for trait in node.about or ())
