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
from redif.schema.tables import AttributeInfo, Kind, TemplateSchema
from redif.source.positions import Positions
from redif.syntax.lines import Cut, Passage

MOST_TOLD = 1000  # findings of one template; of more than that only the number is told
BEGUN = 8  # letters; of a name that has so many, the rest can be guessed


class Note(NamedTuple):
    """Something that was found.

    Attributes:
        code: what it is.
        number: that of the attribute it is about, in `cut`, which is the first cut if it is None.
        severity: how bad it is.
        words: the method of the teller that puts it into words, and `about`, what that needs to know.
    """

    code: str
    number: int
    severity: Severity
    words: Callable[..., Finding]
    info: tuple[Any, ...]
    cut: Cut | None


class Notes:
    """What was found in one template.

    Attributes:
        cut: where the attributes stand that are read now, if not where the quick cut has them.
    """

    __slots__ = ("_found", "_settled", "_untold", "cut")

    def __init__(self) -> None:
        self.cut: Cut | None = None
        self._found: list[Note] = []
        self._untold: list[tuple[int, Severity]] = []
        self._settled = 0, 0

    def note(self, words: Callable[..., Finding], code: str, index: int, *info: Any, severity: Severity | None = None) -> None:
        """Note something about an attribute."""
        severity = severity or severity_of(code)
        if len(self._found) >= MOST_TOLD:
            self._untold.append((index, severity))
        else:
            self._found.append(Note(code, index, severity, words, info, self.cut))

    def settle(self) -> None:
        """What was found by now is about the lines as such, and stays when the walk over them starts again."""
        self._settled = len(self._found), len(self._untold)

    def start_again(self, cut: Cut, runs_on: set[int]) -> None:
        """Forget what another walk, over `cut`, will find again: all but what is settled or about lines that run on."""
        found, untold = self._settled
        self.cut = cut
        self._found[found:] = [note for note in self._found[found:] if note.number in runs_on]
        self._untold[untold:] = [entry for entry in self._untold[untold:] if entry[0] in runs_on]

    @property
    def severities(self) -> list[Severity]:
        """The severity of each finding there will be."""
        return [note.severity for note in self._found] + ([self._worst] if self._untold else [])

    @property
    def _worst(self) -> Severity:
        untold = {severity for _, severity in self._untold}
        return next(severity for severity in Severity if severity in untold)

    def findings(self, teller: Teller) -> list[Finding]:
        """All that was found, and how much is not told."""
        found = [note.words(teller, note, *note.info) for note in self._found]
        return [*found, teller.many(len(self._untold), self._worst)] if self._untold else found


class Teller:
    """Puts into words what was found in one template."""

    def __init__(self, passage: Passage, schema: TemplateSchema, grammar: Grammar) -> None:
        self.passage = passage
        self.schema = schema
        self.grammar = grammar
        self._cut: Cut | None = None
        self._places: Positions | None = None

    def cut(self, note: Note) -> Cut:
        """The attributes, one of which a note is about, with their places."""
        if note.cut is not None:
            return note.cut
        if self._cut is None:
            self._cut = self.passage.thorough_cut(self.schema.is_name)
        return self._cut

    @property
    def positions(self) -> Positions:
        """The lines and columns of offsets in the template's text."""
        if self._places is None:
            self._places = self.passage.positions()
        return self._places

    def finding(
        self,
        note: Note,
        message: str,
        attribute: str | None,
        *,
        part: str | None = None,
        with_value: bool = False,
        hint: str = "",
        fix: Fix | None = None,
    ) -> Finding:
        """A finding about the name of an attribute, about (a part of) its value, or about both."""
        names, values, starts, _ = self.cut(note)
        start, name, value = starts[note.number], names[note.number], values[note.number]
        begin = start if part is None else self.passage.value_start(start, name, value)
        end = start + len(name) if part is None and not with_value else self.passage.value_end(start, name, value)
        if part and part in value:  # else it goes over lines
            begin = self.passage.text.index(part, begin)
            end = begin + len(part)
        where = (*self.positions(begin), *self.positions(max(end, begin + 1)))
        return Finding(note.code, note.severity, message, self.passage.file, *where, attribute, hint, fix)

    def kind(self, note: Note, kind: Kind) -> Finding:
        """The Template-Type is not what it should be."""
        messages = {
            "template-unknown": f'"{shortened(kind.written)}" is no type of template that ReDIF has',
            "template-spelling": f'"{shortened(kind.written)}" has to be spelled {self.schema.type}',
            "template-obsolete": f"{self.schema.type} is obsolete; RePEc takes no such template",
        }
        fix = None
        if note.code == "template-spelling":
            names, values, starts, _ = self.cut(note)
            where = (starts[0], names[0], values[0])
            edit = self.edit(self.passage.value_start(*where), self.passage.value_end(*where), self.schema.type)
            fix = Fix(f"writes {self.schema.type}", (edit,))
        return self.finding(note, messages[note.code], None, fix=fix, with_value=True)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """What stands between two offsets gives way to `text`."""
        return Edit(*self.positions(start), *self.positions(end), text)

    def spaced(self, note: Note) -> Finding:
        """Blanks stand ahead of a colon."""
        names, _, starts, colons = self.cut(note)
        name, blanks = names[note.number], colons[note.number]
        message = f'"{name} :" has a blank before the colon, so RePEc takes the line for a part of the value above it'
        end = starts[note.number] + len(name)
        return self.finding(note, message, name, fix=Fix("deletes the blank", (self.edit(end, end + blanks, ""),)))

    def deprecated(self, note: Note, info: AttributeInfo) -> Finding:
        """An attribute is no longer to be used."""
        return self.finding(note, f"{info.name} is deprecated", info.name)

    def empty_key(self, note: Note, info: AttributeInfo) -> Finding:
        """An attribute that opens a cluster says nothing."""
        return self.finding(note, f"{info.name} is empty", info.name)

    def repeated(self, note: Note, info: AttributeInfo) -> Finding:
        """An attribute that may stand once stands again."""
        message = f"{info.name} stands here a second time"
        if info.attribute.required:
            message += "; is a Template-Type missing above it?"
        return self.finding(note, message, info.name)

    def refused(self, note: Note, info: AttributeInfo, value: str) -> Finding:
        """A value is not what its type takes."""
        type_, name = info.type, info.name
        if note.code == "value-unread":
            message = f'{name} "{shortened(value)}" cannot be read as a {type_.name}; it is kept as text'
        else:
            message = type_.why_not(name, value)
        return self.finding(note, message, name, part=value, hint=type_.help)

    def unusual_length(self, note: Note, info: AttributeInfo, length: int, bound: int) -> Finding:
        """A value is longer or shorter than such values are."""
        than = "at least" if note.code in ("length-short", "length-under") else "at most"
        message = f"{info.name} has {length:,} characters, where {than} {bound:,} are usual"
        return self.finding(note, message, info.name, with_value=True)

    def misplaced(self, note: Note, name: str) -> Finding:
        """An attribute that ReDIF has, but not here."""
        lower = name.lower()
        if lower in self.schema.attribute_infos:
            inner = max((n for n in self.schema.nodes if lower.startswith(n.prefix.lower())), key=lambda n: len(n.prefix))
            key = next(a.name for a in inner.group.attributes.values() if a.key)
            message = f"{name} belongs after {inner.prefix}{key}, and none is open here"
        else:
            templates = ", ".join(self.grammar.known[lower])
            message = f"{name} does not belong into {self.schema.type}; it is an attribute of {templates}"
        return self.finding(note, message, name)

    def unknown(self, note: Note, name: str, part_of: str | None) -> Finding:
        """An attribute that ReDIF does not have, or a line of text that looks like one."""
        message, hint = f"{name} is no attribute ReDIF has", ""
        if (meant := self.nearest(name)) is not None:
            message += f"; did you mean {meant}?"
            hint = f"If so, write {meant}: in its place."
        if part_of is not None:
            message = f'"{name}:" is no attribute ReDIF has; RePEc drops what follows it, we keep it as part of {part_of}'
            hint = hint or f"If the line belongs to {part_of}, begin it with a blank."
        return self.finding(note, message, name, with_value=part_of is not None, hint=hint)

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

    def missing(self, note: Note, name: str) -> Finding:
        """What has to be there is not."""
        return self.finding(note, f"{self.schema.type} has to have {name}, and there is none", name)

    def one_of(self, note: Note, names: list[str]) -> Finding:
        """Of some attributes one has to be there, and none is."""
        message = f"{self.schema.type} has to have one of {', '.join(names)}, and there is none"
        return self.finding(note, message, None)

    def many(self, count: int, severity: Severity) -> Finding:
        """There is more than is told."""
        message = f"{count:,} more findings about this template are not told one by one"
        where = (*self.positions(1), *self.positions(2))
        return Finding("findings-many", severity, message, self.passage.file, *where, None)
