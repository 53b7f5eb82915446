"""One fact changes in the data, and every page that states it changes with it: the old value is nowhere."""

import html
import re
import shutil
from pathlib import Path

import pytest
from built import Site

from catalog.checks.addresses import every_address_is_declared
from catalog.files import kept_recoveries, kept_report, written_pages
from catalog.load import load
from generator import address
from generator.beside import beside_of
from generator.guide import Guide, guide
from phasebook.fix import mend

DATA = Path(__file__).parents[2] / "data"

CHANGES = [
    ("components/cilium.yaml", "309-355", "310-399"),
    ("components/lldpd.yaml", "LLDPD Stability Fix", "LLDPD Steadiness Fix"),
    ("components/router.yaml", "AS 64513", "AS 64599"),
    ("components/nodes.yaml", "mini01: 172.29.51.11/24", "mini01: 172.29.51.21/24"),
    ("commands/kubectl-secrets.yaml", "See whether the secrets that a service wants exist", "See whether a service has what it wants"),
    ("commands/kubectl-secrets.yaml", "run: kubectl get secrets -n {namespace}", "run: kubectl get secrets --namespace {namespace}"),
    (
        "runbooks/database-and-login-issues.yaml",
        "- kubectl get secrets -n {namespace}",
        "- kubectl get secrets --namespace {namespace}",
    ),
    (
        "runbooks/infrastructure-service-issues.yaml",
        "- kubectl get secrets -n {namespace}",
        "- kubectl get secrets --namespace {namespace}",
    ),
    (
        "runbooks/storage-issues.yaml",
        "- kubectl get secrets -n {namespace}",
        "- kubectl get secrets --namespace {namespace}",
    ),
    (
        "runbooks/the-way-in.yaml",
        "- kubectl get secrets -n {namespace}",
        "- kubectl get secrets --namespace {namespace}",
    ),
    ("runbooks/routines/monthly-operations.yaml", "Review the documentation", "Read the documentation again"),
    ("components/metrics-server.yaml", "phase: gitops", "phase: bootstrap"),
    ("components/metrics-server.yaml", "starts_after: [flux, sources]", "starts_after: [cilium]"),
]
"""Where a fact stands, how, and how it then stands."""
STATED = [
    "309-355",
    "LLDPD Stability Fix",
    "AS 64513",
    "172.29.51.11",
    "See whether the secrets that a service wants exist",
    "Review the documentation",
]
"""Values that stand nowhere once their one place in the data says another."""
MOVED = "metrics-server"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The guide of the shipped data with all the changes, carried to where they are used as `check --fix` does."""
    data = tmp_path_factory.mktemp("changed") / "data"
    shutil.copytree(DATA, data)
    for file, old, new in CHANGES:
        text = (data / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {file}"
        (data / file).write_text(text.replace(old, new), encoding="utf-8")
    edits = [edit for finding in every_address_is_declared(load(data).catalog) for edit in finding.edits]
    mend(data, edits)
    recoveries = kept_recoveries(data) or ""
    for edit in edits:  # as if `suggest --keep` had looked for them anew
        recoveries = re.sub(rf"(?<![\d.]){re.escape(edit.old)}(?![\d.])", edit.new, recoveries)
    return guide(load(data).catalog, written=written_pages(data), beside=beside_of(kept_report(data), recoveries))


def said(page: str) -> str:
    """The words of a page of Markdown and of its pictures, on one line."""
    return " ".join(html.unescape(re.sub(r"</?[a-z][^>]*>", "", page)).split())


def in_whole(path: str) -> str:
    """The page of which a page is a part: what is changed may make a command move on to the part before."""
    return re.sub(r"\.\d+\.html$", ".html", path)


@pytest.mark.parametrize("old", STATED)
def test_an_old_value_is_nowhere(changed: Guide, site: Site, old: str) -> None:
    stated = [path for path, page in site.pages.items() if old in page.said]
    assert stated, "the guide never stated it"
    assert [path for path, page in changed.pages.items() if old in said(page)] == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [change for change in CHANGES if change[1] in STATED] + [("components/nodes.yaml", "172.29.51.11", "172.29.51.21")],
)
def test_every_page_that_stated_the_old_value_states_the_new_one(changed: Guide, site: Site, file: str, old: str, new: str) -> None:
    now = {in_whole(path.replace(".md", ".html")) for path, page in changed.pages.items() if new in said(page)}
    assert {in_whole(path) for path, page in site.pages.items() if old in page.said} <= now, file


def test_a_command_that_changes_is_changed_in_the_reference_and_in_the_runbooks(changed: Guide) -> None:
    old = re.compile(r"kubectl get secrets -n (?!<)\{?namespace")
    assert [path for path, page in changed.pages.items() if old.search(said(page))] == []
    stated = {path for path, page in changed.pages.items() if "kubectl get secrets --namespace {namespace}" in said(page)}
    assert "runbooks/infrastructure-service-issues.md" in stated
    assert any(path.startswith("commands/kubectl") for path in stated)


def test_a_component_that_changes_its_phase_is_moved_on_every_page(changed: Guide) -> None:
    page = changed.pages[address.component_page(MOVED)]
    assert ("pb-bootstrap" in page.split("## ")[0], "pb-gitops" in page.split("## ")[0]) == (True, False)
    bootstrap, _, gitops = changed.pages[address.COMPONENTS].partition("{ #gitops }")
    row = f"../{address.component_page(MOVED)})</strong>"
    assert (row in bootstrap, row in gitops) == (True, False)
    migration = changed.pages[address.MIGRATION].split(f"{{ #{address.anchor('m', MOVED)} }}")[1].split("\n## ")[0]
    assert migration.index("pb-bootstrap") < migration.index("pb-gitops")
