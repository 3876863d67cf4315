"""What records say of one another: the handles that stand in them.

An attribute whose type is a handle refers to something: `Author-Person` to a person, `In-Book` to a book. Which there are,
and where a record holds their values, is what the grammar and the layouts say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.grammar import Grammar
from redif.schema.tables import HANDLE_TYPES, Schemas, TemplateSchema
from redif.schema.values import HandleKind

EVERY = tuple(HandleKind)
# Attributes that hold the handle of a series, though to ReDIF they are any text.
_FREE = {"followup": HandleKind.SERIES, "predecessor": HandleKind.SERIES}


class Reference(NamedTuple):
    """A handle that stands in a record.

    Attributes:
        relation: the full name of the attribute, as the grammar spells it: `Author-Person`.
        handle: what it refers to, as written; of a person it may be the short id.
        kind: what that should be.
    """

    relation: str
    handle: str
    kind: HandleKind


class Shape(NamedTuple):
    """What records of a type are, and where they refer to others.

    Attributes:
        kind: what their own handle names; None where they have none.
        ways: for each attribute that refers to something: its name, what it refers to, and the keys that lead to its values.
    """

    kind: HandleKind | None
    ways: tuple[tuple[str, HandleKind, tuple[str, ...]], ...]


@lru_cache(maxsize=256)
def shape(schema: TemplateSchema) -> Shape:
    """The shape of the records of a layout."""
    found = []
    for way, info in schema.ways.items():
        kind = HANDLE_TYPES.get(info.attribute.type.lower()) or _FREE.get(info.name.lower())
        if kind is not None and info.name.lower() != "handle":
            found.append((info.name, kind, way))
    return Shape(schema.describes, tuple(found))


def shape_of(data: Mapping[str, Any], grammar: Grammar) -> Shape:
    """The shape of a record that is plain data."""
    schemas = Schemas.of(grammar, False)
    return shape(schemas.schema(schemas.kind(str(data.get("template_type", ""))), as_record=True))


def references(data: Mapping[str, Any], shape: Shape, kinds: Collection[HandleKind] = EVERY) -> Iterator[Reference]:
    """The handles of some kinds in a record, its own not among them, attribute by attribute."""
    for relation, kind, way in shape.ways:
        if way[0] in data and kind in kinds:
            for value in values_at(data, way):
                if relation.lower() not in _FREE or Grammar.standard().rules[f"{kind}handle"].accepts(value):
                    yield Reference(relation, value, kind)


def values_at(data: Mapping[str, Any], way: Iterable[str]) -> list[str]:
    """The values to which some keys lead, through lists of clusters."""
    found: list[Any] = [data]
    for key in way:
        held = [value for holder in found if (value := holder.get(key)) is not None]
        found = [each for value in held for each in (value if isinstance(value, list) else (value,))]
    return found
