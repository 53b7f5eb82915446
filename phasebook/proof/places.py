"""Where in the data the parts of a proof stand, and what they are called."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, assert_never

from catalog.location import NOWHERE, Location
from simulator.model import Model
from simulator.symbolic.coverage import Idle
from simulator.symbolic.position import Asking, Entering, Finishing, Jumping, Position, Taking
from simulator.symbolic.proof import Failure

if TYPE_CHECKING:  # its kinds take longer to import than a proof takes
    from catalog.catalog import Catalog

Places: TypeAlias = Mapping[tuple[str, str, str], Location]
"""Where the parts of a catalog stand: by kind, id, and number of the step or id of the node, which is empty for the whole."""


def places_of(catalog: "Catalog") -> Places:
    """Return where everything stands that a proof may name."""
    return dict(_places(catalog))


def _places(catalog: "Catalog") -> Iterator[tuple[tuple[str, str, str], Location]]:
    for runbook in catalog.runbooks.values():
        yield from (((("runbook", str(runbook.id), str(number))), step.at) for number, step in enumerate(runbook.steps, start=1))
    for tree in catalog.trees.values():
        yield from ((("tree", str(tree.id), str(node.id)), node.at) for node in tree.nodes)
    for kind, entities in (
        ("reaction", catalog.reactions),
        ("invariant", catalog.invariants),
        ("fault", catalog.faults),
        ("gap", catalog.gaps),
    ):
        yield from (((kind, name, ""), entity.id.at) for name, entity in entities.items())


def place_of(places: Places, idle: Idle) -> Location:
    """Return where a part stands that nothing exercises."""
    return places.get((idle.kind, idle.owner, "" if idle.part is None else str(idle.part)), NOWHERE)


def named(idle: Idle) -> str:
    """Return what such a part is called."""
    match idle.kind:
        case "runbook":
            return f"step {idle.part} of `{idle.owner}`"
        case "tree":
            return f"`{idle.part}` of `{idle.owner}`"
        case _:
            return f"the {idle.kind} `{idle.owner}`"


def where_ended(model: Model, failure: Failure) -> str:
    """Return in words where a replay ended."""
    return where_stood(model, failure.at)


def where_stood(model: Model, position: Position | None) -> str:
    """Return a position in words."""
    match position:
        case Taking(runbook=name, index=index):
            step = model.runbooks[name].steps[index]
            return f"{name}, step {step.number}: {step.title}"
        case Asking(tree=tree, node=node):
            return f"{tree}, {node}"
        case Finishing(runbook=name):
            return f"{name}, at its end"
        case Entering(runbook=name):
            return f"{name}, at its start"
        case Jumping(runbook=name, index=index):
            return f"{name}, on the way back to step {model.runbooks[name].steps[index].number}"
        case None:
            return "the cluster, before anything is done"
        case _:
            assert_never(position)


def start_again(failure: Failure) -> str:
    """Return the line that replays a failure with its transcript."""
    late = f" --late {failure.late[0]}:{failure.late[1]}" if failure.late else ""
    return f"phasebook simulate --faults {','.join(failure.faults)}{late} --from {failure.starts} -v"
