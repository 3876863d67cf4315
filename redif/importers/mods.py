"""MODS, the XML of the Library of Congress, as redif, EPrints, DSpace and Zotero write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redif.bibliography.item import ItemKind
from redif.importers.item import ImportedItem
from redif.importers.kinds import is_kind, kind_of
from redif.importers.people import contributor, contributor_named, working_at
from redif.importers.places import series_and_number
from redif.importers.source import ImportSource
from redif.importers.xml_items import Element, child, children, elements, kind_word, text_at, text_in, texts

AUTHORS = ("", "aut", "author", "creator", "cre", "dissertant")
EDITORS = ("edt", "editor")
# Elements that say nothing about the item, or the same as others.
HOUSEKEEPING = ("recordInfo", "typeOfResource", "extension")
READ = frozenset(
    str.split("""
    abstract accessCondition classification genre identifier language location name note originInfo part physicalDescription
    relatedItem subject titleInfo
    """)
)


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each `mods` element."""
    for mods in elements(source, ("mods",)):
        yield _item(mods, source)


def _item(mods: Element, source: ImportSource) -> ImportedItem:
    line = mods.sourceline or 1
    related = {type_: children(mods, "relatedItem", type=type_) for type_ in ("host", "series")}
    host = next(iter(related["host"]), None)
    item = ImportedItem(_kind(mods, host, source, line), line)
    item.add("title", *(_title(info) for info in children(mods, "titleInfo") if info.get("type") is None))
    item.add("title", *(_title(info) for info in children(mods, "titleInfo") if info.get("type") == "translated"))
    for info in children(mods, "titleInfo"):
        if (type_ := info.get("type")) not in (None, "translated"):  # alternative, abbreviated, uniform
            item.keep(f"Title-{type_}", _title(info))
    _add_people(item, mods)
    for origin in children(mods, "originInfo"):  # EPrints has one for the date and one for the publisher
        _add_origin(item, origin)
    item.language(*(text_in(term) for each in children(mods, "language") for term in children(each, "languageTerm")[:1]))
    item.add("length" if item.kind is not ItemKind.SOFTWARE else "size", *texts(child(mods, "physicalDescription"), "extent"))
    item.add("abstract", *texts(mods, "abstract"))
    _add_notes(item, mods)
    _add_subjects(item, mods)
    _add_identifiers(item, mods, source)
    if host is not None:
        _add_host(item, host)
    for series in related["series"]:
        title = _title(child(series, "titleInfo"), with_part=False)
        name, number = (title, "") if len(series) else series_and_number(text_in(series))  # DSpace has no elements in it
        item.add("series", name)
        item.add("number", text_at(series, "titleInfo", "partNumber") or number)
        item.add("issn", *texts(series, "identifier", type="issn"))
    for other in children(mods, "relatedItem"):
        if other is not host and other not in related["series"]:
            item.keep("Relation", text_in(other))
    _add_part(item, child(mods, "part"))
    _add_files(item, mods, source)
    for element in mods:
        if isinstance(element.tag, str) and (name := element.tag.rpartition("}")[2]) not in (*READ, *HOUSEKEEPING):
            source.left_out(line, name, text_in(element))
    return item


def _kind(mods: Element, host: Element | None, source: ImportSource, line: int) -> ItemKind:
    """Return the kind by the genres, or else by what contains it."""
    word = kind_word(texts(mods, "genre"), is_kind)
    in_journal = text_at(host, "genre") == "journal" or bool(children(host, "identifier", type="issn"))
    otherwise = ItemKind.ARTICLE if in_journal else ItemKind.PAPER
    if not word and text_at(mods, "typeOfResource").startswith("software"):
        return ItemKind.SOFTWARE
    return kind_of(word, source, line, otherwise)


def _title(info: Element | None, with_part: bool = True) -> str:
    """Return a title with its subtitle."""
    title = " ".join(filter(None, (text_at(info, "nonSort"), text_at(info, "title"))))
    parts = (text_at(info, "partNumber"), text_at(info, "partName")) if with_part else ()
    return ": ".join(filter(None, (title, text_at(info, "subTitle"), *parts)))


def _add_people(item: ImportedItem, parent: Element) -> None:
    """Add authors and editors by their roles; other roles are kept."""
    for name in children(parent, "name"):
        roles = [text_in(term).lower() for role in children(name, "role") for term in children(role, "roleTerm")] or [""]
        if any(role in AUTHORS for role in roles):
            item.people("authors", [_person(name)])
        elif any(role in EDITORS for role in roles):
            item.people("editors", [_person(name)])
        else:
            item.keep("Contributor", f"{_person(name)['name']} ({roles[-1]})")


def _person(name: Element) -> dict[str, Any]:
    family, given, suffix = (" ".join(texts(name, "namePart", type=type_)) for type_ in ("family", "given", "termsOfAddress"))
    whole = " ".join(text_in(part) for part in children(name, "namePart") if part.get("type") is None)
    if family:
        found = contributor(family, given, suffix=suffix)
    else:
        found = {"name": whole} if name.get("type") == "corporate" else contributor_named(whole or given)
    handle = next(iter(texts(name, "nameIdentifier", type="repec")), "")
    return working_at(found | ({"person": handle} if handle else {}), texts(name, "affiliation"))


def _add_origin(item: ImportedItem, origin: Element | None) -> None:
    item.publisher(*texts(origin, "publisher"))
    item.keep("Place", *(text_in(term) for place in children(origin, "place") for term in children(place, "placeTerm")))
    issued, created = (next(iter(texts(origin, name)), "") for name in ("dateIssued", "dateCreated"))
    # Of an item without a date of issue, all that is known is when it was made.
    item.day(issued or created)
    if issued and created != issued:
        item.add("creation_date", created)
    item.add("revision_dates", *texts(origin, "dateModified"))
    item.add("version" if item.kind is ItemKind.SOFTWARE else "edition", *texts(origin, "edition"))


def _add_notes(item: ImportedItem, mods: Element) -> None:
    fields = {"publications": "publication_status", "Programming language": "programming_languages", "Requires": "requires",
              "Availability": "availability", "Price": "price"}  # fmt: skip
    for note in children(mods, "note"):
        if note.get("type") != "preferred citation":
            item.add(fields.get(note.get("displayLabel") or note.get("type") or "", "note"), text_in(note))


def _add_subjects(item: ImportedItem, mods: Element) -> None:
    for subject in children(mods, "subject"):
        if subject.get("authority") != "jel":  # whose codes are given as classifications
            item.add("keywords", *(text_in(term) for term in subject if isinstance(term.tag, str)))
    for classification in children(mods, "classification"):
        authority = (classification.get("authority") or "").lower()
        if authority == "jel":
            item.jel(text_in(classification))
        else:
            edition = classification.get("edition") or ""
            item.add("_".join(filter(None, ("classification", authority or "other", edition))), text_in(classification))


def _add_identifiers(item: ImportedItem, mods: Element, source: ImportSource) -> None:
    for identifier in children(mods, "identifier"):
        type_, text = (identifier.get("type") or "").lower(), text_in(identifier)
        if type_ in ("isbn", "issn"):
            item.add(type_, text)
        elif type_ == "doi":
            item.doi(text)
        elif item.handle(text):
            pass
        elif text.startswith(("http://", "https://")):
            item.address(text)
        elif text and not item.keep(f"Identifier-{type_}", text):
            source.left_out(item.line, "identifier", text)


def _add_host(item: ImportedItem, host: Element) -> None:
    """Add the journal or book that contains it, and the place there."""
    field = {ItemKind.ARTICLE: "journal", ItemKind.CHAPTER: "book_title"}.get(item.kind, "series")
    item.add(field, _title(child(host, "titleInfo")))
    _add_people(item, host)
    origin = child(host, "originInfo")
    item.publisher(*texts(origin, "publisher"))
    item.add("edition", *texts(origin, "edition"))
    item.day("" if item.has("year") or item.has("creation_date") else text_at(origin, "dateIssued"))
    for type_ in ("isbn", "issn"):
        item.add(type_, *texts(host, "identifier", type=type_))
    for handle in texts(host, "identifier", type="repec"):
        item.add("in_book", handle)
    _add_part(item, child(host, "part"))
    for series in children(host, "relatedItem", type="series"):
        item.add("series", _title(child(series, "titleInfo"), with_part=False))
        item.add("issn", *texts(series, "identifier", type="issn"))


def _add_part(item: ImportedItem, part: Element | None) -> None:
    for detail in children(part, "detail"):
        type_ = detail.get("type") or ""
        item.add({"issue": "issue", "volume": "volume", "chapter": "chapter"}.get(type_, "number"), text_at(detail, "number"))
    for extent in children(part, "extent"):
        first, last = text_at(extent, "start"), text_at(extent, "end")
        item.pages(text_at(extent, "list") or "-".join(dict.fromkeys(filter(None, (first, last)))))
    month = next(iter(texts(part, "text", type="month")), "")
    if not item.has("month"):
        item.add("month", month)
    if not item.has("year") and not item.has("creation_date"):
        item.day(text_at(part, "date"))


def _add_files(item: ImportedItem, mods: Element, source: ImportSource) -> None:
    """Add addresses: files, the page for orders, and that on IDEAS."""
    types = texts(child(mods, "physicalDescription"), "internetMediaType")
    files = [url for location in children(mods, "location") for url in children(location, "url")]
    objects = [url for url in files if url.get("access") == "raw object"]
    for url in files:
        if url.get("displayLabel") == "Order" and url.get("access") is None:
            item.add("order_url", text_in(url))
        else:
            # The media types are those of the files in order, where there are as many.
            type_ = types[objects.index(url)] if url in objects and len(types) == len(objects) else ""
            about = {"function": url.get("displayLabel") or "", "restriction": url.get("note") or ""}
            item.address(text_in(url), format=type_, **(dict.fromkeys(about, "") if url not in objects else about))
    if types and not files:
        source.left_out(item.line, "internetMediaType", ", ".join(types))
    for condition in children(mods, "accessCondition"):
        if condition.get("type") == "restriction on access":
            item.add("restriction", text_in(condition))
        else:
            item.keep("License", text_in(condition))
