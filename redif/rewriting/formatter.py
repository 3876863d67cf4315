"""Files of ReDIF made tidy: the text of each template in the order and the style of canonical ReDIF, with its comments.

This works on the text, not on the record, so nothing that stands there is lost. Whatever was done is read again: a template
that would say anything else than before keeps its lines.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from redif.findings.finding import ignore_finding
from redif.rewriting.edits import Original
from redif.schema.attribute_order import CACHED_ORDERS, order_of
from redif.schema.tables import Mode, Slot, TemplateSchema
from redif.source.characters import UNDECODABLE, control_offsets, without_controls
from redif.source.decoding import Block, decode
from redif.syntax.lines import starts_of, without_comments
from redif.syntax.serializer import attribute_line, may_wrap
from redif.syntax.splitter import REMARK, Reader
from redif.syntax.template import Template

ROUNDS = 4  # after so many, what was formatted has to be what formatting makes of it
UTF8_ENDING = ".redif"
AHEAD, KNOWN, PRIVATE, LAST = range(4)  # in which order kinds of attributes stand

_COMMENT = re.compile("\n(#[^\n]*)")


def formatted(data: bytes, path: str) -> bytes:
    """The bytes of a file, tidy: the same templates in the same order, each saying what it said.

    A file with bytes that stand for nothing, or without a template, stays as it is. The result is UTF-8, with a byte-order
    mark unless the name ends in `.redif` or all is ASCII. Line ends stay what they are if all of them are CR LF; else they
    become LF. Formatting what was formatted changes nothing.

    Args:
        data: all that stands in the file.
        path: its name; the ending tells what encoding to expect.
    """
    before = data
    for _ in range(ROUNDS):
        after = _formatted(before, path)
        if after == before:
            return after
        before = after
    return data


def _formatted(data: bytes, path: str) -> bytes:
    """The bytes of a file after one round."""
    blocks = _blocks(data, path)
    text = "".join(block.text for block in blocks)
    templates = _templates(blocks, path)
    start = len(text) + 1 - sum(len(template.text) for template in templates)
    if UNDECODABLE in text or not templates or "".join(template.text for template in templates) != f"\n{text}"[start:]:
        return data  # in the last case one was so long that it was cut
    ahead = text[: max(start - 1, 0)]
    after = _encoded(_joined(ahead, templates, _tidy), data, path)
    if after == data:
        return data
    said = [_said(template) for template in templates]

    def is_same(made: bytes) -> bool:
        return [_said(template) for template in _templates(_blocks(made, path), path)] == said

    if is_same(after):
        return after
    after = _encoded(_joined(ahead, templates, _tidy_or_kept), data, path)
    return after if is_same(after) else data


def _blocks(data: bytes, path: str) -> list[Block]:
    return list(decode(io.BytesIO(data), path, ignore_finding))


def _templates(blocks: list[Block], path: str) -> list[Template]:
    return list(Reader().templates(blocks, path, ignore_finding))


def _said(template: Template) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a template says, wherever it stands."""
    return {key: value for key, value in template.data.items() if key != "source"}, template.tree


def _encoded(text: str, data: bytes, path: str) -> bytes:
    """The text as bytes of a file that was `data`."""
    if b"\r" in data and set(Original(data, path).ends[:-1]) == {"\r\n"}:
        text = text.replace("\n", "\r\n")
    mark = b"" if text.isascii() or path.lower().endswith(UTF8_ENDING) else codecs.BOM_UTF8
    return mark + text.encode()


def _joined(ahead: str, templates: list[Template], body: Callable[[Template], str]) -> str:
    """The text of a file: what is ahead of the first template, and the templates with a blank line between them."""
    lines = ahead.split("\n") if ahead else []
    first = _right_above(lines)
    pieces = ["\n".join(_trimmed(lines[:first]))]
    for template in templates:
        above = _comments_in(lines[first:])
        lines = template.text[_end(template) :].split("\n")[1:]
        first = _right_above(lines) if template is not templates[-1] else len(lines)
        pieces.append("\n".join([*above, body(template), *_comments_in(lines[:first])]))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _comments_in(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("#")]


def _trimmed(lines: list[str]) -> list[str]:
    """Lines without the blank ones at the beginning and the end."""
    said = [number for number, line in enumerate(lines) if line.strip()]
    return lines[said[0] : said[-1] + 1] if said else []


def _right_above(lines: list[str]) -> int:
    """Where the comments begin, among the lines ahead of a template, that belong to it.

    No blank line parts them from it, or they say something to redif about it.
    """
    first = len(lines)
    while first and lines[first - 1].startswith("#"):
        first -= 1
    remark = first
    while remark and (lines[remark - 1].startswith("#") or not lines[remark - 1].strip()):
        remark -= 1
        if lines[remark][1:].strip().lower().startswith(REMARK):
            first = remark
    return first


def _end(template: Template) -> int:
    """Where in the text of a template its last value ends."""
    return len(without_comments(template.text).rstrip())


def _tidy_or_kept(template: Template) -> str:
    """The lines of a template, tidy if they say the same then; if not, without blanks at their ends, or just as they are."""
    lines = template.text[1 : _end(template)].split("\n")
    wanted = _said(template)
    for text in (_tidy(template), "\n".join(line.rstrip(" \t") for line in lines)):
        if [_said(again) for again in _templates([_block(text)], template.file)] == [wanted]:
            return text
    return "\n".join(lines)


def _block(text: str) -> Block:
    whole = f"{text}\n"
    return Block(whole, 1, control_offsets(whole))


@dataclass
class _Unit:
    """What is moved as one: an attribute with its comments and unknown ones after it, or a cluster with all that is in it."""

    rank: tuple[int, int]
    lines: list[str]
    inner: list[_Unit] = field(default_factory=list)

    def all_lines(self) -> Iterator[str]:
        """Its lines, those of a cluster in their order."""
        yield from self.lines
        for unit in sorted(self.inner, key=lambda unit: unit.rank):
            yield from unit.all_lines()


def _tidy(template: Template) -> str:
    """The lines of a template in their order."""
    names, values, _ = template.names_and_values
    schema = template.schema
    order = order_of(schema)
    comments = _comments(template, names, values)
    opening = attribute_line(order.opening, _one_line(values[0], template.has_controls), wrap=False)
    if comments[0]:
        return template.text[1 : _end(template)]
    root = last = _Unit((AHEAD, 0), [opening])
    open_, table = {0: root}, schema.nodes[0].table
    for index in range(1, len(names)):
        name, value = names[index], _one_line(values[index], template.has_controls)
        slot = _slot(name, table, schema, is_first=index == 1)
        wrap = slot is None or may_wrap(slot.info)
        is_known = name.lower() in schema.attribute_infos
        shown = slot.info.name if slot is not None and is_known else name
        lines = [*comments[index], attribute_line(shown, value, wrap=wrap)]
        if slot is None and not is_known:
            last.lines += lines  # nobody knows where it belongs
            continue
        last = _Unit((AHEAD, 0) if slot is None else _rank(slot, schema), lines)
        if slot is None:
            root.inner.append(last)  # no cluster that knows it is open there
            continue
        is_key = slot.mode is Mode.OPEN
        open_[slot.info.outer if is_key else slot.node].inner.append(last)
        if is_key:
            open_[slot.node] = last
        table = slot.table
    return "\n".join(root.all_lines())


def _slot(name: str, table: dict[str, Slot], schema: TemplateSchema, *, is_first: bool) -> Slot | None:
    """The slot of a name, as reading finds it: one that ends with a digit is no private attribute but ahead of all others."""
    slot = table.get(name) or table.get(name.lower())
    if slot is None and (is_first or not name[-1].isdigit() or not schema.type):
        slot = schema.private(name, table)
    return slot


def _rank(slot: Slot, schema: TemplateSchema) -> tuple[int, int]:
    """Where an attribute stands among those of its cluster or template."""
    place = _places(schema).get(slot.info.name)
    if place is None:
        return PRIVATE, 0
    last = order_of(schema).last
    return (KNOWN if last is None or last.info is not slot.info else LAST), place


@lru_cache(maxsize=CACHED_ORDERS)
def _places(schema: TemplateSchema) -> dict[str, int]:
    """The places of attributes among those of their cluster; clusters that are listed together have one."""
    order = order_of(schema)
    positions: dict[str, int] = {}
    for index, slots in enumerate(order.slots):
        for place, slot in enumerate(slots):
            first, info = slot, slot.info
            if slot.mode is Mode.OPEN:
                first = order.clusters[index][info.list_key, info.is_extra][0]
            positions[info.name] = place if first is slot else positions[first.info.name]
    return positions


def _one_line(value: str, has_controls: bool) -> str:
    """A value on one line, without words that are nothing but control characters."""
    words = value.split()
    return " ".join(word for word in words if without_controls(word)) if has_controls else " ".join(words)


def _comments(template: Template, names: list[str], values: list[str]) -> list[list[str]]:
    """For each attribute the comments that go ahead of it: those that stand there, and those within its value.

    Those within the first go ahead of the second, for ahead of the first they would be about the template. Where there is no
    second they stay with the first.
    """
    found: list[list[str]] = [[] for _ in names]
    if "#" not in template.text:
        return found
    bare, end = without_comments(template.text), _end(template)
    starts = template.starts or starts_of(names, values)
    stops = [len(bare[:start].rstrip()) for start in starts[1:]] + [end]  # where each value ends
    index = 0
    for match in _COMMENT.finditer(template.text, 0, end):
        while match.start() >= stops[index]:
            index += 1
        found[max(index, min(1, len(names) - 1))].append(match[1])
    return found
