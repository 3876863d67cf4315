"""Fixes made in the bytes of a file.

An edit names characters; a file holds bytes. So each edit is looked up in the bytes of its lines, and only those that it
names give way. What comes out is then decoded again, and a fix is made only if the text reads as it was and as
it was edited: an edit can make a line be read in another encoding, or two halves of a line end meet.
"""

from __future__ import annotations

import codecs
import io
import re
from bisect import bisect, insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import AnyStr, NamedTuple, TypeVar

from redif.findings.finding import Edit, Finding, Fix, ignore_finding
from redif.source.characters import BYTE_ORDER_MARK, UNDECODABLE
from redif.source.decoding import BROKEN, LONGEST_LINE, decode, plain_ends, wide_encoding
from redif.source.output import Output

TRIES = 64  # how often parts of what does not work as a whole are tried; what is left then is left out

_LINE_END = re.compile("\r{0,2}\n|\r")

Thing = TypeVar("Thing")
Check = Callable[[bytes], Sequence[Finding]]


def applied(data: bytes, file: str, fixes: Iterable[Fix]) -> bytes:
    """The bytes of a file with fixes made.

    All edits of a fix are made, or none. A fix is left out if an edit of it lies outside of the text, overlaps one of a fix
    before it, has text that cannot be written in the encoding of its line, or if the text would not read as it was edited.

    Args:
        data: all that stands in the file.
        file: its name; the ending tells what encoding to expect.
        fixes: what to do. A line end in the text of an edit becomes one like that of the line it goes into; U+FEFF at the
            beginning of a file without a byte-order mark becomes its mark, if all of the file is in that encoding.
    """
    return _made(data, file, fixes)[0]


def fixed(data: bytes, file: str, check: Check) -> tuple[bytes, list[Finding]]:
    """The bytes of a file, mended as far as that leaves less to be found; and the findings whose fixes were made.

    Once mended, a file has strictly fewer findings, or is what it was; mending it again changes nothing.

    Args:
        data: all that stands in the file.
        file: its name.
        check: gives all findings about such bytes, and always the same ones.
    """
    found = check(data)
    done: list[Finding] = []
    while True:
        better, left, made = _fixed_once(data, file, found, check)
        if len(left) >= len(found):
            return data, done
        data, found = better, left
        done += made


def rewrite(path: str, data: bytes) -> None:
    """Put other bytes into a file, all at once; its permissions stay, and so do links to it.

    Raises:
        OSError: it cannot be written; then it is as it was.
    """
    with Output(path) as stream:
        stream.write(data)


class _Fixed(NamedTuple):
    """Bytes with fixes made, what is left to be found in them, and the findings whose fixes those are."""

    data: bytes
    left: Sequence[Finding]
    made: list[Finding]


class _Change(NamedTuple):
    """An edit with its place: what of the text and what of the bytes gives way, and to what. In the order of places."""

    start: int
    end: int
    text: str
    first: int
    last: int
    raw: bytes


class Original:
    """The bytes of a file and the text they are read as, line by line beside each other."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data = data
        self.file = file
        self.text = _read(data, file)
        self.wide = wide_encoding(data[:256], file, ignore_finding)
        marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if self.wide else (codecs.BOM_UTF8,)
        self.mark = next((mark for mark in marks if data.startswith(mark)), b"")
        # What an ASCII line of a file in bytes is taken for, when something else comes in.
        has_utf8 = file.lower().endswith(".redif") or not data.decode("utf-8", "ignore").isascii()
        self.usual = "utf-8" if has_utf8 else "cp1252"
        # With these, characters that stand for undecodable bytes become just those bytes again.
        self.errors = "surrogatepass" if self.wide else "surrogateescape"
        self.text_starts = [0, *(match.end() for match in re.finditer("\n", self.text)), len(self.text)]
        self.starts, self.ends = self._lines()

    def _lines(self) -> tuple[list[int], list[str]]:
        """Where in the bytes each line begins, and last where all ends; and the line ends."""
        body = self.data[len(self.mark) :]
        text = body[: len(body) // 2 * 2].decode(self.wide, self.errors) if self.wide else body.decode("latin-1")
        matches = list(_LINE_END.finditer(text))
        stops = [match.end() for match in matches]
        if self.wide:
            lines = (text[start:stop] for start, stop in zip([0, *stops], stops, strict=False))
            stops = list(accumulate(len(line.encode(self.wide, self.errors)) for line in lines))
        ahead = len(self.mark)
        return [ahead, *(ahead + stop for stop in stops), len(self.data)], [*(match[0] for match in matches), ""]

    def change(self, edit: Edit) -> _Change | None:
        """The place of an edit and its bytes; None where it has none, or not for certain."""
        try:
            return self._change(edit)
        except UnicodeError:  # bytes cut short, or text that the encoding has not
            return None

    def _change(self, edit: Edit) -> _Change | None:
        line, end_line = edit.line - 1, edit.end_line - 1
        start, end = self._offset(line, edit.column), self._offset(end_line, edit.end_column)
        if start is None or end is None or start > end:
            return None
        encoding = self._encoding(line, end_line)
        if encoding is None:
            return None
        first, last = self._place(line, edit.column, encoding), self._place(end_line, edit.end_column, encoding)
        if first == 0 and edit.text.startswith(BYTE_ORDER_MARK):
            encoding = self.wide or "utf-8"
            self.data.decode(encoding)  # a mark speaks for the whole file
        text = plain_ends(edit.text)
        line_end = self.ends[line] or (self.ends[line - 1] if line else "") or "\n"
        return _Change(start, end, text, first, last, text.replace("\n", line_end).encode(encoding))

    def _offset(self, line: int, column: int) -> int | None:
        """A line (from 0) and column (from 1) as an offset in the text; None where the text has no such place."""
        if not 0 <= line < len(self.ends):
            return None
        start, stop = self.text_starts[line], self.text_starts[line + 1]
        length = stop - start - (1 if self.ends[line] else 0)
        return start + column - 1 if 1 <= column <= length + 1 else None

    def _encoding(self, line: int, end_line: int) -> str | None:
        """The one in which the bytes of these lines give their text; None where none does."""
        raw = self.data[self.starts[line] : self.starts[end_line + 1]]
        text = self.text[self.text_starts[line] : self.text_starts[end_line + 1]].replace(BROKEN, UNDECODABLE)
        if len(raw) > LONGEST_LINE:
            return None  # it may have been cut, and columns counted anew from there
        if self.wide:
            readings = [(self.wide, "redif-wide")]
        elif raw.isascii():
            readings = [(self.usual, "strict")]
        else:
            readings = [("cp1252", "replace"), ("utf-8", "redif-windows")]
        for encoding, errors in readings:
            if plain_ends(raw.decode(encoding, errors)).replace(BROKEN, UNDECODABLE) == text:
                return encoding
        return None

    def _place(self, line: int, column: int, encoding: str) -> int:
        """A line and column as an offset in the bytes."""
        raw = self.data[self.starts[line] : self.starts[line + 1]]
        return self.starts[line] + len(raw.decode(encoding, self.errors)[: column - 1].encode(encoding, self.errors))

    def changed(self, changes: Iterable[_Change]) -> bytes | None:
        """The bytes with changes that do not overlap; None if they would not be read as the text with those changes."""
        ordered = sorted(changes)
        data = _spliced(self.data, ((change.first, change.last, change.raw) for change in ordered))
        text = _spliced(self.text, ((change.start, change.end, change.text) for change in ordered))
        if not self.mark:
            text = text.removeprefix(BYTE_ORDER_MARK)
        return data if _read(data, self.file) == text else None


def _made(data: bytes, file: str, fixes: Iterable[Fix]) -> tuple[bytes, set[Fix]]:
    """The bytes of a file with fixes made, and which those are."""
    original = Original(data, file)
    made = data
    taken: list[tuple[Fix, list[_Change]]] = []

    def take(some: list[tuple[Fix, list[_Change]]]) -> bool:
        nonlocal made, taken
        tried = [*taken, *some]
        result = original.changed(change for _, changes in tried for change in changes)
        if result is None:
            return False
        made, taken = result, tried
        return True

    _offer([list(_located(original, fixes))], take)
    return made, {fix for fix, _ in taken}


def _located(original: Original, fixes: Iterable[Fix]) -> Iterator[tuple[Fix, list[_Change]]]:
    """The fixes whose edits all have a place that no fix before has taken."""
    taken: list[tuple[int, int]] = []
    for fix in fixes:
        found = [original.change(edit) for edit in fix.edits]
        changes = [change for change in found if change is not None]
        own: list[tuple[int, int]] = []
        for change in changes:
            span = change.start, change.end
            if _is_free(span, own) and _is_free(span, taken):
                insort(own, span)
        if own and len(own) == len(found):
            for span in own:
                insort(taken, span)
            yield fix, changes


def _is_free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps none of these, which do not overlap and are in order. Two insertions at one place do."""
    at = bisect(taken, span)
    before, after = taken[max(at - 1, 0) : at], taken[at : at + 1]
    return not any(span[0] < other[1] or span == other for other in before) and not any(other[0] < span[1] for other in after)


def _fixed_once(data: bytes, file: str, found: Sequence[Finding], check: Check) -> _Fixed:
    """All that helps done, as far as it can be done at once."""
    better, left = data, found
    made: list[Finding] = []

    def take(some: list[Finding], *, each: bool = False) -> bool:
        nonlocal better, left, made
        tried = [*made, *some]
        result, fixes = _made(data, file, [finding.fix for finding in tried if finding.fix is not None])
        if result == better:
            return True  # nothing of it can be made, and no part of it
        now = [finding for finding in tried if finding.fix in fixes]
        remaining = check(result)
        if len(left) - len(remaining) < (len(now) if each else 1):
            return False
        better, left, made = result, remaining, now
        return True

    # All at once, if each takes its finding away. If not, those of one code after the other, so that no kind of fix that
    # does harm hides behind one that helps; what is no good even so, in halves.
    fixable = [finding for finding in found if finding.fix is not None]
    if not take(fixable, each=True):
        by_code: dict[str, list[Finding]] = {}
        for finding in fixable:
            by_code.setdefault(finding.code, []).append(finding)
        _offer(by_code.values(), take)
    return _Fixed(better, left, made)


def _offer(groups: Iterable[list[Thing]], take: Callable[[list[Thing]], bool]) -> None:
    """Offer groups of things; one that is not taken is offered once more in halves, when all others have had their turn."""
    waiting = deque(group for group in groups if group)
    for _ in range(TRIES):
        if not waiting:
            return
        group = waiting.popleft()
        if not take(group) and len(group) > 1:
            half = len(group) // 2
            waiting += (group[:half], group[half:])


def _read(data: bytes, file: str) -> str:
    """All text of a file."""
    return "".join(block.text for block in decode(io.BytesIO(data), file, ignore_finding))


def _spliced(whole: AnyStr, changes: Iterable[tuple[int, int, AnyStr]]) -> AnyStr:
    """Text or bytes in which parts give way to others; the parts are in order."""
    pieces: list[AnyStr] = []
    at = 0
    for start, end, new in changes:
        pieces += [whole[at:start], new]
        at = end
    pieces.append(whole[at:])
    return whole[:0].join(pieces)
