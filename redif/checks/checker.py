"""Check files: find all that is wrong with them, each finding with its template and its line.

The findings of a file come template by template, in the order of lines, so a file of any size is checked in little memory.
What can be seen only from the whole of an archive comes at the end.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from redif.checks.archive.checker import ArchiveChecker
from redif.checks.archive.seen import ReadTemplate
from redif.checks.examination import (
    Examination,
    Examined,
    FileLines,
    by_position,
    findings_of,
    ignored_above,
    of_entry,
    unpacked_examination,
    with_sources,
)
from redif.checks.settings import Settings, SettingsFinder
from redif.checks.template.plan import TemplateChecks
from redif.findings.codes import chosen, severity_of
from redif.findings.errors import InputTypeError, check_callback, no_records, shown
from redif.findings.finding import Finding
from redif.grammar import Grammar
from redif.importers import ImportOptions
from redif.reading.documents import file_templates, part_templates, stream_templates
from redif.reading.sources import Source, binary_stream, check_source
from redif.source.decoding import FilePart
from redif.source.files import STANDARD_INPUT, OnError, files, raise_error
from redif.source.packed import is_packed
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.models import Record


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
        elif isinstance(source, Mapping):
            raise no_records("check", source)
        elif isinstance(source, Iterable) and not isinstance(source, str | bytes | bytearray) and not hasattr(source, "read"):
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


class _Tools(NamedTuple):
    """What a file is read and checked with.

    Attributes:
        settings: those of the file.
        codes: the codes to look for.
        options: how to read a file in another format.
        reader: reads templates.
        checks: those that find the codes.
    """

    settings: Settings
    codes: frozenset[str]
    options: ImportOptions
    reader: Reader
    checks: TemplateChecks


class Checker:
    """Checks files one after the other, and at the end the archives they make up; for the arguments see `check`.

    Attributes:
        settings: finds the settings of each file.
        files_read: how many files have been read; one that cannot be read does not count.
        templates_read: how many templates have been read in them.
        paths_without_files: the folders passed to `named` that contain no ReDIF file, and could be read.
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
        self._last_tools: _Tools | None = None
        self._on_error = on_error or raise_error
        self._archives = ArchiveChecker()
        self._takes = takes
        self._on_template = on_template
        self._folders_unread = 0
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
            is_empty, folders_unread = True, self._folders_unread
            for file in files([path], self._skip_folder, self._refused.append):
                is_empty = False
                if not self.settings.excludes(file):
                    yield file
                elif file == path:
                    self.excluded.append(file)
            if is_empty and folders_unread == self._folders_unread:
                self.paths_without_files.append(path)

    def _skip_folder(self, error: OSError) -> None:
        self._folders_unread += 1
        self._on_error(error)

    def file(self, path: str, stream: BinaryIO | None = None) -> Iterator[Finding]:
        """Yield what is wrong with one file, by itself and together with the files checked before it.

        Args:
            path: the file.
            stream: the file's content, if it is open already.
        """
        yield from self.of_examined(path, self.examine(path, stream))

    def examine(self, path: str, stream: BinaryIO | None = None, part: FilePart | None = None) -> Examination:
        """Return what is wrong with one file by itself, or with a part of it."""
        _, codes, options, reader, checks = self._tools(path)
        outside: list[Finding] = []
        errors: list[OSError] = []
        if part is not None:
            templates = part_templates(path, part, reader, outside.append, errors.append)
        elif stream is None:
            templates = file_templates(path, reader, outside.append, errors.append, options)
        else:
            templates = stream_templates(stream, path, reader, outside.append, options)
        lines = FileLines(path if stream is None else STANDARD_INPUT)
        return Examination((self._examined(template, checks, codes, lines) for template in templates), outside, errors)

    def find_archive(self, path: str) -> None:
        """Find the archive that a file belongs to, for which other files may have to be read."""
        self._archives.http_start_of(path)

    def depends_on(self, path: str) -> str:
        """Return what `packed` depends on besides the file: the codes to look for, and the archive that the file belongs to."""
        return f"{_hash_of(self.settings.of(path).codes)} {self._archives.http_start_of(path)}"

    def packed(self, path: str, part: FilePart | None = None) -> tuple[Any, bool]:
        """Return what is wrong with one file by itself, or with a part of it, as plain data for `of_packed`.

        The second value tells whether the file could be read.
        """
        examination = self.examine(path, part=part)
        return examination.packed(self._archives.http_start_of(path)), not examination.errors

    def of_packed(self, path: str, parts: Iterable[Any]) -> Iterator[Finding]:
        """Yield what is wrong with one file, by itself, as others found in its parts, and together with those before it."""
        return self.of_examined(path, unpacked_examination(path, parts))

    def of_examined(self, path: str, examination: Examination) -> Iterator[Finding]:
        """Yield what is wrong with one file, by itself, as was found, and together with those before it."""
        codes, takes = self._tools(path).codes, self._takes is not None
        if (of_file := self._archives.file(path)) and not takes:
            yield from with_sources([finding for finding in of_file if finding.code in codes])
        templates, outside, errors = examination
        is_empty = True
        once: set[str] = set()  # codes that need not be reported again in this file
        for examined in templates:
            is_empty = False
            self.templates_read += 1
            if self._on_template is not None:
                self._on_template()
            of_archive = self._archives.template(examined.seen)
            if not (of_archive or examined.findings or takes):  # as for most templates
                continue
            for finding in self._reported(examined, of_archive, codes):
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
        if outside and not takes:
            yield from with_sources([finding for finding in outside if finding.code in codes])

    def records(self, records: Iterable[Record]) -> Iterator[Finding]:
        """Yield what is wrong with records, by themselves and together with those before them."""
        from redif.syntax.records import template_of  # imports the models, which files do not need

        _, codes, _, reader, checks = self._tools(STANDARD_INPUT)
        line = 1
        self._archives.file(STANDARD_INPUT)
        for record in records:
            if not hasattr(record, "template_type") or not hasattr(record, "data"):
                raise InputTypeError(f"redif checks paths, open files and records, each given by itself, not {shown(record)}")
            data = record.data
            data.pop("source", None)  # it is checked as it is now, not as it was read
            template = template_of(data, reader, STANDARD_INPUT, line)
            examined = self._examined(template, checks, codes)
            yield from self._reported(examined, self._archives.template(examined.seen), codes)
            line += template.text.count("\n")  # which includes the empty line between two templates

    def _examined(
        self, template: Template, checks: TemplateChecks, codes: frozenset[str], lines: FileLines | None = None
    ) -> Examined:
        """What is wrong with a template by itself; `lines` are those of its file."""
        seen = ReadTemplate(template)
        if self._takes is not None and not self._takes(template):
            return Examined(seen, False, [], frozenset(), None)
        found = template.findings + checks.findings(template)
        ignored: frozenset[str] = frozenset()
        if template.preceding:
            ignored, unknown = ignored_above(template)
            found += unknown
        own = findings_of(template, found, codes - ignored if ignored else codes) if found else found
        entry = lines.line(template.line) if template.is_elsewhere and lines is not None else None
        return Examined(seen, True, own, ignored, entry)

    def _reported(self, examined: Examined, of_archive: list[Finding], codes: frozenset[str]) -> list[Finding]:
        """What is wrong with a template, by itself and together with those before it."""
        seen, is_taken, found, ignored, entry = examined
        if not is_taken:
            return []
        if self._takes is not None:
            self.taken.add((seen.file, seen.line))
        wanted = [each for each in of_archive if each.code in codes and each.code not in ignored] if of_archive else ()
        if wanted:
            found = sorted([*found, *(each.within(each.template, seen.source) for each in wanted)], key=by_position)
        return found if entry is None else [of_entry(finding, entry) for finding in found]

    def data(self, data: bytes, path: str) -> list[Finding]:
        """Return what is wrong with a file by itself, if it had this content."""
        _, codes, _, reader, checks = self._tools(path)
        outside: list[Finding] = []
        found: list[Finding] = []
        for template in stream_templates(io.BytesIO(data), path, reader, outside.append):
            if self._takes is None or self._takes(template):
                ignored, unknown = ignored_above(template) if template.preceding else (frozenset(), [])
                own = findings_of(
                    template, [*template.findings, *checks.findings(template), *unknown], codes - ignored, read_lines=False
                )
                found += own
        return found + [finding for finding in outside if finding.code in codes and self._takes is None]

    def _tools(self, path: str) -> _Tools:
        """What to read and check a file with, by its settings."""
        settings = self.settings.of(path)
        last = self._last_tools
        if last is not None and last.settings is settings:  # as for most files
            return last
        codes = settings.codes
        known = self._known.get(codes)
        if known is None:
            lengths = not codes.isdisjoint(chosen(["length"]))
            known = self._known[codes] = Reader(self._grammar, lengths=lengths), TemplateChecks.cached(codes)
        self._last_tools = _Tools(settings, codes, ImportOptions(columns=dict(settings.columns)), *known)
        return self._last_tools

    def at_the_end(self) -> Iterator[Finding]:
        """Yield what can be seen only from the whole of an archive, once all files have been checked."""
        found: Iterable[Finding] = chain(self._refused, self._archives.finish())
        self._refused = []
        if self._takes is not None:
            found = (finding for finding in found if finding.template and (finding.file, finding.template.line) in self.taken)
        wanted = (finding for finding in found if finding.code in self.settings.of(finding.file).codes)
        for _, of_file in groupby(wanted, attrgetter("file")):
            yield from with_sources(list(of_file))


@lru_cache(maxsize=64)
def _hash_of(codes: frozenset[str]) -> str:
    from hashlib import blake2b  # takes a while to import, and only a cache needs it

    return blake2b(" ".join(sorted(codes)).encode(), digest_size=8).hexdigest()
