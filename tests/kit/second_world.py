"""The cluster of the second reading: what holds, which command a line fits, how it settles, what the reader learns.

Truth over knowledge is a number here (0 false, 1/2 unknown, 1 true), and a state is a dict.
"""

import re
from collections.abc import Callable
from typing import Any

Data = dict[str, list[dict[str, Any]]]
Look = Callable[[str], str | None]
Place = re.compile(r"\{([A-Za-z0-9_-]+)\}")


class Ended(Exception):
    """The replay is over."""

    def __init__(self, outcome: str, by: str | None) -> None:
        super().__init__(outcome)
        self.outcome, self.by = outcome, by


def seconds(text: str) -> int:
    return sum(int(count) * {"h": 3600, "m": 60, "s": 1}[unit] for count, unit in re.findall(r"(\d+)([hms])", text))


def truth(condition: dict[str, Any], look: Look) -> float:
    if "all" in condition:
        return min((truth(part, look) for part in condition["all"]), default=1)
    if "any" in condition:
        return max((truth(part, look) for part in condition["any"]), default=0)
    if "not" in condition:
        return 1 - truth(condition["not"], look)
    if "of" in condition:
        ranked = sorted((truth(part, look) for part in condition["of"]), reverse=True)
        wanted = int(condition["at_least"])
        return 1 if wanted == 0 else ranked[wanted - 1] if len(ranked) >= wanted else 0
    answers = [1.0]
    for fact, value in condition.items():
        seen = look(fact)
        answers.append(0.5 if seen is None else float(seen in (value if isinstance(value, list) else [value])))
    return min(answers)


def filled(value: Any, meanings: dict[str, str]) -> Any:
    match value:
        case str():
            return Place.sub(lambda found: meanings.get(found[1], found[0]), value)
        case list():
            return [filled(item, meanings) for item in value]
        case dict():
            return {filled(key, meanings): filled(item, meanings) for key, item in value.items()}
        case _:
            return value


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def meanings_of(where: Any) -> dict[str, str]:
    return dict(where) if isinstance(where, dict) else {word: word for word in where}


def fits(command: dict[str, Any], line: str) -> tuple[int, dict[str, str]] | None:
    """How many placeholders a command needs for a line and what those with a meaning mean, or None."""
    pattern, words = command["run"].split(), line.split()
    if len(pattern) != len(words):
        return None
    count, meant = 0, {}
    for part, word in zip(pattern, words, strict=True):
        name = Place.search(part)
        if name is None:
            if part != word:
                return None
            continue
        count += 1
        head, tail = part[: name.start()], part[name.end() :]
        if not (word.startswith(head) and word.endswith(tail) and len(word) > len(head) + len(tail)):
            return None
        inner = word[len(head) : len(word) - len(tail)]
        if name[1] in command.get("where", {}):
            known = meanings_of(command["where"][name[1]])
            if inner not in known:
                return None
            meant[name[1]] = known[inner]
    return count, meant


class World:
    """The cluster, its clock, and what the reader knows."""

    def __init__(self, data: Data, scenario: dict[str, Any]) -> None:
        self.data, self.scenario, self.clock, self.known = data, scenario, 0, dict[str, str]()
        self.parts = {part["id"]: part for part in data["components"]}
        self.state = {
            f"{part['id']}.{name}": values[0] for part in data["components"] for name, values in part.get("conditions", {}).items()
        }
        self.state |= scenario.get("given", {})
        self.taken, self.path, self.accepted = 0, list[str](), list[str]()
        self.by: str | None = None
        self.strike(0)
        if self.settle(watch=False):
            raise Ended("flapping", None)
        self.clock, self.held = 0, self.broken()

    def look(self, fact: str) -> str:
        return self.state[fact] if "." in fact else "ready" if self.ready(fact) else "not-ready"

    def ready(self, name: str) -> bool:
        part = self.parts[name]
        well = all(self.state[f"{name}.{condition}"] == values[0] for condition, values in part.get("conditions", {}).items())
        if "ready_when" in part:
            well = self.holds(part["ready_when"])
        return well and all(self.ready(other) for other in part.get("needs", []))

    def holds(self, condition: dict[str, Any]) -> bool:
        return truth(condition, self.look) == 1

    def broken(self) -> set[str]:
        return {one["id"] for one in self.data["invariants"] if self.holds(one["never"])}

    def watch(self) -> None:
        now = self.broken()
        fresh, self.held = now - self.held, now
        if fresh - set(self.accepted):
            raise Ended("unsafe", self.by)

    def strike(self, after: int) -> bool:
        names = [strike["fault"] for strike in map(self.strike_of, self.scenario.get("faults", [])) if strike["after_step"] == after]
        for fault in self.data["faults"]:
            self.state |= fault["sets"] if fault["id"] in names else {}
        return bool(names)

    @staticmethod
    def strike_of(entry: Any) -> dict[str, Any]:
        return {"fault": entry, "after_step": 0} if isinstance(entry, str) else {"after_step": 0, **entry}

    def settle(self, *, watch: bool) -> bool:
        """Let the cluster come to rest; whether it flaps."""
        before = [dict(self.state)]
        while True:
            wishes = [reaction for reaction in self.data["reactions"] if self.holds(reaction["when"])]
            firing = [reaction for reaction in wishes if self.state != self.state | reaction["set"]]
            if not firing:
                return False
            pairs = {pair for reaction in wishes for pair in reaction["set"].items()}
            if len({fact for fact, _ in pairs}) != len(pairs):
                return True
            self.state = self.state | dict(pairs)
            self.clock += max(seconds(reaction.get("after", "0s")) for reaction in firing)
            if watch:
                self.watch()
            if self.state in before:
                return True
            before.append(dict(self.state))

    def change(self, sets: Any, takes: str) -> None:
        self.clock += seconds(takes)
        entries = [entry if {"set", "when"} & set(entry) else {"set": entry} for entry in listed(sets)]
        for made in [entry["set"] for entry in entries if self.holds(entry.get("when", {}))]:
            self.state = self.state | made
        self.watch()
        if self.settle(watch=True):
            raise Ended("flapping", self.by)

    def run(self, line: str) -> bool:
        """Run a line; whether it went well."""
        matches = [(found[0], index, found[1]) for index, command in enumerate(self.data["commands"]) if (found := fits(command, line))]
        _, index, meant = min(matches)
        command = filled({key: value for key, value in self.data["commands"][index].items() if key not in ("where", "run")}, meant)
        well = self.holds(command.get("requires", {}))
        what: dict[str, Any] = command
        if not well:
            entries: list[dict[str, Any]] = [{} if isinstance(entry, str) else entry for entry in listed(command.get("fails", []))]
            what = next((entry for entry in entries if self.holds(entry.get("when", {}))), {})
        self.change(what.get("sets", {}), what.get("takes", command.get("takes", "0s")))
        for shown in what.get("shows", []):
            entry: dict[str, Any] = {"show": shown} if isinstance(shown, str) else shown
            if self.holds(entry.get("when", {})):
                self.known |= {fact: self.look(fact) for fact in listed(entry.get("show", []))} | entry.get("claim", {})
        return well

    def knows(self, condition: dict[str, Any]) -> float:
        return truth(condition, self.known.get)
