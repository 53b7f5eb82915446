"""Parts of the data as they are written, on one line: how a change to them is told."""

from typing import assert_never

from catalog.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from catalog.effect import Assignment


def condition(source: Condition) -> str:
    """Return a condition as it is written in the data."""
    match source:
        case Facts(tests=tests):
            return "{" + ", ".join(f"{test.fact}: {_values(test.values)}" for test in tests) + "}"
        case All(parts=parts):
            return f"{{all: {_parts(parts)}}}"
        case AnyOf(parts=parts):
            return f"{{any: {_parts(parts)}}}"
        case Not(part=part):
            return f"{{not: {condition(part)}}}"
        case AtLeast(count=count, parts=parts):
            return f"{{at_least: {count}, of: {_parts(parts)}}}"
        case _:
            assert_never(source)


def assignments(made: tuple[Assignment, ...]) -> str:
    """Return facts with the values that they are given."""
    return "{" + ", ".join(f"{one.fact}: {one.value}" for one in made) + "}"


def _values(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _parts(parts: tuple[Condition, ...]) -> str:
    return f"[{', '.join(map(condition, parts))}]"
