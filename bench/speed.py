"""Whole command against whole command on the shipped catalog: the reference engine, and `phasebook prove`.

Both run as they do where they are installed: their modules have been compiled before.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from random import Random

from phasebook.ready import ready
from simulator.prove import fault_sets

SAMPLE = 600
"""So many sets are replayed by the reference engine; the rest is extrapolated."""

REFERENCE = """
import sys
from pathlib import Path
from phasebook.ready import ready
from simulator.model import Case
from simulator.prove import entrances
from simulator.reader import replay
model = ready(Path("data")).model
for line in sys.stdin:
    for tree in entrances(model):
        replay(model, Case(starts=tree, faults=tuple(line.split())))
"""


def seconds(arguments: list[str], given: str = "") -> float:
    """Return the processor seconds of a command, start-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], input=given, text=True, capture_output=True, check=False, env=_with_bytecode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prove(most: int) -> list[str]:
    """Return the arguments by which Python proves all sets of up to `most` faults."""
    return ["-c", "from phasebook.main import run; run()", "prove", "--faults", str(most), "--minimal", "--jobs", "1", "--format", "json"]


def _with_bytecode() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def sets_of(most: int) -> list[tuple[str, ...]]:
    known = ready(Path("data"))  # from now on the model is kept, for both
    return list(fault_sets(known.model, most)) if known else []


def run() -> None:
    sets_of(1)
    seconds(prove(1))  # from now on the modules are compiled
    seconds(["-c", REFERENCE])
    start_up = seconds(["-c", REFERENCE])
    print(
        f"{'faults':>6} {'sets':>9} {'reference':>12} {'prove':>8} {'ratio':>7}   processor seconds; reference extrapolated from {SAMPLE} sets"
    )
    for most in (1, 2, 3):
        sets = sets_of(most)
        drawn = Random(1).sample(sets, min(SAMPLE, len(sets)))
        sampled = seconds(["-c", REFERENCE], "\n".join(" ".join(faults) for faults in drawn))
        reference = start_up + (sampled - start_up) * len(sets) / len(drawn)
        proving = seconds(prove(most))
        print(f"{most:>6} {len(sets):>9,} {reference:>12.1f} {proving:>8.2f} {reference / proving:>7.0f}")


if __name__ == "__main__":
    run()
