"""Draws the rules of grammars/values.abnf as railroad diagrams, with pyparsing's own `pyparsing.diagram`.

As a hook of MkDocs it adds the page `diagrams.md` to the site; `python docs/hooks/diagrams.py > diagrams.md` writes the page.
It needs the `docs` extra. The pictures are SVG in the page, which loads nothing from elsewhere.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

import pyparsing as pp
from pyparsing.diagram import to_railroad

from redif.grammar import standard
from redif.grammar.nodes import Choice, Definition, Literal, Node, Range, Repeat, characters
from redif.grammar.parsers import Elements

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PAGE = "diagrams.md"
IN_A_BOX = 8  # single characters
HEAD = """# The syntax of values in pictures

Each picture is a rule of `grammars/values.abnf`, the grammar that redif runs. Follow the line from left to right. A box with
quotes holds text to be written like that, in uppercase or lowercase; one without quotes holds characters of which to write
one, or the name of another rule, which is a link to it.

<style>
svg.railroad-diagram { max-width: 100%; height: auto; }
svg.railroad-diagram path { stroke: currentColor; stroke-width: 2; fill: none; }
svg.railroad-diagram text { font: 13px monospace; text-anchor: middle; fill: currentColor; }
svg.railroad-diagram rect { stroke: currentColor; stroke-width: 1.5; fill: none; }
svg.railroad-diagram rect.group-box { stroke-dasharray: 8 4; }
</style>
"""
_SECTION = re.compile(r"; -{10,} *(.+)")
_TEXT = re.compile(r"(<text [^>]*>)([^<]*)(</text>)")


class _Box(pp.Token):
    """An element that is drawn as a box with a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def _generateDefaultName(self) -> str:  # noqa: N802
        return self._text


class _Picture:
    """The pyparsing elements of one rule, in which other rules are boxes with their names."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._elements = Elements(definitions, self._visit)

    def of(self, definition: Definition) -> str:
        """Return a rule as SVG."""
        element = pp.And([self._elements.of(definition.node)])
        drawn = to_railroad(element)[0].diagram
        svg = io.StringIO()
        drawn.writeSvg(svg.write)
        # XML has no "]]>" in a text.
        return _TEXT.sub(self._linked, svg.getvalue().replace("]]>", "]]&gt;")).replace("\n", " ")

    def _visit(self, element: pp.ParserElement, node: Node, definition: Definition | None) -> pp.ParserElement:
        if definition is not None:
            return _Box(definition.name)
        match node:
            case Literal(text):
                return _Box(f'"{text}"')
            case Range(first, last):
                return _Box(_shown(first) if first == last else f"{_shown(first)} - {_shown(last)}")
            case Choice(items) if characters(node, self._definitions) is not None:
                return self._characters(items)
            case Repeat(item, least, most) if most is not None and most > 1:
                label = f"{least} times" if least == most else f"{least} to {most} times"
                # A picture is labelled with the name of the element's class.
                return type(label, (pp.TokenConverter,), {})(self._elements.of(item))
        return element

    def _characters(self, items: tuple[Node, ...]) -> pp.ParserElement:
        """A choice of single characters, several of which are in a box."""
        single = [item.text for item in items if isinstance(item, Literal)]
        boxes: list[pp.ParserElement] = [self._elements.of(item) for item in items if not isinstance(item, Literal)]
        boxes += [_Box("  ".join(some)) for some in (single[at : at + IN_A_BOX] for at in range(0, len(single), IN_A_BOX))]
        return pp.MatchFirst(boxes)

    def _linked(self, match: re.Match[str]) -> str:
        text = match[2]
        return f'<a href="#{text.lower()}">{match[0]}</a>' if text.lower() in self._definitions else match[0]


def _shown(point: int) -> str:
    return chr(point) if chr(point).isascii() and chr(point).isalnum() else f"U+{point:04X}"


def page() -> str:
    """Return the page, in Markdown."""
    files = standard.read_files()
    definitions = standard.load(files).definitions
    return HEAD + "".join(_blocks(files.values, definitions))


def _blocks(source: str, definitions: Mapping[str, Definition]) -> Iterator[str]:
    picture = _Picture(definitions)
    sections = [(match.start(), match[1]) for match in _SECTION.finditer(source)]
    for definition in definitions.values():
        while sections and sections[0][0] < definition.offset:
            yield f"\n## {sections.pop(0)[1].capitalize()}\n"
        yield f"\n### {definition.name}\n"
        if definition.comment:
            yield f"\n{escape(definition.comment[:1].upper() + definition.comment[1:], quote=False)}.\n"
        yield f"\n<div>{picture.of(definition)}</div>\n"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page to the site (a hook of MkDocs)."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, PAGE, content=page()))
    return files


if __name__ == "__main__":
    sys.stdout.write(page())
