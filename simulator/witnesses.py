"""Replays kept beside the data with the way that each went: a change by which one ends otherwise, leads elsewhere or takes longer does not go unseen.

A scenario is written by a person and says what matters; a witness is written by `phasebook mutate --keep`, for what no scenario comes by.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.files import WITNESSES
from catalog.finding import Finding, declare
from catalog.kept import BadKeptError, check_kept, json_in, readable
from simulator.model import Case, Model, Outcome
from simulator.prove import can_strike_together
from simulator.replay import Replay
from simulator.symbolic.proof import UGLY

VERSION = 1
NO_WITNESSES = declare("RECORD003", "A `witnesses.json` beside the data is what `phasebook mutate --keep` wrote.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A replay with its outcome, the runbooks entered, and the seconds that it may take."""

    case: Case
    outcome: Outcome
    path: tuple[str, ...]
    seconds: int

    @property
    def line(self) -> str:
        """The witness as it stands in the file, in one line."""
        late = {str(moment): list(names) for moment, names in sorted(self.case.late.items())}
        told = {
            "from": self.case.starts,
            "faults": list(self.case.faults),
            **({"late": late} if late else {}),
            **({"given": dict(self.case.given)} if self.case.given else {}),
            "outcome": self.outcome,
            "path": list(self.path),
            "seconds": self.seconds,
        }
        return json.dumps(told, ensure_ascii=False)

    @property
    def title(self) -> str:
        """What strikes, and where the reader starts."""
        late = [f"{name} after step {moment}" for moment, names in sorted(self.case.late.items()) for name in names]
        given = [f"{fact} = {value}" for fact, value in self.case.given]
        return f"{', '.join((*given, *self.case.faults, *late)) or 'nothing'} from {self.case.starts}"

    def tells(self, ended: Replay | None) -> bool:
        """Whether a replay went otherwise: to another end, on another way, or for longer. None is one that never ends."""
        return ended is None or (ended.outcome, ended.path) != (self.outcome, self.path) or ended.seconds > self.seconds


def witness(case: Case, ended: Replay) -> Witness | None:
    """Return what is kept of a replay; None where it ends so that nobody may want to keep it."""
    if ended.outcome in UGLY:
        return None
    return Witness(case=case, outcome=ended.outcome, path=ended.path, seconds=ended.seconds)


def is_possible(model: Model, case: Case) -> bool:
    """Whether all that a case names is there, and can strike together."""
    late = [name for names in case.late.values() for name in names]
    facts = {fact for fact, _ in model.healthy}
    known = case.starts in model.runbooks or case.starts in model.trees
    return (
        known
        and all(name in model.faults for name in (*case.faults, *late))
        and can_strike_together(model, case.faults)
        and all(fact in facts for fact, _ in case.given)
    )


def written(witnesses: Iterable[Witness]) -> str:
    """Return witnesses as text, each once, one a line in order, from which `read` takes them.

    Each line ends alike, as a null follows the last: two branches are merged by taking the lines of both, and what is told twice is one replay once renewed.
    """
    return (
        f'{{"version": {VERSION}, "witnesses": [\n' + "".join(f"{line},\n" for line in sorted({one.line for one in witnesses})) + "null]}\n"
    )


def read(text: str) -> tuple[Witness, ...]:
    """Return kept witnesses; raises BadKeptError."""
    match json_in(text):
        case {"version": int(version), "witnesses": list(entries)} if version == VERSION:
            return tuple(_entry(number, one) for number, one in enumerate(entries, start=1) if one is not None)
    raise BadKeptError(f"it holds no witnesses, version {VERSION}")


def of_text(text: str | None) -> tuple[Witness, ...]:
    """Return kept witnesses; none where there is no text, or none that can be read."""
    return readable(text, read) or ()


def check_witnesses(text: str | None) -> Iterator[Finding]:
    """Yield the finding that what is kept as witnesses cannot be read."""
    return check_kept(text, read, NO_WITNESSES, WITNESSES, "phasebook mutate --keep")


def _entry(number: int, entry: object) -> Witness:
    match entry:
        case {
            "from": str(starts),
            "faults": list(faults),
            "outcome": str(outcome),
            "path": list(path),
            "seconds": int(seconds),
            **more,
        } if outcome in set(Outcome):
            late, given = more.get("late", {}), more.get("given", {})
            if isinstance(late, dict) and isinstance(given, dict) and all(str(key).isdecimal() for key in late):
                strikes = {int(moment): tuple(map(str, names)) for moment, names in late.items() if isinstance(names, list)}
                values = tuple((str(fact), str(value)) for fact, value in given.items())
                case = Case(starts=starts, faults=tuple(map(str, faults)), late=strikes, given=values)
                return Witness(case=case, outcome=Outcome(outcome), path=tuple(map(str, path)), seconds=seconds)
    raise BadKeptError(f"its witness {number} lacks `from`, `faults`, `outcome`, `path` or `seconds`, or says them otherwise")
