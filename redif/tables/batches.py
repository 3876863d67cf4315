"""Templates to batches, few enough at a time for any memory: of rows, or of whole records in Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import orjson

from redif.findings.finding import Finding, OnFinding
from redif.grammar import Grammar
from redif.reading.documents import templates
from redif.reading.sources import Source
from redif.source.files import OnError
from redif.syntax.template import Template
from redif.tables.library import library
from redif.tables.nested import nested_batch, nested_schema
from redif.tables.rows import Rows

if TYPE_CHECKING:
    import pyarrow as pa

MOST_RECORDS, MOST_BYTES = 5_000, 8 << 20  # of a batch; one with a larger record has no other


def row_batches(chosen: Iterable[Template], outside: list[Finding]) -> Iterator[Rows]:
    """Yield the rows of templates.

    Args:
        chosen: the templates; their records are numbered from 1.
        outside: findings about text that is in no template. They come in while the templates are read, and are taken out.
    """
    rows = Rows()
    for number, template in enumerate(chosen, 1):
        rows.add_template(template, number)
        if rows.size >= MOST_BYTES or not number % MOST_RECORDS:
            rows.add_findings(outside)
            outside.clear()
            yield rows
            rows = Rows()
    rows.add_findings(outside)
    yield rows


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
    arrow = library("pyarrow", "redif.to_arrow")
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
