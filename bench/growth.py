"""A catalog as large as one likes, to see whether a guide's cost for each page grows with it: units that fail, are looked at and mended alike."""

import json
from pathlib import Path

LOOKS = 3


def grow(folder: Path, units: int) -> None:
    """Write a catalog of so many units: each a component that stands on the base, a fault, its commands, a runbook and scenarios."""
    numbers = range(units)
    names = [f"unit-{number}" for number in numbers]
    base = {"id": "base", "phase": "bootstrap", "conditions": {"power": ["on", "off"]}}
    status = {
        "id": "status",
        "run": "status",
        "shows": ["base"],
        "takes": "2s",
        "output": [{"when": {"base.power": "on"}, "text": "all on"}, {"text": "all off"}],
    }
    written = {
        "components": [
            base,
            *({"id": name, "phase": "gitops", "needs": ["base"], "conditions": {"service": ["up", "down"]}} for name in names),
        ],
        "commands": [status, *(command for name in names for command in _commands(name))],
        "faults": [{"id": "dark", "sets": {"base.power": "off"}}, *(_fault(name) for name in names)],
        "runbooks": [_light(), *(_runbook(name) for name in names)],
        "scenarios": [{"id": f"{name}-down", "faults": [f"{name}-down"], "starts": f"mend-{name}"} for name in names],
        "trees": [
            {
                "id": "way",
                "root": "dark",
                "nodes": {
                    "dark": {
                        "ask": "Is it on?",
                        "check": {"run": "status", "holds": {"base.power": "on"}},
                        "then": "well",
                        "else": "light",
                    },
                    "light": {"phase": "bootstrap", "runbook": "light"},
                    "well": {"phase": "gitops", "runbook": "mend-unit-0"},
                },
            }
        ],
    }
    for kind, entities in written.items():
        (folder / kind).mkdir(parents=True)
        for start in range(0, len(entities), 100):
            (folder / kind / f"{start}.yaml").write_text(json.dumps(entities[start : start + 100]), encoding="utf-8")


def _fault(name: str) -> dict[str, object]:
    return {"id": f"{name}-down", "sets": {f"{name}.service": "down"}, "symptoms": [f"{name} does not answer"]}


def _commands(name: str) -> list[dict[str, object]]:
    look = {
        "id": f"look-{name}",
        "run": f"{name} look",
        "requires": {"base.power": "on"},
        "shows": [f"{name}.service"],
        "takes": "3s",
        "output": [{"when": {f"{name}.service": value}, "text": f"{name}\nSERVICE {value}"} for value in ("up", "down")],
    }
    mend = {
        "id": f"mend-{name}",
        "run": f"{name} mend",
        "requires": {"base.power": "on"},
        "sets": {f"{name}.service": "up"},
        "takes": "1m",
        "risk": "disruptive",
        "output": [{"text": "mended"}],
    }
    return [look, mend]


def _light() -> dict[str, object]:
    step = {"title": "Switch it on", "edit": "Push the switch.", "sets": {"base.power": "on"}}
    return {"id": "light", "phase": "bootstrap", "covers": ["dark"], "steps": [step], "goal": {"base.power": "on"}}


def _runbook(name: str) -> dict[str, object]:
    well = {f"{name}.service": "up"}
    looks = [
        {"id": f"look-{number}", "title": f"Look at {name}, time {number}", "run": f"{name} look", "expect": well, "if_met": "done"}
        for number in range(1, LOOKS)
    ]
    return {
        "id": f"mend-{name}",
        "phase": "gitops",
        "covers": [f"{name}-down"],
        "goal": well,
        "steps": [
            *looks,
            {"title": f"Mend {name}", "run": f"{name} mend"},
            {"title": f"See that {name} is well", "run": f"{name} look", "expect": well},
        ],
    }
