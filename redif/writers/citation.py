"""Citations: on each line the citation of an item as IDEAS suggests it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from redif.bibliography.citation import cite
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write the citation of each item as a line of text."""
    for template in templates:
        out.write(f"{cite(template.data)}\n".encode())
