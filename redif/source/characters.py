"""Characters that are no text, and letter case that keeps every character in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

BYTE_ORDER_MARK = "\ufeff"
UNDECODABLE = "\ufffd"
# What is no text: control characters other than line ends and tabs, and byte-order marks.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")


def control_offsets(text: str, suspects: Iterable[str] | None = None) -> list[int]:
    """Where in a text something begins that is no text; where it is known what that can be, it is found much quicker."""
    if suspects is None:
        return [match.start() for match in CONTROLS.finditer(text)]
    found: list[int] = []
    for suspect in set(suspects):
        place = text.find(suspect)
        while place >= 0:
            found.append(place)
            place = text.find(suspect, place + 1)
    found.sort()
    return [place for before, place in pairwise([-2, *found]) if place != before + 1]


# What `text.ODD` finds goes, but what of it is white space still parts words.
_CONTROL_TABLE = {ord(c): " " if c.isspace() else None for c in (*map(chr, range(256)), "\ufeff") if CONTROLS.match(c)}
# Letters that are small ones of ours to no `lower`, or become two.
_AS_SMALL = str.maketrans("İıſ", "iis")


def lowercase_in_place(text: str) -> str:
    """A text in small letters, each in its place."""
    return text.lower() if text.isascii() else text.translate(_AS_SMALL).lower()


def without_controls(value: str) -> str:
    """The value without control characters and byte-order marks; those that are white space stay as such."""
    return value if value.isprintable() else value.translate(_CONTROL_TABLE)
