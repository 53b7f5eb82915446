"""What may stand under a key, in words, from the type that the loader reads by."""

import types
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from catalog.key import EffectOrValues, Either, Expression, Many, Named, Names, OneOf, OneOrMany, ReadWith, Refers, marks_of
from catalog.kinds import singular
from catalog.location import Word
from catalog.shape import Seconds

_SIMPLE: dict[Any, str] = {Word: "a word or a text", Seconds: "a duration", int: "a count"}


_FORMS = (Expression, Named, Either, Many, EffectOrValues, OneOf)


def form_of(kind: Any, called: Callable[[type], str]) -> str:
    """Return what may stand where a type is read, in words; `called` says what an entity of its own keys is called."""
    if isinstance(kind, _FORMS):
        return _form(kind, called)
    for mark in marks_of(kind):
        if isinstance(mark, ReadWith):
            return form_of(mark.form, called)
        if isinstance(mark, Refers):
            return f"the id of a {' or a '.join(singular(name) for name in mark.kinds)}"
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(inner) in (types.UnionType, Union, Annotated):
        return form_of(inner if get_origin(inner) is Annotated else get_args(inner)[0], called)
    if get_origin(inner) is tuple:
        return _listed(form_of(get_args(inner)[0], called), single=any(isinstance(mark, OneOrMany) for mark in marks_of(kind)))
    return _plain(inner, called)


def _plain(kind: Any, called: Callable[[type], str]) -> str:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "one of " + ", ".join(f"`{word}`" for word in kind)
    return _SIMPLE.get(kind) or f"a mapping with the keys of `{called(kind)}`"


def _listed(each: str, *, single: bool) -> str:
    return f"a list, each {each}{'; one alone may stand for it' if single else ''}"


def _form(form: Any, called: Callable[[type], str]) -> str:
    words = "a condition"
    match form:
        case Named(value=value, names=names):
            words = f"a mapping from {'facts' if names is Names.FACTS else 'names'} to {form_of(value, called)}"
        case Either(kinds=kinds):
            words = " or ".join(form_of(kind, called) for kind in kinds)
        case Many(value=value, single=single):
            words = _listed(form_of(value, called), single=single)
        case EffectOrValues(kind=kind, values=values):
            words = f"{form_of(kind, called)}, or {form_of(values, called)}"
        case OneOf(kind=kind, keys=keys):
            words = (
                f"{form_of(kind, called)}, with one of {' and '.join(f'`{key}`' for key in keys)}, or what may stand under `{kind.SHORT}`"
            )
    return words
