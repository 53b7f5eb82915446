"""The edit of the data that mends a finding: in words always, and as a safe replacement where there is one."""

from catalog.edit import Edit
from drift.claim import Claim, EdgeRef, FieldRef, Kind, PathRef, RangeRef, Result, TaskRef, Verdict


def fix_of(claim: Claim, verdict: Verdict, to: str | None) -> str:
    """Return what to change in the data, in words; empty where nothing is to be changed."""
    match verdict:
        case Verdict.HOLDS | Verdict.UNVERIFIABLE:
            return ""
        case Verdict.MOVED | Verdict.RENAMED if to is not None:
            return f"write `{_written(claim, to)}` instead of `{_replaced(claim)}`"
        case Verdict.DEAD:
            return f"name the file that is used instead of `{claim.ref}`, or delete the reference"
        case Verdict.GONE:
            return (
                f"have Flux wait, say under unordered why it need not, or delete the edge `{claim.ref}`"
                if claim.kind is Kind.DEPENDENCY
                else f"name what took the place of `{claim.ref}`, or delete the reference"
            )
        case _:
            return _change(claim, to)


def _change(claim: Claim, to: str | None) -> str:
    match claim.subject:
        case EdgeRef(ordered=False, other=other):
            return f"delete `{other}` from unordered"
        case FieldRef(value=value) if to:
            return f"hold what was written for `{value}` against `{to}`, then write that"
        case _:
            return f"write `{to}`" if to else f"say what `{claim.ref}` is and does now"


def edit_of(result: Result) -> Edit | None:
    """Return the replacement that mends a finding without a person's judgement, or None: a path, or a range, that only moved."""
    to, claim = result.judged.to, result.claim
    if to is None or result.judged.verdict is not Verdict.MOVED:
        return None
    match claim.subject:
        case PathRef(operand=False) | RangeRef():
            old, new = _replaced(claim), _written(claim, to)
            if isinstance(claim.subject, RangeRef) and not to.startswith(f"{claim.subject.path}:"):
                return None
            return Edit(at=claim.at, old=old, new=new)
        case _:
            return None


def _replaced(claim: Claim) -> str:
    if isinstance(claim.subject, RangeRef):
        return claim.ref.rpartition(":")[2]
    if isinstance(claim.subject, TaskRef) and claim.subject.path is not None:
        return claim.subject.path
    return claim.ref


def _written(claim: Claim, to: str) -> str:
    if isinstance(claim.subject, RangeRef):
        return to.removeprefix(f"{claim.subject.path}:")
    return f"./{to}" if claim.ref.startswith("./") else to
