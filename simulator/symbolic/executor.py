"""All replays at once: takes the readers of whole families of fault sets from position to position (language §4, §5 and §7)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic

from simulator.model import Case, Model, Outcome
from simulator.symbolic.action import Actions
from simulator.symbolic.clock import Clock
from simulator.symbolic.family import Algebra, F
from simulator.symbolic.knowledge import Knowledge
from simulator.symbolic.layout import Layout
from simulator.symbolic.onset import Late, Onset
from simulator.symbolic.planes import Planes
from simulator.symbolic.position import Position, Route, starts_at
from simulator.symbolic.record import Record, Way
from simulator.symbolic.settling import Settling
from simulator.symbolic.visits import Setting, Visits
from simulator.symbolic.walk import Progress, Walk, quietly
from simulator.symbolic.watch import Watch
from simulator.symbolic.worlds import Together, Worlds


class Executor(Generic[F]):
    """Replays every fault set of a family from one start; compiled once, run as often as wanted."""

    def __init__(
        self,
        model: Model,
        layout: Layout,
        algebra: Algebra[F],
        clock: Clock[F],
        route: Route,
        apart: "Callable[[Executor[F]], Worlds[F]] | None" = None,
    ) -> None:
        self._model = model
        self._algebra = algebra
        self.clock = clock
        self.cluster = Planes(model, layout, algebra)
        self.knowledge = Knowledge(layout, algebra, self.cluster)
        self.watch = Watch(model, layout, algebra, self.cluster)
        self.settling = Settling(model, layout, algebra, self.cluster, clock)
        self._onset = Onset(model, algebra, self.cluster, self.watch, self.settling)
        worlds = Together[F]() if apart is None else apart(self)
        self._walk = Walk(route, worlds, self._way)
        setting = Setting(
            model=model,
            route=route,
            algebra=algebra,
            cluster=self.cluster,
            knowledge=self.knowledge,
            actions=Actions(algebra, self.cluster, self.knowledge, self.watch, self.settling, clock),
            onset=self._onset,
            worlds=worlds,
            keeps_paths=apart is None,
        )
        self._visits = Visits(setting, self._walk)

    @property
    def at(self) -> Position | None:
        """Where readers stand just now; None: nowhere yet."""
        return self._walk.at

    def forget(self) -> None:
        """Forget where readers stood, and how they ended."""
        self._walk.begin(self._algebra.nothing)

    def _way(self, way: Way, within: F) -> None:
        """Hear of readers who leave where they stand; for those who want to know more than the record keeps."""

    def run(self, case: Case, faults: Mapping[str, F], within: F, late: Sequence[Late[F]] = (), progress: Progress = quietly) -> Record[F]:
        """Replay the fault sets of a family from where the case starts; `faults` holds, for each fault, the fault sets that it is in.

        They and `late` stand for the faults of the case.
        Raises `TooLong` where a replay does not end within what anybody could have meant.
        """
        self.cluster.begin()
        self.knowledge.begin()
        self._visits.begin(late, case.changes)
        within = self._walk.begin(within)
        flapping = self._onset.begin(case.given, faults, within)
        self.clock.begin()
        self._walk.end(Outcome.FLAPPING, flapping)
        self._walk.go(starts_at(self._model, case.starts), self._algebra.minus(within, flapping))
        self._walk.walk(self._visits.at, progress)
        return self._walk.record
