"""The built guide holds together: every link leads somewhere, nothing is asked of another machine, two builds are the same bytes."""

from built import Site

from catalog.catalog import Catalog
from generator import address
from generator.shelves import places


def html(page: str) -> str:
    return address.final(page)


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Site) -> None:
    assert site.broken_links() == []


def test_every_id_is_unique_on_its_page(site: Site) -> None:
    assert {name: [one for one in set(page.ids) if page.ids.count(one) > 1] for name, page in site.pages.items()} == {
        name: [] for name in site.pages
    }


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    loaded = {target for page in site.pages.values() for target in page.loads}
    assert not [target for target in loaded if "//" in target]


def test_no_style_sheet_loads_from_elsewhere(site: Site) -> None:
    sheets = {name: content.decode() for name, content in site.files().items() if name.endswith(".css")}
    assert sheets
    assert not [name for name, sheet in sheets.items() if "url(http" in sheet or "url(//" in sheet or "@import" in sheet]


def test_two_builds_are_the_same_bytes(built_twice: tuple[Site, Site]) -> None:
    one, two = (site.files() for site in built_twice)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_what_no_reader_needs_is_left_out(site: Site) -> None:
    assert not [name for name in site.files() if name.endswith(".map") or "/lunr/" in name]


def test_every_component_runbook_and_tree_has_its_page(site: Site, catalog: Catalog) -> None:
    wanted = {html(address.component_page(name)): one.title for name, one in catalog.components.items()}
    wanted |= {html(address.runbook_page(name)): one.heading for name, one in catalog.runbooks.items()}
    wanted |= {html(address.tree_page(name)): one.heading for name, one in catalog.trees.items()}
    assert len(wanted) > 20
    assert [page for page, title in wanted.items() if page not in site.pages or " ".join(title.split()) not in site.pages[page].said] == []


def test_every_command_fault_and_scenario_has_its_place(site: Site, catalog: Catalog) -> None:
    ids = {(name, mark) for name, page in site.pages.items() for mark in page.ids}
    marks = {mark for _, mark in ids}
    commands = [(html(page), address.anchor("c", name)) for name, page in places(catalog).items()]
    assert commands
    assert [place for place in commands if place not in ids] == []
    assert [name for name in catalog.faults if address.anchor("f", name) not in marks] == []
    assert [name for name in catalog.scenarios if address.anchor("s", name) not in marks] == []


def test_both_trees_are_drawn(site: Site, catalog: Catalog) -> None:
    pages = [html(address.drawn_page(name)) for name in catalog.trees]
    assert len(pages) >= 2
    assert [page for page in pages if "figure" not in site.pages[page].tags] == []


def test_each_page_of_an_entity_says_where_it_is_written(site: Site, catalog: Catalog) -> None:
    for runbook in catalog.runbooks.values():
        page = site.pages[html(address.runbook_page(runbook.id))]
        assert f"Made from data/{runbook.at.file}:{runbook.at.line}" in page.said


def test_every_command_line_of_a_runbook_stands_on_its_page(site: Site, catalog: Catalog) -> None:
    for runbook in catalog.runbooks.values():
        said = site.pages[html(address.runbook_page(runbook.id))].said
        lines = [line for step in runbook.steps for copy in catalog.lines_of(step) for line in copy]
        assert [line for line in lines if " ".join(line.split()) not in said] == []
