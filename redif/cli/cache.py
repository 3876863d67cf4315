"""Templates kept in memory for whoever reads the files twice, as many as there is room for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from redif.findings.finding import Finding
from redif.syntax.template import Template

CACHE_SIZE = 8 << 20  # bytes of memory


class CachedFile(NamedTuple):
    """What was read of a file: its templates, findings about what stands in none, and the bytes of memory they take."""

    templates: deque[Template]
    loose: list[Finding]
    size: int


class TemplateCache:
    """The files that were kept.

    Attributes:
        is_full: whether there was no room for one; then no more are worth the try.

    Args:
        room: bytes of memory.
    """

    def __init__(self, room: int) -> None:
        self.is_full = room <= 0
        self._room = room
        self._files: dict[str, CachedFile] = {}

    def passing(self, path: str, templates: Iterator[Template], loose: list[Finding]) -> Iterator[Template]:
        """The templates of a file, kept as they pass, with what findings there are in the end about what stands in none."""
        found: deque[Template] = deque()
        size = 0
        if path not in self._files:  # of a file that is named twice, the second time is read again
            for template in templates:
                found.append(template)
                yield template
                size += template.size  # which is more if it was read by now
                if size > self._room:
                    self.is_full = True
                    found.clear()
                    break
            else:
                self._files[path] = CachedFile(found, loose, size)
                self._room -= size
        yield from templates

    def take(self, path: str) -> CachedFile | None:
        """What was kept of a file, if anything; it is kept no longer."""
        kept = self._files.pop(path, None)
        self._room += 0 if kept is None else kept.size
        return kept
