"""What Zotero writes in a note because the other format has no field for it: a name and a value a line, Publisher: Elsevier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from redif.importers.item import ImportedItem

LONGEST = 1000  # characters of a line that is understood
_NAMED = re.compile(r"(_?[A-Za-z]+(?: [A-Za-z]+)?): (\S.*)").fullmatch
# The fields of an item, each taken only where nothing else says it.
_FIELDS: Mapping[str, str] = {
    "volume": "volume",
    "issue": "issue",
    "publication title": "journal",
    "pages": "pages",
    "doi": "doi",
}
_OTHERS: Mapping[str, Callable[[ImportedItem, str], object]] = {
    "publisher": lambda item, text: item.publisher(text),
    "place": lambda item, text: item.keep("place", text),
    "issn": lambda item, text: item.add("issn", text),
    "num pages": lambda item, text: item.length(text),
    "_eprint": lambda item, text: item.keep("eprint", text),
}


def add_note(item: ImportedItem, lines: Iterable[str]) -> None:
    """Add a note, and what its lines name to where it belongs. It is called when all else is added."""
    item.add("note", " ".join(line for line in lines if not _is_taken(item, " ".join(line.split()))))


def _is_taken(item: ImportedItem, line: str) -> bool:
    match = _NAMED(line) if len(line) <= LONGEST else None
    name = match[1].lower() if match else ""
    if match is None or (name not in _OTHERS and (not item.takes(_FIELDS.get(name, "")) or item.has(_FIELDS[name]))):
        return False
    if name in _OTHERS:
        _OTHERS[name](item, match[2])
    elif name == "doi":
        item.doi(match[2])
    else:
        item.add(_FIELDS[name], match[2])
    return True
