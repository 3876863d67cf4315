"""Whole records as rows of one table, whose schema is made from the models: clusters are structs, or lists of them.

The columns are the fields of all models, of which each type of template has some. Those that begin with `item_` are worked out.
`data_of` makes the record again, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin

import orjson
from pydantic import BaseModel

from redif.bibliography.item import ITEM_KINDS, BibliographicItem, series_of
from redif.models import MODELS, Record
from redif.schema.tables import MAPS
from redif.tables.arrow import ARROW_METADATA, map_of_texts

if TYPE_CHECKING:
    import pyarrow as pa

Data = Mapping[str, Any]

EXACT = "extra_json"  # all of `extra` in JSON, where it holds something other than texts


@cache
def nested_schema() -> pa.Schema:
    """Return the schema of a table of records."""
    import pyarrow as pa

    worked_out = {
        "item_kind": pa.string(),
        "item_year": pa.int64(),
        "item_issued": pa.date32(),
        "item_doi": pa.string(),
        "item_series": pa.string(),
    }
    return pa.schema({**worked_out, **_record_fields()}, ARROW_METADATA)


def nested_batch(records: Sequence[Data]) -> pa.RecordBatch:
    """Return records, given as plain data, as a record batch."""
    import pyarrow as pa

    schema = nested_schema()
    rows = [{**record, **_worked_out(record)} for record in records]
    try:
        return pa.RecordBatch.from_pylist(rows, schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # something in `extra` is not a text, which takes a program to write
        return pa.RecordBatch.from_pylist([*map(_with_texts, rows)], schema)


def data_of(row: Data) -> dict[str, Any]:
    """Return the record, as plain data, that a row was made of.

    Args:
        row: the row as Python has it, maps as dictionaries: `table.to_pylist(maps_as_pydicts="strict")`.
    """
    known = _record_fields()
    found: dict[str, Any] = _held({name: value for name, value in row.items() if name in known})
    return found


@cache
def _record_fields() -> dict[str, pa.DataType]:
    """Return the fields of all records with their types."""
    return _fields(*MODELS.values(), Record)


def _fields(*models: type[BaseModel]) -> dict[str, pa.DataType]:
    """Return the fields of models with their types."""
    import pyarrow as pa

    found: dict[str, pa.DataType] = {}
    for model in models:
        for name, info in model.model_fields.items():
            found.setdefault(name, _type(info.annotation))
            if name == "extra":
                found.setdefault(EXACT, pa.string())
    return found


def _type(annotation: Any) -> pa.DataType:
    """Return the type of Arrow for the annotation of a field."""
    import pyarrow as pa

    origin, inner = get_origin(annotation), [each for each in get_args(annotation) if each is not NoneType]
    if origin is list:
        return pa.list_(_type(inner[0]))
    if origin is dict:
        return pa.map_(pa.string(), _type(inner[1]))
    kind = inner[0] if inner else annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return pa.struct(_fields(kind))
    return pa.int64() if kind is int else pa.string()


def _worked_out(record: Data) -> dict[str, Any]:
    if record.get("template_type") not in ITEM_KINDS:
        return {}
    item = BibliographicItem(record)
    issued, years = item.issued, item.years
    return {
        "item_kind": str(item.kind),
        "item_year": years.start if years else None,
        "item_issued": issued and issued.start,
        "item_doi": item.doi or None,
        "item_series": series_of(record),
    }


def _with_texts(data: Data) -> dict[str, Any]:
    """Return a record or a cluster with nothing but texts in what it holds outside its fields, and that in JSON beside."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name == "extra":
            found[name] = map_of_texts(value)
            if found[name] != value:
                found[EXACT] = orjson.dumps(value).decode()
        elif isinstance(value, list):
            found[name] = [_with_texts(each) if isinstance(each, dict) else each for each in value]
        else:
            found[name] = value
    return found


def _held(value: Any) -> Any:
    """Return a value without what is missing in it."""
    if isinstance(value, list):
        return [*map(_held, value)]
    if not isinstance(value, dict):
        return value
    exact = value.get(EXACT)
    found = {name: each if name in MAPS else _held(each) for name, each in value.items() if each is not None and name != EXACT}
    return found if exact is None else {**found, "extra": orjson.loads(exact)}
