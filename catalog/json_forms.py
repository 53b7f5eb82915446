"""What schemas are put together from: the forms of words, and two schemas that are one."""

from typing import Any, TypeAlias

from catalog.json_values import written

Json: TypeAlias = dict[str, Any]

END = r"(?![\s\S])"
"""The end of a text, in the words of every engine of patterns."""

WORD: Json = {"type": ["string", "number", "boolean"]}
COUNT: Json = {"type": ["integer", "string"], "minimum": 0, "maximum": 999_999_999, "pattern": rf"^[0-9]{{1,9}}{END}"}
DURATION: Json = {"type": "string", "pattern": rf"^(?=[0-9])([0-9]{{1,6}}h)?([0-9]{{1,6}}m)?([0-9]{{1,9}}s)?{END}"}
PLACEHOLDER: Json = {"type": "string", "pattern": r"\{[A-Za-z0-9_-]+\}"}


def merged(*parts: Json) -> Json:
    """Return one schema of values that fit any of these, each of which speaks of types that the others do not."""
    listed = [kind for part in parts for kind in (part["type"] if isinstance(part["type"], list) else [part["type"]])]
    return {**{key: value for part in parts for key, value in part.items()}, "type": listed}


def either(item: Json, listed: Json) -> Json:
    """Return the schema of a list that may be written as its single entry."""
    if isinstance(item.get("type"), list) and set(item) == {"type"}:
        return merged(item, listed)
    return {"anyOf": [item, listed]}


def short_form(whole: Json, short: Json) -> Json:
    """Return the schema of an entity that may be written as one of its values; that value stands for no mapping."""
    scalar = {"type": ["string", "number", "boolean"]} if short == WORD else None
    if scalar is not None:
        return merged(whole, scalar)
    return {"anyOf": [short, whole]}


def values_of(values: tuple[str, ...]) -> Json:
    """Return the schema of a fact that has one of these values, or that a placeholder stands for."""
    return {"anyOf": [{"enum": [form for value in values for form in written(value)]}, PLACEHOLDER]}
