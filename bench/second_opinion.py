"""Sets of any size, drawn from a data folder: the symbolic engine against the second reading of the language, which shares no code with it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "kit"))

from second_sample import disagreements

from simulator.symbolic.proof import Drawn


def run(count: int, seed: int) -> int:
    found = list(disagreements(Path("data"), Drawn(count=count, seed=seed)))
    print("\n".join(found[:20]))
    print(f"{count:,} sets drawn with the seed {seed}: {len(found):,} are told otherwise by the second reading")
    return len(found)


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), int(sys.argv[2])) != 0)
