"""BibTeX, as the styles of its first days and most programs know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from redif.bibliography.item import MONTHS, Kind, Work
from redif.syntax.template import Template
from redif.writers.latex import Entry, finish, language_name, month_of, write_entries
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, options: WriterOptions = DEFAULT) -> None:
    """Write each item as an entry of BibTeX."""
    write_entries(templates, out, options, _entry)


def _entry(work: Work, to_ascii: bool) -> Entry:
    entry = Entry(_type(work), to_ascii)
    entry.names("author", work.authors)
    entry.names("editor", work.editors)
    _titles(entry, work)
    if work.kind is Kind.PAPER:
        entry.text("institution", work.publisher)
        entry.text("type", work.series)
    elif work.kind is not Kind.SOFTWARE:
        entry.text("publisher", work.publisher)
    entry.text("year", work.year_text)
    month, season = month_of(work)
    entry.macro("month", MONTHS[month - 1][:3].lower() if month else "")
    entry.text("month", season)
    entry.text("volume", work.text("volume"))
    entry.text("number", _number(work))
    entry.pages(work)
    entry.text("edition", work.text("edition"))
    entry.text("chapter", work.text("chapter"))
    version = work.text("version")
    # Of an unpublished paper the styles print no series and no number, and they want a note.
    place = " ".join(filter(None, (work.series or "No.", work.number))) if entry.type == "unpublished" and work.number else ""
    finish(entry, work, place, f"version {version}" if version else "")
    entry.text("language", *map(language_name, work.languages))
    return entry


def _type(work: Work) -> str:
    if work.kind is Kind.CHAPTER:
        return "incollection" if work.title or not work.book_title else "inbook"
    if work.kind is Kind.PAPER:
        return "techreport" if work.publisher else "unpublished"
    return "misc" if work.kind is Kind.SOFTWARE else work.kind


def _titles(entry: Entry, work: Work) -> None:
    """What it is called, and what it is part of."""
    entry.title("title", work.book_title if entry.type == "inbook" else work.title)
    if work.kind is Kind.ARTICLE:
        entry.text("journal", work.journal)
    elif work.kind is Kind.SOFTWARE:
        series = " ".join(filter(None, (work.series, work.number)))
        entry.text("howpublished", series, work.publisher)
    elif work.kind is not Kind.PAPER:
        if entry.type == "incollection":
            entry.title("booktitle", work.book_title)
        entry.text("series", work.series)


def _number(work: Work) -> str:
    """The issue of an article, the number of a paper. A book's is its own: that in its handle is an ISBN, mostly."""
    if work.kind is Kind.ARTICLE:
        return work.text("issue") or work.text("number")
    return work.number if work.kind is Kind.PAPER else work.text("number") if work.kind is Kind.BOOK else ""
