"""What was replayed: a page for each kind of scenario, and below it one for each runbook in which such replays end.

Each replay is a timeline of steps and of what the cluster did by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalog.runbook import RunbookKind
from catalog.scenario import Scenario
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import CLASSIFYING, FROM_SYMPTOMS, Book, Desk, Page, end_of, kind_of
from generator.markup import Block, Inline
from generator.pages.runbook import KIND_TITLES
from generator.timeline import timeline
from simulator.model import Outcome

MEANINGS = {
    Outcome.RESOLVED: "the goal was reached",
    Outcome.UNRESOLVED: "the reader knows that it is not mended, and has nowhere to go",
    Outcome.FALSE_ALL_CLEAR: "the guide says that all is well, and it is not",
    Outcome.BLOCKED: "a line cannot run, and nothing leads on",
    Outcome.BLIND: "a step asks for what nothing has shown",
    Outcome.UNSAFE: "something was destroyed that must not be",
    Outcome.LIVELOCK: "the reader goes in circles",
    Outcome.FLAPPING: "the cluster never comes to rest",
    Outcome.MISROUTED: "the tree leads nowhere, or to the wrong phase",
}


def pages(book: Book) -> Iterator[Page]:
    """Yield a page for each kind of scenario that there is, and one for each end of such replays."""
    for kind, scenarios in by_kind(book).items():
        yield _page(book, address.proof_page(kind), "All of them", f"Replays: {title_of(kind)}", scenarios, ())
        for end, ending in by_end(book, scenarios).items():
            path = address.replays_page(kind, end)
            known = book.catalog.runbooks.get(end) or book.catalog.trees[end]
            body = (block for scenario in ending for block in _scenario(book.at(path), scenario))
            yield _page(book, path, known.heading, f"{title_of(kind)}: {known.heading}", ending, body)


def _page(book: Book, path: str, title: str, heading: str, scenarios: list[Scenario], body: Iterable[Block]) -> Page:
    head = md.front_matter(
        title=heading, description=f"{words.counted(len(scenarios), 'replay')}, each step by step.", hide=["toc"], found=False
    )
    return Page(path, title, md.page(head, md.heading(1, heading), _table(book.at(path), scenarios), *body))


def index(book: Book) -> Page:
    """Return the page that says what was replayed and how it ended."""
    desk, proof = book.at(address.PROOF), book.proof
    resolved = sum(ended.outcome is Outcome.RESOLVED for ended in proof.symptoms.values())
    pairs = [
        (str(len(book.catalog.faults)), "faults known"),
        (f"{resolved} of {len(proof.symptoms)}", "walks from symptoms end resolved"),
        (str(len(proof.scenarios)), "scenarios replayed"),
    ]
    rows = [
        [
            md.link(title_of(kind), desk.to(address.proof_page(kind))),
            str(len(scenarios)),
            words.listed(f"{count} {outcome}" for outcome, count in Counter(proof.scenarios[one.id].outcome for one in scenarios).items()),
        ]
        for kind, scenarios in by_kind(book).items()
    ]
    meanings = [[badges.outcome_badge(outcome), meaning] for outcome, meaning in MEANINGS.items()]
    text = md.page(
        md.front_matter(title="Proof", description="What was replayed, and how it ended."),
        md.heading(1, "What was tried, and how it ended"),
        md.paragraph("Every runbook is replayed against a model of the cluster by a reader who knows only what the commands showed."),
        parts.numbers(*pairs),
        *_failing(desk),
        md.heading(2, "What was replayed", "replayed"),
        md.table(["Kind", "Replays", "Ended"], rows),
        md.heading(2, "What the outcomes mean", "outcomes"),
        md.table(["Outcome", "The reader"], meanings),
    )
    return Page(address.PROOF, "Overview", text)


def title_of(kind: str) -> str:
    """Return what a kind of scenario is called."""
    titles = {FROM_SYMPTOMS: "From symptoms", CLASSIFYING: "Classifying a change", "other": "Other runbooks"}
    return titles.get(kind) or KIND_TITLES[RunbookKind(kind)]


def by_end(book: Book, scenarios: list[Scenario]) -> dict[str, list[Scenario]]:
    """Return the scenarios by the runbook in which their replays ended, or the tree at which they started and ended in none."""
    found: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        found.setdefault(end_of(book, scenario.id), []).append(scenario)
    return dict(sorted(found.items()))


def by_kind(book: Book) -> dict[str, list[Scenario]]:
    """Return the scenarios by their kind, in the order in which they are shown."""
    order = [FROM_SYMPTOMS, *map(str, RunbookKind), "other", CLASSIFYING]
    found: dict[str, list[Scenario]] = {kind: [] for kind in order}
    for name, scenario in book.catalog.scenarios.items():
        found[kind_of(book.catalog, name)].append(scenario)
    return {kind: scenarios for kind, scenarios in found.items() if scenarios}


def _table(desk: Desk, scenarios: list[Scenario]) -> Block:
    rows = []
    for scenario in scenarios:
        ended = desk.proof.scenarios[scenario.id]
        where = desk.runbook(ended.by) if ended.by else desk.entrance(scenario.starts)
        rows.append(
            [desk.scenario(scenario.id), badges.outcome_badge(ended.outcome), where, words.duration(ended.seconds) if ended.seconds else ""]
        )
    return md.table(["Scenario", "Ends", "In", "After"], rows)


def _failing(desk: Desk) -> Iterator[Block]:
    failing = [(tree, fault, ended) for (tree, fault), ended in desk.proof.symptoms.items() if ended.outcome is not Outcome.RESOLVED]
    if failing:
        yield md.heading(2, "Known not to work", "failing")
        rows = [
            [desk.fault(fault), desk.tree(tree), badges.outcome_badge(ended.outcome), desk.runbook(ended.by or "")]
            for tree, fault, ended in failing
        ]
        yield md.table(["Fault", "From", "Ends", "In"], rows)


def _scenario(desk: Desk, scenario: Scenario) -> Iterator[Block]:
    ended = desk.proof.scenarios[scenario.id]
    yield md.heading(2, scenario.heading, address.anchor("s", scenario.id))
    yield md.paragraph(
        badges.outcome_badge(ended.outcome), parts.badge(words.duration(ended.seconds), parts.Look.TIME) if ended.seconds else ""
    )
    if scenario.why:
        yield md.prose(scenario.why)
    yield md.bullets(*_setting(desk, scenario))
    yield from timeline(desk, ended, scenario.starts)
    yield md.paragraph(md.strong("The end:"), md.join(MEANINGS[ended.outcome], _decided(ended.decided), "."))
    yield parts.note("Written in", desk.source(scenario))


def _decided(facts: tuple[str, ...]) -> Inline:
    return md.join(" (", words.listed(map(md.code, facts)), ")") if facts else Inline()


def _setting(desk: Desk, scenario: Scenario) -> Iterator[Inline]:
    if scenario.given:
        yield md.join("Given: ", words.assigned(desk.catalog, scenario.given))
    for strike in scenario.faults:
        late = f" once {words.counted(strike.after_step, 'step')} have been taken" if strike.after_step is not None else ""
        yield md.join("Broken: ", desk.fault(strike.fault), late)
    if scenario.changes:
        yield md.join("To be changed: ", desk.component(scenario.changes))
    yield md.join("The reader starts at: ", desk.entrance(scenario.starts))
    if scenario.expect:
        wanted = scenario.expect
        by = md.join(" in ", desk.runbook(wanted.by)) if wanted.by else Inline()
        within = f" within {words.duration(wanted.within)}" if wanted.within is not None else ""
        yield md.join(f"Expected: {wanted.outcome}", by, within)
