"""Records that come from elsewhere than ReDIF: from redif's own JSON, or from a program.

Each is put into canonical ReDIF and read like any other template, so that whatever is done with templates can be done with
it: checks, the tree, every output format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import orjson

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.models import Origin, Record, RecordError
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

LONGEST = 64 << 20  # bytes of JSON that is not a record a line
_BLANKS = b" \t\r\n\xef\xbb\xbf"


def json_templates(stream: BinaryIO, name: str, reader: Reader, on_finding: OnFinding) -> Iterator[Template]:
    """The templates for the records in JSON: a record a line, or an array of records."""
    for line, value in _values(stream, name, on_finding):
        try:
            record = _record(value)
        except (RecordError, TypeError) as error:
            on_finding(_unread(name, line, _why(error)))
            continue
        yield template_of(value if record.data == value else record.data, reader, name, line)


def _record(value: Any) -> Record:
    if not isinstance(value, dict) or not isinstance(value.get("template_type"), str):
        raise TypeError("a record is an object with a template_type")
    return Record.model_validate(value, context=Origin.JSON)


def _values(stream: BinaryIO, name: str, on_finding: OnFinding) -> Iterator[tuple[int, Any]]:
    """The values in JSON, each with its line."""
    lines, begun, is_first = iter(stream), b"", True
    for number, line in enumerate(lines, 1):
        text = line.strip(_BLANKS)
        # An array that redif has written has a record a line, too.
        if text in (b"", b"[", b"]", b"[]"):
            begun += text if is_first else b""
            continue
        try:
            value = orjson.loads(text.removesuffix(b","))
        except orjson.JSONDecodeError as error:
            if not is_first or not text.startswith((b"{", b"[")):
                on_finding(_unread(name, number, str(error)))
                continue
            yield from _laid_out(begun + text, lines, name, on_finding)
            return
        is_first = False
        for inner in value if isinstance(value, list) else (value,):
            yield number, inner


def _laid_out(begun: bytes, lines: Iterable[bytes], name: str, on_finding: OnFinding) -> Iterator[tuple[int, Any]]:
    """The values in JSON that goes over lines, which has to be read as a whole."""
    parts, size = [begun], 0
    for line in lines:
        parts.append(line)
        size += len(line)
        if size > LONGEST:
            on_finding(_unread(name, 1, "it is too long to be read as a whole; write a record a line"))
            return
    try:
        value = orjson.loads(b"".join(parts))
    except orjson.JSONDecodeError as error:
        on_finding(_unread(name, error.lineno, str(error)))
        return
    for inner in value if isinstance(value, list) else (value,):
        yield 1, inner


def _why(error: Exception) -> str:
    """What is wrong with a record, in the words of the grammar."""
    if not isinstance(error, RecordError):
        return str(error)
    return "; ".join(f"{field}: {message}" for field, message in error.problems.items())


def _unread(name: str, line: int, why: str) -> Finding:
    return Finding(
        "json-unread", severity_of("json-unread"), f"this is no record: {shortened(why, 500)}", name, line, 1, line, 2
    )
