"""`redif list`: the items in files, one per line."""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from redif.bibliography.item import ItemKind
from redif.bibliography.names import full_name
from redif.checks.settings import SettingsError
from redif.cli.exit_status import OK, UNUSABLE
from redif.cli.input_reader import InputReader
from redif.cli.suggestions import unknown
from redif.cli.terminal import complain
from redif.display.statistics import kind_of, series_of, year_of
from redif.findings.wording import counted
from redif.grammar import Grammar
from redif.source.escaping import visible
from redif.source.output import Output
from redif.syntax.template import Template

if TYPE_CHECKING:
    from rich.table import Table

AND = " & "
ITEM_TYPES = frozenset(map(str, ItemKind))
ROWS = 500  # rows of a table laid out at a time, so that the first appear at once
_YEARS = re.compile(r"(?P<first>[0-9]{4})?(?:(?P<dash>[-–])(?P<last>[0-9]{4})?)?")
# Letters that Unicode does not decompose, and that people often write without the stroke.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)


class ListRow(NamedTuple):
    """An item as it is listed; what it does not have is empty."""

    handle: str
    type: str
    year: str
    authors: str
    title: str


class Selection:
    """Which items are listed.

    Raises:
        SettingsError: an option has a value that does not exist or cannot be read.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        grammar = Grammar.standard()
        names = [name.strip() for name in options.type.split(",")] if options.type else []
        self.kinds = frozenset(grammar.kind(name) or name.lower() or "''" for name in names)
        for name in sorted(self.kinds - ITEM_TYPES):
            raise SettingsError(unknown("type of item", "" if name == "''" else name, sorted(ITEM_TYPES)))
        self.series = (options.series or "").strip().lower()
        self.years = years(options.year) if options.year else None
        self.words = folded(options.author or "").split()
        self.is_all = not (self.kinds or self.series or self.years or self.words)

    def takes(self, kind: str, template: Template) -> bool:
        """Return whether an item is listed."""
        if self.is_all:
            return True
        if self.kinds and kind not in self.kinds:
            return False
        data = template.data
        if self.years:
            year = year_of(data)
            if year is None or year not in self.years:
                return False
        # The end of a handle is enough, so that the code of a series can be given alone.
        if self.series and not f":{series_of(data) or ''}".lower().endswith(f":{self.series}"):
            return False
        return not self.words or any(self._names(author) for author in data.get("authors", ()))

    def _names(self, author: Mapping[str, Any]) -> bool:
        """Return whether a name contains all words; it may have the family name first or last."""
        name = folded(full_name(author))
        return all(word in name for word in self.words)


def years(text: str) -> range:
    """Return the years that an option names.

    Raises:
        SettingsError: it names none.
    """
    match = _YEARS.fullmatch(text.strip())
    if match and (match["first"] or match["last"]):
        first = int(match["first"] or 0)
        last = int(match["last"] or (9999 if match["dash"] else first))
        if first <= last:
            return range(first, last + 1)
    raise SettingsError(f"{text} is not a range of years; write 2001, 2001-2005, 2001- (and later) or -1999 (and before)")


def folded(text: str) -> str:
    """Return the text in lowercase and without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_PLAIN_LETTERS)


def _family_name(data: Mapping[str, Any]) -> str:
    """Return what the first author is sorted by: the family name, then the whole name."""
    author: Mapping[str, Any] = next(iter(data.get("authors", ())), {})
    name = full_name(author)
    before, comma, _ = name.partition(",")
    family = author.get("name_last") or (before if comma else name.split()[-1] if name.split() else "")
    return folded(f"{family} {name}".strip())


def _title(data: Mapping[str, Any]) -> str:
    """Return the title as it is sorted: without quotation marks and brackets at its beginning."""
    title = folded(data.get("title", ""))
    start = next((place for place, character in enumerate(title) if character.isalnum()), 0)
    return title[start:]


# The sort keys, from the type and the data of an item; what is empty comes last.
_ORDERS: Mapping[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "series": lambda _kind, data: series_of(data),
    "type": lambda kind, _data: kind,
    "year": lambda _kind, data: year_of(data),
    "author": lambda _kind, data: _family_name(data),
    "title": lambda _kind, data: _title(data),
}
ORDERS = tuple(_ORDERS)


class Listing:
    """One run: how many items there were, and how many of them are shown."""

    def __init__(self, reader: InputReader, selection: Selection, order: str | None) -> None:
        self.reader = reader
        self.selection = selection
        self.order = order
        self.items = self.shown = 0

    def rows(self) -> Iterator[ListRow]:
        """Return the rows to show, in order."""
        if self.order is None:
            return (_row(kind, template.data) for kind, template in self._selected())
        value = _ORDERS[self.order]
        having: list[tuple[Any, ListRow]] = []
        lacking: list[ListRow] = []
        for kind, template in self._selected():
            row, key = _row(kind, template.data), value(kind, template.data)
            if key in (None, ""):
                lacking.append(row)
            else:
                having.append((key, row))
        having.sort(key=itemgetter(0))
        return chain(map(itemgetter(1), having), lacking)

    def _selected(self) -> Iterator[tuple[str, Template]]:
        for _, template in self.reader.templates():
            kind = kind_of(template.type or "")
            if not template.schema.is_item:
                continue
            self.items += 1
            if self.selection.takes(kind, template):
                self.shown += 1
                yield kind, template

    def summary(self) -> str:
        """Return the closing line."""
        shown = "" if self.selection.is_all else f"; {self.shown:,} of {self.items:,} shown"
        return f"{counted(self.items, 'item')} in {counted(self.reader.files, 'file')}{shown}"


def _row(kind: str, data: Mapping[str, Any]) -> ListRow:
    year = year_of(data)
    authors = AND.join(filter(None, map(full_name, data.get("authors", ()))))
    return ListRow(data.get("handle", ""), kind, "" if year is None else f"{year:04}", authors, data.get("title", ""))


def run(options: argparse.Namespace) -> int:
    """List the items, and return the exit status."""
    try:
        selection = Selection(options)
        if options.sort is not None and options.sort not in _ORDERS:
            raise SettingsError(unknown("sort order", options.sort, _ORDERS))
    except SettingsError as error:
        complain(str(error))
        return UNUSABLE
    on_terminal = sys.stdout.isatty()
    # On a terminal a bar would appear between the rows; if they are sorted, it is gone before the first of them.
    reader = InputReader(options.paths or [os.curdir], hidden=options.quiet or (on_terminal and options.sort is None))
    listing = Listing(reader, selection, options.sort)
    with Output("-") as out:
        (_write_table if on_terminal else _write_lines)(listing.rows(), out)
    if not options.quiet:
        print(listing.summary(), file=sys.stderr)
    return UNUSABLE if reader.failed else OK


class _Spaces(dict[int, int | str]):
    """Maps what would end a field or a line, or control a terminal, to spaces; for `str.translate`."""

    def __missing__(self, number: int) -> int | str:
        self[number] = " " if unicodedata.category(chr(number)) in ("Cc", "Zl", "Zp") else number
        return self[number]


_SPACES = _Spaces()


def _write_lines(rows: Iterable[ListRow], out: BinaryIO) -> None:
    """Write the rows for other programs: one per line, with tabs between the fields."""
    for row in rows:
        fields = (field if field.isprintable() else field.translate(_SPACES) for field in row)
        out.write(("\t".join(fields) + "\n").encode("utf-8", "backslashreplace"))


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
            table.add_row(*(Text(visible(field[: 4 * console.width])) for field in row))
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
