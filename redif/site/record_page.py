"""The page of a record: what `redif show` shows, with links, and of an item the files for other programs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem
from redif.display.item_page import FILES, Context, item_page
from redif.display.page import PageSection, RecordPage, SectionKind
from redif.models import Record, record_of
from redif.site.highwire import highwire_tags
from redif.source.characters import without_noncharacters
from redif.syntax.template import Template
from redif.writers import WRITERS, file_type
from redif.writers.options import DEFAULT
from redif.writers.schema_org import CONTEXT, json_ld_node

Versions = Sequence[tuple[str, str]]
ShownFile = Callable[[str], str]


class Export(NamedTuple):
    """A format in which an item can be taken, beside its page.

    Attributes:
        name: what people call it.
        format: what redif calls it.
        ending: the extension of the file.
    """

    name: str
    format: str
    ending: str

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        return file_type(self.format).media_type


# Those of the page on IDEAS, in its order. `.html` is the page itself.
EXPORTS = (
    Export("HTML", "html", "htm"),
    Export("text", "text", "txt"),
    Export("BibTeX", "bibtex", "bib"),
    Export("RIS", "ris", "ris"),
    Export("ReDIF", "redif", "redif"),
    Export("JSON", "json", "json"),
)


def record_content(record: Record, catalogue: Context, shown_file: ShownFile, versions: Versions = ()) -> Mapping[str, Any]:
    """Return what the templates need to show a record: its page in parts.

    Args:
        record: the record.
        catalogue: where related records are looked up.
        shown_file: returns the name of a file as it is shown.
        versions: the handles and titles of its other versions.
    """
    page = item_page(record, catalogue, versions=versions)
    sections = [_with_shown_files(part, shown_file) if part.kind is SectionKind.RECORD else part for part in page.sections]
    return {"record": page._replace(sections=tuple(sections)), "kinds": SectionKind, "summary": _summary(page)}


def _with_shown_files(part: PageSection, shown_file: ShownFile) -> PageSection:
    """Return the section that says where a record is from, without folders that are nobody else's business."""
    blocks = (
        [line._replace(text=shown_file(line.text)) if line.label in FILES else line for line in block] for block in part.blocks
    )
    return part._replace(blocks=tuple(map(tuple, blocks)))


def item_content(
    template: Template, catalogue: Context, shown_file: ShownFile, versions: Versions, address: str
) -> Mapping[str, Any]:
    """Return what the template of an item's page needs.

    Args:
        template: the item.
        catalogue: where related records are looked up.
        shown_file: returns the name of a file as it is shown.
        versions: the handles and titles of its other versions.
        address: the absolute address of the page; empty if it is not known.
    """
    data = template.data | {"joined": catalogue.joined(template.data)}
    item = BibliographicItem(data)
    node = {"@context": CONTEXT, **json_ld_node(data)}
    if address:
        node["mainEntityOfPage"] = address
    # In JSON `<` occurs in strings only; escaped, it cannot end the script.
    json_ld = without_noncharacters(orjson.dumps(node)).replace(b"<", b"\\u003c").decode()
    return {
        **record_content(record_of(template.data), catalogue, shown_file, versions),
        "tags": [*highwire_tags(item, address)],
        "json_ld": json_ld,
        "exports": EXPORTS,
        "citation": cite_item(item),
        "handle": item.handle,
        "is_restricted": bool(item.restrictions),
    }


def exports(template: Template, catalogue: Context, shown_file: ShownFile) -> Iterator[tuple[str, bytes]]:
    """Yield the item in each format, by the extension of the file."""
    template.join(catalogue.joined(template.data))
    if source := template.data.get("source"):
        template.data["source"] = {**source, "file": shown_file(source["file"])}
    for export in EXPORTS:
        out = io.BytesIO()
        WRITERS[export.format].write([template], out, DEFAULT)
        yield export.ending, out.getvalue()


def _summary(page: RecordPage) -> str:
    """Return the beginning of the abstract or description, for search engines."""
    texts = (line.text for section in page.sections if section.kind is SectionKind.TEXT for (line, *_) in section.blocks)
    return next(texts, "")[:300]
