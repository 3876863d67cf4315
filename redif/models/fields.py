"""Fields of models, each with the attribute whose values it holds."""

from __future__ import annotations

from typing import Any

from pydantic import Field


def attribute(name: str) -> Any:
    """Return a field for at most one value of the attribute `name`, as the grammar spells it."""
    return Field(default=None, title=name)


def attributes(name: str) -> Any:
    """Return a field for all values of the attribute `name`."""
    return Field(default_factory=list, title=name)
