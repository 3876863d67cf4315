"""Attributes to suggest in place of ones that ReDIF does not have, or not in that template."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple


class Substitute(NamedTuple):
    """An attribute to write instead, and what to put before the value, if anything."""

    attribute: str
    lead: str


@cache
def substitutes() -> Mapping[str, Sequence[Substitute]]:
    """Names in lowercase to the attributes that are meant, the likeliest first; from `substitutes.toml`."""
    tables = _tables()
    given = {name: attribute.split(", ") for attribute, names in tables["in-languages"].items() for name in names}
    return {name: [_parsed(entry) for entry in entries] for name, entries in (given | dict(tables["instead"])).items()}


@cache
def of_series() -> Mapping[str, str]:
    """Names in lowercase of what the template of a series says for all its items, to the attribute it has for that."""
    return {name: attribute for attribute, names in _tables()["of-series"].items() for name in names}


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    import tomllib  # takes a while to import, and few files need it

    with open(os.path.join(os.path.dirname(__file__), "substitutes.toml"), "rb") as file:
        return tomllib.load(file)


def _parsed(entry: str) -> Substitute:
    attribute, _, lead = entry.partition(": ")
    return Substitute(attribute, lead)
