"""What holds in a state, and what is known of it: Kleene's three values (language §2 and §4)."""

from collections.abc import Callable, Iterable
from typing import assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not


def judge(condition: Condition, look: Callable[[str], str | None]) -> bool | None:
    """Return whether a condition holds; None is unknown.

    `look` gives the value of a fact, or None where it is not known. A fact that is not known leaves its comparison
    unknown, also where every value is listed.
    """
    match condition:
        case Facts(tests):
            return _every(_among(look(test.fact), test.values) for test in tests)
        case All(parts):
            return _every(judge(part, look) for part in parts)
        case AnyOf(parts):
            return _some(judge(part, look) for part in parts)
        case Not(part):
            inner = judge(part, look)
            return None if inner is None else not inner
        case AtLeast(count, parts):
            return _at_least(count, [judge(part, look) for part in parts])
        case _:
            assert_never(condition)


def misses(condition: Condition, look: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return the facts of a condition, sorted, that have none of the values asked for, or are not known."""
    match condition:
        case Facts(tests):
            return tuple(sorted({test.fact for test in tests if look(test.fact) not in test.values}))
        case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
            return tuple(sorted({fact for part in parts for fact in misses(part, look)}))
        case Not(part):
            return misses(part, look)
        case _:
            assert_never(condition)


def _among(value: str | None, values: frozenset[str]) -> bool | None:
    return None if value is None else value in values


def _every(answers: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def _some(answers: Iterable[bool | None]) -> bool | None:
    result: bool | None = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            result = None
    return result


def _at_least(count: int, answers: list[bool | None]) -> bool | None:
    if answers.count(True) >= count:
        return True
    return None if answers.count(True) + answers.count(None) >= count else False
