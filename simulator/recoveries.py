"""The best recoveries of single faults, kept as text beside the data: to search them takes minutes, to replay them takes none."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.files import RECOVERIES
from catalog.finding import Finding, declare
from catalog.kept import BadKeptError, check_kept, json_in, readable
from simulator.advice import Advice
from simulator.cluster import Cluster
from simulator.condition import all_of
from simulator.deeds import Deed, deeds
from simulator.model import READY, Model
from simulator.recovery import struck

VERSION = 1
NO_RECOVERIES = declare("RECORD002", "A `recoveries.json` beside the data is what `phasebook suggest --keep` wrote.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecovery:
    """What is best done about a fault: lines and edits in order, what they take knowing everything and from symptoms alone (seconds).

    `accepts` are the invariants that come to hold on the way, as there is no way around them. What is not `proven` is the guide's own way,
    without what can be left out of it: the search for a better one gave up.
    """

    seconds: int
    from_symptoms: int
    lines: tuple[str, ...]
    accepts: tuple[str, ...]
    proven: bool = True


def written(advised: Iterable[Advice]) -> str:
    """Return the recoveries of single faults as text, one a line, from which `read` takes them."""
    told = [
        json.dumps(
            {
                "fault": advice.faults[0],
                "seconds": advice.recovery.seconds,
                "from_symptoms": advice.seconds,
                "lines": [doing.deed.action.line for doing in advice.recovery.doings],
                "accepts": list(advice.accepted),
                **({} if advice.proven else {"proven": False}),
            },
            ensure_ascii=False,
        )
        for advice in advised
    ]
    return f'{{"version": {VERSION}, "recoveries": [\n' + ",\n".join(told) + "\n]}\n"


def read(text: str) -> dict[str, KeptRecovery]:
    """Return kept recoveries by their fault; raises BadKeptError."""
    match json_in(text):
        case {"version": int(version), "recoveries": list(entries)} if version == VERSION:
            return dict(_entry(number, one) for number, one in enumerate(entries, start=1))
    raise BadKeptError(f"it holds no recoveries, version {VERSION}")


def of_text(text: str | None) -> dict[str, KeptRecovery]:
    """Return kept recoveries by their fault; none where there is no text, or none that can be read."""
    return readable(text, read) or {}


def check_recoveries(text: str | None) -> Iterator[Finding]:
    """Yield the finding that what is kept as recoveries cannot be read."""
    return check_kept(text, read, NO_RECOVERIES, RECOVERIES, "phasebook suggest --keep")


def _entry(number: int, entry: object) -> tuple[str, KeptRecovery]:
    match entry:
        case {
            "fault": str(fault),
            "seconds": int(seconds),
            "from_symptoms": int(looked),
            "lines": list(lines),
            "accepts": list(accepts),
            **rest,
        }:
            return fault, KeptRecovery(
                seconds=seconds,
                from_symptoms=looked,
                lines=tuple(map(str, lines)),
                accepts=tuple(map(str, accepts)),
                proven=bool(rest.get("proven", True)),
            )
    raise BadKeptError(f"its recovery {number} lacks `fault`, `seconds`, `from_symptoms`, `lines` or `accepts`")


def still_good(catalog: Catalog, model: Model, kept: Mapping[str, KeptRecovery]) -> dict[str, KeptRecovery]:
    """Return those of the kept recoveries that, replayed in the model as it is, bring every component back in the time that they say."""
    known: dict[str, list[Deed]] = {}
    for deed in deeds(catalog, model):
        known.setdefault(deed.action.line, []).append(deed)
    return {fault: one for fault, one in kept.items() if fault in model.faults and _recovers(model, known, fault, one)}


def _recovers(model: Model, known: Mapping[str, list[Deed]], fault: str, kept: KeptRecovery) -> bool:
    """Whether the lines lead out; of several edits in the same words, the first that goes on is made."""
    cluster = Cluster(model, given=tuple(struck(model, (fault,)).values.items()), faults=())
    for line in kept.lines:
        before = cluster.state
        for deed in known.get(line, ()):
            if cluster.run(deed.action, frozenset(kept.accepts)).change.ending is not None:
                return False
            if cluster.state != before:
                break
        else:
            return False
    return cluster.state.holds(all_of(model.components, READY)) and cluster.seconds == kept.seconds
