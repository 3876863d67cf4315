"""ReDIF in its canonical form, for templates of all types.

The output is UTF-8. RePEc reads a file as UTF-8 if it begins with a byte-order mark or its name ends in `.redif`, and the name
of the file is not known here. So a mark comes first, unless the output is ASCII, which reads the same either way. As the mark
cannot be added later, output is held back to decide; output longer than `HELD_BACK` always has a mark.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from redif.syntax.serializer import text_of
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions

HELD_BACK = 1 << 20  # bytes


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: blank lines separate templates, and a mark may come first."""
    return _MarkedFrame(separator=b"\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield the record of each template as ReDIF."""
    return (text_of(template.data, template.schema).encode() for template in templates)


class _MarkedFrame(Frame):
    """A frame that begins with a byte-order mark if that makes a difference."""

    def write(self, entries: Iterable[Any], out: BinaryIO) -> None:
        held: list[bytes] = []
        length = 0
        is_decided, before = False, b""
        for entry in entries:
            text = before + entry
            before = self.separator
            if is_decided:
                out.write(text)
                continue
            held.append(text)
            length += len(text)
            if length > HELD_BACK or not text.isascii():
                out.write(codecs.BOM_UTF8)
                out.writelines(held)
                is_decided, held = True, []
        out.writelines(held)
