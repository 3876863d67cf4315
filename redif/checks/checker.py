"""Files to findings: all that is wrong with them, each finding with its template and its line.

The findings of a file come in the order of lines, a template at a time, so a file of any size is checked in little memory.
What only the whole of an archive can tell comes at the end.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from redif.checks.archive.checker import ArchiveChecker
from redif.checks.settings import Settings, SettingsFinder, split
from redif.checks.template.plan import TemplateChecks
from redif.findings.codes import chosen, no_such_code, severity_of
from redif.findings.errors import InputTypeError
from redif.findings.finding import Finding, TemplatePlace, ignore_finding
from redif.grammar import Grammar
from redif.reading.documents import file_templates, stream_templates
from redif.reading.sources import Source, binary_stream, check_source
from redif.source.decoding import decode
from redif.source.files import STANDARD_INPUT, OnError, files, raise_error
from redif.syntax.splitter import REMARK, Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.models import Record

# A comment that says what to leave out of the template below it: `# redif: ignore title-capitals, doi`.
_IGNORE = re.compile(rf"^#[ \t]*{REMARK}[ \t]*ignore\b[ \t]*:?(.*)$", re.MULTILINE | re.IGNORECASE)
_LAST_LINES = re.compile(r"(?:\n[ \t]*(?:#[^\n]*)?)*\Z")
_BY_PLACE = attrgetter("line", "column")
LONGEST_SOURCE = 2000  # characters of a line that are kept with a finding


def check(
    *sources: Source | Record | Iterable[Record],
    settings: Settings | None = None,
    isolated: bool = False,
    grammar: Grammar | None = None,
    on_error: OnError | None = None,
) -> Iterator[Finding]:
    """All that is wrong with some files, folders, or `-` for standard input, and with the archives they make up.

    Args:
        sources: what to check. Records, too: they are checked together, as if they stood one after the other in a file, which
            is called `-`; lines are those of the ReDIF that `redif.write` makes of them.
        settings: what to look for, over what settings files in the folders say.
        isolated: settings files are left alone.
        grammar: another specification than ReDIF 1.0.
        on_error: is called where a file or folder cannot be read; without it, that raises.

    Raises:
        SettingsError: a code that is none, or a settings file that cannot be used.
        OSError: a file or folder cannot be read, and there is no `on_error`.
    """
    paths: list[str | os.PathLike[str]] = []
    streams: list[Any] = []
    records: list[Iterable[Record]] = []
    for source in sources:
        if hasattr(source, "template_type"):
            records.append((cast("Record", source),))
        elif isinstance(source, Iterable) and not isinstance(source, str | bytes) and not hasattr(source, "read"):
            records.append(source)
        else:
            check_source(source)
            if isinstance(source, str | os.PathLike):
                paths.append(source)
            else:
                streams.append(source)
    checker = Checker(settings, isolated=isolated, grammar=grammar, on_error=on_error)
    return _findings(checker, paths, streams, chain.from_iterable(records))


def _findings(
    checker: Checker, paths: Iterable[str | os.PathLike[str]], streams: Iterable[Any], records: Iterable[Record]
) -> Iterator[Finding]:
    for path in checker.named(paths):
        yield from checker.file(path)
    for stream in streams:
        binary, name = binary_stream(stream)
        yield from checker.file(name, binary)
    yield from checker.records(records)
    yield from checker.at_the_end()


class Checker:
    """Checks files one after the other, and at the end the archives they make up; for the arguments see `check`.

    Attributes:
        settings: finds the settings of each file.
        files_read: how many files have been read; one that cannot be read does not count.
        paths_without_files: the folders passed to `named` that contain no ReDIF file.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        isolated: bool = False,
        grammar: Grammar | None = None,
        on_error: OnError | None = None,
    ) -> None:
        self.settings = SettingsFinder(settings, isolated=isolated)
        self._grammar = grammar
        self._known: dict[frozenset[str], tuple[Reader, TemplateChecks]] = {}
        self._on_error = on_error or raise_error
        self._archives = ArchiveChecker()
        self.files_read = 0
        self.paths_without_files: list[str] = []

    def named(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
        """The files that paths name, to be checked one after the other."""
        for named in paths:
            path = os.fspath(named)
            if path != STANDARD_INPUT and os.path.isdir(path):
                self._archives.folder(path)
            is_empty = True
            for file in files([path], self._on_error):
                is_empty = False
                yield file
            if is_empty:
                self.paths_without_files.append(path)

    def file(self, path: str, stream: BinaryIO | None = None) -> Iterator[Finding]:
        """What is wrong with one file, by itself and beside those that were checked before; `stream` is the file, if open."""
        codes = self.settings.of(path).codes
        if of_file := self._archives.file(path):
            yield from _sourced(finding for finding in of_file if finding.code in codes)
        loose: list[Finding] = []
        reader, checks = self._tools(codes)
        errors: list[OSError] = []
        is_empty = True
        templates = (
            file_templates(path, reader, loose.append, errors.append)
            if stream is None
            else stream_templates(stream, path, reader, loose.append)
        )
        for template in templates:
            is_empty = False
            found = self._found(template, checks)
            if found or template.preceding:
                yield from _told(template, found, codes)
        for error in errors:
            self._on_error(error)
        self.files_read += not errors
        if is_empty and not loose and not errors:
            loose.append(
                Finding("file-empty", severity_of("file-empty"), "there is no template in this file", path, 1, 1, 1, 2)
            )
        if loose:
            yield from _sourced(finding for finding in loose if finding.code in codes)

    def records(self, records: Iterable[Record]) -> Iterator[Finding]:
        """What is wrong with records, by themselves and beside those before them."""
        from redif.syntax.records import template_of  # and with it the models, for files need none

        codes = self.settings.of(STANDARD_INPUT).codes
        reader, checks = self._tools(codes)
        line = 1
        self._archives.file(STANDARD_INPUT)
        for record in records:
            if not hasattr(record, "template_type"):
                raise InputTypeError(f"redif checks paths, open files and records, not {record!r}")
            data = record.data
            data.pop("source", None)  # it is not checked where it was read, but as it is now
            template = template_of(data, reader, STANDARD_INPUT, line)
            yield from _told(template, self._found(template, checks), codes)
            line += template.text.count("\n")  # with the one ahead of it, for between two of them there is a blank line

    def _found(self, template: Template, checks: TemplateChecks) -> list[Finding]:
        """What is wrong with a template, by itself and beside those before it."""
        return template.findings + checks.findings(template) + self._archives.template(template)

    def data(self, data: bytes, path: str) -> list[Finding]:
        """What is wrong with a file by itself, if it held these bytes."""
        codes = self.settings.of(path).codes
        loose: list[Finding] = []
        found: list[Finding] = []
        reader, checks = self._tools(codes)
        for template in stream_templates(io.BytesIO(data), path, reader, loose.append):
            found += _told(template, [*template.findings, *checks.findings(template)], codes, read_lines=False)
        return found + [finding for finding in loose if finding.code in codes]

    def _tools(self, codes: frozenset[str]) -> tuple[Reader, TemplateChecks]:
        """What finds some codes: a reader, and checks of what it has read."""
        tools = self._known.get(codes)
        if tools is None:
            lengths = not codes.isdisjoint(chosen(["length"]))
            tools = self._known[codes] = Reader(self._grammar, lengths=lengths), TemplateChecks.cached(codes)
        return tools

    def at_the_end(self) -> Iterator[Finding]:
        """What only the whole of an archive can tell, when all its files were checked."""
        found = self._archives.finish()
        yield from _sourced(finding for finding in found if finding.code in self.settings.of(finding.file).codes)


def _sourced(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings outside of templates, with their lines as far as these can be read again."""
    for finding in findings:
        yield finding if finding.source else finding.within(finding.template, _line(finding.file, finding.line))


def _told(template: Template, found: list[Finding], codes: frozenset[str], *, read_lines: bool = True) -> Iterator[Finding]:
    """The findings of a template that were asked for, in the order of lines, each with what a reader of it wants to see."""
    if template.preceding:
        ignored, unknown = _ignored(template)
        codes, found = codes - ignored, found + unknown
    wanted = [finding for finding in found if finding.code in codes]
    if len(wanted) > 1:
        wanted.sort(key=_BY_PLACE)
    place = TemplatePlace(template.line, template.type, template.data.get("handle"))
    lines: list[str] = []
    for finding in wanted:
        number = finding.line - template.line + 1  # the text begins with the end of the line before
        if number >= len(lines):
            # Most templates have few findings, and not all of their lines are needed.
            lines = template.text.split("\n", number + 1 if not lines else -1)
        if 0 < number < len(lines):
            source = lines[number][:LONGEST_SOURCE]
        else:
            source = _line(finding.file, finding.line) if read_lines else ""
        yield finding.within(place, source)


def _ignored(template: Template) -> tuple[frozenset[str], list[Finding]]:
    """The codes that comments right ahead of a template say to leave out, and what is wrong with those comments."""
    last = _LAST_LINES.search(template.preceding)
    preceding = last[0] if last else ""
    ignored: frozenset[str] = frozenset()
    unknown: list[Finding] = []
    for match in _IGNORE.finditer(preceding):
        for selector in split(match[1].lower()) or ("",):
            try:
                ignored |= chosen([selector])
            except KeyError:
                line = template.line - preceding.count("\n", match.start()) - 1
                message = no_such_code(selector) if selector else "this comment does not say which code to leave out"
                place = (line, 1, line, 1 + len(match[0]))
                unknown.append(Finding("ignore-unknown", severity_of("ignore-unknown"), message, template.file, *place))
    return ignored, unknown


def _line(path: str, number: int) -> str:
    """A line of a file; empty where it cannot be read."""
    if path == STANDARD_INPUT or not os.path.isfile(path):
        return ""
    try:
        with open(path, "rb", buffering=0) as stream:
            for block in decode(stream, path, ignore_finding):
                lines = block.text.split("\n")
                if number < block.line + len(lines) - 1 or (number == block.line + len(lines) - 1 and lines[-1]):
                    return lines[number - block.line][:LONGEST_SOURCE]
    except OSError:
        pass
    return ""
