"""The pages of an item in its issue or book, and its number of pages, in the forms in which people write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from redif.grammar import Grammar
from redif.schema.values import Pages

_DASHES = re.compile(r"(?i)(?<=\d)\s*([-–—])[-–—]*\s*(?=[a-z]{0,2}\d)")
# What separates the pages and ranges of a list, and a range. A word such as web-site is none.
_LIST_SIGNS = re.compile(r"(\s*[,;+/&()\[\]]\s*)")
_PAGE = r"[a-z]{0,4}[.:]?\d+(?:[.:]\d+)*[a-z]{0,2}|[ivxlcdm]+|[a-z]"
_RANGE = re.compile(rf"(?i)({_PAGE})\s*[-\u2010-\u2015\u2212]+\s*({_PAGE})").fullmatch
# A number of pages, maybe with those of the front matter: 35 p., xii, 340 pages, IV+22 S.
_COUNT = re.compile(
    r"(?i)((?:[ivxlc]+\s*[,+;]\s*)?\d+)\s*(pp?|pgs?|pages?|páginas?|paginas?|págs?|pagine|seiten|sidor|sider|s|стр|с)?\.?"
).fullmatch


@lru_cache(maxsize=1024)
def plain_pages(text: str) -> str:
    """Return pages without words and a full stop around them, `1-10` for `pp. 1 to 10.`; empty for a number of pages."""
    if text.isdecimal():
        return text if text.strip("0") else ""
    type_ = Grammar.standard().type("page")
    pages = type_.record_read(text) if type_.record_read else text
    if pages is None:
        repair = type_.repair(text)
        pages = repair.value if repair is not None else ""
    return _no_end().sub("", _DASHES.sub(r"\1", str(pages).rstrip(" .,;")))


@cache
def _no_end() -> re.Pattern[str]:
    """Return the expression for the end of a range that is not known: `5-null`, `5-`, `null-5`."""
    none = f"(?:{Grammar.standard().rules['no-page'].pattern().pattern})"
    return re.compile(rf"(?i)(?<=\w)\s*[-–—]+\s*{none}?$|^(?!0+\s*[-–—]){none}\s*[-–—]+\s*(?=[a-z]?[1-9])")


def with_dash(pages: str, dash: str) -> str:
    """Return pages with a certain dash in each range: `1--10, 15--20` for `1-10, 15–20`."""
    parts = _LIST_SIGNS.split(pages)
    return "".join(f"{match[1]}{dash}{match[2]}" if (match := _RANGE(part)) else part for part in parts)


def first_and_last(pages: str) -> tuple[str, str]:
    """Return the first page and the last, as written, of a range or of a list; empty for any other text."""
    first, last = Pages(pages).ends
    if first and (after := max(pages.rfind(sign) for sign in ",;")) > 0:
        last = Pages(pages[after + 1 :].strip()).ends[1]
    return first or "", last or ""


def page_count(length: str) -> str:
    """Return the number of pages where a text is nothing else: `35`, `xii, 340`."""
    match = _COUNT(length)
    return match[1] if match else ""


def has_page_count(pages: str) -> bool:
    """Return whether what is given as pages is a number of them, by the word behind it; a number alone is a page."""
    return Grammar.standard().rules["number-of-pages"].accepts(pages) is not None
