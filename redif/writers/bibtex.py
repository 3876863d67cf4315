"""BibTeX, as the styles of its first days and most programs know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from redif.bibliography.item import MONTHS, BibliographicItem, ItemKind
from redif.syntax.template import Template
from redif.writers.latex import Entry, finish, language_name, month_of, write_entries
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, options: WriterOptions = DEFAULT) -> None:
    """Write each item as an entry of BibTeX."""
    write_entries(templates, out, options, _entry)


def _entry(item: BibliographicItem, to_ascii: bool) -> Entry:
    entry = Entry(_type(item), to_ascii)
    entry.names("author", item.authors)
    entry.names("editor", item.editors)
    _titles(entry, item)
    if item.kind is ItemKind.PAPER:
        entry.text("institution", item.publisher)
        entry.text("type", item.series)
    elif item.kind is not ItemKind.SOFTWARE:
        entry.text("publisher", item.publisher)
    entry.text("year", item.year_text)
    month, season = month_of(item)
    entry.macro("month", MONTHS[month - 1][:3].lower() if month else "")
    entry.text("month", season)
    entry.text("volume", item.text("volume"))
    entry.text("number", _number(item))
    entry.pages(item)
    entry.text("edition", item.text("edition"))
    entry.text("chapter", item.text("chapter"))
    version = item.text("version")
    # Of an unpublished paper the styles print no series and no number, and they want a note.
    place = " ".join(filter(None, (item.series or "No.", item.number))) if entry.type == "unpublished" and item.number else ""
    finish(entry, item, place, f"version {version}" if version else "")
    entry.text("language", *map(language_name, item.languages))
    return entry


def _type(item: BibliographicItem) -> str:
    if item.kind is ItemKind.CHAPTER:
        return "incollection" if item.title or not item.book_title else "inbook"
    if item.kind is ItemKind.PAPER:
        return "techreport" if item.publisher else "unpublished"
    return "misc" if item.kind is ItemKind.SOFTWARE else item.kind


def _titles(entry: Entry, item: BibliographicItem) -> None:
    """What it is called, and what it is part of."""
    entry.title("title", item.book_title if entry.type == "inbook" else item.title)
    if item.kind is ItemKind.ARTICLE:
        entry.text("journal", item.journal)
    elif item.kind is ItemKind.SOFTWARE:
        series = " ".join(filter(None, (item.series, item.number)))
        entry.text("howpublished", series, item.publisher)
    elif item.kind is not ItemKind.PAPER:
        if entry.type == "incollection":
            entry.title("booktitle", item.book_title)
        entry.text("series", item.series)


def _number(item: BibliographicItem) -> str:
    """The issue of an article, the number of a paper. A book's is its own: that in its handle is an ISBN, mostly."""
    if item.kind is ItemKind.ARTICLE:
        return item.text("issue") or item.text("number")
    return item.number if item.kind is ItemKind.PAPER else item.text("number") if item.kind is ItemKind.BOOK else ""
