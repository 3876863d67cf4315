"""What simple and qualified Dublin Core say alike of an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from redif.bibliography.item import BibliographicItem, Data, ItemKind
from redif.syntax.template import Template

# What may stand after the first colon of an OAI identifier as it is, beside letters and digits. A per cent sign may not: one
# that a handle has is part of its name, and the handle has to be read back from the identifier.
_IN_IDENTIFIER = "-_.!~*'();/?:@&=+$,"
# What may stand in an address (RFC 3986); those in ReDIF are encoded already where they need it.
_IN_ADDRESS = "-._~:/?#[]@!$&'()*+,;=%"

# A DOI is the path of its address, so what would end a path is encoded; so is a per cent sign, as it is part of the DOI.
_IN_PATH = "-._~:/@!$&'()*+,;="

# Schemes of classification beside JEL: the field, and what readers call the scheme.
_SCHEMES = (
    ("classification_acm_1964", "ACM 1964"),
    ("classification_acm_1991", "ACM 1991"),
    ("classification_acm_1998", "ACM 1998"),
    ("classification_ila", "Ila"),
    ("classification_msc_1991", "MSC 1991"),
    ("classification_msc_2000", "MSC 2000"),
)


class Type(NamedTuple):
    """What kind of thing an item is: a term of the DCMI Type Vocabulary, and what people call it."""

    term: str
    word: str


TYPES: Mapping[ItemKind, Type] = {
    ItemKind.ARTICLE: Type("Text", "Article"),
    ItemKind.PAPER: Type("Text", "Working paper"),
    ItemKind.BOOK: Type("Text", "Book"),
    ItemKind.CHAPTER: Type("Text", "Book chapter"),
    ItemKind.SOFTWARE: Type("Software", "Software"),
}


def handle_uri(handle: str) -> str:
    """A handle as a URI: `oai:RePEc:aaa:wpaper:12`."""
    return "oai:" + quote(handle, safe=_IN_IDENTIFIER, errors="replace")


def item_uri(template: Template, item: BibliographicItem) -> str:
    """The URI of an item: that of its handle, or for want of one, where it stands."""
    if item.handle:
        return handle_uri(item.handle)
    return f"oai:redif:{quote(template.file, safe='-_.!~()/', errors='replace')}:{template.line}"


def address(url: str) -> str:
    """An address in which nothing stands that may not stand in a URI."""
    return quote(url, safe=_IN_ADDRESS, errors="replace")


def series_handle(item: BibliographicItem) -> str:
    """The handle of the item's series, as the series spells it, else as the item does; empty for an item without a handle."""
    return item.joined_series.get("handle") or ":".join(item.handle.split(":")[:3])


def titles(item: BibliographicItem) -> list[str]:
    """The title, and further ones."""
    return once(item.title, *item.texts("", "Title"))


def publishers(item: BibliographicItem) -> list[str]:
    """Who publishes it: all its own providers, else the provider of its series."""
    own = once(*(provider.get("name", "") for provider in item.data.get("providers") or ()))
    return own or once(item.publisher)


def subjects(item: BibliographicItem) -> list[str]:
    """Keywords, and classes with their headings or with the name of their scheme."""
    jel = (f"{subject.code} - {subject.heading}" if subject.heading else subject.code for subject in item.subjects)
    others = (f"{scheme}: {text}" for field, scheme in _SCHEMES if (text := item.text(field)))
    return once(*item.keywords, *jel, *others)


def remarks(item: BibliographicItem) -> list[str]:
    """What describes it beside its abstracts: notes, where it was published, whether it can be had, which edition it is."""
    edition = [_after("Edition", item.text("edition")), _after("volume", item.text("volume"))]
    return once(
        *item.texts("note", "Note"),
        *item.texts("publication_status", "Publication-Status"),
        *item.texts("availability", "Availability"),
        *(_after("Version", version) for version in item.texts("version", "Version")),
        # Of an article or a chapter this is told with the journal or book.
        _capital(", ".join(filter(None, edition))) if item.kind is ItemKind.BOOK else "",
    )


def extents(item: BibliographicItem) -> list[str]:
    """How long or large it is, as written."""
    return once(*item.texts("length", "Length"), *item.texts("size", "Size"))


def doi_urls(item: BibliographicItem) -> list[str]:
    """Its DOI as addresses."""
    return ["https://doi.org/" + quote(doi, safe=_IN_PATH, errors="replace") for doi in once(item.doi, *item.texts("", "DOI"))]


def isbn_names(item: BibliographicItem) -> list[str]:
    """Its ISBN, or that of the book a chapter stands in, as URN; one that is none is kept as written."""
    return once(*map(_isbn_name, item.isbns))


def issn_names(item: BibliographicItem) -> list[str]:
    """The ISSN of its series as URN; one that is none is kept as written."""
    return once(*map(_issn_name, item.issns))


def ordering(item: BibliographicItem) -> list[str]:
    """Where printed copies can be ordered."""
    return [address(url) for url in once(*item.texts("order_url", "Order-URL"))]


def restrictions(item: BibliographicItem) -> list[str]:
    """Who may have the item, by its own words; what its files say is told with them."""
    return once(*item.texts("restriction", "Restriction"))


def formats(files: Iterable[Data]) -> list[str]:
    """Media types of files, each once."""
    return once(*(file.get("format", "") for file in files))


def once(*texts: str) -> list[str]:
    """The texts that hold something, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text and not text.isspace()))


def _isbn_name(written: str) -> str:
    from stdnum import isbn  # few items have one

    if isbn.is_valid(written):
        return f"urn:isbn:{isbn.compact(written)}"
    return written if written[:4].upper() == "ISBN" else f"ISBN {written}"


def _issn_name(written: str) -> str:
    from stdnum import issn

    if issn.is_valid(written):
        return f"urn:issn:{issn.format(written)}"
    return written if written[:4].upper() == "ISSN" else f"ISSN {written}"


def _after(word: str, value: str) -> str:
    return f"{word} {value}" if value else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
