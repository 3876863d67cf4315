"""`redif format`: files made tidy, each saying just what it said."""

from __future__ import annotations

import argparse
import os
import sys

from redif.cli import FOUND, OK, UNUSABLE
from redif.cli.startup import freeze_loaded_objects
from redif.cli.terminal import cannot_read, complain, nothing_named, progress
from redif.rewriting.diff import difference
from redif.rewriting.formatter import formatted
from redif.source.escaping import visible
from redif.source.files import STANDARD_INPUT, files
from redif.source.output import rewrite


class Run:
    """One run, and what came of it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.only_tells = options.check or options.diff
        self.unusable = False
        self.changed = self.left = 0

    def on_error(self, error: OSError) -> None:
        """Say that something cannot be read, and go on."""
        self.unusable = True
        cannot_read(error)

    def all(self) -> None:
        """Format what was named."""
        paths = list(files(self.options.paths or [os.curdir], self.on_error))
        if not paths and not self.unusable:
            nothing_named()
        freeze_loaded_objects()
        # On a terminal a bar would stand in the midst of what is written there.
        with progress(len(paths), hidden=self.options.quiet or sys.stdout.isatty()) as advance:
            for path in paths:
                self.one(path)
                advance()

    def one(self, path: str) -> None:
        """Format a file, or tell what formatting would do to it."""
        try:
            before = _bytes_of(path)
        except OSError as error:
            self.on_error(error)
            return
        after = formatted(before, path)
        if not self.only_tells and not self.put(path, before, after):
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
        """Write what became of a file; standard input goes to standard output, changed or not. Gives whether it is written."""
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
        """The closing line."""
        verb = "would be formatted" if self.only_tells else "formatted"
        left = "would be left as they are" if self.only_tells else "left as they were"
        return f"{self.changed:,} file{'' if self.changed == 1 else 's'} {verb}, {self.left:,} {left}"


def run(options: argparse.Namespace) -> int:
    """Format, and give the exit status."""
    run = Run(options)
    run.all()
    if not options.quiet:
        print(run.summary(), file=sys.stderr)
    if run.unusable:
        return UNUSABLE
    return FOUND if run.only_tells and run.changed else OK


def _bytes_of(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    with open(path, "rb") as stream:
        return stream.read()
