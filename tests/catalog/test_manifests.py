"""The manifests that the shipped guide tells people to write: the schemas of Kubernetes take each object that Kubernetes itself knows."""

from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from catalog.catalog import Catalog
from catalog.load import load

DATA = Path(__file__).parents[2] / "data"
NEWEST = kubernetes_validate.latest_version()
KNOWN = {"v1", "apps/v1"}
"""The versions of Kubernetes itself; those of others are held against what components say that they serve (MANIFEST003)."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(DATA).catalog


def test_every_object_of_kubernetes_itself_fits_its_schema_strictly(catalog: Catalog) -> None:
    objects = {path: yaml.safe_load(one.text) for path, one in catalog.manifests.items() if one.api in KNOWN}
    assert len(objects) > 3
    for path, written in objects.items():
        kubernetes_validate.validate(written, NEWEST, strict=True)
        assert written["metadata"]["name"], path


def test_an_object_with_an_unknown_field_does_not_fit(catalog: Catalog) -> None:
    written = yaml.safe_load(next(one.text for one in catalog.manifests.values() if one.kind == "Deployment"))
    written["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(written, NEWEST, strict=True)


def test_what_a_kustomization_lists_is_written_too(catalog: Catalog) -> None:
    for path, one in catalog.manifests.items():
        if path.endswith("/kustomization.yaml"):
            folder = path.rpartition("/")[0]
            for listed in yaml.safe_load(one.text)["resources"]:
                assert f"{folder}/{listed}" in catalog.manifests, path


def test_what_is_given_to_flux_names_a_folder_with_a_kustomization(catalog: Catalog) -> None:
    given = [yaml.safe_load(one.text) for one in catalog.manifests.values() if (one.api or "").startswith("kustomize.toolkit")]
    assert given
    for written in given:
        assert f"{written['spec']['path'].removeprefix('./')}/kustomization.yaml" in catalog.manifests
