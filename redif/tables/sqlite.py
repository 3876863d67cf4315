"""Tables in a database of SQLite, with indexes and full-text search."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import orjson

from redif.source.output import replacement
from redif.tables.rows import Row, Rows
from redif.tables.schema import METADATA, TABLES, VERSION, Table, Type

if TYPE_CHECKING:
    import sqlite3

CACHE = 64 << 10  # kilobytes of the database that are held in memory
# Columns that have an index wherever they are; so has the first one, which joins a table to others.
INDEXED = frozenset({
    "handle", "series_handle", "archive_handle", "institution", "person", "short_id", "name", "doi", "year", "code",
    "keyword",
})  # fmt: skip
# SQLite has no dates and no lists: dates are texts in ISO 8601, whose order is that of time; lists and maps are JSON.
_TYPES = {Type.TEXT: "TEXT", Type.INTEGER: "INTEGER", Type.DATE: "TEXT", Type.LIST: "TEXT", Type.MAP: "TEXT"}
_WRITTEN: dict[Type, Callable[[Any], str]] = {
    Type.DATE: lambda value: str(value.isoformat()),
    Type.LIST: lambda value: orjson.dumps(value).decode(),
    Type.MAP: lambda value: orjson.dumps(value).decode(),
}

# The text is not stored again: the index refers to a view of it.
_SEARCH = """
CREATE VIEW search_text AS
    SELECT id, title, abstract, (SELECT group_concat(name, '; ') FROM authors WHERE item_id = items.id) AS authors FROM items;
CREATE VIRTUAL TABLE search USING fts5(
    title, abstract, authors, content='search_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO search(search) VALUES ('rebuild');
"""


def write(batches: Iterable[Rows], path: str) -> None:
    """Write tables to a database, which replaces a file when it is complete.

    Raises:
        OSError: it cannot be written.
    """
    import sqlite3  # not every Python has it

    with replacement(path) as temporary:
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
                _fill(database, batches)
        except sqlite3.Error as error:
            raise OSError(errno.EIO, f"SQLite says: {error}", path) from error


def _fill(database: sqlite3.Connection, batches: Iterable[Rows]) -> None:
    # The file is thrown away after any error, so there is no journal.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}", f"user_version = {VERSION}"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")
    database.executemany("INSERT INTO meta VALUES (?, ?)", METADATA.items())
    for table in TABLES:
        database.execute(f'CREATE TABLE "{table.name}" ({", ".join(_columns(table))})')
    inserts = {table: f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})' for table in TABLES}
    for rows in batches:
        for table, insert in inserts.items():
            database.executemany(insert, _written(table, rows.tables[table.name]))
    for table in TABLES:
        for column in table.columns[0 if table.columns[0].name != "id" else 1 :]:
            if column.name in INDEXED or column is table.columns[0]:
                name = f"{table.name}_by_{column.name}"
                database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')
    if has_full_text_search(database):
        for statement in filter(str.strip, _SEARCH.split(";\n")):
            database.execute(statement)
    database.execute("PRAGMA analysis_limit = 1000")
    database.execute("ANALYZE")  # so that queries take the right index
    database.execute("COMMIT")


def has_full_text_search(database: sqlite3.Connection) -> bool:
    """Return whether this SQLite has FTS5, which some builds leave out."""
    return any(name == "ENABLE_FTS5" for (name,) in database.execute("PRAGMA compile_options"))


def _columns(table: Table) -> Iterable[str]:
    """The definitions of a table's columns."""
    for column in table.columns:
        refers = f' REFERENCES "{column.refers}" (id)' if column.refers else ""
        key = " PRIMARY KEY" if column.name == "id" else ""
        yield f'"{column.name}" {_TYPES[column.type]}{key}{refers}'


def _written(table: Table, rows: list[Row]) -> Iterable[Row]:
    """Rows with values as SQLite holds them."""
    changed = [(place, _WRITTEN[column.type]) for place, column in enumerate(table.columns) if column.type in _WRITTEN]
    for row in rows:
        for place, written in changed:
            if row[place] is not None:
                row[place] = written(row[place])
    return rows
