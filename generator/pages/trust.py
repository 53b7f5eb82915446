"""Why a runbook can be trusted: how long it took in the replays, what it resolves, where it hands over to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from catalog.runbook import Claim, Runbook, RunbookKind
from catalog.scenario import Scenario
from generator import address, badges, words
from generator import markdown as md
from generator.book import Desk, end_of
from generator.markup import Block, Inline
from generator.pages.best import beside_best, distance
from generator.pages.routines import noticed_by
from generator.parts import Look, badge
from generator.proof import Proof, time_of
from simulator.replay import Replay

_LISTED = 8
"""How many faults stand open; more are folded."""


def trust(desk: Desk, runbook: Runbook) -> Iterator[Block]:
    """Yield the end of a runbook's page: each claim with the replay that it rests on."""
    covered = desk.proof.covered_by(runbook)
    begun = {
        name: scenario
        for name, scenario in desk.catalog.scenarios.items()
        if scenario.starts == runbook.id or runbook.id in desk.proof.scenarios[name].path
    }
    yield md.heading(2, "Why you can trust it", "proof", found=False)
    yield md.paragraph(_timed(desk, runbook))
    if runbook.claimed:
        yield md.paragraph(*claimed(desk.proof, runbook, runbook.claimed))
    if runbook.kind is RunbookKind.ROUTINE:
        noticed = words.counted(len(noticed_by(desk.book, runbook.id)), "fault")
        target = desk.to(address.ROUTINES, address.anchor("r", runbook.id))
        yield md.paragraph(md.link(f"It notices {noticed} of {len(desk.catalog.faults)}: which, and by which line", target))
    if covered:
        replays = {str(scenario.faults[0].fault): name for name, scenario in begun.items() if _is_alone(scenario, runbook)}
        yield md.heading(3, "What it resolves", "resolves")
        resolved = md.bullets(*(_resolved(desk, runbook, fault, ended, replays.get(str(fault))) for fault, ended in covered.items()))
        yield resolved if len(covered) <= _LISTED else md.details("quote", f"All {len(covered)} of them, with how long each took", resolved)
        yield from distance(desk, runbook.id, covered)
    over = _hands_over(desk, runbook)
    if over:
        yield md.heading(3, "Where it may hand over to", "hands-over", found=False)
        yield md.bullets(*over)
    if begun:
        yield md.paragraph(*_came_by(desk, begun))


def _came_by(desk: Desk, scenarios: Iterable[str]) -> Iterator[Inline]:
    """How many replays came by, with the way to where they are told: under the runbook or the tree in which they ended."""
    ends = Counter(end_of(desk.book, name) for name in scenarios)
    links = (md.link(_ended(desk, end, count), desk.to(address.replays_page(end))) for end, count in ends.most_common())
    yield md.text(f"{words.counted(ends.total(), 'replay')} came by here, told step by step:")
    yield md.join(words.listed(links), ".")


def _ended(desk: Desk, end: str, count: int) -> Inline:
    known = desk.catalog.runbooks.get(end) or desk.catalog.trees[end]
    return md.join(f"{count:,} that ended in ", known.heading)


def _is_alone(scenario: Scenario, runbook: Runbook) -> bool:
    """Whether a scenario is the replay of one fault that strikes at once, from this runbook on, in the cluster as it is."""
    faults = scenario.faults
    return scenario.starts == runbook.id and len(faults) == 1 and faults[0].after_step is None and not scenario.given


def _resolved(desk: Desk, runbook: Runbook, fault: str, ended: Replay, scenario: str | None) -> md.Item:
    """A fault that it covers: how its replay ended, where, after how long, on which way."""
    elsewhere = md.join(" in ", desk.runbook(ended.by)) if ended.by and ended.by != runbook.id else Inline()
    after = words.about(ended.seconds)
    timed = md.link(after, desk.replay(scenario)) if scenario else md.text(after)
    outcome = badges.outcome_badge(ended.outcome)
    way = md.join("steps ", _way(desk, ended, runbook.id))
    said = md.join(desk.fault(fault), " ", outcome, elsewhere, " after ", timed, ", ", way)
    best = beside_best(desk, fault, ended)
    return md.Item(md.join(said, f"; {best}") if best else said)


def _hands_over(desk: Desk, runbook: Runbook) -> list[Inline]:
    """The runbooks that its steps lead to, with the numbers of those steps."""
    leads: dict[str, list[int]] = {}
    for number, step in enumerate(runbook.steps, start=1):
        for target in dict.fromkeys(map(str, step.targets())):
            if target in desk.catalog.runbooks and runbook.step(target) is None:
                leads.setdefault(target, []).append(number)
    if runbook.escalates_to:
        leads.setdefault(runbook.escalates_to, [])
    return [md.join(desk.runbook(name), _from(numbers, last=name == runbook.escalates_to)) for name, numbers in leads.items()]


def _from(numbers: list[int], *, last: bool) -> Inline:
    steps = md.join(f", from step{'' if len(numbers) == 1 else 's'} ", words.listed(map(str, numbers))) if numbers else Inline()
    return md.join(steps, ", and where nothing else is said" if last else "")


def _way(desk: Desk, ended: Replay, runbook: str) -> Inline:
    """The numbers of the steps that were taken, under the runbook of each but this one."""
    ways: list[Inline] = []
    for name, steps in groupby(ended.steps, key=lambda step: step.runbook):
        numbers = words.ranges(step.number for step in steps)
        ways.append(md.text(numbers) if name == runbook and not ways else md.join(desk.runbook(name), f": {numbers}"))
    return md.join(*ways, by=", then ")


def claimed(proof: Proof, runbook: Runbook, claim: Claim) -> Iterator[Inline]:
    """Yield in words how long an older guide says that a runbook takes, beside what it takes in a healthy cluster."""
    takes = proof.healthy[runbook.id].seconds
    holds = claim.from_ <= takes <= claim.to
    span = f"{words.duration(claim.from_)} to {words.duration(claim.to)}"
    yield badge("Claim holds", Look.GOOD) if holds else badge("Claim does not hold", Look.BAD)
    yield md.text(f"An older guide says {span}; replayed in a healthy cluster it takes {words.duration(takes)}.")
    if claim.note:
        yield md.rich(claim.note)


def _timed(desk: Desk, runbook: Runbook) -> Inline:
    time = time_of(desk.catalog, desk.proof, runbook.id)
    objective = f" The objective is {words.duration(runbook.objective)}." if runbook.objective else ""
    if time is None:
        return md.text(f"No replay of it ends well from here alone.{objective}")
    span = words.duration(time.typical) + (f", at worst {words.duration(time.worst)}" if time.worst > time.typical else "")
    return md.text(f"Replayed against the model of the cluster: {span}, over {words.counted(time.replays, 'replay')}.{objective}")
