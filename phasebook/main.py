"""The program `phasebook`: finds the subcommand, runs it, and ends with its exit status."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from phasebook import check, prove, simulate
from phasebook.exit import Exit, Refused

SUBCOMMANDS = (check, simulate, prove)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = argparse.ArgumentParser(prog="phasebook", description="Operations guides as code: checked, simulated, proven, published.")
    subparsers = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for subcommand in SUBCOMMANDS:
        subcommand.add_to(subparsers)
    return whole


def main(arguments: Sequence[str]) -> Exit:
    """Run the program with these arguments and return its exit status."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as end:
        return Exit.USAGE if end.code else Exit.CLEAN
    try:
        status: Exit = options.run(options)
    except Refused as refused:
        print(f"phasebook: {refused}", file=sys.stderr)
        return Exit.USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CLEAN
    except KeyboardInterrupt:
        print("phasebook: interrupted", file=sys.stderr)
        return Exit.USAGE
    except Exception as error:  # noqa: BLE001 - the one place where a mistake of ours is turned into words
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        print(f"phasebook: an error of ours, at {place}: {type(error).__name__}: {error}; please report it", file=sys.stderr)
        return Exit.OUR_ERROR
    return status


def run() -> None:
    """Run the program; the console script."""
    sys.exit(main(sys.argv[1:]))
