"""Check files: find all that is wrong with them, each finding with its template and its line.

The findings of a file come template by template, in the order of lines, so a file of any size is checked in little memory.
What can be seen only from the whole of an archive comes at the end.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from redif.checks.archive.checker import ArchiveChecker
from redif.checks.settings import Settings, SettingsFinder, split
from redif.checks.template.plan import TemplateChecks
from redif.findings.codes import chosen, no_such_code, severity_of
from redif.findings.errors import InputTypeError, check_callback
from redif.findings.finding import Finding, TemplatePlace, ignore_finding
from redif.grammar import Grammar
from redif.importers import ImportOptions
from redif.reading.documents import file_templates, stream_templates
from redif.reading.sources import Source, binary_stream, check_source
from redif.source.decoding import Block, decode
from redif.source.files import STANDARD_INPUT, OnError, files, is_file, open_file, raise_error
from redif.source.packed import is_packed
from redif.syntax.splitter import REMARK, Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.models import Record

# A comment above a template with codes not to report for it, and perhaps why: `# redif: ignore title-capitals -- as printed`.
_IGNORE = re.compile(rf"#[ \t]*{REMARK}[ \t]*ignore\b[ \t]*:?(.*?)(?:(?<!\S)(?:--+|[–—])(?!\S).*)?$", re.IGNORECASE)
_BY_POSITION = attrgetter("line", "column")
LONGEST_SOURCE = 2000  # characters of a line that are stored with a finding


def check(
    *sources: Source | Record | Iterable[Record],
    settings: Settings | None = None,
    isolated: bool = False,
    grammar: Grammar | None = None,
    on_error: OnError | None = None,
) -> Iterator[Finding]:
    """Check files, folders, standard input (`-`) or records, and the archives they make up; yield what is wrong.

    Args:
        sources: what to check. Records are checked together, as if they followed each other in a file named `-`; their lines
            are those of the ReDIF that `redif.write` makes of them.
        settings: what to look for; takes precedence over settings files in the folders.
        isolated: ignore settings files.
        grammar: a specification other than ReDIF 1.0.
        on_error: called when a file or folder cannot be read; by default the error is raised.

    Raises:
        SettingsError: there is no such code, or a settings file cannot be used.
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
        templates_read: how many templates have been read in them.
        paths_without_files: the folders passed to `named` that contain no ReDIF file.
        excluded: the files passed to `named` that settings exclude.
        taken: the files and lines of the templates that `takes` has taken.

    Args:
        takes: whether to report what is wrong with a template; then nothing else is reported.
        on_template: called after each template that was read.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        isolated: bool = False,
        grammar: Grammar | None = None,
        on_error: OnError | None = None,
        takes: Callable[[Template], bool] | None = None,
        on_template: Callable[[], None] | None = None,
    ) -> None:
        self.settings = SettingsFinder(settings, isolated=isolated)
        check_callback(on_error, "on_error")
        self._grammar = grammar
        self._known: dict[frozenset[str], tuple[Reader, TemplateChecks]] = {}
        self._on_error = on_error or raise_error
        self._archives = ArchiveChecker()
        self._takes = takes
        self._on_template = on_template
        self._refused: list[Finding] = []  # what is not read of ZIP and tar archives
        self.taken: set[tuple[str, int]] = set()
        self.files_read = self.templates_read = 0
        self.paths_without_files: list[str] = []
        self.excluded: list[str] = []

    def named(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
        """Yield the files that paths name; each is to be passed to `file`."""
        for named in paths:
            path = os.fspath(named)
            if path != STANDARD_INPUT and (os.path.isdir(path) or is_packed(path)):
                self._archives.folder(path)
            is_empty = True
            for file in files([path], self._on_error, self._refused.append):
                is_empty = False
                if not self.settings.excludes(file):
                    yield file
                elif file == path:
                    self.excluded.append(file)
            if is_empty:
                self.paths_without_files.append(path)

    def file(self, path: str, stream: BinaryIO | None = None) -> Iterator[Finding]:
        """Yield what is wrong with one file, by itself and together with the files checked before it.

        Args:
            path: the file.
            stream: the file's content, if it is open already.
        """
        settings = self.settings.of(path)
        codes, options = settings.codes, ImportOptions(columns=dict(settings.columns))
        if (of_file := self._archives.file(path)) and self._takes is None:
            yield from _with_sources([finding for finding in of_file if finding.code in codes])
        outside: list[Finding] = []
        reader, checks = self._tools(codes)
        errors: list[OSError] = []
        is_empty = True
        templates = (
            file_templates(path, reader, outside.append, errors.append, options)
            if stream is None
            else stream_templates(stream, path, reader, outside.append, options)
        )
        once: set[str] = set()  # codes that need not be reported again in this file
        lines = _Lines(path if stream is None else STANDARD_INPUT)
        for template in templates:
            is_empty = False
            self.templates_read += 1
            if self._on_template is not None:
                self._on_template()
            if not self._is_taken(template):
                self._archives.template(template)
                continue
            found = self._found(template, checks)
            if found or template.preceding:
                for finding in _of_template(template, found, codes):
                    if template.is_elsewhere:
                        finding = _of_entry(finding, lines.line(template.line))
                    if not finding.kind.once:
                        yield finding
                    elif finding.code not in once:
                        once.add(finding.code)
                        yield finding
        for error in errors:
            self._on_error(error)
        self.files_read += not errors
        if is_empty and not outside and not errors:
            message = "This file has no template in it."
            outside.append(Finding("file-empty", severity_of("file-empty"), message, path, 1, 1, 1, 2))
        if outside and self._takes is None:
            yield from _with_sources([finding for finding in outside if finding.code in codes])

    def records(self, records: Iterable[Record]) -> Iterator[Finding]:
        """Yield what is wrong with records, by themselves and together with those before them."""
        from redif.syntax.records import template_of  # imports the models, which files do not need

        codes = self.settings.of(STANDARD_INPUT).codes
        reader, checks = self._tools(codes)
        line = 1
        self._archives.file(STANDARD_INPUT)
        for record in records:
            if not hasattr(record, "template_type"):
                raise InputTypeError(f"redif checks paths, open files and records, not {record!r}")
            data = record.data
            data.pop("source", None)  # it is checked as it is now, not as it was read
            template = template_of(data, reader, STANDARD_INPUT, line)
            yield from _of_template(template, self._found(template, checks), codes)
            line += template.text.count("\n")  # which includes the empty line between two templates

    def _is_taken(self, template: Template) -> bool:
        if self._takes is None:
            return True
        is_taken = self._takes(template)
        if is_taken:
            self.taken.add((template.file, template.line))
        return is_taken

    def _found(self, template: Template, checks: TemplateChecks) -> list[Finding]:
        """What is wrong with a template, by itself and together with those before it."""
        return template.findings + checks.findings(template) + self._archives.template(template)

    def data(self, data: bytes, path: str) -> list[Finding]:
        """Return what is wrong with a file by itself, if it had this content."""
        codes = self.settings.of(path).codes
        outside: list[Finding] = []
        found: list[Finding] = []
        reader, checks = self._tools(codes)
        for template in stream_templates(io.BytesIO(data), path, reader, outside.append):
            if self._takes is None or self._takes(template):
                found += _of_template(template, [*template.findings, *checks.findings(template)], codes, read_lines=False)
        return found + [finding for finding in outside if finding.code in codes and self._takes is None]

    def _tools(self, codes: frozenset[str]) -> tuple[Reader, TemplateChecks]:
        """The reader and the checks that find some codes."""
        tools = self._known.get(codes)
        if tools is None:
            lengths = not codes.isdisjoint(chosen(["length"]))
            tools = self._known[codes] = Reader(self._grammar, lengths=lengths), TemplateChecks.cached(codes)
        return tools

    def at_the_end(self) -> Iterator[Finding]:
        """Yield what can be seen only from the whole of an archive, once all files have been checked."""
        found: Iterable[Finding] = chain(self._refused, self._archives.finish())
        self._refused = []
        if self._takes is not None:
            found = (finding for finding in found if finding.template and (finding.file, finding.template.line) in self.taken)
        wanted = (finding for finding in found if finding.code in self.settings.of(finding.file).codes)
        for _, of_file in groupby(wanted, attrgetter("file")):
            yield from _with_sources(list(of_file))


def _with_sources(findings: list[Finding]) -> Iterator[Finding]:
    """Findings of one file, each with its line, which is read from the file where it is not known; that takes one pass."""
    missing = {finding.line for finding in findings if not finding.source}
    lines = _read_lines(findings[0].file, missing) if missing else {}
    for finding in findings:
        yield finding if finding.source else finding.within(finding.template, lines.get(finding.line, ""))


def _of_template(
    template: Template, found: list[Finding], codes: frozenset[str], *, read_lines: bool = True
) -> Iterator[Finding]:
    """The findings of a template that are of some codes and not ignored, in the order of lines, with template and line.

    A line that is not in the template's text is read from its file, unless `read_lines` is false. Then a finding is given even
    where another covers it, as a fix of the one may leave the other.
    """
    if template.preceding:
        ignored, unknown = _ignored(template)
        codes, found = codes - ignored, found + unknown
    wanted = [finding for finding in found if finding.code in codes]
    if len(wanted) > 1:
        if read_lines:
            wanted = _without_covered(wanted)
        wanted.sort(key=_BY_POSITION)
    place = TemplatePlace(template.line, template.type, template.data.get("handle"))
    lines: list[str] = []  # those of the template's text, which begins with the line end before its first line
    outside: dict[int, str] | None = None
    for finding in wanted:
        number = finding.line - template.line + 1
        if number >= len(lines):
            # Most templates have few findings, so the lines up to the first are enough; for more, all are split.
            lines = template.text.split("\n") if lines else template.text.split("\n", number + 1)[: number + 1]
        if finding.source or not (read_lines or 0 < number < len(lines)):
            source = finding.source
        elif 0 < number < len(lines):
            source = lines[number][:LONGEST_SOURCE]
        else:
            if outside is None:
                last = template.line + template.text.count("\n") - 1
                outside = _read_lines(finding.file, {f.line for f in wanted if not template.line <= f.line <= last})
            source = outside.get(finding.line, "")
        yield finding.within(place, source)


def _of_entry(finding: Finding, line: str) -> Finding:
    """A finding about a template that is made of an entry in another format: it is about the first line of the entry."""
    number = finding.template.line if finding.template else finding.line
    found = finding._replace(line=number, column=1, end_line=number, end_column=max(2, len(line) + 1), fix=None)
    return found.within(finding.template, line)


def _without_covered(found: list[Finding]) -> list[Finding]:
    """The findings without those that another one in the same place covers."""
    covering = [finding for finding in found if finding.kind.covers]
    if not covering:
        return found
    return [finding for finding in found if not any(_covers(other, finding) for other in covering)]


def _covers(one: Finding, other: Finding) -> bool:
    """Whether a finding covers another: one that its fix deals with, or one on its line if it has no fix."""
    if other.code not in one.kind.covers:
        return False
    if one.fix is None:
        return one.line == other.line
    place = (other.line, other.column)
    return any((edit.line, edit.column) <= place < (edit.end_line, edit.end_column) for edit in one.fix.edits)


def _ignored(template: Template) -> tuple[frozenset[str], list[Finding]]:
    """The codes that the comments right above a template say to ignore, and what is wrong with those comments."""
    ignored: frozenset[str] = frozenset()
    unknown: list[Finding] = []
    comments = _comments_at_end(template.preceding)
    for number, comment in enumerate(comments, template.line - len(comments)):
        match = _IGNORE.match(comment)
        for selector in (split(match[1].lower()) or ("",)) if match else ():
            try:
                ignored |= chosen([selector])
            except KeyError:
                message = no_such_code(selector) if selector else "this comment does not say which code to ignore"
                message = message[0].upper() + message[1:] + ("" if message.endswith("?") else ".")
                place = (number, 1, number, 1 + len(comment))
                finding = Finding("ignore-unknown", severity_of("ignore-unknown"), message, template.file, *place)
                unknown.append(finding.within(None, comment[:LONGEST_SOURCE]))
    return ignored, unknown


def _comments_at_end(text: str) -> list[str]:
    """The last lines of a text, as far as they are comments or empty."""
    start = len(text)
    while (line_end := text.rfind("\n", 0, start)) >= 0:
        line = text[line_end + 1 : start].lstrip(" \t")
        if line and not line.startswith("#"):
            break
        start = line_end
    return text[start:].split("\n")[1:]


class _Lines:
    """The lines of a file, asked for in their order, so that it is read once."""

    def __init__(self, path: str) -> None:
        self._blocks = self._read(path)
        self._first, self._lines = 0, [""]  # of the block that is read, and the number of its first line

    def line(self, number: int) -> str:
        """Return a line; empty where it cannot be read."""
        while number >= self._first + len(self._lines) - 1 and (block := next(self._blocks, None)) is not None:
            self._first, self._lines = block.line, block.text.split("\n")
        place = number - self._first
        return self._lines[place][:LONGEST_SOURCE] if 0 <= place < len(self._lines) else ""

    @staticmethod
    def _read(path: str) -> Iterator[Block]:
        if path == STANDARD_INPUT or not is_file(path):
            return
        with suppress(OSError), open_file(path, buffering=0) as stream:
            yield from decode(stream, path, ignore_finding)


def _read_lines(path: str, numbers: set[int]) -> dict[int, str]:
    """Some lines of a file by number; those that cannot be read are missing."""
    found: dict[int, str] = {}
    if path == STANDARD_INPUT or not is_file(path):
        return found
    last = max(numbers)
    try:
        with open_file(path, buffering=0) as stream:
            for block in decode(stream, path, ignore_finding):
                lines = block.text.split("\n")
                for number in numbers & set(range(block.line, block.line + len(lines))):
                    # The piece after a block's last line end is the beginning of the next block, or nothing.
                    if not found.get(number):
                        found[number] = lines[number - block.line][:LONGEST_SOURCE]
                if block.line + len(lines) - 1 > last:
                    break
    except OSError:
        pass
    return found
