"""The files that a command was given, with a progress bar and messages about what cannot be read."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from redif.cli.cache import CACHE_SIZE, CachedFile, TemplateCache
from redif.cli.exit_status import FOUND, OK, UNUSABLE
from redif.cli.progress import Progress
from redif.cli.recognize import look_of_input
from redif.cli.startup import freeze_loaded_objects
from redif.cli.terminal import cannot_read, complain, not_redif, report_folders_without_files
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.grammar import Grammar
from redif.importers import DEFAULT, ImportOptions
from redif.parallel.batches import jobs_for
from redif.reading.documents import file_templates, part_templates, stream_templates
from redif.source.decoding import FilePart
from redif.source.files import ENDINGS, STANDARD_INPUT, files
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.checks.settings import SettingsFinder
    from redif.cli.file_jobs import FileJobs
    from redif.cli.result_cache import ResultCache

INPUT_IN_MEMORY = 16 << 20  # bytes of standard input that are kept in memory; more go to disk


class InputReader:
    """The files that were named, and what came of reading them.

    Attributes:
        reader: what reads them.
        files: how many were read.
        errors: how many times something could not be read, or was not ReDIF.
        has_failed: whether something could not be read of the file that was read last, and might be another time.
        records_left_out: how many entries in JSON and other formats could not be read.

    Args:
        named: files and folders; `-` is standard input.
        hidden: whether there is no progress bar.
        reader: a reader, if not that of ReDIF 1.0.
        on_finding: called with findings outside any template. A record that is left out is also reported.
        options: how other formats than ReDIF are read.
    """

    def __init__(
        self,
        named: list[str],
        *,
        hidden: bool,
        reader: Reader | None = None,
        on_finding: OnFinding = ignore_finding,
        options: ImportOptions = DEFAULT,
    ) -> None:
        self.reader = reader or Reader()
        self.files = 0
        self.errors = 0
        self.records_left_out = 0
        self._fields_left_out: Counter[str] = Counter()
        self._unknown_columns: list[str] = []
        self._named = named
        self._named_files = frozenset(named)
        self._hidden = hidden
        self._on_finding = on_finding
        self._options = options
        self._input: IO[bytes] | None = None
        self._cache = TemplateCache(CACHE_SIZE)
        self._done: Counter[str] = Counter()
        self.has_failed = False

    @cached_property
    def _settings(self) -> SettingsFinder:
        from redif.checks.settings import SettingsFinder  # only files of other formats need settings

        return SettingsFinder()

    @cached_property
    def paths(self) -> list[str]:
        """The files, in the order in which they are read."""
        paths = list(files(self._named, self.on_error, self.handle))
        report_folders_without_files(self._named, set(paths))
        return paths

    @cached_property
    def progress(self) -> Progress:
        """How far reading is."""
        return Progress(self.paths, hidden=self._hidden)

    def on_error(self, error: OSError) -> None:
        """Report that something cannot be read, and continue."""
        self.errors += 1
        self.has_failed = True
        cannot_read(error)

    @property
    def failed(self) -> bool:
        """Whether something could not be read, or there was nothing to read."""
        return self.errors > 0 or not self.paths

    @property
    def status(self) -> int:
        """The exit status so far: whether something could not be read, or an entry in a file, or all could."""
        return UNUSABLE if self.failed else FOUND if self.records_left_out else OK

    @property
    def left_out(self) -> str:
        """What of other formats has no place in ReDIF, by field, and the columns that are not known, for the closing line."""
        fields = ", ".join(f"{name} ({count:,})" for name, count in self._fields_left_out.most_common())
        columns = ", ".join(self._unknown_columns)
        return (f", left out without a place in ReDIF: {fields}" if fields else "") + (
            f", columns not known and kept as private attributes: {columns}" if columns else ""
        )

    def take_counts(self) -> Any:
        """Return what was counted, as plain data, and begin at 0 again."""
        counts = self.files, self.errors, self.records_left_out, dict(self._fields_left_out), self._unknown_columns
        self.files = self.errors = self.records_left_out = 0
        self._fields_left_out, self._unknown_columns = Counter(), []
        return counts

    def add_counts(self, counts: Any) -> None:
        """Add what `take_counts` returned in another process."""
        files_, errors, records_left_out, fields, columns = counts
        self.files += files_
        self.errors += errors
        self.records_left_out += records_left_out
        if fields or columns:
            self._fields_left_out.update(fields)
            self._unknown_columns += columns

    def jobs(self, wanted: int | None) -> int:
        """Return how many processes can read the files, if so many are wanted; None is one for each core."""
        return jobs_for(self.paths, self._named, wanted)

    def depends_on(self, path: str) -> str:
        """Return what the result of a file depends on besides the file: more is said of one that was named."""
        return "named" if path in self._named_files else ""

    def by_jobs(
        self,
        examine: Callable[[str, FilePart | None], tuple[Any, bytes]],
        jobs: int,
        cache: ResultCache | None,
        is_current: Callable[[Any], bool] = lambda _facts: True,
    ) -> FileJobs:
        """Return what has the files read by several processes, as far as no earlier run has read them.

        Args:
            examine: what is done with a file or a part of it; returns the facts and the data of its result.
            jobs: how many processes there are.
            cache: the results of earlier runs.
            is_current: whether the facts of such a result are still right.
        """
        from redif.cli.file_jobs import FileJobs  # not needed for small input

        def examined(path: str, part: FilePart | None) -> tuple[Any, bytes, bool]:
            self.has_failed = False
            return *examine(path, part), not self.has_failed

        can_cut = not self._options.format and self.reader.grammar is Grammar.standard()
        return FileJobs(
            self.paths,
            examined,
            jobs=jobs,
            can_cut=can_cut,
            progress=self.progress,
            on_error=self.on_error,
            cache=cache,
            is_current=is_current,
        )

    def templates(self) -> Iterator[tuple[str, Template]]:
        """Return the templates of all files, each with the path of its file."""
        freeze_loaded_objects()
        with self.progress as progress:
            for path in self.paths:
                for template in self.file(path):
                    progress.template()
                    yield path, template
                progress.advance()

    def file(self, path: str, part: FilePart | None = None) -> Iterator[Template]:
        """Return the templates of one of the files, or of a part of it; at its end, the file counts as read."""
        errors, left_out = self.errors, self.records_left_out
        if self._done[path]:
            self._done[path] -= part is None
        else:
            is_empty = True
            for template in self.templates_of(path, part):
                is_empty = False
                yield template
            if is_empty and self.errors == errors and path in self._named_files:
                self._report_no_template(path, is_reported=self.records_left_out > left_out)
        self.files += self.errors == errors and (part is None or part.end_line is None)

    def _report_no_template(self, path: str, *, is_reported: bool) -> None:
        """Report a file that was named and is not ReDIF, unless that was said; an empty list of records in JSON is fine."""
        kind = look_of_input(path, self._options.format)
        if kind is not None:
            self.errors += 1
            if not is_reported:
                not_redif(path, kind)

    def templates_of(self, path: str, part: FilePart | None = None) -> Iterator[Template]:
        """Return the templates of one file, or of a part of it."""
        if part is not None:
            return part_templates(path, part, self.reader, self.handle, self.on_error)
        if (cached := self._cache.take(path)) is not None:
            return self._from_cache(cached)
        if path == STANDARD_INPUT and self._input is not None:
            self._input.seek(0)
            return stream_templates(self._input, path, self.reader, self.handle, self.options_of(path))
        return file_templates(path, self.reader, self.handle, self.on_error, self.options_of(path))

    def options_of(self, path: str) -> ImportOptions:
        """Return how a file is read; what the columns of a table mean may be said in the settings."""
        if path.lower().endswith(ENDINGS):
            return self._options
        return self._options._replace(columns=dict(self._settings.of(path).columns))

    def _from_cache(self, cached: CachedFile) -> Iterator[Template]:
        while cached.templates:  # each is dropped as soon as it was used
            yield cached.templates.popleft()
        for finding in cached.outside:
            self.handle(finding)

    def handle(self, finding: Finding) -> None:
        """Report a finding outside any template if it says that something cannot be read, and pass it on."""
        if finding.code in ("json-unread", "import-unread"):
            self.records_left_out += 1
            complain(f"{finding.file}:{finding.line}: {finding.message}")
        elif finding.code == "file-html" and finding.file not in self._named_files:
            self.records_left_out += 1
            complain(f"{finding.file}: {finding.message}")
        elif finding.code == "file-refused" or (
            finding.code == "file-binary"
            and not (
                # A file that was named is reported in the same way as others that are not ReDIF, if its beginning shows that.
                finding.file in self._named_files
                and os.path.isfile(finding.file)
                and look_of_input(finding.file, self._options.format)
            )
        ):
            self.errors += 1
            complain(f"cannot read {finding.file}: {finding.message}")
        elif finding.code == "import-left-out":
            self._fields_left_out[finding.attribute or ""] += 1
        elif finding.code == "import-column":
            from redif.importers.item import private_name  # seldom needed, and loads the models

            name = finding.attribute or ""
            self._unknown_columns.append(f"{name} ({private_name(name)})")
        self._on_finding(finding)

    def before(self, path: str, on_finding: OnFinding) -> Iterator[Template]:
        """Return the templates of a file that will be read again; if the cache is full, files of items alone are skipped.

        If it cannot be read, that is reported later.
        """
        errors: list[OSError] = []
        if self._cache.is_full and path != STANDARD_INPUT:
            from redif.catalogue.prefilter import templates_but_items  # only needed where much is joined

            yield from templates_but_items(path, self.reader, on_finding, errors.append)
            self.has_failed = bool(errors)
            return
        outside: list[Finding] = []
        if path == STANDARD_INPUT:
            templates = stream_templates(self.keep_input(), path, self.reader, outside.append, self.options_of(path))
        else:
            templates = file_templates(path, self.reader, outside.append, errors.append, self.options_of(path))
        yield from self._cache.passing(path, templates, outside)
        for finding in outside:
            on_finding(finding)
        self.has_failed = bool(errors)
        if errors:
            self._cache.take(path)

    def finish(self, path: str) -> None:
        """Skip a file once when the files are read, because all of it was used before."""
        self._done[path] += 1
        self._cache.take(path)

    def keep_input(self) -> IO[bytes]:
        """Return what comes from standard input, kept so that it can be read more than once."""
        if self._input is None:
            import shutil  # these take a while to import
            import tempfile

            kept = tempfile.SpooledTemporaryFile(max_size=INPUT_IN_MEMORY)  # noqa: SIM115 - closed with the reader
            try:
                shutil.copyfileobj(sys.stdin.buffer, kept)
            except OSError as error:
                self.on_error(error)
            self._input = kept
        self._input.seek(0)
        return self._input
