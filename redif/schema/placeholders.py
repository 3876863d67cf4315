"""Texts that say a value is missing, such as `None` and `N/A`, by the grammar's rule `placeholder`."""

from __future__ import annotations

from functools import cache

from redif.grammar import Grammar

LONGEST_PLACEHOLDER = 9  # characters


@cache
def placeholders() -> frozenset[str]:
    """Return the placeholders in lowercase."""
    return frozenset(word.lower() for word in Grammar.standard().rules["placeholder"].words())


def is_placeholder(text: str) -> bool:
    """Return whether a text says that a value is missing, ignoring case."""
    return len(text) <= LONGEST_PLACEHOLDER and text.lower() in placeholders()
