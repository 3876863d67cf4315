"""BibTeX, as the original styles and most programs know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redif.bibliography.item import BibliographicItem, ItemKind
from redif.grammar.vocabularies import MONTHS
from redif.syntax.template import Template
from redif.writers.frames import KeyedEntry, KeyedFrame
from redif.writers.latex import (
    BibEntry,
    add_identifiers_and_content,
    entries_of,
    entry_type,
    language_name,
    month_of,
    number_of,
)
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> KeyedFrame:
    """Return the frame: blank lines separate entries."""
    return KeyedFrame(separator=b"\n")


def entries(templates: Iterable[Template], options: WriterOptions) -> Iterator[KeyedEntry]:
    """Yield each item as an entry of BibTeX."""
    return entries_of(templates, options, _entry)


def _entry(item: BibliographicItem, to_ascii: bool) -> BibEntry:
    paper = "techreport" if item.publisher else "unpublished"
    entry = BibEntry(entry_type(item, paper=paper, software="misc"), to_ascii)
    entry.names("author", item.authors, has_more=item.has_more_authors)
    entry.names("editor", item.editors)
    entry.title("title", item.book_title if entry.type == "inbook" else item.title)
    _add_container(entry, item)
    entry.text("year", item.year_text)
    month, season = month_of(item)
    entry.macro("month", MONTHS[month - 1][:3].lower() if month else "")
    entry.text("month", season)
    entry.text("volume", item.text("volume"))
    entry.text("number", number_of(item))
    entry.pages(item)
    entry.text("edition", item.text("edition"))
    entry.text("chapter", item.text("chapter"))
    version = item.text("version")
    # The styles print neither series nor number of an unpublished paper, and they require a note.
    is_unpublished = entry.type == "unpublished" and item.number
    number = " ".join(filter(None, (item.series or "No.", item.number))) if is_unpublished else ""
    notes = (number, *item.other_titles, f"version {version}" if version else "")
    add_identifiers_and_content(entry, item, *notes, isbns=item.isbns, issns=item.issns)
    entry.text("language", *map(language_name, item.languages))
    return entry


def _add_container(entry: BibEntry, item: BibliographicItem) -> None:
    """Add the journal, book or series that contains the item, and the publisher."""
    if item.kind is ItemKind.PAPER:
        entry.text("institution", item.publisher)
        entry.text("type", item.series)
    elif item.kind is ItemKind.SOFTWARE:
        series = " ".join(filter(None, (item.series, item.number)))
        entry.text("howpublished", series, item.publisher)
    else:
        if item.kind is ItemKind.ARTICLE:
            entry.text("journal", item.journal)
        else:
            if entry.type == "incollection":
                entry.title("booktitle", item.book_title)
            entry.text("series", item.series)
        entry.text("publisher", item.publisher)
