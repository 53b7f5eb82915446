"""Every fault leads to a runbook, and to every runbook something leads."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.mentions import meant, misnamed
from catalog.runbook import Runbook


@check("COVER001")
def every_fault_is_covered(catalog: Catalog) -> Iterator[Breach]:
    """Every fault is among the `covers` of a runbook."""
    if catalog.unreadable.get("runbooks") or "runbooks" in catalog.incomplete:
        return
    for name, fault in catalog.faults.items():
        if not catalog.runbooks_for(name) and ("faults", name) not in meant(catalog):
            yield Breach(fault.id.at, f"no runbook covers the fault `{name}`", "add it to `covers` of the runbook that mends it")


@check("COVER002")
def every_runbook_is_reached(catalog: Catalog) -> Iterator[Breach]:
    """A leaf of a tree, a scenario, or a runbook that is itself reached leads to every runbook."""
    if not catalog.is_complete:
        return
    reached: set[str] = set()
    waiting = [str(node.runbook) for tree in catalog.trees.values() for node in tree.nodes if node.runbook is not None]
    waiting += [str(scenario.starts) for scenario in catalog.scenarios.values()]
    called = {name: str(entity.id) for (kind, name), entity in misnamed(catalog).items() if kind == "runbooks"}
    while waiting:
        name = waiting.pop()
        name = called.get(name, name)
        if name in catalog.runbooks and name not in reached:
            reached.add(name)
            waiting += _leads_to(catalog.runbooks[name])
    for name, runbook in catalog.runbooks.items():
        if name not in reached and ("runbooks", name) not in meant(catalog):
            yield Breach(runbook.id.at, f"nothing leads to the runbook `{name}`", "lead a tree or a runbook to it, or add a scenario")


def _leads_to(runbook: Runbook) -> list[str]:
    targets = [str(target) for step in runbook.steps for target in step.targets()]
    return targets if runbook.escalates_to is None else [*targets, str(runbook.escalates_to)]
