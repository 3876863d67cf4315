"""What a file that holds no ReDIF looks like, for messages about it."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from redif.importers import format_of
from redif.source.files import ENDINGS, STANDARD_INPUT

HEAD = 8192  # bytes of a file that are looked at


class _Kind(NamedTuple):
    """A kind of file: what it is called, how it begins, and whether the beginning is text."""

    name: str
    start: re.Pattern[bytes]


def _kind(name: str, start: bytes) -> _Kind:
    return _Kind(name, re.compile(start, re.IGNORECASE))


# The first that matches the beginning of a file is taken.
_KINDS = (
    _kind("a PNG image", rb"\x89PNG\r\n"),
    _kind("a JPEG image", rb"\xff\xd8\xff"),
    _kind("a GIF image", rb"GIF8[79]a"),
    _kind("a PDF document", rb"%PDF-"),
    _kind("a gzip archive", rb"\x1f\x8b"),
    _kind("a ZIP archive or an Office document", rb"PK(?:\x03\x04|\x05\x06)"),
    _kind("an old Office document", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    _kind("RTF", rb"\{\\rtf"),
    _kind("HTML", rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b"),
    _kind("XML", rb"\s*<(?:\?xml|[a-z][\w.-]*(?::[\w.-]+)?[\s>])"),
    _kind("BibTeX", rb"(?:\s*%[^\n]*\n)*[^@{}\n]{0,200}\s*@\s*[a-z]+\s*[{(]"),
    _kind("RIS", rb"\s*TY  - "),
    _kind("JSON", rb"\s*[\[{]\s*(?:[\]}\"\[{0-9-]|true|false|null)"),
    _kind("LaTeX", rb"(?:\s*%[^\n]*\n)*\s*\\(?:documentclass|begin|usepackage)\b"),
)
# What a format that has an importer may look like; plain text is a file with nothing but a comment in it.
_IMPORTED = ("BibTeX", "RIS", "JSON", "XML", "a table (CSV)", "a ZIP archive or an Office document", "plain text")
_ATTRIBUTE = re.compile(rb"^[ \t]*[A-Za-z-]+[ \t]*:", re.MULTILINE)
_TEMPLATE = re.compile(rb"template-type", re.IGNORECASE)
_ROW = re.compile(r"[^,;\t\n]*(?P<separator>[,;\t])[^\n]*")


def look(path: str) -> str | None:
    """Return what a file looks like, such as `BibTeX`, if it is something other than ReDIF.

    None where it may well be ReDIF, where it is not an ordinary file, or where it cannot be read.
    """
    if not os.path.isfile(path):
        return None
    try:
        return look_of(_head(path), path)
    except OSError:
        return None


def look_of_input(path: str, format_: str = "") -> str | None:
    """Return what a file looks like that redif cannot read: neither ReDIF nor, by what it says, a format that has an importer.

    Args:
        path: the file.
        format_: the format that it is said to have, if any.
    """
    kind = look(path)
    if kind in _IMPORTED and (kind == "JSON" or format_ or format_of(path, _head(path))):
        return None
    return kind


def _head(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(HEAD)


def look_of(head: bytes, name: str = "") -> str | None:
    """Return what a file looks like that begins with some bytes, as `look` does."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if head.startswith(mark):
            head = head.removeprefix(mark).replace(b"\0", b"")
    if _TEMPLATE.search(head.replace(b"\0", b"")):
        return None
    for kind in _KINDS:
        if kind.start.match(head):
            return kind.name
    if b"\0" in head:
        return "a binary file"
    if _is_table(head.decode("utf-8", "replace")) or (name.lower().endswith((".csv", ".tsv")) and head.strip()):
        return "a table (CSV)"
    is_named_otherwise = name not in ("", STANDARD_INPUT) and not name.lower().endswith(ENDINGS)
    return "plain text" if is_named_otherwise and head.strip() and not _ATTRIBUTE.search(head) else None


def _is_table(text: str) -> bool:
    """Return whether the first lines are rows of a table, with as many separators in each and no `Name: value` first."""
    lines = [line for line in text.splitlines()[:5] if line.strip()][: -1 if len(text) >= HEAD else None]
    match = _ROW.match(lines[0]) if len(lines) > 1 else None
    if match is None or re.match(r"\s*[\w-]+:", lines[0]):
        return False
    separators = {line.count(match["separator"]) for line in lines if '"' not in line}
    return len(separators) == 1 and separators.pop() > 0
