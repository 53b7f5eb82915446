"""`phasebook diff`: says what a change to the data does to the guide's behaviour."""

import argparse
import json
import sys
from pathlib import Path

from catalog.catalog import Catalog
from catalog.likeness import does
from catalog.load import load
from phasebook.behaviour import behaviour_of, entered
from phasebook.change_comment import comment
from phasebook.change_json import report
from phasebook.change_text import as_text
from phasebook.changes import Changes, Side, alike, changes
from phasebook.examine import Examined, examine
from phasebook.exit import Exit, Refused
from phasebook.options import add_data
from phasebook.revision import end
from simulator.compile import compiled

MOST_ENTERED = 20
"""So many changed runbooks are entered by themselves with every fault."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("diff", help="say what a change to the data does to the guide", description=__doc__)
    parser.add_argument("base", metavar="BASE", help="what it was: a revision of Git, or a folder with a catalog")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="what it became: the same (default: the data as it stands)")
    parser.add_argument("--faults", type=int, choices=(1, 2), default=1, help="compare sets of up to so many faults (default: 1)")
    parser.add_argument("--fail-on", choices=("change", "worse"), default="change", help="what ends with status 1 (default: change)")
    add_data(parser)
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="how the result is printed (default: text)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Compare and print."""
    data: Path = options.data
    with end(options.base, data) as base, end(options.head or _as_it_stands(data), data) as head:
        found = compared(base, head, (options.base, options.head or str(data)), options.faults)
    match options.format:
        case "json":
            print(json.dumps(report(found), indent=2))
        case "markdown":
            sys.stdout.write(comment(found))
        case _:
            print(as_text(found))
    return Exit.FINDINGS if (found.ends_worse if options.fail_on == "worse" else found.any) else Exit.CLEAN


def compared(base: Path, head: Path, names: tuple[str, str], most: int = 1) -> Changes:
    """Return what differs between the catalogs in two folders; those that say the same are not replayed."""
    catalogs = [load(folder).catalog for folder in (base, head)]
    if alike(*catalogs):
        return changes(*(Side(name=name, catalog=one, blocking=(), behaviour={}) for name, one in zip(names, catalogs, strict=True)))
    books = _changed(*catalogs)
    return changes(
        *(_side(name, examine(folder, with_replays=False), most, books) for name, folder in zip(names, (base, head), strict=True))
    )


def _changed(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Return the runbooks that do something else than before, so many at most as can be entered with every fault in a minute."""
    shared = [name for name in after.runbooks if name in before.runbooks]
    return tuple(name for name in shared if does(before.runbooks[name]) != does(after.runbooks[name]))[:MOST_ENTERED]


def _side(name: str, examined: Examined, most: int, books: tuple[str, ...]) -> Side:
    catalog = examined.catalog
    if examined.blocking:
        return Side(name=name, catalog=catalog, blocking=examined.blocking, behaviour={})
    model = compiled(catalog)
    behaviour = {**behaviour_of(catalog, model, most), **dict(entered(catalog, model, books))}
    return Side(name=name, catalog=catalog, blocking=(), behaviour=behaviour)


def _as_it_stands(data: Path) -> str:
    if not data.is_dir():
        raise Refused(f"there is no catalog at {data}: name its folder with --data")
    return f"./{data}" if not data.is_absolute() else str(data)
