"""Records chosen by what they hold, put in order, and counted off: `select`, and what `redif list` and its kin choose by.

Values of one criterion are alternatives, but all of `has` and `lacks` hold; all criteria hold together. Choosing reads one
record after the other. Sorting holds all that are chosen in memory, or as many as `limit` says, and `unique` holds all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import translate
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

from redif.bibliography.item import ITEM_KINDS, series_of, years_of
from redif.findings.errors import InputTypeError, UsageError, check_argument, did_you_mean, shown
from redif.grammar import Grammar
from redif.grammar.vocabularies import jel as jel_codes
from redif.selection.authors import AuthorPattern
from redif.selection.fields import held
from redif.selection.ordering import HasData, Order

Data = Mapping[str, Any]
Texts = str | Iterable[str]
Years = int | str | range | Iterable[int | str | range]
T = TypeVar("T", bound=HasData)

_YEARS = re.compile(r"(?P<first>[0-9]{4})?(?:(?P<dash>[-–])(?P<last>[0-9]{4})?)?")
_JEL = re.compile(r"[A-Z][0-9]{0,2}")
LAST_YEAR = 9999


def select(
    records: Iterable[T],
    *,
    handle: Texts = (),
    series: Texts = (),
    type: Texts = (),  # noqa: A002 - the option has this name, too
    author: Texts = (),
    year: Years = (),
    jel: Texts = (),
    has: Texts = (),
    lacks: Texts = (),
    unique: bool = False,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[T]:
    """Return the records that fit all criteria, one by one as they are read.

    Args:
        records: records, as `redif.read` gives them, or templates, as `redif.templates` does.
        handle: their handles; `*` stands for anything. Letter case does not count.
        series: the series they are in, by handle or by its last part.
        type: their types, such as `paper` or `article`.
        author: one of their authors, by family name, by full name in either order, or by short id. Case and accents do not
            count, a letter alone is an initial, and `*` is any rest of a word.
        year: the year of publication: a number, a range, or a text such as "2018-2020", "2018-" or "-2018".
        jel: JEL codes or their beginnings: `C` takes C12.
        has: what they all have: an attribute, a field, or a short word such as `doi` or `file`.
        lacks: what they all lack.
        unique: of several with one handle, only the one with the most in it, in the place of the first. All are held in memory.
        sort: by handle, series, type, year, author or title; `-year` for the reverse. All are held in memory, or as many as
            `limit` says.
        limit: how many at most.

    Raises:
        UsageError: there is no such type, field, code or order, or a value cannot be read.
        InputTypeError: a value is of the wrong kind, or `records` holds something other than records.
    """
    selection = Selection(
        handle=handle, series=series, type=type, author=author, year=year, jel=jel, has=has, lacks=lacks,
        unique=unique, sort=sort, limit=limit,
    )  # fmt: skip
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise InputTypeError(f"select takes records, such as redif.read(...) gives, not {shown(records)}")
    return selection.of(_checked(records))


class Selection:
    """Which records are chosen; for the arguments see `select`.

    Attributes:
        types: the template types that are chosen, by short name; all, if empty.
        limit: how many records are chosen at most.
        is_all: whether every record fits all criteria.
        is_streaming: whether records come as they are read, and none is held in memory.
        is_independent: whether a record is chosen by itself, whatever others there are.

    Args:
        grammar: the grammar that has the types; that of ReDIF 1.0 by default.
    """

    def __init__(
        self,
        *,
        handle: Texts = (),
        series: Texts = (),
        type: Texts = (),  # noqa: A002
        author: Texts = (),
        year: Years = (),
        jel: Texts = (),
        has: Texts = (),
        lacks: Texts = (),
        unique: bool = False,
        sort: str | None = None,
        limit: int | None = None,
        grammar: Grammar | None = None,
    ) -> None:
        self._grammar = grammar or Grammar.standard()
        self.types = frozenset(map(self._type, _split("type", type)))
        handles = [re.compile(translate(text.strip().lower())) for text in _texts("handle", handle)]
        endings = tuple(f":{text.strip().lower()}" for text in _texts("series", series))
        authors = [AuthorPattern(text) for text in _texts("author", author)]
        years = _years(year)
        codes = tuple(map(_jel, _split("jel", jel)))
        self._criteria: list[Callable[[Data], bool]] = []
        if self.types:
            self._criteria.append(self._is_of_type)
        if handles:
            self._criteria.append(partial(_has_handle, handles))
        if endings:
            self._criteria.append(partial(_is_in_series, endings))
        if years:
            self._criteria.append(partial(_is_of_year, years))
        if authors:
            self._criteria.append(partial(_is_by, authors))
        if codes:
            self._criteria.append(partial(_has_code, codes))
        self._criteria += map(held, _split("has", has))
        self._criteria += [partial(_lacks, held(name)) for name in _split("lacks", lacks)]
        check_argument(unique, bool, "unique takes True or False")
        self._unique = unique
        check_argument(sort, (str, _NONE), "sort takes the name of an order")
        self._order = None if sort is None else Order(sort)
        check_argument(limit, (int, _NONE), "limit takes a number")
        if limit is not None and limit < 1:
            raise UsageError(f"{limit} is not a number of records; limit takes 1 or more")
        self.limit = limit
        self.is_all = not self._criteria
        self.is_streaming = not unique and sort is None
        self.is_independent = not unique and limit is None

    def takes(self, data: Data) -> bool:
        """Return whether a record, given as plain data, fits all criteria."""
        return all(fits(data) for fits in self._criteria)

    def of(self, records: Iterable[T]) -> Iterator[T]:
        """Return the records that are chosen, in order."""
        return self.arranged(record for record in records if self.takes(record.data))

    def arranged(self, records: Iterable[T]) -> Iterator[T]:
        """Return records that fit, without further copies of one, in order, and no more than the limit."""
        chosen = fullest(records) if self._unique else records
        if self._order is not None:
            return iter(self._order.sorted(chosen, self.limit))
        return islice(chosen, self.limit)

    def _type(self, name: str) -> str:
        known = sorted({self._kind(group.name) for group in self._grammar.templates.values()})
        if (kind := self._kind(name)) not in known:
            meant = did_you_mean(name, known) or f"; choose from {', '.join(known)}"
            raise UsageError(f"there is no template type {name or repr(name)}{meant}")
        return kind

    def _kind(self, name: str) -> str:
        """Return what a template type is called in options: `ReDIF-Paper 1.0` is `paper`, and so is `paper` itself."""
        return self._grammar.kind(name) or name.lower()

    def _is_of_type(self, data: Data) -> bool:
        return self._kind(data.get("template_type", "")) in self.types


_NONE = type(None)


def fullest(records: Iterable[T]) -> Iterator[T]:
    """Return the records without further copies: of those with one handle, the one with the most in it, where the first was.

    Letter case does not count in handles, and records without a handle are all kept.
    """
    found: dict[str | int, tuple[tuple[int, int], T]] = {}
    for number, record in enumerate(records):
        data = record.data
        key = data.get("handle", "").lower() or number
        content = _content(data)
        if key not in found or content > found[key][0]:
            found[key] = content, record
    return (record for _, record in found.values())


def _content(data: Data) -> tuple[int, int]:
    """Return how much a record holds: the number of its values, and of their characters; where it was read does not count."""
    values = [text for name, value in data.items() if name not in ("source", "joined") for text in _leaves(value)]
    return len(values), sum(map(len, values))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from chain.from_iterable(map(_leaves, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_leaves, value))
    else:
        yield str(value)


# ---------------------------------------------------------------------- criteria


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


def _texts(name: str, value: Texts) -> list[str]:
    texts: list[Any] = [value] if isinstance(value, str) else [*value] if isinstance(value, Iterable) else [value]
    for text in texts:
        check_argument(text, str, f"{name} takes a text, or several")
    return texts


def _split(name: str, value: Texts) -> list[str]:
    """Return the texts of a criterion whose values may be separated by commas."""
    return [part.strip() for text in _texts(name, value) for part in text.split(",")]


def _years(value: Years) -> list[range]:
    values: list[Any] = [*value] if isinstance(value, Iterable) and not isinstance(value, str | range) else [value]
    found: list[range] = []
    for each in values:
        check_argument(each, (int, str, range), "year takes a year, or a range of years")
        if isinstance(each, str):
            found += map(years_from, each.split(","))
        else:
            found.append(each if isinstance(each, range) else range(each, each + 1))
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


def _checked(records: Iterable[T]) -> Iterator[T]:
    for record in records:
        if not hasattr(record, "data"):
            raise InputTypeError(f"select takes records, such as redif.read(...) gives, not {shown(record)}")
        yield record
