"""The pages of a site, each with its path and content; those of items are made in `build`, which has the items' templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from redif.bibliography.addresses import ideas_url
from redif.display.page import RecordPage
from redif.grammar.vocabularies import jel
from redif.site.addresses import jel_path, keyword_anchor, keyword_page
from redif.site.contents import Author, Contents, ItemEntry, natural
from redif.site.feeds import feed
from redif.site.figures import figures
from redif.site.lists import grouped, list_pages
from redif.site.record_page import EXPORTS, ShownFile, record_content
from redif.site.rendering import Renderer
from redif.source.characters import folded

LATEST = 10  # items on the first page
FEW = 400  # authors; more of them are on a page for each letter


class SeriesEntry(NamedTuple):
    """A series in brief."""

    handle: str
    spelled: str
    name: str
    path: str
    items: int


class ArchiveEntry(NamedTuple):
    """An archive in brief, with its series."""

    handle: str
    spelled: str
    name: str
    path: str
    series: list[SeriesEntry]


class JelEntry(NamedTuple):
    """A JEL code: its heading, the items that have it, how many have it or a narrower one, and the narrower ones."""

    code: str
    heading: str
    items: list[int]
    total: int
    below: list[JelEntry]


class Pages:
    """All pages but those of items."""

    def __init__(self, contents: Contents, renderer: Renderer, shown_file: ShownFile, url: str) -> None:
        self.contents = contents
        self.renderer = renderer
        self._shown_file = shown_file
        self._url = url
        self.archives = [self._archive(handle) for handle in sorted(contents.archives)]

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield every page with its path."""
        yield from self.home()
        yield from self.collections()
        yield from self.authors()
        yield from self.subjects()
        yield from self.keywords()
        yield self._page("figures.html", "figures.html", figures=figures(self.contents, self._series_names()))

    # ------------------------------------------------------------------ first pages

    def home(self) -> Iterator[tuple[str, bytes]]:
        """Yield the first page, that of the search and that of the reader's own bibliography."""
        contents = self.contents
        latest = contents.latest_first(range(len(contents.items)))[:LATEST]
        counts = {"authors": len(contents.authors), "keywords": len(contents.keywords), "jel": len(contents.jel)}
        yield self._page("home.html", "index.html", archives=self.archives, latest=latest, items=len(contents.items), **counts)
        yield self._page("search.html", "search.html")
        yield self._page("bibliography.html", "bibliography.html", exports=EXPORTS)

    # ------------------------------------------------------------------ series and archives

    def collections(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of archives and series."""
        for archive in self.archives:
            yield self._page("archive.html", archive.path, archive=archive, **self._record(archive.handle, archive.name))
            for series in archive.series:
                yield from self._series(archive, series)

    def _series(self, archive: ArchiveEntry, series: SeriesEntry) -> Iterator[tuple[str, bytes]]:
        entries = self.contents.latest_first(self.contents.series[series.handle])
        content = self._record(series.handle, series.name)
        path = series.path.removesuffix("html") + "atom"
        yield path, feed(series.spelled, series.name, entries, path, self._url)
        for page in self._list(entries, series.path):
            yield self._page("series.html", page.path, archive=archive, series=series, **page.content, **content)

    def _record(self, handle: str, name: str) -> Mapping[str, Any]:
        """Return what there is to show of a series or archive; little where its template is not there."""
        record = self.contents.catalogue.get(handle)
        content = record_content(record, self.contents.catalogue, self._shown_file) if record else {}
        return {"kinds": None, "summary": "", **content, "record": content.get("record") or RecordPage(name, ())}

    def _archive(self, handle: str) -> ArchiveEntry:
        contents = self.contents
        found = [self._series_entry(series) for series in contents.archives[handle]]
        series = sorted(found, key=lambda entry: (entry.items == 0, folded(entry.name)))
        return ArchiveEntry(
            handle, contents.spelled[handle], name_in(contents, handle), f"{contents.records[handle]}.html", series
        )

    def _series_entry(self, handle: str) -> SeriesEntry:
        contents = self.contents
        count = len(contents.series[handle])
        return SeriesEntry(
            handle, contents.spelled[handle], name_in(contents, handle), f"{contents.records[handle]}.html", count
        )

    def _series_names(self) -> dict[str, str]:
        """Return the names of all series by handle; those of one name with their handles."""
        found = [series for archive in self.archives for series in archive.series]
        count = Counter(series.name for series in found)
        return {s.handle: s.name if count[s.name] == 1 else f"{s.name} ({s.spelled})" for s in found}

    # ------------------------------------------------------------------ authors

    def authors(self) -> Iterator[tuple[str, bytes]]:
        """Yield the page of each author, and the lists of them."""
        people = sorted(self.contents.authors.values(), key=lambda author: (folded(author.name), author.key))
        letters: dict[str, list[Author]] = {}
        for author in people:
            letters.setdefault(letter_of(author.name), []).append(author)
        index = {letter: f"authors/{letter}.html" for letter in letters} if len(people) > FEW else {}
        own = {} if index else letters
        yield self._page("authors.html", "authors/index.html", letters=own, index=index, letter="", total=len(people))
        for letter, path in index.items():
            own = {letter: letters[letter]}
            yield self._page("authors.html", path, letters=own, index=index, letter=letter, total=len(people))
        for author in people:
            yield from self._author(author)

    def _author(self, author: Author) -> Iterator[tuple[str, bytes]]:
        ideas = ideas_url({"template_type": "ReDIF-Person 1.0", "short_id": author.registered}) if author.registered else None
        for page in self._list(self.contents.latest_first(author.items), author.path, by_year=True):
            yield self._page("author.html", page.path, author=author, ideas=ideas, **page.content)

    # ------------------------------------------------------------------ subjects

    def subjects(self) -> Iterator[tuple[str, bytes]]:
        """Yield the tree of the JEL codes that items have, and the page of each."""
        tree = jel_tree(self.contents.jel)
        yield self._page("subjects.html", "jel/index.html", tree=tree)
        for entry, above in _with_those_above(tree):
            entries = self.contents.latest_first(entry.items)
            for page in self._list(entries, jel_path(entry.code), by_year=True):
                yield self._page("subject.html", page.path, entry=entry, above=above, **page.content)

    def keywords(self) -> Iterator[tuple[str, bytes]]:
        """Yield the lists of keywords with the items that have them."""
        pages: dict[str, list[tuple[str, str, list[ItemEntry]]]] = {}
        for key, (keyword, numbers) in sorted(self.contents.keywords.items()):
            entry = (keyword_anchor(key), keyword, self.contents.latest_first(numbers))
            pages.setdefault(keyword_page(key), []).append(entry)
        index = {path.removeprefix("keywords/").removesuffix(".html"): path for path in sorted(pages)}
        numbered = self.contents.keywords.values()
        frequent = sorted(numbered, key=lambda found: (-len(found[1]), folded(found[0])))[:100]
        most = sorted(((keyword, len(numbers)) for keyword, numbers in frequent), key=lambda found: folded(found[0]))
        yield self._page("keywords.html", "keywords/index.html", index=index, letter="", keywords=[], most=most)
        for letter, path in index.items():
            yield self._page("keywords.html", path, index=index, letter=letter, keywords=pages[path], most=[])

    # ------------------------------------------------------------------ lists

    def _page(self, template: str, path: str, **content: Any) -> tuple[str, bytes]:
        return path, self.renderer.page(template, path, **content)

    def _list(self, entries: Iterable[ItemEntry], path: str, *, by_year: bool = False) -> Iterator[_Listed]:
        """Yield the pages of a list, each with what its template needs."""
        pages = list_pages(grouped(entries, by_year=by_year), path)
        for page in pages:
            yield _Listed(page.path, {"groups": page.groups, "pages": pages if len(pages) > 1 else []})


class _Listed(NamedTuple):
    path: str
    content: Mapping[str, Any]


def name_in(contents: Contents, handle: str) -> str:
    """Return the name of a series or archive, or else its handle, which is given in lowercase."""
    record = contents.catalogue.get(handle)
    return getattr(record, "name", None) or contents.spelled[handle]


def letter_of(name: str) -> str:
    """Return the letter under which a name is listed."""
    first = folded(name)[:1]
    return first if first.isascii() and first.isalpha() else "other"


def jel_tree(items: Mapping[str, list[int]]) -> list[JelEntry]:
    """Return the JEL codes that items have and those above them, as a tree."""
    needed = {code[:length] for code in items for length in range(1, len(code) + 1)}
    headings = jel()

    def below(above: str) -> list[JelEntry]:
        codes = sorted((code for code in needed if len(code) == len(above) + 1 and code.startswith(above)), key=natural)
        return [entry(code, below(code)) for code in codes]

    def entry(code: str, narrower: list[JelEntry]) -> JelEntry:
        own = items.get(code, [])
        all_ = {number for held, numbers in items.items() if held.startswith(code) for number in numbers}
        return JelEntry(code, headings.get(code, ""), own, len(all_), narrower)

    return below("")


def _with_those_above(
    tree: list[JelEntry], above: tuple[JelEntry, ...] = ()
) -> Iterator[tuple[JelEntry, tuple[JelEntry, ...]]]:
    for entry in tree:
        yield entry, above
        yield from _with_those_above(entry.below, (*above, entry))
