"""The program `phasebook`: finds the subcommand, runs it, and ends with its exit status."""

import argparse
import gc
import keyword
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from phasebook.exit import Exit, Refused
from simulator.state import TooLong

SUBCOMMANDS = (
    "init", "import", "check", "simulate", "prove", "mutate", "diff", "suggest", "answers", "drift", "build", "serve", "render", "schema", "new", "explain",
)  # fmt: skip
"""Each stands in the module of its name, which is imported where it is asked for: most of them need little of what all need."""

KEPT_FROM_THE_COLLECTOR = 200_000
"""So many new objects are looked through for garbage at once. What is loaded stays; to look through it every 700 objects took half of the time."""


def parser(names: Iterable[str] = SUBCOMMANDS) -> argparse.ArgumentParser:
    """Return the parser of the command line, with these subcommands."""
    whole = argparse.ArgumentParser(prog="phasebook", description="Operations guides as code: checked, simulated, proven, published.")
    subparsers = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        import_module(f"phasebook.{name}_" if name in keyword.kwlist else f"phasebook.{name}").add_to(subparsers)
    return whole


def main(arguments: Sequence[str]) -> Exit:
    """Run the program with these arguments and return its exit status."""
    try:
        named = [name for name in arguments[:1] if name in SUBCOMMANDS]
        options = parser(named or SUBCOMMANDS).parse_args(arguments)
        status: Exit = options.run(options)
        sys.stdout.flush()
    except SystemExit as end:  # how argparse ends, after it has said why
        status = Exit.USAGE if end.code else Exit.CLEAN
    except Refused as refused:
        status = _say(str(refused), Exit.USAGE)
    except TooLong as limit:
        status = _say(f"{limit}; the catalog counts, mend its reactions or runbooks", Exit.FINDINGS)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = Exit.CLEAN
    except OSError as failure:
        status = _say(f"cannot read or write {failure.filename or 'the output'}: {failure.strerror}", Exit.USAGE)
    except KeyboardInterrupt:
        status = _say("interrupted", Exit.USAGE)
    except Exception as error:  # noqa: BLE001 - the one place where a mistake of ours is turned into words
        from traceback import extract_tb  # noqa: PLC0415  (no mistake, no need of it)

        where = extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        status = _say(f"an error of ours, at {place}: {type(error).__name__}: {error}; please report it", Exit.OUR_ERROR)
    return status


def _say(why: str, status: Exit) -> Exit:
    print(f"phasebook: {why}", file=sys.stderr)
    return status


_PICTURES = "generator.layout"
"""What lays out pictures: its libraries complain at the end of what nobody looked through."""


def run() -> None:
    """Run the program; the console script."""
    gc.set_threshold(KEPT_FROM_THE_COLLECTOR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    status = main(sys.argv[1:])
    if _PICTURES not in sys.modules:
        gc.freeze()  # the process takes with it what is left: nobody need look through that for garbage
    sys.exit(status)
