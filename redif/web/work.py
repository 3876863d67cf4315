"""The work on an upload, done in another process: check it and fix it, or convert it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from redif.catalogue.catalogue import Catalogue
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.findings.errors import UsageError
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.findings.wording import counted
from redif.reading.documents import file_templates
from redif.reports import ReportOptions, html, json
from redif.reports.tally import Tally
from redif.rewriting.fixes import fixed
from redif.source.files import ENDINGS, files, open_file, raise_error
from redif.source.packed import is_packed
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.writers import Format, file_type, format_named

# How the page names unsafe fixes, after the box that asks for them.
MORE_FIXES = "with “also fix what is most likely right”"


class Checked(NamedTuple):
    """What came of checking a file.

    Attributes:
        name: the name of the file.
        report: the findings as HTML, without the page around them.
        findings: the findings as JSON, one a line.
        fixed: the file with its fixes, a ZIP archive where it is an archive; None where nothing can be fixed.
        fixes: what was fixed, as a sentence.
        fixed_name: the name of the fixed file.
    """

    name: str
    report: bytes
    findings: bytes
    fixed: bytes | None
    fixes: str
    fixed_name: str

    @property
    def fixed_type(self) -> str:
        """The media type of the fixed file."""
        return "application/zip" if self.fixed_name.endswith(".zip") else file_type("redif").media_type


def check_upload(path: str, *, unsafe: bool = False) -> Checked:
    """Check a file, or the files in an archive, by itself, and fix it; the file stays as it is.

    Args:
        path: the file. Findings name it without its folder.
        unsafe: make unsafe fixes too.
    """
    folder, name = os.path.split(path)
    os.chdir(folder)
    checker = Checker(Settings(), isolated=True)
    paths = [*checker.named([name])]
    found = [finding for file in paths for finding in checker.file(file)]
    found += checker.at_the_end()
    after: dict[str, bytes] = {}
    done = 0
    for file in paths:
        if file.lower().endswith(ENDINGS) and any(finding.fix and finding.file == file for finding in found):
            before = _bytes_of(file)
            content, fixes = fixed(before, file, partial(checker.data, path=file), unsafe=unsafe)
            if content != before:
                after[file], done = content, done + len(fixes)
    report, lines = io.BytesIO(), io.BytesIO()
    options = ReportOptions(files_read=lambda: checker.files_read)
    html.write_findings(found, report, options, _words(unsafe=unsafe))
    json.write(found, lines, options)
    result, fixed_name = after.get(name), name
    if after and is_packed(name):
        result, fixed_name = _archive(name, paths, after), f"{name.removesuffix('.zip')}.zip"
    return Checked(name, report.getvalue(), lines.getvalue(), result, f"{counted(done, 'problem')} fixed", fixed_name)


def _words(*, unsafe: bool) -> html.FixWords:
    """How the page says what can be fixed: by what is on it, not by commands."""

    def total(tally: Tally) -> str:
        safe, others = (tally.fixable + tally.unsafely_fixable, 0) if unsafe else (tally.fixable, tally.unsafely_fixable)
        if not safe:
            return f"{others:,} can be fixed {MORE_FIXES}." if others else ""
        return f"{safe:,} can be fixed automatically" + (f", and {others:,} more {MORE_FIXES}." if others else ".")

    def one(finding: Finding) -> str:
        return f"Can be fixed {'automatically' if unsafe or finding.has_safe_fix else MORE_FIXES}"

    return html.FixWords(total, one)


def _bytes_of(file: str) -> bytes:
    with open_file(file) as stream:
        return stream.read()


def _archive(name: str, paths: list[str], after: dict[str, bytes]) -> bytes:
    """A ZIP archive with the ReDIF files of an archive, those that were fixed as they are now."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in paths:
            archive.writestr(file.removeprefix(f"{name}/"), after[file] if file in after else _bytes_of(file))
    return out.getvalue()


def convert_upload(path: str, to: str) -> bytes:
    """Convert the items in a file, or all its templates for formats that hold them.

    Raises:
        UsageError: there is no such format, or nothing in the file can be written in it.
    """
    format_ = format_named(to)
    folder, name = os.path.split(path)
    os.chdir(folder)
    unread: list[Finding] = []
    out = io.BytesIO()
    templates = _templates(name, format_, unread.append)
    first = next(templates, None)
    if first is None:
        why = f": {unread[0].message}" if unread else "."
        raise UsageError(f"nothing was found that can be written as {format_.about}{why}")
    format_.write(chain([first], templates), out)
    return out.getvalue()


def _templates(path: str, format_: Format, on_finding: OnFinding) -> Iterator[Template]:
    """The templates of a file that a format holds, with what the series and archives in it say of them where it tells that."""
    catalogue = Catalogue(items=False, links=False)
    for file in files([path], raise_error) if format_.joined else ():
        for template in file_templates(file, Reader(), ignore_finding, raise_error):
            catalogue.add_template(template)
    for file in files([path], raise_error):
        for template in file_templates(file, Reader(), on_finding, raise_error):
            if format_.items and not template.schema.is_item:
                continue
            if format_.joined:
                template.join(catalogue.joined(template.data))
            yield template
