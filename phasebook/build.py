"""`phasebook build`: builds the guide as a site that opens from a folder."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from phasebook.exit import Exit, Refused
from phasebook.finish import finish
from phasebook.frame import SCRIPT
from phasebook.options import add_data, data_folder
from phasebook.site import settings, surroundings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_SIDES = ("partials/nav.html", "partials/toc.html")
"""The parts of the theme's templates that write the navigation."""
_TABS = "navigation.tabs"
"""The feature of the theme without which its pages keep their frame."""


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
            first = next(iter(config.extra.get("polyfills", ())), "")
            config.plugins.on_startup(command="build", dirty=False)
            _spare(config, first)
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
        finish(site, title=config.site_name, navigation=config.nav, languages=languages, first=first)
    print(f"{_said(site)}, {time.monotonic() - started:.1f} s. Open it in a browser: {(site / 'index.html').resolve().as_uri()}")
    return Exit.CLEAN


def _spare(config: "MkDocsConfig", first: str) -> None:
    """Have the theme write no navigation at the sides of the pages where a script makes it: each page would hold that of its whole section."""
    from jinja2 import ChoiceLoader, DictLoader, Environment  # noqa: PLC0415  (comes with MkDocs)

    def without(env: Environment, **_: object) -> Environment:
        loaders = [] if env.loader is None else [env.loader]
        env.loader = ChoiceLoader([DictLoader(dict.fromkeys(_SIDES, "")), *loaders])
        return env

    scripts = [Path(config.docs_dir) / name for name in (first, SCRIPT)]
    if first and all(script.is_file() for script in scripts) and _TABS in config.theme["features"]:
        config.plugins.events["env"].append(without)


def _said(site: Path) -> str:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return f"{pages} pages, {sum(path.stat().st_size for path in files) / 1_000_000:.1f} MB"
