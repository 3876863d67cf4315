"""The handles by which records refer to one another.

An attribute whose type is a handle refers to something: `Author-Person` to a person, `In-Book` to a book. The grammar says
which attributes these are, the schema tables say where a record holds their values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.grammar import Grammar
from redif.schema.tables import HANDLE_TYPES, Schemas, TemplateSchema
from redif.schema.values import HandleKind

EVERY_KIND = tuple(HandleKind)
CACHED_SCHEMAS = 256
# Attributes that hold the handle of a series, although ReDIF takes any text there.
_FREE_TEXT = {"followup": HandleKind.SERIES, "predecessor": HandleKind.SERIES}


class Reference(NamedTuple):
    """A handle in a record that refers to another record.

    Attributes:
        relation: the full name of the attribute, as the grammar spells it: `Author-Person`.
        handle: the handle, as written; for a person it may be the short id.
        kind: what the handle should identify.
    """

    relation: str
    handle: str
    kind: HandleKind


class ReferenceFields(NamedTuple):
    """Where the records of a template type hold references.

    Attributes:
        describes: what their own handle identifies; None where they have none.
        paths: for each attribute that refers to something: its name, what it refers to, and the keys that lead to its values.
    """

    describes: HandleKind | None
    paths: tuple[tuple[str, HandleKind, tuple[str, ...]], ...]


@lru_cache(maxsize=CACHED_SCHEMAS)
def reference_fields(schema: TemplateSchema) -> ReferenceFields:
    """Return where the records of a template type hold references."""
    found = []
    for path, info in schema.paths.items():
        kind = HANDLE_TYPES.get(info.attribute.type.lower()) or _FREE_TEXT.get(info.name.lower())
        if kind is not None and info.name.lower() != "handle":
            found.append((info.name, kind, path))
    return ReferenceFields(schema.describes, tuple(found))


def reference_fields_of(data: Mapping[str, Any], grammar: Grammar) -> ReferenceFields:
    """Return where a record, given as plain data, holds references."""
    schemas = Schemas.of(grammar, False)
    return reference_fields(schemas.schema(schemas.template_type(str(data.get("template_type", ""))), as_record=True))


def references(
    data: Mapping[str, Any], fields: ReferenceFields, kinds: Collection[HandleKind] = EVERY_KIND
) -> Iterator[Reference]:
    """Yield the handles of some kinds in a record, attribute by attribute, without its own handle."""
    for relation, kind, path in fields.paths:
        if path[0] in data and kind in kinds:
            for value in values_at(data, path):
                if relation.lower() not in _FREE_TEXT or Grammar.standard().rules[f"{kind}handle"].accepts(value):
                    yield Reference(relation, value, kind)


def values_at(data: Mapping[str, Any], path: Iterable[str]) -> list[str]:
    """Return the values at a path of keys, which may lead through lists of clusters."""
    found: list[Any] = [data]
    for key in path:
        held = [value for holder in found if (value := holder.get(key)) is not None]
        found = [each for value in held for each in (value if isinstance(value, list) else (value,))]
    return found
