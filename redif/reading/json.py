"""Records from JSON: one record per line (JSON Lines), an array of records, or one record.

What is not a record is reported as a finding, and the rest is read. No more than `LONGEST` bytes are held at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import orjson

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.models import Origin, Record, RecordError
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

LONGEST = 64 << 20  # bytes of a line, or of JSON that is spread over lines
DEEPEST = 32  # objects and arrays within each other; a record needs some ten
_SPACES = b" \t\r\n\xef\xbb\xbf"
_key_ends = re.compile(rb'"\s*:').findall

Line = tuple[int, bytes]


class JsonError(ValueError):
    """A value in JSON that is not a record; the message says why."""


def json_templates(stream: BinaryIO, name: str, reader: Reader, on_finding: OnFinding) -> Iterator[Template]:
    """Return the templates of the records in a stream of JSON; what is not a record goes to `on_finding`."""

    def report(line: int, why: str) -> None:
        on_finding(
            Finding(
                "json-unread",
                severity_of("json-unread"),
                f"this is not a record: {shortened(why, 500)}",
                name,
                line,
                1,
                line,
                2,
            )
        )

    for line, value in _Source(stream, report).values():
        try:
            record = _record(value)
        except RecordError as error:
            report(line, "; ".join(f"{field}: {message}" for field, message in error.problems.items()))
        except JsonError as error:
            report(line, str(error))
        else:
            data = record.data
            yield template_of(value if data == value else data, reader, name, line, is_elsewhere=True)


def _record(value: Any) -> Record:
    if not isinstance(value, dict) or not isinstance(value.get("template_type"), str):
        raise JsonError("a record is an object with a template_type")
    return Record.model_validate(value, context=Origin.JSON)


class _Source:
    """The values in a stream of JSON, each with its line; `report` is called with the line and what is wrong there."""

    def __init__(self, stream: BinaryIO, report: Any) -> None:
        self._stream = stream
        self._report = report

    def values(self) -> Iterator[tuple[int, Any]]:
        """Return the values; those of an array one by one."""
        lines = self._lines()
        begun: list[Line] = []
        for line in lines:
            if line[1].startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line[1][:4]:
                self._report(line[0], "the file is in UTF-16; save it as UTF-8")
                return
            begun.append(line)
            if line[1].strip(_SPACES) not in (b"", b"["):
                break
        if begun and not _is_value(begun[-1][1]) and begun[-1][1].strip(_SPACES)[:1] in (b"{", b"["):
            # Either the file is one value over several lines, or its first line is broken.
            second = next(lines, None)
            begun += [second] if second else []
            if second is None or not isinstance(_value_or_none(second[1]), dict):
                yield from self._whole(begun, lines)
                return
        yield from self._by_line(chain(begun, lines))

    def _lines(self) -> Iterator[Line]:
        """The lines with their numbers; one that is too long is left out."""
        number = 0
        while line := self._stream.readline(LONGEST + 1):
            number += 1
            if len(line) <= LONGEST:
                yield number, line
                continue
            self._report(number, f"this line is longer than {LONGEST >> 20} MB; write one record per line")
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(LONGEST)

    def _by_line(self, lines: Iterable[Line]) -> Iterator[tuple[int, Any]]:
        """The values of lines. An array that redif has written has a record a line, too."""
        for number, line in lines:
            text = line.strip(_SPACES)
            if text in (b"", b"[", b"]", b"[]"):
                continue
            try:
                value = _parsed(text.removesuffix(b","))
            except JsonError as error:
                self._report(number, str(error))
                continue
            for inner in value if isinstance(value, list) else (value,):
                yield number, inner

    def _whole(self, begun: list[Line], lines: Iterator[Line]) -> Iterator[tuple[int, Any]]:
        """The values in JSON that is spread over lines; if it is not to be read so, those of the lines that are records."""
        size, problem = sum(len(line) for _, line in begun), None
        first = begun[0][0]
        for line in lines:
            begun.append(line)
            size += len(line[1])
            if size > LONGEST:
                problem = (first, f"it is longer than {LONGEST >> 20} MB; write one record per line")
                break
        else:
            try:
                value = _parsed(b"".join(line for _, line in begun).strip(_SPACES))
            except JsonError as error:
                problem = (first + error.args[1] - 1 if len(error.args) > 1 else first, error.args[0])
            else:
                for inner in value if isinstance(value, list) else (value,):
                    yield first, inner
                return
        if any(isinstance(_value_or_none(line), dict) for _, line in begun if b"template_type" in line):
            yield from self._by_line(chain(begun, lines))
        else:
            self._report(*problem)


def _is_value(text: bytes) -> bool:
    try:
        orjson.loads(text.strip(_SPACES).removesuffix(b","))
    except orjson.JSONDecodeError:
        return False
    return True


def _value_or_none(text: bytes) -> Any:
    return orjson.loads(text.strip(_SPACES).removesuffix(b",")) if _is_value(text) else None


def _parsed(text: bytes) -> Any:
    """The value that a text is.

    Raises:
        JsonError: it is no JSON, has a name twice, or is nested too deeply. Where the line is known, it is the second argument.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise JsonError(f"it is not JSON ({error.msg}, column {error.colno})", error.lineno) from None
    keys, level = 0, [value]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for each in level:
            if type(each) is dict:
                keys += len(each)
                inner += each.values()
            elif type(each) is list:
                inner += each
        level = inner
        if not level:
            break
    else:
        raise JsonError(f"it is nested more than {DEEPEST} levels deep")
    # There are at least as many keys as colons after quotation marks; where there are more of these, it may be otherwise.
    if len(_key_ends(text)) != keys:
        json.loads(text, object_pairs_hook=_without_repeats)
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f'it has "{key}" twice')
        found[key] = value
    return found
