"""What an editor with yaml-language-server offers, shows and flags in a data file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files
from language_server import SERVER, LanguageServer

from catalog.finding import Severity
from catalog.kinds import KINDS
from phasebook.examine import examine
from phasebook.exit import Exit
from phasebook.main import main

HERE = pytest.mark.skipif(
    not SERVER.exists() or shutil.which("node") is None, reason="no yaml-language-server: tests/editor.sh installs it where there is npm"
)
pytestmark = HERE


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editor").resolve()
    write_files(folder / "data", read_case(CASES / "findings" / "healthy.catalog").files)
    assert main(["schema", "--data", str(folder / "data"), "--write", str(folder / ".schemas")]) is Exit.CLEAN
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[LanguageServer]:
    schemas = {(root / ".schemas" / f"{kind}.json").as_uri(): f"data/{kind}/**/*.yaml" for kind in KINDS}
    started = LanguageServer(root, schemas)
    yield started
    started.close()


def offered(server: LanguageServer, path: Path, text: str) -> set[str]:
    """What is offered where `|` stands in a text."""
    before = text[: text.index("|")]
    uri = server.open(path, text.replace("|", ""))
    position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
    return {item["label"] for item in server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})["items"]}


@pytest.mark.parametrize(
    ("file", "text", "names"),
    [
        ("components/a.yaml", "id: a\nphase: |\n", {"bootstrap", "gitops"}),
        ("components/b.yaml", "id: b\nphase: gitops\nneeds:\n  - |\n", {"net", "web"}),
        ("runbooks/a.yaml", "id: a\ncovers:\n  - |\nsteps: []\n", {"agents-missing", "pods-crashed"}),
        ("runbooks/b.yaml", "id: b\nsteps:\n  - title: A\n    run: |\n", {"get agents", "get pods", "deploy agents", "restart pods"}),
        ("runbooks/c.yaml", "id: c\nsteps:\n  - title: A\n    run: get pods\n    if_fails: |\n", {"next", "done", "repair"}),
        ("scenarios/a.yaml", "id: a\nstarts: |\n", {"triage", "ownership", "repair"}),
        ("faults/a.yaml", "id: a\nsets:\n  |\n", {"net.agents", "web.pods"}),
        ("faults/b.yaml", "id: b\nsets:\n  web.pods: |\n", {"running", "crashed"}),
        ("reactions/a.yaml", "id: a\nset: {}\nwhen:\n  |\n", {"net.agents", "web", "all", "any", "not"}),
    ],
)
def test_the_names_of_the_catalog_are_offered(server: LanguageServer, root: Path, file: str, text: str, names: set[str]) -> None:
    assert names <= offered(server, root / "data" / file, text)


def test_a_key_says_what_it_means(server: LanguageServer, root: Path) -> None:
    uri = server.open(root / "data" / "components" / "hover.yaml", "id: a\nphase: gitops\nneeds: [net]\n")
    shown = server.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 2}})
    assert "must be ready now for this one to be ready" in str(shown["contents"])


@pytest.mark.parametrize(
    "edited",
    [
        ("components/c.yaml", "id: c\nphase: gitops\nneed: [net]\n", 3),
        ("components/d.yaml", "id: d\nphase: gitops\nneeds: net\n", 3),
        ("components/e.yaml", "id: e\nphase: gitop\n", 2),
        ("components/f.yaml", "id: f\nphase: gitops\nneeds: [nett]\n", 3),
        ("components/g.yaml", "id: g\nname: G\n", 1),
        ("commands/a.yaml", "id: a\nrun: get a\ntakes: 5 minutes\n", 3),
        ("reactions/b.yaml", "id: b\nwhen: {web.pods: crashed}\nset: {web.pods: runing}\n", 3),
        ("runbooks/d.yaml", "id: d\nsteps:\n  - title: A\n    run: []\n", 4),
        ("scenarios/b.yaml", "id: b\nstarts: triages\n", 2),
    ],
)
def test_what_check_finds_the_editor_flags_on_the_same_line(
    server: LanguageServer, root: Path, edited: tuple[str, str, int], tmp_path: Path
) -> None:
    file, text, line = edited
    write_files(tmp_path, {**read_case(CASES / "findings" / "healthy.catalog").files, file: text})
    first = next(finding for finding in examine(tmp_path, with_replays=False).findings if finding.severity is Severity.ERROR)
    assert (first.at.file, first.at.line) == (file, line)
    assert line in [number for number, _ in server.findings(server.open(root / "data" / file, text))]


@pytest.mark.parametrize("file", sorted(read_case(CASES / "findings" / "healthy.catalog").files))
def test_a_good_file_is_not_flagged(server: LanguageServer, root: Path, file: str) -> None:
    path = root / "data" / file
    assert server.findings(server.open(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_names_its_schema_and_is_not_flagged(
    server: LanguageServer, root: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_files(root / kind / "data", read_case(CASES / "findings" / "healthy.catalog").files)
    assert main(["new", kind, f"new-{kind}", "--data", str(data)]) is Exit.CLEAN
    path = Path(capsys.readouterr().out.splitlines()[0])
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../../.schemas/{kind}.json\n")
    assert server.findings(server.open(path, text)) == []
