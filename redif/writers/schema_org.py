"""JSON-LD in the words of schema.org, which search engines and reference managers read off web pages.

The document is one graph, an item a line. No `<` stands in it, so it can be put between `<script>` tags as it is.
How people can be reached (e-mail, telephone, fax) is left out: what stands in web pages is gathered by those who send spam.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson

from redif.bibliography.addresses import ideas_url
from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem, Data, Day, ItemKind, Subject
from redif.bibliography.names import Name, name_of
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

Node = dict[str, Any]

CONTEXT = "https://schema.org"
JEL = "https://www.aeaweb.org/econlit/jelCodes.php"

TYPES: Mapping[ItemKind, str | list[str]] = {
    ItemKind.ARTICLE: "ScholarlyArticle",
    ItemKind.PAPER: "Report",
    ItemKind.BOOK: "Book",
    ItemKind.CHAPTER: "Chapter",
    # Most of RePEc's software is source that is run as it is. Each type has properties that the other has not.
    ItemKind.SOFTWARE: ["SoftwareSourceCode", "SoftwareApplication"],
}

# Classifications other than JEL, by field.
SCHEMES: Mapping[str, str] = {
    "classification_acm_1964": "ACM Computing Classification System 1964",
    "classification_acm_1991": "ACM Computing Classification System 1991",
    "classification_acm_1998": "ACM Computing Classification System 1998",
    "classification_ila": "ILA Classification",
    "classification_msc_1991": "Mathematics Subject Classification 1991",
    "classification_msc_2000": "Mathematics Subject Classification 2000",
}

# How an item is related to another one, and what that is, by the attribute. Where a work came out as a paper too, that is
# what was there first.
RELATIONS: Mapping[str, tuple[str, ItemKind]] = {
    "Article-Handle": ("workExample", ItemKind.ARTICLE),
    "Book-Handle": ("workExample", ItemKind.BOOK),
    "Chapter-Handle": ("workExample", ItemKind.CHAPTER),
    "Paper-Handle": ("isBasedOn", ItemKind.PAPER),
    "Software-Handle": ("hasPart", ItemKind.SOFTWARE),
    "HasChapter": ("hasPart", ItemKind.CHAPTER),
}


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the items as one JSON-LD document, an item a line."""
    out.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[\n')
    before = b""
    for template in templates:
        # In JSON this sign stands in strings alone; as an escape, it cannot end a script or begin a comment.
        out.write(before + orjson.dumps(json_ld_node(template.data)).replace(b"<", b"\\u003c"))
        before = b",\n"
    out.write(b"\n]}\n" if before else b"]}\n")


def json_ld_node(data: Data) -> Node:
    """An item as schema.org sees it, without the context.

    Raises ValueError for a record that is no item.
    """
    item = BibliographicItem(data)
    page = ideas_url(data)
    return _filled(
        {
            "@type": TYPES[item.kind],
            "@id": page,
            "url": page,
            "identifier": _identifiers(item.handle, item.doi),
            "sameAs": item.doi and _doi_url(item.doi),
            "name": item.title,
            "author": _people(data.get("authors"), item),
            **_SPECIAL[item.kind](item),
            "publisher": _publishers(item),
            "datePublished": _iso(item.issued),
            "dateCreated": _iso(item.created),
            "dateModified": _iso(item.revised),
            "creativeWorkStatus": item.text("publication_status"),
            "inLanguage": item.languages,
            "abstract": item.abstracts,
            "keywords": [*item.keywords, *map(_jel, item.subjects), *_other_classes(item)],
            "materialExtent": item.text("length"),
            "encoding": [_file(file) for file in item.files],
            "conditionsOfAccess": item.restrictions,
            "offers": _offer(item),
            "comment": _filled({"@type": "Comment", "text": item.text("note")}),
            **_related(item),
            "creditText": cite_item(item),
        }
    )


# ---------------------------------------------------------------------- what each kind of item has of its own


def _article(item: BibliographicItem) -> Node:
    """The journal, by volume and issue, and the pages."""
    whole = _series(item, "Periodical", item.journal)
    if volume := item.text("volume"):
        whole = _filled({"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": whole})
    if issue := item.text("issue"):
        whole = _filled({"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": whole})
    return {"isPartOf": whole, **_pages(item), "position": item.text("number")}


def _paper(item: BibliographicItem) -> Node:
    """The series, and the number in it."""
    return {"isPartOf": _series(item, "CreativeWorkSeries", item.series), "reportNumber": item.number}


def _book(item: BibliographicItem) -> Node:
    """The editors, the edition, and the place in the series."""
    series = _series(item, "CreativeWorkSeries", item.series)
    return {
        "editor": _people(item.data.get("editors"), item),
        "isPartOf": series,
        **_edition(item),
        "position": item.text("number"),
    }


def _chapter(item: BibliographicItem) -> Node:
    """The book, where anything of it is known, and the place in it."""
    series = _series(item, "CreativeWorkSeries", item.series)
    book = _filled(
        {
            "@type": "Book",
            "@id": _page(ItemKind.BOOK, item.text("in_book")),
            "identifier": _identifiers(item.text("in_book")),
            "name": item.book_title,
            "editor": _people(item.data.get("editors"), item),
            **_edition(item),
        }
    )
    whole = _filled({**book, "isPartOf": series}) if book else series
    return {"isPartOf": whole, **_pages(item), "position": item.text("chapter")}


def _software(item: BibliographicItem) -> Node:
    """What it is written in, what it needs, and its series."""
    return {
        "isPartOf": _series(item, "CreativeWorkSeries", item.series),
        "position": item.text("number"),
        "programmingLanguage": item.texts("programming_languages"),
        "softwareRequirements": item.text("requires"),
        "version": item.text("version"),
        "fileSize": item.text("size"),
    }


_SPECIAL: Mapping[ItemKind, Callable[[BibliographicItem], Node]] = {
    ItemKind.ARTICLE: _article,
    ItemKind.PAPER: _paper,
    ItemKind.BOOK: _book,
    ItemKind.CHAPTER: _chapter,
    ItemKind.SOFTWARE: _software,
}


def _series(item: BibliographicItem, type_: str, name: str) -> Node:
    """The series or journal of an item; nothing where no more is known of it than its handle."""
    if not name and not item.issns:
        return {}
    handle = ":".join(item.handle.split(":", 3)[:3])
    return _filled({"@type": type_, "@id": _series_page(handle), "name": name, "issn": item.issns})


def _pages(item: BibliographicItem) -> Node:
    first, last = item.page_range
    return {"pageStart": first, "pageEnd": last, "pagination": item.pages}


def _edition(item: BibliographicItem) -> Node:
    """What tells a book from others of its title. A volume is what only volumes have, so the book is one too."""
    volume = item.text("volume")
    known = {"bookEdition": item.text("edition"), "volumeNumber": volume, "isbn": item.isbns}
    return {"@type": ["Book", "PublicationVolume"], **known} if volume else known


# ---------------------------------------------------------------------- people and organizations


def _people(people: Iterable[Data] | None, item: BibliographicItem) -> list[Node]:
    """Authors or editors; a name that cannot be divided may be that of an organization, or of several people."""
    named = ((person, name_of(person)) for person in people or ())
    return [_person(person, name, item) for person, name in named if name.full]


def _person(person: Data, name: Name, item: BibliographicItem) -> Node:
    """A person, with what the catalogue knows of one who is registered where the item does not say it."""
    handle: str = person.get("person") or ""
    known: Data = item.persons.get(handle) or {}
    own = {"@id": _person_page(known.get("short_id") or handle), "name": name.full}
    homepage = person.get("homepage") or known.get("homepage")
    if name.literal and not handle:
        return _filled({"@type": "Organization", **own, "url": homepage})
    workplaces = [_organization(place) for place in person.get("workplaces") or () if place.get("name")]
    return _filled(
        {
            "@type": "Person",
            **own,
            "givenName": name.given,
            "familyName": f"{name.particle} {name.family}".strip(),
            "honorificSuffix": name.suffix,
            "identifier": [_value("RePEc", handle)] if handle else None,
            "url": homepage,
            "affiliation": workplaces or [{"@type": "Organization", "name": name} for name in known.get("workplaces") or ()],
        }
    )


def _organization(data: Data) -> Node:
    """A workplace or a publisher."""
    institution = data.get("institution")
    return _filled(
        {
            "@type": "Organization",
            "name": data.get("name"),
            "alternateName": data.get("name_english"),
            "identifier": [_value("RePEc", institution)] if institution else None,
            "url": data.get("homepage"),
            "address": data.get("postal"),
            "location": data.get("location"),
        }
    )


def _publishers(item: BibliographicItem) -> list[Node]:
    """Who publishes it: its own providers, else that of its series."""
    own = [_organization(provider) for provider in item.data.get("providers") or () if provider.get("name")]
    homepage = item.joined_series.get("provider_homepage")
    return own or ([_organization({"name": item.publisher, "homepage": homepage})] if item.publisher else [])


# ---------------------------------------------------------------------- identifiers and addresses


def _identifiers(handle: str, doi: str = "") -> list[Node]:
    known = (("RePEc", handle, None), ("DOI", doi, doi and _doi_url(doi)))
    return [_value(scheme, value, url) for scheme, value, url in known if value]


def _value(scheme: str, value: str, url: str | None = None) -> Node:
    """An identifier, with the scheme it is of."""
    return _filled({"@type": "PropertyValue", "propertyID": scheme, "value": value, "url": url})


def _doi_url(doi: str) -> str:
    """The address a DOI leads to; what an address gives another meaning is escaped in it."""
    return "https://doi.org/" + quote(doi, safe="/:;()!$&'*+,=@~")


def _page(kind: ItemKind, handle: str) -> str | None:
    """The page on IDEAS of another item."""
    return ideas_url({"template_type": f"ReDIF-{kind.title()} 1.0", "handle": handle}) if handle else None


@lru_cache(maxsize=1000)
def _series_page(handle: str) -> str | None:
    return ideas_url({"template_type": "ReDIF-Series 1.0", "handle": handle})


@lru_cache(maxsize=1000)
def _person_page(short_id: str) -> str | None:
    """The page of a registered person; none for a person's handle, which does not tell the short id."""
    return ideas_url({"template_type": "ReDIF-Person 1.0", "short_id": short_id}) if short_id else None


# ---------------------------------------------------------------------- the rest


def _jel(subject: Subject) -> Node:
    return _filled({"@type": "DefinedTerm", "termCode": subject.code, "name": subject.heading, "inDefinedTermSet": JEL})


def _other_classes(item: BibliographicItem) -> list[Node]:
    return [
        {"@type": "DefinedTerm", "termCode": code, "inDefinedTermSet": {"@type": "DefinedTermSet", "name": scheme}}
        for field, scheme in SCHEMES.items()
        if (code := item.text(field))
    ]


def _file(file: Data) -> Node:
    """A file with the text of the item, or a part of it."""
    return _filled(
        {
            "@type": "MediaObject",
            "contentUrl": file["url"],
            "encodingFormat": file.get("format"),
            "description": file.get("function"),
            "contentSize": file.get("size"),
            "conditionsOfAccess": file.get("restriction"),
        }
    )


def _offer(item: BibliographicItem) -> Node:
    """Where and for what price a copy can be had."""
    price, url, availability = map(item.text, ("price", "order_url", "availability"))
    return _filled({"@type": "Offer", "price": price, "url": url, "description": availability})


def _related(item: BibliographicItem) -> dict[str, list[Node]]:
    """Other forms of the work, and what belongs to it, each by how it is related."""
    found: dict[str, list[Node]] = {}
    for relation, handle, _ in item.references:
        if relation not in RELATIONS:
            continue
        how, kind = RELATIONS[relation]
        if kind is ItemKind.PAPER is item.kind:  # of two papers, none is known to be the first
            how = "workExample"
        node = {"@type": TYPES[kind], "@id": _page(kind, handle), "identifier": _identifiers(handle)}
        found.setdefault(how, []).append(_filled(node))
    return found


@lru_cache(maxsize=4096)  # many items are of one day
def _iso(day: Day | None) -> str | None:
    return str(day) if day else None


def _filled(node: Node) -> Node:
    """What of a node says something; nothing where that is its type alone."""
    filled = {name: value for name, value in node.items() if value}
    return filled if len(filled) > 1 or "@type" not in filled else {}
