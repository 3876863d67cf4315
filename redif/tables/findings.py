"""Findings as a table of their own, whose rows name templates by file and line instead of by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from redif.findings.finding import Finding
from redif.syntax.template import Template
from redif.tables.arrow import arrow_schema, batch_of
from redif.tables.rows import Rows
from redif.tables.schema import BY_NAME, Column, Table, Type

if TYPE_CHECKING:
    import pyarrow as pa

MOST_FINDINGS = 5_000  # of a batch
FINDINGS = Table(
    "findings",
    "Each problem that was found in reading.",
    (
        Column("template_line", Type.INTEGER, "`source.line` of the record; missing where the text is in no template."),
        *BY_NAME["findings"].own[1:],
    ),
)


def findings_schema() -> pa.Schema:
    """Return the schema of the table."""
    return arrow_schema(FINDINGS)


def finding_batches(chosen: Iterable[Template], outside: list[Finding]) -> Iterator[pa.RecordBatch]:
    """Yield what is wrong with templates in record batches of Arrow.

    Args:
        chosen: the templates.
        outside: findings about text that is in no template. They come in while the templates are read, and are taken out.
    """
    rows = Rows()
    for template in chosen:
        rows.add_findings(template.findings, template.line)
        if len(rows.tables["findings"]) >= MOST_FINDINGS:
            yield batch_of(FINDINGS, rows.tables["findings"])
            rows = Rows()
    rows.add_findings(outside)
    outside.clear()
    yield batch_of(FINDINGS, rows.tables["findings"])
