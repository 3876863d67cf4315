"""`redif format`: files rewritten in one tidy style, without any change to what they say."""

from __future__ import annotations

import argparse
import sys

from redif.checks.settings import SettingsFinder
from redif.cli.exit_status import FOUND, OK, UNUSABLE
from redif.cli.given import required
from redif.cli.progress import Progress
from redif.cli.startup import freeze_loaded_objects, refuse_packed, refuse_too_wide
from redif.cli.terminal import cannot_read, complain, not_redif, report_folders_without_files
from redif.findings.errors import SettingsError, UsageError
from redif.findings.wording import counted
from redif.rewriting.diff import difference
from redif.rewriting.formatter import formatted
from redif.source.escaping import visible
from redif.source.files import STANDARD_INPUT, files, whole_file
from redif.source.output import rewrite
from redif.source.recognize import look


class FormatRun:
    """One run, and what came of it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.only_reports = options.check or options.diff
        self.unusable = False
        self.excluded: list[str] = []
        self.changed = self.left = 0

    def on_error(self, error: OSError) -> None:
        """Report that something cannot be read, and continue."""
        self.unusable = True
        cannot_read(error)

    def all(self) -> None:
        """Format the files that were named."""
        named = self.options.paths
        paths, settings = [], SettingsFinder()
        for path in files(named, self.on_error):
            if path != STANDARD_INPUT and settings.excludes(path):
                self.excluded.append(path)
                if path in named:
                    complain(f"{path} was left out, because the settings exclude it")
            elif path in named and (kind := look(path)) is not None and kind != "JSON":
                self.unusable = True
                not_redif(path, kind)
            else:
                paths.append(path)
        report_folders_without_files(named, {*paths, *self.excluded})
        self.unusable = self.unusable or not (paths or self.excluded)
        freeze_loaded_objects()
        # On a terminal a bar would appear in the middle of what is written there.
        with Progress(paths, hidden=self.options.quiet or sys.stdout.isatty()) as progress:
            for path in paths:
                self.one(path)
                progress.advance()

    def one(self, path: str) -> None:
        """Format a file, or show what formatting would do to it."""
        try:
            before = _bytes_of(path)
        except OSError as error:
            self.on_error(error)
            return
        after = formatted(before, path)
        if not self.only_reports and not self.put(path, before, after):
            return
        if after == before:
            self.left += 1
            return
        self.changed += 1
        if self.options.diff:
            sys.stdout.buffer.write(difference(before, after, path).encode("utf-8", "backslashreplace"))
        elif self.options.check:
            sys.stdout.buffer.write(f"{visible(path)}\n".encode("utf-8", "backslashreplace"))

    def put(self, path: str, before: bytes, after: bytes) -> bool:
        """Write a formatted file, if it changed; standard input always goes to standard output. Return whether that worked."""
        if path == STANDARD_INPUT:
            sys.stdout.buffer.write(after)
        elif after != before:
            try:
                rewrite(path, before, after)
            except OSError as error:
                self.unusable = True
                complain(f"cannot write {path}: {error.strerror or error}")
                return False
        return True

    def summary(self) -> str:
        """Return the closing line."""
        verb = "would be formatted" if self.only_reports else "formatted"
        return f"{counted(self.changed, 'file')} {verb}, {self.left:,} unchanged"


def run(options: argparse.Namespace) -> int:
    """Format, and return the exit status."""
    options.paths = required(options)
    run = FormatRun(options)
    try:
        refuse_packed(options.paths)
        if not run.only_reports:
            refuse_too_wide(options.paths)
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    try:
        run.all()
    except SettingsError as error:
        complain(str(error))
        return UNUSABLE
    if not options.quiet:
        print(run.summary(), file=sys.stderr)
    if run.unusable:
        return UNUSABLE
    return FOUND if run.only_reports and run.changed else OK


def _bytes_of(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    return whole_file(path)
