"""Nodes, by name and address, against talconfig.yaml."""

from drift.claim import Judged, NodeRef, Verdict
from drift.snapshot import Snapshot


def judge_node(subject: NodeRef, now: Snapshot) -> Judged:
    """Return whether a node has its name and address."""
    talos = now.talos
    if talos.problem is not None or not talos.machines:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=talos.problem or f"{talos.path} lists no nodes")
    named, addressed = talos.named(subject.hostname), talos.with_address(subject.address)
    if subject.hostname and subject.address:
        return _both(subject, now)
    if named is not None or addressed is not None:
        found = named or addressed
        role = "control plane" if found and found.control_plane else "worker"
        return Judged(verdict=Verdict.HOLDS, detail=f"{found.hostname if found else ''}, {role}, in {talos.path}")
    if subject.address and (subject.address in talos.virtual or subject.address in talos.endpoint):
        return Judged(verdict=Verdict.HOLDS, detail=f"the virtual address of the cluster, in {talos.path}")
    what = _filled_in(subject, now)
    if what is not None:
        return Judged(verdict=Verdict.UNVERIFIABLE, detail=f"{what} in {talos.path} are filled in when it is read")
    return Judged(verdict=Verdict.GONE, detail=f"{talos.path} has no node {subject.hostname or subject.address}")


def _filled_in(subject: NodeRef, now: Snapshot) -> str | None:
    """Return which of what is asked for a variable fills in, in words; None where the file says it."""
    machines = now.talos.machines
    if any("{" in address or "$" in address for machine in machines for address in machine.addresses):
        return "the addresses"
    return "the names" if subject.hostname and any(machine.filled_in for machine in machines) else None


def _both(subject: NodeRef, now: Snapshot) -> Judged:
    named, addressed = now.talos.named(subject.hostname), now.talos.with_address(subject.address)
    if named is not None and named is addressed:
        return Judged(verdict=Verdict.HOLDS, detail=f"in {now.talos.path}")
    if named is not None:
        addresses = ", ".join(named.addresses)
        return Judged(verdict=Verdict.CHANGED, detail=f"{subject.hostname} has the address {addresses}", to=addresses)
    if addressed is not None and addressed.filled_in:
        return Judged(
            verdict=Verdict.UNVERIFIABLE,
            detail=f"the node of this address is {addressed.hostname}, filled in when {now.talos.path} is read",
        )
    if addressed is not None:
        return Judged(verdict=Verdict.RENAMED, detail=f"the node of this address is {addressed.hostname}", to=addressed.hostname)
    return Judged(verdict=Verdict.GONE, detail=f"{now.talos.path} has neither {subject.hostname} nor {subject.address}")
