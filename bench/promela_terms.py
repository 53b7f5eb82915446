"""What Promela calls the variables of a catalog, their values and what the reader believes of them: numbers; and conditions over them."""

from collections.abc import Iterable, Iterator

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import READY, Effect, Model, Show, Values
from simulator.symbolic.layout import layout_of


class Terms:
    """`v` holds the values of the variables, `r` whether components are ready, `k` what the reader believes, 0 for nothing."""

    def __init__(self, model: Model) -> None:
        layout = layout_of(model, relevant_only=True)
        self._variables = {name: number for number, name in enumerate(layout.healthy)}
        self._codes = {
            name: {healthy: 0} | {value: code for code, value in enumerate(layout.unhealthy[name], 1)}
            for name, healthy in layout.healthy.items()
        }
        self._facts = {name: number for number, name in enumerate(layout.beliefs)}
        self._beliefs = {name: {value: code for code, value in enumerate(known, 1)} for name, known in layout.beliefs.items()}
        self._parts = {name: number for number, name in enumerate(model.components)}

    def declared(self) -> str:
        """Return the declarations."""
        return f"byte v[{len(self._variables)}]; byte k[{max(len(self._facts), 1)}]; bit r[{len(self._parts)}];"

    def _test(self, test: Test) -> str:
        if test.fact in self._parts:
            told = {f"r[{self._parts[test.fact]}]" if value == READY else f"!r[{self._parts[test.fact]}]" for value in test.values}
        else:
            codes = self._codes[test.fact]
            told = {f"v[{self._variables[test.fact]}] == {codes[value]}" for value in test.values if value in codes}
        return any_of(sorted(told))

    def holds(self, condition: Condition) -> str:
        """Return what is true where a condition holds in the cluster."""
        match condition:
            case Facts(tests):
                return all_of(map(self._test, tests))
            case All(parts):
                return all_of(map(self.holds, parts))
            case AnyOf(parts):
                return any_of(map(self.holds, parts))
            case Not(part):
                return f"!({self.holds(part)})"
            case AtLeast(count, parts):
                return f"({how_many(map(self.holds, parts))} >= {count})"

    def known(self, condition: Condition, *, true: bool) -> str:
        """Return what is true where a condition is known to hold, or known not to."""
        match condition:
            case Facts(tests):
                return (all_of if true else any_of)([self._known_test(test, true=true) for test in tests])
            case All(parts):
                return (all_of if true else any_of)([self.known(part, true=true) for part in parts])
            case AnyOf(parts):
                return (any_of if true else all_of)([self.known(part, true=true) for part in parts])
            case Not(part):
                return self.known(part, true=not true)
            case AtLeast(count, parts) if true:
                return f"({how_many(self.known(part, true=True) for part in parts)} >= {count})"
            case AtLeast(count, parts):
                return f"({how_many(f'!{self.known(part, true=False)}' for part in parts)} < {count})"

    def _known_test(self, test: Test, *, true: bool) -> str:
        codes = self._beliefs.get(test.fact, {})
        wanted = [code for value, code in codes.items() if (value in test.values) is true]
        return any_of(f"k[{self._facts[test.fact]}] == {code}" for code in wanted)

    def effects(self, effects: Iterable[Effect]) -> Iterator[str]:
        """Yield what applies effects, each `when` judged in the state before."""
        made = [effect for effect in effects if effect.set]
        yield from (f"e[{number}] = ({self.holds(effect.when)});" for number, effect in enumerate(made))
        for number, effect in enumerate(made):
            for fact, value in effect.set:
                place, code = f"v[{self._variables[fact]}]", self._codes[fact][value]
                yield f"if :: e[{number}] && {place} != {code} -> {place} = {code}; changed = 1 :: else fi;"

    def shows(self, shows: Iterable[Show]) -> Iterator[str]:
        for entry in shows:
            learnt = [self._shown(fact) for fact in entry.show if fact in self._facts]
            learnt += [f"k[{self._facts[fact]}] = {self._beliefs[fact][value]}" for fact, value in entry.claim if fact in self._facts]
            if learnt:
                yield f"if :: ({self.holds(entry.when)}) -> {'; '.join(learnt)} :: else fi;"

    def _shown(self, fact: str) -> str:
        if fact in self._parts:
            return f"k[{self._facts[fact]}] = 2 - r[{self._parts[fact]}]"
        return f"k[{self._facts[fact]}] = v[{self._variables[fact]}] + 1"

    def struck(self, fact: str, value: str) -> str:
        place, code = f"v[{self._variables[fact]}]", self._codes[fact][value]
        return f"if :: {place} != 0 && {place} != {code} -> clash = 1 :: else -> {place} = {code} fi"

    def differs(self, values: Values) -> str:
        """Return what is true where any of some variables has another value."""
        return any_of(f"v[{self._variables[fact]}] != {self._codes[fact][value]}" for fact, value in values)

    def sets(self, values: Values) -> str:
        """Return what lets variables take values."""
        return "; ".join(f"v[{self._variables[fact]}] = {self._codes[fact][value]}" for fact, value in values)

    def ready(self, name: str) -> str:
        """Return where it is kept whether a component is ready."""
        return f"r[{self._parts[name]}]"


def all_of(parts: Iterable[str]) -> str:
    return f"({' && '.join(told)})" if (told := list(parts)) else "1"


def any_of(parts: Iterable[str]) -> str:
    return f"({' || '.join(told)})" if (told := list(parts)) else "0"


def how_many(parts: Iterable[str]) -> str:
    return f"({' + '.join(told)})" if (told := list(parts)) else "0"
