"""The replays that the guide shows, each made once: what its claims rest on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median_low

from catalog.catalog import Catalog
from catalog.runbook import Runbook, RunbookKind
from simulator.cluster import Cluster
from simulator.compile import case_of
from simulator.model import Case, Model, Outcome
from simulator.notice import Notice, Watch
from simulator.prove import can_strike_together, entrances
from simulator.reader import replay
from simulator.replay import Replay
from simulator.state import Round, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """What a fault brings about in a healthy cluster: the state at once, the rounds that follow, the state at rest."""

    struck: State
    rounds: tuple[Round, ...]
    rest: State
    down: tuple[str, ...]
    """the components that are not ready at rest, sorted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Replays by what they show. Pairs are (runbook, fault) for what it covers, (tree, fault) and (tree, changed component)."""

    scenarios: Mapping[str, Replay]
    covered: Mapping[tuple[str, str], Replay]
    symptoms: Mapping[tuple[str, str], Replay]
    changes: Mapping[tuple[str, str], Replay]
    healthy: Mapping[str, Replay]
    """each runbook, followed in a healthy cluster"""
    blasts: Mapping[str, Blast]
    noticed: Mapping[tuple[str, str], Notice]
    """by which line somebody who follows a routine first notices a fault, where it does: (routine, fault)"""
    gaps: Mapping[tuple[str, str], Replay] = field(default_factory=dict)
    """what is known not to be mended: (tree, gap)"""

    def replays(self) -> Iterator[Replay]:
        """Yield every replay."""
        for known in (self.scenarios, self.covered, self.symptoms, self.changes, self.healthy):
            yield from known.values()

    def covered_by(self, runbook: Runbook) -> Mapping[str, Replay]:
        """Return the replays of a runbook by the fault that it covers."""
        return {str(fault): self.covered[runbook.id, str(fault)] for fault in runbook.covers}


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long a runbook takes, in seconds, over so many replays."""

    typical: int
    worst: int
    replays: int


def asked_by(catalog: Catalog) -> object:
    """Return what `proof_of` asks of a catalog beside its model, to be compared."""
    covers = [
        (str(name), tuple(map(str, runbook.covers)), runbook.kind is RunbookKind.ROUTINE) for name, runbook in catalog.runbooks.items()
    ]
    cases = [(str(name), case_of(scenario)) for name, scenario in catalog.scenarios.items()]
    return covers, cases, [(str(name), tree.classifies) for name, tree in catalog.trees.items()]


def proof_of(catalog: Catalog, model: Model) -> Proof:
    """Return every replay that the guide of a catalog shows."""
    trees = entrances(model)
    sorting = [name for name, tree in catalog.trees.items() if tree.classifies]
    covers = [(name, str(fault)) for name, runbook in catalog.runbooks.items() for fault in runbook.covers]
    return Proof(
        scenarios={name: replay(model, case_of(scenario)) for name, scenario in catalog.scenarios.items()},
        covered={(name, fault): replay(model, Case(starts=name, faults=(fault,))) for name, fault in covers},
        symptoms={(tree, fault): replay(model, Case(starts=tree, faults=(fault,))) for tree in trees for fault in model.faults},
        changes={(tree, part): replay(model, Case(starts=tree, changes=part)) for tree in sorting for part in model.components},
        healthy={name: replay(model, Case(starts=name)) for name in model.runbooks},
        blasts={name: _blast(model, name) for name in model.faults},
        noticed=dict(_noticed(catalog, model)),
        gaps={
            (tree, name): replay(model, Case(starts=tree, faults=faults))
            for tree in trees
            for name, faults in model.gaps.items()
            if can_strike_together(model, faults)
        },
    )


def _noticed(catalog: Catalog, model: Model) -> Iterator[tuple[tuple[str, str], Notice]]:
    for name, runbook in catalog.runbooks.items():
        if runbook.kind is RunbookKind.ROUTINE:
            watch = Watch(model, name)
            for fault in model.faults:
                notice = watch.notices(fault)
                if notice:
                    yield (name, fault), notice


def _blast(model: Model, fault: str) -> Blast:
    cluster = Cluster(model, given=(), faults=model.faults[fault])
    return Blast(struck=cluster.struck, rounds=cluster.opening, rest=cluster.state, down=tuple(sorted(cluster.state.unready)))


def messages_before(proof: Proof, runbook: str, fault: str) -> Iterator[str]:
    """Yield the errors that a reader met who came to this runbook from the symptoms of a fault."""
    for (_, broken), ended in proof.symptoms.items():
        if broken == fault and ended.path[:1] == (runbook,):
            yield from (line for asked in ended.asked for ran in asked.ran if ran.failed for line in ran.says.strip().splitlines()[:1])


def time_of(catalog: Catalog, proof: Proof, runbook: str) -> Time | None:
    """Return how long a runbook takes until all is well: over the faults that it covers, else over the scenarios that start there.

    Without either it is timed in a healthy cluster; None where no replay ends well.
    """
    begun = [proof.scenarios[scenario.id] for scenario in catalog.scenarios_from(runbook)]
    for replays in (list(proof.covered_by(catalog.runbooks[runbook]).values()), begun, [proof.healthy[runbook]]):
        seconds = [ended.seconds for ended in replays if ended.outcome is Outcome.RESOLVED]
        if seconds:
            return Time(typical=median_low(seconds), worst=max(seconds), replays=len(seconds))
    return None
