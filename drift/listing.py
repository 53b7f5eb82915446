"""What a kustomization.yaml says. Source: kubectl.docs.kubernetes.io, *kustomization.yaml*."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.node import Node
from drift.documents import items_at, pairs_at, text_at, words_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A kustomization.yaml: what it brings in, what else it reads, and what it lays over all of it."""

    resources: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    namespace: str = ""
    labels: frozenset[str] = frozenset()
    prefix: str = ""
    suffix: str = ""
    api: str = ""


def listing_of(node: Node) -> Listing:
    """Return what a document says as a kustomization.yaml."""
    kinds = ("resources", "bases", "components", "crds", "generators", "transformers")
    patches = [word for item in items_at(node, "patches") if (word := text_at(item, "path"))]
    patches += [word for item in items_at(node, "patchesJson6902") if (word := text_at(item, "path"))]
    labels = list(pairs_at(node, "commonLabels"))
    for item in items_at(node, "labels"):
        labels += pairs_at(item, "pairs")
    return Listing(
        resources=tuple(word for kind in kinds for word in words_at(node, kind)),
        reads=(*patches, *words_at(node, "patchesStrategicMerge"), *words_at(node, "configurations"), *_generated(node)),
        namespace=text_at(node, "namespace") or "",
        labels=frozenset(f"{key}={value}" for key, value in labels),
        prefix=text_at(node, "namePrefix") or "",
        suffix=text_at(node, "nameSuffix") or "",
        api=text_at(node, "apiVersion") or "",
    )


def _generated(node: Node) -> Iterator[str]:
    for generator in ("configMapGenerator", "secretGenerator"):
        for item in items_at(node, generator):
            for word in (*words_at(item, "files"), *words_at(item, "envs")):
                yield word.rpartition("=")[2]
    for chart in items_at(node, "helmCharts"):
        values = text_at(chart, "valuesFile")
        if values:
            yield values
