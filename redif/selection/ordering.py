"""The orders in which records can be sorted."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from redif.bibliography.item import ITEM_KINDS, series_of, year_of
from redif.bibliography.names import full_name
from redif.findings.errors import UsageError, did_you_mean, shown
from redif.selection.values import HasData
from redif.source.characters import folded

Data = Mapping[str, Any]
T = TypeVar("T", bound=HasData)


def _year(data: Data) -> int | None:
    return year_of(data) if data.get("template_type") in ITEM_KINDS else None


def _family_name(data: Data) -> str:
    """Return what the first author is sorted by: the family name, then the whole name."""
    author: Data = next(iter(data.get("authors", ())), {})
    name = full_name(author)
    before, comma, _ = name.partition(",")
    family = author.get("name_last") or (before if comma else name.split()[-1] if name.split() else "")
    return folded(f"{family} {name}".strip())


def _title(data: Data) -> str:
    """Return the title as it is sorted: without quotation marks and brackets at its beginning."""
    title = folded(data.get("title") or data.get("name") or "")
    start = next((place for place, character in enumerate(title) if character.isalnum()), 0)
    return title[start:]


_KEYS: Mapping[str, Callable[[Data], Any]] = {
    "handle": lambda data: data.get("handle", "").lower(),
    "series": series_of,
    "type": lambda data: data.get("template_type", "").lower(),
    "year": _year,
    "author": _family_name,
    "title": _title,
}
ORDERS = tuple(_KEYS)


class Order:
    """An order by its name: that of one of `ORDERS`, with a hyphen before it for the reverse.

    Sorting is stable, and what lacks the value comes last in either direction.

    Raises:
        UsageError: there is no such order.
    """

    def __init__(self, name: str) -> None:
        self._is_descending = name.startswith("-")
        bare = name.removeprefix("-").lower()
        if bare not in _KEYS:
            meant = did_you_mean(bare, ORDERS) or f"; choose from {', '.join(ORDERS)}"
            raise UsageError(f"there is no sort order {shown(name) if not name.isidentifier() else name}{meant}")
        self._value = _KEYS[bare]

    def sorted(self, records: Iterable[T], limit: int | None = None) -> list[T]:
        """Return the records in order, or the first of them; then only so many are held in memory."""
        if limit is None:
            return sorted(records, key=self._key, reverse=self._is_descending)
        return (heapq.nlargest if self._is_descending else heapq.nsmallest)(limit, records, key=self._key)

    def _key(self, record: HasData) -> tuple[bool, Any]:
        value = self._value(record.data)
        lacks = value in (None, "")
        return lacks is not self._is_descending, "" if lacks else value
