"""CSV, TSV and their relatives: text with a row a line, and cells between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from redif.importers import table
from redif.importers.item import ImportedItem
from redif.importers.source import ImportSource
from redif.importers.table import Row

SEPARATORS = "\t;,|"
MOST_LINES = 200  # lines that a cell may go over
_REASONS = (
    ("unexpected end", "a quotation mark in it is not closed"),
    ("expected after", "there is text after a quotation mark"),
    ("field limit", f"a cell in it has more than {csv.field_size_limit():,} characters"),
)


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each row."""
    return table.items(_rows(source), source)


def _rows(source: ImportSource) -> Iterator[Row]:
    """Yield the rows with their lines. Where a row cannot be read, it is that line alone; the next line begins another."""
    lines = _Lines(source.lines())
    separator = _separator(lines)
    while lines.more():
        start = lines.next_number
        rows = csv.reader(lines, delimiter=separator, strict=True)
        try:
            yield start, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = next((reason for part, reason in _REASONS if part in str(error)), str(error))
            source.unread(start, f"This row cannot be read: {reason}.", "Write a quotation mark within a cell twice.")
            lines.back_to(start + 1)
        else:
            lines.forget()


class _Lines:
    """Lines that can be read again from one on that was read lately."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._waiting: list[tuple[int, str]] = []  # lines to be read before any other, the next one last
        self._read: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.more() or len(self._read) >= MOST_LINES:
            raise StopIteration
        line = self._waiting.pop()
        self._read.append(line)
        return f"{line[1]}\n"

    def more(self) -> bool:
        """Return whether there is a line to be read."""
        if not self._waiting and (line := next(self._lines, None)) is not None:
            self._waiting.append(line)
        return bool(self._waiting)

    @property
    def next_number(self) -> int:
        """The number of the line that is read next."""
        return self._waiting[-1][0]

    @property
    def next_text(self) -> str:
        """The line that is read next."""
        return self._waiting[-1][1]

    def forget(self) -> None:
        """Note that the lines read so far are not needed again."""
        self._read.clear()

    def back_to(self, number: int) -> None:
        """Let a line be the next one to be read."""
        again = [line for line in self._read if line[0] >= number]
        self._waiting += reversed(again)
        self._read.clear()


def _separator(lines: _Lines) -> str:
    """Return the character between cells: the one that the first row has most of outside quotation marks."""
    while lines.more() and not lines.next_text.strip():
        next(lines)
    if not lines.more():
        return ","
    if lines.next_text.lower().startswith("sep=") and len(lines.next_text) == len("sep=,"):  # as Excel writes it
        return next(lines)[4]
    outside = "".join(lines.next_text.split('"')[::2])
    return max(SEPARATORS, key=outside.count) if any(map(outside.count, SEPARATORS)) else ","
