"""Separators: what divides a value that is a list into its parts."""

from __future__ import annotations

from collections.abc import Callable

from redif.grammar.rules import Rule


class Separator:
    """What divides the parts of a list.

    Args:
        rule: what it looks like.
        least: how often it has to be there.
    """

    def __init__(self, rule: Rule, least: int) -> None:
        self.pattern = rule.pattern()
        self.least = least
        # Asking for its signs takes a small part of the time that its expression takes to find nothing.
        signs = rule.signs()
        self._signs = None if signs is None else sorted(signs)
        self._ascii_signs = None if signs is None else sorted(filter(str.isascii, signs))

    def parts(self, value: str) -> list[str] | None:
        """Return the parts of a value; None where it is not there, or not often enough."""
        signs = self._ascii_signs if value.isascii() else self._signs
        if signs is not None:
            for sign in signs:
                if sign in value:
                    break
            else:
                return None
        parts = self.pattern.split(value)
        return [part for part in map(str.strip, parts) if part] if len(parts) > self.least else None


def splitter(separators: list[Separator]) -> Callable[[str], list[str]]:
    """Return a function that splits a value at the first separator that occurs in it as often as it has to."""

    def split(value: str) -> list[str]:
        for separator in separators:
            if (parts := separator.parts(value)) is not None:
                return parts
        return [value] if value else []

    return split
