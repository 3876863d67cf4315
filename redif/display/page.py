"""What the page of a record is made of: a title and sections of lines, wherever the page is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

_WEB_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://\S.*")
LONGEST_LINE = 1000  # characters; in longer ones no e-mail addresses are looked for
_PART = r"[^\s@<>()\[\]:;,\"]"
_EMAIL = re.compile(rf"(?<!{_PART}){_PART}+@{_PART}+")


class LinkKind(Enum):
    """What a part of a line leads to."""

    ADDRESS = auto()  # of a page or file on the web
    EMAIL = auto()
    RECORD = auto()  # by handle
    PERSON = auto()  # by short id, or else by handle
    NAME = auto()  # of an author who is not registered, with the family name first
    JEL = auto()
    KEYWORD = auto()


class Link(NamedTuple):
    """A part of a line that leads to something, and what that is by the words of ReDIF; a terminal shows the text alone."""

    text: str
    kind: LinkKind
    target: str


class PageLine(NamedTuple):
    """A line or a paragraph. Text from files may contain anything, including control characters.

    Attributes:
        text: the text.
        label: what it is, shown before it with a colon; empty where that is obvious.
        depth: the level of indentation, for what belongs to a line above.
        links: parts of the text, in their order in it, that lead to something.
    """

    text: str
    label: str = ""
    depth: int = 0
    links: tuple[Link, ...] = ()


Block = tuple[PageLine, ...]  # lines that belong together


class SectionKind(Enum):
    """What a section is about."""

    PEOPLE = auto()
    TEXT = auto()  # an abstract or a description, in paragraphs
    CITATION = auto()
    FILES = auto()
    MORE = auto()
    RELATED = auto()
    SERIES = auto()
    RECORD = auto()  # where the record is from, for maintainers


class PageSection(NamedTuple):
    """Lines under a heading."""

    heading: str
    blocks: tuple[Block, ...]
    kind: SectionKind


class RecordPage(NamedTuple):
    """Everything there is to show of a record.

    Attributes:
        title: its title or name.
        sections: everything else.
        language: the code of the language of the title, if the record names one language.
    """

    title: str
    sections: tuple[PageSection, ...]
    language: str = ""


def section(kind: SectionKind, heading: str, *blocks: Iterable[PageLine]) -> PageSection:
    """Return a section of the blocks that are not empty."""
    return PageSection(heading, tuple(filter(None, map(tuple, blocks))), kind)


def under(label: str, lines: Iterable[PageLine]) -> list[PageLine]:
    """Return lines, each once, below a label; nothing where there are no lines."""
    once = dict.fromkeys(lines)
    return [PageLine("", label), *once] if once else []


def labelled(depth: int, *pairs: tuple[str, str | None]) -> list[PageLine]:
    """Return a line for each label that has a text."""
    return [line(text, label, depth) for label, text in pairs if text]


def line(text: str, label: str, depth: int = 0) -> PageLine:
    """Return a line; one that is a web address leads there, and so does an e-mail address in it."""
    if _WEB_ADDRESS.fullmatch(text):
        return PageLine(text, label, depth, (Link(text, LinkKind.ADDRESS, text),))
    found = _EMAIL.findall(text) if "@" in text and len(text) <= LONGEST_LINE else ()
    return PageLine(text, label, depth, tuple(Link(email, LinkKind.EMAIL, email) for email in found))
