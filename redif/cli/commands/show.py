"""`redif show`: items as a reader of IDEAS sees them, or in another format."""

from __future__ import annotations

import argparse
import errno
import heapq
import os
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO

from redif.bibliography.addresses import handle_from_url
from redif.catalogue.catalogue import Catalogue
from redif.checks.checker import Checker, check
from redif.cli.exit_status import FOUND, UNUSABLE
from redif.cli.given import given
from redif.cli.input_reader import InputReader
from redif.cli.terminal import complain, uses_color
from redif.display.item_page import item_page
from redif.display.page import PageLine, RecordPage
from redif.findings.errors import MissingLibraryError, SettingsError, unknown
from redif.findings.finding import Finding
from redif.models import Handle, Item, Record, Source
from redif.schema.values import start_of
from redif.source.escaping import printable, visible
from redif.source.files import STANDARD_INPUT, not_a_file
from redif.source.output import Output
from redif.syntax.records import template_of
from redif.syntax.template import Template
from redif.writers import WRITERS, Format
from redif.writers.options import WriterOptions

WIDTH = 80  # of the page if there is no terminal
NARROWEST = 20  # characters left for text on an indented line
BETWEEN = b"\n\n"  # two pages
STEP = "  "  # of indentation
NEAREST = 3  # handles that are suggested if there is none as given
_LIKE = 60  # how similar they have to be, in percent
_ADDRESS = re.compile(r"(?i)https?://|(?=(?:www\.)?(?:ideas|econpapers)\.repec\.org(?:/|$))")


class Sources(InputReader):
    """The files that were named: a catalogue of them, and templates and findings read again."""

    def catalogue(self) -> Catalogue:
        """Return a catalogue of the files, each of which is read once.

        Raises:
            OSError: there is no room for the index.
        """
        catalogue = Catalogue(on_error=self.on_error)
        self.paths = [path for path in dict.fromkeys(self.paths) if self._can_be_read_again(path)]
        if STANDARD_INPUT in self.paths:
            self.keep_input()
        for path, template in self.templates():
            catalogue.add_template(template, path)
        return catalogue

    def _can_be_read_again(self, path: str) -> bool:
        """Return whether a path names a file, which can be read twice, or standard input, which is kept; report others."""
        try:
            what = None if path == STANDARD_INPUT else not_a_file(path)
        except OSError:
            return True  # reported when it is read
        if what is not None:
            self.on_error(OSError(errno.EINVAL, f"it is {what}, which can be read only once; use - for standard input", path))
        return what is None

    def template(self, record: Record) -> Template | None:
        """Return the template of a record; None if its file no longer holds it."""
        if record.source is None:
            return None
        path, line = self._path(record.source), record.source.line
        if path is None:  # redif's own JSON keeps where a record was first read
            return template_of(record.data, self.reader)
        return next((found for found in self.templates_of(path) if found.line == line), None)

    def findings(self, record: Record) -> Iterator[Finding]:
        """Return the findings about the template of a record.

        Raises:
            SettingsError: a settings file cannot be used.
        """
        if record.source is None:
            return
        path, line = self._path(record.source), record.source.line
        if path is None:
            yield from check(record)
            return
        if path == STANDARD_INPUT:
            found = iter(Checker(on_error=self.on_error).data(self.keep_input().read(), path))
        else:
            found = check(path, on_error=self.on_error)
        yield from (finding for finding in found if finding.template is not None and finding.template.line == line)

    def _path(self, source: Source) -> str | None:
        """Return the path of the file that a record names (it may not be valid text); None if it was not read from there."""
        return next((path for path in self.paths if printable(path) == source.file), None)


def run(options: argparse.Namespace) -> int:
    """Show the items, and return the exit status."""
    if options.to is not None and options.to not in WRITERS:
        complain(unknown("format", options.to, WRITERS))
        return UNUSABLE
    names, paths = names_and_paths(options.named)
    if options.html and (options.to is not None or len(names) > 1):
        complain("--html writes the page of one record" + (" and does not go with --to" if options.to is not None else ""))
        return UNUSABLE
    sources = Sources(given(paths), hidden=options.quiet)
    try:
        catalogue = sources.catalogue()
    except OSError as error:
        complain(f"{error.filename or ''}: {error.strerror or error}")
        return UNUSABLE
    found: list[Record] = []
    status = sources.status
    for name in names:
        handle = meant(name, catalogue)
        if handle is None:
            complain(f"{name} is not a handle, a short id, or the address of an item on IDEAS or EconPapers")
            status = UNUSABLE
        elif (record := catalogue.get(handle)) is not None:
            found.append(record)
        else:
            offered = " or ".join(nearest(handle, catalogue))
            complain(f"{handle} was not found" + (f"; did you mean {offered}?" if offered else ""))
            status = max(status, FOUND)
    show = partial(_pages, html=options.html) if options.to is None else partial(_convert, to=options.to)
    try:
        shown = show(found, sources, catalogue) if found else True
    except MissingLibraryError as error:
        complain(str(error))
        return UNUSABLE
    return max(status, sources.status) if shown else UNUSABLE


def names_and_paths(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what is to be shown, and the files and folders: the first argument that is not a name, and all after it."""
    count = 1
    while count < len(arguments) and _is_name(arguments[count]):
        count += 1
    return [*arguments[:count]], [*arguments[count:]]


def _is_name(text: str) -> bool:
    """Return whether an argument is a handle, a short id or an address, and no file."""
    is_one = _ADDRESS.match(text) is not None or Handle(text.strip()).kind is not None
    return is_one and not os.path.exists(text)


def meant(text: str, catalogue: Catalogue) -> str | None:
    """Return the handle or short id that a text is, or that an address stands for; None if it is none of these."""
    text = text.strip()
    if text in catalogue:  # its handle may not be valid
        return text
    if match := _ADDRESS.match(text):
        return handle_from_url(text if match[0] else f"https://{text}", catalogue)
    return text if Handle(text).kind is not None else None


def nearest(handle: str, catalogue: Catalogue) -> list[str]:
    """Return the most similar handles in the same series, or else in the same archive."""
    from rapidfuzz import fuzz, process

    starts = [start_of(handle, number) for number in (3, 2) if handle.count(":") >= number - 1] or [handle[:1]]
    for start in starts:
        like = process.extract_iter(
            handle, catalogue.handles_like(start), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_LIKE
        )
        if found := heapq.nlargest(NEAREST, like, key=lambda choice: choice[1]):
            return [name for name, *_ in found]
    return []


def _pages(records: Sequence[Record], sources: Sources, catalogue: Catalogue, *, html: bool) -> bool:
    """Write the pages of records; return False if something is missing on one."""
    is_whole = True
    with Output("-") as out:
        for number, record in enumerate(records):
            findings: list[Finding] = []
            try:
                findings += sources.findings(record)
            except SettingsError as error:
                complain(str(error))
                is_whole = False
            if html:
                from redif.site.alone import page_alone  # needs Jinja2

                out.write(page_alone(record, catalogue, findings))
                continue
            if number:
                out.write(BETWEEN)
            write(item_page(record, catalogue, findings), out)
    return is_whole


def _convert(records: Sequence[Record], sources: Sources, catalogue: Catalogue, to: str) -> bool:
    """Write records in another format; return False if that cannot be done for one."""
    format_: Format = WRITERS[to]
    templates: list[Template] = []
    for record in records:
        if format_.items and not isinstance(record, Item):
            complain(f"{to} is for papers, articles, books, chapters and software; {record.handle} is something else")
        elif (template := sources.template(record)) is None:
            complain(f"the template of {record.handle} is no longer in its file")
        else:
            if format_.joined:
                template.join(catalogue.joined(template.data))
            templates.append(template)
    if templates:
        with Output("-") as out:
            format_.write(templates, out, WriterOptions())
    return len(templates) == len(records)


def write(page: RecordPage, out: BinaryIO) -> None:
    """Write a page, as wide as the terminal and with bold headings, or plain. Addresses are never broken."""
    from rich.console import Console
    from rich.text import Text

    # The layout depends on standard output, wherever the page is written.
    width = None if sys.stdout.isatty() else WIDTH
    console = Console(file=sys.stdout, highlight=False, force_terminal=uses_color(), width=width)
    with console.capture() as laid_out:
        for text in _wrapped(page.title, console.width):
            console.print(Text(text, style="bold"), soft_wrap=True)
        for section in page.sections:
            console.print()
            console.print(Text(section.heading, style="bold"), soft_wrap=True)
            for number, block in enumerate(section.blocks):
                if number:
                    console.print()
                for line in block:
                    for text in _lines(line, console.width):
                        console.print(Text(text), soft_wrap=True)
    out.write(laid_out.get().encode("utf-8", "backslashreplace"))


def _lines(line: PageLine, width: int) -> Iterator[str]:
    """Return a line wrapped to a width; unless it is a paragraph, lines after the first are indented."""
    indent = STEP * (line.depth + 1)
    hanging = indent + (STEP if line.label or line.depth else "")
    text = f"{line.label}: {line.text}".rstrip() if line.label else line.text
    for number, part in enumerate(_wrapped(text, width - len(hanging))):
        yield (hanging if number else indent) + part


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text from a file wrapped to a width, safe to be shown."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    text, width = visible(text), max(width, NARROWEST)
    if "://" not in text and cell_len(text) > len(text):
        # Chinese and Japanese have no spaces, so their lines may end anywhere, and their characters take two cells.
        return [line.plain.rstrip() for line in Text(text).wrap(Console(), width, overflow="fold")]
    # Rich would break an address or a handle that is too long for a line.
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
