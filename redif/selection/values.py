"""What criteria are given as, and what they are applied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, SupportsIndex, TypeVar

from redif.findings.errors import InputTypeError, check_argument, no_records, shown

Texts = str | Iterable[str]
Years = SupportsIndex | str | range | Iterable[SupportsIndex | str | range]


class HasData(Protocol):
    """A record or a template."""

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data."""


T = TypeVar("T", bound=HasData)


def each_record(function: str, records: Iterable[T]) -> Iterator[T]:
    """Return the records that are given to a function, one by one.

    Raises:
        InputTypeError: there is something else among them, or instead of them.
    """
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise no_records(function, records)
    if hasattr(records, "template_type"):
        raise InputTypeError(f"{function} takes several records; put the one into a list: [{shown(records)}]")
    return _checked(function, records)


def _checked(function: str, records: Iterable[T]) -> Iterator[T]:
    for record in records:
        if not isinstance(getattr(record, "data", None), Mapping):
            raise no_records(function, record)
        yield record


def texts(name: str, value: Texts) -> list[str]:
    """Return the texts of a criterion, which may be given as one or several.

    Raises:
        InputTypeError: it is given as something else.
    """
    found: list[Any] = [value] if isinstance(value, str) else [*value] if isinstance(value, Iterable) else [value]
    for text in found:
        check_argument(text, str, f"{name} takes a text, or several")
    return found


def split(name: str, value: Texts) -> list[str]:
    """Return the texts of a criterion whose values may also be separated by commas."""
    return [part.strip() for text in texts(name, value) for part in text.split(",")]
