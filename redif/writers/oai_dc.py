"""Simple Dublin Core in a response of OAI-PMH 2.0 to ListRecords, as harvesters read it.

docs/dublin-core.md says where each attribute goes. The response is complete, so it has no resumption token.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from redif.bibliography.citation import labelled, volume_and_issue
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.schema.values import Handle
from redif.source.files import STANDARD_INPUT
from redif.syntax.template import Template
from redif.writers import dublin_core as dc
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions
from redif.writers.xml import XmlDocument

# A response has to name its repository. This is the base URL of RePEc's own service, though no server sent this response.
BASE_URL = "https://oai.repec.org/"

_XSI = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
PMH = "http://www.openarchives.org/OAI/2.0/"
ENVELOPE = {"xmlns": PMH, **_XSI, "xsi:schemaLocation": f"{PMH} {PMH}OAI-PMH.xsd"}
_CONTAINER = {
    "xmlns:oai_dc": f"{PMH}oai_dc/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    # Harvesters store each record by itself, so each declares its own namespaces.
    **_XSI,
    "xsi:schemaLocation": f"{PMH}oai_dc/ {PMH}oai_dc.xsd",
}
_NOT_IN_SET = re.compile(r"[^A-Za-z0-9_.!~*'():-]")


def frame(_options: WriterOptions) -> Frame:
    """Return the response around the records; without items, it is an error, as the protocol requires."""
    document = _opened()
    document.start("ListRecords")
    head = document.taken()
    document.close()
    empty = _opened()
    empty.element("error", "There are no items.", {"code": "noRecordsMatch"})
    empty.close()
    return Frame(head, tail=document.taken(), empty=empty.taken())


def _opened() -> XmlDocument:
    document = XmlDocument()
    document.start("OAI-PMH", ENVELOPE)
    document.element("responseDate", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    document.element("request", BASE_URL, {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    return document


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as a record of the response."""
    document, stamps = _opened(), Datestamps()
    document.start("ListRecords")
    document.taken()
    for template in templates:
        _record(document, template, stamps)
        yield document.taken()


class Datestamps:
    """The days on which records were last changed."""

    def __init__(self) -> None:
        self.today = datetime.now(UTC).date()
        self._file: tuple[str, date] = "", self.today

    def of(self, template: Template, item: BibliographicItem) -> date:
        """Return the day of the last revision, else of creation or publication, else of the last change of the file."""
        day = item.revised or max(filter(None, (item.created, item.published)), default=None)
        return day.start if day else self._changed(template.file)

    def _changed(self, file: str) -> date:
        # Templates come file by file, so it is enough to remember the last file.
        if file != self._file[0]:
            self._file = file, self._modified(file)
        return self._file[1]

    def _modified(self, file: str) -> date:
        if file == STANDARD_INPUT:
            return self.today
        try:
            return datetime.fromtimestamp(os.stat(file).st_mtime, UTC).date()
        except (OSError, ValueError, OverflowError):  # not a file, or missing, or a date out of range
            return self.today


def set_of(item: BibliographicItem) -> str:
    """Return the set of an item, the handle of its series in its normal form; empty for an item without a handle."""
    return _NOT_IN_SET.sub("_", Handle(item.series_handle).normal)


def elements(item: BibliographicItem) -> Iterator[tuple[str, str]]:
    """Return the names of elements of simple Dublin Core with their texts."""
    by_name = (
        ("title", dc.titles(item)),
        ("creator", [name.inverted for name in item.authors]),
        ("contributor", [name.inverted for name in item.editors]),
        ("publisher", dc.publishers(item)),
        ("date", dc.once(dc.issued(item))),
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
    return ((name, text) for name, texts in by_name for text in texts)


def write_container(document: XmlDocument, item: BibliographicItem) -> None:
    """Write the element that contains those of an item."""
    with document.within("oai_dc:dc", _CONTAINER):
        for name, text in elements(item):
            document.element(f"dc:{name}", text)


def _record(document: XmlDocument, template: Template, stamps: Datestamps) -> None:
    item = BibliographicItem(template.data)
    with document.within("record"):
        with document.within("header"):
            document.element("identifier", dc.item_uri(template, item))
            document.element("datestamp", stamps.of(template, item).isoformat())
            if set_spec := set_of(item):
                document.element("setSpec", set_spec)
        with document.within("metadata"):
            write_container(document, item)


def _identifiers(item: BibliographicItem) -> list[str]:
    isbns = [] if item.kind is ItemKind.CHAPTER else dc.isbn_names(item)
    files = (dc.address(file["url"]) for file in item.files)
    return dc.once(item.handle, *dc.doi_urls(item), *files, *isbns)


def _source(item: BibliographicItem) -> str:
    """Return the journal or book that contains it, and the place there."""
    if item.kind is ItemKind.ARTICLE:
        date = " ".join(filter(None, (item.month_text, item.year_text)))
        parts = [
            item.journal,
            volume_and_issue(item),
            labelled("number", item.text("number")),
            labelled("pages", item.pages),
        ]
        return ", ".join(filter(None, (*parts, date)))
    if item.kind is ItemKind.CHAPTER:
        places = (labelled(name, item.text(name)) for name in ("edition", "volume", "chapter"))
        return ", ".join(filter(None, (item.book_title, *places, labelled("pages", item.pages))))
    return ""


def _relations(item: BibliographicItem) -> list[str]:
    """Return its series, the book of a chapter, and other items it refers to."""
    series = "" if item.kind is ItemKind.ARTICLE else ", ".join(filter(None, (item.series, item.text("number"))))
    book = dc.isbn_names(item) if item.kind is ItemKind.CHAPTER else []
    handles = (reference.handle for reference in item.references)
    needs = item.texts("requires", "Requires")
    return dc.once(series, item.series_handle, *dc.issn_names(item), *book, *handles, *needs, *dc.ordering(item))
