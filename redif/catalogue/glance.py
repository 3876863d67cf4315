"""A glance at a file: whether it can hold anything but items.

Most files of RePEc hold items alone. Who only wants to know of series, archives, people and institutions need not read them,
and to look for the word in their bytes takes a tenth of the time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from redif.grammar import Grammar
from redif.models.values import HandleKind
from redif.sources import JSON_ENDINGS

HEAD = 256  # bytes in which a file of UTF-16 shows itself
MOST = 4 << 20  # bytes that are looked at; a larger file is simply read


def may_hold_more(path: str, grammar: Grammar) -> bool:
    """Whether a file may hold templates other than of items. One that cannot be looked at may."""
    if path.lower().endswith(JSON_ENDINGS):  # which names template types in its own way
        return True
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read(MOST)
    except OSError:
        return True
    return len(data) == MOST or b"\0" in data[:HEAD] or _others(grammar).search(data) is not None


@lru_cache(maxsize=8)
def _others(grammar: Grammar) -> re.Pattern[bytes]:
    """The Template-Type of anything but an item, however it is spelled."""
    words = set()
    for group in grammar.templates.values():
        handle = group.attributes.get("handle")
        is_item = handle is not None and handle.type == f"{HandleKind.DOCUMENT}handle"
        if not is_item:
            words.add(grammar.kind(group.name) or group.name.lower())
    # A template of a type that nobody knows may be anything, but it has no facts to tell.
    return re.compile(rb"(?i)template-type\s*:\s*[^\r\n]*(?:" + b"|".join(re.escape(w).encode() for w in sorted(words)) + b")")
