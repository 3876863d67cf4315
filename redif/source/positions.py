"""Offsets in a text to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

FEW = 16  # places that are counted out; for more of them in one text, all line ends are noted


class Positions:
    """The lines and columns of offsets in a text; `line` is the number of the line at its beginning."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._asked = 0

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def __call__(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1. A line end counts as the last character of its line."""
        self._asked += 1
        if self._asked <= FEW:
            return self._line + self._text.count("\n", 0, offset), offset - self._text.rfind("\n", 0, offset)
        number = bisect_left(self._ends, offset)
        return self._line + number, offset - (self._ends[number - 1] if number else -1)
