"""The cards of a tree: one question at a time, with what each answer looks like, and at the end the runbook with its first command."""

from collections.abc import Iterator, Mapping

from catalog.pattern import fill
from catalog.runbook import RunbookKind
from catalog.tree import Branch, Tree, TreeNode
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline
from generator.pages.danger import before
from generator.parts import Answer, Look
from generator.telling import cut, first, shown, telling
from simulator.compile import condition

WORDS = {Branch.THEN: "Yes", Branch.ELSE: "No"}
_LOOKS = 2
"""How many outputs an answer shows by their telling lines."""


def in_order(tree: Tree) -> Iterator[TreeNode]:
    """Yield every node that can be reached, in the order in which a reader meets them."""
    waiting, seen = [str(tree.root)], set[str]()
    while waiting:
        name = waiting.pop(0)
        node = tree.node(name)
        if node is not None and name not in seen:
            seen.add(name)
            yield node
            waiting += [str(target) for _, target in node.answers()]


def title(desk: Desk, node: TreeNode) -> Inline:
    """Return what a node is called: its question, or what its end means."""
    runbook = desk.catalog.runbooks.get(node.runbook or "")
    return md.rich(node.ask or node.title or (runbook.heading if runbook else badges.phase_word(node.phase)) or node.id)


def look(desk: Desk, node: TreeNode) -> Look:
    """Return the look of an end: that of its phase, or of its runbook's."""
    runbook = desk.catalog.runbooks.get(node.runbook or "")
    return Look.PLAIN if not node.is_leaf else badges.phase_look(node.phase or (runbook.phase if runbook else None))


def anchor(node: TreeNode) -> str:
    """Return the anchor of a node on the page of its tree."""
    return address.anchor("q", node.id)


class Walk:
    """Writes the cards of one tree."""

    def __init__(self, desk: Desk, tree: Tree) -> None:
        self._desk = desk
        self._tree = tree
        self._nodes = {str(node.id): node for node in in_order(tree)}
        self._before: dict[str, list[TreeNode]] = {name: [] for name in self._nodes}
        for node in self._nodes.values():
            for target in dict.fromkeys(str(target) for _, target in node.answers()):
                self._before.get(target, []).append(node)
        self._left = self._heights()

    def cards(self) -> Block:
        """Return all cards; the style sheet shows that of the address, or the first."""
        cards = (self._end(node) if node.is_leaf else self._question(node) for node in self._nodes.values())
        return md.division("pb-walk", *cards)

    def _heights(self) -> Mapping[str, int]:
        """How many questions may follow on each node at most; the tree has no circle, or the circle is not followed."""
        heights: dict[str, int] = {}
        for name in reversed(self._deepest_last()):
            node = self._nodes[name]
            below = [
                heights.get(str(target), 0) + (not self._nodes[str(target)].is_leaf)
                for _, target in node.answers()
                if target in self._nodes
            ]
            heights[name] = max(below, default=0)
        return heights

    def _deepest_last(self) -> list[str]:
        """The names of the nodes, each after all that lead to it."""
        order: list[str] = []
        waiting = {name: len(found) for name, found in self._before.items()}
        free = [name for name, count in waiting.items() if not count]
        while free:
            name = free.pop()
            order.append(name)
            for _, target in self._nodes[name].answers():
                if target in waiting:
                    waiting[str(target)] -= 1
                    free += [str(target)] * (waiting[str(target)] == 0)
        return order

    def _line_of(self, node: TreeNode) -> list[TreeNode]:
        """The questions that come before a node on the only way to it, the last first; as far as there is only one way."""
        line, here = list[TreeNode](), node
        while len(self._before[str(here.id)]) == 1 and len(line) < len(self._nodes):
            here = self._before[str(here.id)][0]
            line.append(here)
        return line

    # Questions

    def _question(self, node: TreeNode) -> Block:
        place = f"Question {len(self._line_of(node)) + 1}" if self._is_only_way(node) else "Question"
        left = self._left.get(str(node.id), 0)
        more = f"at most {left} more" if left else "the last one"
        lines = list(self._check(node))
        answers = [self._answer(node, branch, str(target)) for branch, target in node.answers()]
        note = md.prose(node.note) if node.note else ""
        return parts.question(
            title(self._desk, node), anchor(node), f"{place}, {more}", [note, *lines], answers, [*self._outputs(node), self._ways(node)]
        )

    def _is_only_way(self, node: TreeNode) -> bool:
        line = self._line_of(node)
        return (line[-1] if line else node).id == self._tree.root

    def _check(self, node: TreeNode) -> Iterator[Block]:
        earlier = {line: one for one in reversed(self._line_of(node)) if one.check for line in one.check.run}
        for line in node.check.run if node.check else ():
            if line in earlier:
                asked = md.link(title(self._desk, earlier[line]), f"#{anchor(earlier[line])}")
                yield parts.note(md.join("You ran this line before: ", asked))
            yield from before(self._desk, self._desk.catalog.command_for(line))
            yield parts.command(line)

    def _answer(self, node: TreeNode, branch: Branch, target: str) -> Answer:
        there = self._nodes.get(target)
        if there is None:
            return Answer(word=WORDS[branch], leads=md.code(target), target="")
        saw = self._traits(node, branch) if node.about is not None else self._saw(node, branch)
        return Answer(word=WORDS[branch], saw=saw, leads=title(self._desk, there), target=f"#{anchor(there)}", look=look(self._desk, there))

    def _traits(self, node: TreeNode, branch: Branch) -> Inline:
        traits = (md.join(f"{one.name} ".replace("_", " "), words.listed(map(md.code, one.values), "or")) for one in node.about or ())
        return words.listed(traits) if branch is Branch.THEN else md.text("anything else")

    def _saw(self, node: TreeNode, branch: Branch) -> Inline:
        """What an answer looks like: the telling lines of the outputs that give it, and the first message where a failing line gives it."""
        if node.check is None:
            return Inline()
        found = [says for answer, says in self._sights(node) if answer is (branch is Branch.THEN)]
        meaning = words.holds(self._desk.catalog, node.check.holds) if branch is Branch.THEN else md.text("anything else")
        fails = list(self._fails(node)) if node.check.if_fails is branch else []
        looks = found[:_LOOKS] or ([] if fails else [meaning])
        return md.join(*looks, *((md.text("or it fails:" if looks else "it fails:"), fails[0]) if fails else ()), by=" ")

    def _fails(self, node: TreeNode) -> Iterator[Inline]:
        for line in node.check.run if node.check else ():
            match = self._desk.catalog.command_for(line)
            for failure in match.command.fails:
                if failure.message:
                    yield cut(first(fill(failure.message, match.spoken)))

    def _sights(self, node: TreeNode) -> Iterator[tuple[bool | None, Inline]]:
        """What the lines of a question may print: which answer that gives, and its telling line."""
        wanted = condition(node.check.holds) if node.check else None
        for line in node.check.run if node.check else ():
            sights = self._desk.book.sights.of(line)
            answers = [sight.answers(wanted) if sight.told and wanted else None for sight in sights]
            for answer, sight in zip(answers, sights, strict=True):
                against = [other for given, other in zip(answers, sights, strict=True) if given is not answer]
                yield answer, shown(telling(sight, sights, against), sights, healthy=sight.healthy)

    def _outputs(self, node: TreeNode) -> Iterator[Block]:
        """All telling lines, folded; the whole outputs stand in the reference."""
        words_ = {True: "Yes:", False: "No:", None: "Look closer:"}
        rows = dict.fromkeys(md.join(md.strong(words_[answer]), " ", says) for answer, says in self._sights(node))
        if len(rows) > 1 and node.check:
            links = dict.fromkeys(self._desk.command(self._desk.catalog.command_for(line).command.id) for line in node.check.run)
            yield md.details("quote", "All that it may print", md.bullets(*rows), md.paragraph("In full:", words.listed(links)))

    def _ways(self, node: TreeNode) -> Block:
        """The way back, and the whole."""
        backs = [
            md.link(
                "Back" if len(self._before[str(node.id)]) == 1 else md.join("Back to: ", title(self._desk, one)),
                f"#{anchor(one)}",
                "pb-back",
            )
            for one in self._before[str(node.id)]
        ]
        root = self._nodes[str(self._tree.root)]
        start = [md.link("Start over", f"#{anchor(root)}")] if node.id != root.id else []
        return parts.ways(*backs, *start, md.link("The whole tree", "#whole"))

    # Ends

    def _end(self, node: TreeNode) -> Block:
        runbook = self._desk.catalog.runbooks.get(node.runbook or "")
        phase = node.phase or (runbook.phase if runbook else None)
        body: list[str] = [md.rich(node.note) if node.note else ""]
        if runbook:
            first = next((line for step in runbook.steps for copy in self._desk.catalog.lines_of(step) for line in copy), None)
            if first is not None:
                body += [
                    md.paragraph(md.strong("Run first")),
                    *before(self._desk, self._desk.catalog.command_for(first)),
                    parts.command(first),
                ]
            body.append(
                parts.go(md.join("Runbook: ", runbook.heading), self._desk.to(address.runbook_page(runbook.id)), badges.phase_look(phase))
            )
        else:
            body.append(self._procedures(node))
        return parts.end(title(self._desk, node), anchor(node), badges.phase_badge(phase), body, look(self._desk, node), self._ways(node))

    def _procedures(self, node: TreeNode) -> Block:
        """The how-tos and changes of the phase at which a walk ends."""
        kinds = (RunbookKind.HOW_TO, RunbookKind.CHANGE)
        wanted = [
            one for one in self._desk.catalog.runbooks.values() if node.phase and one.phase in (node.phase, "either") and one.kind in kinds
        ]
        return md.bullets(*(self._desk.runbook(one.id) for one in wanted)) if wanted else Block()
