"""Records chosen by what they hold, put in order, and counted off: `select`, and what `redif list` and its kin choose by.

Values of one criterion are alternatives, but all of `has` and `lacks` hold; all criteria hold together. Choosing reads one
record after the other. Sorting holds all that are chosen in memory, or as many as `limit` says, and `unique` holds all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from operator import index
from typing import TYPE_CHECKING, Any, SupportsIndex

from redif.findings.errors import UsageError, check_argument, did_you_mean
from redif.grammar import Grammar
from redif.selection.values import T, Texts, Years, each_record, split

if TYPE_CHECKING:
    from redif.selection.ordering import Order

Data = Mapping[str, Any]


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
    limit: SupportsIndex | None = None,
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
    return selection.of(each_record("select", records))


class Selection:
    """Which records are chosen; for the arguments see `select`.

    Attributes:
        types: the template types that are chosen, by short name; all, if empty.
        limit: how many records are chosen at most.
        is_all: whether every record fits all criteria.
        is_by_type: whether no more of a record counts than its type.
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
        limit: SupportsIndex | None = None,
        grammar: Grammar | None = None,
    ) -> None:
        self._grammar = grammar or Grammar.standard()
        self.types = frozenset(map(self._type, split("type", type)))
        self._criteria: list[Callable[[Data], bool]] = []
        if any(not isinstance(value, tuple | list) or value for value in (handle, series, author, year, jel, has, lacks)):
            from redif.selection.criteria import criteria  # needs the bibliography, which conversion may do without

            self._criteria += criteria(
                handle=handle, series=series, author=author, year=year, jel=jel, has=has, lacks=lacks
            )  # fmt: skip
        check_argument(unique, bool, "unique takes True or False")
        self._unique = unique
        check_argument(sort, (str, _NONE), "sort takes the name of an order")
        self._order = None if sort is None else _order(sort)
        check_argument(limit, (SupportsIndex, _NONE), "limit takes a number")
        if limit is not None and index(limit) < 1:
            raise UsageError(f"{limit} is not a number of records; limit takes 1 or more")
        self.limit = None if limit is None else min(index(limit), sys.maxsize)
        self.is_by_type = not self._criteria
        self.is_all = self.is_by_type and not self.types
        self.is_streaming = not unique and sort is None
        self.is_independent = not unique and limit is None

    def takes(self, data: Data) -> bool:
        """Return whether a record, given as plain data, fits all criteria."""
        return self.takes_type(data.get("template_type", "")) and all(fits(data) for fits in self._criteria)

    def takes_type(self, name: str) -> bool:
        """Return whether records of a template type may fit."""
        return not self.types or self._kind(name) in self.types

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


_NONE = type(None)


def _order(name: str) -> Order:
    from redif.selection.ordering import Order  # needs the bibliography, too

    return Order(name)


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
