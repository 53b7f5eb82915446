"""The words that the guide needs of every entity; a catalog can be replayed without them."""

from collections.abc import Iterator, Mapping

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.condition import tests_in
from catalog.finding import Severity
from catalog.kinds import singular
from catalog.runbook import RunbookKind

WANTED: Mapping[str, tuple[str, ...]] = {
    "systems": ("name", "why"),
    "components": ("name", "layer", "why"),
    "commands": ("phase", "purpose", "risk"),
    "faults": ("name", "symptoms"),
    "reactions": ("by", "why"),
    "invariants": ("name", "why"),
    "gaps": ("name", "why", "instead"),
    "runbooks": ("title", "kind", "phase", "objective"),
    "scenarios": ("title",),
    "trees": ("title",),
    "guide": ("title",),
}


@check("PROSE001", severity=Severity.WARNING)
def entities_say_what_the_guide_prints(catalog: Catalog) -> Iterator[Breach]:
    """An entity has the name, the reason and the other words that its page prints."""
    for kind, entities in catalog.entities.items():
        for name, entity in entities.items():
            for key in WANTED[kind] if name not in catalog.misread.get(kind, ()) else ():
                if getattr(entity, key) in (None, ()):
                    yield Breach(entity.at, f"the {singular(kind)} `{name}` has no `{key}`", f"add `{key}: ...`")


@check("PROSE002", severity=Severity.WARNING)
def runbooks_for_failures_have_symptoms(catalog: Catalog) -> Iterator[Breach]:
    """A runbook for trouble or an emergency says what the reader sees."""
    for runbook in catalog.runbooks.values():
        if runbook.kind in (RunbookKind.TROUBLESHOOTING, RunbookKind.EMERGENCY) and not runbook.symptoms:
            yield Breach(runbook.at, f"the runbook `{runbook.id}` has no `symptoms`", "add `symptoms: [...]`, as they stand on the screen")


@check("PROSE003", severity=Severity.WARNING)
def questions_are_asked(catalog: Catalog) -> Iterator[Breach]:
    """A question of a tree has `ask`, in words."""
    for tree in catalog.trees.values():
        for node in tree.nodes:
            if not node.is_leaf and node.ask is None:
                yield Breach(node.at, f"the question `{node.id}` of `{tree.id}` has no `ask`", "add `ask: ...?`")


@check("PROSE005", severity=Severity.WARNING)
def commands_say_what_the_reader_sees(catalog: Catalog) -> Iterator[Breach]:
    """A command says how long it takes, what it prints when it shows something, and what it says whenever it fails."""
    for name, command in catalog.commands.items():
        if name in catalog.misread.get("commands", ()):
            continue
        if command.takes == 0:
            yield Breach(command.at, f"the command `{name}` has no `takes`", "add `takes: ...`, like `2s`")
        if command.shows and not command.output:
            yield Breach(command.at, f"the command `{name}` shows something and has no `output`", "add `output`, in the tool's own form")
        if any(True for _ in tests_in(command.requires)) and not command.fails:
            yield Breach(command.at, f"the command `{name}` requires something and has no `fails`", "add the error that the tool prints")
        for failure in command.fails:
            if failure.message is None:
                yield Breach(
                    failure.at, f"an entry of `fails` of the command `{name}` has no `message`", "add the error that the tool prints"
                )


@check("PROSE004")
def words_are_not_blank(catalog: Catalog) -> Iterator[Breach]:
    """A name or a title is not blank."""
    for kind, entities in catalog.entities.items():
        for name, entity in entities.items():
            for key in ("name", "title", "purpose", "why"):
                text = getattr(entity, key, None)
                if text is not None and not text.strip():
                    yield Breach(text.at, f"the `{key}` of the {singular(kind)} `{name}` is blank", f"write it, or delete `{key}`")
