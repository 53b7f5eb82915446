"""Steps that do again, for another node or the like, what an earlier step of the runbook did: what one may see then is told once."""

import re
from collections.abc import Iterator, Mapping

from catalog.catalog import Catalog
from catalog.runbook import Runbook, Step

_WORD = re.compile(r"[\w.-]*\w")
_RENAMED = 3
"""At most every third word of a title is another, or it tells something else."""


def again(catalog: Catalog, runbook: Runbook) -> Mapping[int, int]:
    """Return, by the number of a step, the number of the first before it that runs the same commands in the same words but for names."""
    found: dict[int, int] = {}
    firsts: list[int] = []
    for number, step in enumerate(runbook.steps, start=1):
        same = next((first for first in firsts if _is_again(catalog, runbook.steps[first - 1], step)), None)
        if same is None:
            firsts.append(number)
        else:
            found[number] = same
    return found


def _is_again(catalog: Catalog, first: Step, other: Step) -> bool:
    return bool(first.run) and _shape(catalog, first) == _shape(catalog, other) and _are_renamed(list(_texts(first)), list(_texts(other)))


def _shape(catalog: Catalog, step: Step) -> tuple[object, ...]:
    """What a step runs, command by command for each of its copies, and which of its keys are given."""
    commands = tuple(tuple(catalog.command_for(line).command.id for line in copy) for copy in catalog.lines_of(step))
    given = (step.only_if is None, step.expect is None, step.if_fails is None, step.edit is None)
    return commands, given, step.takes, step.writes


def _texts(step: Step) -> Iterator[list[str]]:
    for text in (step.title, step.note, step.warning):
        yield _WORD.findall(text or "")


def _are_renamed(first: list[list[str]], other: list[list[str]]) -> bool:
    """Whether texts are the same, word by word, but for words that are one-to-one another, few of them in the title; some may be left out."""
    both = [(one, two) for one, two in zip(first, other, strict=True) if two]
    if any(len(one) != len(two) for one, two in both):
        return False
    pairs = {pair for one, two in both for pair in zip(one, two, strict=True) if pair[0] != pair[1]}
    one_to_one = len({before for before, _ in pairs}) == len({after for _, after in pairs}) == len(pairs)
    renamed = sum(before != after for before, after in zip(first[0], other[0], strict=True))
    return one_to_one and renamed * _RENAMED <= len(first[0])
