"""Attributes to suggest in place of ones that ReDIF does not have, or not in that template."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path


@cache
def substitutes() -> Mapping[str, Sequence[str]]:
    """Names in lowercase to the attributes that are meant, the likeliest first; from `substitutes.toml`."""
    text = (Path(__file__).parent / "substitutes.toml").read_text(encoding="utf-8")
    found: dict[str, Sequence[str]] = tomllib.loads(text)
    return found
