"""On which page of the reference each command stands: with the others of its tool, and where those are many, on one of several pages."""

from collections.abc import Mapping

from catalog.catalog import Catalog
from catalog.command import Command
from generator import address

_MOST = 120_000
"""Letters that the commands of one page print and say: for more of them a phone would wait."""
_OWN = 600
"""Letters that a command has beside those, about."""


def by_tool(catalog: Catalog) -> Mapping[str, list[Command]]:
    """Return the commands of each tool, in the order of their patterns."""
    found: dict[str, list[Command]] = {}
    for command in sorted(catalog.commands.values(), key=lambda one: (one.run.split(), one.id)):
        found.setdefault(address.tool_of(command.run), []).append(command)
    return found


def shelves(catalog: Catalog) -> Mapping[str, tuple[str, list[Command]]]:
    """Return by the path of each page the tool whose commands stand there, and those commands."""
    found: dict[str, tuple[str, list[Command]]] = {}
    for tool, commands in by_tool(catalog).items():
        whole = sum(map(_letters, commands))
        most = whole / -(-whole // _MOST)  # on each page about the same
        number, filled = 1, 0
        for command in commands:
            if filled >= number * most:
                number += 1
            filled += _letters(command)
            found.setdefault(address.tool_page(tool, number), (tool, []))[1].append(command)
    return found


def _letters(command: Command) -> int:
    lines = {
        line for one in command.output for printed in one.lines() for line in printed.text.splitlines()
    }  # a form shows what sets it apart from the others
    return _OWN + sum(map(len, lines)) + sum(len(one.message or "") for one in command.fails)


def places(catalog: Catalog) -> Mapping[str, str]:
    """Return the path of the page on which each command stands, by its id."""
    return {str(command.id): path for path, (_, commands) in shelves(catalog).items() for command in commands}
