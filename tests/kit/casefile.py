"""Case files: a small catalog, the fact that it stands for, and what must come out, in one text file.

    # The fact, in a sentence.
    -- components/a.yaml --
    id: a
    ...
    -- transcript --
    ...

Everything under `-- path --` up to the next such line is the text of that file. A section whose name does not end in
`.yaml` or `.json` holds what must come out.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"
REWRITE = "PHASEBOOK_REWRITE_CASES"
"""The environment variable that has cases written anew from what comes out."""

_HEAD = re.compile(r"^-- (\S.*) --\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case: where it stands, what fact it shows, the texts of its sections by name."""

    path: Path
    fact: str
    sections: dict[str, str]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def files(self) -> dict[str, str]:
        """The files of the catalog: path in the data folder, text."""
        return {name: text for name, text in self.sections.items() if name.endswith((".yaml", ".json"))}

    def hold(self, section: str, actual: str) -> None:
        """Assert that `actual` is the text of a section; where the environment asks for it, write the section anew first."""
        if os.environ.get(REWRITE):
            self.sections[section] = actual
            self.path.write_text(self._written(), encoding="utf-8")
        assert actual == self.sections[section], f"{self.fact}\n({self.path}; {REWRITE}=1 writes it anew)"

    def _written(self) -> str:
        return f"# {self.fact}\n" + "".join(f"-- {name} --\n{text}" for name, text in self.sections.items())


def read_case(path: Path) -> CaseFile:
    """Return the case in one file."""
    head, *parts = _HEAD.split(path.read_text(encoding="utf-8"))
    fact = head.removeprefix("# ").strip()
    return CaseFile(path=path, fact=fact, sections=dict(zip(parts[::2], parts[1::2], strict=True)))


def cases_in(folder: str) -> list[CaseFile]:
    """Return every case in a folder of `tests/cases`, sorted by name."""
    return [read_case(path) for path in sorted((CASES / folder).glob("*.case"))]


def write_files(root: Path, files: dict[str, str]) -> Path:
    """Write the files of a catalog under `root` and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
