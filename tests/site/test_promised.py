"""The guide holds all that it promises: every subject, every row, every command line, file and address of `promised.yaml`."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml
from built import Site


class Row(TypedDict):
    """A row of the ownership matrix."""

    name: str
    phase: str
    says: list[str]


class Promised(TypedDict):
    """What is looked for."""

    subjects: dict[str, list[str]]
    components: dict[str, Row]
    commands: list[str]
    addresses: list[str]


PROMISED: Promised = yaml.safe_load((Path(__file__).parent / "promised.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def said(site: Site) -> dict[str, str]:
    return {path: page.said for path, page in site.pages.items()}


def test_every_subject_has_its_words_on_its_page(said: dict[str, str]) -> None:
    missing = [(path, word) for path, words in PROMISED["subjects"].items() for word in words if word.lower() not in said[path].lower()]
    assert missing == []


def test_every_row_of_the_ownership_matrix_is_there_with_its_own_page(said: dict[str, str]) -> None:
    matrix = said["components/index.html"]
    for name, row in PROMISED["components"].items():
        page = said[f"components/{name}.html"]
        assert row["name"] in matrix
        assert row["phase"] in page[:200], name
        assert [word for word in row["says"] if word not in page] == [], name


def test_every_command_line_is_there(said: dict[str, str]) -> None:
    everything = "\n".join(said.values())
    assert [line for line in PROMISED["commands"] if " ".join(line.split()) not in everything] == []


def test_every_address_is_there(said: dict[str, str]) -> None:
    everything = "\n".join(said.values())
    assert [address for address in PROMISED["addresses"] if address not in everything] == []
