"""The criteria by which records are chosen: each a function of a record that is plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import translate
from functools import partial
from operator import index
from typing import Any, SupportsIndex

from redif.bibliography.item import ITEM_KINDS, series_of, years_of
from redif.findings.errors import UsageError, check_argument, shown
from redif.grammar.vocabularies import jel as jel_codes
from redif.selection.authors import AuthorPattern
from redif.selection.fields import held
from redif.selection.values import Texts, Years, split, texts

Data = Mapping[str, Any]
Criterion = Callable[[Data], bool]

_YEARS = re.compile(r"(?P<first>[0-9]{4})?(?:(?P<dash>[-–])(?P<last>[0-9]{4})?)?")
_JEL = re.compile(r"[A-Z][0-9]{0,2}")
LAST_YEAR = 9999


def criteria(
    *, handle: Texts, series: Texts, author: Texts, year: Years, jel: Texts, has: Texts, lacks: Texts
) -> list[Criterion]:
    """Return the criteria that are given, the quick ones first; for the arguments see `redif.select`.

    Raises:
        UsageError: a value does not exist or cannot be read.
        InputTypeError: a value is of the wrong kind.
    """
    found: list[Criterion] = []
    if handles := [re.compile(translate(text.lower())) for text in _handles("handle", handle)]:
        found.append(partial(_has_handle, handles))
    if endings := tuple(f":{text.lower()}" for text in _handles("series", series)):
        found.append(partial(_is_in_series, endings))
    if years := _years(year):
        found.append(partial(_is_of_year, years))
    if authors := [AuthorPattern(text) for text in texts("author", author)]:
        found.append(partial(_is_by, authors))
    if codes := tuple(map(_jel, split("jel", jel))):
        found.append(partial(_has_code, codes))
    found += map(held, split("has", has))
    found += [partial(_lacks, held(name)) for name in split("lacks", lacks)]
    return found


def _handles(name: str, value: Texts) -> list[str]:
    found = [text.strip() for text in texts(name, value)]
    if "" in found:
        raise UsageError(f"{name} takes a handle, not an empty text; items without one are those that lack a handle")
    return found


def _has_handle(patterns: Iterable[re.Pattern[str]], data: Data) -> bool:
    handle = data.get("handle", "").lower()
    return any(pattern.match(handle) for pattern in patterns)


def _is_in_series(endings: tuple[str, ...], data: Data) -> bool:
    # The end of a handle is enough, so that the code of a series can be given alone.
    return data.get("template_type") in ITEM_KINDS and f":{series_of(data) or ''}".lower().endswith(endings)


def _is_of_year(wanted: Iterable[range], data: Data) -> bool:
    if data.get("template_type") not in ITEM_KINDS:
        return False
    own = years_of(data)
    return any(own.start < years.stop and years.start < own.stop for years in wanted)


def _is_by(authors: Iterable[AuthorPattern], data: Data) -> bool:
    return any(pattern.fits(author) for author in data.get("authors") or () for pattern in authors)


def _has_code(beginnings: tuple[str, ...], data: Data) -> bool:
    return any(code.startswith(beginnings) for code in data.get("classification_jel") or ())


def _lacks(has: Callable[[Data], bool], data: Data) -> bool:
    return not has(data)


# ---------------------------------------------------------------------- values of criteria


def _years(value: Years) -> list[range]:
    values: list[Any] = [*value] if isinstance(value, Iterable) and not isinstance(value, str | range) else [value]
    found: list[range] = []
    for each in values:
        check_argument(each, (SupportsIndex, str, range), "year takes a year, or a range of years")
        if isinstance(each, str):
            found += map(years_from, each.split(","))
        else:
            found.append(each if isinstance(each, range) else range(index(each), index(each) + 1))
    return found


def years_from(text: str) -> range:
    """Return the years that a text names.

    Raises:
        UsageError: it names none.
    """
    match = _YEARS.fullmatch(text.strip())
    if match and (match["first"] or match["last"]):
        first = int(match["first"] or 0)
        last = int(match["last"] or (LAST_YEAR if match["dash"] else first))
        if first <= last:
            return range(first, last + 1)
    raise UsageError(f"{text} is not a range of years; write 2001, 2001-2005, 2001- (and later) or -1999 (and before)")


def _jel(text: str) -> str:
    code = text.upper()
    if not _JEL.fullmatch(code):
        raise UsageError(f"{shown(text)} is not a JEL code or the beginning of one; write C, C1 or C12")
    if not any(known.startswith(code) for known in jel_codes()):
        raise UsageError(f"there is no JEL code {code}")
    return code
