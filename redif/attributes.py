"""Text to attributes: the lines of one template cut into names and values.

Source of the rules: a line that matches `^[A-Za-z-]+:` opens an attribute, any other line goes on with the value of the
one before, and a line that begins with `#` is a comment, also inside a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

# A name is letters and dashes. A last part of digits is allowed for the few attributes that have one
# (Classification-ACM-1964); any other name with digits is not taken for one (see trees).
_NAME = "[A-Za-z-]+[0-9]*"
_cut = re.compile(f"\n({_NAME}):").split
_COMMENT = re.compile("\n#[^\n]*")
# What editors leave ahead of a name: byte-order marks in the middle of a file, an end-of-file mark of DOS.
STRAY = "\ufeff\x00\x1a"
_LOOSE = re.compile(f"\n[{STRAY}]*({_NAME})([ \t\xa0]*):")
_ODD = re.compile(f"\n[{STRAY}]|\n{_NAME}[ \t\xa0]+:")


class Cut(NamedTuple):
    """The attributes of a template, the first being its Template-Type.

    Attributes:
        names: as written.
        values: all that stands between the colon and the next attribute, comments blanked out.
        starts: where each name begins in the text.
        colons: how many blanks stand between each name and its colon.
    """

    names: list[str]
    values: list[str]
    starts: list[int]
    colons: list[int]


def is_plain(text: str, odd: bool) -> bool:
    """Whether the quick way will do: no name with a blank before its colon, nothing stray at the start of a line."""
    # One character is looked for much quicker than two.
    if odd or " :" in text or ("\t" in text and "\t:" in text) or ("\xa0" in text and "\xa0:" in text):
        return _ODD.search(text) is None
    return True


def without_comments(text: str) -> str:
    """The text with its comments made blank, so that every place stays where it was."""
    if "#" not in text or "\n#" not in text:
        return text
    return _COMMENT.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text)


def names_and_values(text: str) -> tuple[list[str], list[str]]:
    """The quick way for a plain text that begins with a line end."""
    parts = _cut(text)
    return parts[1::2], parts[2::2]


def starts_of(names: list[str], values: list[str]) -> list[int]:
    """Where the names begin that `names_and_values` gave."""
    starts, offset = [], 1
    for name, value in zip(names, values, strict=True):
        starts.append(offset)
        offset += len(name) + len(value) + 2
    return starts


def first_value(text: str) -> str:
    """The value of the first attribute, up to whatever may be the next."""
    found = [match.span() for match in islice(_LOOSE.finditer(text), 2)]
    ends = [start for start, _ in found[1:]] or [len(text)]
    return text[found[0][1] : ends[0]] if found else ""


def cut(text: str, is_name: Callable[[str], bool]) -> Cut:
    """The thorough way: names with a blank before the colon are taken too where `is_name` knows them."""
    found = [m for m in _LOOSE.finditer(text) if not m[2] or is_name(m[1])]
    ends = [m.start() for m in found[1:]] + [len(text)]
    return Cut(
        [m[1] for m in found],
        [text[m.end() : end] for m, end in zip(found, ends, strict=True)],
        [m.start(1) for m in found],
        [len(m[2]) for m in found],
    )
