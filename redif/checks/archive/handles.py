"""The index of handles that have been read and where they were first: millions of them in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redif.source.database import no_room, temporary_database

if TYPE_CHECKING:
    import sqlite3

FEW = 50_000  # handles and files that are held in memory, some 20 MB; if there are more, all are moved to disk
CACHE_SIZE = 32_768  # kilobytes of the database that are held in memory
WHAT = "the index of handles"


class HandleIndex:
    """The files that have been read, by number, and the location of the first template with each handle.

    The table is sorted by handle. A walk over archives gives handles nearly in that order, so most of what is looked up was
    used a moment ago and is in the cache. A table sorted by a hash of the handle is smaller, but takes twice the time.

    Args:
        few: how many handles and files are held in memory.
    """

    def __init__(self, few: int = FEW) -> None:
        self._few = few
        self._database: sqlite3.Connection | None = None
        self._cursor: sqlite3.Cursor | None = None
        # What is in memory as long as there is no database.
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._locations: dict[str, tuple[int, int]] = {}

    def file(self, path: str, name: str) -> int | None:
        """Add a file; return its number, or None if it was added before.

        Args:
            path: identifies the file.
            name: what messages call it.

        Raises:
            OSError: there is no room on disk.
        """
        if self._database is None:
            number = len(self._names)
            if self._numbers.setdefault(path, number) != number:
                return None
            self._names.append(name)
            return number
        sql = "INSERT INTO files (path, name) VALUES (?, ?) ON CONFLICT DO NOTHING"
        done = self._run(sql, _bytes(path), _bytes(name))
        return done.lastrowid if done.rowcount == 1 else None

    def first(self, handle: str, file: int, line: int) -> tuple[str, int] | None:
        """Return the file's name and the line where a handle was first; None if it is new, and then add it.

        Raises:
            OSError: there is no room on disk.
        """
        if self._database is None:
            here = file, line
            first = self._locations.setdefault(handle, here)
            if first is not here:
                return self._names[first[0]], first[1]
            if len(self._locations) + len(self._names) > self._few:
                self._move_to_disk()
            return None
        # A handle that is not ASCII may not be valid text to SQLite.
        key = handle if handle.isascii() else _bytes(handle)
        if self._run("INSERT INTO handles VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, file, line).rowcount == 1:
            return None
        sql = "SELECT name, line FROM handles JOIN files ON files.number = handles.file WHERE handle = ?"
        name, first_line = self._run(sql, key).fetchone()
        return name.decode("utf-8", "surrogatepass"), first_line

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        import sqlite3  # not imported as long as everything fits into memory

        assert self._cursor is not None
        try:
            return self._cursor.execute(sql, values)
        except sqlite3.Error as error:
            raise no_room(WHAT, error) from None

    def _move_to_disk(self) -> None:
        import sqlite3

        try:
            self._database = temporary_database(CACHE_SIZE)
            self._cursor = cursor = self._database.cursor()
            cursor.execute("CREATE TABLE files (number INTEGER PRIMARY KEY, path BLOB UNIQUE, name BLOB)")
            cursor.execute("CREATE TABLE handles (handle BLOB PRIMARY KEY, file INTEGER, line INTEGER) WITHOUT ROWID")
            cursor.execute("BEGIN")
            files = ((number, _bytes(path), _bytes(self._names[number])) for path, number in self._numbers.items())
            cursor.executemany("INSERT INTO files VALUES (?, ?, ?)", files)
            handles = ((handle if handle.isascii() else _bytes(handle), *place) for handle, place in self._locations.items())
            cursor.executemany("INSERT INTO handles VALUES (?, ?, ?)", handles)
        except sqlite3.Error as error:
            raise no_room(WHAT, error) from None
        self._numbers, self._names, self._locations = {}, [], {}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
