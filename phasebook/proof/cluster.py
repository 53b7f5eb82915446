"""A proof shared out over a Dask cluster that is there already: the same report, whoever of it falls away meanwhile.

The workers need this package, of the same release. `distributed` is no dependency: who has such a cluster has it.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TypeAlias

from phasebook.exit import Refused
from simulator.model import Model
from simulator.symbolic.bits import Batch
from simulator.symbolic.bounded import Bounded, Known, Part

Recipe: TypeAlias = tuple[Model, int, tuple[str, ...], bool]

SECONDS_TO_ANSWER = 10
RETRIES = 10
"""So often a batch is given to another worker where one falls away with it."""

_COMPILED: dict[str, Bounded] = {}
"""What a worker has compiled, by the key of its recipe; one at a time."""


def shared_out(address: str, recipe: Recipe, batches: Sequence[Batch], known: Known) -> Iterator[Part]:
    """Yield what comes of each batch, in their order. Raises `Refused` where there is no such cluster, or nothing to speak to it with."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise Refused(
            "`--scheduler` needs the package `distributed`, beside this one and on the workers: pip install distributed"
        ) from None
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        raise Refused(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        given = client.submit(_given, recipe, known)  # kept by the scheduler too, and made again where its worker falls away
        for future in client.map(_part, batches, given=given, named=given.key, retries=RETRIES, pure=False):
            part: Part = future.result()
            yield part


def _given(recipe: Recipe, known: Known) -> tuple[Recipe, Known]:
    return recipe, known


def _part(batch: Batch, given: tuple[Recipe, Known], named: str) -> Part:
    """Replay a batch, on a worker."""
    (model, most, starts, every), known = given
    if named not in _COMPILED:
        _COMPILED.clear()
        _COMPILED[named] = Bounded(model, most, starts, every=every)
    return _COMPILED[named].part(batch, known)
