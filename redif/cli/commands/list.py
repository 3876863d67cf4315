"""`redif list`: the items in files, one per line."""

from __future__ import annotations

import argparse
import io
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import orjson

from redif.bibliography.item import ItemKind, year_of
from redif.bibliography.names import full_name
from redif.bibliography.people import each_person
from redif.cli.cache_key import cache_of
from redif.cli.choosing import selection_of
from redif.cli.exit_status import UNUSABLE
from redif.cli.given import given
from redif.cli.input_reader import InputReader
from redif.cli.startup import refuse_input_as_output
from redif.cli.summary import Summary
from redif.cli.terminal import complain
from redif.display.statistics import kind_of
from redif.findings.errors import UsageError
from redif.findings.finding import ignore_finding
from redif.findings.wording import counted
from redif.selection.selection import Selection
from redif.source.decoding import FilePart
from redif.source.escaping import visible
from redif.source.output import Output
from redif.syntax.template import Template

if TYPE_CHECKING:
    from rich.table import Table

    from redif.cli.result_cache import ResultCache

AND = " & "
ITEM_TYPES = frozenset(map(str, ItemKind))
ROWS = 500  # rows of a table laid out at a time, so that the first appear at once


class ListRow(NamedTuple):
    """An item as it is listed; what it does not have is empty."""

    handle: str
    type: str
    year: int | None
    authors: list[str]
    title: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns as text."""
        year = "" if self.year is None else f"{self.year:04}"
        return self.handle, self.type, year, AND.join(self.authors), self.title


_Write = Callable[[Iterator[ListRow], BinaryIO], None]


class Listing:
    """One run: how many items there were, and how many of them are shown."""

    def __init__(self, reader: InputReader, selection: Selection, write: _Write, report: Summary) -> None:
        self.reader = reader
        self.selection = selection
        self.write = write
        self.report = report
        self.templates = self.items = self.shown = 0

    def write_all(self, out: BinaryIO) -> None:
        """Write the rows to show, in order."""
        self.write(self._rows(template for _, template in self.reader.templates()), out)

    def write_by(self, jobs: int, cache: ResultCache | None, out: BinaryIO) -> None:
        """Write the rows to show, in order, which several processes or earlier runs have made."""
        with self.reader.by_jobs(self._file, jobs, cache) as files:
            for _, counts, rows in files.results():
                self._add_counts(counts)
                self.reader.progress.templates = self.templates
                out.write(rows)

    def _file(self, path: str, part: FilePart | None) -> tuple[Any, bytes]:
        """Make the rows of one file, or of a part of it."""
        before = self._take_counts()
        out = io.BytesIO()
        self.write(self._rows(self.reader.file(path, part)), out)
        counts = self._take_counts()
        self._add_counts(before)
        return counts, out.getvalue()

    def _take_counts(self) -> Any:
        """Return what was counted, as plain data, and begin at 0 again."""
        counts = self.templates, self.items, self.shown, self.report.take(), self.reader.take_counts()
        self.templates = self.items = self.shown = 0
        return counts

    def _add_counts(self, counts: Any) -> None:
        templates, items, shown, findings, read = counts
        self.templates += templates
        self.items += items
        self.shown += shown
        self.report.add_taken(findings)
        self.reader.add_counts(read)

    def _rows(self, templates: Iterable[Template]) -> Iterator[ListRow]:
        for template in self.selection.of(self._items(templates)):
            self.shown += 1
            if self.report.is_wanted:
                self.report.add(template.findings)
            yield _row(template)

    def _items(self, templates: Iterable[Template]) -> Iterator[Template]:
        for template in templates:
            self.templates += 1
            if template.schema.is_item:
                self.items += 1
                yield template

    def summary(self) -> str:
        """Return the closing line."""
        if self.selection.is_streaming and self.shown == self.selection.limit:
            return f"{counted(self.shown, 'item')}; the rest was not read"
        shown = f"; {self.shown:,} of {self.items:,} shown" if self.shown < self.items else ""
        return f"{counted(self.items, 'item')} in {counted(self.reader.files, 'file')}{shown}"


def _row(template: Template) -> ListRow:
    data = template.data
    authors = [name for author in each_person(data.get("authors")) if (name := full_name(author))]
    return ListRow(data.get("handle", ""), kind_of(template.type or ""), year_of(data), authors, data.get("title", ""))


def run(options: argparse.Namespace) -> int:
    """List the items, and return the exit status."""
    try:
        selection = selection_of(options)
        for name in sorted(selection.types - ITEM_TYPES):
            raise UsageError(f"{name} is not a type of item; choose from {', '.join(sorted(ITEM_TYPES))}")
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    on_terminal = sys.stdout.isatty() and not options.json
    # On a terminal a bar would appear between the rows; if they are sorted, it is gone before the first of them.
    hidden = options.quiet or (sys.stdout.isatty() and selection.is_streaming)
    report = Summary(options)
    on_finding = (lambda finding: report.add((finding,))) if report.is_wanted else ignore_finding
    reader = InputReader(given(options.paths), hidden=hidden, on_finding=on_finding)
    try:
        refuse_input_as_output(options.summary, [*options.paths, *reader.paths])
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    write = _write_table if on_terminal else _write_json if options.json else _write_lines
    listing = Listing(reader, selection, write, report)
    is_by_file = selection.is_independent and selection.is_streaming and not on_terminal
    jobs = reader.jobs(options.jobs) if is_by_file else 1
    cache = cache_of(options, reader.depends_on) if is_by_file else None
    with Output("-") as out:
        if jobs == 1 and cache is None:
            listing.write_all(out)
        else:
            listing.write_by(jobs, cache, out)
    if not options.quiet:
        print(listing.summary(), file=sys.stderr)
    counts = {"files": reader.files, "templates": listing.templates, "items": listing.items, "shown": listing.shown}
    return reader.status if report.write(reader.status, reader.paths, counts) else UNUSABLE


class _Spaces(dict[int, int | str]):
    """Maps what would end a field or a line, or control a terminal, to spaces; for `str.translate`."""

    def __missing__(self, number: int) -> int | str:
        self[number] = " " if unicodedata.category(chr(number)) in ("Cc", "Zl", "Zp") else number
        return self[number]


_SPACES = _Spaces()


def _write_lines(rows: Iterable[ListRow], out: BinaryIO) -> None:
    """Write the rows for other programs: one per line, with tabs between the fields."""
    for row in rows:
        fields = (field if field.isprintable() else field.translate(_SPACES) for field in row.cells)
        out.write(("\t".join(fields) + "\n").encode("utf-8", "backslashreplace"))


def _write_json(rows: Iterable[ListRow], out: BinaryIO) -> None:
    """Write the rows as JSON Lines; what an item does not have is null or an empty list."""
    for row in rows:
        found = {**row._asdict(), "handle": row.handle or None, "title": row.title or None}
        out.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))


def _write_table(rows: Iterator[ListRow], out: BinaryIO) -> None:
    """Write the rows as a table as wide as the terminal, some at a time."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    handle_width, is_first = 0, True
    while some := list(islice(rows, ROWS)):
        # All parts of the table have the column widths of the first.
        handle_width = handle_width or max(min(max(len(row.handle) for row in some), console.width * 2 // 5), len("handle"))
        table = _table(handle_width, with_heading=is_first)
        for row in some:
            # A title may have a million characters; even with some of no width, this many fill the line.
            table.add_row(*(Text(visible(field[: 4 * console.width])) for field in row.cells))
        with console.capture() as laid_out:
            console.print(table)
        out.write(laid_out.get().encode("utf-8", "backslashreplace"))
        out.flush()
        is_first = False


def _table(handle_width: int, *, with_heading: bool) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_header=with_heading, show_edge=False, pad_edge=False, expand=True
    )
    table.add_column("handle", width=handle_width, overflow="fold")
    table.add_column("type", width=max(map(len, ITEM_TYPES)), no_wrap=True)
    table.add_column("year", width=4, no_wrap=True)
    table.add_column("authors", ratio=2, no_wrap=True, overflow="ellipsis")
    table.add_column("title", ratio=3, no_wrap=True, overflow="ellipsis")
    return table
