"""Where MkDocs meets the guide, and the only place: the script that mkdocs-gen-files runs (site builder's side, so it may touch files).

The data folder is that of the environment's `PHASEBOOK_DATA`, or `data`. Nothing is written into `docs/`.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs_gen_files.editor import FilesEditor

CODE = "PHASEBOOK_CODE"
"""The environment variable that says how our modules stood when this script was run at last in this process."""


def _ours() -> dict[str, str]:
    """Our modules, with their files."""
    rooms = ("catalog", "drift", "simulator", "generator")
    return {name: str(module.__file__) for name, module in sys.modules.items() if name.partition(".")[0] in rooms}


def _stand() -> str:
    """How our modules stand: the time of the last change of each."""
    return str(sorted((name, Path(file).stat().st_mtime_ns if Path(file).is_file() else 0) for name, file in _ours().items()))


# While serving, this script is run again at each change, and must not find our modules as they were before they changed.
if os.environ.get(CODE) != _stand():
    for _name in _ours():
        del sys.modules[_name]

from catalog.checks import check  # noqa: E402  (after the modules were dropped)
from catalog.files import kept_recoveries, kept_report, written_pages  # noqa: E402
from catalog.finding import in_order  # noqa: E402
from catalog.load import load  # noqa: E402
from generator.beside import beside_of  # noqa: E402
from generator.guide import Guide, guide  # noqa: E402
from generator.kept import kept_folder, kept_guides  # noqa: E402
from generator.memory import OF_THIS_PROCESS  # noqa: E402
from generator.recall import key_of, recall, remember  # noqa: E402
from simulator.state import TooLong  # noqa: E402

SERVED = ".pages.json"
"""What was built at last, noted in the folder that is served."""
ASSETS = "assets"
"""The folder of styles and scripts in the site; those that `docs/` has of its own stand over those that come with the program."""


def made(data: Path) -> Guide:
    """Return the guide of the catalog in `data`, kept where nothing of it has changed; raises PluginError in words where there is none."""
    key, guides = key_of(data), kept_guides()
    known = recall(key, guides) if key else None
    if known is not None:
        return known
    loaded = load(data)
    blocking = [finding for finding in in_order((*loaded.findings, *check(loaded.catalog))) if finding.blocking]
    if blocking:
        listed = "\n".join(str(finding) for finding in blocking)
        raise PluginError(f"the catalog in {data} cannot be replayed:\n{listed}")
    try:
        built = guide(
            loaded.catalog,
            folder=data.name,
            written=written_pages(data),
            kept=kept_folder(),
            beside=beside_of(kept_report(data), kept_recoveries(data)),
            memory=OF_THIS_PROCESS,
        )
    except TooLong as limit:
        raise PluginError(f"{limit}; mend the reactions or runbooks of the catalog in {data}") from limit
    if key and key == key_of(data):  # nothing has changed while it was read
        remember(built, key, guides)
    return built


def spare(editor: FilesEditor, built: Guide) -> None:
    """While serving, let pages look old whose text and navigation are as they were at the last build: then MkDocs does not build them again."""
    note = Path(editor.config.site_dir) / SERVED
    frame = _digest(json.dumps([built.title, built.navigation]))
    now = {path: _digest(f"{frame} {text}") for path, text in built.pages.items()}
    before = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(now), encoding="utf-8")
    for path, digest in now.items():
        written = editor.files.get_file_from_path(path)
        if before.get(path) == digest and written is not None and written.abs_src_path:
            os.utime(written.abs_src_path, (0, 0))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def write(data: Path, assets: Path) -> None:
    """Write every page of the guide of the catalog in `data`, and set the navigation."""
    built = made(data)
    editor = FilesEditor.current()
    by_hand = {file.src_uri for file in editor.files if not file.generated_by}
    for path, text in {**built.pages, **built.assets}.items():
        if path in by_hand:
            raise PluginError(f"{path} is written by hand in docs/ and by the generator; rename the one in docs/")
        with editor.open(path, "w", encoding="utf-8") as page:
            page.write(text)
    for asset in sorted(assets.iterdir()) if assets.is_dir() else ():
        path = f"{ASSETS}/{asset.name}"
        if path not in by_hand:
            with editor.open(path, "wb") as copy:
                copy.write(asset.read_bytes())
    if os.environ.get("PHASEBOOK_SERVED"):
        spare(editor, built)
    editor.config.nav = built.beside(by_hand)
    if built.title:
        editor.config.site_name = built.title


write(Path(os.environ.get("PHASEBOOK_DATA", "data")), Path(os.environ.get("PHASEBOOK_ASSETS", f"docs/{ASSETS}")))
os.environ[CODE] = _stand()
