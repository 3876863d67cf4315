"""From records to canonical ReDIF: one spelling of names, one attribute order, one attribute per line.

The order is that of the grammar, in templates and in their clusters, except that the handle of an item comes last, as is the
custom in RePEc. What is written reads back as the same record. So a value that reading would change (entities, markup) is
escaped, and an attribute is put where reading assigns it to the right cluster; an unknown attribute is never put after prose,
which it would be read as part of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from redif.grammar import Attribute, Grammar
from redif.grammar.spec import NAME
from redif.schema.attribute_order import AttributeOrder, order_of
from redif.schema.keywords import keywords_in
from redif.schema.markup import without_entities, without_markup
from redif.schema.slots import AttributeInfo, Mode, Slot
from redif.schema.tables import Schemas, TemplateSchema
from redif.source.characters import CONTROLS, UNDECODABLE, without_controls
from redif.syntax.named_lines import is_seen
from redif.syntax.names import hyphenated, is_address, substitute

WIDTH = 78  # columns; a longer word gets a line of its own
CACHED_NAMES = 64  # private names
# Separators for values that are lists; the first is used that the type splits again into the same parts.
CLASS_SEPARATORS, TEXT_SEPARATORS = (", ", "; "), ("; ", ", ")

AMPERSAND = "&amp;amp;"  # escaped twice, since reading replaces entities twice

_pieces = re.compile(rf"(.{{1,{WIDTH - 1}}}|\S+)(?: |\Z)").findall
_IS_NAME = re.compile(NAME).fullmatch
_HYPHENS = re.compile("-+")
_NO_NAME = re.compile("[^A-Za-z-]+(?![0-9]*$)|[^A-Za-z0-9-]+")
_HALVES = re.compile("[\ud800-\udfff]")


def text_of(data: Mapping[str, Any], schema: TemplateSchema | None = None) -> str:
    """Return a record as the text of one template; reading that gives the same record, except `source` and `joined`.

    A record made by a program may hold what ReDIF cannot: line ends become spaces, and control characters are left out, as is
    anything the template type has no attribute for.

    Args:
        data: the record as plain data, as `Template.data` has it.
        schema: the tables for its template type; by default those of ReDIF 1.0.
    """
    type_ = str(data.get("template_type", ""))
    if schema is None:
        schemas = Schemas.of(Grammar.standard(), False)
        schema = schemas.schema(schemas.template_type(type_), as_record=True)
    order = order_of(schema)
    if "handle" not in schema.attribute_infos and data.get("handle"):
        data = {**data, "unknown": {"Handle": [data["handle"]], **_named(data, "unknown")}}
    opening = order.opening_line if type_ and type_ == schema.type else attribute_line(order.opening, _plain(type_), wrap=False)
    writer = _Writer(order)
    writer.node(0, data)
    lines = writer.lines
    if "unknown" in data or "extra" in data or "unparsed" in data:
        first, final = _unknown(data, schema, order.opening.lower())
        # After prose, an unknown attribute would be read as part of the prose.
        last = schema.attribute_infos.get(lines[-1].partition(":")[0].lower()) if lines else None
        lines = [*first, *final, *lines] if last and last.attribute.prose else [*first, *lines, *final]
    return "\n".join([opening, *lines, ""])


def attribute_line(name: str, value: str, *, wrap: bool) -> str:
    """Return an attribute as text; if it is long and may be wrapped, in several lines, all but the first indented."""
    line = f"{name}: {value}" if value else f"{name}:"
    return _wrapped(line, len(name) + 2) if wrap and len(line) > WIDTH else line


def _wrapped(line: str, first: int) -> str:
    """A long attribute in several lines; it is not broken before the offset `first`."""
    end = line.rfind(" ", first, WIDTH + 1)
    end = end if end >= 0 else line.find(" ", max(WIDTH, first))
    return line if end < 0 else "\n ".join([line[:end], *_pieces(line, end + 1)])


def may_wrap(info: AttributeInfo) -> bool:
    """Whether the values of an attribute may be wrapped: text may, but not handles, addresses or codes."""
    return info.type.is_free or info.attribute.prose


class _Writer:
    """Writes the lines of one template."""

    __slots__ = ("lines", "order")

    def __init__(self, order: AttributeOrder) -> None:
        self.order = order
        self.lines: list[str] = []

    def node(self, index: int, holder: Mapping[str, Any]) -> None:
        """Write the attributes of a template or cluster, except its key and unknown ones."""
        extra = _named(holder, "extra") if "extra" in holder else {}
        unparsed = _named(holder, "unparsed") if "unparsed" in holder else {}
        further = _named(holder, "further") if "further" in holder else {}
        if not (extra or unparsed or further):
            self.fields(index, holder)
            return
        clusters = self.order.clusters[index]
        slots = self.order.slots_for(index, holder, (*extra, *unparsed, *further))
        # What belongs to another node must not be read there: an address without a File-URL must not become a file.
        private = [
            *extra.items(),
            *((f"X-{name}" if self.is_of_other(name, index) else name, held) for name, held in unparsed.items()),
        ]
        last = self.order.last  # comes even after the private attributes
        for slot in slots:
            info, mode = slot.info, slot.mode
            if slot is last:
                self.private(private, index)
            if mode is Mode.OPEN:
                openers = clusters[info.list_key, info.is_extra]
                if openers[0] is slot:
                    self.clusters(openers, extra if info.is_extra else holder)
                continue
            held = extra.get(info.name) if info.in_extra else holder.get(slot.key)
            if unparsed and info.name in unparsed and info.type.split is None:
                held = _without_repaired(info, held, unparsed[info.name])
            if held is None or mode is Mode.MERGED:
                pass  # it stands for another attribute and is written with that
            elif info.type.split is None:
                self.values(info, held)
            else:
                self.parts(info, held)
            if further and info.name in further:
                self.values(info, further[info.name])
            if unparsed and info.name in unparsed:
                self.values(info, unparsed[info.name])
        if not slots or slots[-1] is not last:
            self.private(private, index)

    def is_of_other(self, name: str, index: int) -> bool:
        """Whether an attribute belongs to another node than the one with an index."""
        schema = self.order.schema
        slot = schema.nodes[index].table.get(name.lower())
        return name.lower() in schema.attribute_infos and (slot is None or slot.node != index)

    def fields(self, index: int, holder: Mapping[str, Any]) -> None:
        """Write a template or cluster with nothing but fields, as most are; the result is that of `node`."""
        for _, key, info, openers, is_single in self.order.steps(index, holder):
            held = holder[key]
            if is_single and type(held) is str:
                self.value(info, held)
            elif openers:
                self.clusters(openers, holder)
            elif info.type.split is None:
                self.values(info, held)
            else:
                self.parts(info, held)

    def parts(self, info: AttributeInfo, held: Any) -> None:
        """Write a value that is a list: as one value if that can be split again into the same parts."""
        given = (" ".join(str(part).split()) for part in (held if isinstance(held, list) else [held]))
        parts = [part for part in given if part]
        whole = _list(parts, info)
        for text in [whole] if whole is not None else [_list([part], info) or part for part in parts]:
            self.value(info, text)

    def values(self, info: AttributeInfo, held: Any) -> None:
        """Write values, each as an attribute of its own."""
        for value in held if isinstance(held, list) else () if held is None else (held,):
            self.value(info, str(value))

    def value(self, info: AttributeInfo, text: str) -> None:
        """Write a value as `attribute_line` does. Most are short and need no escaping, so these are tested first."""
        if not text.isprintable() or "&" in text or "<" in text or text[:1] == " ":
            text = _written(text, info)
        if text:
            line = f"{info.name}: {text}"
            if len(line) > WIDTH and may_wrap(info):
                line = _wrapped(line, len(info.name) + 2)
            self.lines.append(line)

    def clusters(self, openers: list[Slot], holder: Mapping[str, Any]) -> None:
        """Write a list of clusters, each with its own prefix."""
        held = holder.get(openers[0].info.list_key)
        for cluster in held if isinstance(held, list) else ():
            if isinstance(cluster, dict):
                self.cluster(_opener(openers, cluster, self.order.schema) if len(openers) > 1 else openers[0], cluster)

    def cluster(self, opener: Slot, cluster: Mapping[str, Any]) -> None:
        """Write a cluster. Its key opens it, even if its value is missing or was not accepted."""
        info = opener.info
        before = len(self.lines)
        held = _named(cluster, "extra").get(info.name) if info.in_extra else cluster.get(opener.key)
        unparsed = _named(cluster, "unparsed").get(info.name) if "unparsed" in cluster else None
        self.values(info, _without_repaired(info, held, unparsed) if unparsed else held)
        self.values(info, unparsed)
        if len(self.lines) == before:
            self.lines.append(f"{info.name}:")
        if len(cluster) > 1 or opener.key not in cluster:
            self.node(opener.node, cluster)

    def private(self, held: Iterable[tuple[str, Any]], index: int) -> None:
        """Write the private attributes of a node: those with a value, and those that a placeholder was written for."""
        known, prefix = self.order.schema.attribute_infos, self.order.schema.nodes[index].prefix
        for given, values in held:
            name = _attribute_name(given)
            is_ahead = index == 0 and name[-1:].isdigit()
            if not name or is_ahead or name.lower() in known or (given, True) in self.order.clusters[index]:
                continue
            if not name.lower().startswith(f"{prefix}x-".lower()):
                name = f"{prefix}{name}" if name[:2].lower() == "x-" else f"{prefix}X-{name}"
            self.values(_private(name), values)


def _unknown(data: Mapping[str, Any], schema: TemplateSchema, opening: str) -> tuple[list[str], list[str]]:
    """The lines of unknown attributes: those that must come before all others, and those that may come last.

    A name that ends with a digit, or is the scheme of an address, is read as an attribute only directly after Template-Type;
    one that belongs to a cluster stays unknown only before that cluster opens.
    """
    at_once: list[str] = []
    first: list[str] = []
    final: list[str] = []
    for place, of_all in (("unknown", True), ("extra", False), ("unparsed", False)):
        for given, values in _named(data, place).items():
            name = _attribute_name(given)
            if of_all and given and schema.type and not is_seen(str(given), schema.grammar):
                meant = None if str(given).isascii() else substitute(hyphenated(str(given)), schema)
                name = meant.attribute if meant is not None else name
                name = name if name[:2].lower() == "x-" else f"X-{name or 'Other'}"  # which RePEc sees, and ignores
            lower = name.lower()
            if not name or lower == opening or (not of_all and (not name[-1].isdigit() or lower in schema.attribute_infos)):
                continue
            lines = [
                attribute_line(name, text, wrap=True)
                for value in (values if isinstance(values, list) else [values])
                if (text := _plain(str(value)) if of_all else _written(str(value), _private(name)))
            ]
            if name[-1].isdigit() or is_address(name):
                at_once += lines
            elif lower in schema.attribute_infos or any(lower.startswith(f"{node.prefix}x-".lower()) for node in schema.nodes):
                first += lines
            else:
                final += lines
    return at_once + first, final


@lru_cache(maxsize=CACHED_NAMES)
def _private(name: str) -> AttributeInfo:
    """The tables' entry for a private attribute, which takes any text."""
    return AttributeInfo(name, Attribute(name), Grammar.standard().type("text"), "", 0, False, True)


def _without_repaired(info: AttributeInfo, held: Any, unparsed: Any) -> list[Any]:
    """What a field holds, without what was read from values that are written as they were: 2001 from Spring 2001."""
    texts = unparsed if isinstance(unparsed, list) else [unparsed]
    read = {repair.value for text in texts if (repair := info.type.repair(str(text))) is not None}
    values = held if isinstance(held, list) else () if held is None else (held,)
    return [value for value in values if str(value) not in read]


def _named(holder: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What a record or cluster holds, by name, in one of the places for values without a field of their own."""
    held = holder.get(place)
    return held if isinstance(held, dict) else {}


def _attribute_name(name: object) -> str:
    """A name with only the characters that names have; empty if none are left."""
    given = str(name)
    valid = given if _IS_NAME(given) else _HYPHENS.sub("-", _NO_NAME.sub("-", given)).strip("-")
    return valid if _IS_NAME(valid) else ""


def _opener(openers: list[Slot], cluster: Mapping[str, Any], schema: TemplateSchema) -> Slot:
    """Which of several kinds of clusters in one list this is, by the full names in it; the first if there are none."""
    if {dict, list}.isdisjoint(map(type, cluster.values())):
        return openers[0]
    names = [name.lower() for name in _names_in(cluster)]
    for opener in openers:
        prefix = schema.nodes[opener.node].prefix.lower()
        if any(name.startswith(prefix) for name in names):
            return opener
    return openers[0]


def _names_in(cluster: Mapping[str, Any]) -> Iterator[str]:
    """The full names of attributes in a cluster and the clusters within it."""
    for key, held in cluster.items():
        if isinstance(held, dict):
            yield from map(str, held)
        elif isinstance(held, list):
            for inner in held:
                if isinstance(inner, dict) and key:
                    yield from _names_in(inner)


def _plain(value: object) -> str:
    """A value on one line, without control characters and surrogates."""
    text = str(value)
    if not text.isprintable():
        text = _HALVES.sub(UNDECODABLE, without_controls(" ".join(text.split())))
    return " ".join(text.split())


def _list(parts: list[str], info: AttributeInfo) -> str | None:
    """The parts of a list as one value; None if that would not be split again into the same parts."""
    split = info.type.split
    if split is None or not parts:
        return None
    separators = TEXT_SEPARATORS if info.type.is_free else CLASS_SEPARATORS
    for is_closed in (False, True):  # a trailing separator tells a list of one part that contains separators
        for separator in separators:
            text = separator.join(parts) + (separator.rstrip() if is_closed else "")
            # Keywords are read with an eye for brackets, quotation marks and other signs between them, too.
            if split(text) == parts and (not info.type.is_free or keywords_in(text, split) == parts):
                return text
    return None


def _written(value: str, info: AttributeInfo) -> str:
    """A value escaped so that reading gives it again.

    Control characters and what looks like an entity become entities. What looks like markup gets a tag put into it: reading
    removes tags once, so it removes that tag and leaves the rest. A value that cannot be escaped loses control characters.
    """
    wanted = _HALVES.sub(UNDECODABLE, " ".join(value.split()))
    has_entities = info.attribute.prose or info.type.accepts is None
    has_markup = info.attribute.prose or info.type.is_free

    def is_read(text: str) -> bool:
        text = without_controls(text)
        if has_entities:
            text = without_entities(text)
        if has_markup:
            text = without_markup(text)
        return " ".join(text.split()) == wanted

    if is_read(wanted):
        return wanted
    inside = _markup().sub(lambda match: f"<{_shortest_tag()}{match[0][1:]}", wanted) if has_markup else wanted
    if has_entities:
        for text in (_entity().sub(_escaped, inside), inside.replace("&", AMPERSAND)):
            text = CONTROLS.sub(lambda match: "".join(f"&#{ord(character)};" for character in match[0]), text)
            if is_read(text):
                return text
    plain = " ".join(without_controls(wanted).split())
    return plain if plain == wanted else _written(plain, info)


def _escaped(match: re.Match[str]) -> str:
    return match[0] if html.unescape(match[0].replace(" ", "")) == match[0] else AMPERSAND + match[0][1:]


@cache
def _entity() -> re.Pattern[str]:
    return Grammar.standard().rules["entity"].pattern()


@cache
def _markup() -> re.Pattern[str]:
    return Grammar.standard().rules["markup"].pattern()


@cache
def _shortest_tag() -> str:
    """The shortest tag that reading removes without leaving a space."""
    return f"<{min(Grammar.standard().rules['inline-element'].words(), key=len)}>"
