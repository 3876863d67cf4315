"""`redif check`: what is wrong with files, in one of several forms, and fixed where that is safe."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from redif.checks.baseline import Baseline, write_baseline
from redif.checks.checker import Checker
from redif.checks.settings import Settings, severity, split
from redif.cli.cache_key import cache_of
from redif.cli.choosing import selection_of
from redif.cli.exit_status import FOUND, OK, UNUSABLE
from redif.cli.given import given
from redif.cli.progress import Progress
from redif.cli.recognize import look_of_input
from redif.cli.startup import freeze_loaded_objects, grammar_of, refuse_input_as_output, refuse_packed, refuse_too_wide
from redif.cli.summary import Summary
from redif.cli.terminal import cannot_read, complain, no_files_in, not_redif, uses_color
from redif.findings.errors import SettingsError, UsageError, unknown
from redif.findings.finding import Finding, Severity
from redif.findings.wording import counted
from redif.parallel.batches import is_large, jobs_for
from redif.reading.documents import templates
from redif.reports import REPORTS, ReportOptions, report_of, unknown_ending
from redif.rewriting.fixes import fixed
from redif.rewriting.ignores import with_ignores
from redif.source.decoding import FilePart
from redif.source.files import ENDINGS, STANDARD_INPUT, ignore_error, whole_file
from redif.source.output import Output, rewrite
from redif.source.recognize import look
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.cli.result_cache import ResultCache

FAIL_ON = Severity.WARNING  # the default
DEFAULT_FORMAT = "text"


class CheckRun:
    """One run: what to look for, and what came of it."""

    def __init__(self, options: argparse.Namespace, settings: Settings) -> None:
        self.options = options
        self.unreadable = self.failed = False
        self.summary = Summary(options)
        self.grammar = grammar_of(options.grammar)
        self.selection = selection_of(options, self.grammar)
        self.is_whole = self.selection.is_all and self.selection.is_independent
        self.settings = settings
        self.progress = Progress((), hidden=True)
        self.checker = self.new_checker()
        self.baseline = Baseline.read(options.baseline) if options.baseline and not options.update_baseline else None
        self.paths: list[str] = []
        self.chosen: set[tuple[str, int]] | None = None  # the places of the templates to check, where they had to be compared
        self.cache: ResultCache | None = None

    def new_checker(self) -> Checker:
        """Return a checker that has seen nothing yet."""
        return Checker(
            self.settings,
            isolated=self.options.isolated,
            grammar=self.grammar,
            on_error=self.on_error,
            takes=None if self.is_whole else self.takes,
            on_template=lambda: self.progress.template(),  # of the files that are read then
        )

    def on_error(self, error: OSError) -> None:
        """Report that something cannot be read, and continue."""
        self.unreadable = True
        cannot_read(error)

    def takes(self, template: Template) -> bool:
        """Return whether a template is to be checked."""
        if self.chosen is not None:
            return (template.file, template.line) in self.chosen
        return self.selection.takes(template.data)

    def compare(self) -> None:
        """Read all files for the templates to check, where each has to be compared with the others.

        Raises:
            SettingsError: the templates cannot be read twice.
        """
        if self.selection.is_independent:
            return
        if self.options.fix or self.options.diff:
            raise SettingsError("--unique and --limit do not go with --fix and --diff")
        if STANDARD_INPUT in self.paths:
            raise SettingsError("--unique and --limit need files, not standard input")
        read = templates(*self.paths, grammar=self.grammar, on_error=ignore_error)  # reported when it is checked
        self.chosen = {(template.file, template.line) for template in self.selection.of(read)}

    def find_files(self) -> None:
        """Find the files to check; those that cannot be read are reported instead. Only ReDIF is fixed."""
        named = self.options.paths
        examine = look if self.options.fix or self.options.diff else look_of_input
        for path in self.checker.named(named):
            # What is named like ReDIF gets findings, as it would in a folder; no other file that is not read does.
            kind = examine(path) if path in named and not path.lower().endswith(ENDINGS) else None
            if kind is not None:
                self.unreadable = True
                not_redif(path, kind)
            else:
                self.paths.append(path)
        for folder in self.checker.paths_without_files:
            no_files_in(folder)
        for path in self.checker.excluded:
            complain(f"{path} was left out, because the settings exclude it")
        self.unreadable = self.unreadable or not (self.paths or self.checker.excluded)

    def open_cache(self) -> None:
        """Open the cache that was named, unless what is found in a file depends on all others.

        Raises:
            UsageError: it cannot be used.
        """
        if self.selection.is_independent:
            self.cache = cache_of(self.options, lambda path: self.checker.depends_on(path))

    def all_findings(self) -> Iterator[Finding]:
        """Return all findings."""
        # On a terminal a bar would appear in the middle of what is written there.
        hidden = self.options.quiet or (self.options.output == "-" and sys.stdout.isatty())
        with Progress(self.paths, hidden=hidden) as self.progress:
            jobs = jobs_for(self.paths, self.options.paths, self.options.jobs)
            if jobs == 1 and self.cache is None:
                for path in self.paths:
                    yield from self.checker.file(path)
                    self.progress.advance()
            else:
                from redif.cli.file_jobs import FileJobs  # not needed for small input

                can_cut = not self.options.grammar
                # What describes an archive may be large, so it is read once, rather than in each process; and for all files in
                # their order, on which it depends what belongs to which archive.
                for path in self.paths if any(map(is_large, self.paths)) else ():
                    self.checker.find_archive(path)
                progress, on_error = self.progress, self.on_error
                with FileJobs(
                    self.paths, self._file, jobs=jobs, can_cut=can_cut, progress=progress, on_error=on_error, cache=self.cache
                ) as files:
                    for number, parts in groupby(files.results(), attrgetter("number")):
                        yield from self.checker.of_packed(self.paths[number], (part.facts for part in parts))
        yield from self.checker.at_the_end()

    def _file(self, path: str, part: FilePart | None) -> tuple[Any, bytes, bool]:
        """Check one file, or a part of it; return what is wrong with it by itself."""
        facts, could_be_read = self.checker.packed(path, part)
        return facts, b"", could_be_read

    def findings(self) -> Iterator[Finding]:
        """Return the findings to report; whether the check fails because of them is noted."""
        found = self.all_findings()
        return map(self.noted, self.baseline.new(found) if self.baseline else found)

    def update_baseline(self) -> None:
        """Write all findings to the baseline instead of reporting them."""
        path = self.options.baseline
        if os.path.exists(path):
            Baseline.read(path)  # which refuses a file that holds something else
        try:
            count = write_baseline(path, self.all_findings())
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror or error}") from None
        if not self.options.quiet:
            print(f"{counted(count, 'problem')} written to {path}; --baseline {path} leaves them out", file=sys.stderr)

    def add_ignores(self) -> None:
        """Put comments into the files so that what is found now is not reported again."""
        count = changed = 0
        for path in self.paths:
            if path == STANDARD_INPUT:
                raise SettingsError("comments cannot be added to standard input; name a file")
            try:
                before = whole_file(path)
                after, ignored = with_ignores(before, path, self.checker.file(path))
            except OSError as error:
                self.on_error(error)
                continue
            if after != before and self._rewrite(path, before, after):
                count, changed = count + ignored, changed + 1
        if not self.options.quiet:
            print(f"{counted(count, 'problem')} left out by comments in {counted(changed, 'file')}", file=sys.stderr)
        self.checker = self.new_checker()  # which reads what is in the files now

    def _rewrite(self, path: str, before: bytes, after: bytes) -> bool:
        """Replace the content of a file, and return whether that worked."""
        try:
            rewrite(path, before, after)
        except OSError as error:
            self.unreadable = True
            complain(f"cannot write {path}: {error.strerror or error}")
            return False
        return True

    def noted(self, finding: Finding) -> Finding:
        """Return the finding, and note whether it is severe enough for the check to fail."""
        self.progress.findings += 1
        if self.summary.is_wanted:
            self.summary.add((finding,))
        if not self.failed:
            fail_on = self.checker.settings.of(finding.file).fail_on or FAIL_ON
            order = list(Severity)
            self.failed = order.index(finding.severity) <= order.index(fail_on)
        return finding

    def report(self, format_: str) -> None:
        """Write the report."""
        options = self.options
        color = options.output == "-" and uses_color()
        with Output(options.output) as out:
            REPORTS[format_](
                self.findings(),
                out,
                ReportOptions(
                    color=color,
                    statistics=options.statistics,
                    files_read=self.files_checked,
                    hidden=lambda: self.baseline.hidden if self.baseline else 0,
                ),
            )

    def files_checked(self) -> int:
        """Return how many files were checked: none if nothing in them was chosen."""
        return self.checker.files_read if self.is_whole or self.checker.taken else 0

    def fix(self) -> None:
        """Make the safe fixes, file by file, or show what they would be."""
        count = changed = 0
        for path in list(self.paths):
            if path == STANDARD_INPUT:
                raise SettingsError("standard input cannot be fixed in place; name a file")
            fixes = self._fix_file(path)
            count, changed = count + fixes, changed + (fixes > 0)
        if not self.options.quiet:
            verb = "would be fixed" if self.options.diff else "fixed"
            what = f"{counted(count, 'problem')} {verb} in {counted(changed, 'file')}"
            print(what if changed or self.unreadable else "Nothing can be fixed automatically.", file=sys.stderr)
        self.failed = self.options.diff and changed > 0

    def _fix_file(self, path: str) -> int:
        """Fix a file, or show how it would be fixed; return how many problems this concerns."""
        try:
            before = whole_file(path)
            after, done = fixed(before, path, partial(self.checker.data, path=path), unsafe=self.options.unsafe_fixes)
        except OSError as error:
            self.on_error(error)
            self.paths.remove(path)  # it would be reported again, and a pipe would be waited for
            return 0
        if after == before:
            return 0
        if self.options.diff:
            from redif.rewriting.diff import difference  # only needed here

            sys.stdout.buffer.write(difference(before, after, path).encode("utf-8", "backslashreplace"))
            return len(done)
        return len(done) if self._rewrite(path, before, after) else 0


def run(options: argparse.Namespace) -> int:
    """Check, and return the exit status."""
    try:
        return _run(options)
    except (SettingsError, UsageError) as error:
        complain(str(error))
        return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    _refuse_combinations(options)
    options.paths = given(options.paths)
    fail_on = severity(options.fail_on) if options.fail_on else None
    run = CheckRun(options, Settings(split(options.select), split(options.ignore), options.lengths, fail_on))
    if (options.fix and not options.diff) or options.add_ignores:
        refuse_too_wide(options.paths)
    if options.fix or options.diff or options.add_ignores:
        refuse_packed(options.paths)
    run.find_files()
    for output in (options.output, options.summary):
        refuse_input_as_output(output, [*options.paths, *run.paths])
    format_ = _format(options)
    run.compare()
    run.open_cache()
    freeze_loaded_objects()
    if options.fix or options.diff:
        run.fix()
    if options.add_ignores:
        run.add_ignores()
    if options.update_baseline:
        run.update_baseline()
        return UNUSABLE if run.unreadable else OK
    if not options.diff:
        try:
            run.report(format_)
        except BrokenPipeError:
            raise
        except OSError as error:
            if options.output == "-":
                raise
            raise SettingsError(f"cannot write {options.output}: {error.strerror or error}") from None
    if not (options.diff or run.is_whole or run.checker.taken):
        complain("no template matches the selection, so nothing was checked")
    status = UNUSABLE if run.unreadable else FOUND if run.failed and not options.exit_zero else OK
    counts = {"files": run.checker.files_read, "templates": run.checker.templates_read}
    return status if run.summary.write(status, run.paths, counts) else UNUSABLE


def _refuse_combinations(options: argparse.Namespace) -> None:
    """Raise an error for options that mean nothing together, or nothing alone."""
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes goes with --fix, or with --diff to see first what it would change")
    if options.update_baseline and not options.baseline:
        raise UsageError("--update-baseline needs the name of the file: --baseline FILE --update-baseline")
    if options.add_ignores and (options.baseline or options.diff):
        raise UsageError(f"--add-ignores does not go with {'--baseline' if options.baseline else '--diff'}")


def _format(options: argparse.Namespace) -> str:
    """Return the name of the report to write.

    Raises:
        UsageError: there is none of that name, or for files of that ending.
    """
    format_: str | None = options.format or report_of(options.output)
    if format_ is None and os.path.splitext(options.output)[1]:
        raise UsageError(unknown_ending(options.output))
    if format_ is not None and format_ not in REPORTS:
        raise UsageError(unknown("format", format_, REPORTS))
    return format_ or DEFAULT_FORMAT
