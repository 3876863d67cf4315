"""From offsets in a text to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

FEW = 16  # lookups answered by counting; after these, a list of all line ends is faster


class Positions:
    """Maps offsets in a text to lines and columns.

    Args:
        text: the text.
        line: the number of its first line.
    """

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._lookups = 0

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def __call__(self, offset: int) -> tuple[int, int]:
        """Return the line and the column, both from 1. A line end counts as the last character of its line."""
        self._lookups += 1
        if self._lookups <= FEW:
            return self._line + self._text.count("\n", 0, offset), offset - self._text.rfind("\n", 0, offset)
        index = bisect_left(self._line_ends, offset)
        return self._line + index, offset - (self._line_ends[index - 1] if index else -1)
