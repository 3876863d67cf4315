"""SQLite databases for what does not fit into memory."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def temporary_database(cache_size: int) -> sqlite3.Connection:
    """Open a database in a temporary file of its own, which nobody else sees and which is deleted when it is closed.

    It may be used from any thread, but only from one at a time. It has no journal, because it does not outlive a crash.

    Args:
        cache_size: the kilobytes of it that may be held in memory.

    Raises:
        sqlite3.Error: there is no room for it.
    """
    import sqlite3  # not imported as long as everything fits into memory

    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{cache_size}"):
        database.execute(f"PRAGMA {pragma}")
    return database


def no_room(what: str, error: Exception) -> OSError:
    """The error to raise when a database cannot hold `what`, such as "the catalogue", because of an error of SQLite."""
    import tempfile  # takes a while to import

    return OSError(errno.ENOSPC, f"{what} cannot be stored ({error})", tempfile.gettempdir())
