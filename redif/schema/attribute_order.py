"""The order in which the attributes of a template are written: that of the grammar, but an item's handle comes last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.schema.slots import AttributeInfo, Mode, Slot
from redif.schema.tables import TemplateSchema

CACHED_ORDERS = 64  # template types whose attribute order is cached
CACHED_STEPS = 1000  # sets of fields whose steps are cached; most records of a type hold one of a few dozen


class Step(NamedTuple):
    """How to write the content of one field.

    Attributes:
        place: the position in the attribute order.
        key: the field.
        info: the attribute.
        openers: the clusters that the field lists, if it does.
        is_single: whether a text in the field is one value, to be written as it is.
    """

    place: int
    key: str
    info: AttributeInfo
    openers: list[Slot]
    is_single: bool


class AttributeOrder:
    """The attributes of a template type in the order in which they are written.

    Attributes:
        schema: the template type.
        opening: the name of the attribute that opens a template.
        opening_line: the line that opens a template of this type.
        slots: for each node its attributes, in order; a cluster is in the place of its key attribute.
        clusters: for each node the clusters in it, by the list that holds them; several may share a list.
        last: the attribute that ends a template, whatever else it holds; None where there is no such convention.
    """

    def __init__(self, schema: TemplateSchema) -> None:
        self.schema = schema
        groups = (schema.nodes[0].group, *schema.grammar.templates.values())
        self.opening = next((a.name for group in groups for a in group.attributes.values() if a.key), "Template-Type")
        self.opening_line = f"{self.opening}: {schema.type}"
        self.slots = [self._slots(index) for index in range(len(schema.nodes))]
        self.last = self.slots[0][-1] if schema.is_item else None
        self.clusters: list[dict[tuple[str, bool], list[Slot]]] = [{} for _ in self.slots]
        for found, slots in zip(self.clusters, self.slots, strict=True):
            for slot in slots:
                if slot.mode is Mode.OPEN:
                    found.setdefault((slot.info.list_key, slot.info.is_extra), []).append(slot)
        self._steps_by_key = [self._by_key(index) for index in range(len(schema.nodes))]
        self._places_by_name = [self._by_name(index) for index in range(len(schema.nodes))]
        self._cache: list[dict[tuple[str, ...], list[Step]]] = [{} for _ in self.slots]

    def steps(self, index: int, holder: Mapping[str, Any]) -> list[Step]:
        """Return how to write the fields that a template or cluster holds, in order."""
        fields, cache = tuple(holder), self._cache[index]
        steps = cache.get(fields)
        if steps is None:
            by_key = self._steps_by_key[index]
            steps = sorted(by_key[key] for key in fields if key in by_key)
            if len(cache) < CACHED_STEPS:
                cache[fields] = steps
        return steps

    def slots_for(self, index: int, holder: Mapping[str, Any], names: Iterable[str]) -> list[Slot]:
        """Return the attributes that a template or cluster holds in fields, or elsewhere under these names, in order."""
        by_key, by_name = self._steps_by_key[index], self._places_by_name[index]
        places = {by_key[key].place for key in holder if key in by_key}
        places.update(place for name in names for place in by_name.get(name, ()))
        return [self.slots[index][place] for place in sorted(places)]

    def _slots(self, index: int) -> list[Slot]:
        """The attributes of a node. One whose name means something else inside a cluster comes before the clusters."""
        node, known = self.schema.nodes[index], self.schema.attribute_infos
        own = [
            slot
            for name, slot in node.table.items()
            if name in known and (slot.info.outer if slot.mode is Mode.OPEN else slot.node) == index
        ]
        place = {name: number for number, name in enumerate(node.group.attributes)}
        inner = [other for other in self.schema.nodes if index in other.chain[:-1]]
        has_last = index == 0 and self.schema.is_item

        def rank(slot: Slot) -> tuple[bool, bool, int]:
            full = slot.info.name
            name = self.schema.nodes[slot.node].prefix.removesuffix("-") if slot.mode is Mode.OPEN else full
            hidden = any(other.table[full.lower()].info is not slot.info for other in inner)
            return not hidden, has_last and full.lower() == "handle", place[name.removeprefix(node.prefix).lower()]

        return sorted(own, key=rank)

    def _by_key(self, index: int) -> dict[str, Step]:
        """How to write the fields of a node, by their keys in a record."""
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
        """The places of the attributes of a node, by the names under which a record holds what has no field."""
        places: dict[str, list[int]] = {}
        for place, slot in enumerate(self.slots[index]):
            name = slot.info.list_key if slot.mode is Mode.OPEN else slot.info.name
            places.setdefault(name, []).append(place)
        return places


@lru_cache(maxsize=CACHED_ORDERS)
def order_of(schema: TemplateSchema) -> AttributeOrder:
    """Return the attribute order of a template type; cached."""
    return AttributeOrder(schema)
