"""Templates to batches, few enough at a time for any memory: of rows, or of whole records in Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from redif.findings.finding import Finding, OnFinding
from redif.findings.library import library
from redif.grammar import Grammar
from redif.parallel.plain import packed, unpacked
from redif.reading.documents import templates
from redif.reading.sources import Source
from redif.source.files import OnError
from redif.syntax.template import Template
from redif.tables.nested import nested_batch, nested_schema
from redif.tables.rows import Row, Rows, finding_rows
from redif.tables.schema import TABLES, Type

if TYPE_CHECKING:
    import pyarrow as pa

# The columns with dates, which JSON has not.
_DATES = [(table.name, place) for table in TABLES for place, column in enumerate(table.columns) if column.type is Type.DATE]
MOST_RECORDS, MOST_BYTES = 5_000, 8 << 20  # of a batch; one with a larger record has no other


class RowBatches:
    """The rows of templates in batches, the same whether the templates come one by one or their rows file by file.

    Records are numbered from 1.

    Args:
        outside: findings about text that is in no template. They come in while the templates are read, and are taken out.
    """

    def __init__(self, outside: list[Finding]) -> None:
        self._outside = outside
        self._rows_outside: list[Row] = []  # of those that came before them
        self._number = 0
        self._rows = Rows()

    def of_templates(self, templates: Iterable[Template]) -> Iterator[Rows]:
        """Add templates; yield each batch that is full."""
        for template in templates:
            self._number += 1
            self._rows.add_template(template, self._number)
            if self._is_full():
                yield self.rest()

    def of_packed(self, data: bytes) -> Iterator[Rows]:
        """Add the rows of a file, of which `packed_rows` made bytes; yield each batch that is full."""
        before = self._number
        templates, outside = unpacked(data)
        for size, tables, outside_before in templates:
            self._add_outside(outside_before)
            self._number += 1
            self._rows.size += size
            for name, rows in tables.items():
                for row in rows:
                    row[0] += before
                self._rows.tables[name] += rows
            for name, place in _DATES:
                for row in tables.get(name, ()):
                    row[place] = row[place] and date.fromisoformat(row[place])
            if self._is_full():
                yield self.rest()
        self._add_outside(outside)

    def _add_outside(self, rows: list[Row]) -> None:
        self._rows_outside += [*finding_rows(self._outside), *rows]
        self._outside.clear()

    def rest(self) -> Rows:
        """Return the batch that is not full, with the findings outside templates, and begin another one."""
        self._add_outside([])
        rows, self._rows = self._rows, Rows()
        rows.tables["findings"] += self._rows_outside
        self._rows_outside = []
        return rows

    def _is_full(self) -> bool:
        return self._rows.size >= MOST_BYTES or not self._number % MOST_RECORDS


def packed_rows(templates: Iterable[Template], outside: list[Finding]) -> bytes:
    """Return the rows of the templates in a file as bytes, for `RowBatches.of_packed`; their records are numbered from 1.

    Args:
        templates: the templates.
        outside: findings about text that is in no template, as for `RowBatches`.
    """
    found = []
    for number, template in enumerate(templates, 1):
        rows = Rows()
        rows.add_template(template, number)
        tables = {name: held for name, held in rows.tables.items() if held}
        for name, place in _DATES:
            for row in tables.get(name, ()):
                row[place] = row[place] and row[place].isoformat()
        found.append((rows.size, tables, finding_rows(outside)))
        outside.clear()
    rest = finding_rows(outside)
    outside.clear()
    return packed((found, rest))


def row_batches(templates: Iterable[Template]) -> Iterator[Rows]:
    """Yield the rows of templates in batches."""
    batches = RowBatches([])
    yield from batches.of_templates(templates)
    yield batches.rest()


def to_arrow(
    *sources: Source, grammar: Grammar | None = None, on_finding: OnFinding | None = None, on_error: OnError | None = None
) -> pa.RecordBatchReader:
    """Return the records in files, in folders, or in open files as a stream of Arrow's record batches.

    Every record is a row. The columns are the same whatever the input: the fields of all records, with clusters as structs, and
    before them `item_kind`, `item_year`, `item_issued`, `item_doi` and `item_series`, which are worked out for every item.

    Args:
        sources: paths, or files that are open for reading.
        grammar: another specification than ReDIF 1.0.
        on_finding: is called with each finding about text that is in no template.
        on_error: is called where a file or folder cannot be read; without it, that raises when the batch is read.

    Raises:
        MissingLibraryError: the library pyarrow is not installed.
        UsageError: a text was given where the name of a file should be.
        InputTypeError: a source is neither a path nor an open file.
        FileError: a file or folder cannot be read, and there is no `on_error`.
    """
    arrow = library("pyarrow", "redif.to_arrow", "tables")
    read = templates(*sources, grammar=grammar, on_finding=on_finding, on_error=on_error)
    reader: pa.RecordBatchReader = arrow.RecordBatchReader.from_batches(nested_schema(), record_batches(read))
    return reader


def record_batches(chosen: Iterable[Template]) -> Iterator[pa.RecordBatch]:
    """Yield the records of templates in record batches of Arrow."""
    records: list[dict[str, Any]] = []
    size = 0
    for template in chosen:
        records.append(template.data)
        size += len(orjson.dumps(template.data))
        if size >= MOST_BYTES or len(records) >= MOST_RECORDS:
            yield nested_batch(records)
            records, size = [], 0
    if records:
        yield nested_batch(records)
