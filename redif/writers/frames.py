"""Documents as a frame around entries: what comes before the first entry, between two of them, and after the last.

Entries are made one by one, each from its template alone, so several processes can make them; only the frame knows of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import orjson


class Frame:
    """The frame of a format.

    Args:
        head: what the document begins with.
        separator: what is between two entries.
        tail: what the document ends with.
        empty: the whole document, if there are no entries; by default the head and the tail.
    """

    def __init__(self, head: bytes = b"", separator: bytes = b"", tail: bytes = b"", empty: bytes | None = None) -> None:
        self.head = head
        self.separator = separator
        self.tail = tail
        self.empty = head + tail if empty is None else empty

    def write(self, entries: Iterable[Any], out: BinaryIO) -> None:
        """Write a document of entries as they come."""
        before, is_empty = self.head, True
        for entry in entries:
            out.write(before + entry if before else entry)
            before, is_empty = self.separator, False
        out.write(self.empty if is_empty else self.tail)

    def packed(self, entries: Iterable[Any]) -> bytes:
        """Return entries that follow each other as bytes, to be kept or sent to another process."""
        return self.separator.join(entries)

    def unpacked(self, data: bytes) -> Iterable[Any]:
        """Return what `packed` was given, as one entry or as several, for `write`."""
        return (data,) if data else ()


class KeyedEntry(NamedTuple):
    """An entry with a key that no other entry of the document may have.

    Attributes:
        before, after: the text around the key.
        key: the key, if no entry before has it, whatever the letter case.
        suffix: what makes it another key, with the number of the entry for {}; letters if empty.
    """

    before: str
    key: str
    suffix: str
    after: str


class KeyedFrame(Frame):
    """The frame of a format in which entries have unique keys.

    Args:
        written: how a key is written.
        around: the arguments of `Frame`.
    """

    def __init__(self, written: Callable[[str], str] = str, **around: bytes) -> None:
        super().__init__(**around)
        self._written = written

    def write(self, entries: Iterable[KeyedEntry], out: BinaryIO) -> None:
        """Write a document of entries as they come, each with a key of its own."""
        super().write(self._with_keys(entries), out)

    def _with_keys(self, entries: Iterable[KeyedEntry]) -> Iterator[bytes]:
        keys = UniqueKeys()
        for before, key, suffix, after in entries:
            yield f"{before}{self._written(keys.unique(key, suffix))}{after}".encode()

    def packed(self, entries: Iterable[KeyedEntry]) -> bytes:
        """Return entries as bytes; their keys can become unique only in the document."""
        found = [[*entry] for entry in entries]
        return orjson.dumps(found) if found else b""

    def unpacked(self, data: bytes) -> Iterable[KeyedEntry]:
        """Return what `packed` was given."""
        return (KeyedEntry(*entry) for entry in orjson.loads(data)) if data else ()


class UniqueKeys:
    """Makes keys unique, ignoring case."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._repeated: dict[str, int] = {}  # how often a key was needed again

    def unique(self, key: str, suffix: str) -> str:
        """Return a key that was not returned before: the wanted one, or that with a suffix."""
        unique = key
        while (folded := unique.lower()) in self._used:
            count = self._repeated[key.lower()] = self._repeated.get(key.lower(), 0) + 1
            unique = key + (suffix.format(count + 1) if suffix else _letters(count))
        self._used.add(folded)
        return unique


def _letters(count: int) -> str:
    """Return a number in letters: a, b, and so on to z, then aa, ab."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
