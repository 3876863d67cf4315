"""Texts that stand for a missing value, such as `None` and `N/A`, by the grammar's rule `placeholder`."""

from __future__ import annotations

from functools import cache

from redif.grammar import Grammar

LONGEST_PLACEHOLDER = 9  # characters


@cache
def placeholders() -> frozenset[str]:
    """Return the placeholders in lowercase."""
    return frozenset(word.lower() for word in Grammar.standard().rules["placeholder"].words())


def is_placeholder(text: str) -> bool:
    """Return whether a text stands for a missing value, ignoring case."""
    return len(text) <= LONGEST_PLACEHOLDER and text.lower() in placeholders()
