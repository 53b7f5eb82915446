"""A decision tree: a card for each question, the whole as a nested list and as a picture, and where every walk ends."""

from collections.abc import Iterator

from catalog.tree import Branch, Tree, TreeNode
from generator import address, badges, drawing, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.chart import Chart, Edge, Node, Shape
from generator.markup import Block, Inline
from generator.parts import Answer, Look
from simulator.compile import condition
from simulator.model import Outcome

WORDS = {Branch.THEN: "Yes", Branch.ELSE: "No"}


def pages(book: Book) -> Iterator[Page]:
    """Yield the page of every tree."""
    for tree in book.catalog.trees.values():
        yield _page(book, tree)


def _page(book: Book, tree: Tree) -> Page:
    path = address.tree_page(tree.id)
    desk = book.at(path)
    questions = [node for node in _in_order(tree) if not node.is_leaf]
    numbers = {str(node.id): number for number, node in enumerate(questions, start=1)}
    writer = _Writer(desk, tree, numbers)
    text = md.page(
        md.front_matter(title=tree.heading, description=tree.purpose or ""),
        md.heading(1, tree.heading),
        md.prose(tree.purpose) if tree.purpose else "",
        *(writer.question(node) for node in questions),
        md.heading(2, "The whole tree", "whole"),
        writer.nested(),
        drawing.flowchart(writer.chart(), anchor="picture", title=f"{tree.heading} The whole tree as a picture"),
        *writer.ends(),
        *writer.walked(),
        desk.made_from(tree.at),
    )
    return Page(path, tree.heading, text)


def _in_order(tree: Tree) -> Iterator[TreeNode]:
    """Every node that can be reached, in the order in which a reader meets them."""
    waiting, seen = [str(tree.root)], set[str]()
    while waiting:
        name = waiting.pop(0)
        node = tree.node(name)
        if node is not None and name not in seen:
            seen.add(name)
            yield node
            waiting += [str(target) for _, target in node.answers()]


class _Writer:
    """Writes one tree; `numbers` are those of its questions."""

    def __init__(self, desk: Desk, tree: Tree, numbers: dict[str, int]) -> None:
        self._desk = desk
        self._tree = tree
        self._numbers = numbers

    # Questions

    def question(self, node: TreeNode) -> Block:
        number = self._numbers[str(node.id)]
        title = md.join(f"{number}. ", md.rich(node.ask or node.id))
        lines = [parts.command(line) for line in node.check.run] if node.check else []
        answers = [self._answer(node, branch, str(target)) for branch, target in node.answers()]
        body = [md.prose(node.note) if node.note else "", *lines, *self._sights(node)]
        return parts.question(title, self._anchor(node), body, answers)

    def _answer(self, node: TreeNode, branch: Branch, target: str) -> Answer:
        label, address_, look = self._target(target)
        return Answer(word=WORDS[branch], saw=self._saw(node, branch), leads=label, target=address_, look=look)

    def _saw(self, node: TreeNode, branch: Branch) -> Inline:
        if node.about is not None:
            asked = words.listed(
                md.join(f"{trait.name} ".replace("_", " "), words.listed(map(md.code, trait.values), "or")) for trait in node.about
            )
            return asked if branch is Branch.THEN else md.text("anything else")
        if node.check is None:
            return Inline()
        said = words.holds(self._desk.catalog, node.check.holds) if branch is Branch.THEN else md.text("anything else")
        return md.join(said, ", or the command fails") if node.check.if_fails is branch else said

    def _sights(self, node: TreeNode) -> Iterator[Block]:
        if node.check is None:
            return
        wanted = condition(node.check.holds)
        shown = []
        for line in node.check.run:
            for sight in self._desk.book.sights.of(line):
                answer = sight.answers(wanted) if sight.told else None
                when = md.text("anything else") if sight.always else words.holds(self._desk.catalog, sight.when)
                word = "" if answer is None else md.strong("Yes: " if answer else "No: ")
                shown.append(md.stack(md.paragraph(md.join(word, when)), parts.output(sight.text)))
        if shown:
            yield md.details("info", "What it may print", *shown)

    def _target(self, name: str) -> tuple[Inline, str, Look]:
        node = self._tree.node(name)
        if node is None:
            return md.code(name), "", Look.PLAIN
        if not node.is_leaf:
            return md.text(f"question {self._numbers[name]}"), f"#{self._anchor(node)}", Look.PLAIN
        return self._title(node), self._leaf_address(node), self._leaf_look(node)

    # Leaves

    def _title(self, node: TreeNode) -> Inline:
        runbook = self._desk.catalog.runbooks.get(node.runbook or "")
        return md.rich(node.title or (runbook.heading if runbook else badges.phase_word(node.phase)) or node.id)

    def _leaf_address(self, node: TreeNode) -> str:
        return self._desk.to(address.runbook_page(node.runbook)) if node.runbook else f"#{self._anchor(node)}"

    def _leaf_look(self, node: TreeNode) -> Look:
        runbook = self._desk.catalog.runbooks.get(node.runbook or "")
        return badges.phase_look(node.phase or (runbook.phase if runbook else None))

    def _anchor(self, node: TreeNode) -> str:
        return address.anchor("q", node.id)

    def ends(self) -> Iterator[Block]:
        """Yield where the tree ends without a runbook: what a phase means is said here."""
        leaves = [node for node in _in_order(self._tree) if node.is_leaf and node.runbook is None]
        if leaves:
            yield md.heading(2, "Where it ends", "ends")
        for node in leaves:
            yield md.heading(3, self._title(node), self._anchor(node))
            yield md.paragraph(badges.phase_badge(node.phase), md.rich(node.note or ""))
            wanted = [
                book
                for book in self._desk.catalog.runbooks.values()
                if node.phase and book.phase in (node.phase, "either") and book.kind in ("how-to", "change")
            ]
            if wanted:
                yield md.bullets(*(self._desk.runbook(book.id) for book in wanted))

    # The whole

    def nested(self) -> Block:
        seen: set[str] = set()

        def item(name: str, answer: str) -> md.Item:
            node = self._tree.node(name)
            if node is None or node.is_leaf:
                label, target, look = self._target(name)
                return md.Item(parts.leaf(answer, label, target, look))
            again = name in seen
            seen.add(name)
            below = () if again else tuple(item(str(target), WORDS[branch]) for branch, target in node.answers())
            return md.Item(parts.branch(answer, md.rich(node.ask or node.id), f"#{self._anchor(node)}"), below)

        return parts.tree(item(str(self._tree.root), ""))

    def chart(self) -> Chart:
        """Return the tree as boxes and arrows."""
        nodes = list(_in_order(self._tree))
        boxes = tuple(self._node(node) for node in nodes)
        names = {box.id for box in boxes}
        arrows = (
            Edge(source=str(node.id), target=str(target), label=WORDS[branch])
            for node in nodes
            for branch, target in node.answers()
            if target in names
        )
        return Chart(nodes=boxes, edges=tuple(arrows))

    def _node(self, node: TreeNode) -> Node:
        if not node.is_leaf:
            return Node(id=str(node.id), label=node.ask or node.id, shape=Shape.QUESTION, href=f"#{self._anchor(node)}")
        runbook = self._desk.catalog.runbooks.get(node.runbook or "")
        label = node.title or (runbook.heading if runbook else badges.phase_word(node.phase)) or node.id
        return Node(
            id=str(node.id), label=label, shape=Shape.ROUND, look=self._leaf_look(node), href=address.final(self._leaf_address(node))
        )

    # Every walk

    def walked(self) -> Iterator[Block]:
        """Yield where every fault, or every component that is to be changed, ends up."""
        proof, name = self._desk.proof, str(self._tree.id)
        faults = [(fault, ended) for (tree, fault), ended in proof.symptoms.items() if tree == name]
        parts_ = [(part, ended) for (tree, part), ended in proof.changes.items() if tree == name]
        if faults and not self._tree.classifies:
            yield md.heading(2, "Every fault, walked from here", "walked")
            rows = [
                [
                    self._desk.fault(fault),
                    words.listed(map(self._desk.runbook, ended.path), "then"),
                    badges.outcome_badge(ended.outcome),
                    words.duration(ended.seconds),
                ]
                for fault, ended in faults
            ]
            yield md.table(["Fault", "Leads to", "Ends", "After"], rows)
        if parts_:
            yield md.heading(2, "Every component, walked from here", "walked")
            rows = [
                [self._desk.component(part), self._end(ended.asked[-1].goes if ended.asked else None), _right(ended.outcome)]
                for part, ended in parts_
            ]
            yield md.table(["A change to", "Ends at", "Is that its phase?"], rows)

    def _end(self, name: str | None) -> Inline:
        label, target, look = self._target(name or str(self._tree.root))
        return parts.badge(label, look, target)


def _right(outcome: Outcome) -> Inline:
    return parts.badge("Yes", Look.GOOD) if outcome is Outcome.RESOLVED else parts.badge("No", Look.BAD)
