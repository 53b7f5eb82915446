"""A mutant: a catalog in which one entity has been changed in one small way."""

from dataclasses import dataclass, replace

from catalog.catalog import Catalog
from catalog.kinds import Entity
from catalog.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change: its name, the entity of a `kind` as it is afterwards, where the change stands, what was there and what is now.

    `number` and `step` are the number, from 1, and the title of the step that was changed, where the change is to a runbook.
    """

    change: str
    kind: str
    entity: Entity
    at: Location
    was: str
    now: str
    number: int = 0
    step: str = ""

    @property
    def owner(self) -> str:
        """The id of the entity."""
        return str(self.entity.id)

    @property
    def difference(self) -> str:
        """The change as a difference in one line."""
        return " ".join(filter(None, [f"-[{self.was}]" if self.was else "", f"+[{self.now}]" if self.now else ""]))

    def of(self, catalog: Catalog) -> Catalog:
        """Return the catalog with this change made to it."""
        return replace(catalog, entities={**catalog.entities, self.kind: {**catalog.entities[self.kind], self.owner: self.entity}})
