"""Changes to a runbook that no replay can notice, and why they do no harm: what `phasebook mutate` need not list (language §4)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.key import Says
from catalog.location import Location, Word


class Change(StrEnum):
    """One small step by which a runbook could go wrong."""

    DROP_STEP = "drop-step"
    SWAP_STEPS = "swap-steps"
    DROP_EXPECT = "drop-expect"
    INVERT_EXPECT = "invert-expect"
    INVERT_ONLY_IF = "invert-only-if"
    MISDIRECT_IF_MET = "misdirect-if-met"
    MISDIRECT_IF_UNMET = "misdirect-if-unmet"
    MISDIRECT_IF_FAILS = "misdirect-if-fails"
    DROP_IF_FAILS = "drop-if-fails"
    ANOTHER_COMMAND = "another-command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harmless:
    """A change at the steps of one title that no replay notices."""

    at: Location
    change: Annotated[Change, Says("The change, by the name that `phasebook mutate` gives it.", "swap-steps")]
    step: Annotated[Word, Says("The title of the step that is changed.", "Look at the agents")]
    why: Annotated[
        Word, Says("Why the step stays as it is although nothing notices the change.", "Both only look; the order is the reader's.")
    ]
