"""HTML: a page with a list of references, as IDEAS words them, to be put on a web site.

Each reference leads to the item itself: its DOI, or else its first file, or else its page on IDEAS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote, urlsplit

from redif.bibliography.addresses import doi_url
from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem
from redif.source.escaping import visible
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions
from redif.writers.xml import with_valid_escapes

_HEAD = b"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>References</title>
</head>
<body>
<h1>References</h1>
"""
_IN_ADDRESS = "%/:=&?~#+!$,;'@()*-._"  # what needs no escape in an address
_SCHEMES = ("http", "https", "ftp")


def frame(_options: WriterOptions) -> Frame:
    """Return the page around the references."""
    foot = b"</body>\n</html>\n"
    return Frame(_HEAD + b"<ul>\n", b"", b"</ul>\n" + foot, empty=_HEAD + foot)


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield a reference to each item, its further titles and its abstracts."""
    return (_reference(BibliographicItem(template.data)).encode("utf-8", "replace") for template in templates)


def _reference(item: BibliographicItem) -> str:
    citation, title = _text(cite_item(item)), _text(item.title)
    address = doi_url(item.doi) if item.doi else item.url
    if title and (found := web_address(address)):
        citation = citation.replace(f'"{title}', f'"<a href="{escape(found)}">{title}</a>', 1)
    below = "".join(f"<p><bdi>{_text(text)}</bdi></p>\n" for text in (*item.other_titles, *item.abstracts))
    return f"<li><p><bdi>{citation}</bdi></p>\n{below}</li>\n"


def _text(text: str) -> str:
    return escape(visible(text), quote=False)


def web_address(text: str) -> str | None:
    """Return an address that a link may lead to, with what does not belong in one escaped; None for any other text."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for what is no number
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return None
    return quote(with_valid_escapes(text), safe=_IN_ADDRESS, errors="replace")
