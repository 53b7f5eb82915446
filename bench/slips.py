"""Slips of the hand in the shipped catalog: how often the first finding names the cause where it stands, and its edit mends it.

python bench/slips.py [HOW_MANY] [SEED]
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "kit"))

from all_slips import SLIPS
from slips import Files, Slip
from told import Judge

DATA = Path(__file__).parents[1] / "data"


def read(data: Path) -> Files:
    """Return the files of a catalog by their path."""
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(data.rglob("*")) if path.suffix in (".yaml", ".md")}


def run(count: int, seed: int) -> int:
    """Make so many slips, each kind in turn, and print those that are told badly and the figures."""
    files, random = read(DATA), Random(seed)
    names = [name for name in SLIPS if len(sys.argv) < 4 or sys.argv[3] in name]
    counted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Path(folder), files)
        for number in range(count):
            name = names[number % len(names)]
            slip: Slip | None = SLIPS[name](files, random)
            if slip is None:
                continue
            told = judge.judged(slip)
            counted["slips"] += 1
            counted["told first where they stand"] += told.placed
            counted["with an edit that mends"] += told.mends
            counted["where one exists"] += bool(slip.was)
            counted["alone"] += told.count == 1
            if not told.placed or (slip.was and not told.mends):
                print(f"{'PLACE' if not told.placed else 'edit '} {slip} (was `{slip.was}`), {told.count} findings: {told.first}")
    print(dict(counted))
    return 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
