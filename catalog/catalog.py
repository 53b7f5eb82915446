"""The catalog: every entity by kind and id, and the questions that are asked of it (language §6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from catalog.command import Command, Risk
from catalog.component import Component, SystemEntity
from catalog.condition import tests_in
from catalog.entity import Phase
from catalog.event import Fault, Invariant, Reaction
from catalog.gap import Gap
from catalog.guide import GuideKind, GuidePart
from catalog.kinds import KINDS, Entity
from catalog.location import Location, Word
from catalog.manifest import Manifest
from catalog.pattern import Match, Patterns, fill
from catalog.reach import closure, grouped
from catalog.runbook import Runbook, Step
from catalog.scenario import Scenario
from catalog.tree import Tree

_Kind = TypeVar("_Kind", bound=Entity)


@dataclass(frozen=True, eq=False)
class Catalog:
    """All entities, each kind sorted by id. A catalog is equal to itself alone, so that answers about it can be remembered.

    A catalog without blocking findings is resolved: every reference in it is known good. `unreadable` holds, by kind, the
    ids of entities that are there but could not be read, and `incomplete` the kinds of files that could not be read at all:
    what refers to those is not known to be wrong. `misread` entities were read without the keys that are none. `manifests` are the files
    that steps write, by their path in the repository, `written` every address that stands in a file, of any folder, and `keys` the places of the keys of each entity, by its kind and id.
    """

    entities: Mapping[str, Mapping[str, Entity]]
    unreadable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    misread: Mapping[str, frozenset[str]] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()
    manifests: Mapping[str, Manifest] = field(default_factory=dict)
    keys: Mapping[tuple[str, str], Mapping[str, Location]] = field(default_factory=dict)
    written: tuple[Word, ...] = ()

    def of(self, kind: type[_Kind]) -> Mapping[str, _Kind]:
        """Return the entities of one type by id, sorted."""
        name = next(name for name, known in KINDS.items() if known is kind)
        return {id_: entity for id_, entity in self.entities.get(name, {}).items() if isinstance(entity, kind)}

    @cached_property
    def systems(self) -> Mapping[str, SystemEntity]:
        """Every system by id."""
        return self.of(SystemEntity)

    @cached_property
    def components(self) -> Mapping[str, Component]:
        """Every component by id."""
        return self.of(Component)

    @cached_property
    def commands(self) -> Mapping[str, Command]:
        """Every command by id."""
        return self.of(Command)

    @cached_property
    def faults(self) -> Mapping[str, Fault]:
        """Every fault by id."""
        return self.of(Fault)

    @cached_property
    def reactions(self) -> Mapping[str, Reaction]:
        """Every reaction by id."""
        return self.of(Reaction)

    @cached_property
    def invariants(self) -> Mapping[str, Invariant]:
        """Every invariant by id."""
        return self.of(Invariant)

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """Every known gap by id."""
        return self.of(Gap)

    @cached_property
    def runbooks(self) -> Mapping[str, Runbook]:
        """Every runbook by id."""
        return self.of(Runbook)

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Every scenario by id."""
        return self.of(Scenario)

    @cached_property
    def trees(self) -> Mapping[str, Tree]:
        """Every tree by id."""
        return self.of(Tree)

    @cached_property
    def guide(self) -> Mapping[str, GuidePart]:
        """Every piece of prose by id."""
        return self.of(GuidePart)

    @property
    def is_complete(self) -> bool:
        """Whether every entity of every file could be read whole."""
        return not self.incomplete and not any(self.unreadable.values()) and not any(self.misread.values())

    def place_of(self, kind: str, name: str, key: str) -> Location:
        """Return where a key of an entity stands, or the id of the entity where that key is left out."""
        return self.keys.get((kind, name), {}).get(key, self.entities[kind][name].id.at)

    def may_exist(self, kind: str, name: str) -> bool:
        """Whether an entity is there, or stands where nothing could be read."""
        return name in self.entities.get(kind, {}) or name in self.unreadable.get(kind, ()) or kind in self.incomplete

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns(self.commands.values())

    def matches(self, line: str) -> tuple[Match, ...]:
        """Return the commands that a line fits best: one where the line is good."""
        return self._patterns.best(line)

    def command_for(self, line: str) -> Match:
        """Return the command that a line of a resolved catalog fits."""
        (match,) = self.matches(line)
        return match

    def dependents_of(self, component: str) -> frozenset[str]:
        """Return the components that may not be ready while `component` is not: directly, or through others."""
        return closure(component, lambda name: self._carries.get(name, ()))

    @cached_property
    def _carries(self) -> Mapping[str, Sequence[str]]:
        """By component those that stand on it directly."""
        return grouped((name, str(other.id)) for other in self.components.values() for name in self.supports_of(other))

    def carried_by(self, component: str) -> Sequence[str]:
        """Return the components that stand on `component` directly."""
        return self._carries.get(component, ())

    def dependencies_of(self, component: str) -> frozenset[str]:
        """Return the components that must be ready for `component` to be: directly, or through others."""
        return closure(component, lambda name: self.supports_of(self.components[name]) if name in self.components else ())

    def supports_of(self, component: Component) -> tuple[str, ...]:
        """Return what a component stands on directly: what it needs, and whose facts its `ready_when` asks for."""
        asked = tests_in(component.ready_when) if component.ready_when is not None else ()
        owners = (owner_of(test.fact) for test in asked)
        return tuple(dict.fromkeys(str(name) for name in (*component.needs, *owners) if name != component.id))

    @cached_property
    def required_for_startup(self) -> frozenset[str]:
        """The components that deliver a phase, with whatever those start after or need, directly or through others."""
        delivering = [component.id for component in self.components.values() if component.delivers is not None]
        required: set[str] = set()
        for name in delivering:
            required |= {str(name)} | closure(name, self._stands_on)
        return frozenset(required)

    def _stands_on(self, name: str) -> list[str]:
        component = self.components.get(name)
        return [*component.starts_after, *component.needs] if component else []

    def attribute(self, component: Component, name: str) -> str | None:
        """Return the value of an attribute that a tree may ask about, or None where the component lacks it."""
        known: dict[str, str | None] = {
            "id": component.id,
            "phase": component.phase,
            "layer": component.layer,
            "system": component.system,
            "required_for_startup": "true" if component.id in self.required_for_startup else "false",
        }
        free = {str(attribute.name): str(attribute.value) for attribute in component.attributes}
        return known[name] if known.get(name) is not None else free.get(name)

    @cached_property
    def hybrids(self) -> tuple[SystemEntity, ...]:
        """The systems that have components in both phases."""
        return tuple(system for system in self.systems.values() if len({part.phase for part in self.parts_of(system.id)}) > 1)

    def parts_of(self, system: str, phase: Phase | None = None) -> tuple[Component, ...]:
        """Return the components of a system, of one phase where it is named."""
        return tuple(part for part in self.components.values() if part.system == system and phase in (None, part.phase))

    def runbooks_for(self, fault: str) -> tuple[Runbook, ...]:
        """Return the runbooks that cover a fault."""
        return self._covering.get(fault, ())

    @cached_property
    def _covering(self) -> Mapping[str, tuple[Runbook, ...]]:
        """By fault the runbooks that cover it."""
        return grouped((str(fault), book) for book in self.runbooks.values() for fault in dict.fromkeys(book.covers))

    def scenarios_from(self, entrance: str) -> tuple[Scenario, ...]:
        """Return the scenarios that start at a tree or a runbook."""
        return self._starting.get(entrance, ())

    @cached_property
    def _starting(self) -> Mapping[str, tuple[Scenario, ...]]:
        """By tree or runbook the scenarios that start there."""
        return grouped((str(scenario.starts), scenario) for scenario in self.scenarios.values())

    def faults_of(self, component: str) -> tuple[Fault, ...]:
        """Return the faults that set a condition of a component."""
        return self._failing.get(component, ())

    @cached_property
    def _failing(self) -> Mapping[str, tuple[Fault, ...]]:
        """By component the faults that set a condition of it."""
        owners = ((fault, dict.fromkeys(owner_of(made.fact) for made in fault.sets)) for fault in self.faults.values())
        return grouped((owner, fault) for fault, broken in owners for owner in broken)

    def lines_of(self, step: Step) -> Iterator[tuple[str, ...]]:
        """Yield the lines of a step, once for each of its repetitions."""
        if step.for_each is None:
            yield tuple(step.run)
            return
        for value in step.for_each.values:
            yield tuple(fill(line, {step.for_each.placeholder: value}) for line in step.run)

    def commands_of(self, runbook: Runbook) -> tuple[Command, ...]:
        """Return the commands that a runbook runs, each once, in order."""
        lines = [line for step in runbook.steps for copy in self.lines_of(step) for line in copy]
        return tuple({match.command.id: match.command for line in lines for match in self.matches(line)[:1]}.values())

    def runbooks_using(self, command: str) -> tuple[Runbook, ...]:
        """Return the runbooks that run a command."""
        return self._using.get(command, ())

    @cached_property
    def _using(self) -> Mapping[str, tuple[Runbook, ...]]:
        """By command the runbooks that run it."""
        return grouped((str(command.id), book) for book in self.runbooks.values() for command in self.commands_of(book))

    def risk_of(self, runbook: Runbook) -> Risk:
        """Return the risk of the riskiest step of a runbook."""
        risks = [command.risk for command in self.commands_of(runbook) if command.risk is not None]
        return max(risks, key=lambda risk: risk.weight, default=Risk.READ_ONLY)

    def guide_parts(self, kind: GuideKind) -> tuple[GuidePart, ...]:
        """Return the prose of one kind in its order."""
        return tuple(sorted((part for part in self.guide.values() if part.kind is kind), key=lambda part: (part.order, part.id)))


def owner_of(fact: str) -> str:
    """Return the component whose fact this is."""
    return fact.partition(".")[0]
