"""The findings about the problems of a template: what is wrong in the words of a maintainer, where, and what to write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redif.findings.codes import Severity, codes
from redif.findings.finding import Edit, Finding, Fix
from redif.findings.substitutes import of_series
from redif.findings.wording import counted, listed, shortened
from redif.grammar import Grammar
from redif.grammar.repairs import Repair
from redif.schema.refusals import explain_refusal
from redif.schema.slots import AttributeInfo
from redif.schema.tables import HANDLE_TYPES, TemplateSchema, TemplateType
from redif.schema.values import HandleKind
from redif.source.patterns import lazy
from redif.source.positions import Positions
from redif.syntax.interrupted_text import is_sentence
from redif.syntax.named_lines import is_language
from redif.syntax.names import hyphenated, nearest, nearest_type, substitute, underscore_hint, underscore_message, unseen_hint
from redif.syntax.problems import Problem, Problems
from redif.syntax.tokens import TemplateText, Tokens, within_value
from redif.syntax.values import is_answer

_TYPE = lazy(r"(?i)redif[\W_]*+[a-z]++[\W_]*+(?:v(?:ersion)?[\W_]*+)?[\d.,]*+")
_INDENTED_ATTRIBUTE = lazy(r"\n([ \t]+)(?=[A-Za-z][\w-]*[ \t]*:)")
LONGEST_SUGGESTED = 60  # characters of a value that a hint repeats


def _is_page_count(value: str) -> bool:
    return Grammar.standard().rules["number-of-pages"].accepts(value) is not None


class ProblemMessages:
    """Turns the problems of one template into findings, each with its message and place."""

    def __init__(self, template: TemplateText, schema: TemplateSchema, grammar: Grammar) -> None:
        self.template = template
        self.schema = schema
        self.grammar = grammar
        self._tokens: Tokens | None = None
        self._firsts: tuple[Tokens, dict[str, str]] | None = None
        self._positions: Positions | None = None

    def findings(self, problems: Problems) -> list[Finding]:
        """Return the findings, the last of which counts those beyond the limit."""
        found = [problem.describe(self, problem, *problem.info) for problem in problems.found]
        return [*found, self.many(len(problems.omitted), problems.worst_omitted)] if problems.omitted else found

    def tokens(self, problem: Problem) -> Tokens:
        """The attributes, one of which a problem is about, with their places."""
        if problem.tokens is not None:
            return problem.tokens
        if self._tokens is None:
            self._tokens = self.template.tokens(self.schema.is_name)
        return self._tokens

    def _first_values(self, problem: Problem) -> dict[str, str]:
        """The names of the template's attributes in lowercase, each with its first value; found once for all problems."""
        tokens = self.tokens(problem)
        if self._firsts is None or self._firsts[0] is not tokens:
            firsts: dict[str, str] = {}
            for name, value in zip(tokens.names, tokens.values, strict=True):
                firsts.setdefault(name.lower(), value.strip())
            self._firsts = tokens, firsts
        return self._firsts[1]

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
            alone = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(self.template.text, begin, end)  # no part of a word
            begin = alone.start() if alone is not None else self.template.text.index(part, begin)
            end = begin + len(part)
        where = (*self.positions(begin), *self.positions(max(end, begin + 1)))
        return Finding(problem.code, problem.severity, message, self.template.file, *where, attribute, hint, fix)

    def kind(self, problem: Problem, kind: TemplateType) -> Finding:
        """The Template-Type is not what it should be."""
        messages = {
            "template-unknown": f'ReDIF has no template type "{shortened(kind.written)}".',
            "template-spelling": f'The template type "{shortened(kind.written)}" must be written {self.schema.type}.',
            "template-obsolete": f"RePEc no longer accepts {self.schema.type} templates.",
        }
        message, hint, fix = messages[problem.code], "", None
        if problem.code == "template-spelling":
            names, values, starts, _ = self.tokens(problem)
            where = (starts[0], names[0], values[0])
            start, end = self.template.value_start(*where), self.template.value_end(*where)
            indents = [match.span(1) for match in _INDENTED_ATTRIBUTE.finditer(self.template.text, start, end)]
            fix = Fix(f"writes {self.schema.type}", (self.edit(start, end, self.schema.type),))
            if indents:  # they are the rest of the template, not of its type
                message = "The lines below Template-Type are indented, so RePEc takes them for a part of it."
                hint = "Begin each attribute at the beginning of its line."
                fix = Fix("deletes the spaces in front of attributes", tuple(self.edit(*indent, "") for indent in indents))
            elif "\n" in self.template.text[start:end]:  # to write the type alone would delete these lines
                below = " ".join(self.template.text[start:end].partition("\n")[2].split())
                message = f'RePEc takes the text below Template-Type for a part of it: "{shortened(below)}".'
                hint, fix = "Begin each line with the name of an attribute and a colon, or delete it.", None
            elif (rest := _TYPE.sub("", kind.written, count=1)) and any(map(str.isalnum, rest)):  # more than a version
                message = f'RePEc takes the text after {self.schema.type} for a part of it: "{shortened(rest)}".'
                hint, fix = "Begin a new line before each attribute, and delete what belongs to none.", None
        if problem.code == "template-unknown" and (meant := nearest_type(kind.written, self.grammar)) is not None:
            hint = f"Write {meant} instead, if that is what is meant."
        return self.finding(problem, message, None, hint=hint, fix=fix, with_value=True)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return an edit that replaces the text between two offsets."""
        return Edit(*self.positions(start), *self.positions(end), text)

    def spaced(self, problem: Problem) -> Finding:
        """Spaces before a colon."""
        names, _, starts, all_spaces = self.tokens(problem)
        name, spaces = names[problem.attribute_index], all_spaces[problem.attribute_index]
        message = f'There is a space before the colon in "{name} :", so RePEc reads the line as part of the value above it.'
        end = starts[problem.attribute_index] + len(name)
        return self.finding(problem, message, name, fix=Fix("deletes the space", (self.edit(end, end + spaces, ""),)))

    def deprecated(self, problem: Problem, info: AttributeInfo) -> Finding:
        """An attribute is no longer to be used, or only below the one that its cluster begins with."""
        message, key = f"{info.name} is out of date.", self._key_above(info.name)
        if (meant := substitute(info.name, self.schema)) is not None:
            hint = f"Write {meant.attribute} instead."
            if key is None and "-" in meant.attribute and info.list_key:
                prefixes = (name.rpartition("-")[0] for name in (meant.attribute, info.name))
                hint = "Write {}- instead of {}- in this line and in those that belong to it.".format(*prefixes)
        elif key is not None:
            message = f"This {info.name} is not below a {key}, and on its own it is out of date."
            hint = f"Move it below the {key} it belongs to."
            if key.lower() not in self._first_values(problem):
                hint = f'Add a line that begins with "{key}:" above it.'
        else:
            hint = "Delete the line; no other attribute has replaced it."
        return self.finding(problem, message, info.name, hint=hint)

    def empty_key(self, problem: Problem, info: AttributeInfo) -> Finding:
        """An attribute that opens a cluster says nothing."""
        return self.finding(problem, f"{info.name} is empty.", info.name)

    def repeated(self, problem: Problem, info: AttributeInfo) -> Finding:
        """A second value of an attribute that may appear once."""
        message, hint = f"{info.name} is given more than once.", ""
        if self.tokens(problem).values[problem.attribute_index].strip() == self._first_values(problem)[info.name.lower()]:
            message, hint = f"{info.name} is given twice, with the same value.", "Delete one of the two lines."
        elif info.attribute.required:
            message += " Is the Template-Type of the next template missing above it?"
        elif info.type.split is not None:
            hint = f"Write all of them on one {info.name} line."
        return self.finding(problem, message, info.name, hint=hint)

    def several(self, problem: Problem, info: AttributeInfo, first: str, value: str) -> Finding:
        """A further value of an attribute of which programs use one."""
        message = f'{info.name} is given more than once; programs use "{shortened(first)}" and leave out "{shortened(value)}".'
        return self.finding(problem, message, info.name, part=value)

    def refused(self, problem: Problem, info: AttributeInfo, value: str, repair: Repair | None = None) -> Finding:
        """A value is not what its type takes; `repair` is what it was meant to be."""
        name = info.name
        if problem.code == "value-form" and repair is not None:
            message, hint = f'{name} "{shortened(value)}" should be written {repair.value}.', ""
        else:
            message, hint = explain_refusal(name, info.type, value)
        if problem.code == "date-impossible":
            message = f'{name} is "{shortened(value)}", a date that does not exist or cannot be right.'
        elif problem.code == "value-unread" and info.type.name == "page" and _is_page_count(value):
            message = f'{name} is "{shortened(value)}", a number of pages instead of the first and the last one.'
        elif problem.code == "value-unread":
            message = f'{name} "{shortened(value)}" is not a {info.type.name}, so programs cannot use it.'
            if info.type.name == "year" and Grammar.standard().rules["two-years"].accepts(value):
                message = f'{name} "{shortened(value)}" is two years; programs that sort or count by year need one.'
        fix = None
        if repair is not None and repair.is_whole and problem.code in ("value-invalid", "value-form", "value-unlisted"):
            fix = self._rewritten(problem, value, repair.value)
        return self.finding(problem, message, name, part=value, hint=hint, fix=fix)

    def placeholder(self, problem: Problem, info: AttributeInfo, value: str) -> Finding:
        """A value, or one of a list, only says that there is none."""
        message, hint = f'{info.name} is "{value}", which says that there is no value.', ""
        if is_answer(info, value):
            message, hint = f'{info.name} is "{value}", which says that there is none.', "Delete the line."
        elif info.list_key:
            hint = codes()["key-empty"].help
        elif info.attribute.required:
            hint = f"Fill it in: {info.name} is required."
        if info.type.split and " ".join(self.tokens(problem).values[problem.attribute_index].split()) != value:
            message = f'One of the {info.name} is "{value}", which says that there is no value.'
            hint = f'Delete "{value}" from the list.'
        return self.finding(problem, message, info.name, part=value, hint=hint)

    def _rewritten(self, problem: Problem, value: str, meant: str) -> Fix | None:
        """The fix that writes a value as it was meant; None where the value is not on one line just as it reads."""
        names, values, starts, _ = self.tokens(problem)
        start, name, written = starts[problem.attribute_index], names[problem.attribute_index], values[problem.attribute_index]
        if written.strip() != value:
            return None
        begin, end = (find(start, name, written) for find in (self.template.value_start, self.template.value_end))
        return Fix(f'writes "{meant}"', (self.edit(begin, end, within_value(self.template.text, meant, begin, end)),))

    def unusual_length(self, problem: Problem, info: AttributeInfo, length: int, bound: int) -> Finding:
        """A value is longer or shorter than such values are."""
        unusual = "fewer" if problem.code in ("length-short", "length-under") else "more"
        message = f"{info.name} has {counted(length, 'character')}; {unusual} than {bound:,} is unusual."
        return self.finding(problem, message, info.name, with_value=True)

    def misplaced(self, problem: Problem, name: str) -> Finding:
        """An attribute that ReDIF has, but not here."""
        lower = name.lower()
        if lower in self.schema.attribute_infos:
            key = self._key_above(name)
            message = f"There is no {key} above this {name} that it could belong to."
            return self.finding(problem, message, name, hint=f"Move {name} below the {key} it belongs to.")
        known = self.grammar.known[lower]
        templates = [type_ for type_ in known if not self.grammar.templates[type_.lower()].obsolete] or [*known]
        message = f"{self._this} cannot have {name}, which belongs in {listed(templates)}."
        value = " ".join(self.tokens(problem).values[problem.attribute_index].split())
        if value.endswith(".") and is_sentence(value):
            return self.finding(problem, message, name, hint="If the line is text, put a space in front of it.")
        return self.finding(problem, message, name, hint=self._instead(problem, lower, templates))

    def _key_above(self, name: str) -> str | None:
        """The attribute that begins the cluster to which one belongs by its name; None if it belongs to the template."""
        lower = name.lower()
        around = sorted((n for n in self.schema.nodes[1:] if lower.startswith(n.prefix.lower())), key=lambda n: -len(n.prefix))
        keys = (f"{node.prefix}{a.name}" for node in around for a in node.group.attributes.values() if a.key)
        return next((key for key in keys if key.lower() != lower), None)

    @property
    def _this(self) -> str:
        """What the template describes, as the beginning of a sentence: `This paper`."""
        return f"This {self.grammar.kind(self.schema.type) or 'template'}"

    def _instead(self, problem: Problem, name: str, templates: Sequence[str]) -> str:
        """What to write in place of an attribute of other templates; empty where nothing is known."""
        ways, is_series = [], self._described(problem) is not self.schema.describes
        meant = None if is_series else substitute(name, self.schema)
        if meant is None and not is_series and (hint := self._given_by_series(name)):
            return hint
        if meant is not None:
            value = f"{meant.lead} {self.tokens(problem).values[problem.attribute_index]}"
            ways.append(self._suggestion(meant.attribute, " ".join(value.split())))
        if (type_ := self._better_type(problem, templates)) is not None:
            ways.append(f"make the template {type_}")
        text = listed([*ways, "delete the line"])
        return f"{text[0].upper()}{text[1:]}."

    def _suggestion(self, attribute: str, value: str) -> str:
        """What to write: the attribute with the value, if it takes that."""
        type_ = self.schema.attribute_infos[attribute.lower()].type
        takes = type_.read or type_.accepts
        is_taken = takes is None or takes(value) is not None
        return f"write {attribute}: {value}" if is_taken and len(value) <= LONGEST_SUGGESTED else f"write {attribute} instead"

    def _given_by_series(self, name: str) -> str:
        """What to do about an attribute of an item that the template of its series has; empty for any other."""
        attribute = of_series().get(name.lower()) if self.schema.is_item else None
        return f"Delete the line. The template of the series gives it for all items, as {attribute}." if attribute else ""

    def _described(self, problem: Problem) -> HandleKind | None:
        """What the template describes: a series, if its handle is that of one, else what templates of its type do."""
        handle = self._first_values(problem).get("handle", "")
        is_series = Grammar.standard().rules["serieshandle"].accepts(handle)
        return HandleKind.SERIES if is_series else self.schema.describes

    def _better_type(self, problem: Problem, templates: Sequence[str]) -> str | None:
        """Of some template types, the one of the same kind of handle that has the most of this template's attributes."""
        names, kind = self._first_values(problem), self._described(problem)
        alike = [type_ for type_ in templates if self._describes(type_) == kind]
        return max(alike, key=lambda type_: sum(type_ in self.grammar.known.get(name, ()) for name in names), default=None)

    def _describes(self, type_: str) -> HandleKind | None:
        """What templates of a type describe, by their handle."""
        handle = self.grammar.templates[type_.lower()].attributes.get("handle")
        return HANDLE_TYPES.get(handle.type.lower()) if handle else None

    def unknown(self, problem: Problem, name: str, part_of: str | None) -> Finding:
        """An attribute that ReDIF does not have, or a line of text that looks like one and is read as part of `part_of`."""
        message, hint, fix = f"ReDIF has no attribute {name}.", "", None
        meant_by = substitute(name, self.schema)
        near = None if meant_by or part_of is not None else nearest(name, self.schema)
        if (meant := meant_by.attribute if meant_by else near) is not None:
            message = f"ReDIF has no attribute {name}; did you mean {meant}?"
            hint = f'Write "{meant}:" instead, if that is what is meant.'
        elif part_of is None and (begun := self._begun_by(name)):
            hint = f'Write "{begun}:" instead, if that is what is meant.'
        elif part_of is None:
            hint = self._given_by_series(name)
        names, values, starts, _ = self.tokens(problem)
        above = names[problem.attribute_index - 1]
        if self.grammar.kind(values[problem.attribute_index].strip()) is not None:  # Templat-Type: ReDIF-Paper 1.0
            message = f'RePEc sees no template here, since the line does not begin with "{names[0]}:", but with "{name}:".'
            hint = f'Write "{names[0]}:". RePEc takes all below it for a part of the template above.'
        if self.template.text[starts[problem.attribute_index] - 1] in " \t":
            message = f"There is a space in front of {name}, so RePEc takes the line for a part of {above}."
        if part_of is not None:
            message += f" RePEc drops the text after it; redif reads it as part of {part_of}."
            hint = hint or f"If the line is text that belongs to {part_of}, put a space in front of it."
            fix = self._continued(problem)
        return self.finding(problem, message, name, with_value=part_of is not None, hint=hint, fix=fix)

    def _begun_by(self, name: str) -> str:
        """The attribute that a name with a language after it stands for: `Title-en`, `Titel-fr`; empty for any other name."""
        first, _, language = name.partition("-")
        if not is_language(language):
            return ""
        info, usual = self.schema.attribute_infos.get(first.lower()), substitute(first, self.schema)
        return info.name if info is not None else usual.attribute if usual is not None and first != name else ""

    def underscored(self, problem: Problem, name: str, written: str) -> Finding:
        """The name of an attribute with an underscore, which makes the line a part of the attribute above it."""
        message, hint = underscore_message(written, name), underscore_hint(written, self.grammar)
        return self.finding(problem, message, name, part=f"{written}:", hint=hint)

    def unseen(self, problem: Problem, written: str, part_of: str) -> Finding:
        """A line that begins with a name that has other characters than letters and hyphens."""
        message = underscore_message(written, part_of)
        if "_" not in written:
            letters = "letters" if written.isascii() else "the letters A to Z"
            reason = f"The name of an attribute has only {letters} and hyphens"
            message = f'{reason}, so RePEc takes the line "{written}:" for a part of {part_of}.'
        fix, lower = None, hyphenated(written).lower()
        names, values, starts, _ = self.tokens(problem)
        meant = self.schema.nodes[0].table.get(lower)
        is_only = [hyphenated(name).lower() for name in names].count(lower) == 1
        if meant is not None and meant.node == 0 and is_only:  # where the line is right with that name
            takes = meant.info.type.read or meant.info.type.accepts
            if takes is None or takes(" ".join(values[problem.attribute_index].split())) is not None:
                start = starts[problem.attribute_index]
                fix = Fix(f"writes {meant.info.name}", (self.edit(start, start + len(written), meant.info.name),))
        is_empty = not values[problem.attribute_index].strip()
        hint = "Delete the line, which is empty." if is_empty else unseen_hint(written, self.schema)
        return self.finding(problem, message, written, hint=hint, fix=fix)

    def address(self, problem: Problem, name: str) -> Finding:
        """A line that begins with an address, which is the rest of the value above it."""
        message = f"RePEc takes {name} for an attribute and drops this line, which belongs to the one above it."
        hint = "Write the address right after the attribute it belongs to, or put a space in front of this line."
        return self.finding(problem, message, name, with_value=True, hint=hint, fix=self._continued(problem))

    def address_alone(self, problem: Problem, address: str, info: AttributeInfo | None) -> Finding:
        """A line that is an address and belongs to no attribute; `info` is the one it may be meant for."""
        message = f'RePEc drops the address "{shortened(address)}", which no attribute is in front of.'
        hint = f'Write "{info.name}: {shortened(address)}", if it is that of the paper.' if info is not None else ""
        return self.finding(
            problem, message, None, with_value=True, hint=hint or "Write the name of an attribute in front of it."
        )

    def further_address(self, problem: Problem, info: AttributeInfo, first: str, second: str) -> Finding:
        """A line that begins with an address, below an attribute that has one."""
        message = f'{info.name} has "{shortened(first)}", and RePEc drops the address below it: "{shortened(second)}".'
        hint = f"Give each address a {info.name} line of its own."
        return self.finding(problem, message, info.name, with_value=True, hint=hint)

    def _continued(self, problem: Problem) -> Fix:
        """The fix that makes a line part of the value above it."""
        names, values, starts, _ = self.tokens(problem)
        start, above = starts[problem.attribute_index], problem.attribute_index - 1
        colon = self.template.text.index(":", starts[above] + len(names[above]))
        if self.template.text[colon + 1 : start].strip() or values[above].strip():
            return Fix("puts a space in front of the line", (self.edit(start, start, " "),))
        return Fix("joins the line to the one above it", (self.edit(colon + 1, start, " "),))

    def text_after(self, problem: Problem, name: str, above: AttributeInfo, text: str) -> Finding:
        """Text after keywords or codes that belongs to the prose above them."""
        shown = shortened(text)
        message = f'The text after {name} belongs to {above.name}, but RePEc takes it for a part of {name}: "{shown}".'
        return self.finding(problem, message, name, with_value=True, hint=f"Move the {name} line below the whole {above.name}.")

    def text_among(self, problem: Problem, info: AttributeInfo, text: str) -> Finding:
        """Text among keywords that belongs to nothing above them."""
        message = f'{info.name} has text in it that is no keyword: "{shortened(text)}".'
        return self.finding(problem, message, info.name, with_value=True)

    def abstract_line(self, problem: Problem, name: str, text: str) -> Finding:
        """A line of the abstract that begins with the name of an attribute."""
        start = self.tokens(problem)[2][problem.attribute_index]
        message = f'RePEc takes this line of the abstract for the {name}: "{shortened(text, 80)}".'
        fix = Fix("puts a space in front of the line", (self.edit(start, start, " "),))
        return self.finding(problem, message, name, with_value=True, fix=fix)

    def missing(self, problem: Problem, name: str) -> Finding:
        """What has to be there is not, or is empty."""
        if problem.attribute_index:
            message, hint = f"{self._this} has an empty {name}, which is required.", "Write its value after the colon."
        else:
            message, hint = f"{self._this} has no {name}, which is required.", self._add(name)
        return self.finding(problem, message, name, hint=hint)

    def one_of(self, problem: Problem, names: list[str]) -> Finding:
        """Of some attributes one has to be there, and none is."""
        keys = [self._key_name(name) for name in names]
        hint = self._add(*keys)
        return self.finding(problem, f"{self._this} has no {listed(keys)}; one of them is required.", None, hint=hint)

    def _add(self, *names: str) -> str:
        """What to do where an attribute is missing: in a file of ReDIF, or in another format, which has no such lines."""
        if not self.template.is_elsewhere:
            begins = [f'"{name}:"' for name in names]
            return f"Add a line that begins with {listed(begins)}."
        quoted = [f'"{name}"' for name in names]
        made = " redif add gives each new item one." if names == ("Handle",) else ""
        return f"Add its {listed(list(names))}: in a table, in a column {listed(quoted)}.{made}"

    def _key_name(self, name: str) -> str:
        """The attribute that opens a cluster, `Author-Name` of `Author`; any other attribute as it is."""
        node = next((node for node in self.schema.nodes if node.prefix == f"{name}-"), None)
        return name if node is None else f"{name}-{next(a.name for a in node.group.attributes.values() if a.key)}"

    def many(self, count: int, severity: Severity) -> Finding:
        """More problems than are reported."""
        message = f"This template has {counted(count, 'problem')} more than are listed."
        where = (*self.positions(1), *self.positions(2))
        return Finding("findings-many", severity, message, self.template.file, *where, None)
