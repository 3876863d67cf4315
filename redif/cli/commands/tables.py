"""`redif tables`: templates in, tables out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from redif.cli.choosing import selection_of
from redif.cli.commands.convert import Conversion
from redif.cli.exit_status import UNUSABLE
from redif.cli.given import required
from redif.cli.startup import grammar_of, refuse_input_as_output, refuse_missing_input
from redif.cli.terminal import complain, uninterrupted
from redif.findings.errors import RedifError, UsageError
from redif.findings.finding import Finding
from redif.findings.wording import counted
from redif.importers import importer_named
from redif.reading.documents import file_templates
from redif.selection.selection import Selection
from redif.source.files import STANDARD_INPUT, files
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.tables import form_of
from redif.tables.batches import RowBatches, packed_rows
from redif.tables.rows import Rows
from redif.writers import Format

ALL_RECORDS = Format("", "")  # to the conversion, tables are a format that takes whatever there is


class TablesConversion(Conversion):
    """One run, whose templates become rows.

    Attributes:
        outside: findings about text that is in no template, until they have become rows.
        described: how many templates were added from the paths given with --with.
    """

    def __init__(self, options: argparse.Namespace, reader: Reader, selection: Selection) -> None:
        super().__init__(options, ALL_RECORDS, reader, selection)
        self.outside: list[Finding] = []
        self.described = 0
        self._known: set[str] = set()  # the handles of what --with need not add

    def count(self, finding: Finding) -> None:
        """Count a finding outside any template, and keep it."""
        super().count(finding)
        self.outside.append(finding)

    def rows(self) -> Iterator[Rows]:
        """Yield the rows of the templates that are chosen, then of what is described elsewhere and not among them."""
        batches = RowBatches(self.outside)
        if (jobs := self.by_jobs()) is None:
            yield from batches.of_templates(self.selected(self.read()))
        else:
            with jobs as files:
                for _, counts, data in files.results():
                    self.add_counts(counts)
                    yield from batches.of_packed(data)
        yield from batches.of_templates(self._described())
        yield batches.rest()

    def packed(self, templates: Iterable[Template]) -> bytes:
        """Return the rows of the templates in a file."""
        before = [*self.outside]
        self.outside.clear()
        data = packed_rows(self.selected(templates), self.outside)
        self.outside.extend(before)
        return data

    def take_counts(self) -> Any:
        """Return what was counted, and which handles are known, as plain data, and begin anew."""
        counts = super().take_counts(), [*self._known]
        self._known.clear()
        return counts

    def add_counts(self, counts: Any) -> None:
        """Add what `take_counts` has returned."""
        others, known = counts
        super().add_counts(others)
        self._known.update(known)

    def selected(self, read: Iterable[Template]) -> Iterator[Template]:
        """Return the templates that are chosen."""
        for template in super().selected(read):
            if self.options.described_in and not template.schema.is_item:
                self._known.add(template.data.get("handle", "").lower())
            yield template

    def _described(self) -> Iterator[Template]:
        """Return the templates of series, archives, people and institutions in the paths given with --with, each once."""
        for path in files(self.options.described_in, self.input.on_error, self.input.handle):
            for template in file_templates(path, self.input.reader, self.input.handle, self.input.on_error):
                handle = template.data.get("handle", "").lower()
                if not template.schema.is_item and handle and handle not in self._known:
                    self._known.add(handle)
                    self.described += 1
                    yield template

    @property
    def counts(self) -> dict[str, int]:
        """The numbers for --summary."""
        return {"files": self.input.files, "templates": self.templates, "records": self.records + self.described}

    def summary(self, seconds: float) -> str:
        """Return the closing line."""
        added = f" and {counted(self.described, 'template')} of --with" if self.described else ""
        return super().summary(seconds).replace(" written", f"{added} written", 1)


def run(options: argparse.Namespace) -> int:
    """Make the tables, and return the exit status."""
    options.paths = required(options)
    start = time.perf_counter()
    try:
        if options.output == STANDARD_INPUT:
            raise UsageError("tables cannot be written to standard output; name a file or a folder with -o")
        form = form_of(options.output, options.to)
        for path in [*options.paths, *options.described_in]:
            if os.path.isdir(options.output) and os.path.isdir(path) and os.path.samefile(path, options.output):
                raise UsageError(f"{options.output} is one of the folders that are read; write to another one")
        grammar = grammar_of(options.grammar)
        if options.from_:
            importer_named(options.from_)
        conversion = TablesConversion(options, Reader(grammar), selection_of(options, grammar))
        refuse_missing_input(options.output, options.paths)
        for output in (options.output, options.summary):
            refuse_input_as_output(output, [*options.paths, *conversion.input.paths, *options.described_in])
        with uninterrupted():
            write = form.write
        write(conversion.rows(), options.output)
    except RedifError as error:
        complain(str(error))
        return UNUSABLE
    except OSError as error:
        complain(f"cannot write {options.output}: {error.strerror or error}")
        return UNUSABLE
    if not options.quiet:
        print(conversion.summary(time.perf_counter() - start), file=sys.stderr)
    status = conversion.input.status
    return status if conversion.report.write(status, conversion.input.paths, conversion.counts) else UNUSABLE
