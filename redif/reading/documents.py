"""Files to documents, templates and records."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from redif.findings.errors import check_argument, check_callback
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.findings.wording import counted
from redif.grammar import Grammar
from redif.importers import DEFAULT, ImportOptions, format_of, imported_templates
from redif.reading.sources import Source, binary_stream, check_source
from redif.source.conflicts import without_conflict_markers
from redif.source.decoding import Block, FilePart, decode, decode_from, decode_small, text_blocks
from redif.source.encodings import ENCODING_OTHER
from redif.source.escaping import printable
from redif.source.files import ENDINGS, STANDARD_INPUT, OnError, files, head_of, is_json, open_file, raise_error, read_small
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.models import Record


SHOWN = 3  # templates that the repr of a document names


class Document:
    """A text that was read.

    Attributes:
        templates: its templates, in order of appearance.
        outside: findings about text that is in no template.
    """

    def __init__(self, templates: Iterable[Template] = (), outside: Iterable[Finding] = ()) -> None:
        self.templates = list(templates)
        self.outside = list(outside)

    def __repr__(self) -> str:
        names = ", ".join(map(repr, self.templates[:SHOWN])) + (", ..." if len(self.templates) > SHOWN else "")
        return f"<Document of {counted(len(self.templates), 'template')}: {names}>" if names else "<Document without templates>"

    @property
    def records(self) -> list[Record]:
        """The typed record of each template."""
        return [template.record for template in self.templates]

    @property
    def findings(self) -> list[Finding]:
        """All findings about it, in the order of lines."""
        found = [*self.outside, *(finding for template in self.templates for finding in template.findings)]
        return sorted(found, key=lambda finding: (finding.line, finding.column))


def parse(text: str | bytes, *, file: str = STANDARD_INPUT, grammar: Grammar | None = None) -> Document:
    """Return the templates, records and findings of ReDIF in a text or in bytes.

    Args:
        text: what to read. Bytes are decoded as those of a file would be.
        file: the name to give as the source; its ending tells what encoding to expect.
        grammar: another specification than ReDIF 1.0.

    Raises:
        InputTypeError: it is neither text nor bytes, or another argument is of the wrong kind.
    """
    check_argument(text, (str, bytes, bytearray), "to read a file, use redif.read(path); parse takes text or bytes")
    check_argument(file, str, "file takes the name of a file")
    document = Document()
    waiting: list[Finding] = []
    file = printable(file)
    if isinstance(text, str):
        blocks: Iterable[Block] = text_blocks(text, file, waiting.append)
    else:
        blocks = decode(io.BytesIO(text), file, waiting.append)
    document.templates += templates_of(blocks, file, Reader(grammar), waiting, document.outside.append)
    return document


def read(*sources: Source, grammar: Grammar | None = None) -> Iterator[Record]:
    """Return the records in files, in folders, or in open files, one after the other.

    Args:
        sources: paths, or files that are open for reading. Of a folder, all `.rdf` and `.redif` files below it are read.
        grammar: another specification than ReDIF 1.0.

    Raises:
        UsageError: a text was given where the name of a file should be.
        InputTypeError: a source is neither a path nor an open file.
        FileError: a file or folder cannot be read.
    """
    return (template.record for template in templates(*sources, grammar=grammar))


def templates(
    *sources: Source, grammar: Grammar | None = None, on_finding: OnFinding | None = None, on_error: OnError | None = None
) -> Iterator[Template]:
    """Return the templates in files, in folders, or in open files; each has its record, tree, attributes and findings.

    Args:
        sources: paths, or files that are open for reading.
        grammar: another specification than ReDIF 1.0.
        on_finding: is called with each finding about text that is in no template.
        on_error: is called where a file or folder cannot be read; without it, that raises.

    Raises:
        UsageError: a text was given where the name of a file should be.
        InputTypeError: a source is neither a path nor an open file.
        FileError: a file or folder cannot be read, and there is no `on_error`.
    """
    for source in sources:
        check_source(source)
    check_callback(on_finding, "on_finding")
    check_callback(on_error, "on_error")
    return _templates(sources, Reader(grammar), on_finding or ignore_finding, on_error or raise_error)


def _templates(sources: Iterable[Source], reader: Reader, on_finding: OnFinding, on_error: OnError) -> Iterator[Template]:
    for source in sources:
        if isinstance(source, str | os.PathLike):
            for path in files([source], on_error, on_finding):
                yield from file_templates(path, reader, on_finding, on_error)
        else:
            yield from open_templates(source, reader, on_finding, on_error)


def file_templates(
    path: str, reader: Reader, on_finding: OnFinding, on_error: OnError, options: ImportOptions = DEFAULT
) -> Iterator[Template]:
    """Return the templates of one file; `-` is standard input."""
    try:
        if path == STANDARD_INPUT:
            yield from stream_templates(sys.stdin.buffer, path, reader, on_finding, options)
        elif path.lower().endswith(ENDINGS) and not options.format:
            file = read_small(path)
            if isinstance(file, bytes):
                name, waiting = printable(path), list[Finding]()
                yield from templates_of(decode_small(file, name, waiting.append), name, reader, waiting, on_finding)
            else:
                with file as stream:  # it is read in blocks
                    yield from redif_templates(stream, path, reader, on_finding)
        else:
            with open_file(path) as stream:
                yield from stream_templates(stream, path, reader, on_finding, options)
    except OSError as error:
        on_error(error)


def part_templates(path: str, part: FilePart, reader: Reader, on_finding: OnFinding, on_error: OnError) -> Iterator[Template]:
    """Return the templates of one part of a file with ReDIF; those of all parts are those of the file."""
    name = printable(path)
    waiting: list[Finding] = []
    try:
        with open_file(path, buffering=0) as stream:
            blocks = decode_from(part, stream, name, waiting.append) if part.offset else decode(stream, name, waiting.append)
            templates = templates_of(blocks, name, reader, waiting, on_finding, part.line, is_misread=part.is_other)
            if part.offset:
                next(templates, None)  # which is the last one of the part before
            for template in templates:
                yield template
                if part.end_line is not None and template.line >= part.end_line:
                    return
    except OSError as error:
        on_error(error)


def open_templates(source: Any, reader: Reader, on_finding: OnFinding, on_error: OnError) -> Iterator[Template]:
    """Return the templates of a file that a program has opened."""
    try:
        yield from stream_templates(*binary_stream(source), reader, on_finding)
    except OSError as error:
        on_error(error)


def stream_templates(
    stream: Any, name: str, reader: Reader, on_finding: OnFinding, options: ImportOptions = DEFAULT
) -> Iterator[Template]:
    """Return the templates in a binary stream; `name` is the name of its file.

    What is in it shows by the options, or else by the name, or else by its beginning.
    """
    format_ = options.format
    if not format_ and type(stream) is not io.FileIO:  # a file of ReDIF by its name; reading the head of each would take time
        format_ = format_of(name, head_of(stream))
    if format_ and format_ != "redif":
        return imported_templates(stream, printable(name), format_, reader, on_finding, options)
    if not format_ and is_json(name, stream):
        from redif.reading.json import json_templates  # seldom needed, and loads the models

        return json_templates(stream, printable(name), reader, on_finding)
    return redif_templates(stream, name, reader, on_finding)


def redif_templates(stream: Any, name: str, reader: Reader, on_finding: OnFinding) -> Iterator[Template]:
    """Return the templates in a binary stream that holds ReDIF."""
    name = printable(name)
    waiting: list[Finding] = []
    yield from templates_of(decode(stream, name, waiting.append), name, reader, waiting, on_finding)


def templates_of(
    blocks: Iterable[Block],
    file: str,
    reader: Reader,
    waiting: list[Finding],
    on_finding: OnFinding,
    line: int = 1,
    *,
    is_misread: bool = False,
) -> Iterator[Template]:
    """Return the templates in blocks of text.

    Decoding puts its findings into `waiting`; each goes to the template that contains it, or to `on_finding`. The text begins
    with the line number `line`. `is_misread` tells whether it was found before to be in an encoding that is not read.
    """
    blocks = (without_conflict_markers(block, file, waiting.append) for block in blocks)
    for template in reader.templates(blocks, file, on_finding, line):
        if waiting:
            last = template.last_line
            inside = [finding for finding in waiting if finding.line <= last]
            is_misread = is_misread or any(finding.code == ENCODING_OTHER for finding in inside)
            template.line_findings += inside
            waiting[:] = [finding for finding in waiting if finding.line > last]
        template.is_misread = is_misread
        yield template
    for finding in waiting:
        on_finding(finding)
