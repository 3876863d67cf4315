"""Results of files that earlier runs have left in a folder, so that only what has changed is read.

There is a database for each set of options. The result of a file is used again if the file still has the size, the times and
the inode that it had when it was read. Two changes within one tick of a clock may leave all of these alike, so of a file that
was changed a short time before it was read, the content is compared as well, until a run finds it old enough.

Whatever happens to runs and databases, no result is used that does not agree with its checksum.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b, file_digest
from typing import Any, NamedTuple

from redif.cli.terminal import complain
from redif.findings.errors import UsageError
from redif.parallel.plain import PackedResult
from redif.source.files import ENDINGS, can_be_a_name

LARGEST = "REDIF_CACHE_SIZE"  # the variable of the environment that sets how many bytes a folder may hold
SIZE = 16 << 30  # bytes; all of RePEc takes less than half of that with any set of options
YOUNG = 60.0  # seconds; clocks of file systems are less coarse than that, and those of servers less wrong
FLUSHED = 4 << 20  # bytes of results that are written at a time
PATIENCE = 10.0  # seconds to wait while another run writes
_PAGE = 4096  # bytes of a page of a database
_PREFIX, _SUFFIX = "redif-", ".sqlite"  # of the names of databases
_TABLES = (
    # The results of a file are at `first` and after it, as many as it has parts; while its status is empty, some are missing.
    "CREATE TABLE IF NOT EXISTS files"
    " (path BLOB PRIMARY KEY, status BLOB, content BLOB, first INTEGER, parts INTEGER) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS results"
    " (number INTEGER PRIMARY KEY, messages BLOB, facts BLOB, data BLOB, is_last INTEGER, checksum INTEGER)",
)
# Without numbers, as Python 3.14 takes numbered placeholders only with names.
_DELETE_RESULTS = (
    "WITH old AS (SELECT first, first + parts AS after FROM files WHERE path = ? AND first IS NOT ?)"
    " DELETE FROM results WHERE number >= (SELECT first FROM old) AND number < (SELECT after FROM old)"
)
# What is no sign of damage: another run is slow, the disk or the cache is full, or it may not be written.
_HARMLESS = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
}  # fmt: skip
_ERRORS = (sqlite3.Error, UnicodeDecodeError)  # the latter for a message about a damaged database


class FileState(NamedTuple):
    """What shows whether a file has changed.

    Attributes:
        status: its size, times and inode, and what else its result depends on.
        content: a hash of its content if it was changed a short time ago; else empty.
    """

    status: bytes
    content: bytes


class ResultCache:
    """What earlier runs have found with the same options.

    Args:
        folder: where the databases are.
        key: what all results depend on.
        named: the files and folders that are read.
        depends_on: returns what else the result of a file depends on.

    Raises:
        UsageError: the folder cannot be used.
    """

    def __init__(self, folder: str, key: bytes, named: Iterable[str], depends_on: Callable[[str], str]) -> None:
        self._path = os.path.join(folder, f"{_PREFIX}{blake2b(key, digest_size=16).hexdigest()}{_SUFFIX}")
        self._named = [os.fsencode(path) for path in named if can_be_a_name(path)]
        self._depends_on = depends_on
        self._database: sqlite3.Connection | None = None
        self._is_full = False
        # What is to be written: results, the files that they are of, and the files that have become old enough.
        self._results: list[tuple[object, ...]] = []
        self._files: dict[bytes, tuple[bytes, bytes, int, int]] = {}
        self._settled: list[tuple[bytes]] = []
        self._size = 0
        self._next = int.from_bytes(os.urandom(4), "big") << 30  # no two runs number their results alike
        self._first = 0  # the number of the first result of the file whose results are added; 0 if that was lost
        try:
            os.makedirs(folder, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self._most = _make_room(folder, self._path)
        except OSError as error:
            raise UsageError(f"{folder} cannot be used as a cache: {error.strerror or error}") from None
        try:
            self._connect()
        except _ERRORS as error:
            self._failed(error)

    # ------------------------------------------------------------------ files

    def state(self, path: str) -> FileState | None:
        """Return the state of a file; None for what is never cached: all but files that are named as ReDIF is."""
        status, is_young = self._status(path)
        content = _hash_of(path) if status and is_young else b""
        return None if not status or content is None else FileState(status, content)

    def _status(self, path: str) -> tuple[bytes, bool]:
        """The status of a file, and whether the file was changed a short time ago."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return b"", False
        if not (stat.S_ISREG(found.st_mode) and path.lower().endswith(ENDINGS)):
            return b"", False
        status = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {self._depends_on(path)}"
        return status.encode("utf-8", "surrogatepass"), max(found.st_mtime, found.st_ctime) > time.time() - YOUNG

    # ------------------------------------------------------------------ reading

    def find(self, path: str) -> int:
        """Return the number of the first result of a file; 0 if there is none, or the file has changed."""
        status, is_young = self._status(path)
        sql = "SELECT status, content, first FROM files WHERE path = ?"
        for known, content, first in self._rows(sql, (bytes, bytes, int), os.fsencode(path)) if status else ():
            if known != status or (content and content != _hash_of(path)):
                return 0
            if content and not is_young:
                self._settled.append((os.fsencode(path),))
            return int(first)
        return 0

    def load(self, path: str, number: int) -> Iterator[PackedResult]:
        """Yield the results of a file, of which the first has a number; not all of them where the database is damaged."""
        sql = "SELECT messages, facts, data, is_last, checksum FROM results WHERE number = ?"
        is_last = False
        while not is_last and (rows := list(self._rows(sql, (bytes, bytes, bytes, int, int), number))):
            [(messages, facts, data, is_last, checksum)] = rows
            if checksum != _checksum(path, number, (messages, facts, data), is_last):
                self._make_anew()
                return
            yield PackedResult(messages.decode("utf-8", "surrogatepass"), facts, data, bool(is_last))
            number += 1

    def _rows(self, sql: str, types: tuple[type, ...], *values: object) -> Iterator[Any]:
        """The rows of a query; in a damaged database a value may have another type."""
        if self._database is not None:
            try:
                for row in self._database.execute(sql, values):
                    if tuple(map(type, row)) != types:
                        raise sqlite3.DatabaseError
                    yield row
            except _ERRORS as error:
                self._failed(error)

    # ------------------------------------------------------------------ writing

    def add(self, path: str, result: PackedResult, state: FileState | None, *, is_first: bool = True) -> None:
        """Add the result of a file, or of its next part; the parts of a file follow one another.

        Args:
            path: the file.
            result: what came of it.
            state: the state of the file, after its last part, and unless it has changed while it was read.
            is_first: whether it is of all of the file, or of its first part.
        """
        if self._database is None or self._is_full:
            return
        key = os.fsencode(path)
        if is_first:
            self._first = 0 if result.is_last and state is None else self._next
        if not self._first:
            return
        values = result.messages.encode("utf-8", "surrogatepass"), result.facts, result.data
        self._results.append((self._next, *values, result.is_last, _checksum(path, self._next, values, result.is_last)))
        self._next += 1
        status, content = state or (b"", b"")
        self._files[key] = status, content, self._first, self._next - self._first
        self._size += sum(map(len, values))
        if self._size >= FLUSHED:
            self._flush()

    def forget_vanished(self, found: Iterable[str]) -> None:
        """Remove the results of files that are not there any more: those that are not among the files that were found."""
        there = set(found)
        vanished: list[tuple[bytes, None]] = []
        for path in self._named:
            start = os.path.join(path, b"")
            end = start[:-1] + bytes([start[-1] + 1])
            rows = self._rows("SELECT path FROM files WHERE path = ? OR path > ? AND path < ?", (bytes,), path, start, end)
            vanished += [(known, None) for (known,) in rows if os.fsdecode(known) not in there]
        self._write((_DELETE_RESULTS, vanished), ("DELETE FROM files WHERE path = ? AND ? IS NULL", vanished))

    def close(self) -> None:
        """Write what is not written yet, and end."""
        self._flush()
        self._disconnect()

    def _flush(self) -> None:
        files = [(path, *values) for path, values in self._files.items()]
        self._write(
            (_DELETE_RESULTS, [(path, first) for path, _, _, first, _ in files]),
            ("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", files),
            ("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?)", self._results),
            ("UPDATE files SET content = x'' WHERE path = ?", self._settled),
        )
        self._results, self._files, self._settled, self._size = [], {}, [], 0

    def _write(self, *statements: tuple[str, Collection[tuple[object, ...]]]) -> None:
        """Write rows, all of them or none."""
        if self._database is None or self._is_full or not any(rows for _, rows in statements):
            return
        try:
            with self._database as database:  # which commits, or rolls back
                database.execute("BEGIN IMMEDIATE")
                for sql, rows in statements:
                    database.executemany(sql, rows)
        except _ERRORS as error:
            self._failed(error)

    # ------------------------------------------------------------------ the database

    def _connect(self) -> None:
        self._database = database = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
        # That a run is killed damages no database. A power failure may, which is seen and costs no more than reading again.
        for pragma in ("synchronous = OFF", f"page_size = {_PAGE}", f"max_page_count = {max(self._most // _PAGE, 1)}"):
            database.execute(f"PRAGMA {pragma}")
        for table in _TABLES:
            database.execute(table)
        os.utime(self._path)  # which tells when it was last used

    def _disconnect(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _failed(self, error: Exception) -> None:
        """Write nothing more, or begin again if the database is damaged."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _HARMLESS:
            self._make_anew()
            return
        if not self._is_full:
            complain(f"nothing more can be written to the cache {self._path}: {error}")
        self._is_full = True

    def _make_anew(self) -> None:
        complain(f"the cache {self._path} is damaged, so it is made anew")
        self._disconnect()
        self._results, self._files, self._settled, self._first = [], {}, [], 0
        try:
            os.unlink(self._path)
            self._connect()
        except (OSError, *_ERRORS):
            self._disconnect()


def _checksum(path: str, number: int, result: Iterable[bytes], is_last: object) -> int:
    found = zlib.crc32(b"%d %d " % (number, bool(is_last)) + os.fsencode(path))
    for part in result:
        found = zlib.crc32(part, zlib.crc32(b"%d " % len(part), found))
    return found


def _hash_of(path: str) -> bytes | None:
    """The hash of the content of a file; None if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file_digest(file, lambda: blake2b(digest_size=16)).digest()
    except OSError:
        return None


def _make_room(folder: str, own: str) -> int:
    """Delete the databases in a folder that were not used for the longest time; return how many bytes its own may have.

    Half of what a folder may hold is for one database, the other half for all others.
    """
    try:
        most = int(os.environ[LARGEST]) // 2
    except (KeyError, ValueError):
        most = SIZE // 2
    with os.scandir(folder) as entries:
        others = [e for e in entries if e.name.startswith(_PREFIX) and e.name.endswith(_SUFFIX) and e.path != own]
    total = 0
    for entry in sorted(others, key=lambda entry: entry.stat().st_mtime, reverse=True):
        total += entry.stat().st_size
        if total > most:
            os.unlink(entry.path)
    return most
