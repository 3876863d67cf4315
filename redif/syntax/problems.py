"""What is wrong with the attributes of a template, put into words and given its place.

Places and messages cost more than reading does, so what is found is only noted, and put into words when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from redif.findings.codes import Severity, severity_of
from redif.findings.finding import Edit, Finding, Fix
from redif.findings.wording import shortened
from redif.grammar import Grammar
from redif.schema.tables import AttributeInfo, TemplateSchema, TemplateType
from redif.source.positions import Positions
from redif.syntax.lines import TemplateText, Tokens

MOST_TOLD = 1000  # findings of one template; of more than that only the number is told
BEGUN = 8  # letters; of a name that has so many, the rest can be guessed


class Problem(NamedTuple):
    """Something that was found.

    Attributes:
        code: what it is.
        number: that of the attribute it is about, in `cut`, which is the first cut if it is None.
        severity: how bad it is.
        words: the method of the teller that puts it into words, and `about`, what that needs to know.
    """

    code: str
    attribute_index: int
    severity: Severity
    describe: Callable[..., Finding]
    info: tuple[Any, ...]
    tokens: Tokens | None


class Problems:
    """What was found in one template.

    Attributes:
        cut: where the attributes stand that are read now, if not where the quick cut has them.
    """

    __slots__ = ("_found", "_omitted", "_settled", "tokens")

    def __init__(self) -> None:
        self.tokens: Tokens | None = None
        self._found: list[Problem] = []
        self._omitted: list[tuple[int, Severity]] = []
        self._settled = 0, 0

    def add(
        self, describe: Callable[..., Finding], code: str, index: int, *info: Any, severity: Severity | None = None
    ) -> None:
        """Note something about an attribute."""
        severity = severity or severity_of(code)
        if len(self._found) >= MOST_TOLD:
            self._omitted.append((index, severity))
        else:
            self._found.append(Problem(code, index, severity, describe, info, self.tokens))

    def settle(self) -> None:
        """What was found by now is about the lines as such, and stays when the walk over them starts again."""
        self._settled = len(self._found), len(self._omitted)

    def restart(self, tokens: Tokens, continuations: set[int]) -> None:
        """Forget what another walk, over `cut`, will find again: all but what is settled or about lines that run on."""
        found, omitted = self._settled
        self.tokens = tokens
        self._found[found:] = [problem for problem in self._found[found:] if problem.attribute_index in continuations]
        self._omitted[omitted:] = [entry for entry in self._omitted[omitted:] if entry[0] in continuations]

    @property
    def severities(self) -> list[Severity]:
        """The severity of each finding there will be."""
        return [problem.severity for problem in self._found] + ([self._worst_omitted] if self._omitted else [])

    @property
    def _worst_omitted(self) -> Severity:
        omitted = {severity for _, severity in self._omitted}
        return next(severity for severity in Severity if severity in omitted)

    def findings(self, messages: ProblemMessages) -> list[Finding]:
        """All that was found, and how much is not told."""
        found = [problem.describe(messages, problem, *problem.info) for problem in self._found]
        return [*found, messages.many(len(self._omitted), self._worst_omitted)] if self._omitted else found


class ProblemMessages:
    """Puts into words what was found in one template."""

    def __init__(self, template: TemplateText, schema: TemplateSchema, grammar: Grammar) -> None:
        self.template = template
        self.schema = schema
        self.grammar = grammar
        self._tokens: Tokens | None = None
        self._positions: Positions | None = None

    def tokens(self, problem: Problem) -> Tokens:
        """The attributes, one of which a note is about, with their places."""
        if problem.tokens is not None:
            return problem.tokens
        if self._tokens is None:
            self._tokens = self.template.tokens(self.schema.is_name)
        return self._tokens

    @property
    def positions(self) -> Positions:
        """The lines and columns of offsets in the template's text."""
        if self._positions is None:
            self._positions = self.template.positions()
        return self._positions

    def finding(
        self,
        problem: Problem,
        message: str,
        attribute: str | None,
        *,
        part: str | None = None,
        with_value: bool = False,
        hint: str = "",
        fix: Fix | None = None,
    ) -> Finding:
        """A finding about the name of an attribute, about (a part of) its value, or about both."""
        names, values, starts, _ = self.tokens(problem)
        start, name, value = starts[problem.attribute_index], names[problem.attribute_index], values[problem.attribute_index]
        begin = start if part is None else self.template.value_start(start, name, value)
        end = start + len(name) if part is None and not with_value else self.template.value_end(start, name, value)
        if part and part in value:  # else it goes over lines
            begin = self.template.text.index(part, begin)
            end = begin + len(part)
        where = (*self.positions(begin), *self.positions(max(end, begin + 1)))
        return Finding(problem.code, problem.severity, message, self.template.file, *where, attribute, hint, fix)

    def kind(self, problem: Problem, kind: TemplateType) -> Finding:
        """The Template-Type is not what it should be."""
        messages = {
            "template-unknown": f'"{shortened(kind.written)}" is no type of template that ReDIF has',
            "template-spelling": f'"{shortened(kind.written)}" has to be spelled {self.schema.type}',
            "template-obsolete": f"{self.schema.type} is obsolete; RePEc takes no such template",
        }
        fix = None
        if problem.code == "template-spelling":
            names, values, starts, _ = self.tokens(problem)
            where = (starts[0], names[0], values[0])
            edit = self.edit(self.template.value_start(*where), self.template.value_end(*where), self.schema.type)
            fix = Fix(f"writes {self.schema.type}", (edit,))
        return self.finding(problem, messages[problem.code], None, fix=fix, with_value=True)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """What stands between two offsets gives way to `text`."""
        return Edit(*self.positions(start), *self.positions(end), text)

    def spaced(self, problem: Problem) -> Finding:
        """Blanks stand ahead of a colon."""
        names, _, starts, colons = self.tokens(problem)
        name, blanks = names[problem.attribute_index], colons[problem.attribute_index]
        message = f'"{name} :" has a blank before the colon, so RePEc takes the line for a part of the value above it'
        end = starts[problem.attribute_index] + len(name)
        return self.finding(problem, message, name, fix=Fix("deletes the blank", (self.edit(end, end + blanks, ""),)))

    def deprecated(self, problem: Problem, info: AttributeInfo) -> Finding:
        """An attribute is no longer to be used."""
        return self.finding(problem, f"{info.name} is deprecated", info.name)

    def empty_key(self, problem: Problem, info: AttributeInfo) -> Finding:
        """An attribute that opens a cluster says nothing."""
        return self.finding(problem, f"{info.name} is empty", info.name)

    def repeated(self, problem: Problem, info: AttributeInfo) -> Finding:
        """An attribute that may stand once stands again."""
        message = f"{info.name} stands here a second time"
        if info.attribute.required:
            message += "; is a Template-Type missing above it?"
        return self.finding(problem, message, info.name)

    def refused(self, problem: Problem, info: AttributeInfo, value: str) -> Finding:
        """A value is not what its type takes."""
        type_, name = info.type, info.name
        if problem.code == "value-unread":
            message = f'{name} "{shortened(value)}" cannot be read as a {type_.name}; it is kept as text'
        else:
            message = type_.why_not(name, value)
        return self.finding(problem, message, name, part=value, hint=type_.help)

    def unusual_length(self, problem: Problem, info: AttributeInfo, length: int, bound: int) -> Finding:
        """A value is longer or shorter than such values are."""
        than = "at least" if problem.code in ("length-short", "length-under") else "at most"
        message = f"{info.name} has {length:,} characters, where {than} {bound:,} are usual"
        return self.finding(problem, message, info.name, with_value=True)

    def misplaced(self, problem: Problem, name: str) -> Finding:
        """An attribute that ReDIF has, but not here."""
        lower = name.lower()
        if lower in self.schema.attribute_infos:
            inner = max((n for n in self.schema.nodes if lower.startswith(n.prefix.lower())), key=lambda n: len(n.prefix))
            key = next(a.name for a in inner.group.attributes.values() if a.key)
            message = f"{name} belongs after {inner.prefix}{key}, and none is open here"
        else:
            templates = ", ".join(self.grammar.known[lower])
            message = f"{name} does not belong into {self.schema.type}; it is an attribute of {templates}"
        return self.finding(problem, message, name)

    def unknown(self, problem: Problem, name: str, part_of: str | None) -> Finding:
        """An attribute that ReDIF does not have, or a line of text that looks like one."""
        message, hint = f"{name} is no attribute ReDIF has", ""
        if (meant := self.nearest(name)) is not None:
            message += f"; did you mean {meant}?"
            hint = f"If so, write {meant}: in its place."
        if part_of is not None:
            message = f'"{name}:" is no attribute ReDIF has; RePEc drops what follows it, we keep it as part of {part_of}'
            hint = hint or f"If the line belongs to {part_of}, begin it with a blank."
        return self.finding(problem, message, name, with_value=part_of is not None, hint=hint)

    def nearest(self, name: str) -> str | None:
        """The attribute of this template that is spelled most like `name`, if one is near."""
        from rapidfuzz import process  # few files need it
        from rapidfuzz.distance import OSA

        lower, known = name.lower(), list(self.schema.attribute_infos)
        begun = [full for full in known if full.startswith(lower)]
        if len(begun) == 1 and len(lower) >= BEGUN:
            return self.schema.attribute_infos[begun[0]].name
        most = 1 if len(lower) < 6 else 2 if len(lower) < 12 else 3
        found = process.extractOne(lower, known, scorer=OSA.distance, score_cutoff=most)
        return None if found is None else self.schema.attribute_infos[found[0]].name

    def missing(self, problem: Problem, name: str) -> Finding:
        """What has to be there is not."""
        return self.finding(problem, f"{self.schema.type} has to have {name}, and there is none", name)

    def one_of(self, problem: Problem, names: list[str]) -> Finding:
        """Of some attributes one has to be there, and none is."""
        message = f"{self.schema.type} has to have one of {', '.join(names)}, and there is none"
        return self.finding(problem, message, None)

    def many(self, count: int, severity: Severity) -> Finding:
        """There is more than is told."""
        message = f"{count:,} more findings about this template are not told one by one"
        where = (*self.positions(1), *self.positions(2))
        return Finding("findings-many", severity, message, self.template.file, *where, None)
