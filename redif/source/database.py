"""SQLite databases for what does not fit into memory."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def memory_database() -> sqlite3.Connection:
    """Open a database in memory.

    It may be used from any thread, but only from one at a time. It is closed when nothing refers to it any more: neither
    whoever opened it, nor a query of which rows are still to be read.
    """
    return _connect(":memory:")


def temporary_database(cache_size: int) -> sqlite3.Connection:
    """Open a database as `memory_database` does, in a temporary file that nobody else sees and that goes with it.

    It has no journal, because it does not outlive a crash.

    Args:
        cache_size: the kilobytes of it that may be held in memory.

    Raises:
        sqlite3.Error: there is no room for it.
    """
    database = _connect("")
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{cache_size}"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _connect(name: str) -> sqlite3.Connection:
    import sqlite3  # not imported as long as a few lists are enough

    class Database(sqlite3.Connection):
        def __del__(self) -> None:
            self.close()

    return sqlite3.connect(name, isolation_level=None, check_same_thread=False, factory=Database)


def no_room(what: str, error: Exception) -> OSError:
    """The error to raise when a database cannot hold `what`, such as "the catalogue", because of an error of SQLite."""
    import tempfile  # takes a while to import

    return OSError(errno.ENOSPC, f"{what} cannot be stored ({error})", tempfile.gettempdir())
