"""From the grammar to tables: for each attribute of a template, where its values go and how they are read.

All that can be decided ahead is decided here, once for each template type, so that reading an attribute is one lookup. A
layout is made for one of two shapes: the record (the fields of the models, values in their types) or the tree (attribute names
as ReDIF nests them, values as text).

A template and each cluster that can be open in it is a node. What an attribute means depends only on the innermost open
node, so there is a table for each, from full attribute name to slot.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from redif.grammar import Attribute, Grammar, Group, ValueType
from redif.schema.values import HandleKind
from redif.source.characters import without_controls

# Spellings of names are kept as they are met, up to this many a table: enough for any archive, not for an attack.
SPELLINGS, LONGEST_NAME = 4096, 100
HANDLE_TYPES = {f"{kind}handle": kind for kind in HandleKind}  # the grammar's types of handles, and what they name
NOTHING = Group("")
OTHER = Group("", {"handle": Attribute("Handle")})  # what a record has a field for in a template that is none of ReDIF 1.0
KEPT = 8  # grammars whose layouts are kept for the next reader


class Mode(IntEnum):
    """How a value is put into its holder."""

    TEXT = 0  # as ONE, for an attribute that takes any text and about which there is nothing to tell
    ONE = 1  # the field holds one value; any further one is kept apart
    MANY = 2  # the field holds a list of values
    PARTS = 3  # the field holds a list, and each value is a list too
    OPEN = 4  # the value is the key of a cluster, which it opens
    EXTRA = 5  # no field: kept by full name
    MERGED = 6  # the field is another attribute's, and takes the value only where that one has none


class AttributeInfo(NamedTuple):
    """What is asked of an attribute only when there is something to tell, or something unusual to do."""

    name: str  # full name as the grammar spells it
    attribute: Attribute
    type: ValueType
    list_key: str  # where the cluster it opens, if it is a key, is listed in the holder around it
    outer: int  # the node around that cluster
    is_extra: bool  # that list stands under `extra`
    in_extra: bool  # no field holds the value itself, so it stands under `extra`


class Slot(NamedTuple):
    """Where the values of an attribute go and how they are read."""

    node: int
    key: str
    mode: Mode
    table: dict[str, Slot]  # what names mean after it
    accepts: Callable[[str], object] | None
    read: Callable[[str], Any] | None
    info: AttributeInfo
    deprecated: bool


class Node(NamedTuple):
    """A template or a cluster that can be open in it.

    Attributes:
        prefix: what its attributes' full names begin with: `Author-WorkPlace-`.
        chain: the nodes that are open when it is the innermost, from the template to itself.
        group: what the grammar says of it.
        known: what ReDIF 1.0 says of it, whose attributes have fields in the record.
    """

    prefix: str
    chain: tuple[int, ...]
    group: Group
    known: Group
    table: dict[str, Slot]


class Required(NamedTuple):
    """An attribute that must be there: where it is held, the key of its cluster if it is one, its full name."""

    key: str
    inner_key: str | None
    name: str


class TemplateSchema:
    """The tables of one template type in one shape.

    Attributes:
        type: the template type as ReDIF spells it.
        nodes: the template and its clusters; the template is the first.
        required: what must be there; required_keys: where it is held.
        one_of: sets of keys of which one must be there, with the attributes' names.
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
        """All attributes by their full names in small letters."""
        return {name: slot.info for own in self._own for name, slot in own.items()}

    @cached_property
    def ways(self) -> dict[tuple[str, ...], AttributeInfo]:
        """Where a record holds values, as the keys that lead there, cluster by cluster, to the attribute whose they are.

        Of several attributes that one field holds (Provider-Name, Publisher-Name), the first is named.
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
        ways: dict[tuple[str, ...], AttributeInfo] = {}
        for slot in slots:
            if slot.node in clusters and not slot.info.in_extra:
                ways.setdefault((*clusters[slot.node], slot.key), slot.info)
        return ways

    @cached_property
    def describes(self) -> HandleKind | None:
        """What its templates describe, by the type of their handle; None where they have none."""
        info = self.attribute_infos.get("handle")
        return HANDLE_TYPES.get(info.attribute.type.lower()) if info else None

    def only(self, key: str) -> Slot | None:
        """The attribute whose values a field of the record holds, one of them and as it stands, if that is just one."""
        if key not in self._only:
            slots = [slot for slot in self._own[0].values() if slot.key == key and not slot.node]
            is_so = len(slots) == 1 and slots[0].mode is Mode.ONE and slots[0].accepts is not None
            self._only[key] = slots[0] if is_so else None
        return self._only[key]

    def is_name(self, name: str) -> bool:
        """Whether an attribute of this template has that name, whatever its letter case."""
        return name.lower() in self.attribute_infos

    def _requirement(self, attribute: Attribute) -> Required:
        key = self._place(self.nodes[0], attribute)[0]
        if attribute.cluster is None:
            return Required(key, None, attribute.name)
        inner = next(a for a in self.grammar.clusters[attribute.cluster].attributes.values() if a.key)
        node = next(n for n in self.nodes if n.prefix == f"{attribute.name}-")
        return Required(key, self._place(node, inner)[0], f"{attribute.name}-{inner.name}")

    def _add(self, group: Group, prefix: str, above: tuple[int, ...], known: Group) -> int:
        """Lay out a template or cluster and those within it; slots that open a cluster belong to the node around it."""
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
        read = type_.read if self.as_record or not type_.is_number else _read_text(type_)
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
        """The key an attribute has in its holder, whether it holds a list, and whether it is under `extra`."""
        if not self.as_record:
            return attribute.name.lower(), True, False
        found = self._known(node, attribute)
        return (found.field, found.listed_in is not None, False) if found else (attribute.name, True, True)

    def _known(self, node: Node, attribute: Attribute) -> Attribute | None:
        """The attribute of ReDIF 1.0 that has a field in the record; the value goes there."""
        name = attribute.name.lower()
        if node is self.nodes[0]:
            name = self._merges.get(name, name)
        found = node.known.attributes.get(name)
        # A specification of one's own may make something else of an attribute than the field has room for.
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
        """The slot of a private attribute (`X-...`, `Author-X-...`) where `table` holds, or None for any other name."""
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
    """Reads a number and leaves it text."""
    read = type_.read or (lambda value: value)
    return lambda value: None if (number := read(value)) is None else str(number)


class Kind(NamedTuple):
    """What a Template-Type names.

    Attributes:
        written: its value as written.
        group: the template, if ReDIF has it.
        problem: the code of what is wrong with how it is named, if anything.
    """

    written: str
    group: Group | None
    problem: str | None


class Schemas:
    """The layouts of a grammar, each made when it is first asked for."""

    def __init__(self, grammar: Grammar, *, lengths: bool = False) -> None:
        self.grammar = grammar
        self.lengths = lengths  # whether findings tell of unusual lengths
        self._schemas: dict[tuple[str, bool], TemplateSchema] = {}
        self._kinds: dict[str, Kind] = {}

    @staticmethod
    @lru_cache(maxsize=KEPT)
    def of(grammar: Grammar, lengths: bool) -> Schemas:
        """Those of a grammar that were made before, for a program may read many small files one by one."""
        return Schemas(grammar, lengths=lengths)

    def kind(self, type_: str) -> Kind:
        """What a Template-Type names, by its value as it stands in the file."""
        kind = self._kinds.get(type_)
        if kind is None:
            kind = self._kind(" ".join(without_controls(type_).split()))
            if len(self._kinds) < SPELLINGS and len(type_) < LONGEST_NAME:
                self._kinds[type_] = kind
        return kind

    def _kind(self, type_: str) -> Kind:
        group = self.grammar.templates.get(type_.lower())
        if group is not None:
            return Kind(type_, group, "template-obsolete" if group.obsolete else None)
        kind = self.grammar.kind(type_)
        for group in self.grammar.templates.values():
            if kind is not None and kind == self.grammar.kind(group.name):
                return Kind(type_, group, "template-spelling")
        return Kind(type_, None, "template-unknown")

    def schema(self, kind: Kind, *, as_record: bool) -> TemplateSchema:
        """The tables for a template; for one of no known type, a layout that knows no attribute."""
        name = kind.group.name if kind.group else ""
        schema = self._schemas.get((name, as_record))
        if schema is None:
            schema = self._schemas[name, as_record] = TemplateSchema(self.grammar, kind.group or Group(""), as_record=as_record)
        return schema
