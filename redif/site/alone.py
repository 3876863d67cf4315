"""The page of one record that needs nothing beside it: `redif show --html`."""

from __future__ import annotations

from collections.abc import Iterable

from redif.bibliography.item import BibliographicItem
from redif.display.item_page import Context, item_page
from redif.display.page import SectionKind
from redif.findings.finding import Finding
from redif.models import Item, Record
from redif.reports.html import hash_source
from redif.site.highwire import highwire_tags
from redif.site.rendering import STATIC, Renderer


def page_alone(record: Record, catalogue: Context, findings: Iterable[Finding] = ()) -> bytes:
    """Return the page of a record in HTML, with the styles in it. Its links lead to other sites only."""
    style = (STATIC / "site.css").read_text(encoding="utf-8")
    is_item = isinstance(record, Item)
    data = record.data
    tags = [*highwire_tags(BibliographicItem(data | {"joined": catalogue.joined(data)}))] if is_item else []
    return Renderer().page(
        "alone.html",
        "",
        record=item_page(record, catalogue, findings),
        kinds=SectionKind,
        tags=tags,
        style=style,
        style_hash=hash_source(style),
    )
