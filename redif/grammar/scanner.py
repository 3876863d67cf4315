"""Reading a text from left to right, one expression after the other."""

from __future__ import annotations

import re


class UnfitError(ValueError):
    """What stands in a text is not what should.

    Attributes:
        offset: where.
        expected: what should stand there, in words.
    """

    def __init__(self, offset: int, expected: str) -> None:
        super().__init__(f"expected {expected}")
        self.offset = offset
        self.expected = expected


class Scanner:
    """A text and how far it was read.

    Args:
        blank: what may stand ahead of whatever comes next.
    """

    def __init__(self, text: str, blank: str = "") -> None:
        self.text = text
        self.offset = 0
        self._blank = re.compile(blank)

    def found(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What comes next, if it fits; then it is read."""
        match = pattern.match(self.text, self.next)
        if match is not None:
            self.offset = match.end()
        return match

    def take(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """What comes next.

        Raises:
            UnfitError: it does not fit.
        """
        match = self.found(pattern)
        if match is None:
            raise UnfitError(self.next, expected)
        return match

    @property
    def next(self) -> int:
        """Where what comes next begins."""
        match = self._blank.match(self.text, self.offset)
        return match.end() if match else self.offset
