"""Where in the data the parts of a proof stand, and what they are called."""

from typing import assert_never

from catalog.catalog import Catalog
from catalog.location import NOWHERE, Location
from simulator.model import Model
from simulator.symbolic.coverage import Idle
from simulator.symbolic.position import Asking, Entering, Finishing, Jumping, Position, Taking
from simulator.symbolic.proof import Failure


def place_of(catalog: Catalog, idle: Idle) -> Location:
    """Return where a part stands that nothing exercises."""
    match idle.kind:
        case "runbook":
            return catalog.runbooks[idle.owner].steps[int(idle.part or 1) - 1].at
        case "tree":
            return next((node.at for node in catalog.trees[idle.owner].nodes if node.id == idle.part), NOWHERE)
        case "reaction":
            return catalog.reactions[idle.owner].id.at
        case _:
            return catalog.invariants[idle.owner].id.at


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
