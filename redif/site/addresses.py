"""The addresses of pages: file names made of handles, names and keywords, and what links lead to.

Handles ignore letter case and may hold anything, while file systems differ in what names they take: some ignore case, others
have names for devices, none takes more than 255 bytes. So a file name is in lowercase, and what is not a plain letter, digit,
hyphen or full stop is replaced: a colon by `_`, any other character by `~` and its bytes. No two handles have one name.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from redif.schema.values import Handle, HandleKind
from redif.source.characters import folded

LONGEST = 120  # characters of a name; a longer one is cut, and ends in a number made of all of it
# Folders of the site that hold no records, and the one for records without a valid handle.
OTHER = "other"
FOLDERS = frozenset({"authors", "check", "jel", "keywords", "oai", OTHER, "search", "static"})
_UNSAFE = re.compile(r"[^a-z0-9.-]")
# Names of devices on Windows, whatever comes after a full stop, and those of our own pages.
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\.|$)|\.")
_WORDS = re.compile(r"[^\W_]+")


def file_name(text: str) -> str:
    """Return a name for a file, without an extension, that no other text has but for letter case."""
    lowercase = text.lower()
    name = _UNSAFE.sub(_escape, lowercase)
    if _TAKEN.match(name) or not name:
        name = f"~{ord(name[0]):02x}{name[1:]}" if name else "~"
    if name.endswith("."):
        name = f"{name[:-1]}~2e"
    if len(name) > LONGEST:
        name = f"{name[:LONGEST]}~{hashlib.sha256(lowercase.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
    return name


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return "_" if character == ":" else "".join(f"~{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def record_path(handle: str, kind: HandleKind = HandleKind.DOCUMENT) -> str:
    """Return the path of the page of an item, series or archive, without its extension.

    Series and archives are folders, whose page is `index`. What has no valid handle of its kind is in a folder of its own.
    """
    if Handle(handle).kind is not kind:
        return f"{OTHER}/{file_name(handle)}"
    authority, *codes = map(file_name, handle.split(":", 3))
    authority = authority.replace(".", "~2e")
    if authority in FOLDERS:
        authority = f"~{ord(authority[0]):02x}{authority[1:]}"
    return "/".join((authority, *codes) if kind is HandleKind.DOCUMENT else (authority, *codes, "index"))


def nameless_path(text: str) -> str:
    """Return the path of the page of an item without a handle, by what it holds."""
    return f"{OTHER}/~{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def name_key(inverted: str) -> str:
    """Return what the spellings of a name have in common: its words without accents; empty for a name without letters.

    Args:
        inverted: the name, with the family name first.
    """
    family, _, given = inverted.partition(",")
    words = ["-".join(_WORDS.findall(folded(part))) for part in (family, given)]
    return ":".join(words) if any(words) else ""


def person_path(key: str) -> str:
    """Return the path of an author's page."""
    return f"authors/{file_name(key)}.html"


def jel_path(code: str) -> str:
    """Return the path of the page of a JEL code."""
    return f"jel/{file_name(code)}.html"


def keyword_key(keyword: str) -> str:
    """Return what the spellings of a keyword have in common."""
    return " ".join(_WORDS.findall(folded(keyword))) or keyword


def keyword_page(key: str) -> str:
    """Return the path of the page that holds a keyword."""
    first = key[:1]
    return f"keywords/{first if first.isascii() and first.isalpha() else '0-9' if first.isdecimal() else 'other'}.html"


def keyword_anchor(key: str) -> str:
    """Return the place of a keyword on its page."""
    return f"k-{file_name(key)}"


def mail_address(email: str) -> str:
    """Return an e-mail address as an address that a link may lead to."""
    return "mailto:" + quote(email, safe="@+", errors="replace")
