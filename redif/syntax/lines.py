"""Text to attributes: the lines of one template cut into names and values.

Source of the rules: a line that matches `^[A-Za-z-]+:` opens an attribute, any other line goes on with the value of the
one before, and a line that begins with `#` is a comment, also inside a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from redif.grammar.spec import NAME
from redif.source.positions import Positions

# NAME allows digits at the end for the few attributes that have some (Classification-ACM-1964); any other name with digits
# is not taken for one (see trees).
_split_at_names = re.compile(f"\n({NAME}):").split
_COMMENT = re.compile("\n#[^\n]*")
# What editors leave ahead of a name: byte-order marks in the middle of a file, an end-of-file mark of DOS.
STRAY = "\ufeff\x00\x1a"
_ANY_NAME = re.compile(f"\n[{STRAY}]*({NAME})([ \t\xa0]*):")
# Right ahead of the next attribute, or of the end and the blank lines there. No part of it gives back what it took (`*+`), so
# it does not take long to see that there are many blanks.
_NEXT = rf"(?=\n{NAME}:|\s*+\Z)"
_opening = re.compile(rf"\n{NAME}:([^\n]*+){_NEXT}").match
_UNUSUAL = re.compile(f"\n[{STRAY}]|\n{NAME}[ \t\xa0]+:")


class Tokens(NamedTuple):
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


def is_plain(text: str, has_controls: bool) -> bool:
    """Whether the quick way will do: no name with a blank before its colon, nothing stray at the start of a line."""
    # One character is looked for much quicker than two.
    if has_controls or " :" in text or ("\t" in text and "\t:" in text) or ("\xa0" in text and "\xa0:" in text):
        return _UNUSUAL.search(text) is None
    return True


def without_comments(text: str) -> str:
    """The text with its comments made blank, so that every place stays where it was."""
    if "#" not in text or "\n#" not in text:
        return text
    return _COMMENT.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text)


def names_and_values(text: str) -> tuple[list[str], list[str]]:
    """The quick way for a plain text that begins with a line end."""
    parts = _split_at_names(text)
    return parts[1::2], parts[2::2]


def first_of(name: str, text: str) -> str | None:
    """The value of the first attribute with that name in a plain text; None where there is none or it goes over lines."""
    match = _first(name)(text)
    return None if match is None or match[2] is None else match[1].strip()


@lru_cache(maxsize=64)
def _first(name: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(rf"\n(?ai:{re.escape(name)}):([^\n]*+)({_NEXT})?").search


def on_one_line(values: list[str], has_controls: bool) -> list[str]:
    """Values as they read, with one blank for any white space; `has_controls` says whether control characters are in them."""
    if has_controls:
        return [" ".join(value.split()) for value in values]
    # To see that a value reads as it stands is quicker than to take it apart.
    return [
        " ".join(value.split()) if "\n" in value or "  " in value or "\t" in value or not value.isascii() else value
        for value in map(str.strip, values)
    ]


def starts_of(names: list[str], values: list[str]) -> list[int]:
    """Where the names begin that `names_and_values` gave."""
    starts, offset = [], 1
    for name, value in zip(names, values, strict=True):
        starts.append(offset)
        offset += len(name) + len(value) + 2
    return starts


def _all_tokens(text: str, is_name: Callable[[str], bool]) -> Tokens:
    """The thorough way: names with a blank before the colon are taken too where `is_name` knows them, and at the beginning."""
    matches = enumerate(_ANY_NAME.finditer(text))
    found = [match for number, match in matches if not number or not match[2] or is_name(match[1])]
    ends = [match.start() for match in found[1:]] + [len(text)]
    return Tokens(
        [match[1] for match in found],
        [text[match.end() : end] for match, end in zip(found, ends, strict=True)],
        [match.start(1) for match in found],
        [len(match[2]) for match in found],
    )


class TemplateText:
    """The lines of one template.

    Attributes:
        file: where they stand; `-` for standard input.
        line: the number of the first, from 1.
        text: the lines, after the end of the line before them; `\n` is between them, comments are still there.
        has_controls: whether control characters or byte-order marks are in it.
    """

    __slots__ = ("file", "has_controls", "line", "text")

    def __init__(self, file: str, line: int, text: str, has_controls: bool) -> None:
        self.file = file
        self.line = line
        self.text = text
        self.has_controls = has_controls

    def fast_tokens(self) -> tuple[list[str], list[str]] | None:
        """Names and values, where the text has nothing unusual between them."""
        return names_and_values(without_comments(self.text)) if is_plain(self.text, self.has_controls) else None

    def tokens(self, is_name: Callable[[str], bool]) -> Tokens:
        """Names and values with their places; `is_name` says which names may have a blank before their colon."""
        if (quick := self.fast_tokens()) is not None:
            return Tokens(*quick, starts_of(*quick), [0] * len(quick[0]))
        return _all_tokens(without_comments(self.text), is_name)

    def first_value(self) -> str:
        """The value of the first attribute, the Template-Type, up to whatever may be the next."""
        if (match := _opening(self.text)) is not None:
            return match[1]
        text = without_comments(self.text)
        found = [match.span() for match in islice(_ANY_NAME.finditer(text), 2)]
        ends = [start for start, _ in found[1:]] or [len(text)]
        return text[found[0][1] : ends[0]] if found else ""

    def positions(self) -> Positions:
        """The lines and columns of offsets in the text, which begins with the end of the line before."""
        return Positions(self.text, self.line - 1)

    def value_start(self, start: int, name: str, value: str) -> int:
        """Where a value begins: after its name, the colon and any white space."""
        colon = self.text.index(":", start + len(name))
        return colon + 1 + len(value) - len(value.lstrip())

    def value_end(self, start: int, name: str, value: str) -> int:
        """Where a value ends, without the white space after it."""
        return self.text.index(":", start + len(name)) + 1 + len(value.rstrip())

    @property
    def last_line(self) -> int:
        """The number of the last line."""
        return self.line + self.text.count("\n") - 1
