"""Reading the files that a command was given: one after the other, with a bar, and with faults told."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import IO

from redif.cli.cache import CACHE_SIZE, CachedFile, TemplateCache
from redif.cli.startup import freeze_loaded_objects
from redif.cli.terminal import cannot_read, complain, nothing_named, progress
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.reading.documents import file_templates, stream_templates
from redif.source.files import STANDARD_INPUT, files
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

INPUT_IN_MEMORY = 16 << 20  # bytes of standard input that are kept in memory; more go on disk


class InputReader:
    """The files that were named, and what came of reading them.

    Attributes:
        reader: what reads them.
        files: how many were read.
        faults: how many times something could not be read.

    Args:
        named: files and folders; `-` is standard input.
        hidden: whether there is no bar.
        reader: a reader, if it is not to be that of ReDIF 1.0.
        on_finding: is called with findings about what stands in no template. A record that is left out for one is told.
    """

    def __init__(
        self, named: list[str], *, hidden: bool, reader: Reader | None = None, on_finding: OnFinding = ignore_finding
    ) -> None:
        self.reader = reader or Reader()
        self.files = 0
        self.errors = 0
        self._named = named
        self._hidden = hidden
        self._on_finding = on_finding
        self._input: IO[bytes] | None = None
        self._cache = TemplateCache(CACHE_SIZE)
        self._done: Counter[str] = Counter()

    @cached_property
    def paths(self) -> list[str]:
        """The files, in the order in which they are read."""
        paths = list(files(self._named, self.on_error))
        if not paths and not self.unreadable:
            nothing_named()
        return paths

    def on_error(self, error: OSError) -> None:
        """Say that something cannot be read, and go on."""
        self.errors += 1
        cannot_read(error)

    @property
    def unreadable(self) -> bool:
        """Whether something could not be read."""
        return self.errors > 0

    def templates(self) -> Iterator[tuple[str, Template]]:
        """The templates of all files, each with the file it stands in."""
        freeze_loaded_objects()
        with progress(len(self.paths), hidden=self._hidden) as advance:
            for path in self.paths:
                errors = self.errors
                if self._done[path]:
                    self._done[path] -= 1
                else:
                    for template in self.templates_of(path):
                        yield path, template
                self.files += self.errors == errors
                advance()

    def templates_of(self, path: str) -> Iterator[Template]:
        """The templates of one file."""
        if (kept := self._cache.take(path)) is not None:
            return self._once_more(kept)
        if path == STANDARD_INPUT and self._input is not None:
            self._input.seek(0)
            return stream_templates(self._input, path, self.reader, self._told)
        return file_templates(path, self.reader, self._told, self.on_error)

    def _once_more(self, kept: CachedFile) -> Iterator[Template]:
        while kept.templates:  # each goes as soon as it was used
            yield kept.templates.popleft()
        for finding in kept.loose:
            self._told(finding)

    def _told(self, finding: Finding) -> None:
        if finding.code == "json-unread":
            complain(f"{finding.file}:{finding.line}: {finding.message}")
        self._on_finding(finding)

    def before(self, path: str, on_finding: OnFinding) -> Iterator[Template]:
        """The templates of a file that is read once more later; it is left out if it holds items alone, and much was read.

        Where it cannot be read, that is told later.
        """
        if self._cache.is_full and path != STANDARD_INPUT:
            from redif.catalogue.prefilter import templates_but_items  # needed only where much is joined

            yield from templates_but_items(path, self.reader, on_finding, lambda _error: None)
            return
        loose: list[Finding] = []
        errors: list[OSError] = []
        if path == STANDARD_INPUT:
            templates = stream_templates(self.keep_input(), path, self.reader, loose.append)
        else:
            templates = file_templates(path, self.reader, loose.append, errors.append)
        yield from self._cache.passing(path, templates, loose)
        for finding in loose:
            on_finding(finding)
        if errors:
            self._cache.take(path)

    def finish(self, path: str) -> None:
        """Leave a file out once when the files are read, for all was had from it before."""
        self._done[path] += 1
        self._cache.take(path)

    def keep_input(self) -> IO[bytes]:
        """What comes from standard input, kept so that it can be read more than once."""
        if self._input is None:
            kept = tempfile.SpooledTemporaryFile(max_size=INPUT_IN_MEMORY)  # noqa: SIM115 - it goes with the reading
            try:
                shutil.copyfileobj(sys.stdin.buffer, kept)
            except OSError as error:
                self.on_error(error)
            self._input = kept
        self._input.seek(0)
        return self._input
