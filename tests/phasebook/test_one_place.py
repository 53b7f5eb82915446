"""What stands in one place is changed in one place: `check --fix` carries it to every text of the shipped catalog, and nowhere else."""

import shutil
from pathlib import Path

import pytest

from catalog.address import addresses_in
from catalog.checks.addresses import every_address_is_declared
from catalog.finding import Finding
from catalog.load import load
from phasebook.exit import Exit
from phasebook.fix import mend
from phasebook.main import main

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data"


def changed(root: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the shipped data in which a file says something else."""
    data = Path(shutil.copytree(SHIPPED, root / "data"))
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new), encoding="utf-8")
    return data


def carried(data: Path) -> list[Finding]:
    """Make the edits that are sure, once, and return what was found before."""
    found = list(every_address_is_declared(load(data).catalog))
    mend(data, [edit for finding in found for edit in finding.edits])
    return found


def texts(data: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(data.rglob("*")) if path.suffix in (".yaml", ".md"))


def test_an_address_that_is_changed_where_it_is_declared_is_one_finding_and_one_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = changed(tmp_path, "components/nodes.yaml", "{mini01: 172.29.51.11/24}", "{mini01: 172.29.51.21/24}")
    assert main(["check", "--strict", "--fix", "--data", str(data)]) is Exit.CLEAN
    assert capsys.readouterr().err.count("fixed ") == 1
    assert "172.29.51.11" not in {str(word) for word in addresses_in("", texts(data))}
    assert texts(data).count("172.29.51.21") == texts(SHIPPED).count("172.29.51.11")


@pytest.mark.parametrize(
    ("file", "old", "new", "gone"),
    [
        ("components/router.yaml", "172.29.51.1/24", "172.29.51.254/24", "172.29.51.1"),
        ("components/kubernetes-api.yaml", "172.29.51.10/24", "172.29.51.99/24", "172.29.51.10"),
        ("components/ingress-nginx.yaml", "172.29.52.201/24", "172.29.52.7/24", "172.29.52.201"),
        ("components/coredns.yaml", "10.96.0.10/24", "10.96.0.53/24", "10.96.0.10"),
        ("components/pod-network-range.yaml", "services: 10.96.0.0/12", "services: 10.112.0.0/12", "10.109.201.4"),
    ],
)
def test_every_declared_address_may_change(file: str, old: str, new: str, gone: str, tmp_path: Path) -> None:
    data = changed(tmp_path, file, old, new)
    (found,) = carried(data)
    assert found.at.file == file
    assert every_address_is_declared(load(data).catalog) == ()
    assert gone not in {str(word) for word in addresses_in("", texts(data))}


def test_a_network_moves_with_all_its_addresses(tmp_path: Path) -> None:
    data = Path(shutil.copytree(SHIPPED, tmp_path / "data"))
    for path in (data / "components").glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        moved = [line.replace("172.29.51.", "10.1.2.") if line.lstrip().startswith("addresses:") else line for line in lines]
        path.write_text("".join(moved), encoding="utf-8")
    carried(data)
    assert [word for word in addresses_in("", texts(data)) if word.startswith("172.29.51.")] == []
    assert every_address_is_declared(load(data).catalog) == ()


def test_a_slip_in_a_text_is_told_where_it_stands_with_the_address_that_was_meant(tmp_path: Path) -> None:
    file = "runbooks/how-to/adding-bgp-peering.yaml"
    data = changed(tmp_path, file, "nodes 172.29.51.11,", "nodes 172.29.15.11,")
    (found,) = carried(data)
    assert found.at.file == file
    assert "did you mean `172.29.51.11`?" in found.message
    assert texts(data) == texts(SHIPPED)
