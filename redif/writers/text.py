"""Plain text: the citation and the abstracts of each item, separated by blank lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redif.bibliography.citation import cite
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: two empty lines separate items."""
    return Frame(separator=b"\n\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as paragraphs."""
    for template in templates:
        data = template.data
        abstracts = [data.get("abstract"), *data.get("further", {}).get("Abstract", ())]
        paragraphs = [cite(data), *filter(None, abstracts)]
        yield ("\n\n".join(paragraphs) + "\n").encode()
