"""From the grammar to tables: for each attribute of a template, where its values go and how they are read.

Everything that can be decided in advance is decided here, once for each template type, so that reading an attribute is one
lookup. The tables are made for one of two shapes: the record (the fields of the models, values in their types) or the tree
(attribute names nested as in ReDIF, values as text).

A template and each cluster that can be open in it is a node. The meaning of an attribute depends only on the innermost open
node, so each node has a table from full attribute names to slots.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from redif.grammar import Attribute, Grammar, Group, ValueType
from redif.schema.slots import AttributeInfo, Mode, Slot
from redif.schema.values import HandleKind
from redif.source.characters import without_controls

# Spellings of names are cached as they occur, up to this many a table: enough for any archive, not for an attack.
SPELLINGS, LONGEST_NAME = 4096, 100
HANDLE_TYPES = {f"{kind}handle": kind for kind in HandleKind}  # the grammar's handle types, and what such handles identify
NOTHING = Group("")
OTHER = Group("", {"handle": Attribute("Handle")})  # the only field of a record whose template type is not of ReDIF 1.0
# The fields of records and clusters that hold values by the names of attributes.
MAPS = ("unparsed", "further", "extra", "unknown")
CACHED_GRAMMARS = 8  # grammars whose tables are cached for the next reader


class Node(NamedTuple):
    """A template, or a cluster that can be open in it.

    Attributes:
        prefix: the prefix of its attributes' full names: `Author-WorkPlace-`.
        chain: the nodes that are open when it is the innermost, from the template to itself.
        group: its definition in the grammar.
        known: its definition in ReDIF 1.0, whose attributes have fields in the record.
        table: full attribute names in lowercase, and later other spellings, to slots.
    """

    prefix: str
    chain: tuple[int, ...]
    group: Group
    known: Group
    table: dict[str, Slot]


class Required(NamedTuple):
    """A required attribute: the key that holds it, the key of its cluster if it is one, and its full name."""

    key: str
    inner_key: str | None
    name: str


class TemplateSchema:
    """The tables of one template type in one shape.

    Attributes:
        type: the template type as ReDIF spells it.
        nodes: the template and its clusters; the template is the first.
        required: the required attributes.
        required_keys: the keys that hold them.
        one_of: sets of keys of which at least one is required, with the attributes' names.
    """

    def __init__(self, grammar: Grammar, template: Group, *, as_record: bool) -> None:
        self.grammar = grammar
        known = Grammar.standard().templates.get(template.name.lower(), OTHER)
        self.type = known.name or template.name
        self.as_record = as_record
        self.nodes: list[Node] = []
        self._own: list[dict[str, Slot]] = []
        self._only: dict[str, Slot | None] = {}
        self._merges = template.merges if as_record else {}
        self._add(template, "", (), known if as_record else NOTHING)
        for node in self.nodes:
            for index in node.chain:
                node.table.update(self._own[index])
        root = self.nodes[0]
        self.required = [self._requirement(a) for a in template.attributes.values() if a.required and not a.key]
        self.required_keys = frozenset(required.key for required in self.required)
        self.one_of = [
            (
                [self._place(root, template.attributes[name])[0] for name in names],
                [template.attributes[name].name for name in names],
            )
            for names in template.one_of
        ]

    @cached_property
    def attribute_infos(self) -> dict[str, AttributeInfo]:
        """All attributes by their full names in lowercase."""
        return {name: slot.info for own in self._own for name, slot in own.items()}

    @cached_property
    def paths(self) -> dict[tuple[str, ...], AttributeInfo]:
        """The paths at which a record holds values, as keys cluster by cluster, to the attributes.

        Of several attributes that share a field (Provider-Name, Publisher-Name), the first is given.
        """
        slots = [slot for own in self._own for slot in own.values()]
        around = {
            slot.node: (slot.info.outer, slot.info.list_key)
            for slot in slots
            if slot.mode is Mode.OPEN and not slot.info.is_extra
        }
        clusters: dict[int, tuple[str, ...]] = {0: ()}
        for node in range(1, len(self.nodes)):  # a node comes after the one around it
            outer, key = around.get(node, (None, ""))
            if outer in clusters:
                clusters[node] = (*clusters[outer], key)
        paths: dict[tuple[str, ...], AttributeInfo] = {}
        for slot in slots:
            if slot.node in clusters and not slot.info.in_extra:
                paths.setdefault((*clusters[slot.node], slot.key), slot.info)
        return paths

    @cached_property
    def describes(self) -> HandleKind | None:
        """What its templates describe, by the type of their handle; None where they have none."""
        info = self.attribute_infos.get("handle")
        return HANDLE_TYPES.get(info.attribute.type.lower()) if info else None

    @cached_property
    def is_item(self) -> bool:
        """Whether its templates describe items: papers, articles, books, chapters, software. Their handle is a document's."""
        return self.describes is HandleKind.DOCUMENT

    def only(self, key: str) -> Slot | None:
        """The attribute that a field of the record holds, if it is only one and its value is kept as written; else None."""
        if key not in self._only:
            slots = [slot for slot in self._own[0].values() if slot.key == key and not slot.node]
            is_plain = len(slots) == 1 and slots[0].mode is Mode.ONE and slots[0].accepts is not None
            self._only[key] = slots[0] if is_plain else None
        return self._only[key]

    def is_name(self, name: str) -> bool:
        """Whether an attribute of this template has that name, in any letter case."""
        return name.lower() in self.attribute_infos

    def _requirement(self, attribute: Attribute) -> Required:
        key = self._place(self.nodes[0], attribute)[0]
        if attribute.cluster is None:
            return Required(key, None, attribute.name)
        inner = next(a for a in self.grammar.clusters[attribute.cluster].attributes.values() if a.key)
        node = next(n for n in self.nodes if n.prefix == f"{attribute.name}-")
        return Required(key, self._place(node, inner)[0], f"{attribute.name}-{inner.name}")

    def _add(self, group: Group, prefix: str, above: tuple[int, ...], known: Group) -> int:
        """Add a template or cluster and those within it; slots that open a cluster belong to the node around it."""
        index = len(self.nodes)
        node = Node(prefix, (*above, index), group, known, {})
        own: dict[str, Slot] = {}
        self.nodes.append(node)
        self._own.append(own)
        for attribute in group.attributes.values():
            full = f"{prefix}{attribute.name}"
            if attribute.cluster is None:
                if not attribute.key:
                    own[full.lower()] = self._slot(index, attribute, full)
                continue
            cluster = self.grammar.clusters[attribute.cluster]
            list_key, _, is_extra = self._place(node, attribute)
            found = self._known(node, attribute)
            within = Grammar.standard().clusters[found.cluster] if found and found.cluster else NOTHING
            inner = self._add(cluster, f"{full}-", node.chain, within)
            opener = next(a for a in cluster.attributes.values() if a.key)
            opens = (list_key, index, is_extra)
            own[f"{full}-{opener.name}".lower()] = self._slot(inner, opener, f"{full}-{opener.name}", opens, attribute)
        return index

    def _slot(
        self,
        index: int,
        attribute: Attribute,
        full: str,
        opens: tuple[str, int, bool] | None = None,
        cluster: Attribute | None = None,
    ) -> Slot:
        node = self.nodes[index]
        type_ = self.grammar.type((attribute.reads_as if self.as_record else None) or attribute.type)
        key, is_list, is_extra = self._place(node, attribute)
        read = type_.record_read if self.as_record else _read_text(type_) if type_.is_number else type_.read
        if opens is not None:
            mode = Mode.OPEN
        elif is_extra and type_.split is None:
            mode, key = Mode.EXTRA, full
        elif type_.split is not None and (self.as_record or not type_.is_free):
            mode = Mode.PARTS
        else:
            mode = Mode.MANY if is_list else Mode.ONE
        deprecated = attribute.deprecated or (cluster is not None and cluster.deprecated)
        if mode is Mode.ONE and type_.accepts is None and read is None and not deprecated and type_.default is None:
            mode = Mode.TEXT
        if mode in (Mode.TEXT, Mode.ONE) and node is self.nodes[0] and attribute.name.lower() in self._merges:
            mode = Mode.MERGED
        info = AttributeInfo(full, attribute, type_, *(opens or ("", 0, False)), is_extra)
        return Slot(index, key, mode, node.table, type_.accepts, read, info, deprecated)

    def _place(self, node: Node, attribute: Attribute) -> tuple[str, bool, bool]:
        """The key of an attribute in its holder, whether it holds a list, and whether it is under `extra`."""
        if not self.as_record:
            return attribute.name.lower(), True, False
        found = self._known(node, attribute)
        return (found.field, found.listed_in is not None, False) if found else (attribute.name, True, True)

    def _known(self, node: Node, attribute: Attribute) -> Attribute | None:
        """The attribute of ReDIF 1.0 whose field in the record takes the value; None where there is none."""
        name = attribute.name.lower()
        if node is self.nodes[0]:
            name = self._merges.get(name, name)
        found = node.known.attributes.get(name)
        # Another specification may define an attribute in a way that does not fit the field.
        if (
            found is not None
            and (found.cluster is None) == (attribute.cluster is None)
            and self._is_number(Grammar.standard(), found) == self._is_number(self.grammar, attribute)
        ):
            return found
        return None

    @staticmethod
    def _is_number(grammar: Grammar, attribute: Attribute) -> bool:
        return grammar.type(attribute.reads_as or attribute.type).is_number

    def private(self, name: str, table: dict[str, Slot]) -> Slot | None:
        """The slot of a private attribute (`X-...`, `Author-X-...`) where `table` applies; None for any other name."""
        node = next(node for node in self.nodes if node.table is table)
        lower = name.lower()
        for index in reversed(node.chain):
            prefix = self.nodes[index].prefix
            if lower.startswith(f"{prefix}x-".lower()):
                owner = self.nodes[index]
                info = AttributeInfo(name, Attribute(name), self.grammar.type("text"), "", 0, False, self.as_record)
                if self.as_record:
                    return Slot(index, name, Mode.EXTRA, owner.table, None, None, info, False)
                return Slot(index, lower[len(prefix) :], Mode.MANY, owner.table, None, None, info, False)
        return None


def _read_text(type_: ValueType) -> Callable[[str], str | None]:
    """Return a function that checks a number but leaves it text."""
    read = type_.read or (lambda value: value)
    return lambda value: None if (number := read(value)) is None else str(number)


class TemplateType(NamedTuple):
    """The template type that a Template-Type line names.

    Attributes:
        written: the value as written.
        group: the template's definition, if the grammar has it.
        problem: the code of the finding about the way it is named, if there is one.
    """

    written: str
    group: Group | None
    problem: str | None


class Schemas:
    """The tables of a grammar, each made when it is first needed."""

    def __init__(self, grammar: Grammar, *, lengths: bool = False) -> None:
        self.grammar = grammar
        self.lengths = lengths  # whether unusual lengths are reported
        self._schemas: dict[tuple[str, bool], TemplateSchema] = {}
        self._template_types: dict[str, TemplateType] = {}

    def __reduce__(self) -> tuple[Any, tuple[Grammar, bool]]:
        return Schemas.of, (self.grammar, self.lengths)

    @staticmethod
    @lru_cache(maxsize=CACHED_GRAMMARS)
    def of(grammar: Grammar, lengths: bool) -> Schemas:
        """Return the tables of a grammar; cached, since a program may read many small files one by one."""
        return Schemas(grammar, lengths=lengths)

    def template_type(self, written: str) -> TemplateType:
        """Return the template type that a Template-Type line names, by its value as written."""
        found = self._template_types.get(written)
        if found is None:
            # RePEc strips markup before it reads a value, also this one.
            bare = self.grammar.rules["markup"].pattern().sub("", written) if "<" in written else written
            found = self._find(" ".join(without_controls(bare).split()))
            if len(self._template_types) < SPELLINGS and len(written) < LONGEST_NAME:
                self._template_types[written] = found
        return found

    def _find(self, written: str) -> TemplateType:
        group = self.grammar.templates.get(written.lower())
        if group is not None:
            return TemplateType(written, group, "template-obsolete" if group.obsolete else None)
        kind = self.grammar.kind(written)
        for group in self.grammar.templates.values():
            if kind is not None and kind == self.grammar.kind(group.name):
                return TemplateType(written, group, "template-spelling")
        return TemplateType(written, None, "template-unknown")

    def schema(self, template_type: TemplateType, *, as_record: bool) -> TemplateSchema:
        """Return the tables of a template type; for an unknown one, tables that know no attribute."""
        group = template_type.group or NOTHING
        schema = self._schemas.get((group.name, as_record))
        if schema is None:
            schema = self._schemas[group.name, as_record] = TemplateSchema(self.grammar, group, as_record=as_record)
        return schema
