"""Tables in a folder with a file of Parquet for each. `records.parquet` holds whole records, as one nested table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import orjson

from redif.findings.library import library
from redif.source.transaction import locked, replacing_together
from redif.tables.arrow import ARROW_METADATA, arrow_schema, batch_of, in_groups
from redif.tables.nested import nested_batch, nested_schema
from redif.tables.rows import Row, Rows
from redif.tables.schema import BY_NAME, TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa

COMPRESSION = "zstd"
RECORDS = BY_NAME["records"]
FILES = [f"{table.name}.parquet" for table in TABLES]


def write(batches: Iterable[Rows], folder: str) -> None:
    """Write a file for each table to a folder, all of them or none; other files there are left alone.

    Raises:
        MissingLibraryError: a library that this needs is not installed.
        OSError: they cannot be written.
    """
    library("pyarrow", "writing Parquet", "tables")
    parquet = library("pyarrow.parquet", "writing Parquet", "tables")
    is_new = not os.path.isdir(folder)
    os.makedirs(folder, exist_ok=True)
    try:
        with locked(folder), replacing_together(folder, FILES) as names, ExitStack() as opened:
            writers = {
                table: opened.enter_context(parquet.ParquetWriter(name, schema_of(table), compression=COMPRESSION))
                for table, name in zip(TABLES, names, strict=True)
            }
            for table, rows in in_groups(batches, _batch):
                writers[table].write_table(rows)
    finally:
        if is_new:
            with suppress(OSError):  # it is not empty
                os.rmdir(folder)


def schema_of(table: Table) -> pa.Schema:
    """Return the schema of the file of a table."""
    import pyarrow as pa

    return pa.schema([("id", pa.int64()), *nested_schema()], ARROW_METADATA) if table is RECORDS else arrow_schema(table)


def _batch(table: Table, rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows as a batch; those of records with all that is in them."""
    if table is not RECORDS:
        return batch_of(table, rows)
    nested = nested_batch([orjson.loads(row[-1]) for row in rows])
    return nested.add_column(0, "id", [row[0] for row in rows])
