"""`phasebook serve`: shows the guide in the browser while the data changes."""

import argparse
import logging
import os
import sys
from pathlib import Path

from phasebook.exit import Exit, Refused
from phasebook.options import add_data, data_folder
from phasebook.site import settings, surroundings

PACKAGES = ("catalog", "drift", "simulator", "generator")


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("serve", help="show the guide while the data changes", description=__doc__)
    parser.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="where it is served (default: 127.0.0.1:8000)")
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Serve until interrupted; after each change of the data the pages that it changes are built and shown."""
    from mkdocs.commands.serve import serve  # noqa: PLC0415  (slow to import; no other subcommand needs it)
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    data = data_folder(options)
    watched = [str(data.resolve()), *(str(Path(package).resolve()) for package in PACKAGES if Path(package).is_dir())]
    with surroundings(data):
        os.environ["PHASEBOOK_SERVED"] = "1"
        logging.getLogger("mkdocs").setLevel(logging.INFO)
        logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in record.getMessage())
        try:
            serve(str(settings()), build_type="dirty", watch=watched, dev_addr=options.address, strict=False)
        except Abort as refused:
            print(f"phasebook: the guide cannot be served: {refused.message}", file=sys.stderr)
            return Exit.FINDINGS
        except (MkDocsException, OSError) as refused:
            raise Refused(f"the guide cannot be served: {refused}") from refused
    return Exit.CLEAN
