"""JSON Lines: a record on each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the record of each template as a line of JSON; `redif schema` prints its JSON Schema."""
    for template in templates:
        out.write(orjson.dumps(template.data, option=orjson.OPT_APPEND_NEWLINE))
