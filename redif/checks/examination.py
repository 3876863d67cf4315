"""What is wrong in a file by itself, template by template: all that needs no other file.

It can be made plain data of, so that another process may find it, while one process puts together what is found in many files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from operator import attrgetter
from typing import Any, NamedTuple

from redif.checks.archive.seen import ReadTemplate, SeenTemplate, UnpackedTemplate
from redif.checks.settings import split
from redif.findings.codes import chosen, no_such_code, severity_of
from redif.findings.codes import codes as kinds
from redif.findings.finding import LONGEST_SOURCE, Edit, Finding, Fix, Severity, TemplatePlace, ignore_finding
from redif.source.decoding import Block, decode
from redif.source.encodings import ENCODING_OTHER
from redif.source.escaping import printable
from redif.source.files import STANDARD_INPUT, is_file, open_file
from redif.syntax.splitter import IGNORE
from redif.syntax.template import Template

by_position = attrgetter("line", "column")
_NOTHING: frozenset[str] = frozenset()
_SEVERITIES = {severity.value: severity for severity in Severity}


class Examined(NamedTuple):
    """What was found in one template by itself.

    Attributes:
        seen: the template, as the checks of archives look at it.
        is_taken: whether what is wrong with it is to be reported.
        findings: what is wrong with it, in the order of lines, with template and line.
        ignored: the codes that are not to be reported for it.
        entry: the first line of an entry in another format that it is made of; None for ReDIF.
    """

    seen: SeenTemplate
    is_taken: bool
    findings: list[Finding]
    ignored: frozenset[str]
    entry: str | None


class Examination(NamedTuple):
    """What was found in one file by itself.

    Attributes:
        templates: its templates; what follows is complete only when all of them were taken.
        outside: findings that are in no template.
        errors: why it cannot be read.
    """

    templates: Iterable[Examined]
    outside: list[Finding]
    errors: list[OSError]

    def packed(self, http_start: str) -> Any:
        """Return it as plain data, for `unpacked_examination`.

        Args:
            http_start: what addresses in the file must not begin with; see `SeenTemplate`.
        """
        templates = [_packed_template(examined, http_start) for examined in self.templates]
        outside = [_packed_finding(finding) for finding in (with_sources(self.outside) if self.outside else ())]
        errors = [(error.errno or 0, error.strerror or str(error), error.filename) for error in self.errors]
        return templates, outside, errors


def unpacked_examination(path: str, parts: Iterable[Any]) -> Examination:
    """Return what was found in a file, of whose parts `Examination.packed` made plain data."""
    file = printable(path)
    found = Examination((), [], [])

    def each_template() -> Iterator[Examined]:
        for templates, outside, errors in parts:
            yield from (_unpacked_template(file, *template) for template in templates)
            found.outside.extend(_unpacked_finding(file, None, *finding) for finding in outside)
            found.errors.extend(OSError(*error) for error in errors)

    return found._replace(templates=each_template())


def _packed_template(examined: Examined, http_start: str) -> Any:
    seen, is_taken, findings, ignored, entry = examined
    assert isinstance(seen, ReadTemplate)
    return seen.packed(http_start), is_taken, [_packed_finding(finding) for finding in findings], sorted(ignored), entry


def _unpacked_template(file: str, seen: Any, is_taken: bool, findings: Any, ignored: Any, entry: str | None) -> Examined:
    template = UnpackedTemplate(file, seen)
    place = template.place if findings else None
    found = [_unpacked_finding(file, place, *finding) for finding in findings]
    return Examined(template, is_taken, found, frozenset(ignored) if ignored else _NOTHING, entry)


def _packed_finding(finding: Finding) -> Any:
    code, severity, message, _, *span, attribute, hint, fix, _, source = finding
    packed_fix = fix and (fix.message, [[*edit] for edit in fix.edits], fix.unsafe)
    return code, severity, message, span, attribute, hint, packed_fix, source


def _unpacked_finding(
    file: str, template: TemplatePlace | None, code: str, severity: str, message: str, span: Any, *rest: Any
) -> Finding:
    attribute, hint, fix, source = rest
    line, column, end_line, end_column = span
    if fix is not None:
        text, edits, unsafe = fix
        fix = Fix(text, tuple(Edit(*edit) for edit in edits), unsafe)
    return Finding(
        code, _SEVERITIES[severity], message, file, line, column, end_line, end_column, attribute, hint, fix, template, source
    )


def with_sources(findings: list[Finding]) -> Iterator[Finding]:
    """Yield findings of one file, each with its line; where that is not known, it is read from the file, all in one pass."""
    missing = {finding.line for finding in findings if not finding.source}
    lines = _read_lines(findings[0].file, missing) if missing else {}
    for finding in findings:
        yield finding if finding.source else finding.within(finding.template, lines.get(finding.line, ""))


def findings_of(template: Template, found: list[Finding], codes: frozenset[str], *, read_lines: bool = True) -> list[Finding]:
    """Return the findings of a template that are of some codes, in the order of lines, with template and line.

    A line that is not in the template's text is read from its file, unless `read_lines` is false. Then a finding is given even
    where the fix of another covers it, as that may leave it. Nothing is to be fixed before the encoding of the file is.
    """
    wanted = [finding for finding in found if finding.code in codes]
    if not wanted:
        return wanted
    if template.is_misread:
        covered = kinds()[ENCODING_OTHER].covers
        wanted = [finding._replace(fix=None) for finding in wanted if finding.code not in covered]
    if len(wanted) > 1:
        wanted = list(dict.fromkeys(wanted))  # two of a check's conditions may hold for one value
        wanted = _without_covered(wanted, also_by_fixes=read_lines)
        wanted.sort(key=by_position)
    place = TemplatePlace(template.line, template.type, template.data.get("handle"))
    lines: list[str] = []  # those of the template's text, which begins with the line end before its first line
    outside: dict[int, str] | None = None
    placed: list[Finding] = []
    for finding in wanted:
        number = finding.line - template.line + 1
        if number >= len(lines):
            # Most templates have few findings, so the lines up to the first are enough; for more, all are split.
            lines = template.text.split("\n") if lines else template.text.split("\n", number + 1)[: number + 1]
        if finding.source or not (read_lines or 0 < number < len(lines)):
            source = finding.source
        elif 0 < number < len(lines):
            source = lines[number][:LONGEST_SOURCE]
        else:
            if outside is None:
                last = template.line + template.text.count("\n") - 1
                outside = _read_lines(finding.file, {f.line for f in wanted if not template.line <= f.line <= last})
            source = outside.get(finding.line, "")
        placed.append(finding.within(place, source))
    return placed


def of_entry(finding: Finding, line: str) -> Finding:
    """Return a finding about a template that is made of an entry in another format: it is about the first line of the entry."""
    number = finding.template.line if finding.template else finding.line
    found = finding._replace(line=number, column=1, end_line=number, end_column=max(2, len(line) + 1), fix=None)
    return found.within(finding.template, line)


def _without_covered(found: list[Finding], *, also_by_fixes: bool) -> list[Finding]:
    """The findings without those that another one in the same place covers, perhaps only where that one has no fix."""
    covering = [finding for finding in found if finding.kind.covers and (also_by_fixes or finding.fix is None)]
    if not covering:
        return found
    return [finding for finding in found if not any(_covers(other, finding) for other in covering)]


def _covers(one: Finding, other: Finding) -> bool:
    """Whether a finding covers another: one that its fix deals with, or one on its lines if it has no fix."""
    if other.code not in one.kind.covers:
        return False
    if one.fix is None:
        return one.line <= other.line <= one.end_line
    place = (other.line, other.column)
    spans = [((edit.line, edit.column), (edit.end_line, edit.end_column)) for edit in one.fix.edits]
    # What only puts something into a line deals with the line.
    return any(start <= place < end or (start == end and start[0] == other.line) for start, end in spans)


def ignored_above(template: Template) -> tuple[frozenset[str], list[Finding]]:
    """Return the codes that the comments right above a template say to ignore, and what is wrong with those comments."""
    ignored: frozenset[str] = frozenset()
    unknown: list[Finding] = []
    comments = _comments_at_end(template.preceding)
    for number, comment in enumerate(comments, template.line - len(comments)):
        match = IGNORE.match(comment)
        for selector in (split(match[1].lower()) or ("",)) if match else ():
            try:
                ignored |= chosen([selector])
            except KeyError:
                message = no_such_code(selector) if selector else "this comment does not say which code to ignore"
                message = message[0].upper() + message[1:] + ("" if message.endswith("?") else ".")
                place = (number, 1, number, 1 + len(comment))
                finding = Finding("ignore-unknown", severity_of("ignore-unknown"), message, template.file, *place)
                unknown.append(finding.within(None, comment[:LONGEST_SOURCE]))
    return ignored, unknown


def _comments_at_end(text: str) -> list[str]:
    """The last lines of a text, as far as they are comments or empty."""
    start = len(text)
    while (line_end := text.rfind("\n", 0, start)) >= 0:
        line = text[line_end + 1 : start].lstrip(" \t")
        if line and not line.startswith("#"):
            break
        start = line_end
    return text[start:].split("\n")[1:]


class FileLines:
    """The lines of a file, asked for in their order, so that it is read once."""

    def __init__(self, path: str) -> None:
        self._blocks = self._read(path)
        self._first, self._lines = 0, [""]  # of the block that is read, and the number of its first line

    def line(self, number: int) -> str:
        """Return a line; empty where it cannot be read."""
        while number >= self._first + len(self._lines) - 1 and (block := next(self._blocks, None)) is not None:
            self._first, self._lines = block.line, block.text.split("\n")
        place = number - self._first
        return self._lines[place][:LONGEST_SOURCE] if 0 <= place < len(self._lines) else ""

    @staticmethod
    def _read(path: str) -> Iterator[Block]:
        if path == STANDARD_INPUT or not is_file(path):
            return
        with suppress(OSError), open_file(path, buffering=0) as stream:
            yield from decode(stream, path, ignore_finding)


def _read_lines(path: str, numbers: set[int]) -> dict[int, str]:
    """Some lines of a file by number; those that cannot be read are empty."""
    lines = FileLines(path)
    return {number: lines.line(number) for number in sorted(numbers)}
