"""The order in which the attributes of a template are written: the grammar's, the handle of an item coming last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.schema.tables import AttributeInfo, Mode, Slot, TemplateSchema
from redif.schema.values import HandleKind

KEPT = 64  # layouts whose order is kept
CHOICES = 1000  # sets of fields whose steps are kept; most records of a type hold one of a few dozens


class Step(NamedTuple):
    """What is to be done with what a field holds.

    Attributes:
        place: where in the order it stands.
        key: the field.
        about: what the grammar says of it.
        openers: the clusters that it lists, if it does.
        is_single: whether a text in it is one value, as it is.
    """

    place: int
    key: str
    info: AttributeInfo
    openers: list[Slot]
    is_single: bool


class Order:
    """The attributes of a template type in the order in which they are written.

    Attributes:
        layout: the template type.
        opening: the name of the attribute that opens a template; opening_line: the line with which one begins.
        slots: for each node the attributes that belong to it, in order; a cluster stands there as its key.
        clusters: for each node the clusters in it, by where they are listed; several may be listed together.
        last: the attribute that comes last in a template, whatever else there is; None where there is no such custom.
    """

    def __init__(self, schema: TemplateSchema) -> None:
        self.schema = schema
        groups = (schema.nodes[0].group, *schema.grammar.templates.values())
        self.opening = next((a.name for group in groups for a in group.attributes.values() if a.key), "Template-Type")
        self.opening_line = f"{self.opening}: {schema.type}"
        self.slots = [self._slots(index) for index in range(len(schema.nodes))]
        self.last = self.slots[0][-1] if schema.describes is HandleKind.DOCUMENT else None
        self.clusters: list[dict[tuple[str, bool], list[Slot]]] = [{} for _ in self.slots]
        for found, slots in zip(self.clusters, self.slots, strict=True):
            for slot in slots:
                if slot.mode is Mode.OPEN:
                    found.setdefault((slot.info.list_key, slot.info.is_extra), []).append(slot)
        self._steps_by_key = [self._by_key(index) for index in range(len(schema.nodes))]
        self._places_by_name = [self._by_name(index) for index in range(len(schema.nodes))]
        self._kept: list[dict[tuple[str, ...], list[Step]]] = [{} for _ in self.slots]

    def steps(self, index: int, holder: Mapping[str, Any]) -> list[Step]:
        """What is to be done with the fields that a template or cluster holds, in order."""
        fields, kept = tuple(holder), self._kept[index]
        steps = kept.get(fields)
        if steps is None:
            by_key = self._steps_by_key[index]
            steps = sorted(by_key[key] for key in fields if key in by_key)
            if len(kept) < CHOICES:
                kept[fields] = steps
        return steps

    def slots_for(self, index: int, holder: Mapping[str, Any], names: Iterable[str]) -> list[Slot]:
        """The attributes of a node that a template or cluster holds in fields, or elsewhere by these names, in order."""
        by_key, by_name = self._steps_by_key[index], self._places_by_name[index]
        places = {by_key[key].place for key in holder if key in by_key}
        places.update(place for name in names for place in by_name.get(name, ()))
        return [self.slots[index][place] for place in sorted(places)]

    def _slots(self, index: int) -> list[Slot]:
        """The attributes of a node. A cluster in it may have one of the same name, so that comes ahead of the clusters."""
        node, known = self.schema.nodes[index], self.schema.attribute_infos
        own = [
            slot
            for name, slot in node.table.items()
            if name in known and (slot.info.outer if slot.mode is Mode.OPEN else slot.node) == index
        ]
        place = {name: number for number, name in enumerate(node.group.attributes)}
        inner = [other for other in self.schema.nodes if index in other.chain[:-1]]
        has_last = index == 0 and self.schema.describes is HandleKind.DOCUMENT

        def rank(slot: Slot) -> tuple[bool, bool, int]:
            full = slot.info.name
            name = self.schema.nodes[slot.node].prefix[:-1] if slot.mode is Mode.OPEN else full
            hidden = any(other.table[full.lower()].info is not slot.info for other in inner)
            return not hidden, has_last and full.lower() == "handle", place[name[len(node.prefix) :].lower()]

        return sorted(own, key=rank)

    def _by_key(self, index: int) -> dict[str, Step]:
        """By the keys under which a record holds what belongs to a node, what is to be done with it."""
        steps: dict[str, Step] = {}
        for place, slot in enumerate(self.slots[index]):
            info = slot.info
            if slot.mode is Mode.OPEN and not info.is_extra:
                openers = self.clusters[index][info.list_key, False]
                steps.setdefault(info.list_key, Step(place, info.list_key, info, openers, False))
            elif slot.mode not in (Mode.OPEN, Mode.MERGED) and not info.in_extra:
                is_single = info.type.split is None and not info.type.is_number
                steps.setdefault(slot.key, Step(place, slot.key, info, [], is_single))
        return steps

    def _by_name(self, index: int) -> dict[str, list[int]]:
        """By the names under which a record holds what no field holds, the places of attributes that belong to a node."""
        places: dict[str, list[int]] = {}
        for place, slot in enumerate(self.slots[index]):
            name = slot.info.list_key if slot.mode is Mode.OPEN else slot.info.name
            places.setdefault(name, []).append(place)
        return places


@lru_cache(maxsize=KEPT)
def order_of(schema: TemplateSchema) -> Order:
    """The order of a template type, made once."""
    return Order(schema)
