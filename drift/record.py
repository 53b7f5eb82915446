"""A report that is kept beside the data: written as JSON, and read back as what it says of each claim (contract, `drift`)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from types import MappingProxyType

from catalog.catalog import Catalog
from catalog.files import REPORT
from catalog.finding import Finding, declare
from catalog.kept import BadKeptError, check_kept, json_in, readable
from drift.claim import Claim, EdgeRef, Judged, Report, Result, Verdict

VERSION = 1
NO_RECORD = declare("RECORD001", "A `verified.json` beside the data is a report of `phasebook drift --format json`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was held against which revision, and when that was made; `judged` by what exactly was claimed."""

    revision: str
    date: str
    judged: Mapping[str, Judged]

    def of(self, claim: Claim, catalog: Catalog) -> Judged | None:
        """Return the verdict on a claim; None where just this was never held against the repository."""
        return self.judged.get(said_by(claim, catalog))


def said_by(claim: Claim, catalog: Catalog) -> str:
    """Return the digest of what a claim says, so that a verdict is never read of a claim that has changed since."""
    subject = claim.subject
    said = [
        claim.kind,
        claim.ref,
        *(f"{one.name}={value!r}" for one in fields(subject) if (value := getattr(subject, one.name)) != one.default),
    ]
    if isinstance(subject, EdgeRef):
        ends = (catalog.components[name] for name in (subject.component, subject.other))
        said += [repr((str(end.phase), [(str(file.path), str(file.origin)) for file in end.files])) for end in ends]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def of_text(text: str | None) -> Record | None:
    """Return the record that a kept report is; None where there is no report, or none that can be read."""
    return readable(text, read)


def check_record(text: str | None) -> Iterator[Finding]:
    """Yield the finding that what is kept as a report cannot be read."""
    return check_kept(text, read, NO_RECORD, REPORT, "phasebook drift --format json")


def written(report: Report, catalog: Catalog, breaks: Mapping[Claim, object] = MappingProxyType({})) -> str:
    """Return a report in the stable form, from which `read` makes a record; `breaks` are what broken claims do to the guide."""
    whole = {
        "version": VERSION,
        "revision": report.revision,
        "date": report.date,
        "claims": [{**_entry(result, catalog), "breaks": breaks.get(result.claim)} for result in report.results],
        "problems": list(report.problems),
    }
    return json.dumps(whole, indent=2)


def _entry(result: Result, catalog: Catalog) -> dict[str, object]:
    claim, judged, since = result.claim, result.judged, result.since
    return {
        "kind": claim.kind,
        "ref": claim.ref,
        "file": claim.at.file,
        "line": claim.at.line,
        "verdict": judged.verdict,
        "detail": judged.detail,
        "to": judged.to,
        "since": since and {"commit": since.commit, "date": since.date, "subject": since.subject},
        "fix": result.fix,
        "says": said_by(claim, catalog),
    }


def read(text: str) -> Record:
    """Return the record that a text is; raises BadKeptError."""
    match json_in(text):
        case {"version": int(version), "revision": str(revision), "date": str(date), "claims": list(claims)} if version == VERSION:
            return Record(revision=revision, date=date, judged=dict(_judged(number, one) for number, one in enumerate(claims, start=1)))
    raise BadKeptError(f"it is no report of `phasebook drift --format json`, version {VERSION}")


def _judged(number: int, entry: object) -> tuple[str, Judged]:
    match entry:
        case {"says": str(says), "verdict": str(verdict), "detail": str(detail), "to": str() | None as to} if verdict in set(Verdict):
            return says, Judged(verdict=Verdict(verdict), detail=detail, to=to)
    raise BadKeptError(f"its claim {number} lacks `says`, `to`, `detail` or a verdict; write it again with `phasebook drift --format json`")
