"""Where a record was read from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Source(BaseModel):
    """Where a record was read from."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    file: str
    """The file; `-` for standard input."""
    line: int
    """The line of its Template-Type, from 1."""
