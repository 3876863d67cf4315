"""Plain text: the citation and the abstracts of each item, separated by blank lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from redif.bibliography.citation import cite
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as paragraphs; two empty lines separate items."""
    separator = ""
    for template in templates:
        data = template.data
        abstracts = [data.get("abstract"), *data.get("further", {}).get("Abstract", ())]
        paragraphs = [cite(data), *filter(None, abstracts)]
        out.write((separator + "\n\n".join(paragraphs) + "\n").encode())
        separator = "\n\n"
