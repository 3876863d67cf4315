"""The schema of the tables: its version, its page, and names that need no quotation marks."""

from __future__ import annotations

import hashlib
import sqlite3

import duckdb
import pytest

from redif.tables import page
from redif.tables.nested import nested_schema
from redif.tables.schema import TABLES, VERSION
from support.paths import DOCS

# A change of the schema needs a new version: raise `VERSION`, and add a line with the fingerprint that the test shows.
FINGERPRINTS = {1: "97cb4ee8ca9608ec"}


def test_a_change_of_the_schema_has_a_new_version() -> None:
    tables = [(table.name, [(column.name, str(column.type)) for column in table.columns]) for table in TABLES]
    nested = [(field.name, str(field.type)) for field in nested_schema()]
    found = hashlib.sha256(repr((tables, nested)).encode()).hexdigest()[:16]
    assert FINGERPRINTS[VERSION] == found
    assert max(FINGERPRINTS) == VERSION


def test_the_page_has_all_tables_and_columns() -> None:
    text = (DOCS / "tables.md").read_text(encoding="utf-8")
    assert text.endswith(page.markdown()), "put the output of python -m redif.tables.page at the end of docs/tables.md"


@pytest.mark.parametrize("connect", [sqlite3.connect, duckdb.connect])
def test_names_need_no_quotation_marks(connect: object) -> None:
    assert callable(connect)
    database = connect(":memory:")
    for table in TABLES:
        names = ", ".join(column.name for column in table.columns)
        database.execute(f"CREATE TABLE {table.name} ({', '.join(f'{column.name} INTEGER' for column in table.columns)})")
        assert database.execute(f"SELECT {names} FROM {table.name} ORDER BY {table.columns[0].name}").fetchall() == []
    database.close()
