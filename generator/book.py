"""All that the pages are made of, and the way from a page to any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.catalog import Catalog, owner_of
from catalog.kinds import Entity
from catalog.location import Location
from generator import address, badges, parts
from generator import markdown as md
from generator.layout import Kept
from generator.markup import Block, Inline
from generator.memory import Memory
from generator.proof import Proof
from generator.sight import Sights
from generator.verified import Verified
from simulator.model import Model
from simulator.recoveries import KeptRecovery
from simulator.spending import Spent


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, what it is called in the navigation, its Markdown."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A catalog with its model and its replays; `folder` is what the data folder is called where people edit it."""

    catalog: Catalog
    model: Model
    proof: Proof
    sights: Sights
    folder: str
    kept: Kept = field(default_factory=dict)
    """layouts of pictures, those of earlier times among them"""
    places: Mapping[str, str] = field(default_factory=dict)
    """the page of the reference on which each command stands, by its id"""
    memory: Memory = field(default_factory=Memory)
    """what was worked out for this catalog, and for one of the same model before it"""
    verified: Verified | None = None
    """what was held against the cluster's repository, where a report of that is kept"""
    best: Mapping[str, KeptRecovery] = field(default_factory=dict)
    """the best recovery of each fault, where one is kept that still is good"""
    spent: Mapping[tuple[str, str], tuple[Spent, ...]] = field(default_factory=dict)
    """where the time goes of each replay that is far from it, by where that starts and its fault"""

    def at(self, here: str) -> "Desk":
        """Return the desk at which the page `here` is written."""
        return Desk(book=self, here=here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Writes one page: knows where it stands, and so how its links lead to others."""

    book: Book
    here: str

    @property
    def catalog(self) -> Catalog:
        """The catalog."""
        return self.book.catalog

    @property
    def proof(self) -> Proof:
        """The replays."""
        return self.book.proof

    def to(self, there: str, mark: str = "") -> str:
        """Return the path from this page to another."""
        return address.between(self.here, there, mark)

    def href(self, there: str, mark: str = "") -> str:
        """Return the path for a picture, in which no site builder rewrites links."""
        return address.final(self.to(there, mark))

    def made_from(self, at: Location) -> Block:
        """Return the line that says from which line of the data this page comes."""
        return md.division("pb-from", md.paragraph("Made from", md.code(f"{self.book.folder}/{at.file}:{at.line}")))

    def source(self, entity: Entity) -> Inline:
        """Return the file and line of an entity as code."""
        return md.code(f"{self.book.folder}/{entity.at.file}:{entity.at.line}")

    def component(self, name: str) -> Inline:
        """Return a link to a component, by its name."""
        known = self.catalog.components.get(name)
        return md.link(known.title, self.to(address.component_page(known.id))) if known else md.code(name)

    def component_badge(self, name: str) -> Inline:
        """Return a badge that leads to a component, in the colour of its phase."""
        known = self.catalog.components[name]
        return parts.badge(known.title, badges.phase_look(known.phase), self.to(address.component_page(known.id)))

    def runbook(self, name: str) -> Inline:
        """Return a link to a runbook, by its title."""
        known = self.catalog.runbooks.get(name)
        return md.link(known.heading, self.to(address.runbook_page(known.id))) if known else md.code(name)

    def tree(self, name: str) -> Inline:
        """Return a link to a tree, by its title."""
        known = self.catalog.trees.get(name)
        return md.link(known.heading, self.to(address.tree_page(known.id))) if known else md.code(name)

    def entrance(self, name: str) -> Inline:
        """Return a link to where a scenario starts."""
        return self.tree(name) if name in self.catalog.trees else self.runbook(name)

    def command(self, name: str) -> Inline:
        """Return a link to a command, by its pattern."""
        known = self.catalog.commands[name]
        return md.link(md.code(known.run), self.entry(name))

    def outputs(self, line: str) -> str:
        """Return the path to the command that a line calls, where all that it prints stands."""
        return self.entry(self.catalog.command_for(line).command.id)

    def entry(self, name: str) -> str:
        """Return the path to a command in the reference."""
        known = self.catalog.commands[name]
        return self.to(self.book.places[str(known.id)], address.anchor("c", known.id))

    def fault(self, name: str) -> Inline:
        """Return a link to a fault, by its name: it stands on the page of the component that it strikes first."""
        known = self.catalog.faults.get(name)
        if known is None or not known.sets:
            return md.text(known.title if known else name)
        page = address.component_page(owner_of(known.sets[0].fact))
        return md.link(known.title, self.to(page, address.anchor("f", known.id)))

    def scenario(self, name: str) -> Inline:
        """Return a link to the replay of a scenario, by its title."""
        return md.link(self.catalog.scenarios[name].heading, self.replay(name))

    def replay(self, name: str) -> str:
        """Return the path to the replay of a scenario."""
        page = address.replays_page(end_of(self.book, name))
        return self.to(page, address.anchor("s", name))


def end_of(book: Book, scenario: str) -> str:
    """Return the runbook in which the replay of a scenario ended, or where it started, where it ended in none."""
    return book.proof.scenarios[scenario].by or str(book.catalog.scenarios[scenario].starts)
