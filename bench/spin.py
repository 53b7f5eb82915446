"""The model checker SPIN on the shipped catalog, with a verdict for each set of faults, beside `phasebook prove`: the verdicts and the processor seconds.

python bench/spin.py [MOST]

For up to 1, 2... MOST faults (2 if not given; three need more memory than most machines have). SPIN is Debian's package `spin`, and it needs `gcc`; where
one is missing, nothing is measured, and that is said. `promela.py` says what is translated.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from promela import OUTCOMES, Promela
from speed import prove, seconds

from phasebook.ready import ready
from simulator.model import Case, Model, Outcome
from simulator.prove import entrances
from simulator.symbolic.bits import FaultPlanes, batches, clashes_among, compatible
from simulator.symbolic.runner import Runner

PROGRAMS = ("spin", "gcc")
COMPILER = ("gcc", "-O0", "-w", "-DSAFETY", "-DNOREDUCE", "-DCOLLAPSE", "-DMEMLIM=8000", "-o", "pan", "pan.c")
"""Compiled without optimization, which takes longer than it saves. States are kept whole, but packed: with hashes in their place (`-DHC4`) three thousand of
twenty thousand sets had no verdict."""

SEARCH = ("./pan", "-n", "-E", "-m1000000", "-w24")

Verdicts = dict[tuple[str, ...], tuple[Outcome, str | None]]


def ours(model: Model, most: int, start: str) -> Verdicts:
    """Return how each set ends, and in which runbook, as the symbolic engine says."""
    names, runner = sorted(model.faults), Runner(model, (start,))
    found: Verdicts = {}
    for batch in batches(len(names), most):
        planes = dict(zip(names, FaultPlanes(len(names)).of(batch), strict=True))
        within = compatible(planes, clashes_among(model.faults), (1 << batch.size) - 1)
        sets = {bit: tuple(names[number] for number in members) for bit, members in batch.members(within)}
        run = runner.run(Case(starts=start), planes, batch.size, within)
        found |= {sets[bit]: (ending.outcome, ending.by) for bit, ending in run.endings(within)}
    return found


def theirs(written: str, translated: Promela) -> Verdicts:
    """Return what SPIN has printed."""
    found: Verdicts = {}
    for line in written.splitlines():
        if line.startswith("verdict "):
            *faults, outcome, by = map(int, line.split()[1:])
            names = tuple(sorted(translated.faults[number - 1] for number in faults if number))
            found[names] = OUTCOMES[outcome - 1], translated.runbooks[by - 1] if by else None
    return found


def spent(folder: Path, *command: str) -> tuple[float, str]:
    """Return the processor seconds of a program in a folder, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def searched(translated: Promela) -> tuple[Verdicts, list[float]]:
    """Return what SPIN finds, and the processor seconds of translating, `spin -a`, the compiler, and the search."""
    begun = time.process_time()
    text = translated.text()
    took = [time.process_time() - begun]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model.pml").write_text(text, encoding="utf-8")
        for command in (("spin", "-a", "model.pml"), COMPILER, SEARCH):
            processor, written = spent(folder, *command)
            took.append(processor)
    return theirs(written, translated), took


def differing(said: Verdicts, known: Verdicts) -> int:
    """Return for how many sets SPIN does not say what is known; of those that end in circles it must say nothing."""
    expected = {faults: verdict for faults, verdict in known.items() if verdict[0] is not Outcome.LIVELOCK}
    return sum(said.get(faults) != expected.get(faults) for faults in said.keys() | expected.keys())


def row(model: Model, most: int, start: str) -> Iterator[str]:
    """Yield the cells of one line of the table."""
    translated = Promela(model, most, start)
    said, took = searched(translated)
    known = ours(model, most, start)
    seconds(prove(most))  # from now on the modules are compiled
    proving = seconds(prove(most))
    yield from (f"{most:>6}", f"{len(known):>8,}", f"{len(said):>9,}", f"{differing(said, known):>9}")
    yield from (f"{value:>9.1f}" for value in took)
    yield from (f"{proving:>7.2f}", f"{sum(took) / proving:>6.0f}", f"{took[-1] / proving:>6.1f}")


def run() -> None:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        print(f"SPIN is left out of this bench: {' and '.join(missing)} cannot be found")
        return
    known = ready(Path("data"))
    if known is None:
        return
    start = entrances(known.model)[0]
    print(
        "faults     sets  verdicts  differing translate   spin -a       gcc    search   prove  whole search   processor seconds; then ratios"
    )
    for most in range(1, int(sys.argv[1]) + 1 if len(sys.argv) > 1 else 3):
        print(*row(known.model, most, start), flush=True)


if __name__ == "__main__":
    run()
