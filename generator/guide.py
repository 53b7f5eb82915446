"""The whole guide: a catalog in, the text of every page and the navigation out. Pure; nothing is read or written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.entity import Phase
from catalog.guide import GuideKind
from generator import address, badges, known
from generator import markdown as md
from generator import verified as verdicts
from generator.beside import NOTHING, Beside
from generator.book import Book, Page
from generator.far import spending_of
from generator.layout import Kept
from generator.memory import Memory
from generator.pages import (
    command,
    component,
    contents,
    decide,
    documents,
    findings,
    guidance,
    home,
    keys,
    order,
    ownership,
    routines,
    runbook,
    scenario,
    symptoms,
    tree,
    verified,
)
from generator.proof import asked_by, proof_of
from generator.shelves import places, shelves
from generator.sight import Sights
from generator.start_order import in_start_order
from simulator.compile import compiled
from simulator.recoveries import still_good

Navigation: TypeAlias = "list[str | dict[str, str | Navigation]]"
"""Entries in the form of MkDocs: a path, or a title, escaped, and a path or the entries below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What a site is built from: its title, the Markdown of each page by its path, the navigation, and other files by their path."""

    title: str
    pages: Mapping[str, str]
    navigation: Navigation
    assets: Mapping[str, str]

    def beside(self, by_hand: Iterable[str]) -> Navigation:
        """Return the navigation with the pages that are written by hand at its end; they bring their own titles."""
        paths = sorted(path for path in by_hand if path.endswith(".md") and path not in self.pages)
        return [*self.navigation, {"Phasebook": [*paths]}] if paths else self.navigation


def guide(
    catalog: Catalog,
    *,
    folder: str = "data",
    written: Mapping[str, str] = MappingProxyType({}),
    kept: Kept | None = None,
    beside: Beside = NOTHING,
    memory: Memory | None = None,
) -> Guide:
    """Return the guide of a catalog without blocking findings; `folder` is what the data folder is called where people edit it.

    `written` are the pages that stand finished beside the data, by their path in the guide; they close the section of proofs.
    `kept` are layouts of pictures of earlier times, to which new ones are added; `beside` is what was worked out before.
    `memory` has what was worked out for another catalog, of which is used what is the same for this one.
    """
    book = book_of(catalog, folder, {} if kept is None else kept, beside, memory)
    sections: dict[str, list[Page]] = {
        "Decide": [decide.index(book), *tree.pages(book)],
        "Runbooks": [runbook.index(book), symptoms.page(book), *runbook.pages(book)],
        "Components": [ownership.page(book), order.page(book), *component.pages(book)],
        "Commands": [command.index(book), *command.pages(book)],
        "Proof": [scenario.index(book), *scenario.pages(book), *routines.pages(book), *verified.pages(book), findings.page()],
        "Reference": [*contents.pages(book), *guidance.pages(book), *documents.pages(book), keys.page()],
    }
    front = home.page(book)
    every = [front, *(page for section in sections.values() for page in section)]
    navigation: Navigation = [_entry(front)]
    for title, pages in sections.items():
        if pages:
            navigation.append({title: [*_grouped(book, pages), *(sorted(written) if title == "Proof" else ())]})
    overview = next(iter(catalog.guide_parts(GuideKind.OVERVIEW)), None)
    title = md.plain(overview.heading) if overview else ""
    text = {page.path: page.text for page in every}
    return Guide(title=title, pages={**written, **text}, navigation=navigation, assets={known.ASSET: known.known(book)})


def book_of(catalog: Catalog, folder: str, kept: Kept, beside: Beside = NOTHING, memory: Memory | None = None) -> Book:
    """Return what the pages are made of, every replay made once."""
    memory = memory or Memory()
    model, asked = memory.model(compiled(catalog)), asked_by(catalog)
    proof = memory.worked("proof", asked, lambda: proof_of(catalog, model))
    sights = memory.worked("sights", (asked, tuple(catalog.commands.values())), lambda: Sights(catalog, model, proof))
    commands = tuple(catalog.commands.values())
    known = (asked, commands, tuple(beside.recoveries.items()))
    best = memory.worked("best", known, lambda: still_good(catalog, model, beside.recoveries))
    return Book(
        catalog=catalog,
        model=model,
        proof=proof,
        sights=sights,
        folder=folder,
        kept=kept,
        verified=None if beside.record is None else verdicts.verified(catalog, beside.record),
        places=places(catalog),
        memory=memory,
        best=best,
        spent=memory.worked("spent", known, lambda: spending_of(catalog, model, proof, best)),
    )


def pages_of(catalog: Catalog) -> frozenset[str]:
    """Return the pages that the entities of a catalog have of their own, by their path; no replay is made for that."""
    named = [item.component for part in catalog.guide_parts(GuideKind.DOCUMENTS) for item in part.items if item.component]
    return frozenset(
        (
            *(address.component_page(name) for name in catalog.components),
            *(address.runbook_page(name) for name in catalog.runbooks),
            *(page(name) for name in catalog.trees for page in (address.tree_page, address.drawn_page)),
            *shelves(catalog),
            *(address.subject_page(name) for name in named),
        )
    )


def _grouped(book: Book, pages: list[Page]) -> Navigation:
    """The entries of a section: runbooks stand under their kind, components under their phase, whatever else comes first."""
    kinds = [(title, [address.runbook_page(one.id) for one in found]) for title, found in runbook.by_kind(book)]
    phases = [
        (badges.phase_word(phase), [address.component_page(one.id) for one in in_start_order(book.catalog) if one.phase is phase])
        for phase in Phase
    ]
    replays = [("Replays", [address.replays_page(end) for end in scenario.by_end(book)])]
    by_path = {page.path: page for page in pages}
    groups = [(title, [by_path[path] for path in paths if path in by_path]) for title, paths in (*kinds, *phases, *replays)]
    below = {page.path for _, found in groups for page in found}
    entries: Navigation = [_entry(page) for page in pages if page.path not in below]
    entries += [{title: [_entry(page) for page in found]} for title, found in groups if found]
    return entries


def _entry(page: Page) -> dict[str, "str | Navigation"]:
    return {md.plain(page.title): page.path}
