"""A model in which equal parts are one object and texts know nothing of where they were written: small to keep, and quick to compare."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from simulator.memory import Memory
from simulator.model import Model


def shared(model: Model) -> Model:
    """Return an equal model whose equal parts are one object."""
    whole: Model = _Sharing().of(model)
    return whole


class _Sharing:
    """Gives out one object for all that are equal; two parts are equal where they are of one type and made of the same parts."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Any] = {}
        self._done: dict[int, tuple[Any, Any]] = {}  # each with what it was made of, which keeps its number its own

    def of(self, part: Any) -> Any:
        """Return what stands for a part of a model."""
        if part is None or isinstance(part, Enum | bool | int | Memory):
            return part
        if isinstance(part, str):
            plain = str(part)
            return self._known.setdefault((str, plain), plain)
        if isinstance(part, dict):
            return {self.of(name): self.of(value) for name, value in part.items()}
        if id(part) not in self._done:
            self._done[id(part)] = part, self._made(part)
        return self._done[id(part)][1]

    def _made(self, part: Any) -> Any:
        if is_dataclass(part) and not isinstance(part, type):
            names = [one.name for one in fields(part)]
            return self._one(type(part), [self.of(getattr(part, name)) for name in names], names)
        ordered = sorted(part) if isinstance(part, frozenset) else part
        return self._one(type(part), [self.of(one) for one in ordered], None)

    def _one(self, kind: type[Any], parts: list[Any], names: list[str] | None) -> Any:
        key = (kind, *map(id, parts))
        if key not in self._known:
            self._known[key] = kind(parts) if names is None else _filled(kind, names, parts)
        return self._known[key]


def _filled(kind: type[Any], names: list[str], parts: list[Any]) -> Any:
    made = object.__new__(kind)
    for name, part in zip(names, parts, strict=True):
        object.__setattr__(made, name, part)
    return made
