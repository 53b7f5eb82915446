"""`phasebook import`: what it drafts from a Flux repository, and that nothing there can do more than be a problem in words."""

from pathlib import Path

import pytest
from repositories import commit, repository

from catalog.load import load
from phasebook.exit import Exit
from phasebook.main import main

SYNC = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {path: ./cluster, sourceRef: {kind: GitRepository, name: flux-system}}
"""
APPS = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: storage, namespace: flux-system}
spec: {path: ./storage, sourceRef: {kind: GitRepository, name: flux-system}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {path: ./apps, dependsOn: [{name: storage}, {name: nowhere}], sourceRef: {kind: GitRepository, name: flux-system}}
"""
RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: web}
spec: {chart: {spec: {chart: web, version: "1"}}}
"""
TASKS = """\
version: "3"
tasks:
  deploy: {desc: 'Deploy "all": now', cmds: [exit 1]}
  drain: {requires: {vars: [NODE]}, cmds: [exit 1]}
  hidden: {internal: true, cmds: [exit 1]}
"""
CLUSTER = {
    "cluster/flux-system/gotk-sync.yaml": SYNC,
    "cluster/apps.yaml": APPS,
    "apps/web.yaml": RELEASE,
    "storage/pool.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: pool, namespace: web}}\n",
    "Taskfile.yml": TASKS,
}


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = repository(tmp_path / "cluster")
    commit(folder, CLUSTER, "The cluster")
    return folder


def test_kustomizations_releases_and_tasks_become_drafts(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--repo", str(cluster)]) is Exit.FINDINGS
    assert capsys.readouterr().err.splitlines() == [
        "apps: depends on `nowhere`, which is not applied; left out",
        "4 components and 2 commands; each is a draft: say what breaks it, and what shows that",
    ]
    drafted = load(Path("data"))
    assert drafted.findings == ()
    components = {name: [str(other) for other in one.starts_after] for name, one in drafted.catalog.components.items()}
    assert components == {"apps": ["storage"], "flux-system": [], "storage": [], "web": ["apps"]}
    assert {name: str(one.run) for name, one in drafted.catalog.commands.items()} == {
        "task-deploy": "task deploy",
        "task-drain": "task drain NODE={NODE}",
    }
    assert drafted.catalog.commands["task-deploy"].purpose == 'Draft: Deploy "all": now'


def test_a_draft_has_no_error_and_can_be_replayed(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "--repo", str(cluster)])
    capsys.readouterr()
    assert main(["simulate"]) is Exit.CLEAN
    main(["check"])
    assert [
        line for line in capsys.readouterr().out.splitlines() if "starts_after" in line or line.startswith(("REF", "YAML", "KEY", "ORDER"))
    ] == []


def test_what_is_there_already_is_not_touched(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "--repo", str(cluster)])
    before = Path("data/components/draft.yaml").read_bytes()
    assert main(["import", "--repo", str(cluster)]) is Exit.USAGE
    assert capsys.readouterr().err.endswith("phasebook: `data/components/draft.yaml` is already there: nothing was written\n")
    assert Path("data/components/draft.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "files",
    [
        {"Taskfile.yml": "version: '3'\ntasks: {'x\\u0007: {y}\"': {desc: \"\\u2028{a: b}\", cmds: [x]}, '- a': {cmds: [x]}}\n"},
        {"cluster/apps.yaml": APPS.replace("{path: ./storage,", "{path: ./storage, dependsOn: [{name: apps}],")},
        {"cluster/apps.yaml": APPS.replace("name: storage", "name: 'all: ]{'")},
        {"cluster/apps.yaml": "kind: [", "Taskfile.yml": "\tnot yaml"},
        {"apps/web.yaml": RELEASE.replace("name: web,", "name: Next,") + "---\n" + RELEASE.replace("name: web,", "name: next,")},
    ],
    ids=["words-that-mean-something-to-yaml", "a-circle", "a-name-that-is-none", "no-yaml", "ids-that-are-taken"],
)
def test_hostile_input_is_a_problem_in_words_or_a_draft_that_loads(
    files: dict[str, str], cluster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(cluster, files, "Odd")
    assert main(["import", "--repo", str(cluster)]) in (Exit.CLEAN, Exit.FINDINGS)
    capsys.readouterr()
    Path("data").mkdir(exist_ok=True)
    assert load(Path("data")).findings == ()
    assert main(["simulate"]) is Exit.CLEAN, capsys.readouterr()


def test_what_is_no_repository_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--repo", str(tmp_path / "nothing"), "--data", str(tmp_path / "data")]) is Exit.USAGE
    assert capsys.readouterr().err == f"phasebook: there is no folder {tmp_path / 'nothing'}\n"
