"""A kept report says of a claim what was found of just that claim, and nothing of any other."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from casefile import write_files
from repositories import commit, repository

from catalog.catalog import Catalog
from catalog.kept import BadKeptError
from catalog.load import load
from drift.claim import Report, Verdict
from drift.claims import claims_of
from drift.hold import hold
from drift.record import read, written
from drift.repository import Repository

DATA = {
    "components/web.yaml": "- {id: web, phase: gitops, files: [{path: web.yaml}]}\n- {id: net, phase: bootstrap, files: [{path: net.yaml}]}\n",
    "commands/c.yaml": "- {id: up, run: task up}\n- {id: down, run: task down}\n",
}
REPOSITORY = {"Taskfile.yml": 'version: "3"\ntasks:\n  up: echo\n', "net.yaml": "a: 1\n"}
BAD = {
    "": "it is no JSON",
    "[" * 100_000: "it is no JSON",
    "[]": "it is no report of `phasebook drift --format json`, version 1",
    '{"version": 2, "revision": "a", "date": "b", "claims": []}': "it is no report of `phasebook drift --format json`, version 1",
    '{"version": 1, "revision": "a", "date": "b", "claims": [7]}': "its claim 1 lacks",
    '{"version": 1, "revision": "a", "date": "b", "claims": [{"says": "x", "to": null, "detail": "", "verdict": "good"}]}': "its claim 1 lacks",
}


@pytest.fixture
def held(tmp_path: Path) -> tuple[Catalog, Report]:
    catalog = load(write_files(tmp_path / "data", DATA)).catalog
    repo = repository(tmp_path / "repo")
    commit(repo, REPOSITORY, "Begin")
    opened = Repository(Path(os.fspath(repo)))
    try:
        return catalog, hold(catalog, opened)
    finally:
        opened.close()


def test_what_is_written_reads_back(held: tuple[Catalog, Report]) -> None:
    catalog, report = held
    record = read(written(report, catalog))
    assert (record.revision, record.date) == (report.revision, report.date)
    assert [record.of(result.claim, catalog) for result in report.results] == [result.judged for result in report.results]
    assert {result.claim.ref: result.judged.verdict for result in report.results} == {
        "up": Verdict.HOLDS,
        "down": Verdict.GONE,
        "net.yaml": Verdict.HOLDS,
        "web.yaml": Verdict.GONE,
    }


def test_a_claim_that_says_something_else_now_was_never_held(held: tuple[Catalog, Report], tmp_path: Path) -> None:
    catalog, report = held
    record = read(written(report, catalog))
    moved = {name: text.replace("id: net, phase: bootstrap", "id: net, phase: gitops") for name, text in DATA.items()}
    changed = load(write_files(tmp_path / "changed", moved)).catalog
    verdicts = {claim.ref: record.of(claim, changed) for claim in claims_of(changed)}
    assert verdicts["net.yaml"] is None
    assert verdicts["up"] is not None


def test_a_claim_that_moved_within_the_data_is_still_held(held: tuple[Catalog, Report]) -> None:
    catalog, report = held
    record = read(written(report, catalog))
    for result in report.results:
        lower = replace(result.claim, at=result.claim.at._replace(line=result.claim.at.line + 7))
        assert record.of(lower, catalog) == result.judged


@pytest.mark.parametrize(("text", "why"), BAD.items(), ids=range(len(BAD)))
def test_a_text_that_is_no_report_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(BadKeptError) as refused:
        read(text)
    assert str(refused.value).startswith(why)
