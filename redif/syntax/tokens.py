"""The text of a template, split into the names and values of its attributes.

Source of the rules: a line that matches `^[A-Za-z-]+:` begins an attribute, any other line continues the value before it, and
a line that begins with `#` is a comment, also within a value.

There are two ways to tokenize. The fast path splits at names that a colon follows directly, and does for nearly all files.
The slow path also finds names with spaces before the colon and stray characters at the start of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from redif.grammar.spec import NAME
from redif.source.characters import with_places
from redif.source.patterns import lazy
from redif.source.positions import Positions

# NAME allows digits at the end, for the few attributes that have some (Classification-ACM-1964); the builder finds out whether
# another name with digits is one.
_split_at_names = re.compile(f"\n({NAME}):").split
_NAME_AT_START = lazy(f"{NAME}[ \t\xa0]*:|#")
_TAG = lazy("</?[A-Za-z][^<>]*+>")
LONGEST_BEGINNING = 100  # characters of a line in which the name of an attribute may be
_COMMENT = lazy("\n#[^\n]*")
# What editors leave before a name: byte-order marks in the middle of a file, the end-of-file mark of DOS.
STRAY = "\ufeff\x00\x1a"
_ANY_NAME = lazy(f"\n[{STRAY}]*({NAME})([ \t\xa0]*):")
# Directly before the next attribute, or before the end and the white space there. The possessive `*+` does not backtrack, so
# that a long run of white space takes no longer.
_NEXT = rf"(?=\n{NAME}:|\s*+\Z)"
_opening = re.compile(rf"\n{NAME}:([^\n]*+){_NEXT}").match
_UNUSUAL = lazy(f"\n[{STRAY}]|\n{NAME}[ \t\xa0]+:")


class Tokens(NamedTuple):
    """The attributes of a template, the first being its Template-Type.

    Attributes:
        names: as written.
        values: all text between the colon and the next attribute, with comments replaced by spaces.
        starts: the offset of each name in the text.
        spaces: how many spaces are between each name and its colon.
    """

    names: list[str]
    values: list[str]
    starts: list[int]
    spaces: list[int]


def is_plain(text: str, has_controls: bool) -> bool:
    """Whether the fast path will do: no name with a space before its colon, nothing stray at the start of a line."""
    # The tests for one character come first because they are much faster than those for two.
    if has_controls or " :" in text or ("\t" in text and "\t:" in text) or ("\xa0" in text and "\xa0:" in text):
        return _UNUSUAL.search(text) is None
    return True


def within_value(text: str, new: str, start: int, end: int) -> str:
    """Return what to write in place of a part of a value, so that its line still belongs to the value.

    A line that would begin with the name of an attribute, or with `https:`, gets a space before it.
    """
    if text[start - 1 : start] != "\n":
        return new
    after = _TAG.sub("", text[end : end + LONGEST_BEGINNING])  # where one tag is deleted, so are the others
    return new if _NAME_AT_START.match(new + after) is None else f" {new}"


def without_comments(text: str) -> str:
    """Return the text with comments replaced by spaces, so that all offsets stay the same."""
    if "#" not in text or "\n#" not in text:
        return text
    return _COMMENT.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text)


def names_and_values(text: str) -> tuple[list[str], list[str]]:
    """Return the names and values in a plain text that begins with a line end: the fast path."""
    parts = _split_at_names(text)
    return parts[1::2], parts[2::2]


def first_of(name: str, text: str) -> str | None:
    """Return the value of the first attribute with a name in a plain text; None if there is none or it is continued."""
    match = _first(name)(text)
    return None if match is None or match[2] is None else match[1].strip()


@lru_cache(maxsize=64)
def _first(name: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(rf"\n(?ai:{re.escape(name)}):([^\n]*+)({_NEXT})?").search


def on_one_line(values: list[str], has_controls: bool) -> list[str]:
    """Return the values with each run of white space replaced by one space."""
    if has_controls:
        return [" ".join(with_places(value).split()) for value in values]
    # Looking for white space is faster than splitting, and most values need nothing replaced.
    return [
        _on_one_line(value) if "\n" in value or "  " in value or "\t" in value or not value.isascii() else value
        for value in map(str.strip, values)
    ]


def _on_one_line(value: str) -> str:
    line = value.replace("\n", " ")
    # Without control characters ASCII has no white space but these, and no other white space is printable.
    if "  " not in line and ("\t" not in line if line.isascii() else line.isprintable()):
        return line
    return " ".join(value.split())


def starts_of(names: list[str], values: list[str]) -> list[int]:
    """Return the offsets of the names that `names_and_values` returned."""
    starts, offset = [], 1
    for name, value in zip(names, values, strict=True):
        starts.append(offset)
        offset += len(name) + len(value) + 2
    return starts


def joined(tokens: Tokens, continuations: set[int]) -> Tokens:
    """Return the attributes without those that only continue the value above them, which they are part of then."""
    names, values, starts, spaces = tokens
    own = [index for index in range(len(names)) if index not in continuations]
    whole = [
        values[index] + "".join(f"\n{names[i]}{' ' * spaces[i]}:{values[i]}" for i in range(index + 1, end))
        for index, end in zip(own, [*own[1:], len(names)], strict=True)
    ]
    return Tokens([names[i] for i in own], whole, [starts[i] for i in own], [spaces[i] for i in own])


def _all_tokens(text: str, is_name: Callable[[str], bool]) -> Tokens:
    """The slow path; a name with a space before its colon counts if it is the first, or if `is_name` knows it."""
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
        file: the name of the file; `-` for standard input.
        line: the number of the first line, from 1.
        text: the lines with `\n` between them, beginning with the line end before the first; comments are still in it.
        has_controls: whether control characters or byte-order marks are in it.
        is_elsewhere: whether its text is made of a record in another format, so that its lines are not those of the file.
    """

    is_elsewhere = False

    __slots__ = ("file", "has_controls", "line", "text")

    def __init__(self, file: str, line: int, text: str, has_controls: bool) -> None:
        self.file = file
        self.line = line
        self.text = text
        self.has_controls = has_controls

    def fast_tokens(self) -> tuple[list[str], list[str]] | None:
        """Return the names and values if the fast path will do; else None."""
        return names_and_values(without_comments(self.text)) if is_plain(self.text, self.has_controls) else None

    def tokens(self, is_name: Callable[[str], bool]) -> Tokens:
        """Return the names and values with their places; `is_name` says which names may have a space before their colon."""
        if (fast := self.fast_tokens()) is not None:
            return Tokens(*fast, starts_of(*fast), [0] * len(fast[0]))
        return _all_tokens(without_comments(self.text), is_name)

    def first_value(self) -> str:
        """Return the value of the first attribute, the Template-Type, up to whatever may be the next."""
        if (match := _opening(self.text)) is not None:
            return match[1]
        text = without_comments(self.text)
        found = [match.span() for match in islice(_ANY_NAME.finditer(text), 2)]
        ends = [start for start, _ in found[1:]] or [len(text)]
        return text[found[0][1] : ends[0]] if found else ""

    def positions(self) -> Positions:
        """Return the lines and columns of offsets in the text."""
        return Positions(self.text, self.line - 1)  # the text begins with the end of the line before

    def value_start(self, start: int, name: str, value: str) -> int:
        """Return the offset where a value begins, after its name, the colon and any white space."""
        colon = self.text.index(":", start + len(name))
        return colon + 1 + len(value) - len(value.lstrip())

    def value_end(self, start: int, name: str, value: str) -> int:
        """Return the offset where a value ends, before any white space after it."""
        return self.text.index(":", start + len(name)) + 1 + len(value.rstrip())

    @property
    def last_line(self) -> int:
        """The number of the last line."""
        return self.line + self.text.count("\n") - 1
