"""Sets of any size, drawn from a data folder, replayed by the second reading of the language beside the symbolic engine."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from engines import told_at_once
from second_reading import read
from second_world import Data

from catalog.kinds import KINDS
from catalog.load import load
from simulator.compile import compiled
from simulator.model import Case
from simulator.prove import entrances
from simulator.symbolic.drawn import Sample
from simulator.symbolic.proof import Drawn
from simulator.symbolic.runner import Runner

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def plain(folder: Path) -> Data:
    """Read a data folder as the second reading wants it: by kind, every scalar as it is written."""
    data: Data = {kind: [] for kind in KINDS}
    for kind, entities in data.items():
        for path in sorted((folder / kind).rglob("*.yaml")):
            found = yaml.load(path.read_bytes(), Loader=LOADER)
            entities.extend(found if isinstance(found, list) else [found])
    return data


def disagreements(folder: Path, drawn: Drawn) -> Iterator[str]:
    """Yield each set of which the two tell another outcome, runbook, way or time."""
    data, model = plain(folder), compiled(load(folder).catalog)
    starts = entrances(model)
    sample, runner = Sample(model, starts, drawn), Runner(model, starts)
    for share in sample.shares():
        sets = list(sample.sets(share))
        for start in starts:
            told = told_at_once(runner, Case(starts=start), sets)
            for faults, (outcome, by, path, seconds) in zip(sets, told, strict=True):
                ours = {"id": "drawn", "outcome": outcome, "by": by, "path": list(path), "seconds": seconds}
                theirs = read(data, {"id": "drawn", "starts": start, "faults": list(faults)})
                if ours != theirs:
                    yield f"{', '.join(faults)} from {start}: {ours} here, {theirs} by the second reading"
