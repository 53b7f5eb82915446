"""Options that several subcommands have."""

import argparse
from pathlib import Path

from phasebook.exit import Refused


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add `--data`."""
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the catalog (default: data/)")


def add_format(parser: argparse.ArgumentParser, choices: tuple[str, ...] = ("text", "json")) -> None:
    """Add `--format`."""
    parser.add_argument("--format", choices=choices, default="text", help="how the result is printed (default: text)")


def data_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the catalog, or refuse where there is none."""
    folder: Path = options.data
    if not folder.is_dir():
        raise Refused(f"there is no catalog at {folder}: name its folder with --data")
    return folder
