"""Plain text: the citation, further titles and the abstracts of each item, separated by blank lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: two empty lines separate items."""
    return Frame(separator=b"\n\n")


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as paragraphs."""
    for template in templates:
        item = BibliographicItem(template.data)
        paragraphs = [cite_item(item), *item.other_titles, *item.abstracts]
        yield ("\n\n".join(paragraphs) + "\n").encode()
