"""Every address is declared once, by the component that has it, and every text says it as it is declared (language §2)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from catalog.address import Interface, Ip, Net, is_network, read
from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.component import Address, Component
from catalog.edit import Edit, Related, rewrite
from catalog.finding import letters_off
from catalog.location import Word

_IN_PARTS = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{0,2}(?:\{\w+\}|\$\{?\w+\}?)", re.ASCII)

FAR = 2
"""An address that is more letters off than this was hardly meant."""
MANY = 4
"""More places than this that name what is not declared are one mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declared:
    """An address, or a network, and who declares it."""

    owner: Component
    address: Address
    interface: Interface

    @property
    def word(self) -> Word:
        """The address without the length of its prefix, as other texts write it."""
        return Word(self.address.value.partition("/")[0], self.address.value.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The addresses that a catalog declares, those that its texts name, and where."""

    hosts: Mapping[Ip, _Declared]
    networks: Mapping[Net, _Declared]
    closed: frozenset[Net]
    named: Mapping[Ip, tuple[Word, ...]]

    @property
    def unnamed(self) -> tuple[_Declared, ...]:
        """The addresses that no text names but their own declaration."""
        return tuple(declared for ip, declared in self.hosts.items() if ip not in self.named)

    @property
    def empty(self) -> tuple[_Declared, ...]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """An address that was changed where it is declared, and what the texts still say."""

    declared: _Declared
    old: Mapping[Ip, Ip]
    sure: bool


def _all(catalog: Catalog) -> Iterator[_Declared]:
    for component in catalog.components.values():
        for address in component.addresses:
            interface = read(address.value)
            if interface is not None:
                yield _Declared(owner=component, address=address, interface=interface)


@lru_cache(maxsize=2)
def _known(catalog: Catalog) -> _Known:
    declared = list(_all(catalog))
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
    return _Known(
        hosts=dict(sorted(hosts.items(), key=lambda one: str(one[0]))),
        networks={one.interface.network: one for one in reversed(declared) if is_network(one.interface)},
        closed=frozenset(one.interface.network for one in hosts.values() if one.interface.network.num_addresses > 1),
        named={ip: tuple(sorted(words, key=lambda word: word.at)) for ip, words in named.items()},
    )


@check("ADDR001")
def addresses_are_addresses(catalog: Catalog) -> Iterator[Breach]:
    """What a component lists under `addresses` is an address, `10.0.0.1`, with its network, `10.0.0.1/24`, or a network, `10.0.0.0/24`."""
    for component in catalog.components.values():
        for address in component.addresses:
            if read(address.value) is None:
                message = f"`{address.value}` is no address: `{address.name}` of `{component.id}`"
                yield Breach(address.value.at, message, "write it like `10.0.0.1/24`")


@check("ADDR002")
def addresses_are_declared_once(catalog: Catalog) -> Iterator[Breach]:
    """One component declares an address, under one name."""
    first: dict[tuple[Ip, bool], _Declared] = {}
    for one in _all(catalog):
        other = first.setdefault((one.interface.ip, is_network(one.interface)), one)
        if other.address.value.at != one.address.value.at:
            message = f"`{one.word}` is declared twice, by `{other.owner.id}` and by `{one.owner.id}`"
            yield Breach(
                one.address.value.at, message, "delete one of the two", related=(Related(other.address.value.at, "declared here"),)
            )


@check("ADDR003")
def every_address_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """An address in a text that lies in the network of a declared one, or is a slip away from one, is itself declared by a component."""
    known = _known(catalog)
    unread = catalog.unreadable.get("components") or catalog.misread.get("components") or "components" in catalog.incomplete
    if unread or not (known.hosts or known.networks):
        return
    changed = _changes(known)
    for change in changed:
        yield _carried(known, change)
    told = {ip for change in changed for ip in change.old}
    for ip, words in known.named.items():
        if ip not in told and not known.is_declared(ip) and (known.is_closed(ip) or _is_slip(known, ip)):
            for word in words[:1] if len(words) > MANY else words:
                yield _undeclared(known, word, len(words))


@check("ADDR004")
def addresses_are_written_in_full(catalog: Catalog) -> Iterator[Breach]:
    """A line names an address of a network with declared ones in full: one in parts, `10.0.0.{n}`, is found by nobody who looks for it."""
    closed = _known(catalog).closed
    for line in {line.at: line for line in _lines(catalog)}.values() if closed else ():
        for found in _IN_PARTS.finditer(line):
            first = read(f"{found[1]}.0")
            if first is not None and any(first.ip in network for network in closed):
                message = f"`{found[0]}` is an address in parts, which nobody finds who looks for one, and no change of one is carried to"
                yield Breach(line.at, message, "write the address in full, a line for each")


def _lines(catalog: Catalog) -> Iterator[Word]:
    yield from (command.run for command in catalog.commands.values())
    yield from (line for runbook in catalog.runbooks.values() for step in runbook.steps for line in step.run)
    yield from (line for tree in catalog.trees.values() for node in tree.nodes if node.check for line in node.check.run)


def _carried(known: _Known, change: _Change) -> Breach:
    """Return the breach that an address is another where it is declared, with the edits that carry it to every text."""
    declared = change.declared
    words = [(word, new) for old, new in change.old.items() for word in known.named[old]]
    first, new = words[0]
    message = (
        f"nothing names `{declared.word}`, which `{declared.owner.id}` declares, "
        f"and {len(words)} places name `{first}`, which nothing declares"
    )
    back = "" if is_network(declared.interface) else f", or `{first}` here"
    fix = f"write `{new}` there (`phasebook check --fix` does){back}" if change.sure else f"write `{new}` there{back}, or declare `{first}`"
    also = tuple(Edit(at=word.at, old=str(word), new=str(to), sure=change.sure) for word, to in words)
    return Breach(declared.address.value.at, message, fix, related=(Related(first.at, "named here"),), also=also)


def _changes(known: _Known) -> list[_Change]:
    """Return every address that only its declaration names, with the one that the texts name in its place."""
    unnamed, found = list(known.unnamed), list[_Change]()
    left = [ip for ip in known.named if not known.is_declared(ip) and (known.is_closed(ip) or not known.is_free(ip))]
    for declared in unnamed:
        alike = [ip for ip in left if _same_place(known, ip, declared)] or [ip for ip in left if known.is_closed(ip)]
        near = alike or [ip for ip in known.named if not known.is_declared(ip) and letters_off(str(ip), str(declared.interface.ip)) == 1]
        rivals = [other for other in unnamed if near and _could_be(known, near[0], other, same=_same_place(known, near[0], declared))]
        if len(near) == 1 and rivals == [declared]:
            found.append(_Change(declared=declared, old=_with_network(known, near[0], declared), sure=True))
    return [*found, *_moved_networks(known, {ip for change in found for ip in change.old})]


def _could_be(known: _Known, ip: Ip, declared: _Declared, *, same: bool) -> bool:
    """Return whether a declared address may be what an undeclared one became."""
    return _same_place(known, ip, declared) or (not same and (known.is_closed(ip) or letters_off(str(ip), str(declared.interface.ip)) == 1))


def _same_place(known: _Known, ip: Ip, declared: _Declared) -> bool:
    """Return whether an address outside every network has the place in its own that a declared one has in another."""
    network = declared.interface.network
    if network.num_addresses == 1 or ip.version != network.version or known.is_closed(ip) or known.is_free(ip) or not ip.is_private:
        return False
    return int(ip) & int(network.hostmask) == int(declared.interface.ip) & int(network.hostmask)


def _with_network(known: _Known, old: Ip, declared: _Declared) -> dict[Ip, Ip]:
    """Return what an address became, and where the network of it is another too, what became of that."""
    network = declared.interface.network
    became = {old: declared.interface.ip}
    base = ip_address(int(old) & ~int(network.hostmask))
    if old not in network and network.num_addresses > 1 and base in known.named and not known.is_declared(base) and base != old:
        became[base] = network.network_address
    return became


def _moved_networks(known: _Known, told: set[Ip]) -> Iterator[_Change]:
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
            yield _Change(declared=declared, old=moved, sure=True)


def _is_slip(known: _Known, ip: Ip) -> bool:
    """Return whether an address that lies in no network is a declared one but for a digit, or with two parts swapped."""
    if known.is_free(ip):
        return False
    return any(
        letters_off(str(ip), str(other)) == 1 or sorted(str(ip).split(".")) == sorted(str(other).split(".")) for other in known.hosts
    )


def _undeclared(known: _Known, word: Word, count: int) -> Breach:
    """Return the breach that nothing declares an address; where several that are declared are as near, each is named."""
    far = {str(ip): letters_off(word, str(ip)) for ip in known.hosts}
    far |= {other: 0 for other in far if sorted(other) == sorted(str(word))}
    near = sorted(other for other, letters in far.items() if letters == min(far.values()) and letters <= FAR)
    others = f"; {count} places name it" if count > MANY else ""
    hint = f", did you mean {' or '.join(f'`{other}`' for other in near[:MANY])}?" if near else ""
    declare = f"declare it under `addresses` of {'a' if near else 'the'} component{'' if near else ' that has it'}"
    fix = f"write {' or '.join(f'`{other}`' for other in near[:MANY])}, or {declare}" if near else declare
    declared = next((one for one in known.hosts.values() if near and str(one.interface.ip) == near[0]), None)
    related = () if declared is None else (Related(declared.address.value.at, f"`{declared.owner.id}` declares it here"),)
    edit = rewrite(word, near[0], sure=len(near) == 1 and count <= MANY) if near else None
    return Breach(word.at, f"no component declares the address `{word}`{hint}{others}", fix, edit, related)
