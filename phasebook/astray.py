"""The replays that are kept beside the data: which of them go otherwise than they did, and how they are kept anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.files import WITNESSES, kept_witnesses
from catalog.location import NOWHERE
from catalog.scenario import Expectation, Outcome
from catalog.shape import Seconds
from generator.amounts import counted
from phasebook.exit import Exit, Refused
from phasebook.paint import Ink, paint
from phasebook.report import Played
from simulator.model import Model
from simulator.reader import followed
from simulator.replay import Replay
from simulator.witnesses import Witness, is_possible, of_text, witness, written

RENEW = "phasebook simulate --keep"


def kept_beside(data: Path) -> tuple[Witness, ...]:
    """Return the replays that are kept beside the data."""
    return of_text(kept_witnesses(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """What became of the kept replays: `played` went otherwise, `lost` (by their titles) cannot be replayed any more."""

    kept: int
    played: tuple[Played, ...]
    lost: tuple[str, ...]

    @property
    def lines(self) -> Iterator[str]:
        """What is said of them, where there are any."""
        for title in self.lost:
            yield paint(f"{title}: kept, and cannot be replayed: something that it names is not there, or it never ends", Ink.BAD)
        count = counted(self.kept, "kept replay")
        if self.played or self.lost:
            yield paint(f"{len(self.played) + len(self.lost):,} of {count} went otherwise; where that is meant: {RENEW}", Ink.BAD)
        elif self.kept:
            yield paint(f"{count} went as before", Ink.GOOD)


def astray(model: Model, kept: tuple[Witness, ...]) -> Astray:
    """Replay what is kept."""
    ends = [(one, followed(model, one.case) if is_possible(model, one.case) else None) for one in kept]
    return Astray(
        kept=len(kept),
        played=tuple(_played(one, ended) for one, ended in ends if ended is not None and one.tells(ended)),
        lost=tuple(one.title for one, ended in ends if ended is None),
    )


def _played(kept: Witness, ended: Replay) -> Played:
    wanted = Expectation(at=NOWHERE, outcome=Outcome(kept.outcome), within=Seconds(kept.seconds))
    return Played(scenario=kept.title, title=kept.title, case=kept.case, replay=ended, expect=wanted, way=kept.path)


def renew(data: Path, model: Model) -> Exit:
    """Keep every replay as it goes now; one that ends so that nobody may want it stays as it was and is told of, one that is not possible goes."""
    if not (data / WITNESSES).exists():
        raise Refused(f"nothing is kept: there is no {WITNESSES} beside the data; `phasebook mutate --keep` writes it")
    anew: list[Witness] = []
    moved = gone = 0
    bad = []
    for one in kept_beside(data):
        if not is_possible(model, one.case):
            gone += 1
            continue
        ended = followed(model, one.case)
        now = None if ended is None else witness(one.case, ended)
        if now is None:
            bad.append(f"{one.title} ends {'never' if ended is None else ended.outcome}: no replay is kept that ends so")
        moved += now is not None and now != one
        anew.append(now or one)
    (data / WITNESSES).write_text(written(anew), encoding="utf-8")
    for line in bad:
        print(paint(line, Ink.BAD))
    print(f"{counted(len({one.line for one in anew}), 'replay')} kept, {moved:,} of which went otherwise; {gone:,} not possible any more")
    return Exit.FINDINGS if bad else Exit.CLEAN
