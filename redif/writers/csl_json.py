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
from redif.bibliography.item import Kind, Work
from redif.bibliography.names import Name
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.PAPER: "report",
    Kind.BOOK: "book",
    Kind.CHAPTER: "chapter",
    Kind.SOFTWARE: "software",
}
PAPER_TYPE = "Working Paper"
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_PAGE_COUNT = re.compile(r"(?i)(\d+) ?(?:p|pp|pages?)?\.?")


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the items as one array of CSL-JSON, one item a line."""
    used: Counter[str] = Counter()
    before = b"[\n"
    for template in templates:
        work = Work(template.data)
        name = _unique(work.handle or f"{template.file}:{template.line}", used)
        out.write(before + orjson.dumps(_item(work, name)))
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


def _item(work: Work, name: str) -> dict[str, Any]:
    """An item with what is known of it."""
    facts = {
        "id": name,
        "type": TYPES[work.kind],
        "title": work.title,
        "author": [_name(author) for author in work.authors],
        "editor": [_name(editor) for editor in work.editors],
        "issued": _issued(work),
        **_where(work),
        "publisher": work.publisher,
        "volume": work.text("volume"),
        "edition": work.text("edition"),
        "version": work.text("version"),
        "page": work.pages,
        "number-of-pages": _page_count(work.text("length")),
        "DOI": work.doi,
        "ISBN": " ".join(work.isbns),
        "ISSN": " ".join(work.issns),
        "URL": next((file["url"] for file in work.files), None) or ideas_url(work.data),
        "abstract": "\n\n".join(work.abstracts),
        "keyword": "; ".join(work.keywords),  # a keyword may hold a comma
        # A processor looks for the words of one language.
        "language": next(iter(work.languages), ""),
        "status": "; ".join(work.texts("publication_status", "Publication-Status")),
        "note": work.text("note"),
    }
    return {key: value for key, value in facts.items() if value}


def _where(work: Work) -> dict[str, str]:
    """What it is part of, and which number it has there."""
    if work.kind is Kind.ARTICLE:
        issue, number = work.text("issue"), work.text("number")
        return {"container-title": work.journal, "issue": issue or number, "number": number if issue else ""}
    if work.kind is Kind.PAPER:
        return {"genre": PAPER_TYPE, "collection-title": work.series, "number": work.number}
    if work.kind is Kind.SOFTWARE:
        return {"collection-title": work.series, "number": work.number}
    return {
        "container-title": work.book_title,
        "collection-title": work.series,
        "collection-number": work.text("number"),
        "chapter-number": work.text("chapter"),
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


def _issued(work: Work) -> dict[str, Any]:
    """When it was published: in numbers where that is all there is to say, else the year as it is written."""
    day, year = work.issued, work.year_text
    if day is None or year != str(day.year):
        return {"literal": year} if year else {}
    issued: dict[str, Any] = {"date-parts": [[part for part in day if part]]}
    season = next((number for name, number in SEASONS.items() if work.month_text.lower().startswith(name)), 0)
    if season and not day.month:
        issued["season"] = season
    return issued


def _page_count(length: str) -> str:
    """How many pages it has, where Length says nothing else."""
    match = _PAGE_COUNT.fullmatch(length)
    return match[1] if match else ""
