"""How a model names the attribute that a field holds."""

from __future__ import annotations

from typing import Any

from pydantic import Field


def attribute(name: str) -> Any:
    """A field for at most one value of the attribute `name`, as the grammar spells it."""
    return Field(default=None, title=name)


def attributes(name: str) -> Any:
    """A field for all values of the attribute `name`."""
    return Field(default_factory=list, title=name)
