"""Random conditions, effects, `shows` and `fails` in all their forms."""

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
TIMES = ("0s", "1s", "10s", "1m", "1m30s", "1h")


class Conditions:
    """Makes conditions and effects over the facts that are there, with the chance that `random` gives."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.conditions: dict[str, tuple[str, ...]] = {}
        self.components: list[str] = []

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """Return up to `most` of the items, each once."""
        return self.random.sample(list(items), self.random.randint(0, min(most, len(items))))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, items: Sequence[T]) -> T:
        return self.random.choice(list(items))

    def values_of(self, fact: str) -> tuple[str, ...]:
        return self.conditions[fact] if "." in fact else ("ready", "not-ready")

    def facts(self) -> list[str]:
        return [*self.conditions, *self.components]

    def condition(self, facts: Sequence[str], depth: int = 2) -> dict[str, Any]:
        form = self.random.randint(0, 9) if depth else 0
        if form < 6:
            return {fact: self.asked(fact) for fact in self.some(facts, 2)}
        parts = [self.condition(facts, depth - 1) for _ in range(self.random.randint(0, 3))]
        match form:
            case 6:
                return {"all": parts}
            case 7:
                return {"any": parts}
            case 8:
                return {"not": self.condition(facts, depth - 1)}
            case _:
                return {"at_least": self.random.randint(0, 2), "of": parts}

    def asked(self, fact: str) -> str | list[str]:
        values = self.values_of(fact)
        return self.one(values) if self.chance(0.7) else self.some(values, 2)

    def assignments(self, most: int = 2) -> dict[str, str]:
        return {fact: self.one(self.conditions[fact]) for fact in self.some(list(self.conditions), most)}

    def effects(self) -> Any:
        if self.chance(0.6):
            return self.assignments()
        entries: list[dict[str, Any]] = [{"set": self.assignments()} for _ in range(self.random.randint(1, 2))]
        for entry in entries:
            if self.chance(0.5):
                entry["when"] = self.condition(self.facts(), 1)
        return entries if len(entries) > 1 or self.chance(0.5) else entries[0]

    def shows(self) -> list[Any]:
        entries: list[Any] = []
        for _ in range(self.random.randint(0, 3)):
            if self.chance(0.6):
                entries.append(self.one(self.facts()))
                continue
            entry: dict[str, Any] = {"show": self.one(self.facts())}
            if self.chance(0.4):
                entry = {"claim": {fact: self.one(self.values_of(fact)) for fact in {self.one(self.facts())}}}
            if self.chance(0.6):
                entry["when"] = self.condition(self.facts(), 1)
            entries.append(entry)
        return entries

    def failures(self) -> Any:
        if self.chance(0.3):
            return "Error: it fails"
        entries: list[dict[str, Any]] = []
        for _ in range(self.random.randint(1, 2)):
            entry: dict[str, Any] = {"message": "Error: it fails"}
            entry |= {"when": self.condition(self.facts(), 1)} if self.chance(0.5) else {}
            entry |= {"takes": self.one(TIMES)} if self.chance(0.5) else {}
            entry |= {"sets": self.effects()} if self.chance(0.3) else {}
            entry |= {"shows": self.shows()} if self.chance(0.4) else {}
            entries.append(entry)
        return entries
