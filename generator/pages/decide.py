"""The way in: doors to the decision trees, and what else helps to decide."""

from collections.abc import Iterator
from statistics import median_low

from catalog.guide import GuideKind
from catalog.tree import Tree
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.parts import Look


def index(book: Book) -> Page:
    """Return the page that leads to the trees, with what else helps to decide."""
    desk = book.at(address.TREES)
    trees = [doors_to(desk)] if book.catalog.trees else []
    considerations = [
        consideration for part in book.catalog.guide_parts(GuideKind.CONSIDERATIONS) for consideration in _consideration(desk, part.id)
    ]
    return Page(
        address.TREES,
        "Decide",
        md.page(
            md.front_matter(title="Decide", description="Questions that lead to the phase or the runbook."),
            md.heading(1, "Decide"),
            *trees,
            *(
                [md.heading(2, "When the questions leave it open", "considerations"), parts.cards(*considerations)]
                if considerations
                else []
            ),
        ),
    )


def doors_to(desk: Desk) -> Block:
    """Return the doors that lead to the trees: those for trouble first."""
    trees = sorted(desk.catalog.trees.values(), key=lambda tree: (tree.classifies, tree.id))
    return parts.doors(*(_door(desk, tree) for tree in trees))


def _door(desk: Desk, tree: Tree) -> Inline:
    questions = sum(not node.is_leaf for node in tree.nodes)
    trouble = tree.leads_to_runbooks and not tree.classifies
    title = "Something is broken" if trouble else "I want to change something" if tree.classifies else tree.heading
    alone = (
        sum(
            other.classifies == tree.classifies and other.leads_to_runbooks == tree.leads_to_runbooks
            for other in desk.catalog.trees.values()
        )
        == 1
    )
    asked = [len(ended.asked) for (name, _), ended in desk.proof.symptoms.items() if name == tree.id and trouble]
    usual = f"{median_low(asked)} of " if asked else ""
    remark = f"{tree.heading} {'Usually ' if usual else ''}{usual}{words.counted(questions, 'question')}"
    return parts.door(title if alone else tree.heading, remark, desk.to(address.tree_page(tree.id)), Look.BAD if trouble else Look.GITOPS)


def _consideration(desk: Desk, name: str) -> Iterator[Block]:
    part = desk.catalog.guide[name]
    items = [md.rich(item.text or item.title or "") for item in part.items]
    yield parts.card(badges.phase_look(part.phase), part.heading, address.anchor("g", name), md.bullets(*items) if items else "")
