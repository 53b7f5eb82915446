"""What only a replay brings to light: faults that break nothing, promises that a runbook or a tree does not keep."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.check import Breach
from catalog.edit import Related
from catalog.finding import Finding, Severity, declare
from catalog.runbook import RunbookKind
from simulator.cluster import Cluster
from simulator.deeds import disruptive
from simulator.model import NOT_READY, Case, Model, Outcome
from simulator.notice import Watch
from simulator.prove import entrances
from simulator.reader import replay
from simulator.spending import Ledger
from simulator.state import State, TooLong

Rule: TypeAlias = Callable[[Catalog, Model], Iterator[Breach]]
ReplayCheck: TypeAlias = Callable[[Catalog, Model], Iterator[Finding]]

TOO_LONG = declare("LIMIT001", "A replay ends within the rounds and steps that anybody could have meant.")

FEW_OF = 4
"""Less than one in so many components that a tree leads astray are in the wrong themselves; of more, it is the tree."""

REPLAY_CHECKS: list[ReplayCheck] = []


def replay_check(name: str, severity: Severity = Severity.ERROR) -> Callable[[Rule], ReplayCheck]:
    """Enter a rule that needs replays under the code `name`; its docstring becomes the explanation of the code."""

    def enter(rule: Rule) -> ReplayCheck:
        code = declare(name, rule.__doc__ or "", severity=severity)

        def run(catalog: Catalog, model: Model) -> Iterator[Finding]:
            return (breach.found(code) for breach in rule(catalog, model))

        REPLAY_CHECKS.append(run)
        return run

    return enter


def check_replays(catalog: Catalog, model: Model) -> Iterator[Finding]:
    """Yield every finding that takes replays, of a catalog without blocking findings."""
    for run in REPLAY_CHECKS:
        try:
            yield from run(catalog, model)
        except TooLong as limit:
            start = catalog.runbooks.get(limit.starts) or catalog.trees.get(limit.starts) or next(iter(catalog.reactions.values()))
            yield TOO_LONG.found(start.id.at, f"replayed from `{start.id}`: {limit}", "mend the reactions or steps that count")


@replay_check("FAULT003")
def every_fault_breaks_a_component(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """Once a fault has struck a healthy cluster, some component is not ready, and the cluster does not mend all of it by itself."""
    for name, fault in catalog.faults.items():
        cluster = Cluster(model, given=(), faults=model.faults[name])
        if fault.sets and not any(cluster.struck.fact(component) == NOT_READY for component in model.components):
            yield Breach(
                fault.id.at, f"the fault `{name}` breaks no component: each is ready all the same", "set what breaks, or mend `ready_when`"
            )
        elif fault.sets and heals(cluster, model):
            by = " and ".join(f"`{one}`" for round_ in cluster.opening for one in round_.reactions)
            message = f"the fault `{name}` is mended by {by} before anybody looks"
            yield Breach(fault.id.at, message, "set what the reactions do not undo, the cause of it, or delete the fault")


def heals(cluster: Cluster, model: Model) -> bool:
    """Return whether a cluster that was struck has settled as it is when all is well."""
    return not cluster.flaps and cluster.state == State.healthy(model)


@replay_check("COVER003")
def every_runbook_mends_what_it_covers(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """A reader who starts at a runbook with one of the faults that it covers ends with the goal reached, there or where it leads."""
    for name, runbook in catalog.runbooks.items():
        for fault in runbook.covers:
            ended = replay(model, Case(starts=name, faults=(str(fault),)))
            if ended.outcome is not Outcome.RESOLVED:
                message = f"`{name}` covers `{fault}`, and ends {ended.outcome} in `{ended.by or name}`"
                fix = f"mend the runbook, or delete `{fault}` here; see `phasebook simulate --faults {fault} --from {name} -v`"
                yield Breach(fault.at, message, fix)


@replay_check("TIME003")
def a_fault_is_mended_within_the_objective(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """A fault alone is mended in the time that is the `objective` of the runbook in which that ends, from its symptoms and from what covers it."""
    begun = [(str(fault), name) for name, runbook in catalog.runbooks.items() for fault in runbook.covers]
    for fault, start in (*begun, *((name, tree) for tree in entrances(model) for name in model.faults)):
        ended = replay(model, Case(starts=start, faults=(fault,)))
        objective = catalog.runbooks[ended.by].objective if ended.by is not None and ended.outcome is Outcome.RESOLVED else None
        if objective is not None and ended.seconds > objective:
            place = catalog.place_of("runbooks", str(ended.by), "objective")
            said = f"`{ended.by}` has an objective of {objective:,} s, and `{fault}` from `{start}` takes {ended.seconds:,} s"
            yield Breach(place, said, f"mend the way, or the objective; see `phasebook simulate --faults {fault} --from {start} -v`")


@replay_check("TREE008")
def trees_agree_with_the_ownership_matrix(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """A change to a component, walked through a tree that classifies changes, ends at the phase that owns the component."""
    for name, tree in catalog.trees.items():
        if not tree.classifies:
            continue
        ends = {id_: replay(model, Case(starts=name, changes=id_)) for id_ in catalog.components}
        wrong = {id_: ended for id_, ended in ends.items() if ended.outcome is not Outcome.RESOLVED}
        for id_, ended in wrong.items():
            component = catalog.components[id_]
            last = ended.asked[-1] if ended.asked else None
            where = f", by the answer to `{last.node}`" if last else ""
            message = f"a change to `{id_}`, which is {component.phase}, ends {ended.outcome} in `{name}`{where}"
            alone = len(wrong) * FEW_OF < len(ends)
            fix = (
                f"write `{component.phase.other}`, or mend the attributes of `{id_}`, or the questions"
                if alone
                else f"mend the questions, or the phase and the attributes of `{id_}`"
            )
            place, other = catalog.place_of("components", id_, "phase"), Related(tree.id.at, "the tree")
            yield Breach(place, message, fix, related=(other,)) if alone else Breach(tree.id.at, message, fix)


@replay_check("TREE009")
def trees_lead_from_every_fault_to_a_runbook_that_covers_it(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """A fault, walked from its symptoms alone, ends at a leaf whose runbook covers it."""
    for name in entrances(model):
        for fault in catalog.faults.values():
            if not catalog.runbooks_for(fault.id):
                continue
            ended = replay(model, Case(starts=name, faults=(fault.id,)))
            first = ended.path[0] if ended.path else None
            if first is None or fault.id not in catalog.runbooks[first].covers:
                where = f"the runbook `{first}`, which does not cover it" if first else "no runbook"
                message = f"the fault `{fault.id}` leads through `{name}` to {where}"
                yield Breach(fault.id.at, message, "mend the questions, or add it to `covers` of that runbook")


@replay_check("STEP009", Severity.WARNING)
def something_calls_for_every_action(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """Of what is done about a fault, from its symptoms, nothing can be left out without a loss, but what a `precaution` is given for."""
    ledger = Ledger(model, disruptive(catalog))
    idle: dict[tuple[str, int, str], list[str]] = {}
    for start in entrances(model):
        for fault in catalog.faults:
            case = Case(starts=start, faults=(str(fault),))
            for spent in ledger.in_vain(case, replay(model, case)):
                if spent.runbook is not None:
                    idle.setdefault((spent.runbook, spent.step, spent.line), []).append(str(fault))
    for (runbook, number, line), faults in idle.items():
        step = catalog.runbooks[runbook].steps[number - 1]
        if step.precaution is None:
            message = f"with {faults[0]} nothing calls for `{line}`, in step {number} of `{runbook}`: without it all ends as it does"
            fix = f"take it out, ask before with `only_if`, or give a `precaution`; see `phasebook suggest {faults[0]}`"
            yield Breach(step.at, message, fix)


@replay_check("ROUTINE001")
def a_routine_notices_every_fault(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """Somebody who follows the routines comes, for every fault, to a line that shows what a healthy cluster does not."""
    watches = [Watch(model, name) for name, runbook in catalog.runbooks.items() if runbook.kind is RunbookKind.ROUTINE]
    for name, fault in catalog.faults.items():
        if watches and all(watch.notices(name) is None for watch in watches) and not heals(Cluster(model, (), model.faults[name]), model):
            message = f"no routine notices the fault `{name}`: every line shows what it shows in a healthy cluster"
            yield Breach(fault.id.at, message, "add a line that shows it to a routine, and expect the healthy value there")


@replay_check("TIME001")
def a_claimed_time_holds_or_is_explained(catalog: Catalog, model: Model) -> Iterator[Breach]:
    """A runbook, followed in a healthy cluster, takes the time that is `claimed`, or a `note` there says why not."""
    for name, runbook in catalog.runbooks.items():
        claim = runbook.claimed
        if claim is None:
            continue
        takes = replay(model, Case(starts=name)).seconds
        holds = claim.from_ <= takes <= claim.to
        said = f"`{name}` is claimed to take {claim.from_:,} to {claim.to:,} s, and takes {takes:,} s in a healthy cluster"
        if not holds and claim.note is None:
            yield Breach(claim.at, said, "add a `note` that says where the time goes, or mend the steps")
        if holds and claim.note is not None:
            yield Breach(claim.note.at, f"{said}: the `note` explains what is not so", "delete the `note`")
