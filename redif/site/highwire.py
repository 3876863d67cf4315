"""The tags by which Google Scholar and reference managers read a page: `citation_title`, `citation_author` and so on.

They are those of Highwire Press, as Google Scholar's guidelines for webmasters list them: each author in a tag of its own, in
the order in which they stand in the work, and dates written 2019/12/31.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import name_of
from redif.writers.html import web_address

PDF = "application/pdf"


def highwire_tags(item: BibliographicItem, address: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the tags.

    Args:
        item: the item.
        address: the address of its page, if that is known.
    """
    yield "citation_title", item.title
    yield from _people(item)
    if day := item.first_issued:
        yield "citation_publication_date", _date(day)
    first, last = item.page_range
    yield from _where(item)
    for name, text in (("firstpage", first), ("lastpage", last), ("doi", item.doi), ("publisher", item.publisher)):
        if text:
            yield f"citation_{name}", text
    for language in item.languages:
        yield "citation_language", language
    if item.keywords:
        yield "citation_keywords", "; ".join(item.keywords)
    for file in item.files:
        if _is_pdf(file) and (found := web_address(file["url"])):
            yield "citation_pdf_url", found
    if address:
        yield "citation_abstract_html_url", address


def _people(item: BibliographicItem) -> Iterator[tuple[str, str]]:
    """Yield the authors, each with workplaces, or else the editors of a book."""
    people = item.people("authors") or (item.people("editors") if item.kind is ItemKind.BOOK else [])
    for person in people or ():
        if name := name_of(person).inverted:
            yield "citation_author", name
            own = [place["name"] for place in person.get("workplaces", ()) if place.get("name")]
            known = item.persons.get(person.get("person", ""), {})
            yield from (("citation_author_institution", place) for place in own or known.get("workplaces", ()))


def _where(item: BibliographicItem) -> Iterator[tuple[str, str]]:
    """Yield the journal, the series or the book."""
    tags: list[tuple[str, str]] = []
    match item.kind:
        case ItemKind.ARTICLE:
            tags = [("journal_title", item.journal), ("volume", item.text("volume")), ("issue", item.text("issue"))]
        case ItemKind.CHAPTER:
            tags = [("inbook_title", item.book_title)]
        case ItemKind.PAPER:
            tags = [("technical_report_institution", item.publisher), ("technical_report_number", item.number)]
    tags += [("issn", number) for number in item.issns] + [("isbn", number) for number in item.isbns]
    yield from ((f"citation_{name}", text) for name, text in tags if text)


def _date(day: Day) -> str:
    return "/".join([f"{day.year:04}", *(f"{part:02}" for part in (day.month, day.day) if part)])


def _is_pdf(file: Any) -> bool:
    format_ = file.get("format", "").lower()
    return format_ == PDF or (not format_ and file["url"].lower().split("?")[0].endswith(".pdf"))
