"""What a file looks like that redif cannot read."""

from __future__ import annotations

from redif.importers import format_of
from redif.source.recognize import head_of, look

# What a format that has an importer may look like; plain text is a file with nothing but a comment in it.
_IMPORTED = ("BibTeX", "RIS", "JSON", "XML", "a table (CSV)", "a ZIP archive or an Office document", "plain text")


def look_of_input(path: str, format_: str = "") -> str | None:
    """Return what a file looks like that redif cannot read: neither ReDIF nor, by what it says, a format that has an importer.

    Args:
        path: the file.
        format_: the format that it is said to have, if any.
    """
    kind = look(path)
    if kind in _IMPORTED and (kind == "JSON" or format_ or format_of(path, head_of(path))):
        return None
    return kind
