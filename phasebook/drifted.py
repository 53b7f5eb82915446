"""The report of `phasebook drift` in its forms."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog.catalog import Catalog
from drift.claim import Claim, Kind, Report, Result, Verdict
from drift.hold import BROKEN
from drift.record import written
from generator.markup import clean
from generator.words import counted
from phasebook.broken import Damage
from phasebook.formats.annotations import annotations
from phasebook.formats.junit import Case, Suite, junit
from phasebook.formats.notice import Level, Notice, placed, worst_first
from phasebook.formats.sarif import sarif
from phasebook.formats.summary import summary
from phasebook.paint import Ink, paint

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """A report, the catalog in the folder `data` that it is about, and what its broken claims do to the guide."""

    report: Report
    catalog: Catalog
    data: Path
    damage: Mapping[Claim, Damage]


def drifted_as(form: str, drifted: Drifted, *, every: bool) -> str:
    """Return the report in a form, as lines that end; `every` asks the text for the claims that hold, too."""
    report = drifted.report
    match form:
        case "json":
            return written(report, drifted.catalog, {claim: asdict(damage) for claim, damage in drifted.damage.items()}) + "\n"
        case "markdown":
            made = _notices(drifted)
            verdict = f"{counted(len(report.results), 'claim')} at {report.revision[:12]} ({report.date}), {len(made)} of them broken"
            return summary("phasebook drift", verdict, made)
        case "github":
            return annotations(_notices(drifted))
        case "junit":
            return junit("phasebook drift", _suites(drifted))
        case "sarif":
            return sarif(_notices(drifted))
        case _:
            return as_text(drifted, every=every)


def as_text(drifted: Drifted, *, every: bool) -> str:
    """Return a line for each claim that is broken: place, kind, what it names, verdict and why; who broke it, and what mends it."""
    lines = []
    for result in drifted.report.results:
        if every or result.judged.verdict in BROKEN:
            ink = Ink.BAD if result.judged.verdict in BROKEN else Ink.QUIET
            claim = result.claim
            lines.append(f"{claim.at} {claim.kind} `{clean(claim.ref)}` {paint(result.judged.verdict, ink)}: {clean(result.judged.detail)}")
            lines += [paint(f"  {clean(line)}", Ink.QUIET) for line in _more(result, drifted.damage.get(result.claim))]
    return "".join(f"{line}\n" for line in lines)


def _more(result: Result, damage: Damage | None) -> Iterator[str]:
    if result.since is not None:
        yield f"since {result.since.commit[:12]}, {result.since.date}: {result.since.subject}"
    if result.fix:
        yield f"fix: {result.fix}"
    if damage is not None and damage.readers:
        yield f"breaks: {', '.join(damage.readers)}"
    if damage is not None and damage.shown is not None:
        yield f"shown by: `phasebook simulate {damage.shown.scenario} -v`, {damage.shown.before} now, {damage.shown.after} if the line fails"


def _suites(drifted: Drifted) -> Iterator[Suite]:
    """Yield the claims of each kind, those that are not broken as passed."""
    for kind in Kind:
        found = [result for result in drifted.report.results if result.claim.kind is kind]
        if found:
            yield Suite(name=kind, cases=tuple(_case(drifted, result) for result in found))


def _case(drifted: Drifted, result: Result) -> Case:
    said = f"{result.judged.verdict}: {result.judged.detail}"
    broken = result.judged.verdict in BROKEN
    more = "\n".join((said, *_more(result, drifted.damage.get(result.claim))))
    return Case(name=f"{result.claim.ref} in {result.claim.at}", failure=(said, more) if broken else None)


def _notices(drifted: Drifted) -> tuple[Notice, ...]:
    """Return the broken claims, those that are only dead as warnings."""
    return worst_first(
        Notice(
            rule=f"DRIFT-{result.judged.verdict.upper()}",
            level=Level.WARNING if result.judged.verdict is Verdict.DEAD else Level.ERROR,
            at=placed(result.claim.at, drifted.data),
            message="; ".join(
                (
                    f"{result.claim.kind} `{result.claim.ref}` {result.judged.verdict}: {result.judged.detail}",
                    *_more(result, drifted.damage.get(result.claim)),
                )
            ),
        )
        for result in drifted.report.results
        if result.judged.verdict in BROKEN
    )
