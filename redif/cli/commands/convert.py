"""`redif convert`: templates in, records out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from redif.cli.cache_key import cache_of
from redif.cli.choosing import selection_of
from redif.cli.exit_status import UNUSABLE
from redif.cli.given import required
from redif.cli.input_reader import InputReader
from redif.cli.startup import grammar_of, refuse_input_as_output, refuse_missing_input
from redif.cli.summary import Summary
from redif.cli.terminal import complain, uninterrupted
from redif.findings.errors import RedifError, UsageError, did_you_mean, unknown
from redif.findings.finding import Finding, Severity
from redif.findings.wording import counted
from redif.importers import IMPORTERS, ImportOptions, importer_named
from redif.parallel.batches import is_huge
from redif.parallel.plain import PackedResult
from redif.schema.values import HandleKind
from redif.selection.selection import Selection
from redif.source.files import STANDARD_INPUT, files
from redif.source.output import Output
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.writers import ENDINGS, WRITERS, Format, format_of
from redif.writers.options import WriterOptions

if TYPE_CHECKING:
    from redif.catalogue.catalogue import Catalogue
    from redif.cli.file_jobs import FileJobs, FileResult
    from redif.source.decoding import FilePart
    from redif.works.duplicates import Copy

DEFAULT_FORMAT = "jsonl"


class Conversion(ABC):
    """One run: which templates are written, and what was counted."""

    def __init__(self, options: argparse.Namespace, format_: Format, reader: Reader, selection: Selection) -> None:
        self.options = options
        self.format = format_
        self.selection = selection
        # On a terminal a bar would appear in the middle of what is written there.
        hidden = options.quiet or (options.output == "-" and sys.stdout.isatty())
        imported = ImportOptions(options.from_)
        self.input = InputReader(options.paths, hidden=hidden, reader=reader, on_finding=self.count, options=imported)
        self._catalogue: Catalogue | None = None
        self._looked_up: dict[tuple[str, HandleKind], None] | None = None  # in it, for results that are cached
        self.templates = self.records = self.others = 0
        self.findings: Counter[str] = Counter()
        self.report = Summary(options)

    def count(self, finding: Finding) -> None:
        """Count a finding outside any template."""
        self.findings[finding.severity] += 1
        if self.report.is_wanted:
            self.report.add((finding,))
        if self.options.verbose and finding.code.startswith("import-") and finding.code != "import-unread":
            complain(f"{finding.file}:{finding.line}: {finding.message}")

    def read(self) -> Iterator[Template]:
        """Return the templates of all files."""
        return (template for _, template in self.input.templates())

    def by_jobs(self, *more: str) -> FileJobs | None:
        """Read what is joined, if anything is, and return what has the files read by several processes, or not again.

        None if all of them are read by this process. `more` is what the results depend on besides the options.
        """
        if self.format.joined or self.options.join or self.options.with_:
            self._catalogue = self.catalogue()
        if not (self.selection.is_independent and self.selection.is_streaming) or self.options.relate_duplicates:
            return None
        # An index on disk cannot be read by several processes at once.
        is_alone = self._catalogue is not None and self._catalogue.is_on_disk
        jobs = 1 if is_alone or any(map(is_huge, self.input.paths)) else self.input.jobs(self.options.jobs)
        cache = cache_of(self.options, self.input.depends_on, *more)
        if jobs == 1 and cache is None:
            return None
        self._looked_up = {} if cache is not None else None
        return self.input.by_jobs(self._file, jobs, cache, self._is_current)

    def _is_current(self, counts: Any) -> bool:
        """Whether what was joined when something was counted is what would be joined now."""
        if self._catalogue is None:
            return True
        looked_up, fingerprint = counts[-1]
        return self._catalogue.fingerprint((handle, HandleKind(kind)) for handle, kind in looked_up) == str(fingerprint)

    def _file(self, path: str, part: FilePart | None) -> tuple[Any, bytes]:
        """Convert one file, or a part of it; return what was counted, and what it became."""
        before = self.take_counts()
        data = self.packed(self.input.file(path, part))
        counts = self.take_counts()
        self.add_counts(before)
        return counts, data

    @abstractmethod
    def packed(self, templates: Iterable[Template]) -> bytes:
        """Return what the templates in a file become."""

    def take_counts(self) -> Any:
        """Return what was counted, as plain data, and begin at 0 again."""
        joined: tuple[list[tuple[str, HandleKind]], str] = [], ""
        if self._catalogue is not None and self._looked_up is not None:
            joined = [*self._looked_up], self._catalogue.fingerprint(self._looked_up)
            self._looked_up.clear()
        counts = (
            self.templates,
            self.records,
            self.others,
            dict(self.findings),
            self.report.take(),
            self.input.take_counts(),
            joined,
        )
        self.templates = self.records = self.others = 0
        self.findings.clear()
        self.input.progress.templates = self.input.progress.findings = 0
        return counts

    def add_counts(self, counts: Any) -> None:
        """Add what `take_counts` has returned."""
        templates, records, others, findings, codes, read, _ = counts
        self.templates += templates
        self.records += records
        self.others += others
        if findings:
            self.findings.update(findings)
            self.report.add_taken(codes)
        self.input.add_counts(read)
        self.input.progress.templates = self.templates
        self.input.progress.findings = self.findings.total()

    def selected(self, read: Iterable[Template]) -> Iterator[Template]:
        """Return the templates that are to be written, with what is joined."""
        catalogue = self._catalogue
        templates: Iterable[Template] = self.selection.arranged(self._fitting(read))
        others: Mapping[str, list[Copy]] = {}
        if self.options.relate_duplicates:
            from redif.works.duplicates import versions  # seldom needed

            templates = [*templates]
            others = versions(templates)
        for template in templates:
            self.records += 1
            if catalogue is not None or others:
                template.join(self._facts(template.data, catalogue, others))
            yield template

    def _facts(self, data: Mapping[str, Any], catalogue: Catalogue | None, others: Mapping[str, list[Copy]]) -> dict[str, Any]:
        """What is joined to a record."""
        facts = catalogue.joined(data) if catalogue is not None else {}
        if catalogue is not None and self._looked_up is not None:
            self._looked_up.update(dict.fromkeys(catalogue.looked_up(data)))
        if others and (found := others.get(data.get("handle", "").lower())):
            facts["versions"] = [{"handle": version.handle, "type": version.type} for version in found]
        return facts

    def _fitting(self, templates: Iterable[Template]) -> Iterator[Template]:
        """Return the templates that fit the options and the format."""
        is_all, items, strict = self.selection.is_all, self.format.items, self.options.strict
        progress, is_counted = self.input.progress, self.report.is_wanted
        for template in templates:
            self.templates += 1
            if not (is_all or self._is_chosen(template)):
                continue
            if items and not template.schema.is_item:
                self.others += 1
                continue
            for severity in template.severities:
                self.findings[severity] += 1
                progress.findings += 1
            if is_counted:
                self.report.add(template.findings)
            if not (strict and template.is_bad):
                yield template

    def _is_chosen(self, template: Template) -> bool:
        """Whether a template fits the options, first by its type, for which it need not be read."""
        selection = self.selection
        if selection.types and not selection.takes_type(template.type or ""):
            return False
        return selection.is_by_type or selection.takes(template.data)

    def catalogue(self) -> Catalogue:
        """Return the series, archives, people and institutions among the input and in the paths given with --with."""
        with uninterrupted():
            from redif.catalogue.catalogue import Catalogue  # only needed where something is joined

        catalogue = Catalogue(items=False, links=False, grammar=self.input.reader.grammar)
        named = set(self.options.paths)  # whatever was found in a folder is a file
        # Of a file with nothing but items, nothing is taken, so it need not be read while it stays as it is.
        cache = cache_of(self.options, lambda _path: "", "nothing but items")
        if cache is not None:
            cache.forget_vanished(self.input.paths)
        for path in self.input.paths:
            if cache is not None and cache.find(path):
                continue
            state = None if cache is None else cache.state(path)
            if path == STANDARD_INPUT:
                self.input.keep_input()
            elif path in named and not os.path.isfile(path):
                continue  # a pipe can be read only once
            outside: list[Finding] = []
            count, others, is_done = 0, 0, self.format.items and self.selection.is_all
            for template in self.input.before(path, outside.append):
                count += 1
                if template.schema.is_item:
                    is_done = False
                else:
                    others += 1
                    catalogue.add_template(template, path)
            if (
                cache is not None
                and state is not None
                and not others
                and not self.input.has_failed
                and cache.state(path) == state
            ):
                cache.add(path, PackedResult("", b"", b"", is_last=True), state)
            if is_done and count and not outside:
                # Nothing of it is written, so there is no need to read it again.
                self.input.finish(path)
                self.templates += count
                self.others += count
        if cache is not None:
            cache.close()
        catalogue.add(*files(self.options.with_, self.input.on_error, self.input.handle), on_error=self.input.on_error)
        return catalogue

    def summary(self, seconds: float) -> str:
        """Return the closing line."""
        found = (counted(self.findings[severity], severity) for severity in Severity)
        left_out = f", {self.others:,} left out that are not items" if self.others else ""
        left_out += self.input.left_out
        has_problems = self.findings[Severity.ERROR] or self.findings[Severity.WARNING]
        hint = " (redif check shows them)" if has_problems else ""
        return (
            f"{counted(self.input.files, 'file')}, {counted(self.templates, 'template')}, "
            f"{counted(self.records, 'record')} written{left_out}; {', '.join(found)}{hint}; {seconds:.1f} s"
        )


class WrittenConversion(Conversion):
    """One run that writes a document."""

    def __init__(
        self, options: argparse.Namespace, format_: Format, written: WriterOptions, reader: Reader, selection: Selection
    ) -> None:
        super().__init__(options, format_, reader, selection)
        self.written = written
        self.frame = format_.frame(written)

    def write(self, out: BinaryIO) -> None:
        """Convert all files."""
        if (jobs := self.by_jobs(self.format.module)) is None:
            self.frame.write(self._entries(self.read()), out)
            return
        with jobs as files:
            self.frame.write(chain.from_iterable(map(self._unpacked, files.results())), out)

    def _unpacked(self, result: FileResult) -> Iterable[Any]:
        """Count what was counted in a file, and return its entries."""
        self.add_counts(result.facts)
        return self.frame.unpacked(result.data)

    def packed(self, templates: Iterable[Template]) -> bytes:
        """Return the entries of the templates in a file, for `unpacked` of the frame."""
        return self.frame.packed(self._entries(templates))

    def _entries(self, templates: Iterable[Template]) -> Iterator[Any]:
        return self.format.entries(self.selected(templates), self.written)


def run(options: argparse.Namespace) -> int:
    """Convert, and return the exit status."""
    options.paths = required(options)
    start = time.perf_counter()
    try:
        to = chosen_format(options)
        written = writer_options(options, to)
        grammar = grammar_of(options.grammar)
        if options.from_:
            importer_named(options.from_)
        selection = selection_of(options, grammar)
    except RedifError as error:
        complain(str(error))
        return UNUSABLE
    with uninterrupted():
        WRITERS[to].load()
    try:
        conversion = WrittenConversion(options, WRITERS[to], written, Reader(grammar, lengths=options.lengths), selection)
        refuse_missing_input(options.output, options.paths)
        for output in (options.output, options.summary):
            refuse_input_as_output(output, [*options.paths, *conversion.input.paths, *options.with_])
        with Output(options.output) as out:
            conversion.write(out)
    except BrokenPipeError:
        raise
    except RedifError as error:
        complain(str(error))  # such as a column that does not exist
        return UNUSABLE
    except OSError as error:
        if options.output == "-":
            raise
        complain(f"cannot write {options.output}: {error.strerror or error}")
        return UNUSABLE
    if not options.quiet and (conversion.input.files or not conversion.input.status):  # else it is said that nothing was read
        print(conversion.summary(time.perf_counter() - start), file=sys.stderr)
    status = conversion.input.status
    counts = {"files": conversion.input.files, "templates": conversion.templates, "records": conversion.records}
    return status if conversion.report.write(status, conversion.input.paths, counts) else UNUSABLE


def chosen_format(options: argparse.Namespace) -> str:
    """Return the name of the format to write: that of --to, or else by the ending of the file, or else JSON Lines.

    Raises:
        UsageError: there is no such format.
    """
    to: str = options.to or format_of(options.output) or ""
    ending = os.path.splitext(options.output)[1].lower()
    if not to and (hint := did_you_mean(ending, ENDINGS) if ending else ""):
        raise UsageError(f"redif writes no files that end in {ending}{hint}")
    if not to and ending and any(ending in importer.endings for importer in IMPORTERS.values()):
        raise UsageError(f"redif reads files that end in {ending}, but does not write them; for a table, write .csv")
    to = to or DEFAULT_FORMAT
    if to not in WRITERS:
        raise UsageError(unknown("format", to, WRITERS))
    return to


def writer_options(options: argparse.Namespace, to: str) -> WriterOptions:
    """Return the options of the writer.

    Raises:
        UsageError: an option does not apply to the format.
    """
    columns = tuple(filter(None, (name.strip() for name in options.columns.split(","))))
    given = {"key": options.key, "ascii": options.ascii, "columns": columns}
    for name, value in given.items():
        if value and name not in WRITERS[to].options:
            takers = " and ".join(other for other, format_ in WRITERS.items() if name in format_.options)
            raise UsageError(f"--{name} does not apply to {to}, only to {takers}")
    return WriterOptions(**{name: value for name, value in given.items() if value})
