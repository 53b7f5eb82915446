"""The nodes of a Talos cluster, as the talconfig.yaml of talhelper declares them.

Source: budimanjojo.github.io/talhelper, *Configuration*.
"""

import posixpath
import re
from dataclasses import dataclass

from catalog.node import Node
from drift.documents import Unreadable, documents, flag_at, items_at, text_at, words_at
from drift.revision import Revision
from drift.search import Found

TALCONFIGS = ("talconfig.yaml", "talconfig.yml")
_VIP = re.compile(r"\bvip:\s{0,80}ip:\s{0,80}[\"']?([0-9a-fA-F.:]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One node: its name, its addresses, whether it is one of the control plane, its extensions."""

    hostname: str
    addresses: tuple[str, ...]
    control_plane: bool
    extensions: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name without its domain."""
        return self.hostname.partition(".")[0]

    @property
    def filled_in(self) -> bool:
        """Whether a variable fills in the name, so that the file does not say it."""
        return "$" in self.short or "{" in self.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Talos:
    """What talconfig.yaml says. `path` is empty where there is none; `problem` says why one could not be read."""

    path: str = ""
    cluster: str = ""
    endpoint: str = ""
    virtual: tuple[str, ...] = ()
    machines: tuple[Machine, ...] = ()
    text: str = ""
    problem: str | None = None

    def named(self, hostname: str) -> Machine | None:
        """Return the node of a name, or of the name before the first dot, by which Kubernetes knows it."""
        return next((machine for machine in self.machines if hostname in (machine.hostname, machine.short)), None)

    def with_address(self, address: str) -> Machine | None:
        """Return the node of an address."""
        return next((machine for machine in self.machines if address in machine.addresses), None)

    def generated(self, path: str) -> bool:
        """Whether talhelper writes a file of this name: the talosconfig, or the configuration of a node."""
        written = {f"{self.cluster}-{machine.hostname}.yaml" for machine in self.machines} | {"talosconfig"}
        return bool(self.machines) and posixpath.basename(path) in written


def talos_of(revision: Revision, found: Found) -> Talos:
    """Return the nodes of a revision: from the talconfig.yaml, of those that are found in it, that lies nearest to the top folder."""
    path = min((path for path, _ in found), key=lambda one: (one.count("/"), one), default=None)
    if path is None:
        return Talos(problem="there is no talconfig.yaml")
    content = revision.content(path)
    if content is None:
        return Talos(path=path, problem=f"{path} cannot be read")
    try:
        root = next(iter(documents(path, content)), None)
    except Unreadable as why:
        return Talos(path=path, problem=f"{path} is no YAML that can be read: {why}")
    text = content.decode("utf-8")
    return Talos(
        path=path,
        cluster=text_at(root, "clusterName") or "",
        endpoint=text_at(root, "endpoint") or "",
        virtual=tuple(dict.fromkeys(_VIP.findall(text))),
        machines=tuple(_machine(node) for node in items_at(root, "nodes")),
        text=text,
    )


def _machine(node: Node) -> Machine:
    addresses = (text_at(node, "ipAddress") or "").replace(" ", "").split(",")
    return Machine(
        hostname=text_at(node, "hostname") or "",
        addresses=tuple(address for address in addresses if address),
        control_plane=flag_at(node, "controlPlane"),
        extensions=words_at(node, "schematic", "customization", "systemExtensions", "officialExtensions"),
    )
