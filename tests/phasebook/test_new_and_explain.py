"""`phasebook new` writes files that pass `check`; `phasebook explain` knows every code, kind and key."""

import subprocess
import sys
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from catalog.kinds import KINDS, singular
from catalog.vocabulary import keys
from generator.codes import codes
from phasebook.exit import Exit
from phasebook.main import main

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_passes_check_and_stands_in_its_folder(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path / "data", HEALTHY)
    assert main(["new", singular(kind), "brand-new", "--data", str(data)]) is Exit.CLEAN
    assert capsys.readouterr().out.splitlines()[0] == str(data / kind / "brand-new.yaml")
    assert main(["check", "--data", str(data)]) is Exit.CLEAN
    text = (data / kind / "brand-new.yaml").read_text(encoding="utf-8")
    mine = [entry for entry in keys() if entry.kind == kind]
    assert {entry.says.text for entry in mine if entry.entity == mine[0].entity} <= {line.removeprefix("# ") for line in text.splitlines()}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["new", "component", "web"], "phasebook: the component `web` is there already, at {data}/components/web.yaml\n"),
        (["new", "componnt", "x"], "phasebook: there is no kind `componnt`, did you mean `component`?\n"),
        (["new", "component", "My Thing"], "phasebook: `My Thing` is no id: small letters and digits, joined by hyphens\n"),
    ],
)
def test_what_cannot_be_new_is_refused(arguments: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path / "data", HEALTHY)
    assert main([*arguments, "--data", str(data)]) is Exit.USAGE
    assert capsys.readouterr().err == why.format(data=data)


@pytest.mark.parametrize("what", [*codes(), *KINDS, *(f"{entry.entity}.{entry.name}" for entry in keys())])
def test_everything_is_explained(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", what]) is Exit.CLEAN
    assert capsys.readouterr().out.strip()


def test_a_code_is_explained_with_a_wrong_and_a_right_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ref001"]) is Exit.CLEAN
    assert capsys.readouterr().out == (
        "REF001 (error, and nothing is replayed before it is mended)\n"
        "\n"
        "An id that an entity names is the id of an entity of the right kind.\n"
        "\n"
        "wrong, in components/web.yaml:\n"
        "\n"
        "  needs: [nett]\n"
        "\n"
        "right, in components/web.yaml:\n"
        "\n"
        "  needs: [net]\n"
    )


@pytest.mark.parametrize("code", ["REF001", "FILE004", "TIME001", "RECORD001", "RECORD002", "RECORD003"])
def test_a_code_is_explained_by_a_program_that_does_nothing_else(code: str) -> None:
    asked = [sys.executable, "-c", "from phasebook.main import run; run()", "explain", code]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{code} (")


def test_what_is_not_known_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "escalate_to"]) is Exit.USAGE
    assert capsys.readouterr().err == "phasebook: there is no code, kind or key `escalate_to`, did you mean `escalates_to`?\n"
