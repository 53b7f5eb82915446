"""`phasebook build`: builds the guide as a site that opens from a folder."""

import argparse
import sys
import time
from pathlib import Path

from phasebook.exit import Exit, Refused
from phasebook.finish import finish
from phasebook.options import add_data, data_folder
from phasebook.site import settings, surroundings


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("build", help="build the guide as a site", description=__doc__)
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site goes (default: as mkdocs.yml says)")
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Build the site; any warning is a finding."""
    from mkdocs.commands.build import build  # noqa: PLC0415  (slow to import; no other subcommand needs it)
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    started = time.monotonic()
    with surroundings(data_folder(options)):
        try:
            chosen = {} if options.site is None else {"site_dir": str(options.site.resolve())}
            config = load_config(str(settings()), strict=True, **chosen)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        except Abort as refused:
            print(f"phasebook: the site was not built: {refused.message}", file=sys.stderr)
            return Exit.FINDINGS
        except MkDocsException as refused:
            raise Refused(f"{settings()}: {refused.message}") from refused
        except OSError as error:
            raise Refused(f"the site cannot be written: {error}") from error
        site = Path(config.site_dir)
        languages = {language for plugin in config.plugins.values() for language in getattr(plugin.config, "lang", None) or ()}
        first = next(iter(config.extra.get("polyfills", ())), "")
        finish(site, title=config.site_name, navigation=config.nav, languages=languages, first=first)
    print(f"{_said(site)}, {time.monotonic() - started:.1f} s. Open it in a browser: {(site / 'index.html').resolve().as_uri()}")
    return Exit.CLEAN


def _said(site: Path) -> str:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return f"{pages} pages, {sum(path.stat().st_size for path in files) / 1_000_000:.1f} MB"
