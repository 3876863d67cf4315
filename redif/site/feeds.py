"""What programs read of a site: a feed of each series' new items, and the list of all pages for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from redif.bibliography.dates import Day
from redif.site.contents import Contents, ItemEntry
from redif.writers.xml import XmlDocument

MOST_ENTRIES = 30  # in a feed
MOST_PAGES = 50_000  # in a list for search engines, by sitemaps.org
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feed(handle: str, name: str, entries: Iterable[ItemEntry], path: str, url: str) -> bytes:
    """Return the Atom feed of a series (RFC 4287). An item without a date is not in it, as an entry needs one.

    Args:
        handle: the handle of the series.
        name: its name.
        entries: its items, the latest first.
        path: the path of the feed, which lies in the folder of the series.
        url: the address of the site; empty if it is not known.
    """
    dated = [(entry, entry.day) for entry in entries if entry.day and entry.handle][:MOST_ENTRIES]
    up = "../" * path.count("/")
    document = XmlDocument()
    document.start("feed", {"xmlns": ATOM})
    document.element("id", identifier(handle))
    document.element("title", name)
    document.element("updated", moment(max((day for _, day in dated), default=Day(1970))))
    document.element(
        "link", "", {"rel": "self", "type": "application/atom+xml", "href": f"{url}{path}" if url else "index.atom"}
    )
    document.element(
        "link", "", {"rel": "alternate", "type": "text/html", "href": f"{url}{path[:-4]}html" if url else "index.html"}
    )
    for entry, day in dated:
        document.start("entry")
        document.element("id", identifier(entry.handle))
        document.element("title", entry.title)
        document.element("updated", moment(day))
        address = f"{url or up}{entry.path}.html"
        document.element("link", "", {"rel": "alternate", "type": "text/html", "href": address})
        document.start("author")
        document.element("name", entry.authors or name)
        document.end()
        document.end()
    document.close()
    return document.taken()


def identifier(handle: str) -> str:
    """Return what names a record for ever (RFC 4151): it stays when the site moves."""
    return "tag:repec.org,1997:" + quote(handle, safe=":-._~!$&'()*+,;=@/")


def moment(day: Day) -> str:
    """Return the first moment that a day can be, as RFC 3339 writes it."""
    return f"{day.start.isoformat()}T00:00:00Z"


def sitemaps(contents: Contents, pages: Iterable[str], url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the lists of all pages by their names, and `robots.txt`, which names the first of them.

    Args:
        contents: what is on the site.
        pages: the paths of its pages.
        url: the address of the site; without it there are no lists, as they need full addresses.
    """
    if not url:
        yield "robots.txt", b"User-agent: *\nAllow: /\n"
        return
    all_ = sorted(pages)
    parts = [all_[start : start + MOST_PAGES] for start in range(0, len(all_), MOST_PAGES)] or [[]]
    days = {f"{entry.path}.html": entry.day for entry in contents.items}
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _listed("urlset", "url", ((f"{url}{path}", days.get(path)) for path in part))
    if len(parts) > 1:
        yield "sitemap.xml", _listed("sitemapindex", "sitemap", ((f"{url}{name}", None) for name in names))
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n".encode()


def _listed(whole: str, part: str, addresses: Iterable[tuple[str, Day | None]]) -> bytes:
    document = XmlDocument()
    document.start(whole, {"xmlns": SITEMAP})
    for address, day in addresses:
        document.start(part)
        document.element("loc", address)
        if day:
            document.element("lastmod", str(day))
        document.end()
    document.close()
    return document.taken()
