"""A decision tree: walked one question at a time, the whole as a nested list and as a picture, and where every walk ends."""

from collections.abc import Iterator
from statistics import median_low

from catalog.tree import Branch, Tree, TreeNode
from generator import address, badges, drawing, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.chart import Chart, Edge, Node, Shape
from generator.markup import Block, Inline
from generator.pages.walk import WORDS, Walk, anchor, in_order, look, title
from generator.parts import Look
from simulator.model import Outcome
from simulator.replay import Replay


def pages(book: Book) -> Iterator[Page]:
    """Yield for every tree the page on which it is walked, and the one on which it is drawn."""
    for tree in book.catalog.trees.values():
        yield _page(book, tree)
        yield _drawn(book, tree)


def _page(book: Book, tree: Tree) -> Page:
    path = address.tree_page(tree.id)
    desk = book.at(path)
    writer = _Writer(desk, tree)
    text = md.page(
        md.front_matter(title=tree.heading, description=tree.purpose or "", hide=["toc"]),
        md.heading(1, tree.heading),
        md.prose(tree.purpose) if tree.purpose else "",
        *writer.length(),
        Walk(desk, tree).cards(),
        md.heading(2, "The whole tree", "whole", found=False),
        writer.nested(),
        parts.note(md.link("The whole tree as a picture, and where every walk ends", desk.to(address.drawn_page(tree.id)))),
        desk.made_from(tree.at),
    )
    return Page(path, tree.heading, text)


def _drawn(book: Book, tree: Tree) -> Page:
    """The picture on a page of its own: it weighs as much as the walk."""
    path = address.drawn_page(tree.id)
    desk = book.at(path)
    writer = _Writer(desk, tree)
    title_ = f"{tree.heading} The whole tree"
    text = md.page(
        md.front_matter(title=title_, description=tree.purpose or "", hide=["toc"], found=False),
        md.heading(1, title_),
        parts.note(md.link("Walk it one question at a time", desk.to(address.tree_page(tree.id)))),
        drawing.flowchart(writer.chart(), anchor="picture", title=f"{tree.heading} The whole tree as a picture", kept=book.kept),
        *writer.walked(),
        desk.made_from(tree.at),
    )
    return Page(path, title_, text)


class _Writer:
    """Writes what stands around the walk."""

    def __init__(self, desk: Desk, tree: Tree) -> None:
        self._desk = desk
        self._tree = tree

    def length(self) -> Iterator[Block]:
        """Yield how long the walk is, over every known fault, and the shorter way."""
        walks = [ended for (tree, _), ended in self._desk.proof.symptoms.items() if tree == self._tree.id and not self._tree.classifies]
        asked = sorted(len(ended.asked) for ended in walks)
        if asked:
            said = f"Half of the known faults are found within {words.counted(median_low(asked), 'question')}, the last after {asked[-1]}. "
            short = md.link("Look for it among the symptoms", self._desk.to(address.SYMPTOMS))
            yield parts.note(md.join(said, "Do you see an error message? ", short, ", that is shorter."))

    # The whole

    def nested(self) -> Block:
        """Return the tree as a list: what goes on stands on the same level, what turns off below it."""
        seen: set[str] = set()

        def items(name: str, answer: str) -> Iterator[md.Item]:
            while True:
                node = self._tree.node(name)
                if node is None or node.is_leaf or name in seen:
                    yield md.Item(self._line(name, answer))
                    return
                seen.add(name)
                on = self._goes_on(node, seen)
                below = [item for branch, target in node.answers() if branch is not on for item in items(str(target), WORDS[branch])]
                yield md.Item(self._line(name, answer), tuple(below))
                if on is None:
                    return
                name, answer = str(dict(node.answers())[on]), WORDS[on]

        return parts.tree(*items(str(self._tree.root), ""))

    def _goes_on(self, node: TreeNode, seen: set[str]) -> Branch | None:
        """The answer that leads to the next question, the first where both do."""
        for branch, target in node.answers():
            there = self._tree.node(target)
            if there is not None and not there.is_leaf and target not in seen:
                return branch
        return None

    def _line(self, name: str, answer: str) -> Inline:
        node = self._tree.node(name)
        if node is None:
            return parts.leaf(answer, md.code(name), "", Look.PLAIN)
        said, target = title(self._desk, node), f"#{anchor(node)}"
        return parts.leaf(answer, said, target, look(self._desk, node)) if node.is_leaf else parts.branch(answer, said, target)

    def chart(self) -> Chart:
        """Return the tree as boxes and arrows."""
        nodes = list(in_order(self._tree))
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
        shape = Shape.ROUND if node.is_leaf else Shape.QUESTION
        runbook = self._desk.catalog.runbooks.get(node.runbook or "")
        label = node.ask or node.title or (runbook.heading if runbook else badges.phase_word(node.phase)) or node.id
        return Node(
            id=str(node.id),
            label=label,
            shape=shape,
            look=look(self._desk, node),
            href=self._desk.href(address.tree_page(self._tree.id), anchor(node)),
        )

    # Every walk

    def walked(self) -> Iterator[Block]:
        """Yield where every fault, or every component that is to be changed, ends up."""
        proof, name = self._desk.proof, str(self._tree.id)
        faults = [(fault, ended) for (tree, fault), ended in proof.symptoms.items() if tree == name]
        parts_ = [(part, ended) for (tree, part), ended in proof.changes.items() if tree == name]
        if faults and not self._tree.classifies:
            yield md.heading(2, "Every fault, walked from here", "walked", found=False)
            yield md.details("quote", f"Where {words.counted(len(faults), 'fault')} lead", md.bullets(*self._led(faults)))
        if parts_:
            yield md.heading(2, "Every component, walked from here", "walked", found=False)
            rows = [
                [self._desk.component(part), self._end(ended.asked[-1].goes if ended.asked else None), _right(ended.outcome)]
                for part, ended in parts_
            ]
            yield md.table(["A change to", "Ends at", "Is that its phase?"], rows)

    def _led(self, faults: list[tuple[str, Replay]]) -> Iterator[md.Item]:
        """The faults under the runbooks to which they lead; the outcome of those that do not end well."""
        led: dict[tuple[str, ...], list[Inline]] = {}
        for fault, ended in faults:
            failed = Inline() if ended.outcome is Outcome.RESOLVED else badges.outcome_badge(ended.outcome)
            led.setdefault(ended.path, []).append(md.join(self._desk.fault(fault), " " if failed else "", failed))
        for path, found in sorted(led.items()):
            way = words.listed(map(self._desk.runbook, path), "then") if path else md.text("Nowhere")
            yield md.Item(md.join(way, f", {words.counted(len(found), 'fault')}"), tuple(map(md.Item, found)))

    def _end(self, name: str | None) -> Inline:
        node = self._tree.node(name or str(self._tree.root))
        return (
            parts.badge(title(self._desk, node), look(self._desk, node), self._desk.to(address.tree_page(self._tree.id), anchor(node)))
            if node
            else md.code(name or "")
        )


def _right(outcome: Outcome) -> Inline:
    return parts.badge("Yes", Look.GOOD) if outcome is Outcome.RESOLVED else parts.badge("No", Look.BAD)
