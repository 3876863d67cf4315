"""Citations: on each line the citation of an item as IDEAS suggests it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redif.bibliography.citation import cite
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: lines need none."""
    return Frame()


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield the citation of each item as a line of text."""
    for template in templates:
        yield f"{cite(template.data)}\n".encode()
