"""Advice as a runbook in the words of the language, ready to paste."""

from typing import TypeAlias, assert_never

import yaml

from catalog.catalog import Catalog
from simulator.advice import Advice
from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from simulator.diagnosis import Look
from simulator.model import Effect, Model
from simulator.recovery import Doing

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


def runbook_yaml(catalog: Catalog, model: Model, advice: Advice) -> str:
    """Return the runbook that an advice comes to: look first, do only what is called for, then see that it helped."""
    faults = [catalog.faults[name] for name in advice.faults]
    runbook: dict[str, Plain] = {
        "id": "mend-" + "-and-".join(advice.faults),
        "title": " and ".join(fault.title for fault in faults),
        "kind": "troubleshooting",
        "phase": _phase(catalog, advice),
        "symptoms": [str(symptom) for fault in faults for symptom in fault.symptoms],
        "covers": list(advice.faults) if len(advice.faults) == 1 else [],
        "goal": _goal(model, advice.faults),
        "objective": _written(-(-advice.seconds * 2 // 60) * 60),
        "accepts": list(advice.accepted),
        "steps": [*map(_look, advice.diagnosis.looks), *(_do(catalog, one) for one in advice.recovery.doings), *map(_proof, advice.proof)],
    }
    kept = {key: value for key, value in runbook.items() if value not in ([], {})}
    return yaml.safe_dump(_plain(kept), sort_keys=False, allow_unicode=True, width=120)


def _plain(value: Plain) -> Plain:
    """The same without the places where words stand."""
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return str(value)


def _phase(catalog: Catalog, advice: Advice) -> str:
    commands = [catalog.commands[one.deed.action.command] for one in advice.recovery.doings if not one.deed.is_edit]
    phases = {str(command.phase) for command in commands if command.phase not in (None, "either")}
    return phases.pop() if len(phases) == 1 else "either"


def _goal(model: Model, faults: tuple[str, ...]) -> dict[str, Plain]:
    """What the faults broke, whole again."""
    healthy = dict(model.healthy)
    return {fact: healthy[fact] for name in faults for fact, _ in model.faults[name]}


def _look(look: Look) -> dict[str, Plain]:
    step: dict[str, Plain] = {"title": _sentence(look.deed.purpose), "run": look.deed.action.line}
    if look.sight.failed:
        return {**step, "if_fails": "next"}
    return {**step, "expect": dict(look.telling)} if look.telling else step


def _do(catalog: Catalog, doing: Doing) -> dict[str, Plain]:
    action = doing.deed.action
    title = _sentence(doing.deed.purpose)
    if not doing.deed.is_edit:
        warning = catalog.commands[action.command].warning
        return {"title": title, **({"warning": str(warning)} if warning else {}), "run": action.line}
    return {"title": title, "edit": action.line, "sets": [_effect(effect) for effect in action.sets], "takes": _written(action.takes)}


def _proof(look: Look) -> dict[str, Plain]:
    return {"title": "See that it is mended", "run": look.deed.action.line, "expect": dict(look.telling)}


def _effect(effect: Effect) -> dict[str, Plain]:
    return {"when": written(effect.when), "set": dict(effect.set)}


def written(condition: Condition) -> Plain:
    """Return a condition as it is written in the data."""
    match condition:
        case Facts(tests):
            return {test.fact: _one_or_many(sorted(test.values)) for test in tests}
        case All(parts):
            return {"all": [written(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [written(part) for part in parts]}
        case Not(part):
            return {"not": written(part)}
        case AtLeast(count, parts):
            return {"at_least": str(count), "of": [written(part) for part in parts]}
        case _:
            assert_never(condition)


def _one_or_many(values: list[str]) -> Plain:
    return values[0] if len(values) == 1 else list(values)


def _written(seconds: int) -> str:
    """A duration in the form of the data: `1h30m`, `90s`."""
    hours, rest = divmod(seconds, 3600)
    parts = [(hours, "h"), (rest // 60, "m"), (rest % 60, "s")]
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def _sentence(purpose: str) -> str:
    return purpose.rstrip(".").partition(";")[0].partition(". ")[0]
