"""Trees are total: every question has two answers, every answer leads on, every walk ends, every node is reached."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.edit import Related
from catalog.finding import Severity, suggest
from catalog.location import Word
from catalog.tree import Branch, Tree, TreeNode


def _nodes(catalog: Catalog) -> Iterator[tuple[Tree, TreeNode]]:
    """Yield every node; those of a tree that was read without some of its keys are not known to lack any."""
    for name, tree in catalog.trees.items():
        if name not in catalog.misread.get("trees", ()):
            yield from ((tree, node) for node in tree.nodes)


@check("TREE001", blocking=True)
def every_answer_leads_to_a_node(catalog: Catalog) -> Iterator[Breach]:
    """`root`, `then` and `else` name nodes of the tree."""
    for tree in catalog.trees.values():
        known = [node.id for node in tree.nodes]
        for target in (tree.root, *(target for node in tree.nodes for _, target in node.answers())):
            if target not in known:
                near = suggest(target, known, "add the node, or name another")
                yield Breach(target.at, f"`{target}` is no node of the tree `{tree.id}`{near.hint}", near.fix, near.edit(target))


@check("TREE002", blocking=True)
def every_question_has_both_answers(catalog: Catalog) -> Iterator[Breach]:
    """A question has `check` or `about`, and both `then` and `else`; a leaf has none of these."""
    for tree, node in _nodes(catalog):
        answers = [branch for branch, _ in node.answers()]
        if node.check is not None and node.about is not None:
            yield Breach(node.at, f"the node `{node.id}` of `{tree.id}` has both `check` and `about`", "ask two questions")
        elif not node.is_leaf and set(answers) != set(Branch):
            missing = next(branch for branch in Branch if branch not in answers)
            yield Breach(node.at, f"the question `{node.id}` of `{tree.id}` has no `{missing}`", f"add `{missing}: <node>`")
        elif node.is_leaf and answers:
            message = f"the node `{node.id}` of `{tree.id}` has `{answers[0]}` and nothing that answers it"
            yield Breach(node.at, message, "add `check` or `about`, or make it a leaf")


@check("TREE003")
def every_leaf_names_an_end(catalog: Catalog) -> Iterator[Breach]:
    """A leaf names a phase, a runbook, or both; a question names neither."""
    for tree, node in _nodes(catalog):
        if node.is_leaf and node.phase is None and node.runbook is None:
            yield Breach(node.at, f"the leaf `{node.id}` of `{tree.id}` names neither a phase nor a runbook", "name where it leads")
        elif not node.is_leaf and not (node.phase is None and node.runbook is None):
            yield Breach(node.at, f"the question `{node.id}` of `{tree.id}` names a phase or a runbook", "move it to a leaf")


@check("TREE004", blocking=True)
def node_ids_are_unique(catalog: Catalog) -> Iterator[Breach]:
    """An id stands for one node of a tree."""
    for tree in catalog.trees.values():
        first: dict[str, Word] = {}
        for node in tree.nodes:
            known = first.setdefault(node.id, node.id)
            if known is not node.id:
                message = f"the node `{node.id}` of `{tree.id}` is defined twice"
                yield Breach(node.id.at, message, "rename one of the two", related=(Related(known.at, "defined here first"),))


@check("TREE005", blocking=True)
def trees_have_no_circle(catalog: Catalog) -> Iterator[Breach]:
    """No question of a tree leads back to itself."""
    for tree in catalog.trees.values():
        back = _leads_back(tree)
        if back is not None:
            circle, answer = back
            message = f"the tree `{tree.id}` has the circle `{' → '.join((*circle, circle[0]))}`"
            yield Breach(answer.at, message, "lead this answer elsewhere, or one of the others in the circle")


def _leads_back(tree: Tree) -> tuple[tuple[str, ...], Word] | None:
    """Return the first answer, on walks from the root and then from any node, that leads back to a question of its own walk, and that circle."""
    done: set[str] = set()
    for start in (str(tree.root), *(str(node.id) for node in tree.nodes)):
        walk: list[tuple[str, list[Word]]] = [(start, _answers(tree, start))]
        while walk:
            name, left = walk[-1]
            if not left:
                done.add(name)
                walk.pop()
                continue
            target = left.pop(0)
            on = [other for other, _ in walk]
            if target in on:
                return tuple(on[on.index(target) :]), target
            if target not in done:
                walk.append((str(target), _answers(tree, target)))
    return None


def _answers(tree: Tree, name: str) -> list[Word]:
    node = tree.node(name)
    return [] if node is None else [target for _, target in node.answers()]


@check("TREE006")
def every_node_is_reached(catalog: Catalog) -> Iterator[Breach]:
    """Every node of a tree can be reached from its root."""
    for tree in catalog.trees.values():
        reached = _reached(tree)
        for node in tree.nodes if _leads_back(tree) is None else ():
            if node.id not in reached and all(tree.node(name) for name in reached):
                yield Breach(node.id.at, f"no answer of the tree `{tree.id}` leads to `{node.id}`", "lead an answer to it, or delete it")


def _reached(tree: Tree) -> set[str]:
    """Return the names that walks through a tree come to, whether or not there are nodes of that name."""
    reached: set[str] = set()
    waiting = [str(tree.root)]
    while waiting:
        name = waiting.pop()
        node = tree.node(name)
        if name not in reached and node is not None:
            waiting += [str(target) for _, target in node.answers()]
        reached.add(name)
    return reached


@check("TREE010", severity=Severity.WARNING)
def attributes_are_asked_about(catalog: Catalog) -> Iterator[Breach]:
    """A free attribute of a component is one that some tree asks about."""
    asked = {str(trait.name) for _, node in _nodes(catalog) for trait in node.about or ()}
    for component in catalog.components.values() if "trees" not in catalog.incomplete else ():
        for attribute in component.attributes:
            if attribute.name not in asked:
                near = suggest(attribute.name, asked, "ask about it in a tree, or delete it")
                yield Breach(
                    attribute.name.at,
                    f"no tree asks about the attribute `{attribute.name}` of `{component.id}`{near.hint}",
                    near.fix,
                    near.edit(attribute.name),
                )


@check("TREE007")
def attributes_that_are_asked_about_exist(catalog: Catalog) -> Iterator[Breach]:
    """An attribute that a tree asks about, and each value that it asks for, is that of some component."""
    for tree, node in _nodes(catalog):
        for trait in node.about or ():
            known = {catalog.attribute(component, trait.name) for component in catalog.components.values()}
            values = sorted(value for value in known if value is not None)
            if not catalog.is_complete:
                continue
            if not values:
                message = f"no component has the attribute `{trait.name}` that `{node.id}` of `{tree.id}` asks about"
                yield Breach(trait.name.at, message, "give it to a component under `attributes`, or ask about another")
            for value in trait.values if values else ():
                if value not in values and not (trait.name == "required_for_startup" and value in ("true", "false")):
                    near = suggest(value, values, "ask for one of those that exist")
                    yield Breach(value.at, f"no component has the {trait.name} `{value}`{near.hint}", near.fix, near.edit(value))
