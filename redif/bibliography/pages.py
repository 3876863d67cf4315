"""The pages of an item in its issue or book, and its number of pages, in the forms in which people write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from redif.grammar import Grammar

# Words before and after pages, in the languages of the field.
_BEFORE = re.compile(
    r"""(?xi)
    (?: (?:pp?|pgs?|págs?|s|стр|с)\.\s* | (?:pp?|pgs?|págs?|s|стр)\s+ | pp(?=\d)
      | (?:pages?|páginas?|seiten?|pagine|paginas?)\s*:?\s+ )
    (?= [a-z]{0,2}\.?\d | [ivxlc]+\b )"""
)
_AFTER = re.compile(r"(?i)(?<=\d)\s*(?:pp?|pgs?|pages?|págs?)\.?$")
_TO = re.compile(r"(?i)(?<=\d)\s+(?:to|until|bis|hasta|jusqu'à|al?|à|até|до)\s+(?=[a-z]?\d)")
_DASHES = re.compile(r"(?i)(?<=\d)\s*([-–—])[-–—]*\s*(?=[a-z]{0,2}\d)")
# A number of pages, maybe with those of the front matter: 35 p., xii, 340 pages, IV+22 S.
_COUNT = re.compile(
    r"(?i)((?:[ivxlc]+\s*[,+;]\s*)?\d+)\s*(pp?|pgs?|pages?|páginas?|paginas?|págs?|pagine|seiten|sidor|sider|s|стр|с)?\.?"
).fullmatch


@lru_cache(maxsize=1024)
def plain_pages(text: str) -> str:
    """Return pages without words and a full stop around them, `1-10` for `pp. 1 to 10.`; empty for a number of pages."""
    if text.isdecimal():
        return text if text.strip("0") else ""
    if Grammar.standard().rules["no-pages"].accepts(text) or has_page_count(text):
        return ""
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    text = _AFTER.sub("", text.rstrip(" .,;")) or text
    return _no_end().sub("", _DASHES.sub(r"\1", _TO.sub("-", text))) or text


@cache
def _no_end() -> re.Pattern[str]:
    """Return the expression for the end of a range that is not known: `5-null`, `5-`, `null-5`."""
    none = f"(?:{Grammar.standard().rules['no-page'].pattern().pattern})"
    return re.compile(rf"(?i)(?<=\w)\s*[-–—]+\s*{none}?$|^{none}\s*[-–—]+\s*(?=[a-z]?[1-9])")


def page_count(length: str) -> str:
    """Return the number of pages where a text is nothing else: `35`, `xii, 340`."""
    match = _COUNT(length)
    return match[1] if match else ""


def has_page_count(pages: str) -> bool:
    """Return whether what is given as pages is a number of them, by the word behind it; a number alone is a page."""
    match = _COUNT(pages)
    return match is not None and match[2] is not None
