"""Simple Dublin Core in one answer of OAI-PMH 2.0 to ListRecords, as harvesters read it.

Which attribute goes where is told in docs/dublin-core.md. The answer is whole, so it has no resumption token.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO

from redif.bibliography.item import BibliographicItem, Day, ItemKind
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

    def of(self, template: Template, item: BibliographicItem) -> date:
        """The last revision, else when it was made or published, else when its file was changed."""
        day = item.revised or max(filter(None, (item.created, item.published)), default=None)
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


def set_of(item: BibliographicItem) -> str:
    """The set an item belongs to: the handle of its series; empty for an item without a handle."""
    return _NO_SET.sub("_", dc.series_handle(item))


def elements(item: BibliographicItem) -> Iterator[tuple[str, str]]:
    """The elements of simple Dublin Core by their names, with their texts."""
    told = (
        ("title", dc.titles(item)),
        ("creator", [name.inverted for name in item.authors]),
        ("contributor", [name.inverted for name in item.editors]),
        ("publisher", dc.publishers(item)),
        ("date", dc.once(str(item.issued or item.year_text))),
        ("type", dc.once(*dc.TYPES[item.kind])),
        ("language", dc.once(*item.languages)),
        ("description", dc.once(*item.abstracts, *dc.remarks(item))),
        ("subject", dc.subjects(item)),
        ("identifier", _identifiers(item)),
        ("source", dc.once(_source(item))),
        ("relation", _relations(item)),
        ("format", dc.once(*dc.formats(item.files), *dc.extents(item), *item.texts("programming_languages"))),
        ("rights", dc.once(*dc.restrictions(item), *item.restrictions)),
    )
    return ((name, text) for name, texts in told for text in texts)


def _record(sheet: Sheet, template: Template, stamps: Datestamps) -> None:
    item = BibliographicItem(template.data)
    with sheet.within("record"):
        with sheet.within("header"):
            sheet.element("identifier", dc.item_uri(template, item))
            sheet.element("datestamp", stamps.of(template, item).isoformat())
            if set_spec := set_of(item):
                sheet.element("setSpec", set_spec)
        with sheet.within("metadata"), sheet.within("oai_dc:dc", _CONTAINER):
            for name, text in elements(item):
                sheet.element(f"dc:{name}", text)


def _identifiers(item: BibliographicItem) -> list[str]:
    isbns = [] if item.kind is ItemKind.CHAPTER else dc.isbn_names(item)
    files = (dc.address(file["url"]) for file in item.files)
    return dc.once(item.handle, *dc.doi_urls(item), *files, *isbns)


def _source(item: BibliographicItem) -> str:
    """The journal or book it stands in, and where there."""
    if item.kind is ItemKind.ARTICLE:
        volume, issue = item.text("volume"), item.text("issue")
        when = " ".join(filter(None, (item.month_text, item.year_text)))
        parts = [
            item.journal,
            f"vol. {volume}({issue})" if volume and issue else _after("vol.", volume) or _after("issue", issue),
            _after("number", item.text("number")),
            _after("pages", item.pages),
        ]
        return ", ".join(filter(None, (*parts, when)))
    if item.kind is ItemKind.CHAPTER:
        places = (_after(name, item.text(name)) for name in ("edition", "volume", "chapter", "pages"))
        return ", ".join(filter(None, (item.book_title, *places)))
    return ""


def _relations(item: BibliographicItem) -> list[str]:
    """Its series, the book of a chapter, and other items it refers to."""
    series = "" if item.kind is ItemKind.ARTICLE else ", ".join(filter(None, (item.series, item.text("number"))))
    book = dc.isbn_names(item) if item.kind is ItemKind.CHAPTER else []
    handles = (reference.handle for reference in item.references)
    needs = item.texts("requires", "Requires")
    return dc.once(series, dc.series_handle(item), *dc.issn_names(item), *book, *handles, *needs, *dc.ordering(item))


def _whole(day: Day) -> date:
    """A day of which month and day are filled with the first; so is one that the calendar lacks."""
    try:
        return date(day.year, day.month or 1, day.day or 1)
    except ValueError:
        return date(day.year, day.month or 1, 1)


def _after(word: str, value: str) -> str:
    return f"{word} {value}" if value else ""
