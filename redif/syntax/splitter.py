"""From text to templates: blocks of lines split where a Template-Type begins.

A template is yielded as soon as the next one begins, so a file of any size is read in little memory.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import partial

from redif.findings.codes import severity_of
from redif.findings.errors import UsageError, check_argument
from redif.findings.finding import Edit, Finding, Fix, OnFinding
from redif.findings.wording import counted, shortened
from redif.grammar import Grammar
from redif.grammar.spec import NAME
from redif.schema.tables import Schemas
from redif.source.decoding import Block
from redif.source.patterns import lazy
from redif.source.positions import Positions
from redif.source.recognize import is_html
from redif.syntax.template import Template
from redif.syntax.tokens import STRAY, without_comments

# Characters; a longer template is split. The longest in RePEc have some hundred thousand.
LONGEST_TEMPLATE = 1 << 20
# Signs before Template-Type, or others than its hyphen and colon: **Template-Type:** and Template Type: and Template-Type =
_MISSPELLED_TYPE = lazy(r"(?i)[^\w\n]{0,6}Template[-_ ]?Type\W{0,4}(?<!\s)")
_INDENTED = lazy(f"(?:^|\n)([ \t\xa0]+)({NAME})[ \t\xa0]*:")
REMARK = "redif:"  # the beginning of comments addressed to redif
# A comment above a template with codes not to report for it, and perhaps why: `# redif: ignore title-capitals -- as printed`.
_CODE = r"(?!(?:--+|[–—])(?!\S))\S+"  # what is not a dash alone
IGNORE = lazy(
    rf"(?i)#[ \t]*{REMARK}[ \t]*ignore\b[ \t]*(?::[ \t]*)?"
    rf"(?P<codes>(?:{_CODE}(?:\s+{_CODE})*)?)\s*(?P<reason>.*)$"
)


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
        key = next((a.name.lower() for g in groups for a in g.attributes.values() if a.key), "template-type")
        opening = f"(?ai:{re.escape(key)})[ \t\xa0]*:"
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
        preceding = ""
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
                    yield Template(self.schemas, file, line, part, has_controls, findings, preceding)
                    findings = []
                else:
                    findings += self._outside(part, line, file)
                preceding = part if "#" in part and REMARK in part.lower() else ""
                line += part.count("\n")
                start, inside = end, True
            text = text[start:]
            if offsets:
                offsets = [place - start for place in offsets[bisect_left(offsets, start) :]]
            if not inside or len(text) > LONGEST_TEMPLATE:
                if inside:
                    yield self._too_long(text, line, file, bool(offsets), findings, preceding)
                    findings = []
                else:
                    findings += self._outside(text, line, file)
                line += text.count("\n", 1)
                text, inside, offsets = "\n", False, []
        if inside:
            yield Template(self.schemas, file, line, text, bool(offsets), findings, preceding)
        else:
            for finding in findings:
                on_finding(finding)

    def restored(self, text: str, file: str, line: int) -> Template:
        """Return the template with a text, without control characters, that was read before."""
        return Template(self.schemas, file, line, text, False, [], "")

    def _too_long(
        self, text: str, line: int, file: str, has_controls: bool, findings: list[Finding], preceding: str
    ) -> Template:
        length = counted(len(text), "character")
        message = f"This template ends here for redif, after {length}. Is a Template-Type missing in it?"
        finding = Finding("template-long", severity_of("template-long"), message, file, line, 1, line, 2)
        return Template(self.schemas, file, line, text, has_controls, [*findings, finding], preceding)

    def _outside(self, text: str, line: int, file: str) -> list[Finding]:
        """The finding about text before the first template, if there is any but comments."""
        if text in ("", "\n"):
            return []
        bare = without_comments(text)
        stripped = bare.strip(STRAY + " \t\n\r\x0b\x0c\x85\xa0")
        if not stripped:
            return []
        start = bare.index(stripped)
        positions = Positions(bare, line - 1)  # it begins with the end of the line before
        shown = shortened(" ".join(stripped.split()))
        message = f'This text comes before the first Template-Type, so it belongs to no template: "{shown}".'
        hint, fix = "", None
        if self._first_line.match(stripped):
            message = f'The Template-Type line is indented, so RePEc does not see that a template begins: "{shown}".'
            hint = "Delete the spaces in front of each line that begins with the name of an attribute."
            fix = self._without_indent(bare, positions)
        elif is_html(stripped):
            message = f'This is HTML, not ReDIF: "{shown}".'
            hint = "Delete it. The file seems to have been copied from a web page."
        elif (misspelled := _MISSPELLED_TYPE.match(stripped)) is not None:
            message = (
                f'RePEc sees no template here, since the line does not begin with "Template-Type:", but with "{misspelled[0]}".'
            )
            hint = "Begin each line with the name of an attribute and a colon, and nothing before or between them."
        severity = severity_of("line-outside-template")
        where = (*positions(start), *positions(start + len(stripped)))
        return [Finding("line-outside-template", severity, message, file, *where, hint=hint, fix=fix)]

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
