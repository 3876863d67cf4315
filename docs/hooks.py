"""Hooks of MkDocs: the syntax of values as railroad diagrams, drawn by pyparsing from the grammar when the site is built."""

from __future__ import annotations

from html import escape
from io import StringIO
from typing import Any

PAGE = "values.md"
STYLE = (
    "<style>.railroad { overflow-x: auto } .railroad svg { background: none; max-width: none }\n"
    ".railroad path { fill: none; stroke: var(--md-default-fg-color); stroke-width: 1.5 }\n"
    ".railroad rect { fill: var(--md-code-bg-color); stroke: var(--md-default-fg-color) }\n"
    ".railroad rect.group-box { fill: none; stroke-dasharray: 4 }\n"
    ".railroad text { fill: var(--md-default-fg-color); font: 14px monospace; text-anchor: middle }</style>\n\n"
)


def on_page_markdown(markdown: str, page: Any, **_kwargs: Any) -> str:
    """Return a page as it is; to that of the values, add a section for each rule."""
    return markdown + diagrams() if page.file.src_uri == PAGE else markdown


def _visible(svg: str) -> str:
    """Return a picture on one line, with control characters as escapes."""
    text = svg.replace("\n", " ")
    return "".join(character if character.isprintable() else escape(ascii(character)[1:-1]) for character in text)


def diagrams() -> str:
    """Return a section for each rule of value syntax, with its diagram."""
    from pyparsing.diagram import to_railroad

    from redif import Grammar

    grammar = Grammar.standard()
    sections = [STYLE]
    for rule in grammar.rules:
        sections.append(f"\n\n## {rule}\n\n")
        for number, named in enumerate(to_railroad(grammar.parser(rule).copy().set_name(rule))):
            svg = StringIO()
            named.diagram.writeSvg(svg.write)
            caption = f"<p>{escape(named.name)}:</p>" if number else ""
            sections.append(f'<div class="railroad">{caption}{_visible(svg.getvalue())}</div>\n')
    return "".join(sections)
