"""Records from JSON: one record per line (JSON Lines), an array of records, or one record; or items of other formats.

What is neither is reported as a finding, and the rest is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from redif.findings.codes import Severity, severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.importers import item_in_json
from redif.importers.source import ImportSource
from redif.models import Origin, Record, RecordError
from redif.schema.placeholders import is_placeholder
from redif.source.json_values import JsonError, JsonValues
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

LONGEST_MESSAGE = 500
_KEPT = frozenset({"unparsed", "unknown", "extra", "joined", "source"})  # where a placeholder is kept as it is written


def json_templates(stream: BinaryIO, name: str, reader: Reader, on_finding: OnFinding) -> Iterator[Template]:
    """Return the templates of the records in a stream of JSON; what is not a record goes to `on_finding`."""

    def report(line: int, why: str) -> None:
        message = f"this is not a record: {shortened(why, LONGEST_MESSAGE)}"
        on_finding(Finding("json-unread", severity_of("json-unread"), message, name, line, 1, line, 2))

    source = ImportSource(stream, name, on_finding)
    for line, value in JsonValues(stream, report).values():
        try:
            item = item_in_json(value, line, source)
            data = _own_data(value, reader, name, line) if item is None else item.data()
        except RecordError as error:
            report(line, "; ".join(f"{field}: {message}" for field, message in error.problems.items()))
        except JsonError as error:
            report(line, error.args[0])
        else:
            yield template_of(data, reader, name, line, is_elsewhere=True)


def _own_data(value: Any, reader: Reader, name: str, line: int) -> dict[str, Any]:
    """Return a record in redif's own JSON as plain data.

    What the grammar refuses in it, and what says nothing, is kept apart, as when it is read from ReDIF.
    """
    if not isinstance(value, dict) or not isinstance(value.get("template_type"), str):
        raise JsonError("a record is an object with a template_type")
    try:
        data = Record.model_validate(value, context=Origin.JSON).data
    except RecordError:
        template = _read_again(Record.model_validate(value, context=Origin.REDIF).data, reader, name, line)
        if any(finding.severity is Severity.ERROR and finding.code.startswith("value-") for finding in template.findings):
            raise  # RePEc would drop it
    else:
        # True equals 1, but is no number.
        if data == value and type(value.get("source", {}).get("line")) is not bool:
            data = value
        if not _has_placeholder(data):
            return data
        template = _read_again(data, reader, name, line)
    return {**template.data, **{key: value[key] for key in ("joined", "source") if key in value}}


def _read_again(data: dict[str, Any], reader: Reader, name: str, line: int) -> Template:
    """Return the template of a record as it is read from its ReDIF."""
    return reader.restored(template_of(data, reader, name, line).text, name, line)


def _has_placeholder(data: Any) -> bool:
    """Return whether one of the fields of a record says that there is no value."""
    if isinstance(data, str):
        return is_placeholder(data)
    if isinstance(data, list):
        return any(map(_has_placeholder, data))
    return isinstance(data, dict) and any(_has_placeholder(held) for key, held in data.items() if key not in _KEPT)
