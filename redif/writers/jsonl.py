"""JSON Lines: a record on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: lines need none."""
    return Frame()


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield the record of each template as a line of JSON; `redif schema` prints its JSON Schema."""
    for template in templates:
        yield orjson.dumps(template.data, option=orjson.OPT_APPEND_NEWLINE)
