"""ReDIF in its canonical form, for templates of all types.

The output is UTF-8. RePEc reads a file as UTF-8 if it begins with a byte-order mark or its name ends in `.redif`, and the name
of the file is not known here. So a mark comes first, unless the output is ASCII, which reads the same either way. As the mark
cannot be added later, output is held back to decide; output longer than `HELD_BACK` always has a mark.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import BinaryIO

from redif.syntax.serializer import text_of
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

HELD_BACK = 1 << 20  # bytes


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the record of each template as ReDIF, separated by blank lines."""
    held: list[bytes] = []
    length = 0
    is_decided, separator = False, ""
    for template in templates:
        text = (separator + text_of(template.data, template.schema)).encode()
        separator = "\n"
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
