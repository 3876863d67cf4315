"""Edits of text, located in the bytes of a file.

An edit names lines and columns of the decoded text, while a file holds bytes in one or more encodings. `Original` keeps both
side by side, so that an edit replaces just the bytes of the characters it names and all others stay as they are.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable
from itertools import accumulate
from typing import AnyStr, NamedTuple

from redif.findings.finding import Edit, ignore_finding
from redif.source.characters import BYTE_ORDER_MARK, UNDECODABLE
from redif.source.conflicts import conflict_markers
from redif.source.decoding import LONGEST_LINE, decode, plain_ends, wide_encoding
from redif.source.encodings import BROKEN

_LINE_END = re.compile("\r{0,2}\n|\r")


class LocatedEdit(NamedTuple):
    """An edit with its places; these come first, so that sorting puts edits in the order of the text.

    Attributes:
        start, end: offsets of the replaced characters in the decoded text.
        text: what replaces them.
        byte_start, byte_end: offsets of the replaced bytes in the file.
        encoded: what replaces those.
    """

    start: int
    end: int
    text: str
    byte_start: int
    byte_end: int
    encoded: bytes


class Original:
    """The bytes of a file and the text they decode to, line by line.

    Attributes:
        data: all bytes of the file.
        text: the decoded text, with `\\n` at the end of each line.
        ends: the line end of each line as it is in the file; empty for the last line.
        mark: the byte-order mark, empty if there is none.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.data = data
        self.text = _decoded(data, file)
        self._file = file
        self._wide = wide_encoding(data[:256], file, ignore_finding)
        marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if self._wide else (codecs.BOM_UTF8,)
        self.mark = next((mark for mark in marks if data.startswith(mark)), b"")
        # The encoding for text that is put into a line of plain ASCII.
        has_utf8 = file.lower().endswith(".redif") or not data.decode("utf-8", "ignore").isascii()
        self._ascii_as = "utf-8" if has_utf8 else "cp1252"
        # With these error handlers, undecodable bytes survive decoding and encoding.
        self._errors = "surrogatepass" if self._wide else "surrogateescape"
        self._text_starts = [0, *(match.end() for match in re.finditer("\n", self.text)), len(self.text)]
        self._byte_starts, self.ends = self._lines()
        self._markers = len(conflict_markers(self.text))

    def _lines(self) -> tuple[list[int], list[str]]:
        """The offsets in the bytes where each line begins, followed by the length of the data; and the line ends."""
        if not self.text:  # empty, or not read because it is no text
            return [len(self.mark), len(self.data)], [""]
        body = self.data[len(self.mark) :]
        text = body[: len(body) // 2 * 2].decode(self._wide, self._errors) if self._wide else body.decode("latin-1")
        matches = list(_LINE_END.finditer(text))
        stops = [match.end() for match in matches]
        if self._wide:
            lines = (text[start:stop] for start, stop in zip([0, *stops], stops, strict=False))
            stops = list(accumulate(len(line.encode(self._wide, self._errors)) for line in lines))
        first = len(self.mark)
        return [first, *(first + stop for stop in stops), len(self.data)], [*(match[0] for match in matches), ""]

    def locate(self, edit: Edit) -> LocatedEdit | None:
        """Return the edit with its places; None if it has none, or none that is certain, or its text cannot be encoded."""
        try:
            return self._locate(edit)
        except UnicodeError:  # truncated characters, or text that the encoding of the line does not have
            return None

    def _locate(self, edit: Edit) -> LocatedEdit | None:
        line, end_line = edit.line - 1, edit.end_line - 1
        start, end = self._offset(line, edit.column), self._offset(end_line, edit.end_column)
        if start is None or end is None or start > end:
            return None
        encoding = self._encoding(line, end_line)
        if encoding is None:
            return None
        byte_start = self._byte_offset(line, edit.column, encoding)
        byte_end = self._byte_offset(end_line, edit.end_column, encoding)
        if byte_start == 0 and edit.text.startswith(BYTE_ORDER_MARK):
            encoding = self._wide or "utf-8"
            self.data.decode(encoding)  # a byte-order mark declares the encoding of the whole file
        text = plain_ends(edit.text)
        line_end = self.ends[line] or (self.ends[line - 1] if line else "") or "\n"
        return LocatedEdit(start, end, text, byte_start, byte_end, text.replace("\n", line_end).encode(encoding))

    def _offset(self, line: int, column: int) -> int | None:
        """The offset in the text of a line (from 0) and column (from 1); None if the text has no such place."""
        if not 0 <= line < len(self.ends):
            return None
        start, stop = self._text_starts[line], self._text_starts[line + 1]
        length = stop - start - (1 if self.ends[line] else 0)
        return start + column - 1 if 1 <= column <= length + 1 else None

    def _encoding(self, line: int, end_line: int) -> str | None:
        """The encoding that turns the bytes of these lines into their text; None if no single one does."""
        raw = self.data[self._byte_starts[line] : self._byte_starts[end_line + 1]]
        text = self.text[self._text_starts[line] : self._text_starts[end_line + 1]].replace(BROKEN, UNDECODABLE)
        if len(raw) > LONGEST_LINE:
            return None  # decoding may have split the line, and columns start again from there
        if self._wide:
            candidates = [(self._wide, "redif-wide")]
        elif raw.isascii():
            candidates = [(self._ascii_as, "strict")]
        else:
            candidates = [("cp1252", "replace"), ("utf-8", "redif-windows")]
        for encoding, errors in candidates:
            if plain_ends(raw.decode(encoding, errors)).replace(BROKEN, UNDECODABLE) == text:
                return encoding
        return None

    def _byte_offset(self, line: int, column: int, encoding: str) -> int:
        """The offset in the bytes of a line (from 0) and column (from 1)."""
        raw = self.data[self._byte_starts[line] : self._byte_starts[line + 1]]
        return self._byte_starts[line] + len(raw.decode(encoding, self._errors)[: column - 1].encode(encoding, self._errors))

    def edited(self, edits: Iterable[LocatedEdit]) -> bytes | None:
        """Return the bytes with edits that do not overlap; None if those would not decode to the edited text.

        They may not: an edit can make a line decode as another encoding, or turn two line ends into one. Nor may an edit delete
        a conflict marker, because only people know which of the two versions is right.
        """
        ordered = sorted(edits)
        data = _spliced(self.data, ((edit.byte_start, edit.byte_end, edit.encoded) for edit in ordered))
        text = _spliced(self.text, ((edit.start, edit.end, edit.text) for edit in ordered))
        if not self.mark:
            text = text.removeprefix(BYTE_ORDER_MARK)
        if len(conflict_markers(text)) != self._markers:
            return None
        return data if _decoded(data, self._file) == text else None


def _decoded(data: bytes, file: str) -> str:
    """The whole text of a file."""
    return "".join(block.text for block in decode(io.BytesIO(data), file, ignore_finding))


def _spliced(whole: AnyStr, replacements: Iterable[tuple[int, int, AnyStr]]) -> AnyStr:
    """Text or bytes with parts replaced; each replacement is (start, end, new), in the order of the text."""
    pieces: list[AnyStr] = []
    position = 0
    for start, end, new in replacements:
        pieces += [whole[position:start], new]
        position = end
    pieces.append(whole[position:])
    return whole[:0].join(pieces)
