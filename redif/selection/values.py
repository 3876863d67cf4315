"""What criteria are given as, and what they are applied to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from redif.findings.errors import check_argument

Texts = str | Iterable[str]
Years = int | str | range | Iterable[int | str | range]


class HasData(Protocol):
    """A record or a template."""

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data."""


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
