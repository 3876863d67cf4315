"""Works in the JSON of Crossref's REST API: one work, a message with many, or a work a line. Source: api.crossref.org/works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from redif.bibliography.item import ItemKind
from redif.importers.item import ImportedItem
from redif.importers.json_items import Fields, Object, first_object, objects, read, text, texts
from redif.importers.kinds import kind_of
from redif.importers.people import contributor, working_at
from redif.importers.source import ImportSource

# What Crossref notes for its service, counts, and what repeats other fields.
HOUSEKEEPING = frozenset(
    str.split("""
    accepted alternative-id container-title-short content-created content-domain content-updated created deposited indexed
    is-referenced-by-count isbn-type issn-type member prefix reference-count references-count resource score
    short-container-title source special-numbering update-policy
    """)
)
NO_ITEMS = ("journal", "journal-issue", "journal-volume")  # which contain items
_HEADING = re.compile(
    r"^\s*<jats:title>\s*(?:abstract|summary|résumé|resumen|resumo|zusammenfassung)[.:]?\s*</jats:title>", re.I
)
DATES = ("published-print", "published", "issued", "published-online", "posted", "published-other", "approved")


def describes(value: Object) -> bool:
    """Return whether an object is a work in this format, whose title is a list; or CSL-JSON as doi.org makes of such a work."""
    return isinstance(value.get("DOI"), str) and (isinstance(value.get("title"), list) or "content-domain" in value)


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each work."""
    return read(source, "a work in the JSON of Crossref", item_of)


def item_of(value: Object, line: int, source: ImportSource) -> ImportedItem:
    """Return the item that a work is."""
    fields = Fields(value)
    type_, subtype = fields.text("type"), fields.text("subtype")
    kind = kind_of(subtype if type_ == "other" and subtype else type_, source, line)
    if type_ in NO_ITEMS:
        source.not_taken(line, type_.replace("-", " "), f"an {kind}")
    item = ImportedItem(kind, line)
    title, subtitle = fields.text("title"), fields.text("subtitle")
    item.add("title", f"{title}: {subtitle}" if subtitle and subtitle.lower() not in title.lower() else title)
    item.add("title", *fields.texts("original-title"))
    item.people("authors", map(_person, fields.objects("author")))
    item.people("editors", map(_person, fields.objects("editor")))
    _add_container(item, fields)
    _add_date(item, fields)
    item.doi(fields.text("DOI"))
    for field, name in (("isbn", "ISBN"), ("issn", "ISSN")):
        item.add(field, *(isbn.rsplit("/", 1)[-1] for isbn in fields.texts(name)))
    _add_addresses(item, fields, value)
    item.add("abstract", _HEADING.sub("", fields.text("abstract", "description")))
    item.add("version", text(fields.first_object("version").get("version")))
    item.add("keywords", *fields.texts("subject"))
    item.language(fields.text("language"))
    item.keep("License", *(text(license_.get("URL")) for license_ in fields.objects("license")))
    for funder in fields.objects("funder"):
        item.keep("Funder", " ".join(filter(None, (text(funder.get("name")), *texts(funder.get("award"))))))
    fields.finish(item, source, HOUSEKEEPING)
    return item


def _person(person: Object) -> dict[str, Any]:
    places = [text(place.get("name")) for place in objects(person.get("affiliation"))]
    if not person.get("family"):
        return working_at({"name": text(person.get("name")) or text(person.get("given"))}, places)
    found = contributor(text(person["family"]), text(person.get("given")), suffix=text(person.get("suffix")))
    orcid = text(person.get("ORCID")).rsplit("/", 1)[-1]
    return working_at(found | ({"extra": {"Author-X-ORCID": [orcid]}} if orcid else {}), places)


def _add_container(item: ImportedItem, fields: Fields) -> None:
    """Add the journal, book or series that contains it, and its place there."""
    containers = fields.texts("container-title")
    institution = text(fields.first_object("institution").get("name"))
    if item.kind is ItemKind.ARTICLE:
        item.add("journal", *containers[:1])
        containers = containers[1:]
    elif item.kind is ItemKind.CHAPTER:
        # A series precedes the book.
        item.add("book_title", *containers[-1:])
        containers = containers[:-1]
    item.add("series", *containers)
    item.publisher(*dict.fromkeys(filter(None, (institution, fields.text("publisher")))))
    item.keep("Place", fields.text("publisher-location"))
    item.add("volume", fields.text("volume"))
    in_issue = fields.first_object("journal-issue")
    item.add("issue", fields.text("issue") or text(in_issue.get("issue")))
    item.add("number", fields.text("number", "report-number"))
    item.add("edition", fields.text("edition-number"))
    item.pages(fields.text("page", "article-number"))
    event = fields.first_object("event")
    item.keep("Event", ", ".join(filter(None, (text(event.get("name")), text(event.get("location"))))))
    item.keep("Degree", *fields.texts("degree"))


def _add_date(item: ImportedItem, fields: Fields) -> None:
    """Add when it was published: in print, if it was, as articles are cited so."""
    for date in [fields.first_object(name) for name in DATES]:
        parts = date.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        year, month, day = (*map(text, first), "", "", "")[:3]
        if year:
            item.date(year, month, day)
            return


def _add_addresses(item: ImportedItem, fields: Fields, value: Object) -> None:
    """Add the files it links to, else the page that its DOI leads to; the address of the DOI itself says no more than that."""
    fields.take("URL")
    for link in fields.objects("link"):
        type_ = text(link.get("content-type"))
        if text(link.get("intended-application")) not in ("text-mining", "similarity-checking") and text(link.get("URL")):
            item.address(text(link["URL"]), format="" if type_ == "unspecified" else type_)
    page = text(first_object(first_object(value.get("resource")).get("primary")).get("URL"))
    if not item.has("files") and "crossref.org/deleted" not in page:
        item.address(page)
