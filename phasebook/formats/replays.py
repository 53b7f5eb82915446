"""Replays for machines and code hosts: what did not end as it should, where it stands, and its transcript."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from catalog.catalog import Catalog
from catalog.location import NOWHERE
from generator.words import duration
from phasebook.formats.annotations import annotations
from phasebook.formats.junit import Case, Suite, junit
from phasebook.formats.notice import Level, Notice, placed, worst_first
from phasebook.formats.sarif import sarif
from phasebook.formats.summary import summary
from phasebook.paint import unpainted
from phasebook.report import Played
from phasebook.transcript import transcript


def replays_as(form: str, catalog: Catalog, played: Sequence[Played], data: Path) -> str:
    """Return replays in one of `github`, `junit`, `sarif` and `markdown`, as lines that end."""
    wrong = [one for one in played if not one.expected]
    made = worst_first(_notice(catalog, one, data) for one in wrong)
    match form:
        case "github":
            return annotations(made)
        case "sarif":
            return sarif(made)
        case "junit":
            return junit("phasebook simulate", _suites(catalog, played)) + "\n"
        case _:
            verdict = f"{len(played) - len(wrong):,} of {len(played):,} replays ended as expected"
            first = min(wrong, key=lambda one: (len(one.replay.steps), one.scenario), default=None)
            story = ("", "") if first is None else (f"The shortest: {first.title}", unpainted(transcript(catalog, first)))
            return summary("phasebook simulate", verdict, made, story)


def ended(played: Played) -> str:
    """Return in a line how a replay ended, and what was expected of it instead."""
    replay = played.replay
    where = f" in `{replay.by}`" if replay.by else ""
    wrong = f"; {', '.join(played.disappointments)}" if played.disappointments else ""
    return f"{replay.outcome}{where} after {duration(replay.seconds)}{wrong}"


def _notice(catalog: Catalog, played: Played, data: Path) -> Notice:
    scenario = catalog.scenarios.get(played.scenario)
    at = placed(scenario.id.at, data) if scenario else NOWHERE
    return Notice(rule="SCENARIO", level=Level.ERROR, at=at, message=f"`{played.scenario}` ends {ended(played)}")


def _suites(catalog: Catalog, played: Sequence[Played]) -> list[Suite]:
    by_start = sorted(played, key=lambda one: one.case.starts)
    return [
        Suite(name=starts, cases=tuple(_case(catalog, one) for one in group))
        for starts, group in groupby(by_start, key=lambda one: one.case.starts)
    ]


def _case(catalog: Catalog, played: Played) -> Case:
    if played.expected:
        return Case(name=played.scenario, output=ended(played))
    return Case(name=played.scenario, failure=(ended(played), unpainted(transcript(catalog, played))))
