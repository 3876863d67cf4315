"""MODS 3.8, the XML of the Library of Congress for bibliographic records: one collection, with an item on each line.

The elements of an item are built as a tree, so that containers that would be empty can be left out. They are written before
the next item is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from redif.bibliography.addresses import ideas_url
from redif.bibliography.citation import cite_item
from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, Data, ItemKind, Subject
from redif.bibliography.names import Name, name_of
from redif.bibliography.pages import with_dash
from redif.grammar.vocabularies import bibliographic_languages
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions
from redif.writers.xml import sound, with_valid_escapes

NAMESPACE = "http://www.loc.gov/mods/v3"
VERSION = "3.8"
ORIGIN = "Converted from ReDIF by the program redif."

# The genre of each kind of item and the list it is from; MARC's list has no genre for chapters and software.
GENRES: Mapping[ItemKind, tuple[str, str]] = {
    ItemKind.ARTICLE: ("article", "marcgt"),
    ItemKind.PAPER: ("technical report", "marcgt"),
    ItemKind.BOOK: ("book", "marcgt"),
    ItemKind.CHAPTER: ("book chapter", ""),
    ItemKind.SOFTWARE: ("software", "dct"),
}

# Roles by their codes in MARC's list of relators.
ROLES: Mapping[str, str] = {"aut": "author", "edt": "editor"}

# The type of relation to another item, by attribute. The book of a chapter is its host instead.
RELATIONS: Mapping[str, str] = {
    "Article-Handle": "otherVersion",
    "Book-Handle": "otherVersion",
    "Chapter-Handle": "otherVersion",
    "Paper-Handle": "otherVersion",
    "Software-Handle": "constituent",
    "HasChapter": "constituent",
}

# Fields that become notes: the field, the type of the note in MODS, and a label where no type says what it is.
NOTES: tuple[tuple[str, str, str], ...] = (
    ("programming_languages", "system details", "Programming language"),
    ("requires", "system details", "Requires"),
    ("availability", "acquisition", "Availability"),
    ("price", "acquisition", "Price"),
)


def frame(_options: WriterOptions) -> Frame:
    """Return the element of a collection, with an item on each line."""
    # The elements of an item are in the default namespace, which the collection declares.
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="{NAMESPACE}">\n'
    tail = "</modsCollection>\n"
    # The schema requires a record.
    empty = f'{head}<mods version="{VERSION}"><note>There are no items.</note></mods>\n{tail}'
    return Frame(head.encode(), tail=tail.encode(), empty=empty.encode())


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as a line with an element."""
    for template in templates:
        text = tostring(mods_record(template.data), encoding="unicode")
        yield sound(text).encode() + b"\n"


def mods_record(data: Data) -> Element:
    """Return the `mods` element of an item; its elements have no namespace.

    Raises:
        ValueError: the record is not an item.
    """
    item = BibliographicItem(data)
    mods = Element("mods", version=VERSION)
    _title(mods, item.title)
    for title in item.other_titles:
        _add(SubElement(mods, "titleInfo", type="alternative"), "title", title)
    _names(mods, item.people("authors"), "aut")
    if item.kind is ItemKind.BOOK:
        _names(mods, item.people("editors"), "edt")
    _add(mods, "typeOfResource", "software, multimedia" if item.kind is ItemKind.SOFTWARE else "text")
    genre, authority = GENRES[item.kind]
    _add(mods, "genre", genre, authority=authority)
    if item.kind is ItemKind.CHAPTER:
        _add(mods, "genre", "bookSection", authority="local")  # by which Zotero knows a chapter
    _origin(mods, item)
    for code in item.languages:
        three_letters = bibliographic_languages().get(code, code)
        _add(SubElement(mods, "language"), "languageTerm", three_letters, type="code", authority="iso639-2b")
    _physical(mods, item)
    for abstract in item.abstracts:
        _add(mods, "abstract", abstract)
    _notes(mods, item)
    _subjects(mods, item)
    # Its own identifiers precede those of related items, for readers that take the first.
    _add(mods, "identifier", item.handle, type="repec")
    for doi in (item.doi, *item.other_dois):
        _add(mods, "identifier", doi, type="doi")
    if item.kind is ItemKind.BOOK:
        _identifiers(mods, "isbn", item.isbns)
    _HOSTS[item.kind](mods, item)
    _related(mods, item)
    _locations(mods, item)
    for restriction in item.restrictions:
        _add(mods, "accessCondition", restriction, type="restriction on access")
    _record(mods, item)
    return mods


# ---------------------------------------------------------------------- titles, names and subjects


def _title(parent: Element, title: str, number: str = "") -> None:
    if title or number:
        info = SubElement(parent, "titleInfo")
        _add(info, "title", title)
        _add(info, "partNumber", number)


def _names(parent: Element, people: Iterable[Data] | None, role: str) -> None:
    for person in people or ():
        if (name := name_of(person)).full:
            _add_name(parent, person, name, role)


def _add_name(parent: Element, person: Data, name: Name, role: str) -> None:
    """Add a person, or a corporate author where the name is taken for that of one and is not registered as a person."""
    handle = person.get("person")
    element = SubElement(parent, "name", type="corporate" if name.is_corporate and not handle else "personal")
    if name.literal:
        _add(element, "namePart", name.full)
    else:
        _add(element, "namePart", f"{name.particle} {name.family}".strip(), type="family")
        _add(element, "namePart", name.given, type="given")
        _add(element, "namePart", name.suffix, type="termsOfAddress")
        _add(element, "displayForm", name.full)
    roles = SubElement(element, "role")
    _add(roles, "roleTerm", role, type="code", authority="marcrelator")
    _add(roles, "roleTerm", ROLES[role], type="text", authority="marcrelator")
    for place in person.get("workplaces") or ():
        _add(element, "affiliation", place.get("name"))
    _add(element, "nameIdentifier", handle, type="repec")


def _subjects(mods: Element, item: BibliographicItem) -> None:
    """Add keywords and headings as subjects, and codes as classifications."""
    for keyword in item.keywords:
        _add(SubElement(mods, "subject"), "topic", keyword)
    for subject in item.subjects:
        _jel(mods, subject)
    for scheme, text in item.classifications:
        _add(mods, "classification", text, authority=scheme.short_name.lower(), edition=scheme.edition)


def _jel(mods: Element, subject: Subject) -> None:
    """Add a JEL code; its heading is both its label and a subject by itself, as readers look at one of them only."""
    if subject.heading:
        _add(SubElement(mods, "subject", authority="jel"), "topic", subject.heading)
    _add(mods, "classification", subject.code, authority="jel", displayLabel=subject.heading)


def _notes(mods: Element, item: BibliographicItem) -> None:
    for note in item.notes:
        _add(mods, "note", note)
    for status in item.statuses:
        _add(mods, "note", status, type="publications")
    for field, type_, label in NOTES:
        for text in item.texts(field):
            _add(mods, "note", text, type=type_, displayLabel=label)
    _add(mods, "note", cite_item(item), type="preferred citation")


# ---------------------------------------------------------------------- publication


def _origin(mods: Element, item: BibliographicItem) -> None:
    """Add the dates, and the publisher unless that is the publisher of the containing journal or book."""
    origin = Element("originInfo")
    if item.kind not in (ItemKind.ARTICLE, ItemKind.CHAPTER):
        _publishers(origin, item)
    _issued(origin, item)
    _date(origin, "dateCreated", item.created)
    _date(origin, "dateModified", item.revised)
    if item.kind is ItemKind.BOOK:
        _add(origin, "edition", item.text("edition"))
    elif item.kind is ItemKind.SOFTWARE:
        _add(origin, "edition", item.text("version"))
    if item.kind in (ItemKind.BOOK, ItemKind.PAPER):
        _add(origin, "issuance", "monographic")
    _append(mods, origin)


def _publishers(origin: Element, item: BibliographicItem) -> None:
    own = [provider["name"] for provider in item.data.get("providers") or () if provider.get("name")]
    for name in own or [item.publisher]:
        _add(origin, "publisher", name)


def _issued(origin: Element, item: BibliographicItem) -> None:
    """Add the date, the first and the last of a range, or what is written in place of a year."""
    if item.period:
        first, last = item.period
        _date(origin, "dateIssued", first, keyDate="yes", point="start")
        _date(origin, "dateIssued", last, point="end")
    elif item.issued:
        _date(origin, "dateIssued", item.issued, keyDate="yes")
    else:
        _add(origin, "dateIssued", item.year_text)


def _date(parent: Element, name: str, day: Day | None, **attributes: str) -> None:
    if day:
        _add(parent, name, str(day), encoding="w3cdtf", **attributes)


def _in_journal(mods: Element, item: BibliographicItem) -> None:
    """Add the journal of an article, and the place in it."""
    host = Element("relatedItem", type="host")
    _title(host, item.journal)
    origin = Element("originInfo")
    _publishers(origin, item)
    if len(host) or len(origin):
        _add(host, "genre", "journal", authority="marcgt")
        _add(origin, "issuance", "serial")
    _append(host, origin)
    _identifiers(host, "issn", item.issns)
    part = Element("part")
    for detail in ("volume", "issue", "number"):
        _detail(part, detail, item.text(detail))
    _pages(part, item)
    if len(part):
        _date(part, "date", item.issued)
        _add(part, "text", item.month_text, type="month")
    _append(host, part)
    _append(mods, host)


def _in_book(mods: Element, item: BibliographicItem) -> None:
    """Add the book of a chapter, the place in it, and the book's series."""
    host = Element("relatedItem", type="host")
    _title(host, item.book_title)
    _names(host, item.people("editors"), "edt")
    origin = Element("originInfo")
    _publishers(origin, item)
    _add(origin, "edition", item.text("edition"))
    if len(host) or len(origin):
        _add(host, "genre", "book", authority="marcgt")
        _add(origin, "issuance", "monographic")
    _append(host, origin)
    _identifiers(host, "isbn", item.isbns)
    _add(host, "identifier", item.text("in_book"), type="repec")
    part = Element("part")
    for detail in ("volume", "chapter"):
        _detail(part, detail, item.text(detail))
    _pages(part, item)
    _append(host, part)
    _in_series(host, item)
    _append(mods, host)


def _in_series(mods: Element, item: BibliographicItem) -> None:
    """Add the series of anything but an article, with the number in it, which is not known of a chapter."""
    series = Element("relatedItem", type="series")
    number = {ItemKind.PAPER: item.number, ItemKind.CHAPTER: ""}.get(item.kind, item.text("number"))
    _title(series, item.series, number)
    _identifiers(series, "issn", item.issns)
    _append(mods, series)
    if item.kind is ItemKind.BOOK and (volume := item.text("volume")):
        _detail(SubElement(mods, "part"), "volume", volume)


_HOSTS = {
    ItemKind.ARTICLE: _in_journal,
    ItemKind.PAPER: _in_series,
    ItemKind.BOOK: _in_series,
    ItemKind.CHAPTER: _in_book,
    ItemKind.SOFTWARE: _in_series,
}


def _detail(part: Element, type_: str, number: str) -> None:
    if number:
        _add(SubElement(part, "detail", type=type_), "number", number)


def _pages(part: Element, item: BibliographicItem) -> None:
    """Add the first and last page, and the pages as written where they are not just that range."""
    if item.pages:
        extent = SubElement(part, "extent", unit="pages")
        first, last = item.page_range
        _add(extent, "start", first)
        _add(extent, "end", last)
        if with_dash(item.pages, "-") not in (f"{first}-{last}", first):
            _add(extent, "list", item.pages)


# ---------------------------------------------------------------------- files, relations and the record itself


def _physical(mods: Element, item: BibliographicItem) -> None:
    """Add length and size, and the media types of its files, each once."""
    physical = Element("physicalDescription")
    for type_ in dict.fromkeys(file.get("format") for file in item.files):
        _add(physical, "internetMediaType", type_)
    for extent in (item.length, item.text("size")):
        _add(physical, "extent", extent)
    _append(mods, physical)


def _related(mods: Element, item: BibliographicItem) -> None:
    """Add other versions of the item, and its parts."""
    for relation, handle, _ in item.references:
        if relation in RELATIONS:
            _add(SubElement(mods, "relatedItem", type=RELATIONS[relation]), "identifier", handle, type="repec")


def _locations(mods: Element, item: BibliographicItem) -> None:
    """Add its files, where to order it, and its page on IDEAS."""
    location = Element("location")
    for file in item.files:
        function, restriction = file.get("function") or "", file.get("restriction") or ""
        _add(location, "url", with_valid_escapes(file["url"]), access="raw object", displayLabel=function, note=restriction)
    _add(location, "url", with_valid_escapes(item.text("order_url")), displayLabel="Order")
    _add(location, "url", ideas_url(item.data), access="object in context", displayLabel="IDEAS")
    _append(mods, location)


def _record(mods: Element, item: BibliographicItem) -> None:
    info = SubElement(mods, "recordInfo")
    _add(info, "recordContentSource", "RePEc")
    _add(info, "recordIdentifier", item.handle, source="RePEc")
    _add(info, "recordOrigin", ORIGIN)


def _identifiers(parent: Element, type_: str, values: Iterable[str]) -> None:
    for value in values:
        _add(parent, "identifier", value, type=type_)


def _add(parent: Element, name: str, text: str | None, **attributes: str) -> None:
    """Add an element with a text and the attributes that are not empty; none where there is no text."""
    if text:
        SubElement(parent, name, {key: value for key, value in attributes.items() if value}).text = text


def _append(parent: Element, child: Element) -> None:
    """Add an element unless it is empty."""
    if len(child):
        parent.append(child)
