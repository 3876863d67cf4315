"""JSON: one array of records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the records as one array, with a record on each line."""
    separator = b"[\n"
    for template in templates:
        out.write(separator + orjson.dumps(template.data))
        separator = b",\n"
    out.write(b"[]\n" if separator == b"[\n" else b"\n]\n")
