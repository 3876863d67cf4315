"""An item as a reader of IDEAS sees it; archives, series, people and institutions too, in brief.

A page is a title and sections of lines, and is not tied to where it is shown. Each part takes what it shows out of the data,
so at the end it is known what nobody has shown yet, and that is shown as well: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple
from urllib.parse import quote

from redif.bibliography.addresses import econpapers_url, ideas_url
from redif.bibliography.citation import cite
from redif.catalogue.catalogue import Catalogue
from redif.catalogue.summaries import institution, person
from redif.findings.finding import Finding
from redif.grammar import Grammar
from redif.models import Contributor, File, Handle, HandleKind, Item, JelCode, Language, Organization, Part, Record

MOST = 200  # templates that refer to one are shown up to this many
_NO_NAME = "(without a name)"

# What a citation tells, by kind of item; it need not be told again.
_CITED: Mapping[str, tuple[str, ...]] = {
    "article": ("journal", "volume", "issue", "pages", "year", "month"),
    "paper": ("series", "number"),
    "software": ("series", "number"),
    "book": ("series", "edition", "volume", "number", "year", "month"),
    "chapter": ("series", "book_title", "edition", "volume", "chapter", "pages", "year"),
}
_FILE = {
    "url": "File URL", "format": "File format", "function": "File function", "size": "File size",
    "restriction": "Download restriction",
}  # fmt: skip
_ACCESS = {"restriction": "Restriction", "order_url": "Order URL", "price": "Price", "availability": "Availability"}
# What is told first of all that is left; the rest comes behind it, by the names of its attributes.
_WORDED = {
    "note": "Note", "length": "Length", "publication_status": "Publication status", "creation_date": "Creation date",
    "revision_dates": "Revision date", "isbn": "ISBN", "issns": "ISSN",
}  # fmt: skip
_ORGANIZATIONS = {
    "providers": "Provider", "workplaces": "Workplace",
    "primary": "Largest body", "secondary": "Within it", "tertiary": "Within that", "quaternary": "Smallest body",
}  # fmt: skip
_APART = {
    "unparsed": "Values that their type refuses", "further": "Further values", "extra": "Private attributes",
    "unknown": "Attributes that ReDIF does not have, or not there",
}  # fmt: skip
_KINDS = {"article": "an article", "paper": "a paper", "book": "a book", "chapter": "a chapter"}
# What an attribute says of what it refers to, and then of the template it stands in.
_RELATIONS: Mapping[str, tuple[str, str]] = {
    **{f"{kind.title()}-Handle": (f"The same work as {words}", "") for kind, words in _KINDS.items()},
    **{f"Author-{kind.title()}": (f"Author of the {kind}", "Author, by their own account") for kind in (*_KINDS, "software")},
    "Software-Handle": ("Software that belongs to it", "Belongs to"),
    "In-Book": ("A chapter of", "Has the chapter"),
    "HasChapter": ("Has the chapter", "A chapter of"),
    "Followup": ("Followed by", "Comes after"),
    "Predecessor": ("Comes after", "Followed by"),
    "Archive-Handle": ("Kept by the archive", "Keeps the mirror"),
    "Provider-Institution": ("Provided by", "Provides"),
    **dict.fromkeys(("WorkPlace-Organization", "WorkPlace-Institution"), ("Works at", "Workplace of")),
    **{f"{who}-WorkPlace-Institution": ("", f"Workplace of an {who.lower()} of") for who in ("Author", "Editor")},
    **{f"{who}-Person": ("", f"{who} of") for who in ("Author", "Editor")},
    **{f"Editor-{kind.title()}": (f"Editor of the {kind}", "Editor, by their own account") for kind in ("book", "series")},
}
_ASKED = (
    "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download "
    "information, contact"
)


class Line(NamedTuple):
    """A line, or a paragraph, as text from a file has it: it may hold anything.

    Attributes:
        text: what it says.
        label: what that is, to be followed by a colon; empty where it needs no saying.
        depth: how many steps it is moved in, as it belongs to what stands above it.
    """

    text: str
    label: str = ""
    depth: int = 0


Block = tuple[Line, ...]  # lines that belong together


class Section(NamedTuple):
    """Lines under a heading."""

    heading: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """All there is to show of a record."""

    title: str
    sections: tuple[Section, ...]


def item_page(record: Record, catalogue: Catalogue, findings: Iterable[Finding] = ()) -> Page:
    """The page of a record of any type.

    Args:
        record: what to show.
        catalogue: where its series, people, institutions and relations are looked up.
        findings: what was found wrong with it.
    """
    sheet = _Sheet(record, catalogue)
    title = sheet.title()
    related = _related(sheet)
    parts = _item_sections(sheet) if isinstance(record, Item) else _other(sheet)
    collection = _series(sheet) if isinstance(record, Item) else _holdings(sheet)
    sections = (*parts, related, collection, _record(sheet, findings))
    return Page(title, tuple(section for section in sections if section.blocks))


class _Sheet:
    """The data of a record, and what is known of it.

    Attributes:
        left: what of the data is not shown yet.
        apart: what no field holds: where it is kept, the attribute, the value, and whose it is.
        kind: what its template type is called: `article`.
    """

    def __init__(self, record: Record, catalogue: Catalogue) -> None:
        self.record = record
        self.catalogue = catalogue
        self.data: dict[str, Any] = record.model_dump(mode="json", exclude_defaults=True, exclude={"joined"})
        self.left = deepcopy(self.data)
        self.joined = catalogue.joined(self.data)
        self.kind = Grammar.standard().kind(record.template_type) or ""
        self.abstracts = [*_listed(self.left.pop("abstract", None)), *self.left.get("further", {}).pop("Abstract", ())]
        self.apart = list(_set_apart(self.left))
        for key in ("template_type", "source", "handle"):
            self.left.pop(key, None)

    def title(self) -> str:
        """What is written above all; the names that it is made of need not be told again."""
        title = _name(self.data)
        for key in ("title", "name", "name_full", "name_first", "name_middle", "name_last"):
            if self.left.get(key, "") in title:
                self.left.pop(key, None)
        return title or self.record.handle or self.record.template_type or "A template of no type"

    def lines(self, labels: Mapping[str, str]) -> Block:
        """The lines of some fields, which are taken."""
        return tuple(Line(text, label) for key, label in labels.items() for text in _texts(self.left.pop(key, None)))

    def takes(self, relation: str, handle: str) -> bool:
        """Whether a field of the record itself holds a handle for a relation; then it is taken."""
        key = next((key for key, field in type(self.record).model_fields.items() if field.title == relation), "")
        values = self.left[key] = _listed(self.left.get(key))
        if is_there := handle in values:
            values.remove(handle)
        if not values:
            del self.left[key]
        return is_there


def _item_sections(sheet: _Sheet) -> list[Section]:
    """What is told of a paper, article, book, chapter or program, but for what others say."""
    people = [_people(sheet, "authors", "Author(s) listed:"), _people(sheet, "editors", "Editor(s) listed:")]
    abstracts = Section("Abstract", tuple((Line(abstract),) for abstract in sheet.abstracts))
    return [*people, abstracts, _cited(sheet), _downloads(sheet), _more(sheet, "More about this item")]


def _people(sheet: _Sheet, key: str, heading: str) -> Section:
    people = sheet.left.pop(key, ())
    return _section(heading, [line for one in people for line in _contributor(one, sheet.joined)])


def _contributor(one: dict[str, Any], joined: Mapping[str, Any]) -> Iterator[Line]:
    """An author or editor, and below where that person works and is found."""
    code = one.pop("person", None)
    known = joined.get("persons", {}).get(code, {})
    parts = {"Name-First": one.pop("name_first", ""), "Name-Last": one.pop("name_last", "")}
    name = one.pop("name", None) or " ".join(filter(None, parts.values())) or known.get("name") or _NO_NAME
    yield Line(name)
    yield from (Line(part, label, 1) for label, part in parts.items() if part not in name)
    places = one.pop("workplaces", ())
    for place in places:
        yield from _organization(place, joined, 1)
    if not places:
        yield from (Line(place, depth=1) for place in known.get("workplaces", ()))
    email, homepage = one.pop("email", None), one.pop("homepage", None) or known.get("homepage")
    address = ideas_url({"template_type": "ReDIF-Person 1.0", "short_id": known.get("short_id") or code})
    yield from _labelled(1, ("E-mail", email), ("Web page", homepage), ("Registered as", code), ("IDEAS", address))
    yield from _rest(one, Contributor, 1)


def _organization(place: dict[str, Any], joined: Mapping[str, Any], depth: int, label: str = "") -> Iterator[Line]:
    """A workplace, provider or level, with where it is and how it is found."""
    code = place.pop("institution", None)
    known = joined.get("institutions", {}).get(code, {})
    name, english = place.pop("name", None), place.pop("name_english", None)
    names = f"{name} ({english})" if name and english else name or english or known.get("name") or _NO_NAME
    yield Line(", ".join(filter(None, (names, place.pop("location", None)))), label, depth)
    full = f"{known['name']} ({code})" if known.get("name") else code
    email, homepage = place.pop("email", None), place.pop("homepage", None) or known.get("homepage")
    yield from _labelled(depth + 1, ("Web page", homepage), ("E-mail", email), ("Institution in RePEc", full))
    yield from _rest(place, Organization, depth + 1)


def _cited(sheet: _Sheet) -> Section:
    """The citation, and the names and addresses of the item."""
    citation = cite(sheet.data | {"joined": sheet.joined})
    for key in _CITED[sheet.kind]:
        if re.search(rf"(?<!\w){re.escape(str(sheet.left.get(key, '')))}(?!\w)", citation):
            sheet.left.pop(key, None)
    return _section("Suggested citation", [Line(citation)], _addresses(sheet))


def _addresses(sheet: _Sheet) -> Iterator[Line]:
    doi = sheet.left.pop("doi", None)
    yield from _labelled(
        0,
        ("Handle", sheet.record.handle),
        ("DOI", doi),
        ("DOI address", doi and f"https://doi.org/{quote(doi, safe='/:;()._-~')}"),
        ("IDEAS", ideas_url(sheet.data)),
        ("EconPapers", econpapers_url(sheet.data)),
    )


def _downloads(sheet: _Sheet) -> Section:
    blocks = []
    for file in sheet.left.pop("files", ()):
        lines = _labelled(0, *((label, file.pop(key, None)) for key, label in _FILE.items()))
        blocks.append((*lines, *_rest(file, File, 0)))
    return _section("Download", *blocks, sheet.lines(_ACCESS))


def _more(sheet: _Sheet, heading: str) -> Section:
    """What else stands in the record: first what readers look for, then all that is left."""
    left, lines = sheet.left, list[Line]()
    codes = [f"{code} - {label}" if (label := JelCode(code).label) else code for code in left.pop("classification_jel", ())]
    lines += _under("JEL classification", [Line(code, depth=1) for code in codes])
    languages = ", ".join(Language(code).name or code for code in left.pop("languages", ()))
    lines += _labelled(0, ("Keywords", "; ".join(left.pop("keywords", ()))), ("Language", languages))
    lines += sheet.lines(_WORDED)
    for key, label in _ORGANIZATIONS.items():
        for place in left.pop(key, ()):
            lines += _organization(place, sheet.joined, 0, label)
    return _section(heading, [*lines, *_rest(left, type(sheet.record), 0)])


def _series(sheet: _Sheet) -> Section:
    """The series of an item, and whom to ask."""
    series, archive = sheet.joined.get("series", {}), sheet.joined.get("archive", {})
    handle = Handle(sheet.record.handle or "")
    if handle.kind is not HandleKind.DOCUMENT:
        return Section("Series", ())
    # Where the series' own template is not here, the item's says what it holds.
    own = {"handle": ":".join(handle.split(":")[:3]), "types": [sheet.record.template_type]}
    found = {"template_type": "ReDIF-Series 1.0"} | own | series
    told = _labelled(
        0,
        ("Name", series.get("name") or ("" if series else "(its template is not here)")),
        ("Handle", found["handle"]),
        ("Provider", series.get("provider")),
        ("Web page of the provider", series.get("provider_homepage")),
        ("ISSN", ", ".join(series.get("issns", ()))),
        ("Editors", "; ".join(series.get("editors", ()))),
        ("IDEAS", ideas_url(found)),
        ("EconPapers", econpapers_url(found)),
    )
    keepers = [(known.get("maintainer_name"), known.get("maintainer_email")) for known in (series, archive)]
    name, email = next(filter(any, keepers), ("", ""))
    asked = f"{name} ({email})" if name and email else name or email
    homepage = series.get("provider_homepage") or archive.get("homepage")
    contact = _labelled(0, (_ASKED, asked), ("General contact details of provider", homepage))
    return _section("Series", told, contact)


def _other(sheet: _Sheet) -> list[Section]:
    """What is told of a record that is no item."""
    description = tuple((Line(text),) for text in _texts(sheet.left.pop("description", None)))
    editors = _people(sheet, "editors", "Editor(s) listed:")
    more = _more(sheet, f"About this {sheet.kind or 'template'}")
    return [Section("Description", description), editors, _section(more.heading, _addresses(sheet), *more.blocks)]


def _holdings(sheet: _Sheet) -> Section:
    """What the catalogue has of a series or an archive."""
    handle = sheet.record.handle
    if handle is None or sheet.kind not in ("series", "archive"):
        return Section("", ())
    counted = Line(f"{sum(1 for _ in sheet.catalogue.items(handle)):,}", "Items in the catalogue")
    if sheet.kind == "series":
        return Section("Holdings", ((counted,),))
    below = [name for name in sheet.catalogue.handles_like(f"{handle}:") if name.count(":") == handle.count(":") + 1]
    return Section("Series", ((*(Line(_with_title(sheet, name)) for name in below), counted),))


def _related(sheet: _Sheet) -> Section:
    """What the record refers to, and what refers to it."""
    there = [
        Line(_with_title(sheet, handle), _RELATIONS.get(relation, (relation,))[0], 1)
        for relation, handle, _ in sheet.catalogue.links(sheet.data)
        if sheet.takes(relation, handle)
    ]
    others = sheet.catalogue.links_to(sheet.data)
    back = [Line(_told(other, other.handle), _words_back(relation, other), 1) for relation, other in others]
    if len(back) > MOST:
        back[MOST:] = [Line(f"and {len(back) - MOST:,} more", depth=1)]
    return _section("Related", _under("It refers to", there), _under("Referred to by", back))


def _words_back(relation: str, other: Record) -> str:
    """What a template is to the one that it refers to."""
    kind = Grammar.standard().kind(other.template_type) or ""
    words = _RELATIONS.get(relation, ("", f"Refers to it by {relation}"))[1]
    return words or (f"The same work as {_KINDS[kind]}" if kind in _KINDS else "Software that belongs to it")


def _with_title(sheet: _Sheet, handle: str) -> str:
    found = sheet.catalogue.get(handle)
    return _told(found, handle) if found else handle


def _told(record: Record, handle: str | None) -> str:
    """A template by its handle, or by where it stands, and its title."""
    return f"{handle or _place(record)}  {_name(record.model_dump(mode='json', exclude_defaults=True))}".rstrip()


def _record(sheet: _Sheet, findings: Iterable[Finding]) -> Section:
    """The template itself: where it stands, what no field holds, and what is wrong with it."""
    record, here = sheet.record, _place(sheet.record)
    same = map(_place, sheet.catalogue.all(record.handle) if record.handle else ())
    others = [Line(place, "The same handle in") for place in dict.fromkeys(same) if place != here]
    blocks = [[*_labelled(0, ("Template type", record.template_type or "(none)"), ("Stands in", here)), *others]]
    for kept, heading in _APART.items():
        found = [(name, f"{value} ({whose})" if whose else value) for key, name, value, whose in sheet.apart if key == kept]
        blocks.append(_under(heading, [Line(text, name, 1) for name, text in found]))
    told = [Line(f.message, f"{f.severity} {f.code}, line {f.line}", 1) for f in findings]
    return _section("Record", *blocks, _under("Findings", told))


def _set_apart(part: dict[str, Any], whose: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Take out of a record or cluster, and of the clusters in it, what no field holds."""
    for key in _APART:
        for name, values in part.pop(key, {}).items():
            yield from ((key, name, text, whose) for text in _texts(values))
    for value in part.values():
        for inner in value if isinstance(value, list) else ():
            if isinstance(inner, dict):
                yield from _set_apart(inner, inner.get("name") or inner.get("url") or whose)


def _section(heading: str, *blocks: Iterable[Line]) -> Section:
    """A section of the blocks that hold something."""
    return Section(heading, tuple(filter(None, map(tuple, blocks))))


def _under(label: str, lines: Iterable[Line]) -> list[Line]:
    """Lines, each once, below one that says what they are; nothing where there are none."""
    once = dict.fromkeys(lines)
    return [Line("", label), *once] if once else []


def _labelled(depth: int, *pairs: tuple[str, str | None]) -> list[Line]:
    """A line for each label that has a text."""
    return [Line(text, label, depth) for label, text in pairs if text]


def _rest(part: Mapping[str, Any], model: type[Part], depth: int) -> Iterator[Line]:
    """What is left, by the names of its attributes."""
    for key, value in part.items():
        label = model.model_fields[key].title or key
        yield from (Line(text, label, depth) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, or in as many as there are; of a cluster, each with its name."""
    for inner in _listed(value):
        if isinstance(inner, dict):
            yield from (f"{name}: {text}" for name, held in inner.items() for text in _texts(held))
        else:
            yield str(inner)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _name(data: Mapping[str, Any]) -> str:
    """What a record is called; of an institution, the names of all its levels."""
    return str(data.get("title") or data.get("name") or person(data).get("name") or institution(data).get("name") or "")


def _place(record: Record) -> str:
    return f"{record.source.file}:{record.source.line}" if record.source else "(no file)"
