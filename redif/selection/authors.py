"""Authors as people look for them: by a family name, a full name in either order, or an identifier in RePEc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import translate
from functools import lru_cache
from typing import Any

from redif.bibliography.names import name_of
from redif.findings.errors import UsageError, shown
from redif.schema.values import Handle, HandleKind
from redif.source.characters import folded

_APOSTROPHES = re.compile("['’ʼ`´]")
_WORDS = re.compile(r"[^\W_]+")
_PATTERNS = re.compile(r"(?:[^\W_]|\*)+")
CACHED_NAMES = 10_000


class AuthorPattern:
    """An author, as `--author` names one; compare with `fits`.

    Each word of the text has to be a word of the name, in any order. A letter alone is an initial, `*` is any rest of a word,
    and what comes before a comma has to be in the family name. A text that is a short id or a handle of RePEc is compared with
    the author's registration instead.

    Raises:
        UsageError: the text holds no name.
    """

    def __init__(self, text: str) -> None:
        self._person = text.strip().lower() if Handle(text.strip()).kind is HandleKind.PERSON else ""
        before, comma, _ = text.partition(",")
        self._words = _patterns(text)
        self._family = _patterns(before) if comma else []
        if not self._words:
            raise UsageError(f"{shown(text)} is not the name of an author; write one such as Smith, or a short id such as pba1")

    def fits(self, author: Mapping[str, Any]) -> bool:
        """Return whether this is the author, given as plain data."""
        if self._person:
            return str(author.get("person", "")).lower() == self._person
        words = words_of(*(author.get(key) or "" for key in ("name", "name_first", "name_last")))
        if not all(_any(pattern, words) for pattern in self._words):
            return False
        if not self._family:
            return True
        name = name_of(author)
        family = words if name.literal else words_of(name.particle, name.family)
        return all(_any(pattern, family) for pattern in self._family)


@lru_cache(maxsize=CACHED_NAMES)
def words_of(*texts: str) -> frozenset[str]:
    """Return the words of names, without regard to case, accents and apostrophes."""
    return frozenset(word for text in texts for word in _WORDS.findall(_APOSTROPHES.sub("", folded(text))))


def _patterns(text: str) -> list[re.Pattern[str]]:
    words = _PATTERNS.findall(_APOSTROPHES.sub("", folded(text)))
    return [re.compile(translate(f"{word}*" if len(word) == 1 and word.isascii() else word)) for word in words]


def _any(pattern: re.Pattern[str], words: frozenset[str]) -> bool:
    return any(map(pattern.match, words))
