"""JSON-LD in the terms of schema.org, which search engines and reference managers read from web pages.

The document is one graph, with an item on each line. It contains no `<`, so it can be embedded in a `<script>` element as it
is. Contact details of people (e-mail, telephone, fax) are left out, as spammers collect them from web pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from redif.bibliography.addresses import doi_url, ideas_url
from redif.bibliography.citation import cite_item
from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, Data, ItemKind, Subject
from redif.bibliography.names import Name, name_of
from redif.source.characters import without_noncharacters
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions
from redif.writers.xml import with_valid_escapes

Node = dict[str, Any]

CONTEXT = "https://schema.org"
JEL = "https://www.aeaweb.org/econlit/jelCodes.php"

TYPES: Mapping[ItemKind, str | list[str]] = {
    ItemKind.ARTICLE: "ScholarlyArticle",
    ItemKind.PAPER: "Report",
    ItemKind.BOOK: "Book",
    ItemKind.CHAPTER: "Chapter",
    # Most software in RePEc is source code that is run as it is. Each type has properties that the other lacks.
    ItemKind.SOFTWARE: ["SoftwareSourceCode", "SoftwareApplication"],
}

# The property that relates an item to another one, and the kind of that item, by attribute. A paper is taken to be the
# earlier version.
RELATIONS: Mapping[str, tuple[str, ItemKind]] = {
    "Article-Handle": ("workExample", ItemKind.ARTICLE),
    "Book-Handle": ("workExample", ItemKind.BOOK),
    "Chapter-Handle": ("workExample", ItemKind.CHAPTER),
    "Paper-Handle": ("isBasedOn", ItemKind.PAPER),
    "Software-Handle": ("hasPart", ItemKind.SOFTWARE),
    "HasChapter": ("hasPart", ItemKind.CHAPTER),
}


# Signs and words for currencies that mean one of them; `$` may mean several.
CURRENCIES = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "US$": "USD", "$US": "USD", "C$": "CAD", "A$": "AUD", "YEN": "JPY",
    **{code: code for code in (
        "EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN",
        "RSD", "RUB", "UAH", "TRY", "ILS", "CNY", "HKD", "TWD", "KRW", "SGD", "MYR", "THB", "IDR", "PHP", "VND", "INR", "PKR",
        "BDT", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "UYU", "ZAR", "NGN", "KES", "EGP", "DEM", "FRF", "ITL", "ESP", "ATS",
    )},
}  # fmt: skip
FREE = frozenset({"free", "free of charge", "gratis", "kostenlos", "gratuit"})
_SIGN = r"[A-Z]{3}|[A-Z]{0,2}\$[A-Z]{0,2}|[€£¥]|euros?"
# The thousands may be marked where there are cents, too: 1,200 alone may be a little more than one.
_AMOUNT = r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{2}|[0-9]{1,7}(?:[.,][0-9]{1,2})?"
_PRICE = re.compile(rf"(?i)({_SIGN})?\.?\s*({_AMOUNT})(?:[.,]?[-–])?\s*({_SIGN})?\.?").fullmatch


def frame(_options: WriterOptions) -> Frame:
    """Return one JSON-LD document, with an item on each line."""
    head = b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[\n'
    return Frame(head, b",\n", b"\n]}\n", empty=head + b"]}\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as a node."""
    for template in templates:
        # In JSON `<` occurs in strings only; escaped, it cannot end a script or begin a comment.
        yield without_noncharacters(orjson.dumps(json_ld_node(template.data))).replace(b"<", b"\\u003c")


def json_ld_node(data: Data) -> Node:
    """Return an item as a node in the terms of schema.org, without the context.

    Raises:
        ValueError: the record is not an item.
    """
    item = BibliographicItem(data)
    page = ideas_url(data)
    return _filled(
        {
            "@type": TYPES[item.kind],
            "@id": page,
            "url": page,
            "identifier": _identifiers(item.handle, item.doi, *item.other_dois),
            "sameAs": item.doi and doi_url(item.doi),
            "name": item.title,
            "alternateName": item.other_titles,
            "author": _people(item.people("authors"), item),
            **_BY_KIND[item.kind](item),
            "publisher": _publishers(item),
            "datePublished": _iso(item.first_issued),
            "dateCreated": _iso(item.created),
            "dateModified": _iso(item.revised),
            "creativeWorkStatus": item.statuses,
            "inLanguage": item.languages,
            "abstract": item.abstracts,
            "keywords": [*item.keywords, *map(_jel, item.subjects), *_other_classes(item)],
            "materialExtent": item.length,
            "encoding": [_file(file) for file in item.files],
            "conditionsOfAccess": item.restrictions,
            "offers": _offer(item),
            "comment": [{"@type": "Comment", "text": note} for note in item.notes],
            **_related(item),
            "creditText": cite_item(item),
        }
    )


# ---------------------------------------------------------------------- properties by kind of item


def _article(item: BibliographicItem) -> Node:
    """Return the journal, with volume and issue, and the pages."""
    whole = _series(item, "Periodical", item.journal)
    if volume := item.text("volume"):
        whole = _filled({"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": whole})
    if issue := item.text("issue"):
        whole = _filled({"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": whole})
    return {"isPartOf": whole, **_pages(item), "position": item.text("number")}


def _paper(item: BibliographicItem) -> Node:
    """Return the series, and the number in it."""
    return {"isPartOf": _series(item, "CreativeWorkSeries", item.series), "reportNumber": item.number}


def _book(item: BibliographicItem) -> Node:
    """Return the editors, the edition, and the place in the series."""
    series = _series(item, "CreativeWorkSeries", item.series)
    return {
        "editor": _people(item.people("editors"), item),
        "isPartOf": series,
        **_edition(item),
        "position": item.text("number"),
    }


def _chapter(item: BibliographicItem) -> Node:
    """Return the book, where anything is known of it, and the place in it."""
    series = _series(item, "CreativeWorkSeries", item.series)
    book = _filled(
        {
            "@type": "Book",
            "@id": _page(ItemKind.BOOK, item.text("in_book")),
            "identifier": _identifiers(item.text("in_book")),
            "name": item.book_title,
            "editor": _people(item.people("editors"), item),
            **_edition(item),
        }
    )
    whole = _filled({**book, "isPartOf": series}) if book else series
    return {"isPartOf": whole, **_pages(item), "position": item.text("chapter")}


def _software(item: BibliographicItem) -> Node:
    """Return the programming languages, the requirements, and the series."""
    return {
        "isPartOf": _series(item, "CreativeWorkSeries", item.series),
        "position": item.text("number"),
        "programmingLanguage": item.texts("programming_languages"),
        "softwareRequirements": item.text("requires"),
        "version": item.text("version"),
        "fileSize": item.text("size"),
    }


_BY_KIND: Mapping[ItemKind, Callable[[BibliographicItem], Node]] = {
    ItemKind.ARTICLE: _article,
    ItemKind.PAPER: _paper,
    ItemKind.BOOK: _book,
    ItemKind.CHAPTER: _chapter,
    ItemKind.SOFTWARE: _software,
}


def _series(item: BibliographicItem, type_: str, name: str) -> Node:
    """Return the series or journal of an item; an empty node where only its handle is known."""
    if not name and not item.issns:
        return {}
    return _filled({"@type": type_, "@id": _series_page(item.series_handle), "name": name, "issn": item.issns})


def _pages(item: BibliographicItem) -> Node:
    first, last = item.page_range
    return {"pageStart": first, "pageEnd": last, "pagination": item.pages}


def _edition(item: BibliographicItem) -> Node:
    """Return edition, volume and ISBN of a book. In schema.org only a PublicationVolume has a volume number."""
    volume = item.text("volume")
    known = {"bookEdition": item.text("edition"), "volumeNumber": volume, "isbn": item.isbns}
    return {"@type": ["Book", "PublicationVolume"], **known} if volume else known


# ---------------------------------------------------------------------- people and organizations


def _people(people: Iterable[Data] | None, item: BibliographicItem) -> list[Node]:
    """Return authors or editors as nodes."""
    named = ((person, name_of(person)) for person in people or ())
    return [_person(person, name, item) for person, name in named if name.full]


def _person(person: Data, name: Name, item: BibliographicItem) -> Node:
    """Return a person, with what the catalogue knows of a registered one where the item does not say it.

    Most names that cannot be split are taken for those of organizations, unless the author is registered as a person.
    """
    handle: str = person.get("person") or ""
    known: Data = item.persons.get(handle) or {}
    own = {"@id": _person_page(known.get("short_id") or handle), "name": name.full}
    homepage = person.get("homepage") or known.get("homepage")
    if name.is_corporate and not handle:
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
    """Return a workplace or a publisher."""
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
    """Return the publishers: its own providers, else that of its series."""
    own = [_organization(provider) for provider in item.data.get("providers") or () if provider.get("name")]
    homepage = item.joined_series.get("provider_homepage")
    return own or ([_organization({"name": item.publisher, "homepage": homepage})] if item.publisher else [])


# ---------------------------------------------------------------------- identifiers and addresses


def _identifiers(handle: str, *dois: str) -> list[Node]:
    known = (("RePEc", handle, None), *(("DOI", doi, doi and doi_url(doi)) for doi in dois))
    return [_value(scheme, value, url) for scheme, value, url in known if value]


def _value(scheme: str, value: str, url: str | None = None) -> Node:
    """Return an identifier with its scheme."""
    return _filled({"@type": "PropertyValue", "propertyID": scheme, "value": value, "url": url})


def _page(kind: ItemKind, handle: str) -> str | None:
    """Return the page of another item on IDEAS."""
    return ideas_url({"template_type": f"ReDIF-{kind.title()} 1.0", "handle": handle}) if handle else None


@lru_cache(maxsize=1000)
def _series_page(handle: str) -> str | None:
    return ideas_url({"template_type": "ReDIF-Series 1.0", "handle": handle})


@lru_cache(maxsize=1000)
def _person_page(short_id: str) -> str | None:
    """Return the page of a registered person; None for a person's handle, which does not contain the short id."""
    return ideas_url({"template_type": "ReDIF-Person 1.0", "short_id": short_id}) if short_id else None


# ---------------------------------------------------------------------- classifications, files, offers and relations


def _jel(subject: Subject) -> Node:
    return _filled({"@type": "DefinedTerm", "termCode": subject.code, "name": subject.heading, "inDefinedTermSet": JEL})


def _other_classes(item: BibliographicItem) -> list[Node]:
    return [
        {
            "@type": "DefinedTerm",
            "termCode": code,
            "inDefinedTermSet": {"@type": "DefinedTermSet", "name": f"{scheme.name} {scheme.edition}".rstrip()},
        }
        for scheme, code in item.classifications
    ]


def _file(file: Data) -> Node:
    """Return a file with the text of the item, or a part of it."""
    return _filled(
        {
            "@type": "MediaObject",
            "contentUrl": with_valid_escapes(file["url"]),
            "encodingFormat": file.get("format"),
            "description": file.get("function"),
            "contentSize": file.get("size"),
            "conditionsOfAccess": file.get("restriction"),
        }
    )


def _offer(item: BibliographicItem) -> Node:
    """Return where and at what price a copy is available."""
    written, availability = item.text("price"), item.text("availability")
    price, currency = _price(written)
    is_whole = bool(currency) or price in (written, "0")  # $ may be that of several countries
    about = [text for text in ("" if is_whole else written, availability) if text]
    address = with_valid_escapes(item.text("order_url"))
    return _filled({"@type": "Offer", "price": price, "priceCurrency": currency, "url": address, "description": about})


def _price(written: str) -> tuple[str, str]:
    """Return a price as schema.org has it, digits with a point, and the code of its currency; empty for any other text."""
    match = _PRICE(written)
    if match is None:
        return ("0", "") if written.lower().rstrip(".") in FREE else ("", "")
    before, amount, after = match.groups()
    sign = (before or after or "").upper()
    if sign.isalpha() and sign not in CURRENCIES:  # 20 per copy
        return "", ""
    *before_point, last = amount.replace(",", ".").split(".")
    return ".".join(filter(None, ("".join(before_point), last))), CURRENCIES.get(sign, "")


def _related(item: BibliographicItem) -> dict[str, list[Node]]:
    """Return other versions of the item and its parts, by the property that relates them."""
    found: dict[str, list[Node]] = {}
    for relation, handle, _ in item.references:
        if relation not in RELATIONS:
            continue
        how, kind = RELATIONS[relation]
        if kind is ItemKind.PAPER is item.kind:  # of two papers it is unknown which is the earlier
            how = "workExample"
        node = {"@type": TYPES[kind], "@id": _page(kind, handle), "identifier": _identifiers(handle)}
        found.setdefault(how, []).append(_filled(node))
    return found


@lru_cache(maxsize=4096)  # many items are of one day
def _iso(day: Day | None) -> str | None:
    return str(day) if day else None


def _filled(node: Node) -> Node:
    """Return a node without empty properties; an empty node where only its type is left."""
    filled = {name: value for name, value in node.items() if value}
    return filled if len(filled) > 1 or "@type" not in filled else {}
