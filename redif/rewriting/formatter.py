"""Formatting: the text of each template in the attribute order and style of canonical ReDIF, with its comments.

Formatting works on the text rather than on records, so that nothing in a file is lost. The result is read again, and a
template that would say anything else than before keeps its lines.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.rewriting.edits import Original
from redif.schema.attribute_order import CACHED_ORDERS, order_of
from redif.schema.slots import Mode, Slot
from redif.schema.tables import TemplateSchema
from redif.source.characters import UNDECODABLE, control_offsets, without_controls
from redif.source.conflicts import conflict_markers
from redif.source.decoding import Block, decode
from redif.source.encodings import ENCODING_OTHER
from redif.syntax.serializer import attribute_line, may_wrap
from redif.syntax.splitter import REMARK, Reader
from redif.syntax.template import Template
from redif.syntax.tokens import starts_of, without_comments

MOST_ROUNDS = 4  # formatting is repeated until it changes nothing; a file that still changes after so many is left as it is
UTF8_ENDING = ".redif"
FIRST, KNOWN, PRIVATE, LAST = range(4)  # the order of kinds of attributes within a template or cluster

_COMMENT = re.compile("\n(#[^\n]*)")

Layout = Callable[[Template], str]


def tidy_template(template: Template) -> str:
    """Return the lines of a template in canonical order and style, each comment before the attribute it belongs to."""
    names, values, _ = template.names_and_values
    schema = template.schema
    order = order_of(schema)
    comments = _comments(template, names, values)
    opening = attribute_line(order.opening, _on_one_line(values[0], template.has_controls), wrap=False)
    if comments[0]:
        return template.text[1 : _end(template)]
    root = previous = _Unit((FIRST, 0), [opening])
    open_units, table = {0: root}, schema.nodes[0].table
    for index in range(1, len(names)):
        name, value = names[index], _on_one_line(values[index], template.has_controls)
        slot = _slot(name, table, schema, is_first=index == 1)
        wrap = slot is None or may_wrap(slot.info)
        is_known = name.lower() in schema.attribute_infos
        shown = slot.info.name if slot is not None and is_known else name
        lines = [*comments[index], attribute_line(shown, value, wrap=wrap)]
        if slot is None and not is_known:
            previous.lines += lines  # where an unknown attribute belongs is unknown too, so it stays after the one before
            continue
        previous = _Unit((FIRST, 0) if slot is None else _rank(slot, schema), lines)
        if slot is None:
            root.inner.append(previous)  # it belongs to a cluster that is not open
            continue
        is_key = slot.mode is Mode.OPEN
        open_units[slot.info.outer if is_key else slot.node].inner.append(previous)
        if is_key:
            open_units[slot.node] = previous
        table = slot.table
    return "\n".join(root.all_lines())


def formatted(data: bytes, path: str, layout: Layout = tidy_template) -> bytes:
    """Return the bytes of a file, formatted: the same templates in the same order, each saying what it said.

    A file with undecodable bytes or conflict markers, in an encoding that is not read, or without a template, is left as it
    is. The result is UTF-8, with a byte-order mark unless the name ends in `.redif` or the text is ASCII. Line ends are kept if
    all of them are CR LF; otherwise they become LF.
    Formatting the result again changes nothing.

    Args:
        data: all bytes of the file.
        path: its name; the ending says which encoding to expect.
        layout: returns the new lines of a template. Where these would say something else, the old lines are used.
    """
    before = data
    for _ in range(MOST_ROUNDS):
        after = _formatted_once(before, path, layout)
        if after == before:
            return after
        before = after
    return data


def _formatted_once(data: bytes, path: str, layout: Layout) -> bytes:
    found: list[Finding] = []
    blocks = _blocks(data, path, found.append)
    text = "".join(block.text for block in blocks)
    templates = _templates(blocks, path)
    start = len(text) + 1 - sum(len(template.text) for template in templates)
    # Which of two versions is right, only people know. The texts of the templates do not add up to that of the file where an
    # overlong one was split.
    if (
        UNDECODABLE in text
        or any(finding.code == ENCODING_OTHER for finding in found)
        or not templates
        or conflict_markers(text)
        or "".join(template.text for template in templates) != f"\n{text}"[start:]
    ):
        return data
    preceding = text[: max(start - 1, 0)]
    after = _encoded(_joined(preceding, templates, layout), data, path)
    if after == data:
        return data
    content = [_content(template) for template in templates]

    def has_same_content(result: bytes) -> bool:
        return [_content(template) for template in _templates(_blocks(result, path), path)] == content

    if has_same_content(after):
        return after
    after = _encoded(_joined(preceding, templates, lambda template: _safe_layout(template, layout)), data, path)
    return after if has_same_content(after) else data


def _blocks(data: bytes, path: str, on_finding: OnFinding = ignore_finding) -> list[Block]:
    return list(decode(io.BytesIO(data), path, on_finding))


def _templates(blocks: list[Block], path: str) -> list[Template]:
    return list(Reader().templates(blocks, path, ignore_finding))


def _content(template: Template) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a template says, apart from its place in the file."""
    return {key: value for key, value in template.data.items() if key != "source"}, template.tree


def _encoded(text: str, data: bytes, path: str) -> bytes:
    """The text as the new bytes of a file that held `data`."""
    if b"\r" in data and set(Original(data, path).ends[:-1]) == {"\r\n"}:
        text = text.replace("\n", "\r\n")
    mark = b"" if text.isascii() or path.lower().endswith(UTF8_ENDING) else codecs.BOM_UTF8
    return mark + text.encode()


def _joined(preceding: str, templates: list[Template], layout: Layout) -> str:
    """The text of a file: what precedes the first template, and the templates, separated by empty lines.

    Comments between two templates go to the second if they are attached to it, and otherwise stay below the first.
    """
    lines = preceding.split("\n") if preceding else []
    attached = _attached_from(lines)
    pieces = ["\n".join(_without_empty_ends(lines[:attached]))]
    for template in templates:
        above = _comments_in(lines[attached:])
        lines = template.text[_end(template) :].split("\n")[1:]
        attached = _attached_from(lines) if template is not templates[-1] else len(lines)
        pieces.append("\n".join([*above, layout(template), *_comments_in(lines[:attached])]))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _comments_in(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("#")]


def _without_empty_ends(lines: list[str]) -> list[str]:
    """Lines without the empty ones at the beginning and the end."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _attached_from(lines: list[str]) -> int:
    """The index where, among the lines before a template, the comments begin that belong to it.

    These are the comments directly above it, and those addressed to redif (`# redif: ignore ...`) even above an empty line.
    """
    first = len(lines)
    while first and lines[first - 1].startswith("#"):
        first -= 1
    index = first
    while index and (lines[index - 1].startswith("#") or not lines[index - 1].strip()):
        index -= 1
        if lines[index][1:].strip().lower().startswith(REMARK):
            first = index
    return first


def _end(template: Template) -> int:
    """The offset in the text of a template where its last value ends."""
    return len(without_comments(template.text).rstrip())


def _safe_layout(template: Template, layout: Layout) -> str:
    """The new lines of a template if they say the same; else the old ones, without spaces at their ends if that is safe."""
    lines = template.text[1 : _end(template)].split("\n")
    content = _content(template)
    for text in (layout(template), "\n".join(line.rstrip(" \t") for line in lines)):
        if [_content(result) for result in _templates([_block(text)], template.file)] == [content]:
            return text
    return "\n".join(lines)


def _block(text: str) -> Block:
    whole = f"{text}\n"
    return Block(whole, 1, control_offsets(whole))


@dataclass
class _Unit:
    """Lines that are moved together: an attribute with its comments and unknown ones after it, or a whole cluster.

    Attributes:
        rank: the place among the units of the same template or cluster.
        lines: the attribute's own lines.
        inner: the units of the cluster that the attribute opens.
    """

    rank: tuple[int, int]
    lines: list[str]
    inner: list[_Unit] = field(default_factory=list)

    def all_lines(self) -> Iterator[str]:
        """Its lines and those of its inner units, in order."""
        yield from self.lines
        for unit in sorted(self.inner, key=lambda unit: unit.rank):
            yield from unit.all_lines()


def _slot(name: str, table: dict[str, Slot], schema: TemplateSchema, *, is_first: bool) -> Slot | None:
    """The slot of a name, found as reading finds it.

    A name that ends with a digit is a private attribute only directly after the Template-Type.
    """
    slot = table.get(name) or table.get(name.lower())
    if slot is None and (is_first or not name[-1].isdigit() or not schema.type):
        slot = schema.private(name, table)
    return slot


def _rank(slot: Slot, schema: TemplateSchema) -> tuple[int, int]:
    """The rank of an attribute among those of its template or cluster."""
    place = _places(schema).get(slot.info.name)
    if place is None:
        return PRIVATE, 0
    last = order_of(schema).last
    return (KNOWN if last is None or last.info is not slot.info else LAST), place


@lru_cache(maxsize=CACHED_ORDERS)
def _places(schema: TemplateSchema) -> dict[str, int]:
    """The places of attributes within their template or cluster; clusters that form one list share a place."""
    order = order_of(schema)
    places: dict[str, int] = {}
    for index, slots in enumerate(order.slots):
        for place, slot in enumerate(slots):
            first, info = slot, slot.info
            if slot.mode is Mode.OPEN:
                first = order.clusters[index][info.list_key, info.is_extra][0]
            places[info.name] = place if first is slot else places[first.info.name]
    return places


def _on_one_line(value: str, has_controls: bool) -> str:
    """A value on one line, without words that are nothing but control characters."""
    words = value.split()
    return " ".join(word for word in words if without_controls(word)) if has_controls else " ".join(words)


def _comments(template: Template, names: list[str], values: list[str]) -> list[list[str]]:
    """For each attribute the comments that go before it: those above it and those within its value.

    Comments within the first value go before the second attribute, since before the first they would be about the whole
    template. If there is no second, they stay within the first.
    """
    found: list[list[str]] = [[] for _ in names]
    if "#" not in template.text:
        return found
    bare, end = without_comments(template.text), _end(template)
    starts = [*(template.starts or starts_of(names, values)), len(bare)]
    value_ends = [start + len(bare[start:stop].rstrip()) for start, stop in pairwise(starts)]
    index = 0
    for match in _COMMENT.finditer(template.text, 0, end):
        while match.start() >= value_ends[index]:
            index += 1
        found[max(index, min(1, len(names) - 1))].append(match[1])
    return found
