"""What can go wrong with the commands that may disrupt or destroy.

Each is tried in a healthy cluster, in every one with a single fault, and in every one with a single fact other than it should be
among those that decide what the command does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeAlias

from catalog.catalog import Catalog, owner_of
from catalog.command import Command, Risk
from catalog.condition import Condition, tests_in
from catalog.pattern import fill
from generator.book import Book
from generator.samples import Samples
from simulator.bearing import borne_on
from simulator.cluster import Cluster
from simulator.compile import action
from simulator.harm import Harm, harm
from simulator.model import Case
from simulator.reader import replay
from simulator.replay import Replay
from simulator.state import State

_LINES = 6
"""How many lines of one command are tried: a command for each node of a large cluster says the same again and again."""


Setting: TypeAlias = tuple[str, str]
"""What is not as it should be: a fault and nothing more, or a fact and its value."""
Shown: TypeAlias = Mapping[str, Sequence[str]]
"""By fact the commands that show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A line that was tried: what it did in a healthy cluster, and what it destroyed only elsewhere."""

    line: str
    healthy: Harm
    worse: Mapping[Setting, tuple[str, ...]]
    refused: int
    """in how many of the clusters with a fault it could not run"""
    afterwards: Replay | None
    """a reader who then starts from the symptoms; None where all is well, or no tree leads on from symptoms"""

    @property
    def destroys(self) -> frozenset[str]:
        """Every invariant that it may break."""
        return frozenset(self.healthy.broke).union(*self.worse.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A command that may disrupt or destroy, and its lines as they were tried."""

    command: Command
    trials: tuple[Trial, ...]

    @property
    def destroys(self) -> list[str]:
        """Every invariant that it may break, sorted."""
        return sorted(frozenset[str]().union(*(trial.destroys for trial in self.trials)))


def hazards(book: Book) -> list[Hazard]:
    """Return the commands that may disrupt or destroy, the most destructive first."""
    made_of = (tuple(book.catalog.commands.values()), tuple(one.conditions for one in book.catalog.components.values()))
    return book.memory.worked("hazards", made_of, lambda: _hazards(book))


def _hazards(book: Book) -> list[Hazard]:
    risky = [command for command in book.catalog.commands.values() if command.risk in (Risk.DISRUPTIVE, Risk.DESTRUCTIVE)]
    broken = Samples(book.model, {fault: blast.rest for fault, blast in book.proof.blasts.items()})
    found = [Hazard(command=one, trials=tuple(_trials(book, one, broken))) for one in risky]
    return sorted(found, key=_rank)


def _rank(hazard: Hazard) -> tuple[bool, int, int, str]:
    """Destructive commands first, then what destroys in a healthy cluster, then what may destroy elsewhere."""
    always = max((len(trial.healthy.broke) for trial in hazard.trials), default=0)
    return hazard.command.risk is not Risk.DESTRUCTIVE, -always, -len(hazard.destroys), hazard.command.run


def _trials(book: Book, command: Command, broken: Samples[str]) -> Iterator[Trial]:
    """Each line in a healthy cluster and in the others; where a fault is none of its affair, the same comes of it as in the healthy one."""
    healthy = State.healthy(book.model)
    deviations = dict(_deviations(book, command))
    for line in islice(_lines(book.catalog, command), _LINES):
        tried = action(book.catalog, line)
        well = harm(book.model, tried, healthy)
        faults = {(fault, ""): state for fault, state in broken.apart(borne_on(book.model, tried))}
        known = frozenset((healthy, *faults.values()))
        others = {setting: state for setting, state in deviations.items() if state not in known}
        came = {setting: harm(book.model, tried, state) for setting, state in (faults | others).items()}
        worse = {setting: tuple(name for name in one.broke if name not in well.broke) for setting, one in came.items()}
        alike = len(book.proof.blasts) - len(faults)
        yield Trial(
            line=line,
            healthy=well,
            worse={setting: names for setting, names in worse.items() if names},
            refused=sum(came[setting].refused for setting in faults) + alike * well.refused,
            afterwards=_afterwards(book, well, healthy),
        )


def _deviations(book: Book, command: Command) -> Iterator[tuple[Setting, State]]:
    """A cluster at rest for each other value of each variable that decides what the command does."""
    asked = {str(test.fact) for effect in command.effects() for test in tests_in(effect.when)}
    owners = set(map(owner_of, asked))
    for component in book.catalog.components.values():
        for variable in component.conditions if component.id in owners else ():
            fact = f"{component.id}.{variable.name}"
            for value in variable.values[1:] if fact in asked else ():
                cluster = Cluster(book.model, given=((fact, str(value)),), faults=())
                if not cluster.flaps:
                    yield (fact, str(value)), cluster.state


def _afterwards(book: Book, well: Harm, healthy: State) -> Replay | None:
    changed = well.rest.difference(healthy)
    tree = next(iter(sorted({name for name, _ in book.proof.symptoms})), None)
    if tree is None or not any(seconds is None for seconds in well.down.values()):
        return None
    return replay(book.model, Case(starts=tree, given=tuple(sorted(changed.items()))))


def _lines(catalog: Catalog, command: Command) -> Iterator[str]:
    """The lines of a command: its pattern, filled with every word that its placeholders may stand for."""
    names = [str(place.name) for place in command.where]
    for words in product(*([str(one.word) for one in place.meanings] for place in command.where)):
        line = fill(command.run, dict(zip(names, words, strict=True)))
        if [match.command.id for match in catalog.matches(line)] == [command.id]:
            yield line


def decisive(catalog: Catalog, hazard: Hazard) -> tuple[str, ...]:
    """Return the facts that decide what a command does: those that it asks for, and those of the invariants that it may break."""
    asked: list[Condition] = [hazard.command.requires, *(effect.when for effect in hazard.command.effects())]
    asked += [catalog.invariants[name].never for name in hazard.destroys]
    return tuple(dict.fromkeys(str(test.fact) for condition in asked for test in tests_in(condition) if "{" not in test.fact))


def lookers(catalog: Catalog) -> Shown:
    """Return the read-only commands by each fact that they show."""
    found: dict[str, list[str]] = {}
    for name, command in catalog.commands.items():
        if command.risk is Risk.READ_ONLY and not command.where:
            for fact in dict.fromkeys(str(fact) for entry in command.shows for fact in entry.show):
                found.setdefault(fact, []).append(name)
    return found


def showing(catalog: Catalog, known: Shown, facts: Iterable[str]) -> list[tuple[Command, tuple[str, ...]]]:
    """Return read-only commands that together show as many of the facts as can be shown, each with those that it adds."""
    missing, found, shown = set(facts), [], dict[str, set[str]]()
    for fact in missing:
        for name in known.get(fact, ()):
            shown.setdefault(name, set()).add(fact)
    while missing:
        best = min(shown, key=lambda name: (-len(shown[name] & missing), catalog.commands[name].takes, name), default=None)
        if best is None or not shown[best] & missing:
            break
        found.append((catalog.commands[best], tuple(sorted(shown[best] & missing))))
        missing -= shown[best]
    return found
