"""Works in the JSON of DataCite, of its API or as its schema has them. Source: DataCite Metadata Schema 4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redif.bibliography.item import ItemKind
from redif.importers.item import ImportedItem
from redif.importers.json_items import Fields, Object, first_object, objects, read, text
from redif.importers.kinds import kind_of
from redif.importers.people import contributor, contributor_named, working_at
from redif.importers.source import ImportSource

# What DataCite notes for its service, counts, and what repeats other fields.
HOUSEKEEPING = frozenset(
    str.split("""
    agency citationCount citationsOverTime clientId contentUrl created dates downloadCount downloadsOverTime id identifiers
    isActive landingPage metadataVersion partCount partOfCount prefix providerId published reason referenceCount registered
    schemaVersion source state suffix updated versionCount versionOfCount viewCount viewsOverTime xml
    """)
)


def describes(value: Object) -> bool:
    """Return whether an object is a work in this format, which has types, or has them among its attributes."""
    held = first_object(value.get("attributes")) or value
    return isinstance(held.get("types"), dict) and isinstance(held.get("titles"), list)


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each work."""
    return read(source, "a work in the JSON of DataCite", item_of)


def item_of(value: Object, line: int, source: ImportSource) -> ImportedItem:
    """Return the item that a work is."""
    value = first_object(value.get("attributes")) or value
    fields = Fields(value)
    types, container = fields.first_object("types"), fields.first_object("container")
    word = text(types.get("resourceTypeGeneral"))
    item = ImportedItem(
        kind_of(text(types.get("resourceType")) or "paper" if word in ("Text", "") else word, source, line), line
    )
    titles = fields.objects("titles")
    subtitle = next((text(title.get("title")) for title in titles if title.get("titleType") == "Subtitle"), "")
    others = [text(title.get("title")) for title in titles if title.get("titleType") != "Subtitle"]
    item.add("title", ": ".join(filter(None, (*others[:1], subtitle))), *others[1:])
    item.people("authors", map(_person, fields.objects("creators")))
    contributors = fields.objects("contributors")
    item.people("editors", (_person(person) for person in contributors if person.get("contributorType") == "Editor"))
    item.keep("Contributor", *(_person(person)["name"] for person in contributors if person.get("contributorType") != "Editor"))
    publisher = fields.take("publisher")
    name = text(first_object(publisher).get("name")) or text(publisher)
    item.publisher("" if _is_unknown(name) else name)
    _add_container(item, container)
    _add_date(item, fields, value)
    item.doi(fields.text("doi", "DOI"))
    item.address(fields.text("url"))
    for description in fields.objects("descriptions"):
        field = "abstract" if description.get("descriptionType") == "Abstract" else "note"
        item.add(field, text(description.get("description")))
    for subject in fields.objects("subjects"):
        if text(subject.get("subjectScheme")).lower().startswith("jel"):
            item.jel(text(subject.get("classificationCode")) or text(subject.get("subject")))
        else:
            item.add("keywords", text(subject.get("subject")))
    item.language(fields.text("language"))
    item.add("version", fields.text("version"))
    item.add("size", *fields.texts("sizes"))
    rights = fields.objects("rightsList")
    item.keep("License", *(text(each.get("rightsUri")) or text(each.get("rights")) for each in rights))
    for funding in fields.objects("fundingReferences"):
        item.keep("Funder", " ".join(filter(None, (text(funding.get("funderName")), text(funding.get("awardNumber"))))))
    fields.finish(item, source, HOUSEKEEPING)
    return item


def _person(person: Object) -> dict[str, Any]:
    places = [text(first_object(place).get("name")) or text(place) for place in _listed(person.get("affiliation"))]
    name = text(person.get("name"))
    name = "" if _is_unknown(name) else name
    if person.get("familyName"):
        found = contributor(text(person["familyName"]), text(person.get("givenName")))
    else:
        found = {"name": name} if person.get("nameType") == "Organizational" else contributor_named(name)
    return working_at(found, places)


def _is_unknown(text: str) -> bool:
    """Return whether a text is one of DataCite's words for what is not known: (:unav), (:tba)."""
    return text.startswith("(:") and text.endswith(")") and text[2:-1].isalpha()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _add_container(item: ImportedItem, container: Object) -> None:
    """Add the journal, book or series that contains it, and its place there."""
    field = {ItemKind.ARTICLE: "journal", ItemKind.CHAPTER: "book_title"}.get(item.kind, "series")
    item.add(field, text(container.get("title")))
    item.add("volume", text(container.get("volume")))
    item.add("issue" if item.kind is ItemKind.ARTICLE else "number", text(container.get("issue")))
    item.pages("-".join(filter(None, (text(container.get("firstPage")), text(container.get("lastPage"))))))
    if text(container.get("identifierType")).upper() in ("ISSN", "ISBN"):
        item.add(text(container["identifierType"]).lower(), text(container.get("identifier")))


def _add_date(item: ImportedItem, fields: Fields, value: Object) -> None:
    """Add the date that it was issued, where that is in the year of publication, or else only that year."""
    year = fields.text("publicationYear")
    issued = next((text(date.get("date")) for date in objects(value.get("dates")) if date.get("dateType") == "Issued"), "")
    item.day(issued if issued.startswith(year) else year)
    item.add(
        "revision_dates",
        *(text(date.get("date"))[:10] for date in objects(value.get("dates")) if date.get("dateType") == "Updated"),
    )
