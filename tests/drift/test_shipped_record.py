"""The committed report says truthfully what the shipped data was held against."""

import json
from pathlib import Path

from catalog.load import load
from drift.claims import claims_of

ROOT = Path(__file__).parents[2]
RECORD = json.loads((ROOT / "data" / "verified.json").read_text(encoding="utf-8"))


def test_every_reference_that_is_recorded_still_stands_in_the_data() -> None:
    named = {(claim.kind, claim.ref) for claim in claims_of(load(ROOT / "data").catalog)}
    stale = [(one["kind"], one["ref"]) for one in RECORD["claims"] if (one["kind"], one["ref"]) not in named]
    assert not stale, "renew data/verified.json with phasebook drift --format json"


def test_every_reference_of_the_data_is_recorded_but_the_edges_of_which_flux_says_nothing() -> None:
    recorded = {(one["kind"], one["ref"]) for one in RECORD["claims"]}
    claims = [claim for claim in claims_of(load(ROOT / "data").catalog) if claim.kind != "dependency"]
    missing = [(claim.kind, claim.ref) for claim in claims if (claim.kind, claim.ref) not in recorded]
    assert not missing, "renew data/verified.json with phasebook drift --format json"


def test_nothing_parts_from_the_revision_that_the_data_describes() -> None:
    assert RECORD["revision"].startswith("0455958")
    assert [one["ref"] for one in RECORD["claims"] if one["verdict"] not in ("holds", "unverifiable")] == []


def test_an_order_that_the_repository_does_not_see_to_is_said_with_what_happens_then() -> None:
    said = {f"{name} -> {one.other}" for name, component in load(ROOT / "data").catalog.components.items() for one in component.unordered}
    apart = {one["ref"] for one in RECORD["claims"] if one["kind"] == "dependency" and one["detail"].endswith(", as the catalog says")}
    assert said == apart
