"""BibLaTeX, the dialect of BibTeX that biber reads: with dates, reports, software and languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from redif.bibliography.item import BibliographicItem, Day, ItemKind
from redif.bibliography.names import Name
from redif.syntax.template import Template
from redif.writers.latex import LANGUAGES, Entry, finish, language_name, month_of, write_entries
from redif.writers.options import DEFAULT, WriterOptions

_COUNTED_PAGES = re.compile(r"(\d+)\s*(?:p|pp|pages)?\.?", re.I | re.A).fullmatch
_TWO_YEARS = re.compile(r"\d{4}/\d{4}", re.A).fullmatch
_CYRILLIC = re.compile(r"\{(\\(?:cyr|CYR)[a-zA-Z]+)\}")


def write(templates: Iterable[Template], out: BinaryIO, options: WriterOptions = DEFAULT) -> None:
    """Write each item as an entry of BibLaTeX."""
    write_entries(templates, out, options, _entry)


class _Entry(Entry):
    """An entry as biber takes it."""

    def name(self, name: Name) -> str:
        """A name as BibLaTeX reads it; of a Cyrillic letter in braces biber makes an initial that breaks the bibliography."""
        written = super().name(name)
        return _CYRILLIC.sub(r"\1{}", written) if self.to_ascii else written


def _entry(item: BibliographicItem, to_ascii: bool) -> Entry:
    entry = _Entry(_type(item), to_ascii)
    entry.names("author", item.authors)
    entry.names("editor", item.editors)
    entry.title("title", item.title)
    _place(entry, item)
    _when(entry, item)
    entry.text("volume", item.text("volume"))
    entry.text("number", _number(item))
    entry.pages(item)
    if match := _COUNTED_PAGES(item.text("length")):
        entry.text("pagetotal", match[1])
    entry.text("edition", item.text("edition"))
    entry.text("chapter", item.text("chapter"))
    entry.text("version", item.text("version"))
    finish(entry, item)
    entry.text("language", *map(language_name, item.languages), between=" and ")
    # With several nobody can say how its words are to be divided.
    entry.text("langid", *[LANGUAGES.get(code, "") for code in item.languages if len(item.languages) == 1])
    return entry


def _type(item: BibliographicItem) -> str:
    if item.kind is ItemKind.CHAPTER:
        return "incollection" if item.title or not item.book_title else "inbook"
    return "report" if item.kind is ItemKind.PAPER else item.kind


def _place(entry: Entry, item: BibliographicItem) -> None:
    """What it is part of, and who publishes it."""
    if item.kind is ItemKind.PAPER:
        entry.text("institution", item.publisher)
        entry.text("type", item.series)
    elif item.kind is ItemKind.SOFTWARE:
        entry.text("howpublished", " ".join(filter(None, (item.series, item.number))))
        entry.text("organization", item.publisher)
    else:
        if item.kind is ItemKind.ARTICLE:
            entry.text("journaltitle", item.journal)
        else:
            entry.title("booktitle", item.book_title)
            entry.text("series", item.series)
        entry.text("publisher", item.publisher)


def _when(entry: Entry, item: BibliographicItem) -> None:
    """The date, as far as it is known; a year that is no date as it is written."""
    month, season = month_of(item)
    year = item.year_text
    day = item.issued
    if day and str(day.year) == year:
        entry.text("date", _date(Day(day.year, month, day.day if month == day.month else 0)))
    elif _TWO_YEARS(year) and year[:4] < year[5:]:
        entry.text("date", year)
    else:
        entry.text("year", year)
    entry.text("issue", season)


@lru_cache(maxsize=4096)  # many items are of one day
def _date(day: Day) -> str:
    """A day that the calendar has; without the day where it has not."""
    try:
        date(day.year, day.month or 1, day.day or 1)
    except ValueError:
        return str(Day(day.year, day.month))
    return str(day)


def _number(item: BibliographicItem) -> str:
    """The issue of an article, the number of a paper. A book's is its own: that in its handle is an ISBN, mostly."""
    if item.kind is ItemKind.ARTICLE:
        return item.text("issue") or item.text("number")
    return item.number if item.kind is ItemKind.PAPER else item.text("number") if item.kind is ItemKind.BOOK else ""
