"""The procedures of the old guide, word for word, on the components, faults and reactions of `data/`: each ends as `outcomes.txt` says.

Their lines, their order and their gaps stand in `runbooks/`; lines that no command of `data/` knows, and what those really do, in `commands/`.
A line is replayed by `pytest tests/originals -k "network-issues and lldpd-config-dropped"`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.finding import Finding
from catalog.load import load
from simulator.compile import compiled
from simulator.model import Case, Model, Values
from simulator.reader import replay

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "data" / "pages" / "what-the-simulation-found.md"
UNDERNEATH = ("systems", "components", "commands", "faults", "reactions", "invariants")

REPLAYED = re.compile(r"`([^`]+)` on `([^`]+)`: \*\*([a-z-]+)\*\* after (\S+?)[.,;]?(?=\s)")
CODE_OR_LINK = re.compile(r"`[^`]*`|\]\([^)]*\)")
FIGURE = re.compile(r"[\w.:]*\d[\w.:]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what is wrong when the procedure starts, and how it ends."""

    procedure: str
    wrong: str
    outcome: str
    takes: str

    @property
    def names(self) -> tuple[str, ...]:
        """The faults and situations."""
        return tuple(self.wrong.split(" + "))


def _lines() -> Iterator[str]:
    text = (HERE / "outcomes.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _situations() -> dict[str, Values]:
    named = (line.removeprefix("situation ").partition(":") for line in _lines() if line.startswith("situation "))
    return {name: tuple(_fact(word) for word in facts.split()) for name, _, facts in named}


def _fact(word: str) -> tuple[str, str]:
    fact, _, value = word.partition("=")
    return fact, value


def _rows() -> Iterator[Row]:
    procedure = ""
    for line in _lines():
        if line.startswith(" "):
            wrong, outcome, takes = line.strip().rsplit(maxsplit=2)
            yield Row(procedure=procedure, wrong=wrong.strip(), outcome=outcome, takes=takes)
        else:
            procedure = line


SITUATIONS: Mapping[str, Values] = _situations()
ROWS = tuple(_rows())


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Both catalogs, laid one over the other; the old guide's commands stand over those of the same id."""

    catalog: Catalog
    findings: tuple[Finding, ...]
    model: Model


@pytest.fixture(scope="module")
def laid() -> Laid:
    data, originals = load(ROOT / "data"), load(HERE)
    entities = {kind: dict(known) if kind in UNDERNEATH else {} for kind, known in data.catalog.entities.items()}
    for kind in ("commands", "runbooks"):
        entities[kind].update(originals.catalog.entities[kind])
    catalog = Catalog(entities={kind: dict(sorted(known.items())) for kind, known in entities.items()})
    findings = tuple(finding for finding in (*originals.findings, *check(catalog)) if finding.blocking)
    return Laid(catalog=catalog, findings=findings, model=compiled(catalog))


def _in_words(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds % 60, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def test_the_originals_can_be_replayed_over_the_data(laid: Laid) -> None:
    assert [str(finding) for finding in laid.findings] == []


def test_each_original_procedure_is_in_the_table(laid: Laid) -> None:
    assert {row.procedure for row in ROWS} == set(laid.catalog.runbooks)


def test_no_line_of_the_table_stands_there_twice() -> None:
    assert len({(row.procedure, row.wrong) for row in ROWS}) == len(ROWS)


def test_no_original_procedure_leads_to_another(laid: Laid) -> None:
    for name, runbook in laid.catalog.runbooks.items():
        assert runbook.escalates_to is None, name
        assert {str(target) for step in runbook.steps for target in step.targets()} <= {"next"}, name


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_is_made_of_values_that_components_have(laid: Laid, name: str) -> None:
    for fact, value in SITUATIONS[name]:
        component, _, condition = fact.partition(".")
        variables = {str(variable.name): variable.values for variable in laid.catalog.components[component].conditions}
        assert value in variables[condition], fact


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.procedure}: {row.wrong}")
def test_an_original_procedure_ends_as_the_table_says(laid: Laid, row: Row) -> None:
    faults = tuple(name for name in row.names if name not in SITUATIONS)
    given = tuple(value for name in row.names for value in SITUATIONS.get(name, ()))
    assert set(faults) <= set(laid.catalog.faults)
    ended = replay(laid.model, Case(starts=row.procedure, faults=faults, given=given))
    assert (ended.outcome.value, ended.by, _in_words(ended.seconds)) == (row.outcome, row.procedure, row.takes)


def _page() -> str:
    return PAGE.read_text(encoding="utf-8").partition("\n---\n")[2]


def test_each_replay_on_the_page_is_in_the_table() -> None:
    told = REPLAYED.findall(_page())
    assert len(told) == _page().count(" on `")
    assert set(told) <= {(row.procedure, row.wrong, row.outcome, row.takes) for row in ROWS}


def test_each_figure_of_the_page_is_one_of_the_table() -> None:
    figures = {figure.rstrip(".:") for figure in FIGURE.findall(CODE_OR_LINK.sub("", _page()))}
    assert figures <= {row.takes for row in ROWS} | {"1Password"}


def test_the_page_links_to_runbooks_that_there_are() -> None:
    linked = set(re.findall(r"\]\(runbooks/([a-z0-9-]+)\.md", _page()))
    assert linked
    assert linked <= set(load(ROOT / "data").catalog.runbooks)
