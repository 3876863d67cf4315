"""The index for the search in the page: words of all items, in files by their first letters.

The page loads only the files of the words that are searched for, and then only the items that are shown, so that a search among
100,000 items is as quick as among ten. `static/search.js` reads it: a file of words maps each to items, as differences between
their numbers, each number times eight with the word's weight added; a file of items lists what is shown of each.

How a text is split into words is said here, and handed to the page with the other constants: no letter case, no accents, each
Chinese or Japanese character a word.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence

import orjson
import regex

from redif.source.characters import folded

WEIGHTS = 8  # one more than the greatest weight
IN_TITLE, IN_NAMES, IN_SUBJECTS, IN_TEXT = 7, 6, 4, 1
PREFIX = 2  # letters of a word that name its file
SHOWN = 200  # items in a file of them
LONGEST = 40  # letters of a word that are kept
FREQUENT = 2000  # items; a word in more of them, and in a quarter of all, says nothing
LAST_CASED = 0x2000  # letters after it are folded alike
_CJK = "".join(rf"\p{{Script={name}}}" for name in ("Han", "Hiragana", "Katakana", "Hangul"))
_WORD = rf"[{_CJK}]|[[\p{{L}}\p{{N}}]--[{_CJK}]]+"  # as JavaScript writes it, too
_WORDS = regex.compile(_WORD, regex.V1)
_MARKS = regex.compile(r"\p{M}+")


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are searched for."""
    plain = folded(text)
    return {word[:LONGEST] for word in _WORDS.findall(plain if plain.isascii() else _MARKS.sub("", plain))}


def letters() -> dict[str, str]:
    """Return the letters that are folded to others than JavaScript makes of them by itself, as it has no `casefold`."""
    found = {}
    for number in range(0x80, LAST_CASED):
        letter = chr(number)
        if letter.isalpha() and (plain := _MARKS.sub("", folded(letter))) != _script_folded(letter):
            found[_script_folded(letter)] = plain
    return found


def _script_folded(letter: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", letter.lower()))


class SearchIndex:
    """The words of items, and where they are."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}

    def add(
        self, number: int, *, titles: Iterable[str], names: Iterable[str], subjects: Iterable[str], texts: Iterable[str]
    ) -> None:
        """Add an item; numbers increase."""
        weights: dict[str, int] = {}
        for weight, parts in ((IN_TITLE, titles), (IN_NAMES, names), (IN_SUBJECTS, subjects), (IN_TEXT, texts)):
            for word in words_of("\n".join(parts)):
                weights.setdefault(word, weight)
        for word, weight in weights.items():
            self._postings.setdefault(word, array("q")).append(number * WEIGHTS + weight)

    def files(self, items: Sequence[Sequence[str]]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the index, by their names in the folder `search`.

        Args:
            items: for each item, by its number, what is shown of it: path, title, authors, year, language.
        """
        shards: dict[str, dict[str, list[int]]] = {}
        for word, postings in sorted(self._postings.items()):
            is_frequent = len(postings) > max(FREQUENT, len(items) // 4)
            shards.setdefault(shard_of(word), {})[word] = [] if is_frequent else differences(postings)
        for name, words in shards.items():
            yield f"w-{name}.json", orjson.dumps(words)
        for start in range(0, len(items), SHOWN):
            yield f"items-{start // SHOWN}.json", orjson.dumps(items[start : start + SHOWN])
        constants = {"weights": WEIGHTS, "prefix": PREFIX, "perFile": SHOWN, "longest": LONGEST}
        parts = {"items": len(items), "shards": sorted(shards), "word": _WORD, "letters": letters()}
        yield "index.json", orjson.dumps(constants | parts)


def shard_of(word: str) -> str:
    """Return the name of the file that holds a word: the numbers of its first letters."""
    return "-".join(f"{ord(letter):x}" for letter in word[:PREFIX])


def differences(postings: array[int]) -> list[int]:
    """Return the first number, and what is to be added for each of the others."""
    return [number - before for before, number in zip([0, *postings], postings, strict=False)]
