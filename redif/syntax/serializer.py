"""Records to canonical ReDIF: one spelling of names, one order, one attribute a line.

The order is the grammar's, within a template as within its clusters; only the handle of an item comes last, as is the custom
in RePEc. What is written reads back to the same record, so a value that reading would change (entities, markup) is written
in a way that it changes into the value, and an attribute stands where reading finds it: what an attribute means depends on
the cluster that is open, and an unknown one after prose would be taken for more of that prose.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from redif.grammar import Attribute, Grammar, ValueType
from redif.grammar.spec import NAME
from redif.schema.attribute_order import AttributeOrder, order_of
from redif.schema.markup import without_entities, without_markup
from redif.schema.tables import AttributeInfo, Mode, Schemas, Slot, TemplateSchema
from redif.source.characters import CONTROLS, UNDECODABLE, without_controls

WIDTH = 78  # columns; a word that is longer has a line of its own
WIDEST_NUMBER = 9  # digits, zeros ahead among them
KEPT = 64  # layouts whose order is kept
# What stands between the parts of a value that is a list; the first that the type parts again as it was is taken.
CLASS_SEPARATORS, TEXT_SEPARATORS = (", ", "; "), ("; ", ", ")

AMPERSAND = "&amp;amp;"  # entities are read twice over

_pieces = re.compile(rf"(.{{1,{WIDTH - 1}}}|\S+)(?: |\Z)").findall
_IS_NAME = re.compile(NAME).fullmatch
_NO_NAME = re.compile("[^A-Za-z-]+(?![0-9]*$)|[^A-Za-z0-9-]+")
_HALVES = re.compile("[\ud800-\udfff]")


def text_of(data: Mapping[str, Any], schema: TemplateSchema | None = None) -> str:
    """A record as the text of one template; reading that gives the record again, but for `source` and `joined`.

    A record that was not read but made may hold what ReDIF cannot: line ends become blanks, control characters are left out,
    and so is what the template has no place for.

    Args:
        data: the record as plain data, as `Template.data` has it.
        schema: what the grammar says of its template type; that of ReDIF 1.0 if none is given.
    """
    type_ = str(data.get("template_type", ""))
    if schema is None:
        schemas = Schemas.of(Grammar.standard(), False)
        schema = schemas.schema(schemas.template_type(type_), as_record=True)
    order = order_of(schema)
    opening = order.opening_line if type_ and type_ == schema.type else attribute_line(order.opening, _plain(type_), wrap=False)
    writer = _Writer(order)
    writer.node(0, data)
    lines = writer.lines
    if "unknown" in data or "extra" in data:
        ahead, behind = _unknown(data, schema, order.opening.lower())
        # In prose, an unknown name would be a part of the text.
        last = schema.attribute_infos.get(lines[-1].partition(":")[0].lower()) if lines else None
        lines = [*ahead, *behind, *lines] if last and last.attribute.prose else [*ahead, *lines, *behind]
    return "\n".join([opening, *lines, ""])


def attribute_line(name: str, value: str, *, wrap: bool) -> str:
    """An attribute, in more than one line if it is long and may be wrapped; all but the first begin with a blank."""
    line = f"{name}: {value}" if value else f"{name}:"
    return _wrapped(line, len(name) + 2) if wrap and len(line) > WIDTH else line


def _wrapped(line: str, first: int) -> str:
    """A long attribute in several lines; before the place `first` it may not be broken."""
    end = line.rfind(" ", first, WIDTH + 1)
    end = end if end >= 0 else line.find(" ", max(WIDTH, first))
    return line if end < 0 else "\n ".join([line[:end], *_pieces(line, end + 1)])


def may_wrap(info: AttributeInfo) -> bool:
    """Whether the values of an attribute may go over lines: those that are text, not handles, addresses or codes."""
    return info.type.is_free or info.attribute.prose


class _Writer:
    """Writes the lines of one template."""

    __slots__ = ("lines", "order")

    def __init__(self, order: AttributeOrder) -> None:
        self.order = order
        self.lines: list[str] = []

    def node(self, index: int, holder: Mapping[str, Any]) -> None:
        """Write what a template or cluster holds, but for its key and what is unknown."""
        extra = _named(holder, "extra") if "extra" in holder else {}
        unparsed = _named(holder, "unparsed") if "unparsed" in holder else {}
        further = _named(holder, "further") if "further" in holder else {}
        if not (extra or unparsed or further):
            self.fields(index, holder)
            return
        clusters = self.order.clusters[index]
        slots = self.order.slots_for(index, holder, (*extra, *unparsed, *further))
        last = self.order.last  # what comes even behind the private attributes
        for slot in slots:
            info, mode = slot.info, slot.mode
            if slot is last:
                self.private(extra, index)
            if mode is Mode.OPEN:
                openers = clusters[info.list_key, info.is_extra]
                if openers[0] is slot:
                    self.clusters(openers, extra if info.is_extra else holder)
                continue
            held = extra.get(info.name) if info.in_extra else holder.get(slot.key)
            if held is None or mode is Mode.MERGED:
                pass  # what counts as another attribute stands with that
            elif info.type.split is None:
                self.values(info, held)
            else:
                self.parts(info, held)
            if further and info.name in further:
                self.values(info, further[info.name])
            if unparsed and info.name in unparsed:
                self.values(info, unparsed[info.name])
        if not slots or slots[-1] is not last:
            self.private(extra, index)

    def fields(self, index: int, holder: Mapping[str, Any]) -> None:
        """Write what the fields of a template or cluster hold, as `node` does; most hold nothing else."""
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
        """Write the parts of a value that is a list: as one value if that can be parted again as it was."""
        given = (" ".join(str(part).split()) for part in (held if isinstance(held, list) else [held]))
        parts = [part for part in given if part]
        whole = _list(parts, info)
        for text in [whole] if whole is not None else [_list([part], info) or part for part in parts]:
            self.value(info, text)

    def values(self, info: AttributeInfo, held: Any) -> None:
        """Write values one a line."""
        is_number = info.type.is_number
        for value in held if isinstance(held, list) else () if held is None else (held,):
            self.value(info, _number(str(value), info.type) if is_number else str(value))

    def value(self, info: AttributeInfo, text: str) -> None:
        """Write a value, as `attribute_line` does. Most read as they stand and are short, so that is found out first."""
        if not text.isprintable() or "&" in text or "<" in text or text[:1] == " ":
            text = _written(text, info)
        if text:
            line = f"{info.name}: {text}"
            if len(line) > WIDTH and may_wrap(info):
                line = _wrapped(line, len(info.name) + 2)
            self.lines.append(line)

    def clusters(self, openers: list[Slot], holder: Mapping[str, Any]) -> None:
        """Write a list of clusters, each under the prefix by which it names its attributes."""
        held = holder.get(openers[0].info.list_key)
        for cluster in held if isinstance(held, list) else ():
            if isinstance(cluster, dict):
                self.cluster(_opener(openers, cluster, self.order.schema) if len(openers) > 1 else openers[0], cluster)

    def cluster(self, opener: Slot, cluster: Mapping[str, Any]) -> None:
        """Write a cluster. Its key may be there, or have been refused, or be empty; it opens the cluster in any case."""
        info = opener.info
        before = len(self.lines)
        self.values(info, _named(cluster, "extra").get(info.name) if info.in_extra else cluster.get(opener.key))
        if "unparsed" in cluster:
            self.values(info, _named(cluster, "unparsed").get(info.name))
        if len(self.lines) == before:
            self.lines.append(f"{info.name}:")
        if len(cluster) > 1 or opener.key not in cluster:
            self.node(opener.node, cluster)

    def private(self, extra: Mapping[str, Any], index: int) -> None:
        """Write the private attributes of a node."""
        known, prefix = self.order.schema.attribute_infos, self.order.schema.nodes[index].prefix
        for given, values in extra.items():
            name = _name(given)
            is_ahead = index == 0 and name[-1:].isdigit()
            if not name or is_ahead or name.lower() in known or (given, True) in self.order.clusters[index]:
                continue
            if not name.lower().startswith(f"{prefix}x-".lower()):
                name = f"{prefix}X-{name}"
            self.values(_private(name), values)


def _unknown(data: Mapping[str, Any], schema: TemplateSchema, opening: str) -> tuple[list[str], list[str]]:
    """Unknown attributes: what has to stand ahead of all others, and what may come last.

    A name that ends with a digit is taken for one only right after the opening; one that a cluster knows, only where that
    is not open.
    """
    first: list[str] = []
    ahead: list[str] = []
    behind: list[str] = []
    for place, of_all in (("unknown", True), ("extra", False)):
        for given, values in _named(data, place).items():
            name = _name(given)
            lower = name.lower()
            if not name or lower == opening or (not of_all and (not name[-1].isdigit() or lower in schema.attribute_infos)):
                continue
            lines = [
                attribute_line(name, text, wrap=True)
                for value in (values if isinstance(values, list) else [values])
                if (text := _plain(str(value)) if of_all else _written(str(value), _private(name)))
            ]
            if name[-1].isdigit():
                first += lines
            elif lower in schema.attribute_infos or any(lower.startswith(f"{node.prefix}x-".lower()) for node in schema.nodes):
                ahead += lines
            else:
                behind += lines
    return first + ahead, behind


@lru_cache(maxsize=KEPT)
def _private(name: str) -> AttributeInfo:
    """What is to be said of a private attribute: any text will do."""
    return AttributeInfo(name, Attribute(name), Grammar.standard().type("text"), "", 0, False, True)


def _named(holder: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What a record or cluster holds by name in one of the places for what no field holds."""
    held = holder.get(place)
    return held if isinstance(held, dict) else {}


def _name(name: object) -> str:
    """A name as ReDIF can have it; empty where nothing is left."""
    given = str(name)
    made = given if _IS_NAME(given) else _NO_NAME.sub("-", given).strip("-")
    return made if _IS_NAME(made) else ""


def _opener(openers: list[Slot], cluster: Mapping[str, Any], schema: TemplateSchema) -> Slot:
    """Which of several clusters that are listed together this one is, by the full names in it; the first if there are none."""
    if {dict, list}.isdisjoint(map(type, cluster.values())):
        return openers[0]
    names = [name.lower() for name in _names_in(cluster)]
    for opener in openers:
        prefix = schema.nodes[opener.node].prefix.lower()
        if any(name.startswith(prefix) for name in names):
            return opener
    return openers[0]


def _names_in(cluster: Mapping[str, Any]) -> Iterator[str]:
    """The full names of attributes that a cluster and those in it hold."""
    for key, held in cluster.items():
        if isinstance(held, dict):
            yield from map(str, held)
        elif isinstance(held, list):
            for inner in held:
                if isinstance(inner, dict) and key:
                    yield from _names_in(inner)


def _plain(value: object) -> str:
    """A value on one line, without what no text has."""
    text = str(value)
    if not text.isprintable():
        text = _HALVES.sub(UNDECODABLE, without_controls(" ".join(text.split())))
    return " ".join(text.split())


def _number(value: str, type_: ValueType) -> str:
    """A number with the zeros ahead that its type asks for."""
    read = type_.read
    if read is None or not value.isdecimal():
        return value
    padded = (value.zfill(width) for width in range(len(value), WIDEST_NUMBER + 1))
    return next((text for text in padded if str(read(text)) == value), value)


def _list(parts: list[str], info: AttributeInfo) -> str | None:
    """The parts of a value that is a list as one value; None where that would not be parted again as it was."""
    split = info.type.split
    if split is None or not parts:
        return None
    separators = TEXT_SEPARATORS if info.type.is_free else CLASS_SEPARATORS
    for is_closed in (False, True):
        for between in separators:
            text = between.join(parts) + (between.rstrip() if is_closed else "")
            if split(text) == parts:
                return text
    return None


def _written(value: str, info: AttributeInfo) -> str:
    """A value so written that reading gives it again: with entities for what would be taken for one, or for no text.

    Markup is what reading takes out, once; so another piece of it, put into what only looks like markup, does for that.
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
    inside = _markup().sub(lambda match: f"<{_mark()}{match[0][1:]}", wanted) if has_markup else wanted
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
def _mark() -> str:
    """The shortest piece of markup that leaves nothing where it stood."""
    return f"<{min(Grammar.standard().rules['inline-element'].words(), key=len)}>"
