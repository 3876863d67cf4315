"""The options by which commands choose templates, as a selection."""

from __future__ import annotations

import argparse

from redif.grammar import Grammar
from redif.selection.selection import Selection

CRITERIA = ("handle", "series", "type", "author", "year", "jel", "has", "lacks")


def selection_of(options: argparse.Namespace, grammar: Grammar | None = None) -> Selection:
    """Return what the options choose.

    Raises:
        UsageError: an option has a value that does not exist or cannot be read.
    """
    criteria = {name: getattr(options, name) for name in CRITERIA}
    return Selection(**criteria, unique=options.unique, sort=options.sort, limit=options.limit, grammar=grammar)
