"""How a proof grows with the catalog: generated catalogs of so many areas, each proven for every combination by diagrams and up to K faults by bits.

python bench/proof_growth.py [SECONDS]

Each area has components that stand on each other and on those of the area below, faults, reactions that break what stands above and mend it again, and a
runbook; a tree asks area by area. A row is left out once the one before took longer than SECONDS (60 if not given).
"""

import json
import sys
import time
from collections.abc import Iterator

from catalog.files import Source
from catalog.load import assemble
from simulator.compile import compiled
from simulator.model import Model
from simulator.prove import entrances
from simulator.symbolic.bounded import prove_up_to
from simulator.symbolic.unbounded import TooManyCombinations, prove_every_combination

AREAS = (4, 8, 16, 32)
PARTS = 4
"""So many components has an area."""

Entity = dict[str, object]


def part(area: int, number: int) -> str:
    return f"a{area}p{number}"


def below(area: int, number: int) -> list[str]:
    """What a component stands on: the one before it in its area, and the first one of the area below."""
    return [part(area, number - 1)] if number else [part(area - 1, 0)] if area else []


def components(area: int) -> Iterator[Entity]:
    for number in range(PARTS):
        conditions = {"pods": ["running", "crashed", "missing"], "config": ["right", "wrong"]}
        yield {"id": part(area, number), "phase": "gitops", "needs": below(area, number), "conditions": conditions}


def faults(area: int) -> Iterator[Entity]:
    for number in range(PARTS):
        yield {"id": f"{part(area, number)}-missing", "sets": {f"{part(area, number)}.pods": "missing"}}
        yield {"id": f"{part(area, number)}-crashed", "sets": {f"{part(area, number)}.pods": "crashed"}}
        yield {"id": f"{part(area, number)}-wrong", "sets": {f"{part(area, number)}.config": "wrong"}}


def reactions(area: int) -> Iterator[Entity]:
    for number in range(PARTS):
        name = part(area, number)
        fall = {"any": [{f"{name}.config": "wrong"}, *({other: "not-ready"} for other in below(area, number))]}
        yield {
            "id": f"{name}-falls",
            "when": {"all": [{f"{name}.pods": "running"}, fall]},
            "set": {f"{name}.pods": "crashed"},
            "after": "1m",
        }
        well = {f"{name}.pods": "crashed", f"{name}.config": "right"} | dict.fromkeys(below(area, number), "ready")
        yield {"id": f"{name}-rises", "when": well, "set": {f"{name}.pods": "running"}, "after": "1m"}


def commands(area: int) -> Iterator[Entity]:
    yield {"id": f"look-a{area}", "run": f"look a{area}", "shows": [part(area, number) for number in range(PARTS)]}
    for number in range(PARTS):
        name = part(area, number)
        yield {"id": f"get-{name}", "run": f"get {name}", "shows": [f"{name}.pods", f"{name}.config"]}
        yield {"id": f"mend-{name}", "run": f"mend {name}", "sets": {f"{name}.config": "right"}, "takes": "1m"}
        yield {"id": f"start-{name}", "run": f"start {name}", "sets": {f"{name}.pods": "crashed"}, "takes": "1m"}


def runbook(area: int, areas: int) -> Entity:
    steps: list[Entity] = []
    for number in range(PARTS):
        name = part(area, number)
        steps.append({"title": "Look", "run": f"get {name}"})
        steps.append({"title": "Mend", "only_if": {f"{name}.config": "wrong"}, "run": f"mend {name}"})
        steps.append({"title": "Start", "only_if": {f"{name}.pods": "missing"}, "run": f"start {name}"})
    steps.append({"title": "See", "run": f"look a{area}", "expect": {part(area, number): "ready" for number in range(PARTS)}})
    onward = {"if_met": f"mend-a{area + 1}"} if area + 1 < areas else {}
    return {"id": f"mend-a{area}", "covers": [one["id"] for one in faults(area)], "steps": [*steps[:-1], steps[-1] | onward]}


def tree(areas: int) -> Entity:
    nodes: Entity = {}
    for area in range(areas):
        holds = {part(area, number): "ready" for number in range(PARTS)}
        onward = f"q{area + 1}" if area + 1 < areas else "m0"
        nodes[f"q{area}"] = {"ask": "Is it well?", "check": {"run": f"look a{area}", "holds": holds}, "then": onward, "else": f"m{area}"}
        nodes[f"m{area}"] = {"runbook": f"mend-a{area}"}
    return {"id": "where", "root": "q0", "nodes": nodes}


def generated(areas: int) -> Model:
    kinds: dict[str, list[Entity]] = {
        "components": [],
        "faults": [],
        "reactions": [],
        "commands": [],
        "runbooks": [],
        "trees": [tree(areas)],
    }
    for area in range(areas):
        kinds["components"] += components(area)
        kinds["faults"] += faults(area)
        kinds["reactions"] += reactions(area)
        kinds["commands"] += commands(area)
        kinds["runbooks"].append(runbook(area, areas))
    files = [Source(file=f"{kind}/all.yaml", kind=kind, content=json.dumps(made).encode()) for kind, made in kinds.items()]
    loaded = assemble(files)
    for finding in loaded.findings:
        raise ValueError(finding)
    return compiled(loaded.catalog)


def diagrams(model: Model) -> str:
    try:
        proof = prove_every_combination(model, entrances(model))
    except TooManyCombinations as large:
        return f"gave up: {large}"
    return f"{proof.sets:.0e} sets, {proof.minimal_count} least failing ones"


def row(what: str, areas: int, model: Model, spent: float, said: str) -> None:
    steps = sum(len(one.steps) for one in model.runbooks.values())
    print(f"{areas:>5} {len(model.components):>10} {len(model.faults):>6} {steps:>5}  {what:<9} {spent:>7.2f} s  {said}", flush=True)


def run(most: float) -> None:
    print(f"{'areas':>5} {'components':>10} {'faults':>6} {'steps':>5}  proof     processor")
    left_out: set[str] = set()
    for areas in AREAS:
        model = generated(areas)
        for what in ("all", "up to 2", "up to 3"):
            if what in left_out:
                continue
            began = time.process_time()
            said = diagrams(model) if what == "all" else f"{prove_up_to(model, int(what[-1]), entrances(model)).sets:,} sets"
            spent = time.process_time() - began
            row(what, areas, model, spent, said)
            if spent > most:
                left_out.add(what)


if __name__ == "__main__":
    run(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
