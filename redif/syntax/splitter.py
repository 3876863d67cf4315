"""From text to templates: blocks of lines split where a Template-Type begins.

A template is yielded as soon as the next one begins, so a file of any size is read in little memory.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from redif.findings.codes import severity_of
from redif.findings.errors import UsageError, check_argument
from redif.findings.finding import LONGEST_SOURCE, Edit, Finding, Fix, OnFinding
from redif.findings.wording import counted, shortened
from redif.grammar import Grammar
from redif.grammar.spec import NAME
from redif.schema.tables import Schemas
from redif.source.decoding import Block
from redif.source.patterns import lazy
from redif.source.positions import Positions
from redif.source.recognize import HTML, kind_of_text
from redif.syntax.template import Template
from redif.syntax.tokens import STRAY, without_comments

# Characters; a longer template is split. The longest in RePEc have some hundred thousand.
LONGEST_TEMPLATE = 1 << 20
_SPACES = "[ \t\xa0]*"
# Another sign for the hyphen or the colon of Template-Type, before the value of such a line: Template Type: and Template–Type：
_OTHER_HYPHEN = rf"([_ \u2010-\u2015\u2212])(?=\w+{_SPACES}[:：]{_SPACES}(?i:redif))"
_OTHER_COLON = rf"(：)(?={_SPACES}(?i:redif))"
# Signs or a number before Template-Type, others than its hyphen and colon, or a slip: **Template-Type:** and Template-Type =
_MISSPELLED_TYPE = lazy(
    r"(?i)(?:[^\w\n]|\d|\xef\xbb\xbf){0,6}Template[-_ \u2010-\u2015\u2212]?Type\W{0,4}(?<!\s)"
    r"|[A-Z -]{4,20}:(?=[ \t]*ReDIF-[A-Z])"
)
_INDENTED = lazy(f"(?:^|\n)([ \t\xa0]+)({NAME})[ \t\xa0]*:")
REMARK = "redif:"  # the beginning of comments addressed to redif
# A comment above a template with codes not to report for it, and perhaps why: `# redif: ignore title-capitals -- as printed`.
_CODE = r"(?!(?:--+|[–—])(?!\S))\S+"  # what is not a dash alone
IGNORE = lazy(
    rf"(?i)#[ \t]*{REMARK}[ \t]*ignore\b[ \t]*(?::[ \t]*)?"
    rf"(?P<codes>(?:{_CODE}(?:\s+{_CODE})*)?)\s*(?P<reason>.*)$"
)


class _Misspelled(NamedTuple):
    """The beginning of a template that RePEc does not see, since another sign is in place of its hyphen or colon.

    Attributes:
        opening: the match; its groups are the signs, the last one that for the colon.
        is_below: whether it is below another template.
    """

    opening: re.Match[str]
    is_below: bool

    def _signs(self) -> Iterator[tuple[int, str]]:
        """The offset of each wrong sign in the template's text, and the right one."""
        last = len(self.opening.regs) - 1
        for number, (start, _) in enumerate(self.opening.regs[1:], 1):
            if start >= 0:
                yield start - self.opening.start(), ":" if number == last else "-"

    def spelled(self, text: str) -> str:
        """Return the template's text with the right signs, which take as much room."""
        for offset, sign in self._signs():
            text = text[:offset] + sign + text[offset + 1 :]
        return text

    def finding(self, key: str, file: str, line: int, text: str) -> Finding:
        """Return the finding about it in a template with a text, whose type is named by `key`."""
        written = self.opening[0].lstrip("\n" + STRAY)
        message = f'RePEc sees no template here, since the line does not begin with "{key}:", but with "{written}".'
        if self.is_below:
            message = f"{message[:-1]}; it takes the lines below for a part of the template above."
        edits = tuple(Edit(line, offset, line, offset + 1, sign) for offset, sign in self._signs())
        fix, hint = Fix(f'writes "{key}:"', edits), f'Write "{key}:", with a hyphen and a colon.'
        end = len(self.opening[0])
        place = (line, end - len(written), line, end)
        source = text[1:].partition("\n")[0][:LONGEST_SOURCE]
        severity = severity_of("template-spelling")
        return Finding("template-spelling", severity, message, file, *place, hint=hint, fix=fix, source=source)


def _continued(finding: Finding, end: tuple[int, int], fix: Fix | None) -> Finding:
    """Return a finding about text that goes on to another line and column, where more is to be fixed."""
    if finding.fix is not None and fix is not None:
        fix = finding.fix._replace(edits=finding.fix.edits + fix.edits)
    return finding._replace(end_line=end[0], end_column=end[1], fix=finding.fix and (fix or finding.fix))


class Reader:
    """Reads templates by a grammar, ReDIF 1.0 unless another is given.

    Its tables are built when they are first needed, and shared by all readers of one grammar.

    Args:
        grammar: another specification than ReDIF 1.0.
        lengths: whether values of unusual length are reported.
    """

    def __init__(self, grammar: Grammar | None = None, *, lengths: bool = False) -> None:
        if grammar is not None:
            check_argument(grammar, Grammar, "grammar takes what redif.Grammar.load(path) returns")
            if not grammar.templates:
                raise UsageError(f"the grammar in {grammar.file} defines no type of template, so nothing can be read by it")
        self.grammar = grammar or Grammar.standard()
        self.schemas = Schemas.of(self.grammar, lengths)
        groups = self.grammar.templates.values()
        key = next((a.name for g in groups for a in g.attributes.values() if a.key), "Template-Type")
        name = re.escape(key).replace(r"\-", rf"(?:\-|{_OTHER_HYPHEN})")
        opening = f"(?ai:{name}){_SPACES}(?::|{_OTHER_COLON})"
        self._key = key
        self._first_line = re.compile(opening)
        self._opening = re.compile(f"\n{opening}")
        self._stray_opening = re.compile(f"\n[{STRAY}]*{opening}")

    def __reduce__(self) -> tuple[partial[Reader], tuple[()]]:
        return partial(Reader, self.grammar, lengths=self.schemas.lengths), ()

    def templates(self, blocks: Iterable[Block], file: str, on_finding: OnFinding, line: int = 1) -> Iterator[Template]:
        """Yield the templates of a file, in order.

        Text before the first template is a finding of that template; if there is no template, it goes to `on_finding`.

        Args:
            blocks: the text of the file.
            file: its name.
            on_finding: called with findings that are in no template.
            line: the number of the first line of the text.
        """
        findings: list[Finding] = []
        preceding, misspelled = "", None
        # `text` begins with the line end before its first line, which has the number `line`; `offsets` are those of control
        # characters in it.
        text, inside = "\n", False
        offsets: list[int] = []
        for block in blocks:
            searched = len(text) - 1
            if block.control_offsets:
                offsets += [len(text) + place for place in block.control_offsets]
            text += block.text
            start = 0
            opening = self._stray_opening if offsets else self._opening
            for match in opening.finditer(text, searched):
                end = match.start()
                part = text[start:end]
                if inside:
                    has_controls = bool(offsets) and bisect_left(offsets, start) < bisect_left(offsets, end)
                    yield self._template(file, line, part, has_controls, findings, preceding, misspelled)
                    findings = []
                else:
                    findings = self._outside(part, line, file, findings)
                preceding = part if "#" in part and REMARK in part.lower() else ""
                line += part.count("\n")
                misspelled = None if match.lastindex is None else _Misspelled(match, inside)
                start, inside = end, True
            text = text[start:]
            if offsets:
                offsets = [place - start for place in offsets[bisect_left(offsets, start) :]]
            if not inside or len(text) > LONGEST_TEMPLATE:
                if inside:
                    findings += self._too_long(text, line, file)
                    yield self._template(file, line, text, bool(offsets), findings, preceding, misspelled)
                    findings = []
                else:
                    findings = self._outside(text, line, file, findings, is_all=not findings and line == 1)
                line += text.count("\n", 1)
                text, inside, offsets = "\n", False, []
        if inside:
            yield self._template(file, line, text, bool(offsets), findings, preceding, misspelled)
        else:
            for finding in findings:
                on_finding(finding)

    def restored(self, text: str, file: str, line: int) -> Template:
        """Return the template with a text, without control characters, that was read before."""
        return Template(self.schemas, file, line, text, False, [], "")

    def _template(
        self,
        file: str,
        line: int,
        text: str,
        has_controls: bool,
        findings: list[Finding],
        preceding: str,
        misspelled: _Misspelled | None,
    ) -> Template:
        """Return a template, with its name for the type spelled as it should be."""
        if misspelled is not None:
            findings.append(misspelled.finding(self._key, file, line, text))
            text = misspelled.spelled(text)
        return Template(self.schemas, file, line, text, has_controls, findings, preceding)

    @staticmethod
    def _too_long(text: str, line: int, file: str) -> list[Finding]:
        length = counted(len(text), "character")
        message = f"This template ends here for redif, after {length}. Is a Template-Type missing in it?"
        return [Finding("template-long", severity_of("template-long"), message, file, line, 1, line, 2)]

    def _outside(self, text: str, line: int, file: str, above: list[Finding], *, is_all: bool = False) -> list[Finding]:
        """Return the findings about text before a template, with those about the text above it: one in all.

        `is_all` tells whether the text is the beginning of a file without a template.
        """
        if text in ("", "\n"):
            return above
        bare = without_comments(text)
        stripped = bare.strip(STRAY + " \t\n\r\x0b\x0c\x85\xa0")
        if not stripped:
            return above
        start = bare.index(stripped)
        positions = Positions(bare, line - 1)  # it begins with the end of the line before
        shown = shortened(" ".join(stripped.split()))
        message = f'This text comes before the first Template-Type, so it belongs to no template: "{shown}".'
        hint, fix = "", None
        if self._first_line.match(stripped):
            message = f'The Template-Type line is indented, so RePEc does not see that a template begins: "{shown}".'
            hint = "Delete the spaces in front of each line that begins with the name of an attribute."
            fix = self._without_indent(bare, positions)
        elif (kind := kind_of_text(stripped, is_all=is_all)) is not None:
            message = f'This is {kind}, not ReDIF: "{shown}".'
            hint = "Put the ReDIF file in its place, or delete it."
            if kind == HTML:
                hint = "Delete it. The file seems to have been copied from a web page."
        elif (misspelled := _MISSPELLED_TYPE.match(stripped)) is not None:
            message = (
                f'RePEc sees no template here, since the line does not begin with "Template-Type:", but with "{misspelled[0]}".'
            )
            hint = "Begin each line with the name of an attribute and a colon, and nothing before or between them."
        severity = severity_of("line-outside-template")
        where = (*positions(start), *positions(start + len(stripped)))
        if above and above[-1].code == "line-outside-template":  # a long file is read in blocks
            return [*above[:-1], _continued(above[-1], where[2:], fix)]
        return [*above, Finding("line-outside-template", severity, message, file, *where, hint=hint, fix=fix)]

    def _without_indent(self, text: str, positions: Positions) -> Fix:
        """The fix that takes the indent out: of all attributes where every line has one, else of the Template-Type lines."""
        is_all = all(line[0] in " \t\xa0" for line in text.split("\n") if line.strip())
        edits = (
            Edit(*positions(match.start(1)), *positions(match.end(1)), "")
            for match in _INDENTED.finditer(text)
            if self._first_line.match(match[0], match.end(1) - match.start())
            or (is_all and (match[2][0].isupper() or match[2].lower() in self.grammar.known))
        )
        return Fix("deletes the spaces in front of attributes", tuple(edits))
