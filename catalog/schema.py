"""JSON Schemas (draft-07) of the kinds, from the types that the loader reads by.

Editors read YAML 1.2 into JSON before a schema sees it, so that a word of the language may arrive as a text, a number or a
truth value. Everything is told by type: a file is an entity or a list of them, a list may be its single entry, without the
alternatives that make an editor guess.
"""

import types
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from catalog.json_forms import COUNT, DURATION, PLACEHOLDER, WORD, Json, either, merged, short_form, values_of
from catalog.json_values import example, written
from catalog.key import (
    EffectOrValues,
    Either,
    Expression,
    Keyed,
    Many,
    Named,
    Names,
    NotEmpty,
    Offers,
    OneOf,
    OneOrMany,
    ReadWith,
    Refers,
    Says,
    keys_of,
    marks_of,
)
from catalog.kinds import KINDS
from catalog.location import Word
from catalog.offered import Offered
from catalog.shape import Seconds

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema(kind: str, offered: Offered) -> Json:
    """Return the schema of the files in the folder of a kind, with the names of a catalog where keys refer to them."""
    maker = _Maker(offered)
    entity = maker.entity(KINDS[kind])
    body = maker.definitions[entity["$ref"].rpartition("/")[2]]
    return {
        "$schema": DRAFT,
        "title": f"phasebook {kind}",
        **merged(body, {"type": "array", "minItems": 1, "items": entity}),
        "definitions": maker.definitions,
    }


class _Maker:
    """Makes the schemas of types, each type of entity once, under `definitions`."""

    def __init__(self, offered: Offered) -> None:
        self.definitions: dict[str, Json] = {}
        self._offered = offered

    def of(self, kind: Any) -> Json:
        """Return the schema of a type or a form."""
        marks = marks_of(kind)
        if marks:
            return self._marked(get_args(kind)[0], marks)
        if get_origin(kind) in (types.UnionType, Union):
            return self.of(get_args(kind)[0])
        if get_origin(kind) is tuple:
            return {"type": "array", "items": self.of(get_args(kind)[0])}
        simple: dict[Any, Json] = {Seconds: DURATION, int: COUNT, Word: WORD}
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return {"enum": [str(choice) for choice in kind]}
        if kind in simple:
            return simple[kind]
        return self.entity(kind) if isinstance(kind, type) else self._form(kind)

    def _marked(self, inner: Any, marks: tuple[Any, ...]) -> Json:
        form = next((mark.form for mark in marks if isinstance(mark, ReadWith)), None)
        made = self.of(inner) if form is None else self._form(form)
        for mark in marks:
            match mark:
                case Refers(kinds=kinds):
                    made = self._named(kinds) or made
                case Offers(names=names, words=words):
                    made = self._offers(names, words, made)
                case OneOrMany():
                    made = either(made["items"], made)
                case NotEmpty():
                    made = {**made, "minItems": 1}
                case Keyed(key=key):
                    made = self._keyed(get_args(inner)[0], key, made)
                case _:
                    pass
        return made

    def _form(self, form: Any) -> Json:
        match form:
            case Expression():
                return self._condition()
            case Named(value=value, names=names, one=one):
                made = self._facts(single=True) if names is Names.FACTS else {"type": "object", "additionalProperties": self.of(value)}
                return {**made, "minProperties": 1, "maxProperties": 1} if one else made
            case Either(kinds=kinds):
                return merged(*map(self.of, kinds))
            case Many(value=value, single=single):
                item = self.of(value)
                listed = {"type": "array", "items": item}
                return either(item, listed) if single else listed
            case EffectOrValues(kind=kind, values=values):
                return self._effect(kind, values)
            case OneOf(kind=kind, keys=keys):
                return self._one_of(kind, keys)
            case _:
                raise TypeError(form)

    def entity(self, kind: Any) -> Json:
        """Return a reference to the schema of a dataclass, where its short form is a word or a list included."""
        name = kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._entity(kind)
        return {"$ref": f"#/definitions/{name}"}

    def _entity(self, kind: Any) -> Json:
        keys = {name.rstrip("_"): key for name, key in keys_of(kind).items()}
        made: Json = {
            "description": _paragraph(kind.__doc__ or ""),
            "type": "object",
            "properties": {name: self._key(name, key.type, key.says) for name, key in keys.items()},
            "required": [name for name, key in keys.items() if key.required],
            "additionalProperties": False,
        }
        short: str | None = getattr(kind, "SHORT", None)
        return made if short is None else short_form(made, self.of(keys[short].type))

    def _key(self, name: str, kind: Any, says: Says) -> Json:
        """Return the schema of what stands under a key, with what the key says."""
        shown = f"{says.text}\n\n```yaml\n{name}: {says.example}\n```"
        return {**self.of(kind), "description": says.text, "markdownDescription": shown, "examples": [example(says.example)]}

    def _keyed(self, kind: Any, key: str, listed: Json) -> Json:
        rest = self._entity(kind)
        rest["properties"] = {name: value for name, value in rest["properties"].items() if name != key}
        rest["required"] = [name for name in rest["required"] if name != key]
        return {**merged(listed, {"type": "object", "additionalProperties": rest, "minProperties": 1})}

    def _named(self, kinds: tuple[str, ...]) -> Json | None:
        known = {name: title for kind in kinds for name, title in self._offered.names.get(kind, {}).items()}
        if not known:
            return None
        listed = [(form, title) for name, title in known.items() for form in written(name)]
        return {"enum": [form for form, _ in listed], "markdownEnumDescriptions": [title for _, title in listed]}

    def _offers(self, names: tuple[str, ...], words: tuple[str, ...], made: Json) -> Json:
        known = self._named(names)
        if known is None:
            return made
        listed = [*words, *known["enum"]]
        titles = [*("" for _ in words), *known["markdownEnumDescriptions"]]
        return {"anyOf": [{"enum": listed, "markdownEnumDescriptions": titles}, made]}

    def _facts(self, *, single: bool) -> Json:
        """Return the schema of a mapping of facts to values; with a catalog, of the facts that it declares."""
        word = self._value(WORD, single=single)
        if not self._offered.facts:
            return {"type": "object", "additionalProperties": word}
        name = "Values" if single else "Tests"
        if name not in self.definitions:
            known = {fact: self._value(values_of(values), single=single) for fact, values in self._offered.facts.items()}
            self.definitions[name] = {
                "type": "object",
                "properties": known,
                "patternProperties": {PLACEHOLDER["pattern"]: word},
                "additionalProperties": False,
            }
        return {"$ref": f"#/definitions/{name}"}

    def _value(self, value: Json, *, single: bool) -> Json:
        return value if single else either(value, {"type": "array", "items": value})

    def _condition(self) -> Json:
        if "Condition" not in self.definitions:
            self.definitions["Condition"] = {}
            self.definitions["Condition"] = self._condition_made({"$ref": "#/definitions/Condition"})
        return {"$ref": "#/definitions/Condition"}

    def _condition_made(self, part: Json) -> Json:
        parts = {"type": "array", "items": part}
        facts = self._facts(single=False)
        facts = self.definitions.pop("Tests") if "$ref" in facts else facts
        alone: Json = {"maxProperties": 1}
        pair: Json = {"maxProperties": 2}
        operators: dict[str, tuple[str, Json]] = {
            "all": ("Each of the conditions holds.", parts),
            "any": ("One of the conditions holds, or several.", parts),
            "not": ("The condition does not hold.", part),
            "at_least": ("So many of the conditions under `of` hold.", COUNT),
            "of": ("The conditions that `at_least` counts.", parts),
        }
        return {
            **facts,
            "description": "A condition: facts with their values, or one of `all`, `any`, `not`, and `at_least` with `of`.",
            "properties": {
                **facts.get("properties", {}),
                **{name: {**made, "description": says} for name, (says, made) in operators.items()},
            },
            "dependencies": {
                "all": alone,
                "any": alone,
                "not": alone,
                "at_least": {**pair, "required": ["of"]},
                "of": {**pair, "required": ["at_least"]},
            },
        }

    def _effect(self, kind: Any, values: Any) -> Json:
        name = f"{kind.__name__}OrValues"
        if name not in self.definitions:
            asked = {"type": "object", "anyOf": [{"required": [key]} for key in keys_of(kind)]}
            self.definitions[name] = {"type": "object", "if": asked, "then": self.entity(kind), "else": self._form(values)}
        return {"$ref": f"#/definitions/{name}"}

    def _one_of(self, kind: Any, keys: tuple[str, ...]) -> Json:
        """Return the schema of an entity that has one of two keys, and not both."""
        name = self.entity(kind)["$ref"].rpartition("/")[2]
        others = {key: {"not": {"required": [other]}} for key in keys for other in keys if other != key}
        self.definitions[name] = {
            **self.definitions[name],
            "dependencies": others,
            "if": {"type": "object"},
            "then": {"anyOf": [{"required": [key]} for key in keys]},
        }
        return {"$ref": f"#/definitions/{name}"}


def _paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())
