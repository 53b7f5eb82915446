"""A second reading of the language page, over plain data, with none of the engine's code: what two readers agree on is no accident.

A replay is one long walk here, which an exception ends.
"""

from typing import Any

from second_world import Data, Ended, World, filled, listed


def steps_of(book: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a runbook, each copy of a `for_each` on its own; only the first copy keeps the id."""
    steps = []
    for step in book["steps"]:
        copies = [{name: value} for name, values in step.get("for_each", {}).items() for value in values] or [{}]
        for number, meanings in enumerate(copies):
            copy = filled({key: value for key, value in step.items() if key != "for_each"}, meanings)
            steps.append(copy if number == 0 else copy | {"id": None})
    return steps


def take(world: World, book: dict[str, Any], step: dict[str, Any]) -> str:
    """Take a step; where it leads, or the outcome as `= outcome`."""
    if "edit" in step:
        world.change(step.get("sets", {}), step.get("takes", "0s"))
    goes = None
    for line in listed(step.get("run", [])):
        if not world.run(line):
            goes = step.get("if_fails") or book.get("escalates_to") or "= blocked"
            break
    if goes is None:
        met = "expect" not in step or world.knows(step["expect"]) == 1
        goes = step.get("if_met" if met else "if_unmet", "next")
    world.taken += 1
    if world.strike(world.taken):
        flaps = world.settle(watch=False)
        world.held = world.broken()
        if flaps:
            raise Ended("flapping", world.by)
    return str(goes)


def follow(world: World, name: str) -> Ended:
    """Follow runbooks from one on until the replay ends in a circle; every other end is raised."""
    books = {book["id"]: book for book in world.data["runbooks"]}
    marks: list[Any] = []

    def again(*what: Any) -> bool:
        mark = (*what, dict(world.state), dict(world.known))
        repeated = mark in marks
        marks.append(mark)
        return repeated

    while True:
        if again("enter", name):
            return Ended("livelock", name)
        world.path.append(name)
        book, world.by = books[name], name
        world.accepted = book.get("accepts", [])
        steps, at = steps_of(book), 0
        goes = "next"
        while at < len(steps) and goes not in books and goes != "done":
            goes = walk(world, book, steps[at])
            if goes in [step.get("id") for step in steps]:
                at = [step.get("id") for step in steps].index(goes)
                if again("jump", name, goes):
                    return Ended("livelock", name)
            else:
                at += 1
        name = goes if goes in books else finish(world, book)


def walk(world: World, book: dict[str, Any], step: dict[str, Any]) -> str:
    wanted = world.knows(step.get("only_if", {}))
    if wanted == 0:
        return "next"
    goes = "= blind" if wanted != 1 else take(world, book, step)
    if goes.startswith("= "):
        raise Ended(goes[2:], world.by)
    return goes


def finish(world: World, book: dict[str, Any]) -> str:
    goal = book.get("goal", dict.fromkeys(world.parts, "ready"))
    if world.holds(goal):
        raise Ended("resolved", world.by)
    if world.knows(goal) != 0:
        raise Ended("false-all-clear", world.by)
    if "escalates_to" not in book:
        raise Ended("unresolved", world.by)
    return str(book["escalates_to"])


def required(data: Data) -> set[str]:
    """What a component that delivers a phase stands on, and that component."""
    parts = {part["id"]: part for part in data["components"]}
    found = {name for name, part in parts.items() if "delivers" in part}
    for _ in parts:
        found |= {other for name in found for key in ("needs", "starts_after") for other in parts[name].get(key, [])}
    return found


def about(world: World, asked: dict[str, Any]) -> bool:
    part = world.parts.get(world.scenario.get("changes", ""))
    if part is None:
        return False
    known = {**part.get("attributes", {}), **{key: part[key] for key in ("id", "phase", "layer", "system") if key in part}}
    known["required_for_startup"] = str(part["id"] in required(world.data)).lower()
    return all(known.get(name) in listed(values) for name, values in asked.items())


def through(world: World, tree: dict[str, Any]) -> dict[str, Any]:
    """Walk a tree; the leaf."""
    node = tree["nodes"][tree["root"]]
    while "then" in node:
        if "about" in node:
            yes = about(world, node["about"])
        else:
            check = node["check"]
            well = all(world.run(line) for line in listed(check["run"]))
            yes = world.knows(check["holds"]) == 1 if well or "if_fails" not in check else check["if_fails"] == "then"
        node = tree["nodes"][node["then" if yes else "else"]]
    return dict(node)


def read(data: Data, scenario: dict[str, Any]) -> dict[str, Any]:
    """Return outcome, by, path and seconds of one scenario."""
    data = {kind: data.get(kind, []) for kind in ("components", "commands", "faults", "reactions", "invariants", "runbooks", "trees")}
    world = None
    try:
        world = World(data, scenario)
        end = follow(world, entrance(world))
    except Ended as ended:
        end = ended
    path, clock = (world.path, world.clock) if world else ([], 0)
    return {"id": scenario["id"], "outcome": end.outcome, "by": end.by, "path": path, "seconds": clock}


def entrance(world: World) -> str:
    """The runbook that the reader starts at, through the tree where it is one."""
    start = str(world.scenario["starts"])
    trees = {tree["id"]: tree for tree in world.data["trees"]}
    if start not in trees:
        return start
    leaf = through(world, trees[start])
    if "changes" in world.scenario:
        raise Ended("resolved" if leaf.get("phase") == world.parts[world.scenario["changes"]]["phase"] else "misrouted", None)
    if "runbook" not in leaf:
        raise Ended("misrouted", None)
    return str(leaf["runbook"])
