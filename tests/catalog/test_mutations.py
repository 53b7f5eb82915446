"""Whatever harm is done to the files of a catalog, it ends in findings that stand in the files, in time, and never in an error of ours."""

import time
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from casefile import CASES, cases_in, read_case
from mutations import HARMS, Files, mutant

from catalog.finding import in_order
from catalog.key import keys_of
from catalog.kinds import KINDS
from catalog.load import load
from phasebook.exit import Exit
from phasebook.main import main

SECONDS = 5.0
"""What one check of a small catalog may take at most, on a slow machine."""

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
RICH = {name: text for case in cases_in("replays") for name, text in case.files.items()}
"""The files of all replay cases, one over the other: broken as a whole, and with every key of the language somewhere."""


def encoded(files: dict[str, str]) -> Files:
    return {name: text.encode() for name, text in files.items()}


def written(root: Path, files: Files) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def checked(root: Path, what: object, capsys: pytest.CaptureFixture[str]) -> Exit:
    """Check the catalog; how it ended, which was in time, in words, and with findings that stand in its files."""
    began = time.monotonic()
    status = main(["check", "--data", str(root)])
    assert time.monotonic() - began < SECONDS, what
    printed = capsys.readouterr()
    assert status in (Exit.CLEAN, Exit.FINDINGS), f"{what}: {printed.err}"
    for line in printed.out.splitlines():
        code, place, *_ = line.split()
        file, number, column = place.rsplit(":", 2)
        lines = (root / file).read_bytes().splitlines() if (root / file).is_file() else []
        assert 1 <= int(number) <= max(len(lines), 1), f"{what}: {line}"
        assert int(column) >= 1, f"{what}: {line}"
        assert code.isalnum(), f"{what}: {line}"
    return status


@pytest.mark.parametrize("seed", range(4))
def test_a_harmed_catalog_has_findings_or_is_none_the_worse(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = encoded(HEALTHY)
    for number in range(50):
        harmed = mutant(Random(1_000 * seed + number), files)
        checked(written(tmp_path, harmed.files), harmed, capsys)


@pytest.mark.parametrize("seed", range(2))
def test_a_catalog_that_is_broken_already_stays_readable_when_it_is_harmed(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = encoded(RICH)
    for number in range(15):
        harmed = mutant(Random(1_000_000 + 1_000 * seed + number), files)
        checked(written(tmp_path, harmed.files), harmed, capsys)


@pytest.mark.parametrize("command", [["simulate", "-v"], ["simulate", "--format", "json"], ["prove", "--faults", "2"]])
def test_a_harmed_catalog_is_replayed_or_refused(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = encoded(HEALTHY)
    for number in range(60):
        harmed = mutant(Random(number), files)
        status = main([*command, "--data", str(written(tmp_path, harmed.files))])
        printed = capsys.readouterr()
        assert status in (Exit.CLEAN, Exit.FINDINGS) or printed.err.startswith("phasebook: no tree of the catalog leads to a runbook"), (
            harmed
        )
        assert "Traceback" not in printed.err


def test_every_harm_is_done_in_time() -> None:
    done = {mutant(Random(seed), encoded(HEALTHY)).what for seed in range(300)}
    assert done == {harm.__name__ for harm in HARMS}


WRONG: tuple[Any, ...] = (
    "",
    "~",
    "[]",
    "{}",
    "[[x]]",
    "{a: [b]}",
    "{a: {b: {c: d}}}",
    "x",
    "1.5",
    '"\\n"',
)
KEYS: dict[str, dict[str, bool]] = {
    kind: {name.rstrip("_"): key.required for name, key in keys_of(entity).items()}
    for kind, entity in cast("dict[str, Any]", KINDS).items()
}
"""The keys of each kind, and whether they must be there."""


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in KEYS.items() for key in keys])
def test_a_key_with_a_value_of_any_type_is_read_or_refused(kind: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for value in WRONG:
        path = tmp_path / kind / "odd.yaml"
        path.parent.mkdir(exist_ok=True)
        others = "".join(f"{name}: x\n" for name, required in KEYS[kind].items() if required and name != key)
        path.write_text(f"{others}{key}: {value}\n", encoding="utf-8")
        checked(tmp_path, f"{kind} {key}: {value}", capsys)


def test_findings_do_not_depend_on_the_run(tmp_path: Path) -> None:
    root = written(tmp_path, encoded(RICH))
    assert in_order(load(root).findings) == in_order(load(root).findings)
