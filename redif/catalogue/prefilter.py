"""Files read for series, archives, people and institutions only.

Most files of RePEc hold nothing but items. To find that out by a search in their bytes takes a tenth of the time of reading
them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache

from redif.findings.finding import OnFinding
from redif.grammar import Grammar
from redif.reading.documents import file_templates, redif_templates
from redif.schema.values import HandleKind
from redif.source.files import OnError, is_named_json, open_file
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

HEAD = 256  # bytes that are enough to recognize UTF-16
SMALL = 1 << 16  # bytes; few files are larger, and a larger buffer takes longer to allocate than such a file to read
MOST = 4 << 20  # bytes that are searched; a larger file is simply read


def templates_but_items(path: str, reader: Reader, on_finding: OnFinding, on_error: OnError) -> Iterator[Template]:
    """Return the templates of a file, with its items if it holds anything else; none if it holds only items."""
    # JSON writes template types in its own way.
    data = None if is_named_json(path) else _whole(path)
    if data is None:
        yield from file_templates(path, reader, on_finding, on_error)
    elif b"\0" in data[:HEAD] or _others(reader.grammar).search(data.lower()) is not None:
        yield from redif_templates(io.BytesIO(data), path, reader, on_finding)


def _whole(path: str) -> bytes | None:
    """The bytes of a file; None if it is large or cannot be read."""
    try:
        with open_file(path, buffering=0) as file:
            data = file.read(SMALL)
            if len(data) == SMALL:
                data += file.read(MOST)
    except OSError:
        return None
    return data if len(data) < MOST else None


@lru_cache(maxsize=8)
def _others(grammar: Grammar) -> re.Pattern[bytes]:
    """An expression for the Template-Type of anything but an item, in lowercase."""
    words = set()
    for group in grammar.templates.values():
        handle = group.attributes.get("handle")
        if handle is None or handle.type != f"{HandleKind.DOCUMENT}handle":
            words.add(grammar.kind(group.name) or group.name.lower())
    # A template of an unknown type may be anything, but has no summary.
    return re.compile(rb"template-type\s*:\s*[^\r\n]*(?:" + b"|".join(re.escape(w).encode() for w in sorted(words)) + b")")
