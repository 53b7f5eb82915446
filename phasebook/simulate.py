"""`phasebook simulate`: replays scenarios and says how each ends, and which of the replays that are kept goes otherwise than it did."""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from catalog.catalog import Catalog
from catalog.finding import suggest
from catalog.scenario import Scenario
from phasebook.astray import astray, kept_beside, renew
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.formats.findings import tell_blocking
from phasebook.formats.replays import replays_as
from phasebook.named import refuse_clashing, refuse_unknown
from phasebook.options import FORMATS, add_data, add_format, data_folder, write_reports
from phasebook.report import Played, replayed_json
from phasebook.transcript import table, transcript
from simulator.compile import case_of
from simulator.model import Case, Model
from simulator.reader import replay
from simulator.state import TooLong


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("simulate", help="replay scenarios", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="which to replay (default: all)")
    parser.add_argument("--faults", metavar="A,B", help="replay these faults instead of scenarios; goes with --from")
    parser.add_argument("--from", dest="starts", metavar="TREE|RUNBOOK", help="where the reader starts; goes with --faults")
    parser.add_argument("--late", metavar="C:N", help="one more fault, which strikes after N steps; goes with --faults")
    parser.add_argument("--keep", action="store_true", help="keep the replays of witnesses.json anew, as they go now, instead of replaying")
    parser.add_argument("-v", "--verbose", action="store_true", help="print a transcript of each replay")
    add_data(parser)
    add_format(parser, FORMATS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Replay what was asked for and print how it ended."""
    loaded = replayable(data_folder(options), partial(tell_blocking, options))
    if loaded is None:
        return Exit.FINDINGS
    catalog, model = loaded
    adhoc = bool(options.faults or options.starts or options.late)
    if options.keep:
        if adhoc or options.scenarios:
            raise Refused("--keep is about every replay that is kept: name no scenario, fault or start")
        return renew(options.data, model)
    played = [_adhoc(options, catalog, model)] if adhoc else list(_play_all(model, _scenarios(options, catalog)))
    strays = astray(model, () if adhoc or options.scenarios else kept_beside(options.data))
    played += strays.played
    write_reports(options, lambda form: _said(form, catalog, played, options.data))
    if options.format == "text":
        for one in played if options.verbose else ():
            print(transcript(catalog, one), end="\n\n")
        print(table(played))
        for line in strays.lines:
            print(line)
    else:
        print(_said(options.format, catalog, played, options.data), end="")
    complete = adhoc or len(played) - len(strays.played) == len(options.scenarios or catalog.scenarios)
    return Exit.CLEAN if complete and not strays.lost and all(one.expected for one in played) else Exit.FINDINGS


def _said(form: str, catalog: Catalog, played: list[Played], data: Path) -> str:
    if form == "json":
        return json.dumps({"version": 1, "scenarios": [replayed_json(one) for one in played]}, indent=2) + "\n"
    return replays_as(form, catalog, played, data)


def _play_all(model: Model, scenarios: list[Scenario]) -> Iterator[Played]:
    for scenario in scenarios:
        try:
            yield play(model, scenario)
        except TooLong as limit:
            print(f"phasebook: {scenario.id}: {limit}", file=sys.stderr)


def _scenarios(options: argparse.Namespace, catalog: Catalog) -> list[Scenario]:
    wanted = options.scenarios or list(catalog.scenarios)
    for name in wanted:
        if name not in catalog.scenarios:
            raise Refused(f"there is no scenario `{name}`{suggest(name, catalog.scenarios).hint}")
    if not wanted:
        print("phasebook: the catalog has no scenarios", file=sys.stderr)
    return [catalog.scenarios[name] for name in wanted]


def play(model: Model, scenario: Scenario) -> Played:
    """Return how a scenario went; raises `TooLong` where it does not end."""
    case = case_of(scenario)
    return Played(scenario=scenario.id, title=scenario.heading, case=case, replay=replay(model, case), expect=scenario.expect)


def _adhoc(options: argparse.Namespace, catalog: Catalog, model: Model) -> Played:
    if not options.starts or options.scenarios:
        raise Refused("--faults goes with --from TREE|RUNBOOK, and without scenarios")
    faults = tuple(name for name in (options.faults or "").split(",") if name)
    refuse_unknown(faults, catalog)
    if options.starts not in {**catalog.trees, **catalog.runbooks}:
        raise Refused(
            f"there is no tree or runbook `{options.starts}`{suggest(options.starts, {**catalog.trees, **catalog.runbooks}).hint}"
        )
    refuse_clashing(faults, model)
    case = Case(starts=options.starts, faults=faults, late=_late(options, catalog))
    name = ",".join(faults) or "healthy"
    return Played(scenario=name, title=f"{name}, from {options.starts}", case=case, replay=replay(model, case), expect=None)


def _late(options: argparse.Namespace, catalog: Catalog) -> dict[int, tuple[str, ...]]:
    if not options.late:
        return {}
    name, _, steps = options.late.partition(":")
    refuse_unknown((name,), catalog)
    if not steps.isdecimal() or int(steps) < 1:
        raise Refused(f"--late {options.late} does not say after how many steps: write --late {name}:2")
    return {int(steps): (name,)}
