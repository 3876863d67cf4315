"""RIS: the items as reference managers import them, tag by tag.

What a tag means differs from reader to reader, and from type to type. Where it does, the one is taken that Zotero, EndNote and
JabRef put in its right place, or at least in no wrong one; `docs/ris.md` says which. Lines end with CR and LF, as the
specification of RIS has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from redif.bibliography.addresses import ideas_url
from redif.bibliography.item import MONTHS, BibliographicItem, ItemKind
from redif.source.characters import without_controls
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

Entry = tuple[str, str]  # a tag and its value

TYPES = {
    ItemKind.ARTICLE: "JOUR",
    ItemKind.PAPER: "RPRT",
    ItemKind.BOOK: "BOOK",
    ItemKind.CHAPTER: "CHAP",
    ItemKind.SOFTWARE: "COMP",
}
EDITED_BOOK = "EDBOOK"
PAPER_TYPE = "Working Paper"
_DASHES = re.compile(r"\s*[-–—]+\s*")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as an entry of RIS; a blank line is between one and the next."""
    before = ""
    for template in templates:
        lines = [f"{tag}  - {line}" for tag, value in _entries(BibliographicItem(template.data)) if (line := _line(value))]
        out.write((before + "\r\n".join([*lines, "ER  - ", ""])).encode())
        before = "\r\n"


def _line(value: str) -> str:
    """A value on one line, with one blank for any white space.

    Two blanks before a hyphen are what tells a tag, and some readers look for them in the midst of a line, too.
    """
    if value.isprintable() and "  " not in value:
        return value.strip()
    return " ".join(without_controls(value).split())


def _entries(item: BibliographicItem) -> Iterator[Entry]:
    """What is said of an item, in order."""
    is_edited = item.kind is ItemKind.BOOK and item.editors and not item.authors
    yield "TY", EDITED_BOOK if is_edited else TYPES[item.kind]
    yield "ID", item.handle
    for author in item.authors:
        yield "AU", author.inverted
    # As A2, some readers would take the editor of a book for that of its series, or for an author.
    for editor in item.editors:
        yield "ED", editor.inverted
    yield "TI", item.title
    yield from _where(item)
    yield from _when(item)
    yield from _pages(item)
    yield "DO", item.doi
    yield from _addresses(item)
    for keyword in item.keywords:
        yield "KW", keyword
    yield "AB", next(iter(item.abstracts), "")
    yield "LA", "; ".join(item.texts("programming_languages") if item.kind is ItemKind.SOFTWARE else item.languages)
    for note in _notes(item):
        yield "N1", note


def _where(item: BibliographicItem) -> Iterator[Entry]:
    """What it is part of, who publishes it, and which number it has there."""
    if item.kind is ItemKind.ARTICLE:
        yield "T2", item.journal
        yield "JF", item.journal
        yield "IS", item.text("issue") or item.text("number")
        yield "SN", "; ".join(item.issns)
    elif item.kind is ItemKind.PAPER:
        yield "T2", item.series
        yield "M3", PAPER_TYPE
        # EndNote and Zotero look for the number of a report where the ISSN of an article stands, JabRef does in M1.
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


def _when(item: BibliographicItem) -> Iterator[Entry]:
    """The year, and the date as far as it is known: YYYY/MM/DD/ and what else there is to say, such as a season."""
    day, year = item.issued, item.year_text
    if day is not None and year == str(day.year):
        yield "PY", f"{day.year:04}"
        month, date = (f"{part:02}" if part else "" for part in (day.month, day.day))
        yield "DA", f"{day.year:04}/{month}/{date}/{_more_than_month(item)}"
    elif match := _YEAR.match(year):
        yield "PY", match[0]
        yield "DA", f"{match[0]}///{_without_slashes(year)}"


def _more_than_month(item: BibliographicItem) -> str:
    """What Month says that is no name of a month."""
    text = item.month_text
    is_name = item.month and MONTHS[item.month - 1].lower().startswith(text.rstrip(".").lower())
    return "" if is_name else _without_slashes(text)


def _without_slashes(text: str) -> str:
    """A text for the last part of a date, whose parts are told by their slashes."""
    return text.replace("/", "-")


def _pages(item: BibliographicItem) -> Iterator[Entry]:
    """The first and the last page; all that is written, where that is more than a range."""
    first, last = item.page_range
    if first and last != first and _DASHES.sub("-", item.pages) == f"{first}-{last}":
        yield "SP", first
        yield "EP", last
    else:
        yield "SP", item.pages


def _addresses(item: BibliographicItem) -> Iterator[Entry]:
    """The addresses of its files; of its page on IDEAS where it has none. A semicolon would end an address."""
    addresses = [file["url"] for file in item.files] or [ideas_url(item.data) or ""]
    for address in addresses:
        yield "UR", address.replace(";", "%3B")


def _notes(item: BibliographicItem) -> Iterator[str]:
    """What has no tag of its own, or none that all readers take for it."""
    yield item.text("note")
    yield from item.texts("publication_status", "Publication-Status")
    yield from item.abstracts[1:]
    year = item.year_text
    if year and not _YEAR.match(year) and (item.issued is None or year != str(item.issued.year)):
        yield f"Year: {year}"
    told = {
        "Number": item.text("number") if item.kind is ItemKind.ARTICLE and item.text("issue") else "",
        "Length": item.text("length"),
        "Requires": item.text("requires"),
        "JEL": ", ".join(subject.code for subject in item.subjects),
        "ISSN": "" if item.kind is ItemKind.ARTICLE else "; ".join(item.issns),
        "Restriction": "; ".join(item.restrictions),
    }
    for name, text in told.items():
        if text:
            yield f"{name}: {text}"
