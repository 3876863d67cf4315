"""Templates read again from their files."""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import Any

from redif.catalogue.index import IndexEntry
from redif.findings.finding import ignore_finding
from redif.reading.documents import file_templates
from redif.source.files import OnError
from redif.syntax.splitter import Reader
from redif.syntax.template import Template


class Rereading:
    """Reads templates again, one at a time.

    Many templates are usually asked for in their order, so reading a file continues where it stopped, and starts again only
    for an earlier template.

    Args:
        reader: what reads them.
        on_error: is called where a file can no longer be read.
    """

    def __init__(self, reader: Reader, on_error: OnError) -> None:
        self._reader = reader
        self._on_error = on_error
        self._path: str | None = None
        self._last: Template | None = None
        self._lock = RLock()  # several threads may ask
        self._rest: Iterator[Template] = iter(())

    def data(self, entry: IndexEntry) -> dict[str, Any] | None:
        """Return the record of an entry; None if its file no longer holds it."""
        with self._lock:
            template = self._template(entry)
            # A file that has changed may hold another template there.
            if template is None or template.type != (entry.type or None) or template.data.get("handle") != entry.handle:
                return None
            return template.data

    def _template(self, entry: IndexEntry) -> Template | None:
        if entry.path is None:
            return None
        if entry.path != self._path or self._last is None or entry.line <= self._last.line:
            self._path, self._last = entry.path, None
            self._rest = file_templates(entry.path, self._reader, ignore_finding, self._on_error)
        while self._last is None or self._last.line < entry.line:
            self._last = next(self._rest, None)
            if self._last is None:
                return None
        return self._last if self._last.line == entry.line else None
