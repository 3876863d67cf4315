"""Rows of tables as record batches of Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from redif.tables.rows import Row, Rows
from redif.tables.schema import METADATA, TABLES, Table, Type

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_ROWS, GROUP_BYTES = 50_000, 64 << 20  # of a table that are written together

# What the schema of each batch says beside its columns.
ARROW_METADATA = {f"redif.{name.removeprefix('redif_')}": value for name, value in METADATA.items()}


def arrow_type(type_: Type) -> pa.DataType:
    """Return the type of Arrow for that of a column."""
    import pyarrow as pa

    text = pa.string()
    types = {
        Type.TEXT: text,
        Type.INTEGER: pa.int64(),
        Type.DATE: pa.date32(),
        Type.LIST: pa.list_(text),
        Type.MAP: pa.map_(text, pa.list_(text)),
    }
    return types[type_]


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """Return the schema of a table."""
    import pyarrow as pa

    return pa.schema([(column.name, arrow_type(column.type)) for column in table.columns], ARROW_METADATA)


def batch_of(table: Table, rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows of a table as a record batch."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns: list[Sequence[Any]] = [*zip(*rows, strict=True)] or [() for _ in schema]
    arrays = [
        pa.array([*map(map_of_texts, values)] if column.type is Type.MAP else values, arrow_type(column.type))
        for column, values in zip(table.columns, columns, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def text_of(value: Any) -> str | None:
    """Return a value of `extra` as text; what is not text, as a specification of one's own may put there, is given as JSON."""
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def map_of_texts(values: Mapping[str, Sequence[Any]] | None) -> dict[str, list[str | None]] | None:
    """Return a map of lists, all of whose values are texts."""
    return None if values is None else {name: [*map(text_of, each)] for name, each in values.items()}


def in_groups(
    batches: Iterable[Rows], make: Callable[[Table, Sequence[Row]], pa.RecordBatch] = batch_of
) -> Iterator[tuple[Table, pa.Table]]:
    """Yield the rows of each table in groups that are large enough to be written together, and small enough for the memory.

    Args:
        batches: rows, as they come.
        make: makes record batches of them.
    """
    import pyarrow as pa

    waiting: dict[Table, list[pa.RecordBatch]] = {table: [] for table in TABLES}
    for rows in batches:
        for table, held in waiting.items():
            if rows.tables[table.name]:
                held.append(make(table, rows.tables[table.name]))
                if sum(b.num_rows for b in held) >= GROUP_ROWS or sum(b.nbytes for b in held) >= GROUP_BYTES:
                    yield table, pa.Table.from_batches(held)
                    held.clear()
    for table, held in waiting.items():
        if held:
            yield table, pa.Table.from_batches(held)
