"""The store of a repository: what each record says, when that last changed, and which records are gone.

Harvesters ask for what has changed since they last came, so a repository has to remember: the files alone do not show when a
record changed or that one was deleted. The store is one SQLite file, which can be thrown away at the price of that memory.

Source of the rules: OAI-PMH 2.0, sections 2.5 (records, datestamps, deleted records) and 2.6 (sets).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from redif.bibliography.item import BibliographicItem
from redif.findings.errors import FileError
from redif.syntax.template import Template
from redif.writers.dublin_core import handle_uri
from redif.writers.oai_dc import set_of

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,       -- the handle in lowercase
    identifier TEXT NOT NULL,       -- as harvesters know it
    set_spec TEXT NOT NULL,
    stamp INTEGER NOT NULL,         -- seconds since 1970: when it last changed
    deleted INTEGER NOT NULL,
    digest BLOB NOT NULL,
    data BLOB NOT NULL,             -- the record as JSON
    run INTEGER NOT NULL            -- the last update that met it
);
CREATE INDEX record_stamp ON record (stamp, number);
CREATE INDEX record_identifier ON record (identifier);
CREATE INDEX record_set ON record (set_spec, stamp, number);
CREATE TABLE "set" (spec TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
"""
_WAIT = 30  # seconds to wait for another program that is updating the store


class StoredRecord(NamedTuple):
    """A record of the store; `data` is empty for one that was deleted."""

    number: int
    identifier: str
    set_spec: str
    stamp: datetime
    is_deleted: bool
    data: Mapping[str, Any]


class Changes(NamedTuple):
    """How many records an update has added, changed, deleted, and found as they were."""

    added: int
    changed: int
    deleted: int
    unchanged: int


class Position(NamedTuple):
    """A place in the list of records, which is in the order of changes: after this change of this record."""

    stamp: int
    number: int


class RecordStore:
    """A store of records in a file; `:memory:` for one that is forgotten.

    It may be read while another connection updates it, and from several threads, one at a time.

    Args:
        path: the file, which is made if it does not exist.

    Raises:
        FileError: the file cannot be opened, or is something else.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        try:
            self._database = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            [version] = self._database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                [tables] = self._database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                if tables:
                    raise FileError(f"{self.path} is a database, but not a store of redif; give the name of a new file")
                self._database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
            elif version != SCHEMA_VERSION:
                raise FileError(f"{self.path} was made by another version of redif; delete it, and it is made anew")
        except sqlite3.Error as error:
            raise FileError(f"{self.path} cannot be used as a store: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # ------------------------------------------------------------------ update

    def update(
        self,
        templates: Iterable[Template],
        *,
        is_complete: Callable[[], bool] = lambda: True,
        now: datetime | None = None,
    ) -> Changes:
        """Take in all items that there are now; all of it is kept, or nothing.

        Args:
            templates: the items, with what a catalogue knows of their series. Of several with one handle, the first counts;
                what is no item or has no handle is passed over.
            is_complete: called after the last of them; returns whether those were all. If not (as some file could not be read),
                none is taken for deleted.
            now: the time of what has changed.
        """
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        with self._database:  # commits, or rolls back where anything is raised
            self._database.execute("BEGIN IMMEDIATE")
            [last, newest] = self._database.execute("SELECT ifnull(max(run), 0), ifnull(max(stamp), 0) FROM record").fetchone()
            # A clock that was set back must not hide changes from those who have harvested since.
            stamp = max(int((now or datetime.now(UTC)).timestamp()), newest)
            for template in templates:
                is_item = template.schema.is_item and template.data.get("handle")
                if is_item and (outcome := self._take(template.data, stamp, last + 1)):
                    counts[outcome] += 1
            deleted = self._delete_unmet(last + 1, stamp) if is_complete() else 0
        return Changes(counts["added"], counts["changed"], deleted, counts["unchanged"])

    def _take(self, data: Mapping[str, Any], stamp: int, run: int) -> str:
        """Add or change a record if need be; return what happened, empty if it was met before in this update."""
        key = data["handle"].lower()
        # Where it is in which file is not what it says.
        content = orjson.dumps({name: value for name, value in data.items() if name != "source"}, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.blake2b(content, digest_size=16).digest()
        known = self._database.execute("SELECT run, digest, deleted FROM record WHERE key = ?", (key,)).fetchone()
        if known is not None and known[0] == run:
            return ""
        if known is not None and known[1] == digest and not known[2]:
            self._database.execute("UPDATE record SET run = ? WHERE key = ?", (run, key))
            return "unchanged"
        item = BibliographicItem(data)
        set_spec = set_of(item)
        self._database.execute(
            "INSERT INTO record (key, identifier, set_spec, stamp, deleted, digest, data, run) VALUES (?, ?, ?, ?, 0, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET identifier = excluded.identifier, set_spec = excluded.set_spec, "
            "stamp = excluded.stamp, deleted = 0, digest = excluded.digest, data = excluded.data, run = excluded.run",
            (key, handle_uri(data["handle"]), set_spec, stamp, digest, content, run),
        )
        for spec, name in _sets(set_spec, data.get("joined") or {}):
            self._database.execute('INSERT OR REPLACE INTO "set" VALUES (?, ?)', (spec, name))
        return "added" if known is None else "changed"

    def _delete_unmet(self, run: int, stamp: int) -> int:
        """Mark the records that an update has not met as deleted; they keep their identifiers and sets."""
        return self._database.execute(
            "UPDATE record SET deleted = 1, stamp = ?, data = '', digest = '' WHERE run <> ? AND NOT deleted", (stamp, run)
        ).rowcount

    # ------------------------------------------------------------------ reading

    def record(self, identifier: str) -> StoredRecord | None:
        """Return the record that harvesters know by an identifier."""
        return next(self._records("identifier = ?", [identifier], 1), None)

    def records(
        self,
        *,
        from_: datetime | None = None,
        until: datetime | None = None,
        set_spec: str = "",
        after: Position | None = None,
        limit: int = -1,
    ) -> list[StoredRecord]:
        """Return records in the order of their changes.

        Args:
            from_: only what changed then or later.
            until: only what changed then or before.
            set_spec: only those of a set, or of sets below it.
            after: only those after this position.
            limit: no more than so many.
        """
        where, values = _conditions(from_, until, set_spec)
        if after is not None:
            where, values = f"{where} AND (stamp, number) > (?, ?)", [*values, *after]
        return list(self._records(where, values, limit))

    def count(self, *, from_: datetime | None = None, until: datetime | None = None, set_spec: str = "") -> int:
        """Return how many records `records` has."""
        where, values = _conditions(from_, until, set_spec)
        [count] = self._database.execute(f"SELECT count(*) FROM record WHERE {where}", values).fetchone()
        return int(count)

    def sets(self) -> list[tuple[str, str]]:
        """Return the sets, each with its name: the archives and their series."""
        return self._database.execute('SELECT spec, name FROM "set" ORDER BY spec').fetchall()

    @property
    def earliest(self) -> datetime:
        """The time of the earliest change; now, if there is none."""
        [stamp] = self._database.execute("SELECT min(stamp) FROM record").fetchone()
        return datetime.now(UTC).replace(microsecond=0) if stamp is None else datetime.fromtimestamp(stamp, UTC)

    def _records(self, where: str, values: list[Any], limit: int) -> Iterator[StoredRecord]:
        query = f"SELECT number, identifier, set_spec, stamp, deleted, data FROM record WHERE {where} "
        with closing(self._database.execute(query + "ORDER BY stamp, number LIMIT ?", (*values, limit))) as rows:
            for number, identifier, spec, stamp, deleted, data in rows:
                time = datetime.fromtimestamp(stamp, UTC)
                yield StoredRecord(number, identifier, spec, time, bool(deleted), {} if deleted else orjson.loads(data))


def _conditions(from_: datetime | None, until: datetime | None, set_spec: str) -> tuple[str, list[Any]]:
    """The condition of SQL that selects records, and its values."""
    parts, values = ["1"], list[Any]()
    if from_ is not None:
        parts, values = [*parts, "stamp >= ?"], [*values, int(from_.timestamp())]
    if until is not None:
        parts, values = [*parts, "stamp <= ?"], [*values, int(until.timestamp())]
    if set_spec:
        # Colons separate the levels of sets; a semicolon follows the colon in ASCII.
        parts.append("(set_spec = ? OR set_spec >= ? AND set_spec < ?)")
        values += [set_spec, f"{set_spec}:", f"{set_spec};"]
    return " AND ".join(parts), values


def _sets(set_spec: str, joined: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The set of an item and those above it, with their names."""
    names = {2: (joined.get("archive") or {}).get("name"), 3: (joined.get("series") or {}).get("name")}
    levels = set_spec.split(":") if set_spec else []
    for level in range(1, len(levels) + 1):
        spec = ":".join(levels[:level])
        yield spec, names.get(level) or spec
