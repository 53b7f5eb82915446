"""Which commands change a component, and which show it."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

from catalog.catalog import Catalog, owner_of
from catalog.uses import Role, uses

Touching: TypeAlias = Mapping[tuple[str, Role], tuple[str, ...]]
"""The commands that set (`Role.SET`) or show (`Role.SHOWN`) a fact of a component."""


def touching(catalog: Catalog) -> Touching:
    """Return the commands by the component that they touch and by how they do, those first that touch the fewest."""
    commands = {f"command `{name}`": name for name in catalog.commands}
    found: dict[tuple[str, Role], dict[str, None]] = {}
    for use in uses(catalog):
        if use.owner in commands and use.role in (Role.SET, Role.SHOWN):
            for filling in use.fillings():
                for fact, _ in filling:
                    found.setdefault((owner_of(fact), use.role), {})[commands[use.owner]] = None
    breadth = Counter(name for names in found.values() for name in names)
    return {key: tuple(sorted(names, key=breadth.__getitem__)) for key, names in found.items()}


def only_changing(known: Touching) -> Mapping[str, list[str]]:
    """Return by component the commands that change it and no other."""
    changing = Counter(name for (_, role), names in known.items() if role is Role.SET for name in names)
    return {owner: [name for name in names if changing[name] == 1] for (owner, role), names in known.items() if role is Role.SET}
