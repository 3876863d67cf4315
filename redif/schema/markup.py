"""Values without HTML entities and markup. Their syntax is defined in grammars/values.abnf."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from redif.grammar import Grammar
from redif.grammar.expressions import groups_of
from redif.source.characters import without_controls
from redif.source.patterns import lazy

_LINE_BREAK = lazy(r"\s?</?br\s?/?>\Z", re.I)
_LONGEST_LINE_BREAK = 7  # characters
_BRACKETS = lazy("<[^>]*(?:>|$)")


def without_entities(value: str) -> str:
    """Return the value with entities replaced by their characters, also those escaped twice (`&amp;eacute;`)."""
    import html  # takes a while to import, and few files need it

    entity = _entity()
    for _ in range(2):
        if "&" not in value:
            break
        value = entity.sub(lambda match: _character(match[0].replace(" ", ""), html.unescape), value)
    return without_controls(value)


def _character(entity: str, unescape: Callable[[str], str]) -> str:
    """Return what an entity stands for, also a control character, which HTML leaves out: `&#2;`."""
    if (character := unescape(entity)) or not entity.startswith("&#"):
        return character
    number = entity[2:].rstrip(";")
    return chr(int(number[1:], 16) if number[:1] in "xX" else int(number))


def line_break_start(value: str) -> int | None:
    """Return where the tag of a line break begins that ends a value, with the space before it; None if there is none."""
    match = _LINE_BREAK.search(value, max(len(value) - _LONGEST_LINE_BREAK, 0)) if value.endswith(">") else None
    return match.start() if match is not None else None


def is_all_markup(value: str) -> bool:
    """Whether nothing of a value is left where every `<` takes what follows with it, to the next `>` or the end."""
    return value.startswith("<") and not _BRACKETS.sub("", value).strip()


def without_markup(value: str) -> str:
    """Return the value without tags and comments; tags of block elements are replaced by a space."""
    if "<" not in value:
        return value
    if "<!" in value:
        value = Grammar.standard().rules["xml-mark"].pattern().sub("", value)

    def plain(match: re.Match[str]) -> str:
        return " " if any(match[group] for group in block) else match[0] if is_comparison(match) else ""

    pattern, block = _markup()
    return pattern.sub(plain, value)


def is_block(tag: re.Match[str]) -> bool:
    """Whether a tag is that of a block element, which begins a new line."""
    pattern, block = _markup()
    match = pattern.match(tag[0])
    return match is not None and any(match[group] for group in block)


def is_comparison(match: re.Match[str]) -> bool:
    """Whether what looks like a tag is between letters and never closed: if a<b>c holds."""
    tag, (start, end), value = match[0], match.span(), match.string
    if len(tag) > len("<b>") or not (value[start - 1 : start].isalnum() and value[end : end + 1].isalnum()):
        return False  # there is no character before the first one: from -1 to 0
    return tag[1] in "abiusq" and f"</{tag[1]}" not in value.lower()


@cache
def _entity() -> re.Pattern[str]:
    return Grammar.standard().rules["entity"].pattern()


@cache
def _markup() -> tuple[re.Pattern[str], list[int]]:
    pattern = Grammar.standard().rules["markup"].pattern("block-element")
    return pattern, groups_of(pattern, "block-element")
