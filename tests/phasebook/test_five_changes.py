"""The five commonest changes, made to the shipped catalog as CONTRIBUTING says: each slip on the way is helped by a finding, and each ends clean."""

import shutil
from pathlib import Path

import pytest

from catalog.checks import check
from catalog.finding import Finding, in_order
from catalog.load import load
from phasebook.examine import examine
from phasebook.fix import mend

SHIPPED = Path(__file__).parents[2] / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "data"))


def put(data: Path, file: str, old: str, new: str) -> None:
    text = (data / file).read_text(encoding="utf-8")
    assert text.count(old) == 1 or not old, f"`{old}` stands {text.count(old)} times in {file}"
    (data / file).write_text(text.replace(old, new), encoding="utf-8")


def found(data: Path) -> tuple[Finding, ...]:
    loaded = load(data)
    return in_order((*loaded.findings, *check(loaded.catalog)))


def mended(data: Path) -> int:
    """Make the edits that are sure; return how many places were edited."""
    return len(mend(data, [edit for finding in found(data) for edit in finding.edits]))


@pytest.mark.parametrize(
    ("file", "old", "new", "places"),
    [
        ("commands/helm-and-cilium.yaml", "run: cilium bgp peers\n", "run: cilium bgp sessions\n", 8),
        ("commands/kubectl-pods.yaml", "run: kubectl get pods --all-namespaces\n", "run: kubectl get pods -A\n", 8),
        ("components/cilium.yaml", "id: cilium\n", "id: pod-net\n", 200),
        ("components/nodes.yaml", "    status: [ready", "    state: [ready", 100),
        ("components/nodes.yaml", "power: [up, restarting, down]", "power: [up, restarting, switched-off]", 30),
        ("runbooks/cilium-problems.yaml", "id: cilium-problems\n", "id: network-problems\n", 40),
        ("faults/etcd.yaml", "- id: mini01-etcd-stopped\n", "- id: first-member-stopped\n", 4),
        ("components/nodes.yaml", "{mini01: 172.29.51.11/24}", "{mini01: 172.29.51.21/24}", 480),
    ],
)
def test_what_is_renamed_where_it_is_defined_is_one_finding_and_is_carried_to_its_users(
    file: str, old: str, new: str, places: int, data: Path
) -> None:
    put(data, file, old, new)
    (finding,) = found(data)
    assert finding.at.file == file
    assert "`phasebook check --fix` does" in finding.fix
    assert mended(data) >= places
    assert found(data) == ()


def test_a_name_with_a_slip_is_mended_where_it_is_defined(data: Path) -> None:
    put(data, "components/cilium.yaml", "id: cilium\n", "id: ciluim\n")
    assert mended(data) == 1
    assert found(data) == ()
    assert (data / "components/cilium.yaml").read_bytes() == (SHIPPED / "components/cilium.yaml").read_bytes()


def test_a_component_that_is_named_by_a_word_of_lines_is_left_to_a_person(data: Path) -> None:
    put(data, "components/nodes.yaml", "- id: mini01", "- id: node-one")
    (finding,) = found(data)
    assert finding.at == load(data).catalog.components["node-one"].id.at
    assert [related.what for related in finding.related] == ["named here by a word of a line"]
    assert mended(data) == 0


MATRIX = "trees/where-does-my-change-belong.yaml"
NEW = "faults/metrics-api-gone.yaml"
COVERS = "  - metrics-server-names-an-unknown-api"
STORIES = {
    "a component moves to the other phase": (
        ("components/metrics-server.yaml", "phase: gitops", "phase: bootstrap", ("TREE008", "ORDER004")),
        ("components/metrics-server.yaml", "starts_after: [flux, sources]", "starts_after: [cilium]", ("TREE008",)),
        (
            "components/metrics-server.yaml",
            "{kubernetes-resource: true, system-access: false}",
            "{kubernetes-resource: false, system-access: true}",
            (),
        ),
    ),
    "a new fault, and its runbook": (
        (
            NEW,
            "",
            "id: metrics-api-gone\nname: The API is gone\nsets: {metrics-server.manifests: unknown}\n",
            ("REF003", "COVER001", "PROSE001"),
        ),
        (NEW, "manifests: unknown}", "manifests: unknown-api}\nsymptoms: [no matches for kind]", ("COVER001",)),
        ("runbooks/infrastructure-service-issues.yaml", COVERS, f"{COVERS}, metrics-api-gone", ("REF001",)),
        ("runbooks/infrastructure-service-issues.yaml", f"{COVERS}, metrics-api-gone", f"{COVERS}\n  - metrics-api-gone", ()),
    ),
    "another question in a tree": (
        (
            MATRIX,
            "\n  bootstrap:\n",
            "\n  own:\n    ask: Is it yours?\n    about: {layer: desk}\n    then: bootstap\n    else: gitops\n  bootstrap:\n",
            ("TREE006", "TREE007", "TREE001"),
        ),
        (MATRIX, "then: bootstap", "then: bootstrap", ("TREE006", "TREE007")),
        (MATRIX, "{layer: desk}", "{layer: operator}", ("TREE006",)),
        (
            MATRIX,
            "{system-access: true}\n    then: bootstrap\n    else: gitops",
            "{system-access: true}\n    then: bootstrap\n    else: own",
            (),
        ),
    ),
}
"""Each change as somebody makes it who knows no better: a file, what stands there, what is written, and the codes of what is then found."""


@pytest.mark.parametrize("steps", STORIES.values(), ids=STORIES)
def test_each_slip_of_a_change_is_told_and_the_change_ends_clean(
    steps: tuple[tuple[str, str, str, tuple[str, ...]], ...], data: Path
) -> None:
    for file, old, new, codes in steps:
        if not old:
            (data / file).write_text("", encoding="utf-8")
        put(data, file, old, new)
        told = examine(data, with_replays=True).findings
        assert sorted(finding.code.name for finding in told) == sorted(codes)
        assert all(finding.fix for finding in told)
