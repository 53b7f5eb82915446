"""The guide as plain Markdown beside a mkdocs.yml that needs no plugin of ours."""

import shutil
import sys
from pathlib import Path

import yaml

from catalog.catalog import Catalog
from catalog.files import kept_recoveries, kept_report, written_pages
from generator.beside import beside_of
from generator.guide import Guide, Navigation, guide
from generator.kept import kept_folder
from phasebook.exit import Refused
from phasebook.site import settings

MARK = "# Written by `phasebook render`; the next one replaces this file and docs/."


def write_plain(catalog: Catalog, data: Path, target: Path) -> None:
    """Write the guide of a catalog, whose folder is `data`, into `target`; refuses a folder that is not its own."""
    source = _settings()
    built = guide(
        catalog,
        folder=data.name,
        written=written_pages(data),
        kept=kept_folder(),
        beside=beside_of(kept_report(data), kept_recoveries(data)),
    )
    _make_room(target)
    by_hand = _copy_by_hand(Path(str(source.get("docs_dir", "docs"))), target / "docs", built)
    for path, text in {**built.pages, **built.assets}.items():
        page = target / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    written = yaml.safe_dump(_without_generator(source, built, built.beside(by_hand)), sort_keys=False, allow_unicode=True, width=120)
    (target / "mkdocs.yml").write_text(f"{MARK}\n{written}", encoding="utf-8")
    print(f"{len(built.pages)} pages in {target / 'docs'}", file=sys.stderr)


def _settings() -> dict[str, object]:
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415  (slow to import; no other subcommand needs it)

    try:
        read = yaml_load(settings().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refused(f"{settings()} cannot be read: {error}") from error
    if not isinstance(read, dict):
        raise Refused(f"{settings()} holds no settings")
    return read


def _make_room(target: Path) -> None:
    """Empty what an earlier render wrote, and refuse a folder of anything else."""
    try:
        if target.is_dir() and any(target.iterdir()):
            head = target / "mkdocs.yml"
            if not head.is_file() or not head.read_text(encoding="utf-8", errors="replace").startswith(MARK):
                raise Refused(f"{target} is not empty, and no earlier render wrote it: name a new folder")
            shutil.rmtree(target / "docs", ignore_errors=True)
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error


def _copy_by_hand(docs: Path, target: Path, built: Guide) -> list[str]:
    """Copy the pages and files that are written by hand, and return their paths."""
    copied = []
    for source in sorted(path for path in docs.rglob("*") if path.is_file()) if docs.is_dir() else ():
        name = source.relative_to(docs).as_posix()
        if name in built.pages:
            raise Refused(f"{name} is written by hand in {docs} and by the generator; rename the one in {docs}")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)
        copied.append(name)
    return copied


def _without_generator(source: dict[str, object], built: Guide, navigation: Navigation) -> dict[str, object]:
    """The settings without the plugin that generates pages, and with the navigation that it would have made."""
    plugins = source.get("plugins")
    kept = (
        [plugin for plugin in plugins if plugin != "gen-files" and "gen-files" not in (plugin if isinstance(plugin, dict) else ())]
        if isinstance(plugins, list)
        else []
    )
    rest = {key: value for key, value in source.items() if key not in ("docs_dir", "site_dir", "watch", "plugins", "nav", "site_name")}
    return {"site_name": built.title or source.get("site_name", "Guide"), **rest, "plugins": kept, "nav": navigation}
