"""What is wrong with the attributes of a template, put into words and given its place.

Places and messages cost more than reading does, so nothing here is done before there is something to tell.
"""

from __future__ import annotations

from typing import Any

from redif.attributes import Cut, Passage
from redif.codes import Severity, severity_of
from redif.findings import Edit, Finding, Fix, shortened
from redif.grammar import Grammar
from redif.layout import Kind, Layout, Slot
from redif.text import Places

MOST_TOLD = 1000  # findings of one template; of more than that only the number is told
BEGUN = 8  # letters; of a name that has so many, the rest can be guessed


class Teller:
    """Makes the findings of one template. An `index` is the number of an attribute in `cut`."""

    __slots__ = ("_cut", "_places", "_settled", "_told", "_untold", "grammar", "layout", "passage")

    def __init__(self, passage: Passage, layout: Layout, grammar: Grammar) -> None:
        self.passage = passage
        self.layout = layout
        self.grammar = grammar
        self._told: list[tuple[int, Finding]] = []
        self._untold: list[tuple[int, Severity]] = []
        self._settled = 0, 0
        self._cut: Cut | None = None
        self._places: Places | None = None

    @property
    def cut(self) -> Cut:
        """Names and values with their places."""
        if self._cut is None:
            self._cut = self.passage.thorough_cut(self.layout.is_name)
        return self._cut

    @cut.setter
    def cut(self, cut: Cut) -> None:
        self._cut = cut

    @property
    def places(self) -> Places:
        """The lines and columns of offsets in the template's text."""
        if self._places is None:
            self._places = self.passage.places()
        return self._places

    def tell(
        self,
        code: str,
        index: int,
        message: str,
        attribute: str | None,
        severity: Severity | None = None,
        *,
        part: str | None = None,
        with_value: bool = False,
        hint: str = "",
        fix: Fix | None = None,
    ) -> None:
        """Add a finding about the name of an attribute, about (a part of) its value, or about both."""
        severity = severity or severity_of(code)
        if len(self._told) >= MOST_TOLD:
            self._untold.append((index, severity))
            return
        names, values, starts, _ = self.cut
        start, name, value = starts[index], names[index], values[index]
        begin = start if part is None else self.passage.value_start(start, name, value)
        end = start + len(name) if part is None and not with_value else self.passage.value_end(start, name, value)
        if part and part in value:  # else it goes over lines
            begin = self.passage.text.index(part, begin)
            end = begin + len(part)
        where = (*self.places(begin), *self.places(max(end, begin + 1)))
        self._told.append((index, Finding(code, severity, message, self.passage.file, *where, attribute, hint, fix)))

    def kind(self, kind: Kind) -> None:
        """The Template-Type is not what it should be."""
        messages = {
            "template-unknown": f'"{shortened(kind.written)}" is no type of template that ReDIF has',
            "template-spelling": f'"{shortened(kind.written)}" has to be spelled {self.layout.type}',
            "template-obsolete": f"{self.layout.type} is obsolete; RePEc takes no such template",
        }
        fix = None
        if kind.fault == "template-spelling":
            names, values, starts, _ = self.cut
            where = (starts[0], names[0], values[0])
            edit = self.edit(self.passage.value_start(*where), self.passage.value_end(*where), self.layout.type)
            fix = Fix(f"writes {self.layout.type}", (edit,))
        self.tell(kind.fault or "", 0, messages[kind.fault or ""], None, fix=fix, with_value=True)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """What stands between two offsets gives way to `text`."""
        return Edit(*self.places(start), *self.places(end), text)

    def spaced(self) -> None:
        """Blanks before colons: an error where they keep RePEc from seeing an attribute that must be there."""
        names, _, starts, colons = self.cut
        seen = {name.lower() for name, blanks in zip(names, colons, strict=True) if not blanks}
        needed = {names[0].lower(), *(required.name.lower() for required in self.layout.required)} - seen
        for index, (name, blanks) in enumerate(zip(names, colons, strict=True)):
            if blanks:
                message = f'"{name} :" has a blank before the colon, so RePEc takes the line for a part of the value above it'
                end = starts[index] + len(name)
                fix = Fix("deletes the blank", (self.edit(end, end + blanks, ""),))
                severity = Severity.ERROR if name.lower() in needed else None
                self.tell("attribute-spaced", index, message, name, severity, fix=fix)

    def deprecated(self, slot: Slot, index: int) -> None:
        """An attribute is no longer to be used."""
        self.tell("attribute-deprecated", index, f"{slot.about.name} is deprecated", slot.about.name)

    def empty_key(self, slot: Slot, index: int) -> None:
        """An attribute that opens a cluster says nothing."""
        message = f"{slot.about.name} is empty"
        self.tell("key-empty", index, message, slot.about.name)

    def repeated(self, slot: Slot, index: int) -> None:
        """An attribute that may stand once stands again. Of those that must be there, that is an error: the Handle."""
        name, required = slot.about.name, slot.about.attribute.required
        message = f"{name} stands here a second time"
        if required:
            message += "; is a Template-Type missing above it?"
        self.tell("attribute-repeated", index, message, name, Severity.ERROR if required else None)

    def refused(self, slot: Slot, value: str, index: int) -> None:
        """A value is not what its type takes."""
        type_, name, shown = slot.about.type, slot.about.name, shortened(value)
        code, severity = "value-invalid", Severity.ERROR if slot.about.attribute.required else None
        if len(self._told) >= MOST_TOLD:  # explaining takes time, and would not be heard
            self._untold.append((index, severity or severity_of(code)))
            return
        if slot.about.attribute.reads_as is not None:
            code, message = "value-unread", f'{name} "{shown}" cannot be read as a {type_.name}; it is kept as text'
            severity = None
        else:
            code, message = "value-unlisted" if type_.fits(value) else code, type_.why_not(name, value)
        self.tell(code, index, message, name, severity, part=value, hint=type_.help)

    def misplaced(self, name: str, index: int) -> bool:
        """Tell of an attribute that ReDIF has, but not here; gives whether it has it."""
        lower = name.lower()
        if lower in self.layout.abouts:
            inner = max((n for n in self.layout.nodes if lower.startswith(n.prefix.lower())), key=lambda n: len(n.prefix))
            key = next(a.name for a in inner.group.attributes.values() if a.key)
            message = f"{name} belongs after {inner.prefix}{key}, and none is open here"
        elif lower in self.grammar.known:
            templates = ", ".join(self.grammar.known[lower])
            message = f"{name} does not belong into {self.layout.type}; it is an attribute of {templates}"
        else:
            return False
        self.tell("attribute-misplaced", index, message, name)
        return True

    def unknown(self, name: str, index: int, part_of: str | None) -> None:
        """An attribute that ReDIF does not have, or a line of text that looks like one."""
        message, hint = f"{name} is no attribute ReDIF has", ""
        if (meant := self.nearest(name)) is not None:
            message += f"; did you mean {meant}?"
            hint = f"If so, write {meant}: in its place."
        if part_of is not None:
            message = f'"{name}:" is no attribute ReDIF has; RePEc drops what follows it, we keep it as part of {part_of}'
            hint = hint or f"If the line belongs to {part_of}, begin it with a blank."
        self.tell("attribute-unknown", index, message, name, with_value=part_of is not None, hint=hint)

    def nearest(self, name: str) -> str | None:
        """The attribute of this template that is spelled most like `name`, if one is near."""
        if len(self._told) >= MOST_TOLD:  # it would not be heard
            return None
        from rapidfuzz import process  # few files need it
        from rapidfuzz.distance import OSA

        lower, known = name.lower(), list(self.layout.abouts)
        begun = [full for full in known if full.startswith(lower)]
        if len(begun) == 1 and len(lower) >= BEGUN:
            return self.layout.abouts[begun[0]].name
        most = 1 if len(lower) < 6 else 2 if len(lower) < 12 else 3
        found = process.extractOne(lower, known, scorer=OSA.distance, score_cutoff=most)
        return None if found is None else self.layout.abouts[found[0]].name

    def missing(self, data: dict[str, Any]) -> None:
        """What has to be there and is not."""
        for key, inner, name in self.layout.required:
            held = _held(data, key)
            if held and (inner is None or any(_held(cluster, inner) for cluster in held)):
                continue
            clusters = held if inner is not None and held else []
            if not any(name in holder.get("unparsed", ()) for holder in (data, *clusters)):  # else it is told already
                self.tell("required-missing", 0, f"{self.layout.type} has to have {name}, and there is none", name)
        for keys, names in self.layout.one_of:
            if not any(_held(data, key) for key in keys):
                self.tell(
                    "one-of-missing", 0, f"{self.layout.type} has to have one of {', '.join(names)}, and there is none", None
                )

    def settle(self) -> None:
        """What is told by now is about the lines as such, and stays when the walk over them starts again."""
        self._settled = len(self._told), len(self._untold)

    def start_again(self, cut: Cut, runs_on: set[int]) -> None:
        """Forget what another walk, over `cut`, will tell again: all but what is settled or about lines that run on."""
        told, untold = self._settled
        self.cut = cut
        self._told[told:] = [entry for entry in self._told[told:] if entry[0] in runs_on]
        self._untold[untold:] = [entry for entry in self._untold[untold:] if entry[0] in runs_on]

    def findings(self) -> list[Finding]:
        """All that was told, and how much was not."""
        found = [finding for _, finding in self._told]
        if self._untold:
            severities = {severity for _, severity in self._untold}
            worst = next(severity for severity in Severity if severity in severities)
            message = f"{len(self._untold):,} more findings about this template are not told one by one"
            where = (*self.places(1), *self.places(2))
            found.append(Finding("findings-many", worst, message, self.passage.file, *where, None))
        return found


def _held(data: dict[str, Any], key: str) -> Any:
    """What a template holds under a key, or under `extra` where no field has that name."""
    return data.get(key) or data.get("extra", {}).get(key)
