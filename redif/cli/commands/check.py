"""`redif check`: what is wrong with files, told in one of several forms, and mended where that is safe."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from functools import partial

from redif.checks.checker import Checker
from redif.checks.settings import Settings, SettingsError, severity, split
from redif.cli import FOUND, OK, UNUSABLE
from redif.cli.startup import freeze_loaded_objects, grammar_of
from redif.cli.terminal import cannot_read, complain, nothing_named, progress, uses_color
from redif.findings.finding import Finding, Severity
from redif.reports import REPORTS, ReportOptions
from redif.rewriting.diff import difference
from redif.rewriting.fixes import fixed
from redif.source.files import STANDARD_INPUT
from redif.source.output import Output, rewrite

FAIL_ON = Severity.WARNING  # where nobody says anything else


class Run:
    """One run: what to look for, and what came of it."""

    def __init__(self, options: argparse.Namespace, settings: Settings) -> None:
        self.options = options
        self.unreadable = self.failed = False
        grammar = grammar_of(options.grammar)
        self.checker = Checker(settings, isolated=options.isolated, grammar=grammar, on_error=self.on_error)
        self.paths: list[str] = []

    def on_error(self, error: OSError) -> None:
        """Say that something cannot be read, and go on."""
        self.unreadable = True
        cannot_read(error)

    def findings(self) -> Iterator[Finding]:
        """All that is found; whether the check fails by it is noted."""
        # On a terminal a bar would stand in the midst of what is written there.
        hidden = self.options.quiet or (self.options.output == "-" and sys.stdout.isatty())
        with progress(len(self.paths), hidden=hidden) as advance:
            for path in self.paths:
                yield from map(self.noted, self.checker.file(path))
                advance()
        yield from map(self.noted, self.checker.at_the_end())

    def noted(self, finding: Finding) -> Finding:
        """The finding, after a look at how bad it is."""
        if not self.failed:
            fail_on = self.checker.settings.of(finding.file).fail_on or FAIL_ON
            order = list(Severity)
            self.failed = order.index(finding.severity) <= order.index(fail_on)
        return finding

    def report(self) -> None:
        """Write the report."""
        options = self.options
        with Output(options.output) as out:
            colour = options.output == "-" and uses_color()
            REPORTS[options.format](self.findings(), out, ReportOptions(colour=colour, statistics=options.statistics))

    def mend(self) -> None:
        """Make the safe fixes, file by file, or show what they would be."""
        count = changed = 0
        for path in self.paths:
            if path == STANDARD_INPUT:
                raise SettingsError("standard input cannot be mended in place; name a file")
            try:
                with open(path, "rb") as file:
                    before = file.read()
                after, done = fixed(before, path, partial(self.checker.data, path=path))
            except OSError as error:
                self.on_error(error)
                continue
            if after == before:
                continue
            if self.options.diff:
                sys.stdout.buffer.write(difference(before, after, path).encode("utf-8", "backslashreplace"))
            else:
                try:
                    rewrite(path, before, after)
                except OSError as error:
                    self.unreadable = True
                    complain(f"cannot write {path}: {error.strerror or error}")
                    continue
            count, changed = count + len(done), changed + 1
        if not self.options.quiet:
            verb = "would be mended" if self.options.diff else "mended"
            what = f"{count:,} finding{'' if count == 1 else 's'} {verb} in {changed:,} file{'' if changed == 1 else 's'}"
            print(what if changed else "nothing to mend", file=sys.stderr)
        self.failed = self.options.diff and changed > 0


def run(options: argparse.Namespace) -> int:
    """Check, and give the exit status."""
    try:
        return _run(options)
    except SettingsError as error:
        complain(str(error))
        return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    if options.format not in REPORTS:
        raise SettingsError(f"there is no format {options.format}; there are {', '.join(REPORTS)}")
    fail_on = severity(options.fail_on) if options.fail_on else None
    settings = Settings(split(options.select), split(options.ignore), options.lengths, fail_on)
    run = Run(options, settings)
    run.paths = list(run.checker.named(options.paths or [os.curdir]))
    if not run.paths and not run.unreadable:
        nothing_named()
    freeze_loaded_objects()
    if options.fix or options.diff:
        run.mend()
    if not options.diff:
        try:
            run.report()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SettingsError(f"cannot write {options.output}: {error.strerror or error}") from None
    if run.unreadable:
        return UNUSABLE
    return FOUND if run.failed and not options.exit_zero else OK
