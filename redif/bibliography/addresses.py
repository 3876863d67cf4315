"""Where IDEAS and EconPapers show a record, and which handle such an address leads to.

EconPapers writes a handle so that it can be read back. IDEAS leaves its colons out and makes each slash a dash, so its
address alone leads back only to what the handle most likely is; with the handles that there are, it leads to the very one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from redif.grammar import Grammar
from redif.schema.values import Handle, HandleKind

if TYPE_CHECKING:
    from redif.models import Record

IDEAS = "ideas.repec.org"
ECONPAPERS = "econpapers.repec.org"
AUTHORITY = "RePEc"

# The kind of template to the folders of its items, on IDEAS and on EconPapers.
FOLDERS: Mapping[str, tuple[str, str]] = {
    "paper": ("p", "paper"),
    "article": ("a", "article"),
    "book": ("b", "bookchap"),
    "chapter": ("h", "bookchap"),
    "software": ("c", "software"),
}

# What may stand in the path of an address as it is (RFC 3986, section 3.3) beside letters and digits. No slash: the name
# of a page is one step of the path.
_IN_PATH = "-._~!$&'()*+,;=:@"

_IDEAS_ITEM = re.compile(r"(?ai)/[pabhc]/([^/]{3})/([^/]{6})/([!-.0-9;-~]*)\.html")
_IDEAS_SERIES = re.compile(r"(?ai)/s/([^/]{3})/([^/]{6})\d*\.html")
_IDEAS_PERSON = re.compile(r"(?ai)/[ef]/([^/]+)\.html")
_ECONPAPERS_ITEM = re.compile(r"(?ai)/(?:paper|article|bookchap|software)/([^/]{3})([^/]{6})/((?:[a-z\d.-]|_[\da-f]{2})+)\.htm")
_ECONPAPERS_SERIES = re.compile(r"(?ai)/(?:paper|article|bookchap|software)/([^/]{3})([^/]{6})/?")
_ECONPAPERS_PERSON = re.compile(r"(?ai)/ras/([^/]+)\.htm")
_ECONPAPERS_HANDLE = re.compile(r"(?ais)/(repec:.*)")

# An article's handle without its colons, such as v6y2021i3p360-374. Each name of a part and each value is a group, so that
# the groups are what stands between the colons. A year of four digits is what tells such a handle from any other; what stands
# about it is cut where the pages begin, as they look different from the words in an issue's name (`3-part-1`).
_ARTICLE = re.compile(
    r"""(?xs)
    (?> (?: (v) (.*?) )? (y) (\d{4}) )
    (?: (v) ([^a-z]*) )?
    (?: (m) (\d+) )?
    (?: (i) (?! d\d+$ ) (.*?) )?                   # `id1488` is a part of its own, not an issue without a number
    (?: (p) (?! [a-z]s[\dx]{16}$ ) (               # parts A and B of an issue are called pa and pb
        (?: [a-oq-z]{0,2} [^a-z] )+? (?: (?! id\d ) [a-z] )?  # 360-374, s1-s20, 104-147., 14-
        | [ivxlc]+ (?: -[ivxlc]+ )?
        | (?<= [^a-hj-z]p )                        # no pages after an issue's number, or after no number
    ) )?
    (?:
        (id) (\d+)
        | (d) (10\..* | \d{4,})                    # a DOI, or a number of the publisher's
        | (?<! - ) (n) (\d[^a-z]*)                 # pages n1-n20 have no part n
        | (m) (\d+)
        | (s[\dx]{16})                             # Elsevier's number of an article, which has no name ahead
    )?
    """
)


class Handles(Protocol):
    """The handles that there are."""

    def handles_like(self, start: str) -> Iterable[str]:
        """All handles that begin with this, letter case ignored, as they are spelled."""
        ...

    def __contains__(self, handle: object) -> bool: ...


def ideas_url(record: Record | Mapping[str, Any]) -> str | None:
    """The page of an item, a series or a person on IDEAS; None for any other record and for one without a handle for it.

    Args:
        record: a record, or its plain data.
    """
    kind = _kind(_field(record, "template_type"))
    if kind == "person":
        short_id = _short_id(record)
        return short_id and f"https://{IDEAS}/e/{short_id}.html"
    codes = _codes(record, kind)
    if codes is None:
        return None
    archive, series, item = codes
    if kind == "series":
        return f"https://{IDEAS}/s/{archive}/{series}.html"
    return f"https://{IDEAS}/{FOLDERS[kind][0]}/{archive}/{series}/{quote(_ideas_name(item), safe=_IN_PATH)}.html"


def econpapers_url(record: Record | Mapping[str, Any]) -> str | None:
    """The page of an item, a series or a person on EconPapers; None for any other record and for one without a handle for it.

    Args:
        record: a record, or its plain data.
    """
    kind = _kind(_field(record, "template_type"))
    if kind == "person":
        short_id = _short_id(record)
        return short_id and f"https://{ECONPAPERS}/RAS/{short_id}.htm"
    codes = _codes(record, kind)
    if codes is None:
        return None
    archive, series, item = codes
    if kind == "series":
        types = _field(record, "types") or ["ReDIF-Paper"]
        _, folder = FOLDERS.get(_kind(types[0]), FOLDERS["paper"])
        return f"https://{ECONPAPERS}/{folder}/{archive}{series}/"
    return f"https://{ECONPAPERS}/{FOLDERS[kind][1]}/{archive}{series}/{_econpapers_name(item)}.htm"


def handle_from_url(url: str, catalogue: Handles | None = None) -> Handle | None:
    """The handle that an address on IDEAS or EconPapers leads to, as far as the address says it; None for any other text.

    Args:
        url: the address of an item, a series or a person. The handle of a person is the short id.
        catalogue: the handles that there are. Where one of them has this address, it is given as it is spelled there.
    """
    site, path = _site_and_path(url)
    if site == IDEAS:
        if match := _IDEAS_ITEM.fullmatch(path):
            archive, series, name = match.groups()
            return _ideas_item(_handle(f"{AUTHORITY}:{archive}:{series}"), name.lower(), catalogue)
        pages, people = _IDEAS_SERIES, _IDEAS_PERSON
    elif site == ECONPAPERS:
        if match := _ECONPAPERS_ITEM.fullmatch(path):
            archive, series, name = match.groups()
            item = unquote(name.replace("_", "%"))
            return _spelled(_handle(f"{AUTHORITY}:{archive}:{series}:{item}"), catalogue)
        if match := _ECONPAPERS_HANDLE.fullmatch(path):
            return _spelled(_handle(match[1]), catalogue)
        pages, people = _ECONPAPERS_SERIES, _ECONPAPERS_PERSON
    else:
        return None
    if match := people.fullmatch(path):
        return Handle(match[1].lower()) if _is_short_id(match[1]) else None
    match = pages.fullmatch(path)
    return _spelled(_handle(":".join((AUTHORITY, *match.groups()))), catalogue) if match else None


def _field(record: Record | Mapping[str, Any], name: str) -> Any:
    """What a record has under a name, whichever way it is held."""
    # To see that something is a dictionary is much quicker than to see that it is like one.
    return record.get(name) if isinstance(record, (dict, Mapping)) else getattr(record, name, None)


def _kind(type_: str | None) -> str:
    """The kind of template that a type names: `paper`; empty where it names none."""
    return (type_ and Grammar.standard().kind(type_)) or ""


def _short_id(record: Record | Mapping[str, Any]) -> str | None:
    """The short id of a person; it may be the handle too."""
    short_id = _field(record, "short_id") or _field(record, "handle")
    return short_id.lower() if short_id and _is_short_id(short_id) else None


def _is_short_id(text: str) -> bool:
    return Grammar.standard().rules["short-id"].accepts(text) is not None


def _codes(record: Record | Mapping[str, Any], kind: str) -> tuple[str, str, str] | None:
    """The codes of archive, series and item, in small letters; that of the item is empty for a series.

    None where the handle is not one for this kind of template, or of another authority: the services show RePEc.
    """
    handle = _field(record, "handle")
    if not handle or not (kind == "series" or kind in FOLDERS):
        return None
    rule = Grammar.standard().rules["serieshandle" if kind == "series" else "documenthandle"]
    parts = rule.parts(handle, "authority", "archive", "series", "item")
    if not parts or parts["authority"][0].lower() != AUTHORITY.lower():
        return None
    archive, series = parts["archive"][0].lower(), parts["series"][0].lower()
    return archive, series, parts.get("item", [""])[0].lower()


def _ideas_name(item: str) -> str:
    """The item's code as IDEAS has it, before what may not stand in an address is written as percent signs and digits."""
    return item.lower().replace(":", "").replace("/", "-")


def _econpapers_name(item: str) -> str:
    """The item's code as EconPapers has it: percent-encoded, but with "_" for "%", and few characters that need it not."""
    return quote(item.lower(), safe="").replace("_", "%5F").replace("~", "%7E").replace("%", "_").lower()


def _site_and_path(url: str) -> tuple[str, str]:
    """The site of a web address, in small letters and without `www.`, and its path; both empty for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket where none may stand, say
        return "", ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "", ""
    # A dot may end the name of any computer.
    return parts.hostname.removeprefix("www.").removesuffix("."), unquote(parts.path)


def _handle(text: str) -> Handle | None:
    """A text as a handle in its normal form; None where it is none of an item or a series."""
    handle = Handle(text)
    return Handle(handle.normal) if handle.kind in (HandleKind.DOCUMENT, HandleKind.SERIES) else None


def _ideas_item(series: Handle | None, name: str, catalogue: Handles | None) -> Handle | None:
    """The handle of an item by its series and by the name of its page on IDEAS, in small letters."""
    if series is None:
        return None
    start = f"{series}:"
    article = _ARTICLE.fullmatch(name)
    item = name if article is None else ":".join(group for group in article.groups() if group is not None)
    guess = _handle(start + item)
    if catalogue is None or (guess is not None and guess in catalogue):
        return _spelled(guess, catalogue)
    # A series may hold a hundred thousand items, so they are looked through only now.
    return next((Handle(h) for h in catalogue.handles_like(start) if _ideas_name(h[len(start) :]) == name), guess)


def _spelled(handle: Handle | None, catalogue: Handles | None) -> Handle | None:
    """A handle as the catalogue spells it, if it is there."""
    if handle is None or catalogue is None or handle not in catalogue:
        return handle
    return next((Handle(h) for h in catalogue.handles_like(handle) if h.lower() == handle.lower()), handle)
