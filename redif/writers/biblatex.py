"""BibLaTeX, the dialect of BibTeX that biber reads: with dates, reports, software and languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import Name
from redif.syntax.template import Template
from redif.writers.frames import KeyedEntry, KeyedFrame
from redif.writers.latex import (
    LANGUAGES,
    BibEntry,
    add_identifiers_and_content,
    entries_of,
    entry_type,
    language_name,
    month_of,
    number_of,
)
from redif.writers.options import WriterOptions

_WITH_PAGE_TOTAL = ("book", "collection", "report")
# What biblatex has a word for in place of a year.
_STATES = {"forthcoming": "forthcoming", "in press": "inpress", "in preparation": "inpreparation", "submitted": "submitted"}
_CYRILLIC = re.compile(r"\{(\\(?:cyr|CYR)[a-zA-Z]+)\}")


def frame(_options: WriterOptions) -> KeyedFrame:
    """Return the frame: blank lines separate entries."""
    return KeyedFrame(separator=b"\n")


def entries(templates: Iterable[Template], options: WriterOptions) -> Iterator[KeyedEntry]:
    """Yield each item as an entry of BibLaTeX."""
    return entries_of(templates, options, _entry)


class _BiberEntry(BibEntry):
    """An entry in the form that biber reads."""

    def name(self, name: Name) -> str:
        """Return a name without braces around Cyrillic letters: biber would make initials of them that LaTeX cannot read."""
        written = super().name(name)
        return _CYRILLIC.sub(r"\1{}", written) if self.to_ascii else written


def _entry(item: BibliographicItem, to_ascii: bool) -> BibEntry:
    # A report has an institution; a paper of which none is known is not published by one.
    type_ = entry_type(item, paper="report" if item.publisher else "unpublished", software="software")
    if type_ == "book" and item.editors and not item.authors:
        type_ = "collection"  # which has editors, as a book has authors
    entry = _BiberEntry(type_, to_ascii)
    entry.names("author", item.authors, has_more=item.has_more_authors)
    entry.names("editor", item.editors)
    entry.title("title", item.title)
    entry.text("titleaddon", *item.other_titles)
    _add_container(entry, item)
    month, season = month_of(item)
    if item.period and item.period[0].month:  # the date says it
        season = ""
    _add_date(entry, item, month)
    if item.kind is ItemKind.ARTICLE:
        entry.text("issue", season)
    entry.text("volume", item.text("volume"))
    if entry.type != "unpublished":
        entry.text("number", number_of(item))
    entry.pages(item)
    if entry.type in _WITH_PAGE_TOTAL:
        entry.text("pagetotal", item.page_count)
    entry.text("edition", item.text("edition"))
    entry.text("chapter", item.text("chapter"))
    entry.text("version", item.text("version"))
    is_article = item.kind is ItemKind.ARTICLE
    isbn, *other_isbns = _valid_first("isbn", item.isbns)
    issn, *other_issns = _valid_first("issn", item.issns if is_article else [])
    # biber knows the issue and the ISSN of articles only, and one ISBN or ISSN, which has to be valid.
    others = [*(f"ISBN {other}" for other in other_isbns), *(f"ISSN {other}" for other in other_issns)]
    add_identifiers_and_content(entry, item, "" if is_article else season, *others, isbns=[isbn], issns=[issn])
    entry.text("language", *map(language_name, item.languages), between=" and ")
    # With several languages it is unknown whose hyphenation to use.
    entry.text("langid", *[LANGUAGES.get(code, "") for code in item.languages if len(item.languages) == 1])
    return entry


def _add_container(entry: BibEntry, item: BibliographicItem) -> None:
    """Add the journal, book or series that contains the item, and the publisher."""
    if entry.type == "report":
        entry.text("institution", item.publisher)
        entry.text("type", item.series or "Working paper")
    elif entry.type == "unpublished":
        entry.text("howpublished", " ".join(filter(None, (item.series or ("No." if item.number else ""), item.number))))
    elif item.kind is ItemKind.SOFTWARE:
        entry.text("howpublished", " ".join(filter(None, (item.series, item.number))))
        entry.text("organization", item.publisher)
    else:
        if item.kind is ItemKind.ARTICLE:
            entry.text("journaltitle", item.journal)  # biber knows no publisher of an article
        else:
            entry.title("booktitle", item.book_title)
            entry.text("series", item.series)
            entry.text("publisher", item.publisher)


def _add_date(entry: BibEntry, item: BibliographicItem, month: int) -> None:
    """Add the date as far as it is known, or the year as written where it is not a number."""
    year, day = item.year_text, item.issued
    if item.period:
        entry.text("date", "{}/{}".format(*item.period))
    elif day:
        entry.text("date", str(Day(day.year, month, day.day if month == day.month else 0)))
    elif state := _STATES.get(year.lower()):
        entry.macro("pubstate", f"{{{state}}}")
    else:
        entry.text("year", year)


def _valid_first(kind: str, numbers: list[str]) -> list[str]:
    """Return ISBNs or ISSNs: the first valid one first, or an empty text in its place; then the others."""
    if not numbers:
        return [""]
    from stdnum import isbn, issn  # rarely needed

    is_valid = isbn.is_valid if kind == "isbn" else issn.is_valid
    valid = next(filter(is_valid, numbers), "")
    return [valid, *(other for other in numbers if other != valid)]
