"""A site built in a folder."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

from redif.catalogue.catalogue import Catalogue
from redif.checks.checker import check
from redif.findings.errors import UsageError
from redif.findings.finding import ignore_finding
from redif.importers import DEFAULT as IMPORT_DEFAULT
from redif.importers import ImportOptions
from redif.oai.static import write_static
from redif.parallel.pool import Lost, Pool
from redif.reading.documents import file_templates
from redif.site.check_pages import HISTORY, check_pages
from redif.site.contents import Contents, ItemEntry, page_of
from redif.site.feeds import sitemaps
from redif.site.folder import Changes, SiteFolder
from redif.site.pages import Pages, name_in
from redif.site.record_page import exports, item_content
from redif.site.rendering import STATIC, THEME_STYLE, Renderer
from redif.source.files import OnError, files, ignore_error, raise_error
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

REPOSITORY = "oai.xml"
Result = TypeVar("Result")


class SiteOptions(NamedTuple):
    """How a site is built.

    Attributes:
        url: the address where it will be; without it, there are no absolute addresses, and no `sitemap.xml`.
        title: its name; by default that of the first archive.
        theme: a folder with templates and styles.
        joined: where series, people and institutions are described, beside the files themselves.
        check: whether there are pages with what `redif check` finds.
        repository: the address of a static repository of OAI-PMH, which is written then; empty for none.
        jobs: how many processes may be used.
        is_served: whether `redif serve` shows it, so that its pages lead to those that check, convert and harvest.
    """

    url: str = ""
    title: str = ""
    theme: str | None = None
    joined: tuple[str, ...] = ()
    check: bool = False
    repository: str = ""
    jobs: int = 1
    is_served: bool = False


DEFAULT = SiteOptions()


class Reading(Protocol):
    """How the files are read for the first time, with messages."""

    def templates(self) -> Iterator[tuple[str, Template]]:
        """Return all templates, each with the path of its file."""

    def options_of(self, path: str) -> ImportOptions:
        """Return how a file in another format is read."""


class Built(NamedTuple):
    """What came of it: how many items there are, how many were left out because of their handles, and the files."""

    items: int
    repeated: int
    files: Changes


def build(
    paths: Sequence[str],
    folder: str,
    options: SiteOptions = DEFAULT,
    on_error: OnError = raise_error,
    reading: Reading | None = None,
) -> Built:
    """Build the site of some files in a folder.

    Args:
        paths: the files, and folders with files.
        folder: where the site goes.
        options: how it is built.
        on_error: called with what cannot be read.
        reading: how the files are read, if whoever calls reports more of them than errors.

    Raises:
        UsageError: the folder holds something else, or one of the files.
        OSError: something cannot be written, or another build is at it.
        MissingLibraryError: Jinja2 is not installed.
    """
    refuse_overlap(paths, folder)
    target = SiteFolder(folder)
    source = _Source(paths, on_error if reading is None else ignore_error, reading)
    contents = Contents(Catalogue(*options.joined, on_error=on_error))
    contents.add(source.templates() if reading is None else reading.templates())
    if not (contents.items or contents.series or contents.archives):
        raise UsageError("nothing was found that a site could show, so nothing was written")
    title = options.title or next((name_in(contents, handle) for handle in sorted(contents.archives)), "RePEc")
    renderer = Renderer(contents, title, options.theme, has_check=options.check, is_served=options.is_served)
    with target.changing():
        for name, data in _static(options.theme):
            target.write(name, data)
        for names, written in _shared(partial(_write_items, contents, renderer, source, options, target), options.jobs):
            target.add(names, written=written)
        for name, data in _lists(contents, renderer, source, options):
            target.write(name, data)
        if options.check:
            found = check(*paths, on_error=ignore_error)  # which has been reported
            for name, data in check_pages(found, renderer, source.name, target.read(HISTORY)):
                target.write(name, data)
        if options.repository:
            target.write(REPOSITORY, _repository(contents, source, title, options.repository))
        for name, data in sitemaps(contents, _listed(target.names), options.url):
            target.write(name, data)
    return Built(len(contents.items), contents.repeated, target.changes)


def _shared(work: Callable[[int, int], Result], jobs: int) -> Iterator[Result]:
    """Yield the results of the parts of some work, `work(part, parts)`, each in a process of its own where there are forks.

    Raises:
        OSError: a process was ended twice.
    """
    if jobs == 1 or not hasattr(os, "fork"):
        yield work(0, 1)
        return
    with Pool[int, Result](lambda part: work(part, jobs), jobs) as pool:
        for _, result in pool.results(range(jobs)):
            if isinstance(result, Lost):
                raise OSError(f"a process that made pages was ended with the status {result.status}")
            yield result


def refuse_overlap(paths: Sequence[str], folder: str) -> None:
    """Refuse a folder that holds what is read, or lies in it: the next build would read the files of the site.

    Raises:
        UsageError: it does.
    """
    target = os.path.realpath(folder)
    for path in paths:
        source = os.path.realpath(path)
        if os.path.commonpath([source, target]) in (source, target):
            raise UsageError(f"the site needs a folder outside of {path}, which holds what it is made from")


def _listed(names: Iterable[str]) -> Iterator[str]:
    """Yield the pages that search engines are told of."""
    return (name for name in names if name.endswith(".html") and not name.startswith("check/"))


class _Source:
    """The files that a site is made from, read as often as is needed."""

    def __init__(self, paths: Sequence[str], on_error: OnError, reading: Reading | None) -> None:
        self._reader = Reader()
        self._reading = reading
        self._paths = list(files(paths, on_error))
        self._above = sorted(
            {os.path.join(os.path.dirname(os.path.abspath(path)), "") for path in paths}, key=len, reverse=True
        )
        self._on_error = on_error

    def name(self, file: str) -> str:
        """Return the name of a file as it is shown: without the folders above those that were named."""
        path = os.path.abspath(file)
        above = next((above for above in self._above if path.startswith(above)), "")
        return path.removeprefix(above)

    def templates(self) -> Iterator[tuple[str, Template]]:
        """Yield all templates, each with the path of its file."""
        return self._templates(self._on_error)

    def templates_again(self) -> Iterator[tuple[str, Template]]:
        """Yield all templates, and do not report again what cannot be read."""
        return self._templates(ignore_error)

    def _templates(self, on_error: OnError) -> Iterator[tuple[str, Template]]:
        for path in self._paths:
            options = IMPORT_DEFAULT if self._reading is None else self._reading.options_of(path)
            for template in file_templates(path, self._reader, ignore_finding, on_error, options):
                yield path, template


def _lists(contents: Contents, renderer: Renderer, source: _Source, options: SiteOptions) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that lead to items, and the index of the search."""
    yield from Pages(contents, renderer, source.name, options.url).all()
    found = [[entry.path, entry.title, entry.authors, entry.year, entry.language] for entry in contents.items]
    yield from ((f"search/{name}", data) for name, data in contents.search.files(found))


def _repository(contents: Contents, source: _Source, title: str, url: str) -> bytes:
    """Return the static repository of the items."""
    catalogue = contents.catalogue
    archives = filter(None, map(catalogue.archive, sorted(contents.archives)))
    email = next((archive.maintainer_email for archive in archives if archive.maintainer_email), "nobody@localhost")

    def items() -> Iterator[Template]:
        for _, template in source.templates_again():
            if template.schema.is_item:
                template.join(catalogue.joined(template.data))
                yield template

    out = io.BytesIO()
    write_static([*items()], out, url=url, name=title, email=email)
    return out.getvalue()


def _static(theme: str | None) -> Iterator[tuple[str, bytes]]:
    """Yield styles and scripts; those of the theme take the places of others of the same name."""
    found = {path.name: str(path) for path in sorted(STATIC.iterdir())}
    if theme is not None:
        folder = os.path.join(theme, "static")
        own = [os.path.join(theme, THEME_STYLE)]
        own += [os.path.join(folder, name) for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []
        found |= {os.path.basename(path): path for path in own if os.path.isfile(path)}
    for name, path in found.items():
        with open(path, "rb") as file:
            yield f"static/{name}", file.read()


def _write_items(
    contents: Contents, renderer: Renderer, source: _Source, options: SiteOptions, target: SiteFolder, part: int, parts: int
) -> tuple[list[str], int]:
    """Write one of several parts of all items; return the names of the files, and how many of them were written."""
    names, written, done = list[str](), 0, set[int]()
    for _, template in source.templates_again():
        if not template.schema.is_item:
            continue
        number = contents.numbers.get(page_of(template), -1)  # there is none if the file was changed meanwhile
        if number < 0 or number % parts != part or number in done:
            continue
        done.add(number)
        for name, data in _item(template, contents.items[number], contents, renderer, source, options):
            names.append(name)
            written += target.put(name, data)
    return names, written


def _item(
    template: Template, entry: ItemEntry, contents: Contents, renderer: Renderer, source: _Source, options: SiteOptions
) -> Iterator[tuple[str, bytes]]:
    """Yield the page of an item, and beside it the item in other formats."""
    catalogue, page = contents.catalogue, f"{entry.path}.html"
    address = options.url and options.url + page
    content = item_content(template, catalogue, source.name, contents.versions_of(entry), address)
    yield page, renderer.page("item.html", page, file=os.path.basename(entry.path), **content)
    for ending, data in exports(template, catalogue, source.name):
        yield f"{entry.path}.{ending}", data
