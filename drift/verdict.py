"""The verdict on each claim: which question is asked of a revision for which kind of claim."""

from typing import assert_never

from catalog.catalog import Catalog
from drift.claim import (
    ApiRef,
    Claim,
    EdgeRef,
    FieldRef,
    Judged,
    Kind,
    LabelRef,
    NamedRef,
    NodeRef,
    PathRef,
    RangeRef,
    TaskRef,
)
from drift.on_flux import judge_helmrelease, judge_kustomization, judge_namespace
from drift.on_lines import judge_field, judge_range
from drift.on_nodes import judge_node
from drift.on_objects import judge_api, judge_label, judge_resource
from drift.on_order import judge_edge
from drift.on_paths import judge_path
from drift.on_tasks import judge_task
from drift.snapshot import Snapshot


def judge(claim: Claim, catalog: Catalog, now: Snapshot) -> Judged | None:
    """Return the verdict on a claim at a revision; None where the repository has nothing to say about it."""
    subject = claim.subject
    judged: Judged | None
    match subject:
        case TaskRef():
            judged = judge_task(subject, now)
        case PathRef():
            judged = judge_path(claim.kind, subject, now)
        case RangeRef():
            judged = judge_range(subject, now)
        case FieldRef():
            judged = judge_field(subject, now)
        case NamedRef():
            judged = _named(claim.kind, subject, now)
        case LabelRef():
            judged = judge_label(subject, now)
        case EdgeRef():
            judged = judge_edge(subject, catalog, now)
        case NodeRef():
            judged = judge_node(subject, now)
        case ApiRef():
            judged = judge_api(subject, now)
        case _:
            assert_never(subject)
    return judged


def _named(kind: Kind, subject: NamedRef, now: Snapshot) -> Judged:
    match kind:
        case Kind.KUSTOMIZATION:
            return judge_kustomization(subject, now)
        case Kind.HELMRELEASE:
            return judge_helmrelease(subject, now)
        case Kind.NAMESPACE:
            return judge_namespace(subject, now)
        case _:
            return judge_resource(subject, now)
