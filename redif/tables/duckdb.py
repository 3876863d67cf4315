"""Tables in a database of DuckDB."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress

from redif.findings.library import library
from redif.source.output import replacement
from redif.tables.arrow import in_groups
from redif.tables.rows import Rows
from redif.tables.schema import METADATA, TABLES, Type

MEMORY = "1GB"  # beside what is read
_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DATE: "DATE",
    Type.LIST: "VARCHAR[]",
    Type.MAP: "MAP(VARCHAR, VARCHAR[])",
}


def write(batches: Iterable[Rows], path: str) -> None:
    """Write tables to a database, which replaces a file when it is complete.

    Raises:
        MissingLibraryError: a library that this needs is not installed.
        OSError: it cannot be written.
    """
    library("pyarrow", "writing tables for DuckDB", "tables")
    duckdb = library("duckdb", "writing tables for DuckDB", "tables")
    with replacement(path) as temporary, tempfile.TemporaryDirectory() as folder:
        os.unlink(temporary)  # DuckDB does not take an empty file for a new database
        try:
            with duckdb.connect(temporary, config={"memory_limit": MEMORY, "temp_directory": folder}) as database:
                database.execute("CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR)")
                database.executemany("INSERT INTO meta VALUES (?, ?)", [*METADATA.items()])
                for table in TABLES:
                    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
                    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
                for table, rows in in_groups(batches):
                    database.register("rows_to_add", rows)
                    database.execute(f'INSERT INTO "{table.name}" SELECT * FROM rows_to_add')
                    database.unregister("rows_to_add")
        except duckdb.Error as error:
            raise OSError(errno.EIO, f"DuckDB says: {error}", path) from error
        finally:
            with suppress(OSError):
                os.unlink(f"{temporary}.wal")
