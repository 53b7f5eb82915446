"""The shipped guide, replayed by a reading of the language that shares no code with the engines."""

from pathlib import Path

from second_sample import disagreements

from simulator.symbolic.proof import Drawn

DATA = Path(__file__).parents[2] / "data"
SETS = 12
"""`bench/second_opinion.py` replays as many as there is time for."""


def test_sets_of_any_size_end_alike_by_both_readings() -> None:
    assert list(disagreements(DATA, Drawn(count=SETS, seed=1))) == []
