"""Values in JSON: one a line (JSON Lines), those of an array, or one, each with its line.

What cannot be read is reported, and the rest is read. No more than `LONGEST` bytes are held at a time.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import orjson

from redif.source.files import head_of
from redif.source.recognize import HTML, unreadable_kind

LONGEST = 64 << 20  # bytes of a line, or of JSON that is spread over lines
DEEPEST = 32  # objects and arrays within each other; a record needs some ten
# What services wrap values in: Crossref a message, with items or with one work; Zotero items; DataCite data.
ENVELOPES = (("message", "items"), ("message",), ("items",), ("data",))
_SPACES = b" \t\r\n\xef\xbb\xbf"
_key_ends = re.compile(rb'"\s*:').findall
_blanks = re.compile(r"[\s,:]*").match

Line = tuple[int, bytes]


class JsonError(ValueError):
    """A text that is not JSON, or not such as redif reads; the message says why."""


class JsonValues:
    """The values in a stream of JSON, each with its line; `report` is called with the line and what is wrong there."""

    def __init__(self, stream: BinaryIO, report: Callable[[int, str], None]) -> None:
        self._stream = stream
        self._report = report

    def values(self) -> Iterator[tuple[int, Any]]:
        """Return the values; those of an array, or of what a service wraps them in, one by one."""
        head = head_of(self._stream)
        if not _is_wide(head) and (kind := unreadable_kind(head)) is not None:
            self._report(1, f"it is not JSON but {'a web page' if kind == HTML else kind}")
            return
        lines = self._lines()
        begun: list[Line] = []
        for line in lines:
            if _is_wide(line[1]):
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
                # Old computers end lines with a lone CR, which within JSON is white space like LF.
                parts = line.splitlines(keepends=True) if b"\r" in line else [line]
                yield from enumerate(parts, number)
                number += len(parts) - 1
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
            text = text.removesuffix(b",")
            # A bracket of the array around all lines may share a line with the first record, or with the last.
            is_first, is_last = text.startswith(b"["), text.endswith(b"]")
            if is_first != is_last:
                text = text[1:] if is_first else text[:-1]
            try:
                value = _parsed(text)
            except JsonError as error:
                self._report(number, error.args[0])
                continue
            for inner in _unwrapped(value):
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
            text = b"".join(line for _, line in begun).removeprefix(codecs.BOM_UTF8)
            try:
                value = _parsed(text)
            except JsonError as error:
                problem = (first + error.args[1] - 1 if len(error.args) > 1 else first, error.args[0])
            else:
                yield from _located(text.decode(), value, first)
                return
        if any(isinstance(_value_or_none(line), dict) for _, line in begun if b"template_type" in line):
            yield from self._by_line(chain(begun, lines))
        else:
            self._report(*problem)


def _is_wide(text: bytes) -> bool:
    """Return whether a text is in UTF-16."""
    return text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in text[:4]


def _unwrapped(value: Any) -> list[Any]:
    """Return the values that a value holds: those of an array or an envelope, else itself."""
    envelope = _envelope(value)
    for key in envelope:
        value = value[key]
    return value if isinstance(value, list) else [value]


def _envelope(value: Any) -> tuple[str, ...]:
    """Return the keys that lead to the values in an envelope; none where there is no envelope."""
    for keys in ENVELOPES:
        inner = value
        for key in keys:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict | list):
            return keys
    return ()


def _located(text: str, value: Any, first: int) -> Iterator[tuple[int, Any]]:
    """Yield the values that valid JSON holds, each with its line; the text begins on the line `first`."""
    decoder, place = json.JSONDecoder(), _start(text, 0)
    for key in _envelope(value):
        value, place = value[key], _member(text, place, key, decoder)
    if not isinstance(value, list):
        yield first + text.count("\n", 0, place), value
        return
    line, counted = first, 0
    place = _start(text, place + 1)
    for inner in value:
        line, counted = line + text.count("\n", counted, place), place
        yield line, inner
        place = _start(text, decoder.raw_decode(text, place)[1])


def _member(text: str, place: int, key: str, decoder: json.JSONDecoder) -> int:
    """Return where the last value of a key begins in the object that begins at a place."""
    found, place = place, _start(text, place + 1)
    while text[place] == '"':
        name, end = decoder.raw_decode(text, place)
        place = _start(text, end)
        found = place if name == key else found
        place = _start(text, decoder.raw_decode(text, place)[1])
    return found


def _start(text: str, place: int) -> int:
    """Return where the next value or bracket begins."""
    match = _blanks(text, place)
    return match.end() if match else place


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
        if text.lstrip(_SPACES)[:1] == b"<":
            raise JsonError("it is not JSON but a web page or XML", error.lineno) from None
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
