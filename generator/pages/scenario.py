"""What was replayed: the balance, and for each runbook the replays that end in it, each as a timeline."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from catalog.scenario import Scenario
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page, end_of
from generator.markup import Block, Inline
from generator.outcomes import MEANINGS
from generator.pages.best import summary
from generator.pages.gap import known_gaps
from generator.strip import legend
from generator.timeline import timeline
from simulator.model import Outcome
from simulator.replay import Replay

Story: TypeAlias = "list[Scenario]"
"""Scenarios that take the same steps for the same reason, from wherever the reader came to them."""


def pages(book: Book) -> Iterator[Page]:
    """Yield a page for each end of replays."""
    for end, stories in by_end(book).items():
        path = address.replays_page(end)
        desk = book.at(path)
        known = book.catalog.runbooks.get(end) or book.catalog.trees[end]
        heading = f"Replays: {known.heading}"
        count = sum(map(len, stories))
        head = md.front_matter(title=heading, description=f"{words.counted(count, 'replay')}, each step by step.", found=False)
        lead = md.paragraph(words.counted(count, "replay"), "that ended in", md.join(desk.entrance(end), "."))
        body = (block for story in stories for block in _story(desk, story))
        yield Page(path, known.heading, md.page(head, md.heading(1, heading), lead, legend(), *body))


def index(book: Book) -> Page:
    """Return the page that says what was replayed and how it ended."""
    desk, proof = book.at(address.PROOF), book.proof
    resolved = sum(ended.outcome is Outcome.RESOLVED for ended in proof.symptoms.values())
    pairs = [
        (str(len(book.catalog.faults)), "faults known"),
        (f"{resolved} of {len(proof.symptoms)}", "walks from symptoms end resolved"),
        (str(len(proof.scenarios)), "scenarios replayed"),
    ]
    meanings = [[badges.outcome_badge(outcome), meaning] for outcome, meaning in MEANINGS.items()]
    text = md.page(
        md.front_matter(title="Proof", description="What was replayed, and how it ended."),
        md.heading(1, "What was tried, and how it ended"),
        md.paragraph("Every runbook is replayed against a model of the cluster by a reader who knows only what the commands showed."),
        parts.numbers(*pairs),
        *_failing(desk),
        *known_gaps(desk),
        *summary(desk),
        *_balance(desk),
        md.heading(2, "What the outcomes mean", "outcomes"),
        md.table(["Outcome", "What happened"], meanings),
    )
    return Page(address.PROOF, "Overview", text)


def by_end(book: Book) -> dict[str, list[Story]]:
    """Return the stories by the runbook in which their replays ended, or the tree at which they started and ended in none."""
    found: dict[str, dict[object, Story]] = {}
    for scenario in sorted(book.catalog.scenarios.values(), key=lambda one: (one.starts not in book.catalog.trees, one.id)):
        stories = found.setdefault(end_of(book, scenario.id), {})
        stories.setdefault(_plot(book, scenario), []).append(scenario)
    return {end: list(stories.values()) for end, stories in sorted(found.items())}


def _plot(book: Book, scenario: Scenario) -> object:
    """What two replays have in common that tell the same story."""
    ended = book.proof.scenarios[scenario.id]
    faults = tuple((str(strike.fault), strike.after_step) for strike in scenario.faults)
    steps = tuple((step.runbook, step.number, step.seconds, step.goes, step.failed, step.met) for step in ended.steps)
    return faults, scenario.given, scenario.changes, ended.outcome, steps or scenario.id


def _balance(desk: Desk) -> Iterator[Block]:
    yield md.heading(2, "What was replayed", "replayed")
    yield md.paragraph("Under the runbook in which each replay ended. Every line leads to its timelines.")
    rows = []
    for end, stories in by_end(desk.book).items():
        known = desk.catalog.runbooks.get(end) or desk.catalog.trees[end]
        replays = [desk.proof.scenarios[one.id] for story in stories for one in story]
        ended = Counter(one.outcome for one in replays)
        said = words.listed(f"{count} {outcome}" for outcome, count in ended.items())
        times = [words.duration(find(one.seconds for one in replays)) for find in (min, max)]
        rows.append(
            [md.link(known.heading, desk.to(address.replays_page(end))), str(len(replays)), said, " to ".join(dict.fromkeys(times))]
        )
    yield md.table(["Ended in", "Replays", "Outcome", "Took"], rows, [md.Align.LEFT, md.Align.RIGHT])


def _failing(desk: Desk) -> Iterator[Block]:
    failing = [(tree, fault, ended) for (tree, fault), ended in desk.proof.symptoms.items() if ended.outcome is not Outcome.RESOLVED]
    if failing:
        yield md.heading(2, "Known not to work", "failing")
        rows = [
            [desk.fault(fault), desk.tree(tree), badges.outcome_badge(ended.outcome), desk.runbook(ended.by or "")]
            for tree, fault, ended in failing
        ]
        yield md.table(["Fault", "From", "Ends", "In"], rows)


def _story(desk: Desk, story: Story) -> Iterator[Block]:
    first, *others = story
    ended = desk.proof.scenarios[first.id]
    alone = len(first.faults) == 1 and desk.catalog.faults[first.faults[0].fault].title == first.heading
    heading = desk.fault(first.faults[0].fault) if alone else first.heading
    yield md.heading(2, heading, address.anchor("s", first.id))
    yield md.paragraph(badges.outcome_badge(ended.outcome), *_took(ended))
    if first.why:
        yield md.prose(first.why)
    yield md.bullets(*_setting(desk, first, named=alone))
    yield from timeline(desk, ended, first.starts)
    if ended.outcome is not Outcome.RESOLVED:
        yield md.paragraph(md.strong("The end:"), md.join(MEANINGS[ended.outcome], _decided(ended.decided), "."))
    for other in others:
        took = _took(desk.proof.scenarios[other.id])
        mark = address.anchor("s", other.id)
        yield md.paragraph("The same steps from", desk.entrance(other.starts), *took, desk.source(other), anchor=mark)
    yield parts.note("Written in", desk.source(first))


def _took(ended: Replay) -> Iterator[Inline]:
    if ended.seconds:
        yield parts.badge(words.duration(ended.seconds), parts.Look.TIME)


def _decided(facts: tuple[str, ...]) -> Inline:
    return md.join(" (", words.listed(map(md.code, facts)), ")") if facts else Inline()


def _setting(desk: Desk, scenario: Scenario, *, named: bool) -> Iterator[Inline]:
    """What was given, broken and expected; where the one fault is `named` in the heading, it is not named again."""
    if scenario.given:
        yield md.join("Given: ", words.assigned(desk.catalog, scenario.given))
    for strike in () if named and scenario.faults[0].after_step is None else scenario.faults:
        late = f" once {words.counted(strike.after_step, 'step')} have been taken" if strike.after_step is not None else ""
        yield md.join("Broken: ", desk.fault(strike.fault), late)
    if scenario.changes:
        yield md.join("To be changed: ", desk.component(scenario.changes))
    yield md.join("The reader starts at: ", desk.entrance(scenario.starts))
    if scenario.expect:
        wanted = scenario.expect
        by = md.join(" in ", desk.runbook(wanted.by)) if wanted.by and wanted.by != end_of(desk.book, scenario.id) else Inline()
        within = f" within {words.duration(wanted.within)}" if wanted.within is not None else ""
        yield md.join(f"Expected: {wanted.outcome}", by, within)
