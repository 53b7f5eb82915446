"""What broken claims do to the guide: whose lines no longer do what it says, and a replay that shows it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.location import Location
from drift.claim import Claim, Report
from drift.hold import BROKEN
from phasebook.behaviour import HARM
from simulator.compile import case_of, compiled
from simulator.condition import ALWAYS, AnyOf
from simulator.model import Action, Failure, Model, Question, Runbook, Tree
from simulator.reader import followed
from simulator.replay import Replay

_NEVER = AnyOf(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A scenario that ends with more harm once the line fails: how it ended, and how it ends."""

    scenario: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What a broken claim does: the runbooks and trees with its lines, and the replay that shows it, where one ends worse."""

    readers: tuple[str, ...]
    shown: Shown | None


def damage_of(catalog: Catalog, report: Report) -> Mapping[Claim, Damage]:
    """Return what each broken claim of a line does, as if each such line failed; without replays where the catalog cannot be replayed."""
    claims = [result.claim for result in report.results if result.judged.verdict in BROKEN]
    every = tuple(_every_line(catalog)) if claims else ()
    lines = {claim: lines for claim in claims if (lines := _lines(catalog, every, claim))}
    if not lines or not _is_replayable(catalog):
        return {claim: Damage(readers=_readers(catalog, found), shown=None) for claim, found in lines.items()}
    turned = _turned(compiled(catalog), catalog, frozenset(line for found in lines.values() for line in found))
    return {
        claim: Damage(readers=_readers(catalog, found), shown=next((shown for shown, ran in turned if ran & found), None))
        for claim, found in lines.items()
    }


def _is_replayable(catalog: Catalog) -> bool:
    return catalog.is_complete and not any(finding.blocking for finding in check(catalog, blocking_only=True))


def _lines(catalog: Catalog, every: Iterable[tuple[str, Location]], claim: Claim) -> frozenset[str]:
    """The lines of runbooks and trees that do what a claim is about: those of the command, or the one at whose place it stands."""
    commands = {command.id for command in catalog.commands.values() if command.run.at == claim.at}
    words = {
        (command.id, str(meaning.word))
        for command in catalog.commands.values()
        for place in command.where
        for meaning in place.meanings
        if meaning.word.at == claim.at
    }
    found = set()
    for line, at in every:
        match = catalog.matches(line)
        ran = match[0].command.id if match else None
        spoken = match[0].words.values() if match else ()
        if at == claim.at or ran in commands or any((ran, word) in words for word in spoken):
            found.add(line)
    return frozenset(found)


def _every_line(catalog: Catalog) -> Iterator[tuple[str, Location]]:
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            yield from ((line, step.run[number].at) for copy in catalog.lines_of(step) for number, line in enumerate(copy))
    for tree in catalog.trees.values():
        yield from ((str(line), line.at) for node in tree.nodes if node.check is not None for line in node.check.run)


def _readers(catalog: Catalog, lines: frozenset[str]) -> tuple[str, ...]:
    books = [
        book.id for book in catalog.runbooks.values() if any(lines & set(copy) for step in book.steps for copy in catalog.lines_of(step))
    ]
    trees = [tree.id for tree in catalog.trees.values() if any(lines & set(node.check.run) for node in tree.nodes if node.check)]
    return (*map(str, books), *map(str, trees))


def _turned(model: Model, catalog: Catalog, lines: frozenset[str]) -> list[tuple[Shown, frozenset[str]]]:
    """The scenarios that end worse when these lines fail, the shortest first, each with those of the lines that it then runs."""
    failing = _failing(model, lines)
    found: list[tuple[int, Shown, frozenset[str]]] = []
    for name, scenario in catalog.scenarios.items():
        case = case_of(scenario)
        before = followed(model, case)
        if before is None or not lines & _ran(before):
            continue
        after = followed(failing, case)
        if after is not None and HARM.index(after.outcome) > HARM.index(before.outcome):
            shown = Shown(scenario=name, before=before.outcome, after=after.outcome)
            found.append((len(after.asked) + len(after.steps), shown, lines & _ran(after)))
    return [(shown, ran) for _, shown, ran in sorted(found, key=lambda one: (one[0], one[1].scenario))]


def _ran(replayed: Replay) -> frozenset[str]:
    asked = (ran.line for question in replayed.asked for ran in question.ran)
    taken = (ran.line for step in replayed.steps for ran in step.ran)
    return frozenset((*asked, *taken))


def _failing(model: Model, lines: frozenset[str]) -> Model:
    """Return the model in which these lines fail wherever they are run."""

    def actions(run: tuple[Action, ...]) -> tuple[Action, ...]:
        return tuple(_fails(action) if action.line in lines else action for action in run)

    def book(one: Runbook) -> Runbook:
        return replace(one, steps=tuple(replace(step, run=actions(step.run)) for step in one.steps))

    def tree(one: Tree) -> Tree:
        return replace(
            one,
            nodes={name: replace(node, run=actions(node.run)) if isinstance(node, Question) else node for name, node in one.nodes.items()},
        )

    return replace(
        model,
        runbooks={name: book(one) for name, one in model.runbooks.items()},
        trees={name: tree(one) for name, one in model.trees.items()},
    )


def _fails(action: Action) -> Action:
    """The action as one that can never run, and changes and tells nothing."""
    failure = Failure(when=ALWAYS, message="it is not in the repository as the guide says", takes=0, sets=(), shows=())
    return replace(action, requires=_NEVER, fails=(failure,))
