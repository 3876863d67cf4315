"""The work on an upload, done in another process: check it and fix it, or convert it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from redif.catalogue.catalogue import Catalogue
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.findings.errors import UsageError
from redif.findings.finding import Finding, ignore_finding
from redif.findings.wording import counted
from redif.reading.documents import file_templates
from redif.reports import ReportOptions, html, json
from redif.rewriting.fixes import fixed
from redif.schema.values import HandleKind
from redif.source.files import ENDINGS, raise_error
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.writers import format_named
from redif.writers.options import WriterOptions


class Checked(NamedTuple):
    """What came of checking a file.

    Attributes:
        name: the name of the file.
        report: the findings as HTML, without the page around them.
        findings: the findings as JSON, one a line.
        fixed: the file with its fixes; None where nothing can be fixed.
        fixes: what was fixed, as a sentence.
    """

    name: str
    report: bytes
    findings: bytes
    fixed: bytes | None
    fixes: str


def check_upload(path: str, *, unsafe: bool = False) -> Checked:
    """Check a file by itself, and fix it; the file stays as it is.

    Args:
        path: the file. Findings name it without its folder.
        unsafe: make unsafe fixes too.
    """
    folder, name = os.path.split(path)
    os.chdir(folder)
    checker = Checker(Settings(), isolated=True)
    found = [*checker.file(name), *checker.at_the_end()]
    after, done = None, list[Finding]()
    if name.lower().endswith(ENDINGS):
        with open(name, "rb") as file:
            before = file.read()
        after, done = fixed(before, name, partial(checker.data, path=name), unsafe=unsafe)
        if after == before:
            after = None
    report, lines = io.BytesIO(), io.BytesIO()
    options = ReportOptions(files_read=lambda: checker.files_read)
    html.write_findings(found, report, options)
    json.write(found, lines, options)
    return Checked(name, report.getvalue(), lines.getvalue(), after, f"{counted(len(done), 'problem')} fixed")


def convert_upload(path: str, to: str, key: str = "handle") -> bytes:
    """Convert the items in a file, or all its templates for formats that hold them.

    Raises:
        UsageError: there is no such format, or nothing in the file can be written in it.
    """
    format_ = format_named(to)
    folder, name = os.path.split(path)
    os.chdir(folder)
    unread: list[Finding] = []
    out = io.BytesIO()
    options = WriterOptions(key=key) if "key" in format_.options else WriterOptions()
    count = [0]
    format_.write(_counted(_templates(name, format_.items, unread.append), count), out, options)
    if not count[0]:
        why = f": {unread[0].message}" if unread else "."
        raise UsageError(f"nothing was found that can be written as {format_.about}{why}")
    return out.getvalue()


def _counted(templates: Iterable[Template], count: list[int]) -> Iterator[Template]:
    for template in templates:
        count[0] += 1
        yield template


def _templates(path: str, only_items: bool, on_finding: Callable[[Finding], None]) -> Iterator[Template]:
    """The templates of a file, with what the series and archives in it say of them."""
    catalogue = Catalogue(items=False, links=False)
    for template in file_templates(path, Reader(), ignore_finding, raise_error):
        catalogue.add_template(template)
    for template in file_templates(path, Reader(), on_finding, raise_error):
        if only_items and template.schema.describes is not HandleKind.DOCUMENT:
            continue
        template.join(catalogue.joined(template.data))
        yield template
