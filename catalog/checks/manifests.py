"""Manifests: that steps name those that are there, each is named, and the cluster takes them."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.finding import Severity, suggest


@check("MANIFEST001", blocking=True)
def a_step_writes_manifests_that_are_there(catalog: Catalog) -> Iterator[Breach]:
    """What a step `writes` is the path of a file in `manifests/`."""
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            for path in step.writes:
                if path not in catalog.manifests:
                    near = suggest(path, list(catalog.manifests), f"write `manifests/{path}`")
                    yield Breach(
                        path.at, f"`{runbook.id}` writes `{path}`, which is no file in `manifests/`{near.hint}", near.fix, near.edit(path)
                    )


@check("MANIFEST002", severity=Severity.WARNING)
def every_manifest_is_written_by_a_step(catalog: Catalog) -> Iterator[Breach]:
    """A file in `manifests/` is written by a step: what nobody writes, nobody reads."""
    written = {str(path) for runbook in catalog.runbooks.values() for step in runbook.steps for path in step.writes}
    for path, manifest in catalog.manifests.items():
        if path not in written and catalog.is_complete:
            yield Breach(manifest.at, f"no step writes `{path}`", "add it to `writes` of a step, or delete the file")


@check("MANIFEST003")
def the_cluster_takes_every_manifest(catalog: Catalog) -> Iterator[Breach]:
    """Where components say which API versions they serve, each manifest with an `apiVersion` names one of those, and its `kind`."""
    served = sorted({str(version) for component in catalog.components.values() for version in component.serves})
    for path, manifest in catalog.manifests.items():
        if manifest.api is not None and served and manifest.api not in served and catalog.is_complete:
            near = suggest(manifest.api, served, "name a version that is served, or add it to `serves` of the component that does")
            yield Breach(
                manifest.api.at, f"`{path}` names `{manifest.api}`, which no component serves{near.hint}", near.fix, near.edit(manifest.api)
            )
        if manifest.api is not None and manifest.kind is None:
            yield Breach(manifest.api.at, f"`{path}` names `{manifest.api}` and no kind", "add `kind: ...`")
