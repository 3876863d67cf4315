"""Attributes to a tree: values read by their types, clusters opened and closed, and what is wrong told.

One walk serves both shapes, the record and the tree; the layout says which. Source of the rules: an attribute belongs to
the innermost open cluster that knows it, else to an outer one, and going back to an outer one closes the inner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from redif.attributes import Cut
from redif.clean import without_controls, without_entities, without_markup
from redif.findings import CODES, Finding, Severity
from redif.grammar import ValueType
from redif.layout import SPELLINGS, Layout, Mode, Slot

if TYPE_CHECKING:
    from redif.reader import Reader
    from redif.template import Template

TEXT, ONE, MANY, PARTS, OPEN = Mode.TEXT, Mode.ONE, Mode.MANY, Mode.PARTS, Mode.OPEN


class Reading(NamedTuple):
    """What a template says, and what is wrong with it."""

    data: dict[str, Any]
    findings: list[Finding]


def build(template: Template, reader: Reader, *, as_record: bool) -> Reading:
    """Read a template in the shape of a record or of a tree."""
    quick = template.quick_cut()
    thorough = None
    if quick is None:
        thorough = template.thorough_cut()
        quick = thorough.names, thorough.values
    names, values = quick
    kind = reader.kind(values[0])
    builder = _Builder(template, reader.layout(kind.group, as_record=as_record), reader, thorough)
    if kind.fault is not None or thorough is not None:
        builder.type_told(kind.fault)
    data = builder.walk(names, values)
    if builder.runs_on:
        data = builder.walk_again()
    builder.finish(data)
    return Reading(data, builder.findings)


class _Builder:
    """The walk over the attributes of one template."""

    __slots__ = ("_cut", "as_record", "findings", "hollow", "layout", "odd", "reader", "runs_on", "template", "unclean")

    def __init__(self, template: Template, layout: Layout, reader: Reader, cut: Cut | None) -> None:
        self.template = template
        self.layout = layout
        self.reader = reader
        self.as_record = layout.as_record
        self.findings: list[Finding] = []
        self.hollow: list[tuple[list[Any], dict[str, Any]]] = []
        self.runs_on: set[int] = set()
        self._cut = cut
        self.odd = template.is_odd
        # Whether anything in the template may have to be cleaned; then each value is looked at.
        self.unclean = self.odd or (self.as_record and (template.has("&") or template.has("<")))

    @property
    def cut(self) -> Cut:
        """Names and values with their places, found out only when there is something to tell."""
        if self._cut is None:
            self._cut = self.template.thorough_cut()
        return self._cut

    def cleaned(self, value: str, type_: ValueType, prose: bool) -> str:
        """A value without what does not belong into text."""
        if self.odd:
            value = without_controls(value)
        if self.as_record:
            # A value that has to be just what its type accepts (a handle, an address) is left as it is.
            if "&" in value and (prose or type_.accepts is None):
                value = without_entities(value)
            if "<" in value and (prose or type_.is_free):
                value = without_markup(value)
        return " ".join(value.split())

    def walk(self, names: list[str], values: list[str]) -> dict[str, Any]:
        """Put each value where the layout has its place."""
        unclean, odd, as_record = self.unclean, self.odd, self.as_record
        holders: list[Any] = [None] * len(self.layout.nodes)
        holders[0] = root = self.root(values[0])
        table = self.layout.nodes[0].table
        last: Slot | None = None
        for index in range(1, len(names)):
            slot = table.get(names[index])
            if slot is None:
                slot = self.slot(names[index], table, index, last, root, values)
                if slot is None:
                    continue
            last = slot
            node, key, mode, table, accepts, read, about, deprecated = slot
            value: Any = " ".join(values[index].split())
            if unclean and (odd or "&" in value or "<" in value):
                value = self.cleaned(value, about.type, about.attribute.prose)
            if mode is TEXT:
                if value:
                    holder = holders[node]
                    if key in holder:
                        self.again(slot, holder, value, index)
                    else:
                        holder[key] = value
                continue
            if deprecated:
                self.tell("attribute-deprecated", index, f"{about.name} is deprecated", about.name)
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
                holders[node] = cluster = {key: value if as_record else [value]}
                outer = holders[about.outer]
                if about.list_key in outer and not about.is_extra:
                    outer[about.list_key].append(cluster)
                else:
                    self.listed(slot, outer).append(cluster)
                continue
            holder = holders[node]
            if mode is MANY:
                if key in holder:
                    holder[key].append(value)
                    if not about.attribute.repeatable:
                        self.repeated(slot, index)
                else:
                    holder[key] = [value]
            elif mode is ONE:
                if key in holder:
                    self.again(slot, holder, value, index)
                else:
                    holder[key] = value
            else:
                _listed(holder, "extra", key, value)
        return root

    def walk_again(self) -> dict[str, Any]:
        """A second walk, with the lines that only look like attributes made part of the values they belong to."""
        ran_on = {self.template.place(self.cut.starts[index]) for index in self.runs_on}
        self.findings = [
            f for f in self.findings
            if f.code.startswith("template") or f.code == "attribute-spaced"
            or (f.code == "attribute-unknown" and (f.line, f.column) in ran_on)
        ]  # fmt: skip
        joined = Cut([], [], [], [])
        for index, (name, value, start, blanks) in enumerate(zip(*self.cut, strict=True)):
            if index in self.runs_on:
                joined.values[-1] += f"\n{name}{' ' * blanks}:{value}"
            else:
                joined.names.append(name)
                joined.values.append(value)
                joined.starts.append(start)
                joined.colons.append(blanks)
        self._cut = joined
        self.runs_on = set()
        self.hollow = []
        return self.walk(joined.names, joined.values)

    def absent(self, slot: Slot, holders: list[Any], index: int) -> str | None:
        """An empty value: what it stands for, if anything. An empty key opens its cluster, for what follows belongs to it."""
        about = slot.about
        if slot.mode is OPEN:
            self.tell("key-empty", index, f"{about.name} is empty, so what follows describes nothing", about.name)
            self.open_hollow(slot, holders)
        return about.type.default if self.as_record else None

    def root(self, type_: str) -> dict[str, Any]:
        written = " ".join(type_.split())
        if not self.as_record:
            return {"template-type": [written]}
        return {"template_type": self.layout.type or without_controls(written)}

    def slot(
        self, name: str, table: dict[str, Slot], index: int, last: Slot | None, root: dict[str, Any], values: list[str]
    ) -> Slot | None:
        """The slot of a name that is not in the table as it is spelled; None where it has none, and that is seen to."""
        slot = table.get(name.lower()) or self.layout.private(name, table)
        if slot is not None:
            if len(table) < SPELLINGS:
                table[name] = slot
            return slot
        if not self.layout.type:
            pass
        elif name[-1].isdigit() and last is not None:
            # No name of an attribute: ReDIF's have no digits, but for the few that the table knows.
            self.runs_on.add(index)
            return None
        elif self.misplaced(name, index):
            pass
        elif last is not None and last.about.attribute.prose:
            message = (
                f'"{name}:" is no attribute ReDIF has; RePEc drops what follows it, we keep it as part of {last.about.name}'
            )
            self.tell("attribute-unknown", index, message, name)
            self.runs_on.add(index)
            return None
        else:
            self.tell("attribute-unknown", index, f"{name} is no attribute ReDIF has", name)
        text = " ".join((without_controls(values[index]) if self.odd else values[index]).split())
        if text or not self.as_record:
            if self.as_record:
                _listed(root, "unknown", name, text)
            else:
                root.setdefault(name.lower(), []).append(text)
        return None

    def misplaced(self, name: str, index: int) -> bool:
        """Tell of an attribute that ReDIF has, but not here."""
        lower = name.lower()
        if lower in self.layout.names:
            prefix = max((n.prefix for n in self.layout.nodes if lower.startswith(n.prefix.lower())), key=len)
            inner = next(n for n in self.layout.nodes if n.prefix == prefix)
            key = next(a.name for a in inner.group.attributes.values() if a.key)
            message = f"{name} belongs after {prefix}{key}, and none is open here"
        elif lower in self.reader.grammar.known:
            templates = ", ".join(self.reader.grammar.known[lower])
            message = f"{name} does not belong into {self.layout.type}; it is an attribute of {templates}"
        else:
            return False
        self.tell("attribute-misplaced", index, message, name)
        return True

    def listed(self, slot: Slot, outer: dict[str, Any]) -> list[Any]:
        """The list in which the clusters that a key opens stand."""
        if slot.about.is_extra:
            outer = outer.setdefault("extra", {})
        clusters: list[Any] = outer.setdefault(slot.about.list_key, [])
        return clusters

    def open_hollow(self, slot: Slot, holders: list[Any]) -> None:
        """Open a cluster whose key is empty or refused."""
        cluster: dict[str, Any] = {}
        clusters = self.listed(slot, holders[slot.about.outer])
        clusters.append(cluster)
        self.hollow.append((clusters, cluster))
        holders[slot.node] = cluster

    def put_parts(self, slot: Slot, holder: dict[str, Any], value: str, index: int) -> None:
        """Put the parts of a value that is a list."""
        type_, about = slot.about.type, slot.about
        parts = type_.split(value) if type_.split else [value]
        reads = slot.read or (lambda part: part if slot.accepts is None or slot.accepts(part) is not None else None)
        found = [(part, reads(part)) for part in parts]
        good = [read for _, read in found if read is not None]
        for part, read in found:
            if read is None:
                self.tell_refused(slot, part, index)
                if self.as_record:
                    _listed(holder, "unparsed", about.name, part)
                else:
                    holder.setdefault(slot.key, []).append(part)
        if slot.key in holder and not about.attribute.repeatable:
            self.repeated(slot, index)
        if good:
            holder.setdefault(slot.key, []).extend(good if self.as_record else [" ".join(map(str, good))])

    def refuse(self, slot: Slot, holders: list[Any], value: str, index: int) -> None:
        """Keep a value that its type refuses; a cluster opens all the same."""
        if slot.mode is OPEN:
            self.open_hollow(slot, holders)
        holder = holders[slot.node]
        if self.as_record:
            _listed(holder, "unparsed", slot.about.name, value)
        else:
            holder.setdefault(slot.key, []).append(value)
        self.tell_refused(slot, value, index)

    def tell_refused(self, slot: Slot, value: str, index: int) -> None:
        type_, name = slot.about.type, slot.about.name
        severity = Severity.ERROR if slot.about.attribute.required else None
        if slot.about.attribute.reads_as is not None:
            self.tell("value-unread", index, f'{name} "{value}" cannot be read as a {type_.name}; it is kept as text', name)
        elif type_.fits(value) and not type_.is_free:
            self.tell("value-unlisted", index, f'{name} "{value}" is in no list of such values', name, severity)
        else:
            refusal = type_.explain(value)
            message = f'{name} "{value}" is not of the form this attribute has'
            if refusal is not None:
                fitted = f'after "{value[: refusal.offset]}"' if refusal.offset else "at its beginning"
                message += f"; {fitted} would fit {refusal}"
            self.tell("value-invalid", index, message, name, severity)

    def again(self, slot: Slot, holder: dict[str, Any], value: Any, index: int) -> None:
        """Keep a further value of a field that holds one."""
        if not slot.about.attribute.repeatable:
            self.repeated(slot, index)
        _listed(holder, "further", slot.about.name, str(value))

    def repeated(self, slot: Slot, index: int) -> None:
        name, required = slot.about.name, slot.about.attribute.required
        message = f"{name} stands here a second time"
        if required:
            message += "; is a Template-Type missing above it?"
        self.tell("attribute-repeated", index, message, name, Severity.ERROR if required else None)

    def type_told(self, fault: str | None) -> None:
        """Tell what is wrong with the Template-Type, and with blanks ahead of colons."""
        written = self.template.type_as_written
        if fault == "template-unknown":
            self.tell(fault, 0, f'"{written}" is no type of template that ReDIF has', None)
        elif fault == "template-spelling":
            self.tell(fault, 0, f'"{written}" has to be spelled {self.layout.type}', None)
        elif fault == "template-obsolete":
            self.tell(fault, 0, f"{self.layout.type} is obsolete; RePEc takes no such template", None)
        for index, blanks in enumerate(self.cut.colons):
            if blanks:
                self.spaced(index)

    def spaced(self, index: int) -> None:
        """Tell of a blank before a colon: an error where it keeps RePEc from seeing an attribute that must be there."""
        names, _, _, colons = self.cut
        name = names[index]
        required = index == 0 or any(r.name.lower() == name.lower() for r in self.layout.required)
        seen = any(n.lower() == name.lower() and not blanks for n, blanks in zip(names, colons, strict=True))
        message = f'"{name} :" has a blank before the colon, so RePEc takes the line for a part of the value above it'
        self.tell("attribute-spaced", index, message, name, Severity.ERROR if required and not seen else None)

    def finish(self, data: dict[str, Any]) -> None:
        """See to what can only be known at the end: clusters that stayed empty, attributes that never came."""
        if self.hollow and self.as_record:
            for clusters, cluster in reversed(self.hollow):
                if not cluster:
                    clusters.remove(cluster)
            _prune(data)
        if not (self.layout.required_keys <= data.keys()) or self.hollow:
            self.missing(data)
        for keys, names in self.layout.one_of:
            if not any(_held(data, key) for key in keys):
                self.tell("one-of-missing", 0, f"{self.layout.type} has to have one of {', '.join(names)}", None)
        if self.as_record:
            data["source"] = {"file": self.template.file, "line": self.template.line}

    def missing(self, data: dict[str, Any]) -> None:
        """Tell what has to be there and is not."""
        for key, inner, name in self.layout.required:
            held = _held(data, key)
            if held and (inner is None or inner in held[0] or any(inner in cluster for cluster in held)):
                continue
            if not self.refused(name, data, key):
                self.tell("required-missing", 0, f"{self.layout.type} has to have a {name}", name)

    def refused(self, name: str, data: dict[str, Any], key: str) -> bool:
        """Whether an attribute came and was refused, which is told already."""
        held = data.get(key)
        clusters = held if isinstance(held, list) else []
        return any(name in holder.get("unparsed", ()) for holder in (data, *clusters) if isinstance(holder, dict))

    def tell(self, code: str, index: int, message: str, attribute: str | None, severity: Severity | None = None) -> None:
        """Add a finding about the attribute at `index`."""
        names, values, starts, _ = self.cut
        template = self.template
        start, name, value = starts[index], names[index], values[index]
        about_value = code.startswith("value")
        begin = template.value_start(start, name, value) if about_value else start
        end = template.value_end(start, name, value) if about_value or index in self.runs_on else start + len(name)
        line, column = template.place(begin)
        end_line, end_column = template.place(max(end, begin + 1))
        self.findings.append(
            Finding(code, severity or CODES[code][0], message, template.file, line, column, end_line, end_column, attribute)
        )


def _listed(holder: dict[str, Any], place: str, name: str, value: Any) -> None:
    """Add a value to a list by name in one of the places for what no field holds."""
    holder.setdefault(place, {}).setdefault(name, []).append(value)


def _held(data: dict[str, Any], key: str) -> Any:
    """What a template holds under a key, or under `extra` where no field has that name."""
    return data.get(key) or data.get("extra", {}).get(key)


def _prune(data: dict[str, Any]) -> None:
    """Take out the lists that are empty now."""
    for key, value in list(data.items()):
        if isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    _prune(inner)
            if not value:
                del data[key]
