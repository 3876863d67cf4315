"""`redif convert`: templates in, records out."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator

from redif.cli import OK, UNUSABLE
from redif.cli.options import grammar_of, keep_what_is_loaded
from redif.cli.terminal import cannot_read, complain, nothing_named, progress
from redif.documents import file_templates
from redif.findings import Finding, Severity
from redif.grammar import Grammar
from redif.output import Output
from redif.reader import Reader
from redif.settings import SettingsError
from redif.sources import files
from redif.template import Template
from redif.writers import WRITERS


class Conversion:
    """One run: which files, which templates of them, and what was counted."""

    def __init__(self, options: argparse.Namespace, reader: Reader, kinds: frozenset[str]) -> None:
        self.options = options
        self.reader = reader
        self.kinds = kinds
        self.files = self.templates = self.records = 0
        self.findings: Counter[str] = Counter()
        self.unreadable = False

    def fault(self, error: OSError) -> None:
        """Say that something cannot be read, and go on."""
        self.unreadable = True
        cannot_read(error)

    def report(self, finding: Finding) -> None:
        """Count a finding about what stands in no template."""
        self.findings[finding.severity] += 1

    def selected(self) -> Iterator[Template]:
        """The templates that are to be written."""
        strict = self.options.strict
        paths = list(files(self.options.paths, self.fault))
        if not paths and not self.unreadable:
            nothing_named()
        # On a terminal a bar would stand in the midst of what is written there.
        hidden = self.options.quiet or (self.options.output == "-" and sys.stdout.isatty())
        with progress(len(paths), hidden=hidden) as advance:
            for path in paths:
                self.files += 1
                for template in file_templates(path, self.reader, self.report, self.fault):
                    self.templates += 1
                    if self.kinds and kind_of(template.type or "", self.reader.grammar) not in self.kinds:
                        continue
                    for finding in template.findings:
                        self.findings[finding.severity] += 1
                    if strict and template.is_bad:
                        continue
                    self.records += 1
                    yield template
                advance()


def kind_of(type_: str, grammar: Grammar) -> str:
    """What a template type is called in options: `ReDIF-Paper 1.0` is `paper`, and so is `paper` itself."""
    return grammar.kind(type_) or type_.lower()


def run(options: argparse.Namespace) -> int:
    """Convert, and give the exit status."""
    start = time.perf_counter()
    writer = WRITERS.get(options.to)
    if writer is None:
        complain(f"there is no format {options.to}; there are {', '.join(WRITERS)}")
        return UNUSABLE
    try:
        grammar = grammar_of(options.grammar)
    except SettingsError as error:
        complain(str(error))
        return UNUSABLE
    known = {kind_of(group.name, grammar) for group in grammar.templates.values()}
    kinds = frozenset(kind_of(name.strip(), grammar) for name in options.type.split(",")) if options.type else frozenset()
    if kinds - known:
        complain(f"there is no template type {', '.join(sorted(kinds - known))}; there are {', '.join(sorted(known))}")
        return UNUSABLE
    conversion = Conversion(options, Reader(grammar, lengths=options.lengths), kinds)
    keep_what_is_loaded()
    try:
        with Output(options.output) as out:
            writer(conversion.selected(), out)
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"cannot write {options.output}: {error.strerror or error}")
        return UNUSABLE
    if not options.quiet:
        print(summary(conversion, time.perf_counter() - start), file=sys.stderr)
    return UNUSABLE if conversion.unreadable else OK


def summary(conversion: Conversion, seconds: float) -> str:
    """The closing line."""

    def counted(number: int, what: str) -> str:
        return f"{number:,} {what}{'' if number == 1 else 's'}"

    found = conversion.findings
    return (
        f"{counted(conversion.files, 'file')}, {counted(conversion.templates, 'template')}, "
        f"{counted(conversion.records, 'record')} written; {counted(found[Severity.ERROR], 'error')}, "
        f"{counted(found[Severity.WARNING], 'warning')}, {found[Severity.ADVICE]:,} advice; {seconds:.1f} s"
    )
