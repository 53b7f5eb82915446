"""Equal parts of a model are one object, and its texts are plain: it is kept in less, and read back sooner."""

import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from hypothesis import HealthCheck, given, settings
from random_catalogs import Data, as_files, catalogs

from catalog.files import Source
from catalog.load import assemble
from simulator.compile import compiled
from simulator.model import Model
from simulator.sharing import shared


def parts(whole: Any) -> Iterator[Any]:
    left = [whole]
    while left:
        part = left.pop()
        yield part
        if is_dataclass(part):
            left += [getattr(part, one.name) for one in fields(part) if one.name != "memory"]
        elif isinstance(part, tuple | frozenset):
            left += part
        elif isinstance(part, dict):
            left += [*part, *part.values()]


def model_of(data: Data) -> Model:
    files = as_files(data)
    return compiled(assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items()).catalog)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(catalogs())
def test_a_shared_model_is_the_same_and_holds_no_two_equal_parts(data: Data) -> None:
    model = model_of(data)
    small = shared(model)
    assert small == model
    hashable = [part for part in parts(small) if isinstance(part, str | tuple | frozenset) and not isinstance(part, Enum)]
    known: dict[Any, Any] = {}
    assert all(known.setdefault((type(part), part), part) is part for part in hashable)
    assert {type(part) for part in hashable} <= {str, tuple, frozenset}
    assert len(pickle.dumps(small)) <= len(pickle.dumps(model))
