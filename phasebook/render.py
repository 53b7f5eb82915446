"""`phasebook render`: writes the guide as plain Markdown with its navigation, for any site builder."""

import argparse
from pathlib import Path

from phasebook.examine import replayable
from phasebook.exit import Exit
from phasebook.options import add_data, data_folder


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("render", help="write the guide as plain Markdown", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where it goes: a new or empty folder, or one of an earlier render")
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Write docs/ and mkdocs.yml into the folder."""
    from phasebook.plain import write_plain  # noqa: PLC0415  (slow to import; no other subcommand needs it)

    loaded = replayable(data_folder(options))
    if loaded is None:
        return Exit.FINDINGS
    write_plain(loaded[0], options.data.resolve(), options.folder)
    return Exit.CLEAN
