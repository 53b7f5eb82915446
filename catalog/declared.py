"""The addresses that the components of a catalog declare, and those that its texts name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from catalog.address import Interface, Ip, Net, is_network, read
from catalog.catalog import Catalog
from catalog.component import Address, Component
from catalog.location import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """An address, or a network, and who declares it."""

    owner: Component
    address: Address
    interface: Interface

    @property
    def word(self) -> Word:
        """The address without the length of its prefix, as other texts write it."""
        return Word(self.address.value.partition("/")[0], self.address.value.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The addresses that a catalog declares, those that its texts name, and where."""

    hosts: Mapping[Ip, Declared]
    networks: Mapping[Net, Declared]
    closed: frozenset[Net]
    named: Mapping[Ip, tuple[Word, ...]]

    @property
    def unnamed(self) -> tuple[Declared, ...]:
        """The addresses that no text names but their own declaration."""
        return tuple(declared for ip, declared in self.hosts.items() if ip not in self.named)

    @property
    def empty(self) -> tuple[Declared, ...]:
        """The networks of which no text names a part."""
        return tuple(declared for network, declared in self.networks.items() if not any(ip in network for ip in self.named))

    def is_declared(self, ip: Ip) -> bool:
        """Whether a component declares an address, or it is that of a network that one declares."""
        return ip in self.hosts or any(ip in (network.network_address, network.broadcast_address) for network in self.closed)

    def is_closed(self, ip: Ip) -> bool:
        """Whether an address lies in a network of which every address is declared."""
        return any(ip in network for network in self.closed)

    def is_free(self, ip: Ip) -> bool:
        """Whether an address lies in a network that hands them out by itself."""
        return any(ip in network for network in self.networks)


def every_declared(catalog: Catalog) -> Iterator[Declared]:
    """Yield every address and network that a component declares, as far as it can be read."""
    for component in catalog.components.values():
        for address in component.addresses:
            interface = read(address.value)
            if interface is not None:
                yield Declared(owner=component, address=address, interface=interface)


@lru_cache(maxsize=2)
def known_addresses(catalog: Catalog) -> Known:
    """Return the addresses of a catalog, each declared or named one once; the first declaration of two counts."""
    declared = list(every_declared(catalog))
    own = {(place.file, place.line, place.column + quote) for one in declared for place in (one.address.value.at,) for quote in (0, 1)}
    alike: dict[str, list[Word]] = {}
    for word in catalog.written:
        if word.at not in own:
            alike.setdefault(str(word), []).append(word)
    named: dict[Ip, list[Word]] = {}
    for written, words in alike.items():
        ip = ip_address(written)
        if not ip.is_loopback and not ip.is_unspecified:
            named.setdefault(ip, []).extend(words)
    hosts = {one.interface.ip: one for one in reversed(declared) if not is_network(one.interface)}
    return Known(
        hosts=dict(sorted(hosts.items(), key=lambda one: str(one[0]))),
        networks={one.interface.network: one for one in reversed(declared) if is_network(one.interface)},
        closed=frozenset(one.interface.network for one in hosts.values() if one.interface.network.num_addresses > 1),
        named={ip: tuple(sorted(words, key=lambda word: word.at)) for ip, words in named.items()},
    )
