"""Values put into their places in a record or a tree, and what is wrong with them: what happens to one that is not simply kept.

A value may be empty, a placeholder, refused by its type, a list, or one more than a field holds. Whatever a record has no field
for stays in it as it is written.
"""

from __future__ import annotations

from typing import Any

from redif.findings.codes import Severity
from redif.grammar import Grammar
from redif.grammar.repairs import Repair
from redif.schema.keywords import in_one_line
from redif.schema.markup import without_entities, without_markup
from redif.schema.placeholders import is_placeholder, placeholders
from redif.schema.slots import AttributeInfo, Mode, Slot
from redif.schema.tables import TemplateSchema
from redif.source.characters import has_ligatures, with_controls_deleted
from redif.syntax.interrupted_text import ENDS, prose_above, start_of_text
from redif.syntax.problem_messages import ProblemMessages
from redif.syntax.problems import Problems
from redif.syntax.tokens import TemplateText
from redif.syntax.values import cleaned, read_parts, refusal_of, says_nothing

# Attributes of items with fields for one value, of which bibliographies nevertheless have all; of others they have the first.
_ALL_USED = frozenset({"Title", "Abstract", "Note", "Publication-Status", "DOI", "ISBN"})


class ValueStore:
    """The values of one template.

    Attributes:
        template: where they stand.
        grammar, schema: what they may be.
        as_record: whether they become a record; else a tree.
        data: the record or tree.
        names, values: the attributes as they are read.
        found: what is wrong with them; None while nothing is.
        keyless: whether a cluster was opened without its key.
        has_controls: whether control characters are in the template.
        must_clean, may_need_cleaning: whether all values have to be cleaned, or some may have to be and each is tested.
    """

    # What most templates leave as it is costs nothing as an attribute of the class.
    found: Problems | None = None
    keyless = False

    def __init__(self, template: TemplateText, grammar: Grammar, schema: TemplateSchema) -> None:
        text = template.text
        self.template = template
        self.grammar = grammar
        self.schema = schema
        self.as_record = as_record = schema.as_record
        self.has_controls = has_controls = template.has_controls
        self.must_clean = has_controls or (as_record and not text.isascii() and has_ligatures(text))
        self.may_need_cleaning = self.must_clean or (as_record and ("&" in text or "<" in text))
        self.data: dict[str, Any] = {}
        self.names: list[str] = []
        self.values: list[str] = []

    @property
    def problems(self) -> Problems:
        """The problems found; created with the first one, since most templates have none."""
        if self.found is None:
            self.found = Problems()
        return self.found

    def cleaned(self, value: str, info: AttributeInfo) -> str:
        """Return a value without control characters, and in a record without all else that is no text."""
        if self.as_record:
            return cleaned(value, info.type, info.attribute.prose, self.has_controls)
        return " ".join(with_controls_deleted(value).split())

    def absent(self, slot: Slot, holders: list[Any], index: int) -> str | None:
        """Return the default for an empty value, if its type has one. An empty key still opens its cluster."""
        info = slot.info
        if slot.mode is Mode.OPEN:
            self.problems.add(ProblemMessages.empty_key, "key-empty", index, info)
            self.open_keyless(slot, holders)
        return info.type.default if self.as_record else None

    def drops(self, slot: Slot, holders: list[Any], value: str, index: int) -> bool:
        """Whether a placeholder stands for no value; it is kept as written, and reported."""
        if not says_nothing(slot, value, holders[slot.node] or {}):
            return False
        if slot.mode is Mode.OPEN:
            self.open_keyless(slot, holders)
        self.placeholder(slot.info, holders[slot.node], value, index)
        return True

    def placeholder(self, info: AttributeInfo, holder: dict[str, Any], value: str, index: int) -> None:
        """Keep a placeholder as written, and report it."""
        add_under(holder, "unparsed", info.name, value)
        reads = info.type.read or info.type.accepts if info.attribute.reads_as is None else None
        severity = Severity.WARNING if reads is not None and reads(value) is None else None  # RePEc drops such a value
        self.problems.add(ProblemMessages.placeholder, "value-placeholder", index, info, value, severity=severity)

    def refuse(self, slot: Slot, holders: list[Any], value: str, index: int) -> str | int | None:
        """Note that a value is refused, and return what it was meant to be, if that is clear.

        Where it cannot, or not in full, the value is kept as written; a cluster opens all the same.
        """
        repair = None
        if self.as_record:
            # Source: RePEc's own check strips markup and decodes entities before it looks at a value.
            bare = " ".join(without_markup(without_entities(value)).split())
            if bare != value and slot.info.type.fits(bare):
                read = bare if slot.read is None else slot.read(bare)
                if read is not None:
                    return read
            repair = slot.info.type.repair(bare) if bare.lower() not in placeholders() else None
        if slot.info.type.is_free and slot.info.attribute.reads_as is None:
            self.placeholder(slot.info, holders[slot.node], value, index)
            return None
        self.refused(slot.info, value, index, repair)
        meant = repair and (repair.value if slot.read is None else slot.read(repair.value))
        if repair is not None and (repair.is_whole or slot.mode is not Mode.OPEN):
            if not repair.is_whole:
                add_under(holders[slot.node], "unparsed", slot.info.name, value)
            return meant
        if slot.mode is Mode.OPEN:
            self.open_keyless(slot, holders)
        holder = holders[slot.node]
        if meant and not slot.info.in_extra:
            holder[slot.key] = meant
        if self.as_record:
            add_under(holder, "unparsed", slot.info.name, value)
        else:
            holder.setdefault(slot.key, []).append(value)
        return None

    def refused(self, info: AttributeInfo, value: str, index: int, repair: Repair | None = None) -> None:
        """Note that a value is not what its type takes. Of a required attribute, that is an error."""
        refusal = refusal_of(info, value, repair)
        if refusal is not None:
            code, severity = refusal
            self.problems.add(ProblemMessages.refused, code, index, info, value, repair, severity=severity)

    def store_further(self, slot: Slot, holder: dict[str, Any], value: Any, index: int) -> None:
        """Store a further value of a field that holds one."""
        info = slot.info
        if not info.attribute.repeatable:
            self.repeated(info, index)
        elif holder is self.data and self.schema.is_item and holder[slot.key] != value and info.name not in _ALL_USED:
            self.problems.add(ProblemMessages.several, "attribute-several", index, info, str(holder[slot.key]), str(value))
        add_under(holder, "further", info.name, str(value))

    def repeated(self, info: AttributeInfo, index: int) -> None:
        """Report a second value of an attribute that may appear once: an error if the attribute is required."""
        severity = Severity.ERROR if info.attribute.required else None
        self.problems.add(ProblemMessages.repeated, "attribute-repeated", index, info, severity=severity)

    def listed(self, slot: Slot, outer: dict[str, Any]) -> list[Any]:
        """Return the list that holds the clusters a key opens."""
        if slot.info.is_extra:
            outer = outer.setdefault("extra", {})
        clusters: list[Any] = outer.setdefault(slot.info.list_key, [])
        return clusters

    def open_keyless(self, slot: Slot, holders: list[Any]) -> None:
        """Open a cluster whose key is empty or refused."""
        cluster: dict[str, Any] = {}
        self.listed(slot, holders[slot.info.outer]).append(cluster)
        self.keyless = True
        holders[slot.node] = cluster

    def put_parts(self, slot: Slot, holder: dict[str, Any], value: str, index: int) -> None:
        """Store the parts of a value that is a list."""
        type_, info = slot.info.type, slot.info
        if type_.is_free and self.as_record:
            written = self.values[index]
            if "\n" in written or "." in value:
                value = self.without_text(info.name, info, value, index)
            if "\n" in written or "\t" in written or "<" in written:
                value = in_one_line(written, value)
        elif self.as_record and "\n" in self.values[index]:
            value = self.without_text(info.name, info, value, index)
        if not value:  # all of it was text
            return
        good, bad, refused = read_parts(slot, value, as_record=self.as_record)
        for part, repair in refused:
            self.refused(info, part, index, repair)
        for part in bad:
            if self.as_record and type_.is_free and is_placeholder(part):
                self.placeholder(info, holder, part, index)
            elif self.as_record:
                add_under(holder, "unparsed", info.name, part)
            else:
                holder.setdefault(slot.key, []).append(part)
        if slot.key in holder and not info.attribute.repeatable:
            self.repeated(info, index)
        if info.in_extra:
            for read in good:
                add_under(holder, "extra", info.name, read)
        elif good and self.as_record:
            held = holder.setdefault(slot.key, [])
            if not type_.is_free:  # a code that is given twice counts once, but words may be repeated
                known = set(held)
                good = [part for part in dict.fromkeys(good) if part not in known]
            held += good
        elif good:
            holder.setdefault(slot.key, []).append(" ".join(map(str, good)))

    def without_text(self, name: str, info: AttributeInfo | None, value: str, index: int) -> str:
        """Return keywords or codes without text after them, which is added to the prose above them."""
        start = start_of_text(self.values[index])
        if start is None:
            return value
        above = prose_above(self.names[1:index], self.schema.nodes[0].table)
        if above is None or above.key not in self.data:
            return value if info is None else self.without_sentences(info, value, index, start)
        words, rest = (" ".join(part.split()) for part in (self.values[index][:start], self.values[index][start:]))
        self.problems.add(ProblemMessages.text_after, "abstract-continued", index, name, above.info, rest)
        if self.may_need_cleaning:
            type_ = (info or above.info).type
            words, rest = (cleaned(part, type_, True, self.has_controls) for part in (words, rest))
        self.data[above.key] += f" {rest}"
        return words.rstrip(" .;,")

    def without_sentences(self, info: AttributeInfo, value: str, index: int, start: int) -> str:
        """Return keywords or codes without text after them that is below no prose; a record keeps it as a further abstract."""
        rest = " ".join(self.values[index][start:].split())
        if not rest.endswith(ENDS):
            return value
        if info.type.is_free:
            self.problems.add(ProblemMessages.text_among, "keywords-text", index, info, rest)
        else:
            self.refused(info, value, index)
        words, rest = (cleaned(text, info.type, True, self.has_controls) for text in (self.values[index][:start], rest))
        add_under(self.data, *(("further", "Abstract") if self.schema.is_name("Abstract") else ("unparsed", info.name)), rest)
        return words.rstrip(" .;,")

    def people_apart(self, info: AttributeInfo, value: str, written: str) -> str:
        """Return a name with semicolons between people on lines of their own or with tabs between, which one name has not."""
        if info.type.name != "name":
            return value
        from redif.schema.people import people_on_lines  # few names are written like that

        people = people_on_lines(written)
        if not people:
            return value
        together = "; ".join(people)
        return self.cleaned(together, info) if self.may_need_cleaning else together


def add_under(holder: dict[str, Any], place: str, name: str, value: Any) -> None:
    """Add a value under its name to one of the places for values without a field of their own."""
    holder.setdefault(place, {}).setdefault(name, []).append(value)
