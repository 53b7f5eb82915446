"""The best recovery: held against a search that tries everything, on random catalogs and in every order."""

from heapq import heappop, heappush
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_catalogs import Data, as_files, catalogs

from catalog.catalog import Catalog
from catalog.files import Source
from catalog.load import assemble
from simulator import condition
from simulator.cluster import Cluster
from simulator.compile import compiled
from simulator.deeds import Deed, deeds
from simulator.model import READY, Model
from simulator.recovery import NOTHING, Order, OutOfReach, Search
from simulator.state import State, TooLong

MOST = 300
"""How many states the search that tries everything may look at: larger worlds are left out."""


def loaded(files: dict[str, str]) -> Catalog:
    return assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items()).catalog


def all_ready(model: Model) -> condition.Facts:
    return condition.all_of(model.components, READY)


def least(model: Model, everything: tuple[Deed, ...], start: State, goal: condition.Facts, order: Order) -> int | None:
    """The least cost of any way to the goal, by looking at every state; None where there is no way. Raises OverflowError for too large a world."""
    serial = count()
    waiting = [(0, next(serial), start)]
    done: set[State] = set()
    while waiting:
        cost, _, state = heappop(waiting)
        if state.holds(goal):
            return cost
        if state in done:
            continue
        done.add(state)
        if len(done) > MOST:
            raise OverflowError
        for deed in everything:
            cluster = Cluster(model, given=tuple(state.values.items()), faults=())
            if cluster.run(deed.action, NOTHING).change.ending is None and cluster.state != state:
                heappush(waiting, (cost + order.cost(cluster.seconds, deed.risk, 1), next(serial), cluster.state))
    return None


def found(model: Model, everything: tuple[Deed, ...], start: State, order: Order, *, exhaustive: bool) -> int | None:
    """The cost of the recovery that the search finds, or None."""
    try:
        best = Search(model, everything, all_ready(model), order=order, exhaustive=exhaustive).best(start)
    except OutOfReach:
        return None
    return sum(order.cost(doing.seconds, doing.deed.risk, 1) for doing in best.doings)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=catalogs(), order=st.sampled_from(Order))
def test_a_search_through_every_state_finds_no_cheaper_way(data: Data, order: Order) -> None:
    catalog = loaded(as_files(data))
    model = compiled(catalog)
    everything = deeds(catalog, model)
    for name in sorted(model.faults):
        try:
            cluster = Cluster(model, given=(), faults=model.faults[name])
            wanted = None if cluster.flaps else least(model, everything, cluster.state, all_ready(model), order)
        except (OverflowError, TooLong):
            continue
        if cluster.flaps:
            continue
        assert found(model, everything, cluster.state, order, exhaustive=True) == wanted, (name, order)
        quick = found(model, everything, cluster.state, order, exhaustive=False)
        assert quick is None or wanted is None or quick >= wanted, (name, order)
