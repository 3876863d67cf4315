"""What each field of a model holds, by the grammar: values of an attribute, or clusters of a model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, get_args, get_origin

from pydantic import BaseModel

from redif.grammar import Attribute, Grammar, ValueType


class FieldShape(NamedTuple):
    """What a field holds.

    Attributes:
        attribute: the attribute whose values it holds; None for a cluster, and for what is not an attribute.
        value_type: the type of these values.
        part: the model of the clusters it holds, if it does.
        part_key: the field of a cluster that holds the value of its key.
        is_list: whether it holds a list.
    """

    attribute: Attribute | None
    value_type: ValueType | None
    part: type[BaseModel] | None
    part_key: str
    is_list: bool


@cache
def shapes(model: type[BaseModel]) -> dict[str, FieldShape]:
    """Return what the fields of a model hold, where that is an attribute or a cluster."""
    grammar = Grammar.standard()
    group = grammar.templates.get(template_type_of(model)) or grammar.clusters.get(
        _cluster_names(base_of(model)).get(model, "")
    )
    attributes = group.attributes if group else {}
    found = {}
    for name, info in model.model_fields.items():
        attribute = attributes.get((info.title or "").lower())
        if attribute is None:
            continue
        is_list = get_origin(info.annotation) is list
        if attribute.cluster is None:
            found[name] = FieldShape(attribute, grammar.type(attribute.reads_as or attribute.type), None, "", is_list)
        else:
            key = next(inner for inner in grammar.clusters[attribute.cluster].attributes.values() if inner.key)
            found[name] = FieldShape(None, None, get_args(info.annotation)[0], key.field, is_list)
    return found


@cache
def _cluster_names(base: type[BaseModel]) -> dict[type[BaseModel], str]:
    """The models of clusters with the names of these clusters, by the records that hold them; `base` is above all models."""
    grammar = Grammar.standard()
    found: dict[type[BaseModel], str] = {}
    for model in models_below(base):
        template = grammar.templates.get(template_type_of(model))
        for info in model.model_fields.values() if template is not None else ():
            attribute = template.attributes.get((info.title or "").lower()) if template is not None else None
            if attribute is not None and attribute.cluster is not None and get_origin(info.annotation) is list:
                found[get_args(info.annotation)[0]] = attribute.cluster
    return found


def models_below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the models that are made from a model."""
    for inner in model.__subclasses__():
        yield inner
        yield from models_below(inner)


def base_of(model: type[BaseModel]) -> type[BaseModel]:
    """Return the base of all models: the one right below pydantic's own."""
    return next(each for each in reversed(model.__mro__) if issubclass(each, BaseModel) and each is not BaseModel)


def template_type_of(model: type[BaseModel]) -> str:
    """Return the template type of a model in lowercase; empty for one that is of a cluster."""
    info = model.model_fields.get("template_type")
    return str(next(iter(get_args(info.annotation)), "")).lower() if info else ""
