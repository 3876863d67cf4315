"""CSL-JSON for Pandoc, Zotero and other CSL processors: one array, with an item on each line.

CSL processors read a few HTML tags such as `<i>` in texts and take any other `<` and each `&` literally, so texts are written
without escapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from redif.bibliography.dates import season_in
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import Name
from redif.source.characters import without_noncharacters
from redif.syntax.template import Template
from redif.writers.frames import KeyedEntry, KeyedFrame
from redif.writers.options import WriterOptions

TYPES = {
    ItemKind.ARTICLE: "article-journal",
    ItemKind.PAPER: "report",
    ItemKind.BOOK: "book",
    ItemKind.CHAPTER: "chapter",
    ItemKind.SOFTWARE: "software",
}
PAPER_TYPE = "Working Paper"


def frame(_options: WriterOptions) -> KeyedFrame:
    """Return the brackets of one array, with an item on each line."""
    return KeyedFrame(_dumped, head=b"[\n", separator=b",\n", tail=b"\n]\n", empty=b"[]\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[KeyedEntry]:
    """Yield the items as objects of CSL-JSON.

    The second item with an id gets `id#2`, which cannot be a handle; case does not count, as handles ignore it.
    """
    for template in templates:
        item = BibliographicItem(template.data)
        yield KeyedEntry('{"id":', item.handle or f"{template.file}:{template.line}", "#{}", f",{_dumped(_csl_item(item))[1:]}")


def _dumped(value: Any) -> str:
    return without_noncharacters(orjson.dumps(value)).decode()


def _csl_item(item: BibliographicItem) -> dict[str, Any]:
    """Return an item as an object of CSL-JSON, without its id."""
    variables = {
        "type": TYPES[item.kind],
        "title": item.title,
        "author": [_csl_name(author) for author in item.authors],
        "editor": [_csl_name(editor) for editor in item.editors],
        "issued": _issued(item),
        **_container(item),
        "publisher": item.publisher,
        "volume": item.text("volume"),
        "edition": item.text("edition"),
        "version": item.text("version"),
        "page": item.pages,
        "number-of-pages": item.page_count,
        "DOI": item.doi,
        "ISBN": " ".join(item.isbns),
        "ISSN": " ".join(item.issns),
        "URL": item.url,
        "abstract": "\n\n".join(item.abstracts),
        "keyword": "; ".join(item.keywords),  # a keyword may hold a comma
        # A processor expects one language, whose terms it uses.
        "language": next(iter(item.languages), ""),
        "status": "; ".join(item.statuses),
        "note": "\n".join(
            filter(None, (*item.other_titles, *item.notes, *map("DOI {}".format, item.other_dois), item.versions_note))
        ),
    }
    return {key: value for key, value in variables.items() if value}


def _container(item: BibliographicItem) -> dict[str, str]:
    """Return the journal, book or series that contains the item, and its number there."""
    if item.kind is ItemKind.ARTICLE:
        issue, number = item.text("issue"), item.text("number")
        return {"container-title": item.journal, "issue": issue or number, "number": number if issue else ""}
    if item.kind is ItemKind.PAPER:
        return {"genre": PAPER_TYPE, "collection-title": item.series, "number": item.number}
    if item.kind is ItemKind.SOFTWARE:
        return {"collection-title": item.series, "number": item.number}
    return {
        "container-title": item.book_title,
        "collection-title": item.series,
        "collection-number": item.text("number"),
        "chapter-number": item.text("chapter"),
    }


def _csl_name(name: Name) -> dict[str, str]:
    """Return a name in its parts; a particle stays with the family name, as in van Gogh."""
    if name.literal:
        return {"literal": name.full}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: part for key, part in parts.items() if part}


def _issued(item: BibliographicItem) -> dict[str, Any]:
    """Return the date of publication in numbers, or the year as written where it is not a number."""
    day, year = item.issued, item.year_text
    if item.period:
        return {"date-parts": [[part for part in day if part] for day in item.period]}
    if day is None:
        return {"literal": year} if year else {}
    issued: dict[str, Any] = {"date-parts": [[part for part in day if part]]}
    if not day.month and (season := season_in(item.month_text)):
        issued["season"] = season
    return issued
