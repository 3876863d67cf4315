"""Simple Dublin Core in one answer of OAI-PMH 2.0 to ListRecords, as harvesters read it.

Which attribute goes where is told in docs/dublin-core.md. The answer is whole, so it has no resumption token.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO

from redif.bibliography.item import Day, Kind, Work
from redif.source.files import STANDARD_INPUT
from redif.syntax.template import Template
from redif.writers import dublin_core as dc
from redif.writers.options import DEFAULT, WriterOptions
from redif.writers.xml import Sheet

# An answer has to say whose it is. This is the base URL of RePEc's own service, though no server gave what is written here.
BASE_URL = "https://oai.repec.org/"

_XSI = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
_PMH = "http://www.openarchives.org/OAI/2.0/"
_ENVELOPE = {"xmlns": _PMH, **_XSI, "xsi:schemaLocation": f"{_PMH} {_PMH[:-1]}/OAI-PMH.xsd"}
_CONTAINER = {
    "xmlns:oai_dc": f"{_PMH}oai_dc/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    # Each record is taken out of the answer and kept alone, so each says again what it is.
    **_XSI,
    "xsi:schemaLocation": f"{_PMH}oai_dc/ {_PMH}oai_dc.xsd",
}
_NO_SET = re.compile(r"[^A-Za-z0-9_.!~*'():-]")


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as a record of the answer; where there is none, the answer is that there is none."""
    sheet, stamps = Sheet(out), Datestamps()
    sheet.start("OAI-PMH", _ENVELOPE)
    sheet.element("responseDate", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    sheet.element("request", BASE_URL, {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    is_empty = True
    for template in templates:
        if is_empty:
            sheet.start("ListRecords")
            is_empty = False
        _record(sheet, template, stamps)
        sheet.flush()
    if is_empty:
        sheet.element("error", "There are no items.", {"code": "noRecordsMatch"})
    sheet.close()


class Datestamps:
    """The days since when records are as they are."""

    def __init__(self) -> None:
        self.today = datetime.now(UTC).date()
        self._file: tuple[str, date] = "", self.today

    def of(self, template: Template, work: Work) -> date:
        """The last revision, else when it was made or published, else when its file was changed."""
        day = work.revised or max(filter(None, (work.created, work.published)), default=None)
        return _whole(day) if day else self._changed(template.file)

    def _changed(self, file: str) -> date:
        # Templates come file by file, so the last one is all there is to remember.
        if file != self._file[0]:
            self._file = file, self._modified(file)
        return self._file[1]

    def _modified(self, file: str) -> date:
        if file == STANDARD_INPUT:
            return self.today
        try:
            return datetime.fromtimestamp(os.stat(file).st_mtime, UTC).date()
        except (OSError, ValueError, OverflowError):  # it is no file, or gone, or of no age
            return self.today


def set_of(work: Work) -> str:
    """The set an item belongs to: the handle of its series; empty for an item without a handle."""
    return _NO_SET.sub("_", dc.series_handle(work))


def elements(work: Work) -> Iterator[tuple[str, str]]:
    """The elements of simple Dublin Core by their names, with their texts."""
    told = (
        ("title", dc.titles(work)),
        ("creator", [name.inverted for name in work.authors]),
        ("contributor", [name.inverted for name in work.editors]),
        ("publisher", dc.publishers(work)),
        ("date", dc.once(str(work.issued or work.year_text))),
        ("type", dc.once(*dc.TYPES[work.kind])),
        ("language", dc.once(*work.languages)),
        ("description", dc.once(*work.abstracts, *dc.remarks(work))),
        ("subject", dc.subjects(work)),
        ("identifier", _identifiers(work)),
        ("source", dc.once(_source(work))),
        ("relation", _relations(work)),
        ("format", dc.once(*dc.formats(work.files), *dc.extents(work), *work.texts("programming_languages"))),
        ("rights", dc.once(*dc.restrictions(work), *work.restrictions)),
    )
    return ((name, text) for name, texts in told for text in texts)


def _record(sheet: Sheet, template: Template, stamps: Datestamps) -> None:
    work = Work(template.data)
    with sheet.within("record"):
        with sheet.within("header"):
            sheet.element("identifier", dc.item_uri(template, work))
            sheet.element("datestamp", stamps.of(template, work).isoformat())
            if set_spec := set_of(work):
                sheet.element("setSpec", set_spec)
        with sheet.within("metadata"), sheet.within("oai_dc:dc", _CONTAINER):
            for name, text in elements(work):
                sheet.element(f"dc:{name}", text)


def _identifiers(work: Work) -> list[str]:
    isbns = [] if work.kind is Kind.CHAPTER else dc.isbn_names(work)
    files = (dc.address(file["url"]) for file in work.files)
    return dc.once(work.handle, *dc.doi_urls(work), *files, *isbns)


def _source(work: Work) -> str:
    """The journal or book it stands in, and where there."""
    if work.kind is Kind.ARTICLE:
        volume, issue = work.text("volume"), work.text("issue")
        when = " ".join(filter(None, (work.month_text, work.year_text)))
        parts = [
            work.journal,
            f"vol. {volume}({issue})" if volume and issue else _after("vol.", volume) or _after("issue", issue),
            _after("number", work.text("number")),
            _after("pages", work.pages),
        ]
        return ", ".join(filter(None, (*parts, when)))
    if work.kind is Kind.CHAPTER:
        places = (_after(name, work.text(name)) for name in ("edition", "volume", "chapter", "pages"))
        return ", ".join(filter(None, (work.book_title, *places)))
    return ""


def _relations(work: Work) -> list[str]:
    """Its series, the book of a chapter, and other items it refers to."""
    series = "" if work.kind is Kind.ARTICLE else ", ".join(filter(None, (work.series, work.text("number"))))
    book = dc.isbn_names(work) if work.kind is Kind.CHAPTER else []
    handles = (reference.handle for reference in work.references)
    needs = work.texts("requires", "Requires")
    return dc.once(series, dc.series_handle(work), *dc.issn_names(work), *book, *handles, *needs, *dc.ordering(work))


def _whole(day: Day) -> date:
    """A day of which month and day are filled with the first; so is one that the calendar lacks."""
    try:
        return date(day.year, day.month or 1, day.day or 1)
    except ValueError:
        return date(day.year, day.month or 1, 1)


def _after(word: str, value: str) -> str:
    return f"{word} {value}" if value else ""
