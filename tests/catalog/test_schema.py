"""The schemas that editors use say the same as the loader, and every key says what it means."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from casefile import CASES, cases_in, read_case, write_files
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.finding import Finding
from catalog.json_values import to_json
from catalog.key import Key, keys_of
from catalog.kinds import KINDS
from catalog.load import load
from catalog.location import NOWHERE, Word
from catalog.node import Mapping, Node, Scalar, Sequence
from catalog.offered import Offered, offered
from catalog.schema import schema
from catalog.shape import Shape
from catalog.yaml_text import read_yaml

DATA = Path(__file__).parents[2] / "data"
Validator = Callable[[object], object]
OPEN: dict[str, Validator] = {kind: fastjsonschema.compile(schema(kind, Offered())) for kind in KINDS}


def silent(finding: Finding) -> None:
    raise AssertionError(finding)


def entities() -> list[tuple[str, Any]]:
    """Every entity of the replay cases and of the healthy catalog: every key of the language is somewhere among them."""
    found = []
    for case in (*cases_in("replays"), read_case(CASES / "findings" / "healthy.catalog")):
        for name, text in case.files.items():
            root = read_yaml(name, text.encode(), silent)
            assert root is not None, name
            kind = name.partition("/")[0]
            if kind in KINDS:
                found += [(kind, to_json(node)) for node in (root.items if isinstance(root, Sequence) else (root,))]
    return found


ENTITIES = entities()


def node(value: Any) -> Node:
    """The node that a loader reads where an editor reads this value."""
    match value:
        case dict():
            return Mapping(at=NOWHERE, entries=tuple((Word(str(name)), node(entry)) for name, entry in value.items()))
        case list():
            return Sequence(at=NOWHERE, items=tuple(node(item) for item in value))
        case str():
            return Scalar(at=NOWHERE, text=value, plain=False)
        case None:
            return Scalar(at=NOWHERE, text="", plain=True)
        case _:
            return Scalar(at=NOWHERE, text=json.dumps(value), plain=True)


def loads(kind: str, value: object) -> list[Finding]:
    found: list[Finding] = []
    Shape(found.append).read(KINDS[kind], node(value), kind)
    return found


def fits(validate: Validator, value: object) -> bool:
    try:
        validate(value)
    except fastjsonschema.JsonSchemaException:
        return False
    return True


def places(value: Any) -> list[list[Any]]:
    """The path of every value inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [[]] + [[name, *path] for name, entry in inside for path in places(entry)]


WORDS = st.sampled_from(["x", "90s", "1h30m", "5", "007", "", "90s\n", "bootstrap", "either", "true", "a.b", "5m10s"])
KEYS = st.sampled_from(
    ["id", "all", "any", "not", "at_least", "of", "when", "set", "show", "claim", "x.y", "fault", "note", "phase", "if_fails"]
)
SCALARS = WORDS | st.integers(0, 12) | st.booleans() | st.none() | st.just(-1) | st.just(1_000_000_000)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=4)


def changed(entity: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """An entity with one of its values replaced, taken out, put into a list, or given a neighbour."""
    entity = deepcopy(entity)
    path = draw(st.sampled_from(places(entity)))
    if not path:
        return draw(VALUES)
    holder = entity
    for name in path[:-1]:
        holder = holder[name]
    last = path[-1]
    match draw(st.sampled_from(["replace", "drop", "wrap", "neighbour"])):
        case "replace":
            holder[last] = draw(VALUES)
        case "drop":
            del holder[last]
        case "wrap":
            holder[last] = [holder[last]]
        case _ if isinstance(holder, dict):
            holder[draw(KEYS)] = draw(VALUES)
        case _:
            holder.append(draw(VALUES))
    return entity


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_schema_and_loader_agree_on_what_may_stand_where(data: st.DataObject) -> None:
    kind, entity = data.draw(st.sampled_from(ENTITIES))
    for _ in range(data.draw(st.integers(0, 2))):
        entity = changed(entity, data.draw) if isinstance(entity, dict | list) else entity
    found = loads(kind, entity)
    if isinstance(entity, list):
        return
    assert fits(OPEN[kind], entity) is not bool(found), (kind, entity, [str(finding) for finding in found])


def test_every_entity_of_the_cases_fits_its_schema() -> None:
    assert len(ENTITIES) > 100
    assert [entity for kind, entity in ENTITIES if not fits(OPEN[kind], entity)] == []


def fitting(root: Path, kind: str) -> int:
    """Hold the files of a kind against the schema with the names of their catalog, and return how many there are."""
    validate = fastjsonschema.compile(schema(kind, offered(load(root).catalog)))
    files = sorted((root / kind).rglob("*.yaml"))
    for path in files:
        read = read_yaml(path.name, path.read_bytes(), silent)
        assert read is not None
        validate(to_json(read))
    return len(files)


def test_the_shipped_runbooks_fit_the_schema_with_the_names_of_their_catalog() -> None:
    assert fitting(DATA, "runbooks") > 20


def test_a_healthy_catalog_fits_the_schemas_with_its_own_names(tmp_path: Path) -> None:
    write_files(tmp_path, read_case(CASES / "findings" / "healthy.catalog").files)
    assert sum(fitting(tmp_path, kind) for kind in KINDS) == 12


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("components", {"id": "x", "phase": "bootstrap", "needs": ["nett"]}),
        ("faults", {"id": "x", "sets": {"net.agents": "mising"}}),
        ("reactions", {"id": "x", "when": {"net.agent": "missing"}, "set": {"net.agents": "running"}}),
        ("scenarios", {"id": "x", "starts": "triages"}),
        ("runbooks", {"id": "x", "steps": [], "covers": ["agents-mising"]}),
    ],
)
def test_a_name_that_the_catalog_lacks_does_not_fit(kind: str, wrong: object, tmp_path: Path) -> None:
    write_files(tmp_path, read_case(CASES / "findings" / "healthy.catalog").files)
    assert fits(OPEN[kind], wrong)
    assert not fits(fastjsonschema.compile(schema(kind, offered(load(tmp_path).catalog))), wrong)


def keys_of_the_language() -> list[tuple[str, str, Key]]:
    found: dict[type, None] = {}
    definitions = {name for kind in KINDS for name in schema(kind, Offered())["definitions"]}
    waiting: list[Any] = list(KINDS.values())
    while waiting:
        kind = waiting.pop()
        if kind in found:
            continue
        found[kind] = None
        waiting += [other for other in type_parts([key.type for key in keys_of(kind).values()]) if other.__name__ in definitions]
    return [(kind.__name__, name, key) for kind in found for name, key in keys_of(kind).items()]


def type_parts(kinds: list[Any]) -> list[Any]:
    """Every class inside types."""
    found = []
    while kinds:
        kind = kinds.pop()
        kinds += getattr(kind, "__args__", ())
        found += [kind] if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__") and hasattr(kind, "at") else []
    return found


@pytest.mark.parametrize(("kind", "name", "key"), [pytest.param(*one, id=f"{one[0]}.{one[1]}") for one in keys_of_the_language()])
def test_the_example_of_a_key_may_stand_there(kind: str, name: str, key: Key) -> None:
    assert key.says.text.endswith("."), (kind, name)
    example = read_yaml("example", key.says.example.encode(), silent)
    assert example is not None
    Shape(silent).read(key.type, example, name)


def test_the_editor_finds_the_schema_of_every_kind() -> None:
    wired = json.loads((DATA.parent / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert wired["yaml.schemas"] == {f".schemas/{kind}.json": f"data/{kind}/**/*.yaml" for kind in KINDS}
