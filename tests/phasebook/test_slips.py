"""What somebody does wrongly in a catalog is told first where it stands, and `--fix` mends it where it is sure, byte for byte."""

from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from catalog.edit import Edit
from catalog.location import Location
from catalog.mend import mended
from phasebook.exit import Exit
from phasebook.main import main

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files

SURE = [
    ("components/web.yaml", "needs: [net]", "needs: [nett]"),
    ("components/web.yaml", "needs: [net]", "needs: net"),
    ("components/web.yaml", "needs: [net]", "need: [net]"),
    ("components/web.yaml", "needs: [net]", "needs: [net"),
    ("components/web.yaml", "needs: [net]", "needs:[net]"),
    ("components/web.yaml", "phase: gitops", "phase: gitosp"),
    ("components/web.yaml", "id: web", "id: wbe"),
    ("components/web.yaml", "{pods: [running, crashed]}", "{pod: [running, crashed]}"),
    ("components/web.yaml", "{pods: [running, crashed]}", "{pods: [running, crashhed]}"),
    ("commands/get-pods.yaml", "takes: 2s", "takes: 2 seconds"),
    ("commands/get-pods.yaml", "shows: [web.pods]", "shows: [web.podz]"),
    ("commands/get-pods.yaml", "risk: read-only", "risk: readonly"),
    ("faults/pods-crashed.yaml", "{web.pods: crashed}", "{web.pods: crashd}"),
    ("faults/pods-crashed.yaml", "[the page does not load]", "the page does not load"),
    ("faults/pods-crashed.yaml", "sets: {", "sets {"),
    ("runbooks/repair.yaml", "pods-crashed]", "pods-crashd]"),
    ("runbooks/repair.yaml", "run: restart pods", "run: restart podz"),
    ("scenarios/no-agents.yaml", "starts: triage", "starts: traige"),
    ("trees/ownership.yaml", "else: git}", "else: gti}"),
    ("trees/ownership.yaml", "root: early", "roots: early"),
]
"""A file, what stands there, and what it is mistaken for."""


def slipped(root: Path, file: str, right: str, wrong: str) -> Path:
    assert HEALTHY[file].count(right) == 1
    return write_files(root, {**HEALTHY, file: HEALTHY[file].replace(right, wrong)})


@pytest.mark.parametrize(("file", "right", "wrong"), SURE)
def test_a_slip_is_one_finding_where_it_stands(
    file: str, right: str, wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = HEALTHY[file].partition(right)[0].count("\n") + 1
    main(["check", "--data", str(slipped(tmp_path, file, right, wrong))])
    (found,) = capsys.readouterr().out.splitlines()
    assert f" {file}:{line}:" in found


@pytest.mark.parametrize(("file", "right", "wrong"), SURE)
def test_a_sure_slip_is_mended_to_the_byte(file: str, right: str, wrong: str, tmp_path: Path) -> None:
    root = slipped(tmp_path, file, right, wrong)
    assert main(["check", "--fix", "--data", str(root)]) is Exit.CLEAN
    assert (root / file).read_text(encoding="utf-8") == HEALTHY[file]
    assert main(["check", "--strict", "--data", str(root)]) is Exit.CLEAN


def test_comments_layout_and_line_ends_outlast_a_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, HEALTHY)
    text = "# Hand-made,\r\n\r\nid:   web    # and so laid out\r\nname: Web page\r\nphase:  'gitosp'  # wrong\r\nlayer: applications\r\nwhy: People.\r\nneeds:\r\n    - nett\r\nconditions: {pods: [running, crashed]}\r\n"
    (tmp_path / "components" / "web.yaml").write_bytes(text.encode())
    assert main(["check", "--fix", "--data", str(tmp_path)]) is Exit.CLEAN
    assert (tmp_path / "components" / "web.yaml").read_bytes() == text.replace("gitosp", "gitops").replace("nett", "net").encode()
    assert capsys.readouterr().err.splitlines()[:2] == [
        "fixed components/web.yaml:5:9 `gitosp` is now `gitops`",
        "fixed components/web.yaml:9:7 `nett` is now `net`",
    ]


def test_what_may_have_been_meant_in_two_ways_is_left_to_a_person(tmp_path: Path) -> None:
    files = {**HEALTHY, "runbooks/repair.yaml": HEALTHY["runbooks/repair.yaml"].replace("run: deploy agents", "run: erase everything")}
    write_files(tmp_path, files)
    assert main(["check", "--fix", "--data", str(tmp_path)]) is Exit.FINDINGS
    assert (tmp_path / "runbooks" / "repair.yaml").read_text(encoding="utf-8") == files["runbooks/repair.yaml"]


def test_an_edit_whose_old_text_is_gone_is_not_made() -> None:
    edit = Edit(at=Location("a.yaml", 1, 5), old="web", new="net")
    assert mended("a.yaml", b"id: net\n", [edit]) == (b"id: net\n", ())
    assert mended("a.yaml", b"id: web\n", [edit]) == (b"id: net\n", (edit,))
    assert mended("a.yaml", b"id: 'web'\n", [edit]) == (b"id: 'net'\n", (edit,))


def test_an_edit_that_would_break_a_file_is_not_made() -> None:
    edit = Edit(at=Location("a.yaml", 1, 5), old="web", new="[net")
    assert mended("a.yaml", b"id: web\n", [edit]) == (b"id: web\n", ())


def test_a_finding_shows_its_line_what_it_speaks_of_and_the_edit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = slipped(tmp_path, "faults/pods-crashed.yaml", "crashed}", "crashd}")
    main(["check", "--layout", "full", "--data", str(root)])
    assert capsys.readouterr().out == (
        "error[REF003]: `crashd` is no value of `web.pods`, did you mean `crashed`?\n"
        f"  --> {root}/faults/pods-crashed.yaml:4:18\n"
        "4 | sets: {web.pods: crashd}\n"
        "  |                  ^^^^^^\n"
        "  note: the values of `web.pods` are listed here\n"
        f"  --> {root}/components/web.yaml:7:14\n"
        "7 | conditions: {pods: [running, crashed]}\n"
        "  |              ^^^^\n"
        "  fix: write `crashed`\n"
        "4 | sets: {web.pods: crashed}\n"
        "  |                  ~~~~~~~\n"
        "\n"
    )


def test_of_a_long_line_the_part_around_the_value_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "symptoms: [" + ", ".join(["the page does not load"] * 20) + "]"
    files = {**HEALTHY, "faults/pods-crashed.yaml": f"{{id: pods-crashed, name: Crashed, {long}, sets: {{web.pods: crashd}}}}\n"}
    main(["check", "--layout", "full", "--data", str(write_files(tmp_path, files))])
    shown, caret = capsys.readouterr().out.splitlines()[2:4]
    assert len(shown) < 140
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "crashd"


def test_what_opens_where_a_file_ends_is_told_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_files(tmp_path, {**HEALTHY, "faults/more.yaml": "id: ["})
    assert main(["check", "--data", str(root)]) is Exit.FINDINGS
    assert capsys.readouterr().out.startswith(
        "YAML001 faults/more.yaml:1:6 not well-formed: while parsing a flow node, did not find expected node content; fix: close it with `]`"
    )
