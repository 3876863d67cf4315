"""Items for the tests of formats: those of real files, and made ones that hold any text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import redif
from redif.bibliography.item import ITEM_KINDS

# Texts that end strings, elements and lines where they are not escaped, and characters that some formats cannot hold.
NASTY = (
    "]]>", "</script>", "<!--", "&lt;", "\0", "\x0b", "\x1f", "\u202e", "\u05d0", "😀", "\n", "\r\n", "\u2028", '"', "\\",
)  # fmt: skip


def items(*paths: Path) -> list[redif.Template]:
    """The items in files."""
    return [template for path in paths for template in redif.templates(path) if template.type in ITEM_KINDS]


def made_item(type_: str, values: Mapping[str, str], name: str, word: str) -> redif.Template:
    """An item with an author, a workplace, a keyword and a file, whose record has some values as they are."""
    (template,) = redif.parse(f"Template-Type: {type_}\nAuthor-Name: N\nHandle: RePEc:aaa:papers:1\n").templates
    template.data.update(values, authors=[{"name": name, "workplaces": [{"name": word}]}], keywords=[word])
    template.data["files"] = [{"url": "http://example.org", "function": word, "restriction": name}]
    return template
