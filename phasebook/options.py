"""Options that several subcommands have."""

import argparse
from collections.abc import Callable
from pathlib import Path

from phasebook.exit import Refused

FORMATS = ("text", "json", "github", "junit", "sarif", "markdown")
"""How a report of findings or replays can be printed."""

ENDINGS = {".json": "json", ".xml": "junit", ".sarif": "sarif", ".md": "markdown"}
"""The format of a report by the ending of its file."""


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add `--data`."""
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the catalog (default: data/)")


def add_format(parser: argparse.ArgumentParser, choices: tuple[str, ...] = ("text", "json")) -> None:
    """Add `--format`, and `--write` where machines can be told."""
    parser.add_argument("--format", choices=choices, default="text", help="how the result is printed (default: text)")
    if "sarif" in choices:
        known = ", ".join(f"*{ending} ({form})" for ending, form in ENDINGS.items())
        parser.add_argument(
            "--write", type=_report_file, action="append", default=[], metavar="FILE", help=f"write the result there too: {known}"
        )


def _report_file(name: str) -> Path:
    if Path(name).suffix not in ENDINGS:
        raise argparse.ArgumentTypeError(f"{name!r} does not end in {', '.join(ENDINGS)}")
    return Path(name)


def write_reports(options: argparse.Namespace, said: Callable[[str], str]) -> None:
    """Write the result into each file of `--write`; `said` gives its text in a format."""
    for file in options.write:
        file.write_text(said(ENDINGS[file.suffix]), encoding="utf-8")


def data_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the catalog, or refuse where there is none."""
    folder: Path = options.data
    if not folder.is_dir():
        raise Refused(f"there is no catalog at {folder}: name its folder with --data")
    return folder
