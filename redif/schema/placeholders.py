"""Texts that say a value is missing, such as `None` and `N/A`, by the grammar's rule `placeholder`."""

from __future__ import annotations

from functools import cache

from redif.grammar import Grammar

LONGEST_PLACEHOLDER = 20  # characters
_BETWEEN = (" ", ", ", "-", " - ", "/", "; ")  # a first and a last name, or two ends of a range


@cache
def placeholders() -> frozenset[str]:
    """Return the placeholders in lowercase, each also twice: `null null`, `undefined-undefined`."""
    words = [word.lower() for word in Grammar.standard().rules["placeholder"].words()]
    twice = [f"{word}{between}{word}" for word in words for between in _BETWEEN]
    return frozenset(text for text in (*words, *twice) if len(text) <= LONGEST_PLACEHOLDER)


def is_placeholder(text: str) -> bool:
    """Return whether a text says that a value is missing, ignoring case."""
    return len(text) <= LONGEST_PLACEHOLDER and text.lower() in placeholders()
