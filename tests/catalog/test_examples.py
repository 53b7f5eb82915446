"""Every example does what it says: its wrong lines are a finding of its code, its right ones are not."""

from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files
from hostile import HOSTILE

import catalog.checks
import catalog.load
import drift.record
import simulator.checks
import simulator.recoveries
import simulator.witnesses
from catalog.examples import Example, examples
from catalog.finding import CODES
from phasebook.examine import examine

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
EXAMPLES = [example for listed in examples().values() for example in listed]
WITHOUT = {
    "ADDR004",
    "RECORD001",
    "RECORD002",
    "RECORD003",
    "FAULT002",
    "FILE007",
    "FILE008",
    "FILE010",
    "FILE011",
    "LIMIT001",
    "MANIFEST003",
    "REF007",
    "STEP008",
    "TREE009",
}
"""Codes whose example would be a catalog of its own, or no text: their case shows them."""
LOADED = (catalog.checks, catalog.load, simulator.checks, simulator.recoveries, simulator.witnesses, drift.record)


def codes(example: Example, lines: tuple[str, ...], root: Path) -> set[str]:
    """The codes that are found in the healthy catalog with these lines of an example instead of its right ones."""
    text, right = HEALTHY.get(example.file), "".join(f"{line}\n" for line in example.right)
    put = "".join(f"{line}\n" for line in lines)
    changed = put if text is None or right not in text else text.replace(right, put, 1)
    files = {**HEALTHY, example.file: changed}
    return {finding.code.name for finding in examine(write_files(root, files), with_replays=True).findings}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_the_wrong_lines_of_an_example_are_found_and_the_right_ones_are_not(example: Example, tmp_path: Path) -> None:
    assert example.code in codes(example, example.wrong, tmp_path / "wrong")
    if example.right:
        assert example.code not in codes(example, example.right, tmp_path / "right")


def test_every_code_has_an_example() -> None:
    assert LOADED
    assert set(CODES) - set(examples()) - {hostile.code for hostile in HOSTILE} == WITHOUT
    assert set(examples()) <= set(CODES)
