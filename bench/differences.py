"""A long differential run: random catalogs, the symbolic engine against the reference engine, diagrams against bits."""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "kit"))

from engines import differences
from random_catalogs import Maker, as_files

from catalog.files import Source
from catalog.load import assemble
from simulator.compile import case_of, compiled
from simulator.prove import entrances
from simulator.symbolic.bounded import prove_up_to
from simulator.symbolic.unbounded import prove_every_combination


def run(first: int, count: int) -> int:
    found = 0
    for seed in range(first, first + count):
        files = as_files(Maker(Random(seed)).whole())
        catalog = assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items()).catalog
        model = compiled(catalog)
        starts = entrances(model)
        lines = list(differences(model, [case_of(scenario) for scenario in catalog.scenarios.values()]))
        by_bits, by_diagrams = prove_up_to(model, len(model.faults), starts), prove_every_combination(model, starts)
        if (by_bits.outcomes, by_bits.minimal, by_bits.idle) != (by_diagrams.outcomes, by_diagrams.minimal, by_diagrams.idle):
            lines.append("diagrams and bits prove different things")
        for line in lines:
            print(f"seed {seed}: {line}")
        found += len(lines)
    print(f"{count} catalogs from seed {first}: {found} differences")
    return found


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), int(sys.argv[2])) != 0)
