"""ReDIF in its canonical form, templates of all types.

The output is UTF-8. RePEc takes a file for UTF-8 if it begins with a byte-order mark or its name ends in `.redif`, and how a
file will be called is not known here. So a mark comes first, unless all is ASCII, which reads the same either way. It cannot
be put there later, so only so much is looked at ahead: output longer than that has a mark in any case.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import BinaryIO

from redif.syntax.serializer import text_of
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

LOOKED_AT = 1 << 20  # bytes


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the record of each template as ReDIF, with a blank line between them."""
    waiting: list[bytes] = []
    length = 0
    is_open, blank = False, ""
    for template in templates:
        text = (blank + text_of(template.data, template.schema)).encode()
        blank = "\n"
        if is_open:
            out.write(text)
            continue
        waiting.append(text)
        length += len(text)
        if length > LOOKED_AT or not text.isascii():
            out.write(codecs.BOM_UTF8)
            out.writelines(waiting)
            is_open, waiting = True, []
    out.writelines(waiting)
