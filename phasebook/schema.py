"""`phasebook schema`: the JSON Schemas of the kinds, with the names of this catalog, for editors."""

import argparse
import json
from pathlib import Path

from catalog.kinds import KINDS
from catalog.load import load
from catalog.offered import Offered, offered
from catalog.schema import schema
from phasebook.exit import Exit
from phasebook.options import add_data

FOLDER = ".schemas"
"""Where the settings of the editor and the first line of a new file look for the schemas, beside the data folder."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("schema", help="print or write the JSON Schemas for editors", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=tuple(KINDS), metavar="KIND", help=f"one of {', '.join(KINDS)} (default: all)")
    parser.add_argument(
        "--write", type=Path, metavar="DIR", help=f"write them into this folder, each as KIND.json; editors look in {FOLDER}/"
    )
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Print or write the schemas; without a catalog, those that know no names."""
    data: Path = options.data
    known = offered(load(data).catalog) if data.is_dir() else Offered()
    made = {kind: schema(kind, known) for kind in ([options.kind] if options.kind else KINDS)}
    if options.write is not None:
        write(made, options.write)
        print(f"{len(made)} schemas in {options.write}")
    else:
        print(json.dumps(made[options.kind] if options.kind else made, indent=2, ensure_ascii=False))
    return Exit.CLEAN


def write(made: dict[str, dict[str, object]], folder: Path) -> None:
    """Write schemas by their kind into a folder; one that is there already and says the same is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, one in made.items():
        path = folder / f"{kind}.json"
        text = json.dumps(one, indent=1, ensure_ascii=False) + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
