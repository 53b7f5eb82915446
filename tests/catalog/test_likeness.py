"""What entities say and do, for telling a change from another layout."""

from dataclasses import fields

import pytest
from casefile import CaseFile, cases_in

from catalog.files import Source
from catalog.likeness import PROSE, does, says
from catalog.load import assemble

REPLAYS = cases_in("replays")


def told(case: CaseFile, lead: str, files: list[str]) -> dict[str, tuple[object, object]]:
    """What each entity of a case says and does, its files read in this order, each after the lines `lead`."""
    sources = [Source(file=f"{lead}{name}", kind=name.partition("/")[0], content=f"{lead}{case.files[name]}".encode()) for name in files]
    found = assemble(sources).catalog.entities
    return {f"{kind}/{name}": (says(one), does(one)) for kind, known in found.items() for name, one in known.items()}


@pytest.mark.parametrize("kind", PROSE, ids=lambda kind: kind.__name__)
def test_the_prose_of_a_kind_is_made_of_its_keys(kind: type) -> None:
    assert PROSE[kind] <= {field.name for field in fields(kind)}


@pytest.mark.parametrize("case", REPLAYS, ids=lambda case: case.name)
def test_entities_say_the_same_wherever_they_stand(case: CaseFile) -> None:
    files = list(case.files)
    assert told(case, "", files) == told(case, "# Moved.\n\n", files[::-1])


def test_entities_of_different_cases_do_different_things() -> None:
    runbooks = {
        str(does_) for case in REPLAYS for name, (_, does_) in told(case, "", list(case.files)).items() if name.startswith("runbooks/")
    }
    assert len(runbooks) > len(REPLAYS) // 2
