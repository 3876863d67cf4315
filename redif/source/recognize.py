"""What a file that holds no ReDIF looks like.

Files that are not text at all, and web pages, are not read, since hundreds of findings about them would help nobody. Any other
file is, and what it looks like is said only in messages.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from redif.source.files import ENDINGS, STANDARD_INPUT
from redif.source.patterns import lazy

HEAD = 8192  # bytes of a file that are looked at


class _Kind(NamedTuple):
    """A kind of file: what it is called, and how it begins."""

    name: str
    start: re.Pattern[bytes]


def _kind(name: str, start: bytes) -> _Kind:
    return _Kind(name, lazy(start, re.IGNORECASE))


HTML = "HTML"
BINARY = "a binary file"

# In each list, the first that matches the beginning of a file is taken.
_BINARY_KINDS = (
    _kind("a PNG image", rb"\x89PNG\r\n"),
    _kind("a JPEG image", rb"\xff\xd8\xff"),
    _kind("a GIF image", rb"GIF8[79]a"),
    _kind("a TIFF image", rb"II\*\x00|MM\x00\*"),
    _kind("a PDF document", rb"%PDF-"),
    _kind("an RTF document", rb"\{\\rtf\d"),
    _kind("a gzip archive", rb"\x1f\x8b"),
    _kind("a ZIP archive or an Office document", rb"PK(?:\x03\x04|\x05\x06)"),
    _kind("a 7-Zip archive", rb"7z\xbc\xaf\x27\x1c"),
    _kind("a RAR archive", rb"Rar!\x1a\x07"),
    _kind("a bzip2 archive", rb"BZh[1-9]1AY&SY"),
    _kind("an xz archive", rb"\xfd7zXZ\x00"),
    _kind("a Zstandard archive", rb"\x28\xb5\x2f\xfd"),
    _kind("a tar archive", rb"(?s:.{257})ustar"),
    _kind("an old Office document", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    _kind("a database", rb"SQLite format 3\x00"),
    _kind("a program", rb"\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|MZ(?s:.{0,1024}?)PE\x00\x00"),
    _kind("text in UTF-32", rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff"),
)
_TEXT_KINDS = (
    _kind("XML", rb"\s*<(?:\?xml|[a-z][\w.-]*(?::[\w.-]+)?[\s>])"),
    _kind("BibTeX", rb"(?:\s*%[^\n]*\n)*[^@{}\n]{0,200}\s*@\s*[a-z]+\s*[{(]"),
    _kind("RIS", rb"\s*TY  - "),
    _kind("JSON", rb"\s*[\[{]\s*(?:[\]}\"\[{0-9-]|true|false|null)"),
    _kind("LaTeX", rb"(?:\s*%[^\n]*\n)*\s*\\(?:documentclass|begin|usepackage)\b"),
)
# With an optional declaration and comments before; a page that a program has made may lack its own first lines.
# It ends at the first mark, and can be read in one way only: `.*?` would try each later mark too, for every comment.
XML_COMMENT = rb"<!--(?:[^-]|-(?!->))*-->"
_HTML = lazy(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:" + XML_COMMENT + rb"\s*)*"
    rb"<(?:!doctype\s+html|/?(?:html|head|body|title|meta|script|style|link|div|table|center|frameset|h[1-6]|pre|p|br)\b)",
    re.IGNORECASE,
)
_ATTRIBUTE = lazy(rb"^[ \t]*[A-Za-z-]+[ \t]*:", re.MULTILINE)
_TEMPLATE = lazy(rb"template-type", re.IGNORECASE)
_ROW = lazy(r"[^,;\t\n]*(?P<separator>[,;\t])[^\n]*")
# Control characters that no text has; one byte in nine is one in compressed data, and many more are in a program.
_CONTROLS = {*range(0x00, 0x09), *range(0x0E, 0x1A), *range(0x1B, 0x20), 0x7F}
_TEXT_BYTES = bytes(number for number in range(256) if number not in _CONTROLS)
_SHARE = 20  # one byte in so many
_FEWEST, _FEWEST_KINDS = 16, 4  # a text may have some by accident, and many of one kind other than zeros


def unreadable_kind(head: bytes) -> str | None:
    """Return what a file is if it is not to be read, such as `a PDF document` or `HTML`; else None.

    Args:
        head: how the file begins, at least HEAD bytes if it has so many. It is not UTF-16.
    """
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _TEMPLATE.match(head):  # as nearly all files of ReDIF begin
        return None
    if (kind := _binary_kind(head)) is not None:
        return kind
    if _starts_binary(head):
        return BINARY
    return HTML if _HTML.match(head[:HEAD]) and not _TEMPLATE.search(head) else None


def _binary_kind(head: bytes) -> str | None:
    """What a file is by its first bytes, if these are not those of a text."""
    if head[:1].isalpha() and b"\0" not in head[:HEAD] and head[:1] not in b"BGIMPRS":
        return None
    return next((kind.name for kind in _BINARY_KINDS if kind.start.match(head)), None)


def _starts_binary(head: bytes) -> bool:
    """Whether a file has so many control characters that it is no text."""
    start = head[:HEAD]
    found = start.translate(None, _TEXT_BYTES)
    if len(found) < max(_FEWEST, len(start) // _SHARE) or (len(set(found)) < _FEWEST_KINDS and 0 not in found):
        return False
    return _TEMPLATE.search(head) is None


def _text_kind(head: bytes) -> str | None:
    """In which format other than ReDIF a text is by its beginning, such as `BibTeX`."""
    return next((kind.name for kind in _TEXT_KINDS if kind.start.match(head)), None)


def kind_of_text(text: str, *, is_all: bool) -> str | None:
    """In which format other than ReDIF a text is by its beginning: a web page, or any other if it is all of a file."""
    head = text[:HEAD].encode("utf-8", "replace")
    return HTML if _HTML.match(head) else _text_kind(head) if is_all else None


def look(path: str) -> str | None:
    """Return what a file looks like, such as `BibTeX`, if it is something other than ReDIF.

    None where it may well be ReDIF, where it is not an ordinary file, or where it cannot be read.
    """
    if not os.path.isfile(path):
        return None
    try:
        return look_of(head_of(path), path)
    except OSError:
        return None


def head_of(path: str) -> bytes:
    """Return as much of the beginning of a file as is looked at.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as stream:
        return stream.read(HEAD)


def look_of(head: bytes, name: str = "") -> str | None:
    """Return what a file looks like that begins with some bytes, as `look` does."""
    if (binary := _binary_kind(head)) is not None:  # also where a template stands in it, as it may in an archive
        return binary
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if head.startswith(mark):
            head = head.removeprefix(mark).replace(b"\0", b"")
    if _TEMPLATE.search(head.replace(b"\0", b"")):
        return None
    if (unreadable := unreadable_kind(head)) is not None:
        return unreadable
    if (text := _text_kind(head)) is not None:
        return text
    is_named_table = name.lower().endswith((".csv", ".tsv", ".tab"))
    if b"\0" in head and not is_named_table:  # in a table, the importer leaves out some by accident
        return BINARY
    if _is_table(head.decode("utf-8", "replace")) or (is_named_table and head.strip()):
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
