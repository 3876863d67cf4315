"""BibLaTeX, the dialect of BibTeX that biber reads: with dates, reports, software and languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from redif.bibliography.item import Day, Kind, Work
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


def _entry(work: Work, to_ascii: bool) -> Entry:
    entry = _Entry(_type(work), to_ascii)
    entry.names("author", work.authors)
    entry.names("editor", work.editors)
    entry.title("title", work.title)
    _place(entry, work)
    _when(entry, work)
    entry.text("volume", work.text("volume"))
    entry.text("number", _number(work))
    entry.pages(work)
    if match := _COUNTED_PAGES(work.text("length")):
        entry.text("pagetotal", match[1])
    entry.text("edition", work.text("edition"))
    entry.text("chapter", work.text("chapter"))
    entry.text("version", work.text("version"))
    finish(entry, work)
    entry.text("language", *map(language_name, work.languages), between=" and ")
    # With several nobody can say how its words are to be divided.
    entry.text("langid", *[LANGUAGES.get(code, "") for code in work.languages if len(work.languages) == 1])
    return entry


def _type(work: Work) -> str:
    if work.kind is Kind.CHAPTER:
        return "incollection" if work.title or not work.book_title else "inbook"
    return "report" if work.kind is Kind.PAPER else work.kind


def _place(entry: Entry, work: Work) -> None:
    """What it is part of, and who publishes it."""
    if work.kind is Kind.PAPER:
        entry.text("institution", work.publisher)
        entry.text("type", work.series)
    elif work.kind is Kind.SOFTWARE:
        entry.text("howpublished", " ".join(filter(None, (work.series, work.number))))
        entry.text("organization", work.publisher)
    else:
        if work.kind is Kind.ARTICLE:
            entry.text("journaltitle", work.journal)
        else:
            entry.title("booktitle", work.book_title)
            entry.text("series", work.series)
        entry.text("publisher", work.publisher)


def _when(entry: Entry, work: Work) -> None:
    """The date, as far as it is known; a year that is no date as it is written."""
    month, season = month_of(work)
    year = work.year_text
    day = work.issued
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


def _number(work: Work) -> str:
    """The issue of an article, the number of a paper. A book's is its own: that in its handle is an ISBN, mostly."""
    if work.kind is Kind.ARTICLE:
        return work.text("issue") or work.text("number")
    return work.number if work.kind is Kind.PAPER else work.text("number") if work.kind is Kind.BOOK else ""
