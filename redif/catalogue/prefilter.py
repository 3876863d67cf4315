"""Files read for what is no item: series, archives, people and institutions.

Most files of RePEc hold items alone, and need not be taken apart for these. To look for a word in their bytes takes a tenth of
the time.
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
from redif.source.files import OnError, is_named_json
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

HEAD = 256  # bytes in which a file of UTF-16 shows itself
SMALL = 1 << 16  # bytes; few files are larger, and to make room for more takes longer than to read one of them
MOST = 4 << 20  # bytes that are looked at; a larger file is simply read


def templates_but_items(path: str, reader: Reader, on_finding: OnFinding, on_error: OnError) -> Iterator[Template]:
    """The templates of a file, items too where it holds anything else; none where it holds items alone."""
    # JSON names template types in its own way.
    data = None if is_named_json(path) else _whole(path)
    if data is None:
        yield from file_templates(path, reader, on_finding, on_error)
    elif b"\0" in data[:HEAD] or _others(reader.grammar).search(data.lower()) is not None:
        yield from redif_templates(io.BytesIO(data), path, reader, on_finding)


def _whole(path: str) -> bytes | None:
    """All that stands in a file; None where that is much, or cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read(SMALL)
            if len(data) == SMALL:
                data += file.read(MOST)
    except OSError:
        return None
    return data if len(data) < MOST else None


@lru_cache(maxsize=8)
def _others(grammar: Grammar) -> re.Pattern[bytes]:
    """The Template-Type of anything but an item, in small letters."""
    words = set()
    for group in grammar.templates.values():
        handle = group.attributes.get("handle")
        if handle is None or handle.type != f"{HandleKind.DOCUMENT}handle":
            words.add(grammar.kind(group.name) or group.name.lower())
    # A template of a type that nobody knows may be anything, but it has no facts to tell.
    return re.compile(rb"template-type\s*:\s*[^\r\n]*(?:" + b"|".join(re.escape(w).encode() for w in sorted(words)) + b")")
