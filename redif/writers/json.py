"""JSON: one array of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the brackets of one array, with a record on each line."""
    return Frame(b"[\n", b",\n", b"\n]\n", empty=b"[]\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield the record of each template."""
    return (orjson.dumps(template.data) for template in templates)
