"""Every scenario of the shipped catalog is a test of its own; its transcript is what a failure says. What is kept beside the data goes as it did."""

from functools import cache
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.load import load
from phasebook.astray import astray, kept_beside
from phasebook.simulate import play
from phasebook.transcript import transcript
from simulator.compile import compiled
from simulator.model import Model

DATA = Path(__file__).parents[1] / "data"
CATALOG = load(DATA).catalog


@cache
def replayed_in() -> tuple[Catalog, Model]:
    """Return the catalog and its model, compiled once."""
    return CATALOG, compiled(CATALOG)


def test_there_are_scenarios() -> None:
    assert CATALOG.scenarios


@pytest.mark.parametrize("name", CATALOG.scenarios)
def test_a_scenario_ends_as_it_expects(name: str) -> None:
    catalog, model = replayed_in()
    played = play(model, catalog.scenarios[name])
    assert played.expected, "\n" + transcript(catalog, played)


def test_every_kept_replay_goes_as_it_did() -> None:
    kept = kept_beside(DATA)
    assert kept
    found = astray(replayed_in()[1], kept)
    assert (found.lost, [f"{one.title}: {', '.join(one.disappointments)}" for one in found.played]) == ((), [])
