"""CSL-JSON, as Zotero, pandoc and citation services write it. Source: csl-data.json of the Citation Style Language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redif.bibliography.item import ItemKind
from redif.importers.item import ImportedItem
from redif.importers.json_items import Fields, Object, read, text
from redif.importers.kinds import is_kind, kind_of
from redif.importers.people import contributor
from redif.importers.source import ImportSource
from redif.importers.zotero_notes import add_note
from redif.schema.values import Handle, HandleKind

# What a reference manager notes for itself.
HOUSEKEEPING = frozenset(
    {"id", "accessed", "citation-key", "custom", "categories", "citation-label", "citation-number", "submitted"}
)
SEASONS = ("Spring", "Summer", "Autumn", "Winter")


def describes(value: Object) -> bool:
    """Return whether an object is an item in this format: it has a type and a title or an id."""
    return isinstance(value.get("type"), str) and is_kind(value["type"]) and ("title" in value or "id" in value)


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each object."""
    return read(source, "an item in CSL-JSON", item_of)


def item_of(value: Object, line: int, source: ImportSource) -> ImportedItem:
    """Return the item that an object describes."""
    fields = Fields(value)
    item = ImportedItem(kind_of(fields.text("type"), source, line), line)
    if Handle(text(value.get("id")).split("#")[0]).kind is HandleKind.DOCUMENT:
        item.handle(text(value.get("id")).split("#")[0])
    item.add("title", fields.text("title"))
    item.people("authors", map(_person, fields.objects("author")))
    item.people("editors", map(_person, fields.objects("editor", "collection-editor", "container-author")))
    _add_container(item, fields)
    _add_date(item, fields.first_object("issued"))
    item.publisher(fields.text("publisher"))
    item.add("volume", fields.text("volume"))
    item.add("edition", fields.text("edition"))
    item.add("version", fields.text("version"))
    item.pages(fields.text("page"))
    item.length(fields.text("number-of-pages"))
    item.doi(fields.text("DOI"))
    for field, name in (("isbn", "ISBN"), ("issn", "ISSN")):
        item.add(field, *" ".join(fields.texts(name)).replace(",", " ").split())
    item.address(fields.text("URL"))
    item.add("abstract", fields.text("abstract"))
    keywords = fields.texts("keyword", "keywords")
    item.add("keywords", *(word.strip() for words in keywords for word in words.split(";" if ";" in words else ",")))
    item.language(fields.text("language"))
    item.add("publication_status", fields.text("status"))
    for note in fields.texts("note", "annote"):
        add_note(item, note.splitlines())
    fields.finish(item, source, HOUSEKEEPING)
    return item


def _person(person: Object) -> dict[str, Any]:
    if "literal" in person:
        return {"name": text(person["literal"])}
    particles = (text(person.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    return contributor(
        text(person.get("family")), text(person.get("given")), " ".join(filter(None, particles)), text(person.get("suffix"))
    )


def _add_container(item: ImportedItem, fields: Fields) -> None:
    """Add the journal, book or series that contains it, and its number there."""
    container, series = fields.text("container-title"), fields.text("collection-title")
    number = fields.text("number", "collection-number")
    if item.kind is ItemKind.ARTICLE:
        item.add("journal", container)
        item.add("series", series)
        item.add("issue", fields.text("issue"))
    elif item.kind is ItemKind.CHAPTER:
        item.add("book_title", container)
        item.add("series", series)
        item.add("chapter", fields.text("chapter-number"))
    else:
        item.add("series", series or container)
        item.keep("Container", container if series else "")
    item.add("number", number)
    genre = fields.text("genre")
    item.keep("Genre", "" if genre.lower() in ("working paper", "journal article", "article") else genre)


def _add_date(item: ImportedItem, issued: Object) -> None:
    """Add when it was published: the parts of a date, two years, or a text."""
    parts = issued.get("date-parts")
    dates = [part for part in parts if isinstance(part, list) and part] if isinstance(parts, list) else []
    if not dates:
        item.day(text(issued.get("literal")) or text(issued.get("raw")))
        return
    years = [text(part) for part in dates]
    season = text(issued.get("season"))
    if len(dates) > 1 and years[0] != years[1]:
        item.date("/".join(years))
        return
    if len(dates) == 2 and dates[0] != dates[1] and all(len(part) == 2 for part in dates):  # months of one year
        item.date("/".join("-".join(f"{text(number):0>2}" for number in part) for part in dates))
        return
    year, month, day = (*map(text, dates[0]), "", "")[:3]
    item.date(year, month or (SEASONS[int(season) - 1] if season.isdecimal() and 0 < int(season) <= 4 else season), day)
