"""CSL-JSON: the items as Pandoc, Zotero and all that works with CSL styles take them; one array, an item a line.

Processors of CSL read a few tags of HTML in a text, such as `<i>`, and take any other `<` and each `&` for what they are: so a
text is written as it is, and nothing in it is escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from redif.bibliography.addresses import ideas_url
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import Name
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

TYPES = {
    ItemKind.ARTICLE: "article-journal",
    ItemKind.PAPER: "report",
    ItemKind.BOOK: "book",
    ItemKind.CHAPTER: "chapter",
    ItemKind.SOFTWARE: "software",
}
PAPER_TYPE = "Working Paper"
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_PAGE_COUNT = re.compile(r"(?i)(\d+) ?(?:p|pp|pages?)?\.?")


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the items as one array of CSL-JSON, one item a line."""
    used: Counter[str] = Counter()
    before = b"[\n"
    for template in templates:
        item = BibliographicItem(template.data)
        name = _unique(item.handle or f"{template.file}:{template.line}", used)
        out.write(before + orjson.dumps(_csl_item(item, name)))
        before = b",\n"
    out.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _unique(name: str, used: Counter[str]) -> str:
    """A name that no other item has: the second one is called `name#2`, which is the handle of none.

    Args:
        name: what it is to be called.
        used: how often each name was used, in small letters, as letter case does not count in handles.
    """
    used[name.lower()] += 1
    count = used[name.lower()]
    return name if count == 1 else f"{name}#{count}"


def _csl_item(item: BibliographicItem, name: str) -> dict[str, Any]:
    """An item with what is known of it."""
    facts = {
        "id": name,
        "type": TYPES[item.kind],
        "title": item.title,
        "author": [_name(author) for author in item.authors],
        "editor": [_name(editor) for editor in item.editors],
        "issued": _issued(item),
        **_where(item),
        "publisher": item.publisher,
        "volume": item.text("volume"),
        "edition": item.text("edition"),
        "version": item.text("version"),
        "page": item.pages,
        "number-of-pages": _page_count(item.text("length")),
        "DOI": item.doi,
        "ISBN": " ".join(item.isbns),
        "ISSN": " ".join(item.issns),
        "URL": next((file["url"] for file in item.files), None) or ideas_url(item.data),
        "abstract": "\n\n".join(item.abstracts),
        "keyword": "; ".join(item.keywords),  # a keyword may hold a comma
        # A processor looks for the words of one language.
        "language": next(iter(item.languages), ""),
        "status": "; ".join(item.texts("publication_status", "Publication-Status")),
        "note": item.text("note"),
    }
    return {key: value for key, value in facts.items() if value}


def _where(item: BibliographicItem) -> dict[str, str]:
    """What it is part of, and which number it has there."""
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


def _name(name: Name) -> dict[str, str]:
    """A name in its parts; a particle stays with the family name, as the name of van Gogh is."""
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
    """When it was published: in numbers where that is all there is to say, else the year as it is written."""
    day, year = item.issued, item.year_text
    if day is None or year != str(day.year):
        return {"literal": year} if year else {}
    issued: dict[str, Any] = {"date-parts": [[part for part in day if part]]}
    season = next((number for name, number in SEASONS.items() if item.month_text.lower().startswith(name)), 0)
    if season and not day.month:
        issued["season"] = season
    return issued


def _page_count(length: str) -> str:
    """How many pages it has, where Length says nothing else."""
    match = _PAGE_COUNT.fullmatch(length)
    return match[1] if match else ""
