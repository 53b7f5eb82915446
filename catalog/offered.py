"""The names of a catalog that an editor offers where a key refers to one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.catalog import Catalog
from catalog.checks.references import READINESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What there is to be named: by kind each id with its title, lines and manifests likewise, and each fact with its values.

    Without names every name is good: the schemas then say what the loader demands, and nothing of a catalog.
    """

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def offered(catalog: Catalog) -> Offered:
    """Return the names of a catalog, those of entities that could not be read included."""
    names = {
        kind: {**dict.fromkeys(sorted(catalog.unreadable.get(kind, ())), ""), **{name: _title(entity) for name, entity in known.items()}}
        for kind, known in catalog.entities.items()
    }
    names["lines"] = {str(command.run): str(command.purpose or "") for command in catalog.commands.values()}
    names["manifests"] = dict.fromkeys(catalog.manifests, "")
    facts: dict[str, tuple[str, ...]] = {}
    for component in catalog.components.values():
        facts[component.id] = READINESS
        for variable in component.conditions:
            facts[f"{component.id}.{variable.name}"] = tuple(str(value) for value in variable.values)
    names["facts"] = {fact: ", ".join(values) for fact, values in facts.items()}
    return Offered(names=names, facts=facts)


def _title(entity: object) -> str:
    return str(getattr(entity, "title", None) or getattr(entity, "heading", None) or getattr(entity, "name", None) or "")
