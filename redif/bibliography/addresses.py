"""Addresses of records: their pages on IDEAS and EconPapers, the handle of such a page, and the address of a DOI.

EconPapers encodes a handle so that it can be decoded. IDEAS drops its colons and turns slashes into dashes, so the handle of
an IDEAS page can only be guessed, unless the handles that exist are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import quote, unquote, urlsplit

from redif.findings.errors import InputTypeError, check_argument, shown
from redif.grammar import Grammar
from redif.schema.values import Handle, HandleKind
from redif.source.patterns import lazy

if TYPE_CHECKING:
    from redif.models import Record

IDEAS = "ideas.repec.org"
ECONPAPERS = "econpapers.repec.org"
AUTHORITY = "RePEc"
LONGEST_DOI = 2000  # characters

# For each kind of item the folders of its pages, on IDEAS and on EconPapers.
FOLDERS: Mapping[str, tuple[str, str]] = {
    "paper": ("p", "paper"),
    "article": ("a", "article"),
    "book": ("b", "bookchap"),
    "chapter": ("h", "bookchap"),
    "software": ("c", "software"),
}

# What needs no escape in one segment of a path, besides letters and digits (RFC 3986, section 3.3), and in a path.
_IN_SEGMENT = "-._~!$&'()*+,;=:@"
_IN_PATH = _IN_SEGMENT + "/"

_IDEAS_ITEM = lazy(r"(?ai)/[pabhc]/([^/]{3})/([^/]{6})/([!-.0-9;-~]*)\.html")
_IDEAS_SERIES = lazy(r"(?ai)/s/([^/]{3})/([^/]{6})\d*\.html")
_IDEAS_PERSON = lazy(r"(?ai)/[ef]/([^/]+)\.html")
_ECONPAPERS_ITEM = lazy(r"(?ai)/(?:paper|article|bookchap|software)/([^/]{3})([^/]{6})/((?:[a-z\d.-]|_[\da-f]{2})+)\.htm")
_ECONPAPERS_SERIES = lazy(r"(?ai)/(?:paper|article|bookchap|software)/([^/]{3})([^/]{6})/?")
_ECONPAPERS_PERSON = lazy(r"(?ai)/ras/([^/]+)\.htm")
_ECONPAPERS_HANDLE = lazy(r"(?ais)/(repec:.*)")

# An article's handle without its colons, such as v6y2021i3p360-374. The names of parts and their values are groups, so that
# the groups are what the colons separated. A year of four digits distinguishes such a handle from others. What follows the
# year ends where the pages begin, as they look different from the words in the name of an issue (`3-part-1`).
_ARTICLE = lazy(
    r"""(?xs)
    (?> (?: (v) (.*?) )? (y) (\d{4}) )
    (?: (v) ([^a-z]*) )?
    (?: (m) (\d+) )?
    (?: (i) (?! d\d+$ ) (.*?) )?                   # `id1488` is a part by itself, not an issue without a number
    (?: (p) (?! [a-z]s[\dx]{16}$ ) (               # parts A and B of an issue are called pa and pb
        (?: [a-oq-z]{0,2} [^a-z] )+? (?: (?! id\d ) [a-z] )?  # 360-374, s1-s20, 104-147., 14-
        | [ivxlc]+ (?: -[ivxlc]+ )?
        | (?<= [^a-hj-z]p )                        # no pages after an issue's number, or after no number
    ) )?
    (?:
        (id) (\d+)
        | (d) (10\..* | \d{4,})                    # a DOI, or a number given by the publisher
        | (?<! - ) (n) (\d[^a-z]*)                 # pages n1-n20 have no part n
        | (m) (\d+)
        | (s[\dx]{16})                             # Elsevier's number of an article, which has no name before it
    )?
    """
)


class Handles(Protocol):
    """The handles that exist."""

    def handles_like(self, start: str) -> Iterable[str]:
        """Return all handles that begin with a text, ignoring case, as they are spelled."""
        ...

    def __contains__(self, handle: object) -> bool: ...


def ideas_url(record: Record | Mapping[str, Any]) -> str | None:
    """Return the page of an item, a series or a person on IDEAS; None for other records and those without a valid handle.

    Args:
        record: a record, or its plain data.
    """
    page = _page_of(record)
    match page:
        case None:
            return None
        case _Page(kind="person"):
            path = f"e/{page.person}"
        case _Page(kind="series"):
            path = f"s/{page.archive}/{page.series}"
        case _:
            name = quote(_ideas_name(page.item), safe=_IN_SEGMENT)
            path = f"{FOLDERS[page.kind][0]}/{page.archive}/{page.series}/{name}"
    return f"https://{IDEAS}/{path}.html"


def econpapers_url(record: Record | Mapping[str, Any]) -> str | None:
    """Return the page of an item, a series or a person on EconPapers; None for other records and those without a valid handle.

    Args:
        record: a record, or its plain data.
    """
    page = _page_of(record)
    match page:
        case None:
            return None
        case _Page(kind="person"):
            path = f"RAS/{page.person}.htm"
        case _Page(kind="series"):  # it has a folder for each kind of item
            path = f"{FOLDERS.get(page.item_kind, FOLDERS['paper'])[1]}/{page.archive}{page.series}/"
        case _:
            path = f"{FOLDERS[page.kind][1]}/{page.archive}{page.series}/{_econpapers_name(page.item)}.htm"
    return f"https://{ECONPAPERS}/{path}"


def bare_doi(text: str) -> str:
    """Return the DOI that a text consists of, without a resolver's address, a label or a final full stop; else empty."""
    if len(text) > LONGEST_DOI:
        return ""
    type_ = Grammar.standard().type("doi")
    found = type_.record_read(text) if type_.record_read else None
    if found is None:
        repair = type_.repair(text)
        found = repair.value if repair is not None and repair.is_whole else ""
    return str(found)


def doi_url(doi: str) -> str:
    """Return the address that a DOI resolves at; what has a meaning in addresses is percent-encoded."""
    return "https://doi.org/" + quote(doi, safe=_IN_PATH, errors="replace")


def handle_from_url(url: str, catalogue: Handles | None = None) -> Handle | None:
    """Return the handle that a page of IDEAS or EconPapers is about, as far as its address shows it; None for any other text.

    Args:
        url: the address of an item, a series or a person. The handle of a person is the short id.
        catalogue: the handles that exist. Where one of them has this address, it is returned as it is spelled there.
    """
    check_argument(url, str, "handle_from_url takes an address")
    if catalogue is not None and not hasattr(catalogue, "handles_like"):
        raise InputTypeError(f"catalogue takes redif.Catalogue(...), not {shown(catalogue)}")
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


class _Page(NamedTuple):
    """What the page of a record on a service shows: its kind, and the codes or the short id in its address."""

    kind: str
    archive: str = ""
    series: str = ""
    item: str = ""
    person: str = ""
    item_kind: str = ""  # of a series, the kind of its items


def _page_of(record: Record | Mapping[str, Any]) -> _Page | None:
    """Return the page of a record; None for other records and those without a valid handle."""
    if not isinstance(record, Mapping) and not hasattr(record, "template_type"):
        looked_up = f"; look it up: redif.Catalogue(...)[{shown(record)}]" if isinstance(record, str) and ":" in record else ""
        raise InputTypeError(f"an address is that of a record, not of {shown(record)}{looked_up}")
    kind = _kind(_field(record, "template_type"))
    if kind == "person":
        short_id = _short_id(record)
        return _Page(kind, person=short_id) if short_id else None
    codes = _codes(record, kind)
    if codes is None:
        return None
    types = _field(record, "types") if kind == "series" else None
    return _Page(kind, *codes, item_kind=_kind(types[0]) if types else "paper")


def _field(record: Record | Mapping[str, Any], name: str) -> Any:
    """Return a field of a record or of its plain data."""
    # Testing for a dictionary is much quicker than testing for a mapping.
    return record.get(name) if isinstance(record, (dict, Mapping)) else getattr(record, name, None)


def _kind(type_: str | None) -> str:
    """Return the kind of template that a type names, such as `paper`; empty where it names none."""
    return (type_ and Grammar.standard().kind(type_)) or ""


def _short_id(record: Record | Mapping[str, Any]) -> str | None:
    """Return the short id of a person, which may be the handle."""
    short_id = _field(record, "short_id") or _field(record, "handle")
    return short_id.lower() if short_id and _is_short_id(short_id) else None


def _is_short_id(text: str) -> bool:
    return Grammar.standard().rules["short-id"].accepts(text) is not None


def _codes(record: Record | Mapping[str, Any], kind: str) -> tuple[str, str, str] | None:
    """Return the lowercase codes of archive, series and item; that of the item is empty for a series.

    None where the handle does not fit this kind of template, or is of another authority: the services show RePEc only.
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
    """Return an item's code as IDEAS writes it, before it is percent-encoded."""
    return item.lower().replace(":", "").replace("/", "-")


def _econpapers_name(item: str) -> str:
    """Return an item's code as EconPapers writes it: percent-encoded, but with "_" for "%"; few characters are not encoded."""
    return quote(item.lower(), safe="").replace("_", "%5F").replace("~", "%7E").replace("%", "_").lower()


def _site_and_path(url: str) -> tuple[str, str]:
    """Return the lowercase host of a web address without `www.`, and its path; both empty for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:  # for example a misplaced bracket
        return "", ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "", ""
    # Any host name may end in a dot.
    return parts.hostname.removeprefix("www.").removesuffix("."), unquote(parts.path)


def _handle(text: str) -> Handle | None:
    """Return a text as a handle in its normal form; None unless it is the handle of an item or a series."""
    handle = Handle(text)
    return Handle(handle.normal) if handle.kind in (HandleKind.DOCUMENT, HandleKind.SERIES) else None


def _ideas_item(series: Handle | None, name: str, catalogue: Handles | None) -> Handle | None:
    """Return the handle of an item from its series and the lowercase name of its page on IDEAS."""
    if series is None:
        return None
    start = f"{series}:"
    article = _ARTICLE.fullmatch(name)
    item = name if article is None else ":".join(group for group in article.groups() if group is not None)
    guess = _handle(start + item)
    if catalogue is None or (guess is not None and guess in catalogue):
        return _spelled(guess, catalogue)
    # Last, as a series may have a hundred thousand items to search.
    return next((Handle(h) for h in catalogue.handles_like(start) if _ideas_name(h[len(start) :]) == name), guess)


def _spelled(handle: Handle | None, catalogue: Handles | None) -> Handle | None:
    """Return a handle as the catalogue spells it, if it has it."""
    if handle is None or catalogue is None or handle not in catalogue:
        return handle
    return next((Handle(h) for h in catalogue.handles_like(handle) if h.lower() == handle.lower()), handle)
