"""Plain text: for each item its citation and its abstracts, with a blank line between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from redif.bibliography.citation import cite
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as a few lines of text; two blank lines are between one item and the next."""
    before = ""
    for template in templates:
        data = template.data
        abstracts = [data.get("abstract"), *data.get("further", {}).get("Abstract", ())]
        paragraphs = [cite(data), *filter(None, abstracts)]
        out.write((before + "\n\n".join(paragraphs) + "\n").encode())
        before = "\n\n"
