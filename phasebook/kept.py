"""What comes with the program: the settings and assets of a site, and the files of a new guide; from the wheel, or from the repository."""

from pathlib import Path

import generator

HERE = Path(__file__).parent
STARTER = HERE / "starter"
PAGES = Path(generator.__file__).parent / "mkdocs_pages.py"
"""The script that MkDocs runs to have the pages."""


def kept(name: str) -> Path:
    """Return where `mkdocs.yml` or `assets` stands: within the installed program, else in the repository that it runs from."""
    packaged = HERE / "site_files" / name
    if packaged.exists():
        return packaged
    return HERE.parent / ("docs" if name == "assets" else ".") / name
