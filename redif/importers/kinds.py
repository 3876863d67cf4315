"""The kind of item that a word stands for, in the vocabularies of programs and the words of people (`kinds.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from redif.bibliography.item import ItemKind
from redif.importers.source import ImportSource

_BETWEEN_WORDS = re.compile(r"[\s_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


class Known(NamedTuple):
    """What a word becomes, and whether RePEc takes such items."""

    kind: ItemKind
    taken: bool


def kind_of(word: str, source: ImportSource, line: int, otherwise: ItemKind = ItemKind.PAPER) -> ItemKind:
    """Return the kind of item that a word stands for; report a word that is not known, or a kind that RePEc does not take."""
    if not word:
        return otherwise
    known = _known_by(word)
    found = known.kind if known else otherwise
    if known is None or not known.taken:
        became = "software" if found is ItemKind.SOFTWARE else f"{_article(found)} {found}"
        source.not_taken(line, word if known else f'"{word}"', became)
    return found


def is_kind(word: str) -> bool:
    """Return whether a word is known."""
    return _known_by(word) is not None


def _known_by(word: str) -> Known | None:
    """Return what a word or a phrase becomes; a phrase that is not known is of the kind of its last word: MPRA Paper."""
    *before, last = _BETWEEN_WORDS.split(word.strip())
    return _known().get(letters(word)) or (_known().get(letters(last)) if before else None)


def letters(text: str) -> str:
    """Return the letters of a text in lowercase: `journalarticle` of "Journal Article", by which words are looked up."""
    return _NOT_LETTERS.sub("", text).lower()


def _article(kind: ItemKind) -> str:
    return "an" if kind is ItemKind.ARTICLE else "a"


@cache
def _known() -> Mapping[str, Known]:
    table = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    nearest = table.pop("nearest")
    found = {word: Known(ItemKind(kind), False) for kind, words in nearest.items() for word in words.split()}
    return found | {word: Known(ItemKind(kind), True) for kind, words in table.items() for word in words.split()}
