"""An address that was changed where it is declared: which of those that the texts name it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from catalog.address import Ip
from catalog.declared import Declared, Known
from catalog.finding import letters_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An address that was changed where it is declared, and what the texts still say."""

    declared: Declared
    old: Mapping[Ip, Ip]
    sure: bool


def changes(known: Known) -> list[Change]:
    """Return every address that only its declaration names, with the one that the texts name in its place."""
    unnamed, found = list(known.unnamed), list[Change]()
    left = [ip for ip in known.named if not known.is_declared(ip) and (known.is_closed(ip) or not known.is_free(ip))]
    for declared in unnamed:
        alike = [ip for ip in left if _same_place(known, ip, declared)] or [ip for ip in left if known.is_closed(ip)]
        near = alike or [ip for ip in known.named if not known.is_declared(ip) and letters_off(str(ip), str(declared.interface.ip)) == 1]
        rivals = [other for other in unnamed if near and _could_be(known, near[0], other, same=_same_place(known, near[0], declared))]
        if len(near) == 1 and rivals == [declared]:
            found.append(Change(declared=declared, old=_with_network(known, near[0], declared), sure=True))
    return [*found, *_moved_networks(known, {ip for change in found for ip in change.old})]


def _could_be(known: Known, ip: Ip, declared: Declared, *, same: bool) -> bool:
    """Return whether a declared address may be what an undeclared one became."""
    return _same_place(known, ip, declared) or (not same and (known.is_closed(ip) or letters_off(str(ip), str(declared.interface.ip)) == 1))


def _same_place(known: Known, ip: Ip, declared: Declared) -> bool:
    """Return whether an address outside every network has the place in its own that a declared one has in another."""
    network = declared.interface.network
    if network.num_addresses == 1 or ip.version != network.version or known.is_closed(ip) or known.is_free(ip) or not ip.is_private:
        return False
    return int(ip) & int(network.hostmask) == int(declared.interface.ip) & int(network.hostmask)


def _with_network(known: Known, old: Ip, declared: Declared) -> dict[Ip, Ip]:
    """Return what an address became, and where the network of it is another too, what became of that."""
    network = declared.interface.network
    became = {old: declared.interface.ip}
    base = ip_address(int(old) & ~int(network.hostmask))
    if old not in network and network.num_addresses > 1 and base in known.named and not known.is_declared(base) and base != old:
        became[base] = network.network_address
    return became


def _moved_networks(known: Known, told: set[Ip]) -> Iterator[Change]:
    """Yield the network of which no text names a part, with the one of its size that the texts name, or in which all that is left lies."""
    left = [ip for ip in known.named if ip not in told and not known.is_declared(ip) and not known.is_closed(ip) and not known.is_free(ip)]
    for declared in known.empty if len(known.empty) == 1 else ():
        network = declared.interface.network
        mask = int(network.hostmask)
        ours = [ip for ip in left if ip.is_private and ip.version == network.version]
        bases = {ip_address(int(ip) & ~mask) for ip in ours}
        old = next(iter([base for base in bases if base in known.named] if len(bases) > 1 else bases), None)
        if old is not None and len([base for base in bases if base in known.named]) <= 1:
            parts = dict.fromkeys([old, *(ip for ip in ours if int(ip) & ~mask == int(old))])
            moved = {ip: ip_address(int(network.network_address) | int(ip) & mask) for ip in parts if ip in known.named}
            yield Change(declared=declared, old=moved, sure=True)
