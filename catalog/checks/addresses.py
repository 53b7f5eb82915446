"""Every address is declared once, by the component that has it, and every text says it as it is declared (language §2)."""

import re
from collections.abc import Iterator

from catalog.address import Ip, is_network, read
from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.declared import Declared, Known, every_declared, known_addresses
from catalog.edit import Edit, Related, rewrite
from catalog.finding import letters_off
from catalog.location import Word
from catalog.readdressed import Change, changes

_IN_PARTS = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{0,2}(?:\{\w+\}|\$\{?\w+\}?)", re.ASCII)

FAR = 2
"""An address that is more letters off than this was hardly meant."""
MANY = 4
"""More places than this that name what is not declared are one mistake."""


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
    first: dict[tuple[Ip, bool], Declared] = {}
    for one in every_declared(catalog):
        other = first.setdefault((one.interface.ip, is_network(one.interface)), one)
        if other.address.value.at != one.address.value.at:
            message = f"`{one.word}` is declared twice, by `{other.owner.id}` and by `{one.owner.id}`"
            yield Breach(
                one.address.value.at, message, "delete one of the two", related=(Related(other.address.value.at, "declared here"),)
            )


@check("ADDR003")
def every_address_is_declared(catalog: Catalog) -> Iterator[Breach]:
    """An address in a text that lies in the network of a declared one, or is a slip away from one, is itself declared by a component."""
    known = known_addresses(catalog)
    unread = catalog.unreadable.get("components") or catalog.misread.get("components") or "components" in catalog.incomplete
    if unread or not (known.hosts or known.networks):
        return
    changed = changes(known)
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
    closed = known_addresses(catalog).closed
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


def _carried(known: Known, change: Change) -> Breach:
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


def _is_slip(known: Known, ip: Ip) -> bool:
    """Return whether an address that lies in no network is a declared one but for a digit, or with two parts swapped."""
    if known.is_free(ip):
        return False
    return any(
        letters_off(str(ip), str(other)) == 1 or sorted(str(ip).split(".")) == sorted(str(other).split(".")) for other in known.hosts
    )


def _undeclared(known: Known, word: Word, count: int) -> Breach:
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
