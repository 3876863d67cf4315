"""RIS, which reference managers import.

The meaning of a tag differs between programs and between types. The tags used are those that Zotero, EndNote and JabRef read
correctly, or at least not wrongly; `docs/ris.md` lists them. Lines end with CR and LF, as the specification requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redif.bibliography.dates import is_month
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.pages import with_dash
from redif.source.characters import NONCHARACTERS, UNDECODABLE, without_controls
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions

Tagged = tuple[str, str]  # a tag and its value

TYPES = {
    ItemKind.ARTICLE: "JOUR",
    ItemKind.PAPER: "RPRT",
    ItemKind.BOOK: "BOOK",
    ItemKind.CHAPTER: "CHAP",
    ItemKind.SOFTWARE: "COMP",
}
EDITED_BOOK = "EDBOOK"
PAPER_TYPE = "Working Paper"
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: blank lines separate entries."""
    return Frame(separator=b"\r\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as an entry."""
    for template in templates:
        lines = [f"{tag}  - {line}" for tag, value in _tags(BibliographicItem(template.data)) if (line := _line(value))]
        yield "\r\n".join([*lines, "ER  - ", ""]).encode()


def _line(value: str) -> str:
    """Return a value on one line, with single spaces.

    Two spaces before a hyphen mark a tag, and some readers look for them within a line, too.
    """
    if value.isprintable() and "  " not in value:
        return value.strip()
    return " ".join(NONCHARACTERS.sub(UNDECODABLE, without_controls(value)).split())


def _tags(item: BibliographicItem) -> Iterator[Tagged]:
    """Yield the tags of an item in order."""
    is_edited = item.kind is ItemKind.BOOK and item.editors and not item.authors
    yield "TY", EDITED_BOOK if is_edited else TYPES[item.kind]
    yield "ID", item.handle
    for author in item.authors:
        yield "AU", author.inverted
    # Some readers would take A2 for an author or for the editor of the series.
    for editor in item.editors:
        yield "ED", editor.inverted
    yield "TI", item.title
    yield from _container(item)
    yield from _dates(item)
    yield from _pages(item)
    yield "DO", item.doi
    yield from _addresses(item)
    for keyword in item.keywords:
        yield "KW", keyword
    yield "AB", next(iter(item.abstracts), "")
    yield "LA", "; ".join(item.texts("programming_languages") if item.kind is ItemKind.SOFTWARE else item.languages)
    for note in _notes(item):
        yield "N1", note


def _container(item: BibliographicItem) -> Iterator[Tagged]:
    """Yield the journal, book or series that contains it, its number there, and the publisher."""
    if item.kind is ItemKind.ARTICLE:
        yield "T2", item.journal
        yield "JF", item.journal
        yield "IS", item.text("issue") or item.text("number")
        yield "SN", "; ".join(item.issns)
    elif item.kind is ItemKind.PAPER:
        yield "T2", item.series
        yield "M3", PAPER_TYPE
        # EndNote and Zotero read the number of a report from SN, JabRef from M1.
        yield "M1", item.number
        yield "SN", item.number
    elif item.kind is ItemKind.SOFTWARE:
        yield "T2", item.series
        yield "IS", item.number
        yield "ET", item.text("version")
    else:
        if item.kind is ItemKind.CHAPTER:
            yield "T2", item.book_title
            yield "BT", item.book_title
            yield "SE", item.text("chapter")
        yield "T3", item.series
        yield "M1", item.text("number")
        yield "ET", item.text("edition")
        yield "SN", "; ".join(item.isbns)
    yield "PB", item.publisher
    yield "VL", item.text("volume")


def _dates(item: BibliographicItem) -> Iterator[Tagged]:
    """Yield the year, and the date as far as it is known: YYYY/MM/DD/ and other text, such as a season."""
    day, year = item.issued, item.year_text
    if day is not None:
        yield "PY", f"{day.year:04}"
        month, date = (f"{part:02}" if part else "" for part in (day.month, day.day))
        other = "" if is_month(item.month_text) else _without_slashes(item.month_text)
        yield "DA", f"{day.year:04}/{month}/{date}/{other}"
    elif match := _YEAR.match(year):
        yield "PY", match[0]
        yield "DA", f"{match[0]}///{_without_slashes(' '.join(filter(None, (year, item.month_text))))}"


def _without_slashes(text: str) -> str:
    """Return a text for the last part of a date, whose parts are separated by slashes."""
    return text.replace("/", "-")


def _pages(item: BibliographicItem) -> Iterator[Tagged]:
    """Yield the first and the last page, or the pages as written where they are more than a range."""
    first, last = item.page_range
    if first and last != first and with_dash(item.pages, "-") == f"{first}-{last}":
        yield "SP", first
        yield "EP", last
    else:
        yield "SP", item.pages


def _addresses(item: BibliographicItem) -> Iterator[Tagged]:
    """Yield the addresses of its files, or its page on IDEAS. A semicolon would end an address."""
    for address in [file["url"] for file in item.files] or [item.url]:
        yield "UR", address.replace(";", "%3B")


def _notes(item: BibliographicItem) -> Iterator[str]:
    """Yield what has no tag of its own, or none that all readers understand."""
    yield from item.notes
    yield from item.statuses
    yield from item.other_titles
    yield from item.abstracts[1:]
    yield item.versions_note
    year = item.year_text
    if year and not _YEAR.match(year):
        yield f"Year: {year}"
    labelled = {
        "Number": item.text("number") if item.kind is ItemKind.ARTICLE and item.text("issue") else "",
        "Length": item.length,
        "Requires": item.text("requires"),
        "DOI": ", ".join(item.other_dois),
        "JEL": ", ".join(subject.code for subject in item.subjects),
        "ISSN": "" if item.kind is ItemKind.ARTICLE else "; ".join(item.issns),
        "Restriction": "; ".join(item.restrictions),
    }
    for name, text in labelled.items():
        if text:
            yield f"{name}: {text}"
