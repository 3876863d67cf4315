"""Bytes to text: encodings, marks, line ends.

Text comes in blocks of whole lines with `\\n` at their end, so a file of any size is read in little memory, and a place
in a block is a line and column of the original. Source of the rules: `.redif` is UTF-8; `.rdf` is Windows-1252 unless a
byte-order mark says UTF-8 or UTF-16. Because very many `.rdf` files are UTF-8 without a mark, evidence has the last word:
what is valid UTF-8 and not plain ASCII is read as UTF-8, line by line where a file mixes encodings.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from redif.findings import CODES, Finding, Report

BLOCK = 1 << 20  # bytes read at once
LONGEST_LINE = 1 << 23  # bytes; a longer line is cut, since no text has one

_CONTROLS = bytes(number for number in range(32) if number not in b"\t\n\r") + b"\x7f"
ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LATER_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")  # as UTF-8; Windows-1252 has none
_HIGH = re.compile(rb"[\x80-\xff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNDECODABLE = "\ufffd"


class Block(NamedTuple):
    """Whole lines of text.

    Attributes:
        text: the lines, with `\\n` between them.
        line: the number of the first, from 1.
        odd: whether something stands in it that is no text: control characters, byte-order marks.
    """

    text: str
    line: int
    odd: bool


def decode(stream: BinaryIO, file: str, report: Report) -> Iterator[Block]:
    """Read a binary stream as blocks of text; `file` names it and tells by its ending what to expect."""
    head = _read(stream)
    if not head:
        return
    if (wide := _wide_encoding(head, file, report)) is not None:
        yield from _wide(head[2:] if head[:2] in _WIDE_MARKS else head, stream, wide, file, report)
        return
    marked = head.startswith(codecs.BOM_UTF8)
    bytes_: _Bytes | None = None
    line = 1
    for data in _whole_lines(head[3:] if marked else head, stream):
        odd = len(data.translate(None, _CONTROLS)) != len(data)
        if data.isascii():
            text = data.decode("ascii")
        else:
            odd = odd or codecs.BOM_UTF8 in data or _LATER_CONTROL.search(data) is not None
            bytes_ = bytes_ or _Bytes(file, marked or file.lower().endswith(".redif"), report)
            text = bytes_.text(data, line)
        yield (block := _block(text, line, file, report, odd))
        line += block.text.count("\n")


def text_blocks(text: str, file: str, report: Report) -> Iterator[Block]:
    """Text that was decoded already, as the one block it is."""
    if _SURROGATE.search(text):
        for match in _SURROGATE.finditer(text):
            line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
            report(_finding("character-undecodable", "half of a character; its other half is missing", file, line, column))
        text = _SURROGATE.sub(_UNDECODABLE, text)
    if text:
        yield _block(text, 1, file, report, odd=True)


def _block(text: str, line: int, file: str, report: Report, odd: bool) -> Block:
    """A block of decoded text, its line ends made alike and what is no text told."""
    if "\r" in text:
        if "\r\r\n" in text:  # one line end that was written twice
            text = text.replace("\r\r\n", "\n")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if odd:
        odd = False
        for match in ODD.finditer(text):
            odd = True
            if match[0] == "\x1a" and _alone(text, match.start()):
                continue  # the end-of-file mark of DOS: nothing to mend
            at, column = line + text.count("\n", 0, match.start()), match.start() - text.rfind("\n", 0, match.start())
            names = " ".join(f"U+{ord(character):04X}" for character in match[0][:8])
            message = f"a control character ({names}) stands in the text; it is left out"
            report(_finding("character-control", message, file, at, column, column + len(match[0])))
    return Block(text, line, odd)


def _alone(text: str, offset: int) -> bool:
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    return text[start : len(text) if end < 0 else end].strip() == text[offset]


class _Bytes:
    """Decodes the lines of one file whose characters are one byte, or one to four."""

    def __init__(self, file: str, is_utf8: bool, report: Report) -> None:
        self.file = file
        self.is_utf8 = is_utf8
        self.report = report
        self.told: set[str] = set()

    def text(self, data: bytes, line: int) -> str:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            if self.is_utf8 or not data.decode("utf-8", "ignore").isascii():
                return self.by_line(data, line)
            self.mixed(data, line)
            return self.windows(data, line)
        if not self.is_utf8 and not text.isascii():
            self.unmarked(data, line)
        return text

    def unmarked(self, data: bytes, line: int) -> None:
        if self.file == "-":
            self.told.add("encoding-unmarked")  # nobody could have said so on standard input
        message = (
            "these characters are UTF-8, but nothing says so and RePEc will show them wrongly. "
            "Save the file as UTF-8 with a byte-order mark, or rename it to end in .redif."
        )
        self.tell_once("encoding-unmarked", message, data, line)

    def tell_once(self, code: str, message: str, data: bytes, line: int) -> None:
        """Tell of something that holds for the file, at the first byte of `data` that is not ASCII."""
        if code in self.told:
            return
        self.told.add(code)
        match = _HIGH.search(data)
        before = data[: match.start() if match else 0].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self.report(_finding(code, message, self.file, line + before.count(b"\n"), len(before) - before.rfind(b"\n")))

    def windows(self, data: bytes, line: int) -> str:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        raw = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        for match in re.finditer(_UNDECODABLE, lines):
            at, column = line + lines.count("\n", 0, match.start()), match.start() - lines.rfind("\n", 0, match.start())
            message = f"the byte 0x{raw[match.start()]:02X} stands for no character in Windows-1252"
            self.report(_finding("character-undecodable", message, self.file, at, column))
        return text

    def by_line(self, data: bytes, line: int) -> str:
        """Each line as what it is: UTF-8 where it is valid UTF-8, else Windows-1252."""
        found: list[str] = []
        for number, raw in enumerate(data.splitlines(keepends=True), line):
            try:
                text = raw.decode("utf-8")
                if not self.is_utf8 and not text.isascii():
                    self.unmarked(raw, number)
            except UnicodeDecodeError:
                self.mixed(raw, number)
                text = raw.decode("utf-8", "redif-windows") if self.is_utf8 else self.windows(raw, number)
            found.append(text)
        return "".join(found)

    def mixed(self, data: bytes, line: int) -> None:
        """Tell of Windows-1252 in a file that is UTF-8, by its own account or by the lines before."""
        if self.is_utf8 or "encoding-unmarked" in self.told:
            message = "these bytes are not UTF-8 as the rest of the file is; they are read as Windows-1252"
            self.tell_once("encoding-mixed", message, data, line)


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """A decoding error handler: bytes that are not UTF-8 are read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("redif-windows", _windows_byte)


def _read(stream: BinaryIO) -> bytes:
    """A block of bytes; shorter only at the end of the stream, though a pipe may give less at a time."""
    data = stream.read(BLOCK)
    if not data or len(data) == BLOCK:
        return data
    parts, size = [data], len(data)
    while size < BLOCK and (data := stream.read(BLOCK - size)):
        parts.append(data)
        size += len(data)
    return b"".join(parts)


def _whole_lines(data: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream, cut after line ends; `data` is what was read of it already."""
    if len(data) < BLOCK - len(codecs.BOM_UTF8):
        yield data  # all there is
        return
    while more := _read(stream):
        # A CR at the very end may be half of a CR LF; then the cut is made before it.
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1
        if not cut and len(data) > LONGEST_LINE:
            cut = len(data)
        if cut:
            yield data[:cut]
            data = data[cut:]
        data += more
    if data:
        yield data


def _wide_encoding(head: bytes, file: str, report: Report) -> str | None:
    """Which UTF-16 a file is in, by its mark or by how it looks; None for any other encoding.

    Of the bytes of Latin text in UTF-16 half are zero, all on one side.
    """
    if head[:2] in _WIDE_MARKS:
        return _WIDE_MARKS[head[:2]]
    sample = head[:256]
    if b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 8 or max(even, odd) < 0.7 * half or min(even, odd) > 0.05 * half:
        return None
    message = "this is UTF-16 without a byte-order mark; RePEc cannot read it. Save it as UTF-8 with a mark, or as .redif."
    report(_finding("encoding-unmarked", message, file, 1, 1, 2))
    return "utf-16-be" if even > odd else "utf-16-le"


def _wide(data: bytes, stream: BinaryIO, encoding: str, file: str, report: Report) -> Iterator[Block]:
    """UTF-16 in one byte order."""
    decoder = codecs.getincrementaldecoder(encoding)("redif-wide")
    text, line = decoder.decode(data), 1
    while True:
        more = _read(stream)
        cut = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1 or (len(text) if len(text) > LONGEST_LINE else 0)
        if not more:
            text += decoder.decode(b"", final=True)
            cut = len(text)
        if cut:
            yield (block := _block(_told(text[:cut], line, file, report), line, file, report, odd=True))
            line += block.text.count("\n")
            text = text[cut:]
        if not more:
            return
        text += decoder.decode(more)


def _told(text: str, line: int, file: str, report: Report) -> str:
    """Tell where UTF-16 was broken. The handler left a character there that no text has."""
    if _BROKEN not in text:
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in re.finditer(_BROKEN, lines):
        at, column = line + lines.count("\n", 0, match.start()), match.start() - lines.rfind("\n", 0, match.start())
        report(_finding("character-undecodable", "these bytes stand for no character in UTF-16", file, at, column))
    return text.replace(_BROKEN, _UNDECODABLE)


_BROKEN = "\ufffe"
codecs.register_error("redif-wide", lambda error: (_BROKEN, error.end if isinstance(error, UnicodeDecodeError) else 0))


def _finding(code: str, message: str, file: str, line: int, column: int, end_column: int | None = None) -> Finding:
    return Finding(code, CODES[code][0], message, file, line, column, line, end_column or column + 1)
