"""Attributes to a tree: values read by their types, clusters opened and closed, and what is wrong told.

One walk serves both shapes, the record and the tree; the layout says which. Source of the rules: an attribute belongs to
the innermost open cluster that knows it, else to an outer one, and going back to an outer one closes the inner.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from redif.findings.codes import Severity
from redif.grammar import Grammar, ValueType
from redif.schema.markup import without_entities, without_markup
from redif.schema.tables import LONGEST_NAME, SPELLINGS, AttributeInfo, Mode, Schemas, Slot, TemplateSchema, TemplateType
from redif.source.characters import without_controls
from redif.syntax.lines import TemplateText, Tokens, on_one_line
from redif.syntax.problems import ProblemMessages, Problems

TEXT, ONE, MANY, PARTS, OPEN, EXTRA = Mode.TEXT, Mode.ONE, Mode.MANY, Mode.PARTS, Mode.OPEN, Mode.EXTRA


class Built(NamedTuple):
    """What a template says, and what is wrong with it.

    Attributes:
        notes: what is wrong with it; None if nothing is.
        kind: what its Template-Type names.
        layout: what was read by.
        names, values: its attributes as they were read, lines that only look like some being part of the value above.
        texts: the values with white space made one blank.
        cut: the same with their places, where not each follows right on the value before.
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
    """Read a template in the shape of a record or of a tree."""
    quick = template.fast_tokens()
    kind = schemas.template_type(template.first_value() if quick is None else quick[1][0])
    builder = _Builder(template, schemas.grammar, schemas.schema(kind, as_record=as_record))
    if kind.problem is not None:
        builder.problems.add(ProblemMessages.kind, kind.problem, 0, kind)
        builder.problems.settle()
    if quick is None:
        quick = builder.thoroughly()
    names, values = quick
    texts = on_one_line(values, template.has_controls)
    data = builder.walk(names, texts)
    if builder.continuations:
        names, values = builder.joined()
        texts = on_one_line(values, template.has_controls)
        data = builder.walk(names, texts)
    builder.finish(data)
    if schemas.lengths:
        builder.check_lengths(names, texts)
    problems = builder.found
    return Built(data, problems, kind, builder.schema, names, values, texts, problems.tokens if problems else None)


class _Builder:
    """The walk over the attributes of one template."""

    __slots__ = (
        "as_record",
        "continuations",
        "found",
        "grammar",
        "has_controls",
        "keyless",
        "merged",
        "schema",
        "template",
        "unclean",
    )

    def __init__(self, template: TemplateText, grammar: Grammar, schema: TemplateSchema) -> None:
        self.template = template
        self.grammar = grammar
        self.schema = schema
        self.as_record = schema.as_record
        self.keyless = False  # whether a cluster was opened without its key
        self.merged: list[tuple[Slot, Any]] = []  # values of attributes that count as others
        self.continuations: set[int] = set()  # lines that only look like attributes and belong to the value before
        self.has_controls = template.has_controls
        # Whether anything in the template may have to be cleaned; then each value is looked at.
        self.unclean = self.has_controls or (self.as_record and ("&" in template.text or "<" in template.text))
        self.found: Problems | None = None

    @property
    def problems(self) -> Problems:
        """Made when there is something to note."""
        if self.found is None:
            self.found = Problems()
        return self.found

    def thoroughly(self) -> tuple[list[str], list[str]]:
        """Names and values where something unusual stands between them; blanks before colons are noted.

        These are errors where they keep RePEc from seeing an attribute that must be there.
        """
        tokens = self.problems.tokens = self.template.tokens(self.schema.is_name)
        names, values, _, colons = tokens
        seen = {name.lower() for name, blanks in zip(names, colons, strict=True) if not blanks}
        needed = {names[0].lower(), *(required.name.lower() for required in self.schema.required)} - seen
        for index, (name, blanks) in enumerate(zip(names, colons, strict=True)):
            if blanks:
                severity = Severity.ERROR if name.lower() in needed else None
                self.problems.add(ProblemMessages.spaced, "attribute-spaced", index, severity=severity)
        self.problems.settle()
        return names, values

    def cleaned(self, value: str, type_: ValueType, prose: bool) -> str:
        """A value without what does not belong into text."""
        if self.has_controls:
            value = without_controls(value)
        if self.as_record:
            # A value that has to be just what its type accepts (a handle, an address) is left as it is.
            if "&" in value and (prose or type_.accepts is None):
                value = without_entities(value)
            if "<" in value and (prose or type_.is_free):
                value = without_markup(value)
        return " ".join(value.split())

    def walk(self, names: list[str], texts: list[str]) -> dict[str, Any]:
        """Put each value, white space being one blank, where the layout has its place.

        One long loop on purpose: it runs once for every attribute there is, and a call in it costs as much as all the rest.
        """
        unclean, has_controls, as_record = self.unclean, self.has_controls, self.as_record
        holders: list[Any] = [None] * len(self.schema.nodes)
        holders[0] = root = self.root(texts[0])
        table = self.schema.nodes[0].table
        last: Slot | None = None
        for index in range(1, len(names)):
            slot = table.get(names[index])
            if slot is None:
                slot = self.slot(names[index], table, index, last, root, texts)
                if slot is None:
                    last = last if index in self.continuations else None
                    continue
            last = slot
            node, key, mode, table, accepts, read, info, deprecated = slot
            value: Any = texts[index]
            if unclean and (has_controls or "&" in value or "<" in value):
                value = self.cleaned(value, info.type, info.attribute.prose)
            if mode is TEXT:
                if value:
                    holder = holders[node]
                    if key in holder:
                        self.again(slot, holder, value, index)
                    else:
                        holder[key] = value
                continue
            if deprecated:
                self.problems.add(ProblemMessages.deprecated, "attribute-deprecated", index, info)
            if not value and not (value := self.absent(slot, holders, index)):
                continue
            if mode is PARTS:
                self.put_parts(slot, holders[node], value, index)
                continue
            if accepts is not None:
                if accepts(value) is None:
                    self.refuse(slot, holders, value, index)
                    continue
            elif read is not None:
                text, value = value, read(value)
                if value is None:
                    self.refuse(slot, holders, text, index)
                    continue
            if mode is OPEN:
                holders[node] = cluster = {key: value} if as_record else {key: [value]}
                if info.in_extra:
                    holders[node] = cluster = {"extra": {info.name: [value]}}
                outer = holders[info.outer]
                if info.list_key in outer and not info.is_extra:
                    outer[info.list_key].append(cluster)
                else:
                    self.listed(slot, outer).append(cluster)
                continue
            holder = holders[node]
            if mode is MANY:
                if key in holder:
                    holder[key].append(value)
                    if not info.attribute.repeatable:
                        self.repeated(info, index)
                else:
                    holder[key] = [value]
            elif mode is ONE:
                if key in holder:
                    self.again(slot, holder, value, index)
                else:
                    holder[key] = value
            elif mode is EXTRA:
                _listed(holder, "extra", key, value)
            else:
                self.merged.append((slot, value))
        return root

    def joined(self) -> tuple[list[str], list[str]]:
        """Names and values for a second walk: lines that only look like attributes are part of the values they belong to."""
        names, values, starts, blanks = self.problems.tokens or self.template.tokens(self.schema.is_name)
        own = [index for index in range(len(names)) if index not in self.continuations]
        joined = [
            values[index] + "".join(f"\n{names[i]}{' ' * blanks[i]}:{values[i]}" for i in range(index + 1, end))
            for index, end in zip(own, [*own[1:], len(names)], strict=True)
        ]
        tokens = Tokens([names[i] for i in own], joined, [starts[i] for i in own], [blanks[i] for i in own])
        self.problems.restart(tokens, self.continuations)
        self.continuations = set()
        self.keyless = False
        self.merged = []
        return tokens.names, tokens.values

    def absent(self, slot: Slot, holders: list[Any], index: int) -> str | None:
        """An empty value: what it stands for, if anything. An empty key opens its cluster, for what follows belongs to it."""
        info = slot.info
        if slot.mode is OPEN:
            self.problems.add(ProblemMessages.empty_key, "key-empty", index, info)
            self.open_keyless(slot, holders)
        return info.type.default if self.as_record else None

    def root(self, written: str) -> dict[str, Any]:
        if not self.as_record:
            return {"template-type": [written]}
        return {"template_type": self.schema.type or " ".join(without_controls(written).split())}

    def slot(
        self, name: str, table: dict[str, Slot], index: int, last: Slot | None, root: dict[str, Any], texts: list[str]
    ) -> Slot | None:
        """The slot of a name that is not in the table as it is spelled; None where it has none, and that is seen to."""
        # A name with digits is none, but for the few that the table knows: the line goes on with the value before it.
        digits = name[-1].isdigit() and index > 1 and self.schema.type
        slot = table.get(name.lower())
        # A private name is its own, as it is spelled: what is kept of it must not be found for another spelling, nor where
        # a name with digits is none.
        kept = slot is not None or not (name.islower() or name[-1].isdigit())
        if slot is None and not digits:
            slot = self.schema.private(name, table)
        if slot is not None:
            if kept and len(table) < SPELLINGS and len(name) < LONGEST_NAME:
                table[name] = slot
            return slot
        if digits:
            self.continuations.add(index)
            return None
        lower = name.lower()
        if self.schema.type and (lower in self.schema.attribute_infos or lower in self.grammar.known):
            self.problems.add(ProblemMessages.misplaced, "attribute-misplaced", index, name)
        elif self.schema.type:
            prose = last is not None and last.info.attribute.prose
            part_of = last.info.name if last is not None and prose else None
            self.problems.add(ProblemMessages.unknown, "attribute-unknown", index, name, part_of)
            if prose:
                self.continuations.add(index)
                return None
        text = " ".join(without_controls(texts[index]).split()) if self.has_controls else texts[index]
        if text or not self.as_record:
            if self.as_record:
                _listed(root, "unknown", name, text)
            else:
                root.setdefault(name.lower(), []).append(text)
        return None

    def listed(self, slot: Slot, outer: dict[str, Any]) -> list[Any]:
        """The list in which the clusters that a key opens stand."""
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
        """Put the parts of a value that is a list."""
        type_, info = slot.info.type, slot.info
        parts = type_.split(value) if type_.split else [value]
        reads = slot.read or (lambda part: part if slot.accepts is None or slot.accepts(part) is not None else None)
        found = [(part, reads(part)) for part in parts]
        good = [read for _, read in found if read is not None]
        for part, read in found:
            if read is None:
                self.refused(info, part, index)
                if self.as_record:
                    _listed(holder, "unparsed", info.name, part)
                else:
                    holder.setdefault(slot.key, []).append(part)
        if slot.key in holder and not info.attribute.repeatable:
            self.repeated(info, index)
        if info.in_extra:
            for read in good:
                _listed(holder, "extra", info.name, read)
        elif good:
            holder.setdefault(slot.key, []).extend(good if self.as_record else [" ".join(map(str, good))])

    def refuse(self, slot: Slot, holders: list[Any], value: str, index: int) -> None:
        """Keep a value that its type refuses; a cluster opens all the same."""
        if slot.mode is OPEN:
            self.open_keyless(slot, holders)
        holder = holders[slot.node]
        if self.as_record:
            _listed(holder, "unparsed", slot.info.name, value)
        else:
            holder.setdefault(slot.key, []).append(value)
        self.refused(slot.info, value, index)

    def refused(self, info: AttributeInfo, value: str, index: int) -> None:
        """Note that a value is not what its type takes. Of those that must be there, that is an error."""
        if info.attribute.reads_as is not None:
            self.problems.add(ProblemMessages.refused, "value-unread", index, info, value)
            return
        code = "value-unlisted" if info.type.fits(value) else "value-invalid"
        severity = Severity.ERROR if info.attribute.required else None
        self.problems.add(ProblemMessages.refused, code, index, info, value, severity=severity)

    def repeated(self, info: AttributeInfo, index: int) -> None:
        """Note that an attribute that may stand once stands again. Of those that must be there, that is an error."""
        severity = Severity.ERROR if info.attribute.required else None
        self.problems.add(ProblemMessages.repeated, "attribute-repeated", index, info, severity=severity)

    def again(self, slot: Slot, holder: dict[str, Any], value: Any, index: int) -> None:
        """Keep a further value of a field that holds one."""
        if not slot.info.attribute.repeatable:
            self.repeated(slot.info, index)
        _listed(holder, "further", slot.info.name, str(value))

    def finish(self, data: dict[str, Any]) -> None:
        """See to what can only be known at the end of a record: clusters that stayed empty, attributes that never came."""
        if not self.as_record:
            return
        if self.keyless:
            _prune(data)
        for slot, value in self.merged:
            if slot.key in data:
                _listed(data, "further", slot.info.name, str(value))
            else:
                data[slot.key] = value
        if self.keyless or self.schema.one_of or not self.schema.required_keys <= data.keys():
            self.missing(data)
        data["source"] = {"file": self.template.file, "line": self.template.line}

    def check_lengths(self, names: list[str], texts: list[str]) -> None:
        """Note values of unusual lengths; the bounds are those of the attribute's own type, not of the one it is read as."""
        infos = self.schema.attribute_infos
        for index in range(1, len(names)):
            info = infos.get(names[index].lower())
            bounds = self.grammar.type(info.attribute.type).lengths if info is not None else None
            if bounds is not None and texts[index] and (verdict := _length_verdict(len(texts[index]), bounds)) is not None:
                self.problems.add(ProblemMessages.unusual_length, verdict[0], index, info, len(texts[index]), verdict[1])

    def missing(self, data: dict[str, Any]) -> None:
        """Note what has to be there and is not."""
        for key, inner, name in self.schema.required:
            held = _held(data, key)
            if held and (inner is None or any(_held(cluster, inner) for cluster in held)):
                continue
            clusters = held if inner is not None and held else []
            if not any(name in holder.get("unparsed", ()) for holder in (data, *clusters)):  # else it is told already
                self.problems.add(ProblemMessages.missing, "required-missing", 0, name)
        for keys, names in self.schema.one_of:
            if not any(_held(data, key) for key in keys):
                self.problems.add(ProblemMessages.one_of, "one-of-missing", 0, names)


def _length_verdict(length: int, bounds: tuple[int | None, int | None, int | None, int | None]) -> tuple[str, int] | None:
    """The code for a length outside its bounds, and the bound it breaks; None for a usual length."""
    least, short, long, most = bounds
    if least is not None and length < least:
        return "length-under", least
    if most is not None and length > most:
        return "length-over", most
    if short is not None and length < short:
        return "length-short", short
    if long is not None and length > long:
        return "length-long", long
    return None


def _held(data: dict[str, Any], key: str) -> Any:
    """What a template holds under a key, or under `extra` where no field has that name."""
    return data.get(key) or data.get("extra", {}).get(key)


def _listed(holder: dict[str, Any], place: str, name: str, value: Any) -> None:
    """Add a value to a list by name in one of the places for what no field holds."""
    holder.setdefault(place, {}).setdefault(name, []).append(value)


def _prune(data: dict[str, Any]) -> None:
    """Take out clusters that stayed empty, and the lists that are empty without them."""
    for key, value in list(data.items()):
        if isinstance(value, dict):
            _prune(value)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    _prune(inner)
            value[:] = [inner for inner in value if inner != {}]
        if value in ({}, []):
            del data[key]
