"""`phasebook simulate`: replays scenarios and says how each ends."""

import argparse
import json
import sys

from catalog.catalog import Catalog
from catalog.finding import suggest
from catalog.scenario import Scenario
from phasebook.examine import replayable
from phasebook.exit import Exit, Refused
from phasebook.options import add_data, add_format, data_folder
from phasebook.report import Played, replayed_json
from phasebook.transcript import table, transcript
from simulator.compile import case_of
from simulator.model import Case, Model
from simulator.prove import fault_sets
from simulator.reader import replay


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("simulate", help="replay scenarios", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="which to replay (default: all)")
    parser.add_argument("--faults", metavar="A,B", help="replay these faults instead of scenarios; goes with --from")
    parser.add_argument("--from", dest="starts", metavar="TREE|RUNBOOK", help="where the reader starts; goes with --faults")
    parser.add_argument("-v", "--verbose", action="store_true", help="print a transcript of each replay")
    add_data(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Replay what was asked for and print how it ended."""
    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    catalog, model = loaded
    played = _adhoc(options, catalog, model) if options.faults or options.starts else _scenarios(options, catalog, model)
    if options.format == "json":
        print(json.dumps({"version": 1, "scenarios": [replayed_json(one) for one in played]}, indent=2))
    else:
        for one in played if options.verbose else ():
            print(transcript(catalog, one), end="\n\n")
        print(table(played))
    return Exit.CLEAN if all(one.expected for one in played) else Exit.FINDINGS


def _scenarios(options: argparse.Namespace, catalog: Catalog, model: Model) -> list[Played]:
    wanted = options.scenarios or list(catalog.scenarios)
    for name in wanted:
        if name not in catalog.scenarios:
            raise Refused(f"there is no scenario `{name}`{suggest(name, catalog.scenarios).hint}")
    if not wanted:
        print("phasebook: the catalog has no scenarios", file=sys.stderr)
    return [play(model, catalog.scenarios[name]) for name in wanted]


def play(model: Model, scenario: Scenario) -> Played:
    """Return how a scenario went."""
    return Played(scenario=scenario.id, case=case_of(scenario), replay=replay(model, case_of(scenario)), expect=scenario.expect)


def _adhoc(options: argparse.Namespace, catalog: Catalog, model: Model) -> list[Played]:
    if not options.starts or options.scenarios:
        raise Refused("--faults goes with --from TREE|RUNBOOK, and without scenarios")
    faults = tuple(name for name in (options.faults or "").split(",") if name)
    for name in faults:
        if name not in catalog.faults:
            raise Refused(f"there is no fault `{name}`{suggest(name, catalog.faults).hint}")
    if options.starts not in {**catalog.trees, **catalog.runbooks}:
        raise Refused(f"there is no tree or runbook `{options.starts}`{suggest(options.starts, {**catalog.trees, **catalog.runbooks})}")
    if faults and tuple(sorted(set(faults))) not in fault_sets(model, len(set(faults))):
        raise Refused(f"the faults {', '.join(faults)} cannot strike together: they set one condition to different values")
    case = Case(starts=options.starts, faults=faults)
    return [Played(scenario=",".join(faults) or "healthy", case=case, replay=replay(model, case), expect=None)]
