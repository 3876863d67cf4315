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
from redif.bibliography.item import MONTHS, Kind, Work
from redif.source.characters import without_controls
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

Entry = tuple[str, str]  # a tag and its value

TYPES = {Kind.ARTICLE: "JOUR", Kind.PAPER: "RPRT", Kind.BOOK: "BOOK", Kind.CHAPTER: "CHAP", Kind.SOFTWARE: "COMP"}
EDITED_BOOK = "EDBOOK"
PAPER_TYPE = "Working Paper"
_DASHES = re.compile(r"\s*[-–—]+\s*")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as an entry of RIS; a blank line is between one and the next."""
    before = ""
    for template in templates:
        lines = [f"{tag}  - {line}" for tag, value in _entries(Work(template.data)) if (line := _line(value))]
        out.write((before + "\r\n".join([*lines, "ER  - ", ""])).encode())
        before = "\r\n"


def _line(value: str) -> str:
    """A value on one line, with one blank for any white space.

    Two blanks before a hyphen are what tells a tag, and some readers look for them in the midst of a line, too.
    """
    if value.isprintable() and "  " not in value:
        return value.strip()
    return " ".join(without_controls(value).split())


def _entries(work: Work) -> Iterator[Entry]:
    """What is said of an item, in order."""
    is_edited = work.kind is Kind.BOOK and work.editors and not work.authors
    yield "TY", EDITED_BOOK if is_edited else TYPES[work.kind]
    yield "ID", work.handle
    for author in work.authors:
        yield "AU", author.inverted
    # As A2, some readers would take the editor of a book for that of its series, or for an author.
    for editor in work.editors:
        yield "ED", editor.inverted
    yield "TI", work.title
    yield from _where(work)
    yield from _when(work)
    yield from _pages(work)
    yield "DO", work.doi
    yield from _addresses(work)
    for keyword in work.keywords:
        yield "KW", keyword
    yield "AB", next(iter(work.abstracts), "")
    yield "LA", "; ".join(work.texts("programming_languages") if work.kind is Kind.SOFTWARE else work.languages)
    for note in _notes(work):
        yield "N1", note


def _where(work: Work) -> Iterator[Entry]:
    """What it is part of, who publishes it, and which number it has there."""
    if work.kind is Kind.ARTICLE:
        yield "T2", work.journal
        yield "JF", work.journal
        yield "IS", work.text("issue") or work.text("number")
        yield "SN", "; ".join(work.issns)
    elif work.kind is Kind.PAPER:
        yield "T2", work.series
        yield "M3", PAPER_TYPE
        # EndNote and Zotero look for the number of a report where the ISSN of an article stands, JabRef does in M1.
        yield "M1", work.number
        yield "SN", work.number
    elif work.kind is Kind.SOFTWARE:
        yield "T2", work.series
        yield "IS", work.number
        yield "ET", work.text("version")
    else:
        if work.kind is Kind.CHAPTER:
            yield "T2", work.book_title
            yield "BT", work.book_title
            yield "SE", work.text("chapter")
        yield "T3", work.series
        yield "M1", work.text("number")
        yield "ET", work.text("edition")
        yield "SN", "; ".join(work.isbns)
    yield "PB", work.publisher
    yield "VL", work.text("volume")


def _when(work: Work) -> Iterator[Entry]:
    """The year, and the date as far as it is known: YYYY/MM/DD/ and what else there is to say, such as a season."""
    day, year = work.issued, work.year_text
    if day is not None and year == str(day.year):
        yield "PY", f"{day.year:04}"
        month, date = (f"{part:02}" if part else "" for part in (day.month, day.day))
        yield "DA", f"{day.year:04}/{month}/{date}/{_more_than_month(work)}"
    elif match := _YEAR.match(year):
        yield "PY", match[0]
        yield "DA", f"{match[0]}///{_without_slashes(year)}"


def _more_than_month(work: Work) -> str:
    """What Month says that is no name of a month."""
    text = work.month_text
    is_name = work.month and MONTHS[work.month - 1].lower().startswith(text.rstrip(".").lower())
    return "" if is_name else _without_slashes(text)


def _without_slashes(text: str) -> str:
    """A text for the last part of a date, whose parts are told by their slashes."""
    return text.replace("/", "-")


def _pages(work: Work) -> Iterator[Entry]:
    """The first and the last page; all that is written, where that is more than a range."""
    first, last = work.page_range
    if first and last != first and _DASHES.sub("-", work.pages) == f"{first}-{last}":
        yield "SP", first
        yield "EP", last
    else:
        yield "SP", work.pages


def _addresses(work: Work) -> Iterator[Entry]:
    """The addresses of its files; of its page on IDEAS where it has none. A semicolon would end an address."""
    addresses = [file["url"] for file in work.files] or [ideas_url(work.data) or ""]
    for address in addresses:
        yield "UR", address.replace(";", "%3B")


def _notes(work: Work) -> Iterator[str]:
    """What has no tag of its own, or none that all readers take for it."""
    yield work.text("note")
    yield from work.texts("publication_status", "Publication-Status")
    yield from work.abstracts[1:]
    year = work.year_text
    if year and not _YEAR.match(year) and (work.issued is None or year != str(work.issued.year)):
        yield f"Year: {year}"
    told = {
        "Number": work.text("number") if work.kind is Kind.ARTICLE and work.text("issue") else "",
        "Length": work.text("length"),
        "Requires": work.text("requires"),
        "JEL": ", ".join(subject.code for subject in work.subjects),
        "ISSN": "" if work.kind is Kind.ARTICLE else "; ".join(work.issns),
        "Restriction": "; ".join(work.restrictions),
    }
    for name, text in told.items():
        if text:
            yield f"{name}: {text}"
