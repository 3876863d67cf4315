"""Records from JSON: one record per line (JSON Lines), an array of records, or one record; or items of other formats.

What is neither is reported as a finding, and the rest is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.importers import item_in_json
from redif.importers.source import ImportSource
from redif.models import Origin, Record, RecordError
from redif.source.json_values import JsonError, JsonValues
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

LONGEST_MESSAGE = 500


def json_templates(stream: BinaryIO, name: str, reader: Reader, on_finding: OnFinding) -> Iterator[Template]:
    """Return the templates of the records in a stream of JSON; what is not a record goes to `on_finding`."""

    def report(line: int, why: str) -> None:
        message = f"this is not a record: {shortened(why, LONGEST_MESSAGE)}"
        on_finding(Finding("json-unread", severity_of("json-unread"), message, name, line, 1, line, 2))

    source = ImportSource(stream, name, on_finding)
    for line, value in JsonValues(stream, report).values():
        try:
            item = item_in_json(value, line, source)
            data = value if item is None else item.data()
            record = _record(data) if item is None else None
        except RecordError as error:
            report(line, "; ".join(f"{field}: {message}" for field, message in error.problems.items()))
        except JsonError as error:
            report(line, error.args[0])
        else:
            # True equals 1, but is no number.
            if record is not None and (record.data != data or type(data.get("source", {}).get("line")) is bool):
                data = record.data
            yield template_of(data, reader, name, line, is_elsewhere=True)


def _record(value: Any) -> Record:
    if not isinstance(value, dict) or not isinstance(value.get("template_type"), str):
        raise JsonError("a record is an object with a template_type")
    return Record.model_validate(value, context=Origin.JSON)
