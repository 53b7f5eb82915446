"""Random small catalogs in the full language, as plain data: kind -> list of entities. None of them has a blocking finding."""

import json
from random import Random
from typing import Any

from hypothesis import strategies as st
from random_conditions import TIMES, Conditions

Data = dict[str, list[dict[str, Any]]]
VALUES = ("ok", "bad", "odd")
NAMES = ("p", "q", "r")


class Maker(Conditions):
    """Makes one catalog."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.lines: list[str] = []

    def component(self, number: int) -> dict[str, Any]:
        name = f"c{number}"
        made: dict[str, Any] = {"id": name, "phase": self.one(("bootstrap", "gitops")), "layer": self.one(("os", "apps"))}
        own = {condition: self.random.sample(VALUES, self.random.randint(2, 3)) for condition in self.some(NAMES, 3)}
        if own or self.chance(0.5):
            made["conditions"] = own
        self.conditions |= {f"{name}.{condition}": tuple(values) for condition, values in own.items()}
        for key in ("needs", "starts_after"):
            if self.components and self.chance(0.5):
                made[key] = self.some(self.components, 2)
        if self.chance(0.25):
            made["ready_when"] = self.condition([*(f"{name}.{condition}" for condition in own), *self.components])
        if self.chance(0.3):
            made["attributes"] = {"size": self.one(("big", "small"))}
        self.components.append(name)
        return made

    def command(self, number: int) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"do-{number}", "run": f"do{number}"}
        made |= {"takes": self.one(TIMES)} if self.chance(0.6) else {}
        made |= {"requires": self.condition(self.facts())} if self.chance(0.4) else {}
        made |= {"fails": self.failures()} if self.chance(0.5) else {}
        made |= {"sets": self.effects()} if self.chance(0.6) else {"risk": "read-only"}
        made |= {"shows": self.shows()} if self.chance(0.7) else {}
        if made.get("risk") and isinstance(made.get("fails"), list):
            for failure in made["fails"]:
                failure.pop("sets", None)
        if self.conditions and self.chance(0.5):
            self.open(made)
        else:
            self.lines.append(made["run"])
        return made

    def open(self, made: dict[str, Any]) -> None:
        """Give a command a placeholder that means a component, a condition or a value, and use it."""
        fact = self.one(list(self.conditions))
        component = fact.partition(".")[0]
        alike = [other for other in self.conditions if other.startswith(f"{component}.")]
        common = sorted(set.intersection(*(set(self.conditions[other]) for other in alike)))
        use, meanings = f"{component}.{{x}}", [other.partition(".")[2] for other in alike]
        value = self.one(common) if common else ""
        if not common or self.chance(0.4):
            use, meanings, value = fact, list(self.conditions[fact]), "{x}"
        words = meanings if self.chance(0.5) else {f"w{index}": meaning for index, meaning in enumerate(meanings)}
        made["run"] += self.one((" {x}", " X={x}", " --now  {x} -f"))
        made["where"] = {"x": words}
        key = self.one(("requires", "shows")) if made.get("risk") else self.one(("requires", "shows", "sets", "sets"))
        made[key] = {"requires": {use: value}, "sets": {use: value}, "shows": [{"claim": {use: value}}, use if "{" in use else fact]}[key]
        self.lines += [made["run"].replace("{x}", word) for word in words]

    def runbook(self, number: int, names: list[str], invariants: list[str]) -> dict[str, Any]:
        steps = [f"s{number}-{index}" for index in range(self.random.randint(1, 4))]
        targets = ["next", "done", *steps, *names]
        made: dict[str, Any] = {"id": names[number], "steps": [self.step(step, targets) for step in steps]}
        made |= {"goal": self.condition(self.facts())} if self.chance(0.6) else {}
        made |= {"escalates_to": self.one(names)} if self.chance(0.5) else {}
        made |= {"accepts": self.some(invariants, 1)} if self.chance(0.4) else {}
        return made

    def step(self, name: str, targets: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {"id": name, "title": name}
        made |= {"only_if": self.condition(self.facts(), 1)} if self.chance(0.25) else {}
        if self.chance(0.3):
            made["edit"] = "change a file"
            made |= {"sets": self.effects()} if self.chance(0.6) else {}
            made |= {"takes": self.one(TIMES)} if self.chance(0.6) else {}
        if self.chance(0.8):
            lines = [self.one(self.lines) for _ in range(self.random.randint(1, 3))]
            made["run"] = lines[0] if len(lines) == 1 else lines
            made |= {"if_fails": self.one(targets)} if self.chance(0.4) else {}
        elif "edit" not in made:
            made["note"] = "think"
        if self.chance(0.6):
            made["expect"] = self.condition(self.facts(), 1)
            made |= {"if_met": self.one(targets)} if self.chance(0.6) else {}
            made |= {"if_unmet": self.one(targets)} if self.chance(0.6) else {}
        if self.conditions and self.chance(0.2):
            self.repeat(made)
        return made

    def repeat(self, made: dict[str, Any]) -> None:
        """Make a step a `for_each` over the values of a condition, or over lines."""
        fact = self.one(list(self.conditions))
        made["for_each"] = {"v": self.random.sample(self.conditions[fact], 2)}
        match self.random.randint(0, 2):
            case 0:
                made["expect"] = {fact: "{v}"}
            case 1 if "edit" in made:
                made["sets"] = {fact: "{v}"}
            case _:
                made["only_if"] = {"any": [{fact: "{v}"}, self.condition(self.facts(), 1)]}

    def tree(self, number: int, runbooks: list[str]) -> dict[str, Any]:
        count = self.random.randint(0, 3)
        nodes: dict[str, Any] = {}
        for index in range(count):
            later = [*(f"n{other}" for other in range(index + 1, count)), "l0", "l1"]
            nodes[f"n{index}"] = {**self.question(), "then": self.one(later), "else": self.one(later)}
        for leaf in ("l0", "l1"):
            nodes[leaf] = {"runbook": self.one(runbooks)} if self.chance(0.8) else {}
            nodes[leaf] |= {"phase": self.one(("bootstrap", "gitops"))} if self.chance(0.5) or not nodes[leaf] else {}
        return {"id": f"t{number}", "root": "n0" if count else "l0", "nodes": nodes}

    def question(self) -> dict[str, Any]:
        if self.chance(0.4):
            asked = {"layer": ["os", "net"], "size": "big", "required_for_startup": "true", "phase": "gitops", "id": self.components}
            return {"about": {name: asked[name] for name in self.some(list(asked), 2)}}
        check: dict[str, Any] = {"run": [self.one(self.lines) for _ in range(self.random.randint(1, 2))]}
        check["holds"] = self.condition(self.facts(), 1)
        return {"check": check | ({"if_fails": self.one(("then", "else"))} if self.chance(0.4) else {})}

    def scenario(self, number: int, data: Data) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"x{number}", "given": self.assignments() if self.chance(0.3) else {}}
        trees = [tree["id"] for tree in data["trees"]]
        made["starts"] = self.one([*trees, *(book["id"] for book in data["runbooks"])])
        if made["starts"] in trees and self.chance(0.3):
            return made | {"changes": self.one(self.components)}
        struck: dict[tuple[int, str], str] = {}
        made["faults"] = []
        for fault in self.some(data["faults"], 3):
            after = self.one((0, 0, 1, 2, 3))
            if all(struck.setdefault((after, fact), value) == value for fact, value in fault["sets"].items()):
                made["faults"].append({"fault": fault["id"], "after_step": after} if after else fault["id"])
        return made

    def reaction(self, number: int) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"a{number}", "when": self.condition(self.facts(), 1), "set": self.assignments()}
        return made | ({"after": self.one(TIMES)} if self.chance(0.7) else {})

    def whole(self) -> Data:
        """Return the catalog."""
        random = self.random
        data: Data = {"components": [self.component(number) for number in range(random.randint(1, 4))]}
        if self.chance(0.5):
            data["components"][-1] |= {"delivers": "gitops"}
        data["commands"] = [self.command(number) for number in range(random.randint(1, 5))]
        if self.chance(0.4):
            data["commands"].append({"id": "any", "run": "{verb} {what}", "takes": "5s", "sets": self.assignments(), "shows": self.shows()})
            self.lines += ["other thing", "do0 {left}"]
        data["faults"] = [self.fault(number) for number in range(random.randint(0, 3))] if self.conditions else []
        data["reactions"] = [self.reaction(number) for number in range(random.randint(0, 3))]
        data["invariants"] = [{"id": f"i{number}", "never": self.condition(self.facts())} for number in range(random.randint(0, 2))]
        names = [f"b{number}" for number in range(random.randint(1, 3))]
        accepted = [invariant["id"] for invariant in data["invariants"]]
        data["runbooks"] = [self.runbook(number, names, accepted) for number in range(len(names))]
        data["trees"] = [self.tree(number, names) for number in range(random.randint(0, 2))]
        data["scenarios"] = [self.scenario(number, data) for number in range(random.randint(1, 4))]
        return data

    def fault(self, number: int) -> dict[str, Any]:
        broken = self.some(list(self.conditions), 2) or list(self.conditions)[:1]
        return {"id": f"f{number}", "sets": {fact: self.one(self.conditions[fact][1:]) for fact in broken}}


def catalogs() -> st.SearchStrategy[Data]:
    """Return the strategy for random catalogs."""
    return st.randoms(use_true_random=False).map(lambda random: Maker(random).whole())


def as_files(data: Data) -> dict[str, str]:
    """Return the data as files, one for each kind, in the part of YAML that is JSON."""
    return {f"{kind}/all.yaml": json.dumps(entities) for kind, entities in data.items() if entities}
