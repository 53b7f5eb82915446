"""What one line answers after each fault, and after each two that may strike together: for whoever writes or reviews what a command prints."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from itertools import combinations

from simulator.cluster import Cluster
from simulator.model import Action, Model
from simulator.prove import can_strike_together


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a line prints, whether it fails, and the seconds that it takes."""

    says: str
    failed: bool
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What a line answers after two faults, beside `first` and `second`, what it answers after each of them alone."""

    first: Answer
    second: Answer
    both: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that one line answers.

    `alone` gives, by answer, the faults after which it comes; that of a healthy cluster is first, and may come after none.
    `together` gives the pairs of faults whose answer needs a thought: those where one fault changes nothing and the other's answer stays are left out.
    """

    line: str
    alone: Mapping[Answer, tuple[str, ...]]
    together: Mapping[Joint, tuple[tuple[str, str], ...]]

    @property
    def different(self) -> tuple[Answer, ...]:
        """Each answer once: first those to single faults, then those that two bring about."""
        return tuple(dict.fromkeys((*self.alone, *(joint.both for joint in self.together))))


def answers(model: Model, actions: Iterable[Action], *, pairs: bool) -> Iterator[Answers]:
    """Yield what each line answers after every fault, once the cluster has settled; with `pairs` after every two as well."""
    lines = tuple(actions)
    healthy = _asked(model, lines, ())
    singles = {fault: _asked(model, lines, (fault,)) for fault in sorted(model.faults)}
    doubles = {two: _asked(model, lines, two) for two in combinations(singles, 2) if pairs and can_strike_together(model, two)}
    for place, line in enumerate(lines):
        alone = {fault: given[place] for fault, given in singles.items()}
        after_two = {two: given[place] for two, given in doubles.items()}
        yield _answers(line.line, healthy[place], alone, after_two)


def _asked(model: Model, lines: tuple[Action, ...], faults: tuple[str, ...]) -> tuple[Answer, ...]:
    struck = Cluster(model, (), tuple(value for fault in faults for value in model.faults[fault]))
    return tuple(_answer(copy(struck), line) for line in lines)


def _answer(cluster: Cluster, line: Action) -> Answer:
    ran = cluster.run(line, frozenset())
    return Answer(says=ran.says, failed=ran.failed, seconds=ran.takes)


def _answers(line: str, healthy: Answer, alone: Mapping[str, Answer], after_two: Mapping[tuple[str, str], Answer]) -> Answers:
    by_answer: dict[Answer, list[str]] = {healthy: []}
    for fault, answer in alone.items():
        by_answer.setdefault(answer, []).append(fault)
    order = tuple(by_answer)
    by_joint: dict[Joint, list[tuple[str, str]]] = {}
    for two, both in after_two.items():
        first, second = sorted((alone[fault] for fault in two), key=order.index)
        if not (first == second == both or (first == healthy and both == second)):
            by_joint.setdefault(Joint(first=first, second=second, both=both), []).append(two)
    return Answers(
        line=line,
        alone={answer: tuple(faults) for answer, faults in by_answer.items()},
        together={joint: tuple(pairs) for joint, pairs in by_joint.items()},
    )
