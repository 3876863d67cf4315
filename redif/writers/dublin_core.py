"""What simple and qualified Dublin Core have in common: the texts of an item, and its URIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from redif.bibliography.addresses import doi_url
from redif.bibliography.citation import labelled
from redif.bibliography.item import BibliographicItem, Data, ItemKind
from redif.syntax.template import Template
from redif.writers.xml import with_valid_escapes

# What needs no escape in an OAI identifier, besides letters and digits. A percent sign of a handle is escaped, so that the
# handle can be decoded from the identifier.
_IN_IDENTIFIER = "-_.!~*'();/?:@&=+$,"
# What needs no escape in an address (RFC 3986); addresses in ReDIF are encoded already where necessary.
_IN_ADDRESS = "-._~:/?#[]@!$&'()*+,;=%"


class DcmiType(NamedTuple):
    """The type of an item: a term of the DCMI Type Vocabulary, and a word for people."""

    term: str
    word: str


TYPES: Mapping[ItemKind, DcmiType] = {
    ItemKind.ARTICLE: DcmiType("Text", "Article"),
    ItemKind.PAPER: DcmiType("Text", "Working paper"),
    ItemKind.BOOK: DcmiType("Text", "Book"),
    ItemKind.CHAPTER: DcmiType("Text", "Book chapter"),
    ItemKind.SOFTWARE: DcmiType("Software", "Software"),
}


def handle_uri(handle: str) -> str:
    """Return a handle as a URI: `oai:RePEc:aaa:wpaper:12`."""
    return "oai:" + quote(handle, safe=_IN_IDENTIFIER, errors="replace")


def item_uri(template: Template, item: BibliographicItem) -> str:
    """Return the URI of an item: that of its handle, or of its place in a file where it has none."""
    if item.handle:
        return handle_uri(item.handle)
    return f"oai:redif:{quote(template.file, safe='-_.!~()/', errors='replace')}:{template.line}"


def address(url: str) -> str:
    """Return an address as a URI, in which invalid characters are percent-encoded."""
    return with_valid_escapes(quote(url, safe=_IN_ADDRESS, errors="replace"))


def titles(item: BibliographicItem) -> list[str]:
    """Return the title and any further titles."""
    return once(item.title, *item.other_titles)


def publishers(item: BibliographicItem) -> list[str]:
    """Return the publishers: all its own providers, else the provider of its series."""
    own = once(*(provider.get("name", "") for provider in item.data.get("providers") or ()))
    return own or once(item.publisher)


def subjects(item: BibliographicItem) -> list[str]:
    """Return the keywords, and the classification codes with their headings or with the name of their scheme."""
    jel = (f"{subject.code} - {subject.heading}" if subject.heading else subject.code for subject in item.subjects)
    others = (f"{scheme.short_name} {scheme.edition}".rstrip() + f": {text}" for scheme, text in item.classifications)
    return once(*item.keywords, *jel, *others)


def remarks(item: BibliographicItem) -> list[str]:
    """Return descriptions other than abstracts: notes, publication status, availability, version and edition."""
    edition = [labelled("Edition", item.text("edition")), labelled("volume", item.text("volume"))]
    return once(
        *item.notes,
        *item.statuses,
        *item.texts("availability", "Availability"),
        *(labelled("Version", version) for version in item.texts("version", "Version")),
        # For an article or a chapter, the volume is given with the journal or book.
        _capital(", ".join(filter(None, edition))) if item.kind is ItemKind.BOOK else "",
    )


def extents(item: BibliographicItem) -> list[str]:
    """Return the length and the size, as written."""
    return once(item.length, *item.texts("", "Length"), *item.texts("size", "Size"))


def issued(item: BibliographicItem) -> str:
    """Return the date, a range of years as ISO 8601 has it, or the year as written; empty where none is known."""
    if item.year_range:
        return "{}/{}".format(*item.year_range)
    return str(item.issued or item.year_text)


def doi_urls(item: BibliographicItem) -> list[str]:
    """Return the addresses of its DOIs."""
    return [doi_url(doi) for doi in once(item.doi, *item.texts("", "DOI"))]


def isbn_names(item: BibliographicItem) -> list[str]:
    """Return its ISBNs, or those of a chapter's book, as URNs; an invalid one is kept as written."""
    return once(*map(_isbn_name, item.isbns))


def issn_names(item: BibliographicItem) -> list[str]:
    """Return the ISSNs of its series as URNs; an invalid one is kept as written."""
    return once(*map(_issn_name, item.issns))


def ordering(item: BibliographicItem) -> list[str]:
    """Return the addresses where printed copies can be ordered."""
    return [address(url) for url in once(*item.texts("order_url", "Order-URL"))]


def restrictions(item: BibliographicItem) -> list[str]:
    """Return the item's own restrictions; those of files are given with the files."""
    return once(*item.texts("restriction", "Restriction"))


def formats(files: Iterable[Data]) -> list[str]:
    """Return the media types of files, each once."""
    return once(*(file.get("format", "") for file in files))


def once(*texts: str) -> list[str]:
    """Return the texts that are not empty, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text and not text.isspace()))


def _isbn_name(written: str) -> str:
    from stdnum import isbn  # rarely needed

    if isbn.is_valid(written):
        return f"urn:isbn:{isbn.compact(written)}"
    return written if written[:4].upper() == "ISBN" else f"ISBN {written}"


def _issn_name(written: str) -> str:
    from stdnum import issn

    if issn.is_valid(written):
        return f"urn:issn:{issn.format(written)}"
    return written if written[:4].upper() == "ISSN" else f"ISSN {written}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
