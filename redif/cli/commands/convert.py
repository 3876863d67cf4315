"""`redif convert`: templates in, records out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from redif.checks.settings import SettingsError
from redif.cli import OK, UNUSABLE
from redif.cli.input_reader import InputReader
from redif.cli.startup import grammar_of
from redif.cli.terminal import complain, uninterrupted
from redif.findings.finding import Finding, Severity
from redif.grammar import Grammar
from redif.schema.values import HandleKind
from redif.source.files import STANDARD_INPUT
from redif.source.output import Output
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.writers import WRITERS, Format
from redif.writers.options import WriterOptions

if TYPE_CHECKING:
    from redif.catalogue.catalogue import Catalogue


class Conversion:
    """One run: which templates are written, and what was counted."""

    def __init__(self, options: argparse.Namespace, format_: Format, reader: Reader, kinds: frozenset[str]) -> None:
        self.options = options
        self.format = format_
        self.kinds = kinds
        # On a terminal a bar would stand in the midst of what is written there.
        hidden = options.quiet or (options.output == "-" and sys.stdout.isatty())
        self.reading = InputReader(options.paths, hidden=hidden, reader=reader, on_finding=self.count)
        self.templates = self.records = self.others = 0
        self.findings: Counter[str] = Counter()

    def count(self, finding: Finding) -> None:
        """Count a finding about what stands in no template."""
        self.findings[finding.severity] += 1

    def selected(self) -> Iterator[Template]:
        """The templates that are to be written."""
        joins = self.format.joined or self.options.join or self.options.with_
        catalogue = self.catalogue() if joins else None
        for _, template in self.reading.templates():
            self.templates += 1
            if self.kinds and kind_of(template.type or "", self.reading.reader.grammar) not in self.kinds:
                continue
            if self.format.items and template.schema.describes is not HandleKind.DOCUMENT:
                self.others += 1
                continue
            for severity in template.severities:
                self.findings[severity] += 1
            if self.options.strict and template.is_bad:
                continue
            self.records += 1
            if catalogue is not None:
                template.join(catalogue.joined(template.data))
            yield template

    def catalogue(self) -> Catalogue:
        """What the series, archives, people and institutions among the input say, and those named beside it."""
        with uninterrupted():
            from redif.catalogue.catalogue import Catalogue  # loaded only where something is joined

        catalogue = Catalogue(items=False, links=False, grammar=self.reading.reader.grammar)
        named = set(self.options.paths)  # what stands in a folder is a file
        for path in self.reading.paths:
            if path == STANDARD_INPUT:
                self.reading.keep_input()
            elif path in named and not os.path.isfile(path):
                continue  # a pipe can be read only once
            loose: list[Finding] = []
            count, is_done = 0, self.format.items and not self.kinds
            for template in self.reading.before(path, loose.append):
                count += 1
                if template.schema.describes is HandleKind.DOCUMENT:
                    is_done = False
                else:
                    catalogue.add_template(template, path)
            if is_done and count and not loose:
                # Nothing of it is written, so there is no need to read it once more.
                self.reading.finish(path)
                self.templates += count
                self.others += count
        catalogue.add(*self.options.with_, on_error=self.reading.on_error)
        return catalogue


def kind_of(type_: str, grammar: Grammar) -> str:
    """What a template type is called in options: `ReDIF-Paper 1.0` is `paper`, and so is `paper` itself."""
    return grammar.kind(type_) or type_.lower()


def run(options: argparse.Namespace) -> int:
    """Convert, and give the exit status."""
    start = time.perf_counter()
    format_ = WRITERS.get(options.to)
    if format_ is None:
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
    columns = tuple(filter(None, (name.strip() for name in options.columns.split(","))))
    written = WriterOptions(options.key, options.ascii, columns)
    with uninterrupted():
        write = format_.write
    conversion = Conversion(options, format_, Reader(grammar, lengths=options.lengths), kinds)
    try:
        with Output(options.output) as out:
            write(conversion.selected(), out, written)
    except BrokenPipeError:
        raise
    except ValueError as error:
        if not columns:
            raise
        complain(str(error))  # there is no such column
        return UNUSABLE
    except OSError as error:
        complain(f"cannot write {options.output}: {error.strerror or error}")
        return UNUSABLE
    if not options.quiet:
        print(summary(conversion, time.perf_counter() - start), file=sys.stderr)
    return UNUSABLE if conversion.reading.unreadable else OK


def summary(conversion: Conversion, seconds: float) -> str:
    """The closing line."""

    def counted(number: int, what: str) -> str:
        return f"{number:,} {what}{'' if number == 1 else 's'}"

    found = conversion.findings
    left_out = f", {conversion.others:,} that are no item left out" if conversion.others else ""
    return (
        f"{counted(conversion.reading.files, 'file')}, {counted(conversion.templates, 'template')}, "
        f"{counted(conversion.records, 'record')} written{left_out}; {counted(found[Severity.ERROR], 'error')}, "
        f"{counted(found[Severity.WARNING], 'warning')}, {found[Severity.ADVICE]:,} advice; {seconds:.1f} s"
    )
