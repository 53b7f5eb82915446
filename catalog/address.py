"""Addresses: how they are written, and every one that stands in the text of a file."""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network, ip_interface
from typing import TypeAlias

from catalog.location import Location, Word

Ip: TypeAlias = IPv4Address | IPv6Address
Net: TypeAlias = IPv4Network | IPv6Network
Interface: TypeAlias = IPv4Interface | IPv6Interface

_DOTTED = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d)", re.ASCII)
_COLONS = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,34}(?![\w:])", re.ASCII)
_HINTS = ((_DOTTED, re.compile(r"\.\d{1,3}\.\d{1,3}\.\d", re.ASCII)), (_COLONS, re.compile(r"::|(:[0-9A-Fa-f]{1,4}){5}:")))
"""How an address of each kind is written, and what is quickly looked for first: most files have none."""


@lru_cache(maxsize=20_000)
def read(text: str) -> Interface | None:
    """Return an address with its network, `10.0.0.1/24`; alone, its network holds nothing else; None where it is no address."""
    try:
        return ip_interface(text)
    except ValueError:
        return None


def is_network(interface: Interface) -> bool:
    """Return whether a network is written, `10.0.0.0/24`, and no address in it."""
    return interface.network.num_addresses > 1 and interface.ip == interface.network.network_address


def addresses_in(file: str, text: str) -> Iterator[Word]:
    """Yield each address in the text of a file where it stands, without its port or the length of its prefix."""
    for written, hint in _HINTS:
        if hint.search(text):
            yield from _found(file, text, written)


def _found(file: str, text: str, written: re.Pattern[str]) -> Iterator[Word]:
    line, start, last = 1, 0, 0
    for found in written.finditer(text):
        passed = text.count("\n", last, found.start())
        if passed:
            line, start = line + passed, text.rindex("\n", last, found.start()) + 1
        last = found.start()
        if not _goes_on(text, last) and read(found[0]) is not None:
            yield Word(found[0], Location(file, line, last - start + 1))


def _goes_on(text: str, start: int) -> bool:
    """Return whether what begins here is the rest of a longer number."""
    return start > 0 and (text[start - 1].isdigit() or text[start - 1] == ".")
