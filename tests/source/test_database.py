from __future__ import annotations

import sqlite3
import threading

from redif.source.database import no_room, temporary_database


def test_a_temporary_database_is_used_from_any_thread_and_kept_by_nobody() -> None:
    first, second = temporary_database(64), temporary_database(64)
    first.execute("CREATE TABLE words (word TEXT)")
    done = threading.Thread(target=first.execute, args=("INSERT INTO words VALUES ('x')",))
    done.start()
    done.join()
    assert first.execute("SELECT word FROM words").fetchall() == [("x",)]
    assert second.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert first.execute("PRAGMA synchronous").fetchone() == (0,)
    assert first.execute("PRAGMA journal_mode").fetchone() == ("off",)
    assert first.execute("PRAGMA cache_size").fetchone() == (-64,)


def test_what_does_not_fit_is_an_error_of_the_system() -> None:
    error = no_room("the catalogue", sqlite3.OperationalError("disk is full"))
    assert str(error.strerror) == "the catalogue cannot be stored (disk is full)"
