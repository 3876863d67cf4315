"""What a program writes into an address, an identifier or a handle for a part that it does not have: `/undefined`, `=null`."""

from __future__ import annotations

import re
from functools import cache

from redif.grammar.rules import Rule

# A hyphen may also join it to a word: null-hypothesis. None is also a word, so it has to be the whole of a step.
NONE = "None"
_BEFORE = r"^|[/:=,;\s]|(?:^|[^A-Za-z])[-–]"
_AFTER = r"$|[/:&?#.,;\s]|[-–](?:[^A-Za-z]|$|{words})"


class MissingParts:
    """Finds in values what a rule has for a missing part.

    Args:
        rule: a choice of words: `undefined`, `null`.
    """

    def __init__(self, rule: Rule) -> None:
        self._words = (*rule.words(), NONE)
        words = "|".join(map(re.escape, rule.words()))
        after = _AFTER.format(words=words)
        self._search = re.compile(rf"(?:{_BEFORE})({words})(?={after})|[./]({words}|{NONE})\Z|/({NONE})(?=/|\.\w+\Z)").search

    def may_find(self, value: str) -> bool:
        """Return whether one of the words is anywhere in a value."""
        for word in self._words:  # noqa: SIM110 - `any` takes several times as long
            if word in value:
                return True
        return False

    def find(self, value: str) -> tuple[int, int] | None:
        """Return where the first of them is in a value; None where there is none."""
        match = self._search(value) if self.may_find(value) else None  # nearly always, none of them is in it
        return match.span(match.lastindex or 0) if match else None

    def is_complete(self, value: str) -> bool:
        """Return whether a value leads somewhere: nothing is missing in it, or only one of several parameters of a query."""
        if not self.may_find(value):
            return True
        span = self.find(value)
        return span is None or ("?" in value[: span[0]] and "&" in value)


@cache
def missing_parts(rule: Rule) -> MissingParts:
    """Return what finds the words of a rule."""
    return MissingParts(rule)
