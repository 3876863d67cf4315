"""The handles that were met, and where: millions of them, in little memory."""

from __future__ import annotations

import errno
import sqlite3
import tempfile

FEW = 50_000  # handles and files that are held in memory, some 20 MB; with more of them, all stand on disk
CACHE = 32_768  # kilobytes that SQLite may hold; what does not fit stands on disk


class HandleIndex:
    """Files that were read, each by a number, and the place of the first template with each handle.

    The table is ordered by handle. A walk over archives gives handles nearly in that order, so most of what is looked up was
    used a moment ago and is in the cache; a table ordered by a hash of the handle is smaller, but takes twice the time.
    """

    def __init__(self, few: int = FEW) -> None:
        self._few = few
        self._database: sqlite3.Connection | None = None
        # What is in memory as long as there is no database.
        self._numbers: dict[str, int] = {}
        self._shown: list[str] = []
        self._places: dict[str, tuple[int, int]] = {}

    def __del__(self) -> None:
        if self._database is not None:
            self._database.close()

    def file(self, path: str, shown: str) -> int | None:
        """The number of a file that is new; None for one that was read before.

        Args:
            path: what tells it from any other.
            shown: how it is called where its handles are told of.
        """
        if self._database is None:
            number = len(self._shown)
            if self._numbers.setdefault(path, number) != number:
                return None
            self._shown.append(shown)
            return number
        try:
            done = self._run("INSERT INTO files (path, shown) VALUES (?, ?) ON CONFLICT DO NOTHING", (_key(path), _key(shown)))
        except sqlite3.Error as error:
            raise _no_room(error) from None
        return done.lastrowid if done.rowcount == 1 else None

    def first(self, handle: str, file: int, line: int) -> tuple[str, int] | None:
        """The file and line where a handle stood before; None where it is new, and from now on it stands here."""
        if self._database is None:
            here = file, line
            first = self._places.setdefault(handle, here)
            if first is not here:
                return self._shown[first[0]], first[1]
            if len(self._places) + len(self._shown) > self._few:
                self._move()
            return None
        # Whatever is no ASCII may be no text to SQLite either.
        key = handle if handle.isascii() else _key(handle)
        try:
            done = self._run("INSERT INTO handles VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (key, file, line))
        except sqlite3.Error as error:
            raise _no_room(error) from None
        if done.rowcount == 1:
            return None
        sql = "SELECT shown, line FROM handles JOIN files ON files.number = handles.file WHERE handle = ?"
        shown, there = self._run(sql, (key,)).fetchone()
        return shown.decode("utf-8", "surrogatepass"), there

    def _move(self) -> None:
        """Move all onto disk."""
        # A database without a name is a file of SQLite's own, which nobody else sees and which goes with the connection.
        self._database = sqlite3.connect("", isolation_level=None)
        cursor = self._database.cursor()
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.execute("CREATE TABLE files (number INTEGER PRIMARY KEY, path BLOB UNIQUE, shown BLOB)")
            cursor.execute("CREATE TABLE handles (handle BLOB PRIMARY KEY, file INTEGER, line INTEGER) WITHOUT ROWID")
            cursor.execute("BEGIN")
            files = ((number, _key(path), _key(self._shown[number])) for path, number in self._numbers.items())
            cursor.executemany("INSERT INTO files VALUES (?, ?, ?)", files)
            handles = ((handle if handle.isascii() else _key(handle), *location) for handle, location in self._places.items())
            cursor.executemany("INSERT INTO handles VALUES (?, ?, ?)", handles)
        except sqlite3.Error as error:
            raise _no_room(error) from None
        self._run = cursor.execute
        self._numbers, self._shown, self._places = {}, [], {}


def _key(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _no_room(error: sqlite3.Error) -> OSError:
    return OSError(errno.ENOSPC, f"the list of handles cannot be kept ({error})", tempfile.gettempdir())
