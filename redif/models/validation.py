"""Values that a program gives to a record, held to the grammar as those in a file are.

What was read from a file needs no second look; `READ` is the context that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from redif.grammar import Attribute, Grammar, ValueType
from redif.schema.refusals import explain_refusal
from redif.source.characters import without_controls

READ = {"read": True}


class Fit(NamedTuple):
    """What a field holds: the attribute it is for, and the type of its values."""

    attribute: Attribute
    type: ValueType


def fitted(model: type[BaseModel], field: str, value: Any) -> Any:
    """The value of a field in its normal form.

    Raises:
        ValueError: the grammar refuses the value, with why.
    """
    fit = _fits(model).get(field)
    if fit is None or value is None:
        return value
    if isinstance(value, list):
        return [_fitted(fit, inner) for inner in value]
    return _fitted(fit, value)


def _fitted(fit: Fit, value: Any) -> Any:
    name, type_ = fit.attribute.name, fit.type
    if not isinstance(value, str | int):  # a cluster, whose own fields are looked at by themselves
        return value
    text = " ".join(without_controls(str(value)).split())
    if type_.holds_several(text):
        raise ValueError(f'{name} "{text}" would be read as several values; give each of them by itself')
    if type_.read is not None:
        read = type_.read(text)
        if read is None:
            raise ValueError(_told(fit, text))
        text = str(read)
    elif type_.accepts is not None and type_.accepts(text) is None:
        raise ValueError(_told(fit, text))
    return type(value)(text)


def _told(fit: Fit, text: str) -> str:
    message, hint = explain_refusal(fit.attribute.name, fit.type, text)
    return f"{message} {hint}".rstrip()


@cache
def _fits(model: type[BaseModel]) -> dict[str, Fit]:
    """What the fields of a model hold, where that is a value of an attribute."""
    grammar = Grammar.standard()
    group = grammar.templates.get(_template_type(model)) or grammar.clusters.get(_clusters(_base(model)).get(model, ""))
    attributes = group.attributes if group else {}
    found = {}
    for name, info in model.model_fields.items():
        attribute = attributes.get((info.title or "").lower())
        if attribute is not None and attribute.cluster is None:
            found[name] = Fit(attribute, grammar.type(attribute.reads_as or attribute.type))
    return found


@cache
def _clusters(base: type[BaseModel]) -> dict[type[BaseModel], str]:
    """The models of clusters, and the clusters they are of, by the records that hold them; `base` is what all models are."""
    grammar = Grammar.standard()
    found: dict[type[BaseModel], str] = {}
    for model in _models_below(base):
        template = grammar.templates.get(_template_type(model))
        for info in model.model_fields.values() if template is not None else ():
            attribute = template.attributes.get((info.title or "").lower()) if template is not None else None
            if attribute is not None and attribute.cluster is not None and get_origin(info.annotation) is list:
                found[get_args(info.annotation)[0]] = attribute.cluster
    return found


def _models_below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for inner in model.__subclasses__():
        yield inner
        yield from _models_below(inner)


def _base(model: type[BaseModel]) -> type[BaseModel]:
    """What all models are: the one right below pydantic's own."""
    return next(each for each in reversed(model.__mro__) if issubclass(each, BaseModel) and each is not BaseModel)


def _template_type(model: type[BaseModel]) -> str:
    info = model.model_fields.get("template_type")
    return str(next(iter(get_args(info.annotation)), "")).lower() if info else ""
