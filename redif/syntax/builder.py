"""From attributes to a record or a tree: values read by their types, clusters opened and closed, problems collected.

One walk over the attributes serves both shapes; the schema says which. Source of the rules: an attribute belongs to the
innermost open cluster that has it, else to an outer one, and returning to an outer cluster closes the inner.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from redif.findings.codes import Severity
from redif.schema.placeholders import LONGEST_PLACEHOLDER, placeholders
from redif.schema.slots import Mode, Slot
from redif.schema.tables import LONGEST_NAME, SPELLINGS, Schemas, TemplateSchema, TemplateType
from redif.source.characters import without_controls
from redif.syntax.completeness import missing_attributes, remove_empty, unusual_lengths
from redif.syntax.interrupted_text import lines_of_abstract
from redif.syntax.named_lines import divided, is_seen, may_be_divided
from redif.syntax.names import is_address, is_list, is_word_of, underscored
from redif.syntax.problem_messages import ProblemMessages
from redif.syntax.problems import Problems
from redif.syntax.tokens import TemplateText, Tokens, joined, on_one_line
from redif.syntax.value_store import ValueStore, add_under

TEXT, ONE, MANY, PARTS, OPEN, EXTRA, MERGED = Mode.TEXT, Mode.ONE, Mode.MANY, Mode.PARTS, Mode.OPEN, Mode.EXTRA, Mode.MERGED


class Built(NamedTuple):
    """What a template says, and what is wrong with it.

    Attributes:
        data: the record or the tree.
        problems: what is wrong with it; None if nothing is.
        kind: the type its Template-Type names.
        schema: the tables it was read by.
        names, values: its attributes as they were read; a line that only looks like one is part of the value above it.
        texts: the values with each run of white space replaced by one space.
        tokens: names and values with their places; None where each name directly follows the value before.
    """

    data: dict[str, Any]
    problems: Problems | None
    kind: TemplateType
    schema: TemplateSchema
    names: list[str]
    values: list[str]
    texts: list[str]
    tokens: Tokens | None


def build(template: TemplateText, schemas: Schemas, *, as_record: bool) -> Built:
    """Read a template as a record or as a tree."""
    fast = template.fast_tokens()
    kind = schemas.template_type(template.first_value() if fast is None else fast[1][0])
    builder = _Builder(template, schemas.grammar, schemas.schema(kind, as_record=as_record))
    if kind.problem is not None:
        builder.problems.add(ProblemMessages.kind, kind.problem, 0, kind)
        builder.problems.settle()
    if fast is None:
        fast = builder.slow_tokens()
    names, values = fast
    if as_record and may_be_divided(values):
        names, values = builder.divided(names, values)
    texts = on_one_line(values, as_record and template.has_controls)
    data = builder.walk(names, values, texts)
    if as_record and "abstract" in data:
        builder.find_lines_of_abstract(texts)
    if builder.continuations:
        # Only the walk shows which lines continue the value above them, so it is made again with these joined.
        names, values = builder.joined()
        texts = on_one_line(values, as_record and template.has_controls)
        data = builder.walk(names, values, texts)
    builder.finish(data, names)
    if schemas.lengths:
        for problem in unusual_lengths(builder.schema, schemas.grammar, names, texts):
            builder.problems.add(ProblemMessages.unusual_length, *problem)
    problems = builder.found
    return Built(data, problems, kind, builder.schema, names, values, texts, problems.tokens if problems else None)


class _Builder(ValueStore):
    """The walk over the attributes of one template."""

    merged: list[tuple[Slot, Any]]  # values of attributes that stand for another attribute
    continuations: set[int]  # indices of lines that only look like attributes and continue the value before

    def slow_tokens(self) -> tuple[list[str], list[str]]:
        """Return names and values found by the slow path, and report spaces before colons.

        A space is an error where it hides an attribute that is required from RePEc.
        """
        tokens = self.problems.tokens = self.template.tokens(self.schema.is_name)
        names, values, _, all_spaces = tokens
        seen = {name.lower() for name, spaces in zip(names, all_spaces, strict=True) if not spaces}
        needed = {names[0].lower(), *(required.name.lower() for required in self.schema.required)} - seen
        for index, (name, spaces) in enumerate(zip(names, all_spaces, strict=True)):
            if spaces:
                severity = Severity.ERROR if name.lower() in needed else None
                self.problems.add(ProblemMessages.spaced, "attribute-spaced", index, severity=severity)
        self.problems.settle()
        return names, values

    def divided(self, names: list[str], values: list[str]) -> tuple[list[str], list[str]]:
        """Return names and values with lines of their own for names that RePEc does not see, and report these lines."""
        tokens = divided(self.template.text, self.problems.tokens or self.template.tokens(self.schema.is_name), self.schema)
        if tokens is None:
            return names, values
        self.problems.tokens = tokens
        above = ""
        for index, name in enumerate(tokens.names):
            if is_seen(name, self.grammar) or name[-1].isdigit():
                above = name
            else:
                info = self.schema.attribute_infos.get(above.lower())
                # A handle with a line after it is none, so RePEc drops the template.
                is_broken = info is not None and info.attribute.required and not info.type.is_free
                severity = Severity.ERROR if is_broken else None
                self.problems.add(ProblemMessages.unseen, "line-merged", index, name, above, severity=severity)
        self.problems.settle()
        return tokens.names, tokens.values

    def walk(self, names: list[str], values: list[str], texts: list[str]) -> dict[str, Any]:
        """Put each value into the place that the schema has for it, and return the record or tree.

        This is one long loop on purpose: it runs for every attribute of every template, and one function call in it costs as
        much as all the rest.
        """
        may_need_cleaning, must_clean, as_record = self.may_need_cleaning, self.must_clean, self.as_record
        holders: list[Any] = [None] * len(self.schema.nodes)
        holders[0] = root = self.data = self.root(texts[0])
        self.names, self.values, self.keyless = names, values, False
        self.merged, self.continuations = [], set()
        table = self.schema.nodes[0].table
        last: Slot | None = None
        missing = placeholders() if as_record else ()
        for index in range(1, len(names)):
            slot = table.get(names[index])
            if slot is None:
                slot = self.slot(names[index], table, index, last, holders, texts)
                if slot is None:
                    last = last if index in self.continuations else None
                    continue
            last, table, mode = slot, slot.table, slot.mode
            value: Any = texts[index]
            if may_need_cleaning and (must_clean or "&" in value or "<" in value):
                value = self.cleaned(value, slot.info)
            if slot.deprecated:
                self.problems.add(ProblemMessages.deprecated, "attribute-deprecated", index, slot.info)
            if not value and not (value := self.absent(slot, holders, index)):
                continue
            if len(value) <= LONGEST_PLACEHOLDER and value.lower() in missing and self.drops(slot, holders, value, index):
                continue
            key, holder = slot.key, holders[slot.node]
            if mode is PARTS:
                self.put_parts(slot, holder, value, index)
                continue
            if mode is not TEXT:
                if slot.accepts is not None:
                    if slot.accepts(value) is None and (value := self.refuse(slot, holders, value, index)) is None:
                        continue
                elif slot.read is not None:
                    text, value = value, slot.read(value)
                    if value is None and (value := self.refuse(slot, holders, text, index)) is None:
                        continue
            if mode is TEXT or mode is ONE:
                if key in holder:
                    self.store_further(slot, holder, value, index)
                else:
                    holder[key] = value
            elif mode is OPEN:
                info = slot.info
                if as_record and ((written := values[index].strip()) != value or "<" in written):
                    value = self.people_apart(info, value, written)
                holders[slot.node] = cluster = {key: value} if as_record else {key: [value]}
                if info.in_extra:
                    holders[slot.node] = cluster = {"extra": {info.name: [value]}}
                outer = holders[info.outer]
                if info.is_extra:
                    self.listed(slot, outer).append(cluster)
                elif info.list_key in outer:
                    outer[info.list_key].append(cluster)
                else:
                    outer[info.list_key] = [cluster]
            elif mode is MANY:
                if key in holder:
                    holder[key].append(value)
                    if not slot.info.attribute.repeatable:
                        self.repeated(slot.info, index)
                else:
                    holder[key] = [value]
            elif mode is EXTRA:
                add_under(holder, "extra", key, value)
            else:
                self.merged.append((slot, value))
        return root

    def joined(self) -> tuple[list[str], list[str]]:
        """Return names and values for a second walk, in which continuations are part of the values above them."""
        tokens = joined(self.problems.tokens or self.template.tokens(self.schema.is_name), self.continuations)
        self.problems.restart(tokens, self.continuations)
        return tokens.names, tokens.values

    def find_lines_of_abstract(self, texts: list[str]) -> None:
        """Note which lines are text of the abstract, but begin with a word that is the name of an attribute."""
        for index in lines_of_abstract(self.names, texts, self.continuations):
            self.continuations.add(index)
            info = self.schema.attribute_infos.get(self.names[index].lower())
            name = info.name if info is not None else self.names[index]
            self.problems.forget(index)
            self.problems.add(ProblemMessages.abstract_line, "abstract-line", index, name, texts[index])

    def root(self, written: str) -> dict[str, Any]:
        if not self.as_record:
            return {"template-type": [written]}
        return {"template_type": self.schema.type or " ".join(without_controls(written).split())}

    def slot(
        self, name: str, table: dict[str, Slot], index: int, last: Slot | None, holders: list[Any], texts: list[str]
    ) -> Slot | None:
        """Return the slot of a name that is not in the table as it is spelled; None if it has none, after handling that."""
        # Only the few names in the table may end with digits; any other such line continues the value before it.
        digits = name[-1].isdigit() and index > 1 and self.schema.type and name.replace("-", "").isalnum()
        slot = table.get(name.lower())
        # A private name is recorded as it is spelled, so its slot must not be found by another spelling, nor where a name
        # with digits is not allowed.
        may_cache = slot is not None or not (name.islower() or name[-1].isdigit())
        if slot is None and not digits:
            slot = self.schema.private(name, table)
        if slot is not None:
            if may_cache and len(table) < SPELLINGS and len(name) < LONGEST_NAME:
                table[name] = slot
            return slot
        lower = name.lower()
        is_prose = last is not None and last.info.attribute.prose
        if digits and self.as_record and not is_prose and not is_seen(name, self.grammar):  # Title2
            self.problems.add(ProblemMessages.unseen, "line-merged", index, name, self.names[index - 1])
        elif digits:
            self.continuations.add(index)
            return None
        elif self.schema.type and (lower in self.schema.attribute_infos or lower in self.grammar.known):
            self.problems.add(ProblemMessages.misplaced, "attribute-misplaced", index, name)
        elif self.schema.type and is_seen(name, self.grammar):
            if is_address(name) and self.own_address(name, table, index, holders, texts):
                return None
            if self.continues(name, index, last, texts):
                return None
            if is_address(name) and self.as_record:
                self.address_alone(f"{name}:{texts[index]}", index, holders[0])
                return None
            self.problems.add(ProblemMessages.unknown, "attribute-unknown", index, name, None)
            if written := underscored(texts[index], self.grammar):
                self.problems.add(ProblemMessages.underscored, "line-merged", index, name, written)
        text = " ".join(without_controls(texts[index]).split()) if self.has_controls else texts[index]
        if self.as_record and "\n" in self.values[index] and is_list(name, self.schema):
            text = self.without_text(name, None, text, index)
        if text or not self.as_record:
            if self.as_record:
                add_under(holders[0], "unknown", name, text)
            else:
                holders[0].setdefault(name.lower(), []).append(text)
        return None

    def continues(self, name: str, index: int, last: Slot | None, texts: list[str]) -> bool:
        """Whether an unknown name begins a line of the value above it: an address, or a word in prose. That is reported."""
        if is_address(name):
            # One value of a type with a form of its own, such as a handle, has ended before it.
            if index == 1 or (last is not None and texts[index - 1] and not last.info.type.is_free):
                return False
            self.problems.add(ProblemMessages.address, "attribute-unknown", index, name)
        elif last is not None and last.info.attribute.prose and is_word_of(name, last.info, self.schema):
            self.problems.add(ProblemMessages.unknown, "attribute-unknown", index, name, last.info.name)
        else:
            return False
        self.continuations.add(index)
        return True

    def own_address(self, name: str, table: dict[str, Slot], index: int, holders: list[Any], texts: list[str]) -> bool:
        """Whether a line is one more address below an attribute that has one; it is kept as written, and reported."""
        above = index - 1
        while above and is_address(self.names[above]):
            above -= 1
        slot = table.get(self.names[above].lower())
        if slot is None or not self.as_record or slot.info.type.name != "url" or not texts[above]:
            return False
        address = f"{name}:{texts[index]}"
        self.problems.add(ProblemMessages.further_address, "url-several", index, slot.info, texts[above], address)
        if slot.mode is OPEN:  # in the cluster of the first, it would be read as one more file when that is written
            add_under(holders[0], "unparsed", slot.info.name, address)
        else:
            holder = holders[slot.node]
            add_under(holder, "further" if slot.key in holder else "unparsed", slot.info.name, address)
        return True

    def address_alone(self, address: str, index: int, root: dict[str, Any]) -> None:
        """Keep an address that belongs to no attribute as one of a file, if the template has files, and report it."""
        info = self.schema.attribute_infos.get("file-url")
        self.problems.add(ProblemMessages.address_alone, "attribute-unknown", index, address, info)
        add_under(root, "unparsed" if info is not None else "unknown", info.name if info is not None else "URL", address)

    def finish(self, data: dict[str, Any], names: list[str]) -> None:
        """Complete a record: remove empty clusters, place values that stand for another attribute, report what is missing."""
        if not self.as_record:
            return
        if self.found is not None:
            # Where a Template-Type is missing, one repeated handle says it; all that is repeated with it says nothing more.
            self.found.keep_worst("attribute-repeated")
        if self.keyless:
            remove_empty(data)
        for slot, value in self.merged:
            if slot.key in data:
                add_under(data, "further", slot.info.name, str(value))
            else:
                data[slot.key] = value
        is_lacking = self.keyless or self.schema.one_of or not self.schema.required_keys <= data.keys()
        # Where all lines are indented, they are part of the Template-Type, which is reported; nothing else is missing.
        if is_lacking and not (len(names) == 1 and "\n" in self.values[0].strip()):
            for code, describe, index, missing in missing_attributes(self.schema, data, names):
                self.problems.add(describe, code, index, missing)
        data["source"] = {"file": self.template.file, "line": self.template.line}
