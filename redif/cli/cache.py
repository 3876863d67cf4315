"""A cache of templates for commands that read their files twice, up to a size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from redif.findings.finding import Finding
from redif.syntax.template import Template

CACHE_SIZE = 8 << 20  # bytes of memory


class CachedFile(NamedTuple):
    """What was read of a file: its templates, findings outside them, and the bytes of memory they take."""

    templates: deque[Template]
    outside: list[Finding]
    size: int


class TemplateCache:
    """The templates of files that were read.

    Attributes:
        is_full: whether there was no room for a file; then it is not worth trying more of them.

    Args:
        room: bytes of memory.
    """

    def __init__(self, room: int) -> None:
        self.is_full = room <= 0
        self._room = room
        self._files: dict[str, CachedFile] = {}

    def passing(self, path: str, templates: Iterator[Template], outside: list[Finding]) -> Iterator[Template]:
        """Return the templates of a file, and cache them with the findings outside them, which are complete at the end."""
        found: deque[Template] = deque()
        size = 0
        if path not in self._files:  # a file that is named twice is read again the second time
            for template in templates:
                found.append(template)
                yield template
                size += template.size  # larger if its attributes have been read by now
                if size > self._room:
                    self.is_full = True
                    found.clear()
                    break
            else:
                self._files[path] = CachedFile(found, outside, size)
                self._room -= size
        yield from templates

    def take(self, path: str) -> CachedFile | None:
        """Return what was cached of a file, if anything, and remove it from the cache."""
        cached = self._files.pop(path, None)
        self._room += 0 if cached is None else cached.size
        return cached
