"""The index of a catalogue: the names and places of templates, and which templates refer to which.

It is an SQLite database: in memory while it is small, and then in a temporary file that disappears with the connection. The
database is only created when there are many templates or a query needs it; until then, added rows wait in lists, and names are
looked up there. Names are handles and short ids; letter case does not count. Only templates that cannot be read again, and
those that every item needs (series, archives, people, institutions), are kept in full.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from string import ascii_lowercase, ascii_uppercase
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, Never

from redif.findings.errors import InputTypeError
from redif.source.database import memory_database, no_room, temporary_database

if TYPE_CHECKING:
    import sqlite3

FEW = 50_000  # templates in memory, which takes some 30 MB; more of them go on disk
CACHE = 64 << 10  # KB of the database that are kept in memory then
AT_ONCE = 1000  # templates or links that are written together
AT_FIRST = 10_000  # as many may wait before there is a database
MUCH = 8 << 20  # bytes or characters of records and texts; when more of them wait they are written
LAST = "\U0010ffff"  # comes after whatever a handle may hold

_TABLES = """
CREATE TABLE files (number INTEGER PRIMARY KEY, path BLOB);
CREATE TABLE templates (number INTEGER PRIMARY KEY, file INTEGER, line INTEGER, type TEXT, handle TEXT, data BLOB);
CREATE TABLE names (name TEXT COLLATE NOCASE, template INTEGER, PRIMARY KEY (name, template)) WITHOUT ROWID;
CREATE TABLE links (
    target TEXT COLLATE NOCASE, template INTEGER, relation TEXT, PRIMARY KEY (target, template, relation)
) WITHOUT ROWID;
"""
_ENTRY = (
    "SELECT templates.number, path, line, type, handle, data FROM templates LEFT JOIN files ON files.number = templates.file "
)


class IndexEntry(NamedTuple):
    """A template in the index.

    Attributes:
        number: its number, in the order in which templates were added.
        path: its file; None if it came from none.
        line: the line of its Template-Type.
        type: its template type as ReDIF spells it; empty where it has none.
        handle: its handle as written, if it has one.
        data: its record in JSON, or its text, if one of these is kept.
    """

    number: int
    path: str | None
    line: int
    type: str
    handle: str | None
    data: bytes | str | None


class Index:
    """An index of templates.

    Args:
        few: how many templates may stay in memory.

    Raises:
        OSError: there is no room for it on disk.
    """

    def __init__(self, few: int = FEW) -> None:
        self._few = few
        self._lock = RLock()  # several threads may ask at once
        self._database: sqlite3.Connection | None = None
        self._count = self._files = self._waiting_size = 0
        self._path: str | None = None
        self._waiting: list[IndexEntry] = []
        self._names: list[tuple[str, int]] = []
        self._links: list[tuple[str, int, str]] = []
        # While there is no database: the waiting templates by name, for the first `_sorted` of the waiting names.
        self._numbers: dict[str, list[int]] = {}
        self._sorted = 0
        self.is_on_disk = False

    @property
    def size(self) -> int:
        """Its size in bytes."""
        (count,), (size,) = *self._rows("PRAGMA page_count"), *self._rows("PRAGMA page_size")
        return int(count) * int(size)

    def __reduce__(self) -> Never:
        raise InputTypeError("a catalogue cannot be copied or pickled; make another of the same sources: redif.Catalogue(...)")

    def __len__(self) -> int:
        return self._count

    def add(
        self,
        path: str | None,
        line: int,
        type_: str,
        handle: str | None,
        names: Iterable[str],
        links: Iterable[tuple[str, str]],
        data: bytes | str | None,
    ) -> None:
        """Add a template.

        Args:
            path: its file; templates of one file come one after the other.
            line: its line in the file.
            type_: its template type.
            handle: its handle as written.
            names: the names it is found by: its handle, and its short id.
            links: its references: names of attributes, and the handles in them.
            data: its record in JSON, or its text, if it is to be kept.
        """
        number = self._count
        self._count += 1
        self._waiting.append(IndexEntry(number, path, line, type_, handle and _text(handle), data))
        self._waiting_size += len(data or ())
        for name in names:
            self._names.append((_text(name), number))
        for relation, target in links:
            self._links.append((_text(target), number, relation))
        most = min(AT_FIRST, self._few) if self._database is None else AT_ONCE
        if max(len(self._waiting), len(self._links)) > most or self._waiting_size > MUCH:
            self._write()

    def named(self, name: str) -> list[IndexEntry]:
        """Return the templates that have a name, in the order in which they were added."""
        name = _text(name)
        with self._lock:
            if self._database is None:
                return [self._waiting[number] for number in self._waiting_as(name)]
        return [*self._entries("JOIN names ON template = templates.number WHERE name = ? ORDER BY templates.number", name)]

    def has(self, name: str) -> bool:
        """Return whether a template has a name."""
        name = _text(name)
        with self._lock:
            if self._database is None:
                return bool(self._waiting_as(name))
        return next(iter(self._rows("SELECT 1 FROM names WHERE name = ? LIMIT 1", name)), None) is not None

    def _waiting_as(self, name: str) -> Iterable[int]:
        """The numbers of the waiting templates that have a name; each is an index into `_waiting`."""
        for spelled, number in islice(self._names, self._sorted, None):
            self._numbers.setdefault(_folded(spelled), []).append(number)
        self._sorted = len(self._names)
        return dict.fromkeys(self._numbers.get(_folded(name), ()))

    def beginning(self, start: str) -> Iterator[str]:
        """Return the names that begin with `start`, as they were spelled first, in alphabetical order."""
        start = _text(start)
        sql = "SELECT name, min(template) FROM names WHERE name >= ? AND name < ? GROUP BY name ORDER BY name"
        return (name for name, _ in self._rows(sql, start, start + LAST))

    def entries(self) -> Iterator[IndexEntry]:
        """Return all templates, in the order in which they were added."""
        return self._entries("ORDER BY templates.number")

    def referring(self, target: str) -> list[tuple[str, IndexEntry]]:
        """Return the templates that refer to a name, each with the attribute that holds the reference."""
        sql = "SELECT relation, template FROM links WHERE target = ? ORDER BY template, relation"
        return [
            (relation, *self._entries("WHERE templates.number = ?", number))
            for relation, number in self._rows(sql, _text(target))
        ]

    def shared(self) -> Iterator[tuple[str, list[IndexEntry]]]:
        """Return the names that several templates have, with these templates."""
        for name, _ in self._rows("SELECT name, count(*) FROM names GROUP BY name HAVING count(*) > 1 ORDER BY name"):
            yield name, self.named(name)

    def dangling(self) -> Iterator[tuple[str, str, IndexEntry]]:
        """Return references to names that no template has: the attribute, the name, and the template that refers."""
        sql = (
            "SELECT relation, target, template FROM links WHERE NOT EXISTS (SELECT 1 FROM names WHERE name = target) "
            "ORDER BY template, relation, target"
        )
        for relation, target, number in self._rows(sql):
            yield relation, target, *self._entries("WHERE templates.number = ?", number)

    def _entries(self, rest: str, *values: Any) -> Iterator[IndexEntry]:
        for number, path, *others in self._rows(_ENTRY + rest, *values):
            yield IndexEntry(number, None if path is None else os.fsdecode(path), *others)

    def _rows(self, sql: str, *values: Any) -> Iterable[Sequence[Any]]:
        return self._write().execute(sql, values)

    def _write(self) -> sqlite3.Connection:
        """Write the waiting rows, move the database to disk if it has become large, and return it."""
        import sqlite3  # not needed for small catalogues

        with self._lock:
            database = self._database
            try:
                if database is None:
                    database = memory_database()
                    database.executescript(_TABLES)
                    self._numbers.clear()
                if self._count > self._few and not self.is_on_disk:
                    large = temporary_database(CACHE)
                    database.backup(large)
                    database, self.is_on_disk = large, True  # the one in memory stays for those who still read from it
                if self._waiting:
                    self._insert(database)
            except sqlite3.Error as error:
                raise no_room("the catalogue", error) from None
            self._database = database
        return database

    def _insert(self, database: sqlite3.Connection) -> None:
        files, templates = [], []
        for number, path, *others in self._waiting:
            if path is not None and path != self._path:
                self._path = path
                self._files += 1
                files.append((self._files, os.fsencode(path)))
            templates.append((number, None if path is None else self._files, *others))
        database.execute("BEGIN")
        database.executemany("INSERT INTO files VALUES (?, ?)", files)
        database.executemany("INSERT INTO templates VALUES (?, ?, ?, ?, ?, ?)", templates)
        database.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", self._names)
        database.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", self._links)
        database.execute("COMMIT")
        for rows in (self._waiting, self._names, self._links):
            rows.clear()
        self._waiting_size = 0


def _text(name: str) -> str:
    """A name that SQLite can store: half characters, which no real name has, are replaced."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()


_LOWERCASE = str.maketrans(ascii_uppercase, ascii_lowercase)


def _folded(name: str) -> str:
    """A name in lowercase as SQLite compares it: only the case of A to Z is ignored."""
    return name.lower() if name.isascii() else name.translate(_LOWERCASE)
