"""What the guide says of a kept report: verified is only what was held as it now stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.load import load
from drift.claim import Claim, Judged, Kind, Verdict
from drift.claims import claims_of
from drift.record import Record, said_by
from generator import address
from generator.beside import Beside
from generator.guide import Guide, guide

SMALL = Path(__file__).parents[1] / "cases" / "guide" / "small"
HOLDS = Judged(verdict=Verdict.HOLDS, detail="it is there")
GONE = Judged(verdict=Verdict.GONE, detail="nothing has that name")
UNSURE = Judged(verdict=Verdict.UNVERIFIABLE, detail="a chart makes it")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(SMALL).catalog


def built(catalog: Catalog, verdict: Callable[[Claim], Judged | None]) -> Guide:
    judged = {said_by(claim, catalog): found for claim in claims_of(catalog) if (found := verdict(claim)) is not None}
    return guide(catalog, beside=Beside(record=Record(revision="0123456789abcdef", date="2026-01-02", judged=judged)))


def marks(pages: Guide, badge: str) -> int:
    return sum(page.count(f"[{badge}") for path, page in pages.pages.items() if path != address.VERIFIED)


def test_without_a_report_nothing_claims_to_be_verified(catalog: Catalog) -> None:
    pages = guide(catalog)
    assert address.VERIFIED not in pages.pages
    assert not any("[Verified]" in page for page in pages.pages.values())


def test_what_holds_is_marked_with_revision_and_date_where_it_is_named(catalog: Catalog) -> None:
    pages = built(catalog, lambda _: HOLDS)
    assert marks(pages, "Verified") > 0
    assert marks(pages, "Not ") == 0
    assert any("at 0123456, 2026&#45;01&#45;02" in page for page in pages.pages.values())
    count = len(claims_of(catalog))
    assert f"<strong>{count} of {count}</strong> references hold" in pages.pages[address.VERIFIED]


def test_what_is_gone_is_told_with_its_reason_and_its_place(catalog: Catalog) -> None:
    pages = built(catalog, lambda claim: GONE if claim.kind is Kind.TASK else HOLDS)
    assert marks(pages, "Changed") > 0
    told = pages.pages[address.VERIFIED].split("{ #otherwise }")[1].split("\n## ")[0]
    tasks = [claim for claim in claims_of(catalog) if claim.kind is Kind.TASK]
    assert tasks
    assert told.count("nothing has that name") == len(tasks)
    assert all(f"`data/{claim.at.file}:{claim.at.line}`" in told for claim in tasks)


def test_what_cannot_be_told_and_what_nobody_looked_up_is_not_verified(catalog: Catalog) -> None:
    first, *others = claims_of(catalog)
    others = [claim for claim in others if said_by(claim, catalog) != said_by(first, catalog)]
    pages = built(catalog, lambda claim: UNSURE if claim == first else None)
    assert marks(pages, "Verified]") == 0
    page = pages.pages[address.VERIFIED]
    assert "a chart makes it" in page.split("{ #unverifiable }")[1].split("\n## ")[0]
    assert f"{len(others)} references" in page.split("{ #unseen }")[1]
