"""The page of an item as readers know it from IDEAS; also of archives, series, people and institutions, in brief.

A page is a title and sections of lines, independent of where it is shown. Each part takes what it shows out of a copy of the
data. What is left at the end is shown by the names of its attributes, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Protocol

from redif.bibliography.addresses import doi_url, econpapers_url, ideas_url
from redif.bibliography.citation import cite
from redif.bibliography.names import name_of
from redif.bibliography.summaries import institution, person
from redif.display.page import (
    Block,
    Link,
    LinkKind,
    PageLine,
    PageSection,
    RecordPage,
    SectionKind,
    labelled,
    line,
    section,
    under,
)  # fmt: skip
from redif.findings.finding import Finding
from redif.grammar import Grammar
from redif.models import Contributor, File, Handle, HandleKind, Item, JelCode, Language, Organization, Part, Record
from redif.schema.references import Reference

MAX_REFERRING = 200  # templates that are listed as referring to a record
MAX_VERSIONS = 20  # other versions of a work that are listed
_NO_NAME = "(without a name)"
_NO_FILE = "(no file)"
_FOUND_IN, _ALSO_IN = FILES = ("Found in", "The same handle in")  # labels of lines that name a file

# Fields that the citation contains, by kind of item; they are not shown again.
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
# What is shown first of the remaining fields; the others follow by the names of their attributes.
_LABELS = {
    "note": "Note", "length": "Length", "publication_status": "Publication status", "creation_date": "Creation date",
    "revision_dates": "Revision date", "isbn": "ISBN", "issns": "ISSN",
}  # fmt: skip
_ORGANIZATIONS = {
    "providers": "Provider", "workplaces": "Workplace",
    "primary": "Largest body", "secondary": "Within it", "tertiary": "Within that", "quaternary": "Smallest body",
}  # fmt: skip
_NOT_IN_FIELDS = {
    "unparsed": "Values that could not be read", "further": "Further values", "extra": "Private attributes",
    "unknown": "Unknown attributes",
}  # fmt: skip
_KINDS = {"article": "an article", "paper": "a paper", "book": "a book", "chapter": "a chapter"}
# For each attribute that refers to a record: its label, and the label of the reverse relation.
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
_CONTACT = (
    "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download "
    "information, contact"
)


class Context(Protocol):
    """Where the series, people, institutions and related records of a record are looked up: a `Catalogue`."""

    def joined(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is known of a record from the templates it belongs to or names."""
        ...

    def get(self, handle: str) -> Record | None:
        """Return the record with a handle."""
        ...

    def places(self, handle: str) -> Iterable[tuple[str | None, int]]:
        """Return the files and lines of all templates with a handle."""
        ...

    def items(self, series: str) -> Iterator[str]:
        """Return the handles of the items in a series or archive."""
        ...

    def handles_like(self, start: str) -> Iterator[str]:
        """Return the handles that begin with a text."""
        ...

    def links(self, known: Mapping[str, Any]) -> list[Reference]:
        """Return the references in a record."""
        ...

    def links_to(self, known: Mapping[str, Any]) -> list[tuple[str, Record]]:
        """Return the records that refer to something, each with the attribute that holds the reference."""
        ...


def item_page(
    record: Record, catalogue: Context, findings: Iterable[Finding] = (), versions: Sequence[tuple[str, str]] = ()
) -> RecordPage:
    """Return the page of a record of any type.

    Args:
        record: the record to show.
        catalogue: the catalogue in which its series, people, institutions and related records are looked up.
        findings: the problems found in its template.
        versions: the handles and titles of other versions of the same work, as far as they were looked for.
    """
    content = _Content(record, catalogue)
    title = content.title()
    languages = content.data.get("languages", ())
    related = _related(content, versions)
    parts = _item_sections(content) if isinstance(record, Item) else _other(content)
    collection = _series(content) if isinstance(record, Item) else _holdings(content)
    sections = (*parts, related, collection, _record(content, findings))
    language = languages[0] if len(languages) == 1 else ""
    return RecordPage(title, tuple(section for section in sections if section.blocks), language)


class _Content:
    """The content of a record, and what a catalogue knows about it.

    Attributes:
        left: the part of the data that is not shown yet.
        not_in_fields: values outside the fields: the mapping that holds them, the attribute, the value, and its cluster.
        kind: the short name of its template type: `article`.
    """

    def __init__(self, record: Record, catalogue: Context) -> None:
        self.record = record
        self.catalogue = catalogue
        self.data: dict[str, Any] = record.model_dump(mode="json", exclude_defaults=True, exclude={"joined"})
        self.left = deepcopy(self.data)
        self.joined = catalogue.joined(self.data)
        self.kind = Grammar.standard().kind(record.template_type) or ""
        self.abstracts = [*_listed(self.left.pop("abstract", None)), *self.left.get("further", {}).pop("Abstract", ())]
        self.not_in_fields = list(_take_values_outside_fields(self.left))
        for key in ("template_type", "source", "handle"):
            self.left.pop(key, None)

    def title(self) -> str:
        """Return the title of the page; the names that it consists of are not shown again."""
        title = _display_name(self.data)
        for key in ("title", "name", "name_full", "name_first", "name_middle", "name_last"):
            if self.left.get(key, "") in title:
                self.left.pop(key, None)
        return title or self.record.handle or self.record.template_type or "A template of no type"

    def lines(self, labels: Mapping[str, str]) -> Block:
        """Take some fields, and return their lines."""
        return tuple(line(text, label) for key, label in labels.items() for text in _texts(self.left.pop(key, None)))

    def takes(self, relation: str, handle: str) -> bool:
        """Take a handle from the field of a relation, and return whether it was there."""
        key = next((key for key, field in type(self.record).model_fields.items() if field.title == relation), "")
        values = self.left[key] = _listed(self.left.get(key))
        if is_there := handle in values:
            values.remove(handle)
        if not values:
            del self.left[key]
        return is_there


def _item_sections(content: _Content) -> list[PageSection]:
    """Return the sections about a paper, article, book, chapter or piece of software itself."""
    people = [_people(content, "authors", "Author(s) listed:"), _people(content, "editors", "Editor(s) listed:")]
    abstracts = PageSection("Abstract", tuple((PageLine(abstract),) for abstract in content.abstracts), SectionKind.TEXT)
    return [*people, abstracts, _cited(content), _downloads(content), _more(content, "More about this item")]


def _people(content: _Content, key: str, heading: str) -> PageSection:
    people = content.left.pop(key, ())
    return section(SectionKind.PEOPLE, heading, [line for one in people for line in _contributor(one, content.joined)])


def _contributor(one: dict[str, Any], joined: Mapping[str, Any]) -> Iterator[PageLine]:
    """Yield an author or editor, with workplaces and addresses below."""
    inverted = name_of(one).inverted
    code = one.pop("person", None)
    known = joined.get("persons", {}).get(code, {})
    parts = {"Name-First": one.pop("name_first", ""), "Name-Last": one.pop("name_last", "")}
    name = one.pop("name", None) or " ".join(filter(None, parts.values())) or known.get("name") or _NO_NAME
    registered = known.get("short_id") or code
    kind, target = (LinkKind.PERSON, registered) if registered else (LinkKind.NAME, inverted)
    yield PageLine(name, links=(Link(name, kind, target),) if target else ())
    yield from (PageLine(part, label, 1) for label, part in parts.items() if part not in name)
    places = one.pop("workplaces", ())
    for place in places:
        yield from _organization(place, joined, 1)
    if not places:
        yield from (PageLine(place, depth=1) for place in known.get("workplaces", ()))
    email, homepage = one.pop("email", None), one.pop("homepage", None) or known.get("homepage")
    address = ideas_url({"template_type": "ReDIF-Person 1.0", "short_id": registered})
    yield from labelled(1, ("E-mail", email), ("Web page", homepage), ("Registered as", code), ("IDEAS", address))
    yield from _rest(one, Contributor, 1)


def _organization(place: dict[str, Any], joined: Mapping[str, Any], depth: int, label: str = "") -> Iterator[PageLine]:
    """Yield a workplace, provider or level of an institution, with its location and addresses below."""
    code = place.pop("institution", None)
    known = joined.get("institutions", {}).get(code, {})
    name, english = place.pop("name", None), place.pop("name_english", None)
    names = f"{name} ({english})" if name and english else name or english or known.get("name") or _NO_NAME
    yield PageLine(", ".join(filter(None, (names, place.pop("location", None)))), label, depth)
    full = f"{known['name']} ({code})" if known.get("name") else code
    email, homepage = place.pop("email", None), place.pop("homepage", None) or known.get("homepage")
    yield from labelled(depth + 1, ("Web page", homepage), ("E-mail", email), ("Institution in RePEc", full))
    yield from _rest(place, Organization, depth + 1)


def _cited(content: _Content) -> PageSection:
    """Return the citation, identifiers and addresses of the item."""
    citation = cite(content.data | {"joined": content.joined})
    for key in _CITED[content.kind]:
        if re.search(rf"(?<!\w){re.escape(str(content.left.get(key, '')))}(?!\w)", citation):
            content.left.pop(key, None)
    return section(SectionKind.CITATION, "Suggested citation", [PageLine(citation)], _addresses(content))


def _addresses(content: _Content) -> Iterator[PageLine]:
    doi = content.left.pop("doi", None)
    yield from labelled(
        0,
        ("Handle", content.record.handle),
        ("DOI", doi),
        ("DOI address", doi and doi_url(doi)),
        ("IDEAS", ideas_url(content.data)),
        ("EconPapers", econpapers_url(content.data)),
    )


def _downloads(content: _Content) -> PageSection:
    blocks = []
    for file in content.left.pop("files", ()):
        lines = labelled(0, *((label, file.pop(key, None)) for key, label in _FILE.items()))
        blocks.append((*lines, *_rest(file, File, 0)))
    return section(SectionKind.FILES, "Download", *blocks, content.lines(_ACCESS))


def _more(content: _Content, heading: str) -> PageSection:
    """Return the rest of the record: first what readers look for, then everything that is left."""
    left, lines = content.left, list[PageLine]()
    lines += under("JEL classification", map(_jel, left.pop("classification_jel", ())))
    if keywords := left.pop("keywords", ()):
        links = tuple(Link(keyword, LinkKind.KEYWORD, keyword) for keyword in keywords)
        lines.append(PageLine("; ".join(keywords), "Keywords", links=links))
    lines += labelled(0, ("Language", ", ".join(Language(code).name or code for code in left.pop("languages", ()))))
    lines += content.lines(_LABELS)
    for key, label in _ORGANIZATIONS.items():
        for place in left.pop(key, ()):
            lines += _organization(place, content.joined, 0, label)
    return section(SectionKind.MORE, heading, [*lines, *_rest(left, type(content.record), 0)])


def _jel(code: str) -> PageLine:
    label = JelCode(code).label
    return PageLine(f"{code} - {label}" if label else code, depth=1, links=(Link(code, LinkKind.JEL, code),))


def _series(content: _Content) -> PageSection:
    """Return the series of an item, and whom to contact."""
    series, archive = content.joined.get("series", {}), content.joined.get("archive", {})
    handle = Handle(content.record.handle or "")
    if handle.kind is not HandleKind.DOCUMENT:
        return PageSection("Series", (), SectionKind.SERIES)
    # Without the template of the series, the handle and type of the item say what the series holds.
    own = {"handle": handle.series_handle, "types": [content.record.template_type]}
    found = {"template_type": "ReDIF-Series 1.0"} | own | series
    name = series.get("name") or ("" if series else "(its template is not here)")
    about = [
        PageLine(text, label, links=(Link(text, LinkKind.RECORD, found["handle"]),))
        for label, text in (("Name", name), ("Handle", found["handle"]))
        if text
    ]
    about += labelled(
        0,
        ("Provider", series.get("provider")),
        ("Web page of the provider", series.get("provider_homepage")),
        ("ISSN", ", ".join(series.get("issns", ()))),
        ("Editors", "; ".join(series.get("editors", ()))),
        ("IDEAS", ideas_url(found)),
        ("EconPapers", econpapers_url(found)),
    )
    maintainers = [(known.get("maintainer_name"), known.get("maintainer_email")) for known in (series, archive)]
    name, email = next(filter(any, maintainers), ("", ""))
    maintainer = f"{name} ({email})" if name and email else name or email
    homepage = series.get("provider_homepage") or archive.get("homepage")
    contact = labelled(0, (_CONTACT, maintainer), ("General contact details of provider", homepage))
    return section(SectionKind.SERIES, "Series", about, contact)


def _other(content: _Content) -> list[PageSection]:
    """Return the sections about a record that is not an item."""
    description = tuple((PageLine(text),) for text in _texts(content.left.pop("description", None)))
    editors = _people(content, "editors", "Editor(s) listed:")
    more = _more(content, f"About this {content.kind or 'template'}")
    about = section(SectionKind.MORE, more.heading, _addresses(content), *more.blocks)
    return [PageSection("Description", description, SectionKind.TEXT), editors, about]


def _holdings(content: _Content) -> PageSection:
    """Return what the catalogue has of a series or an archive."""
    handle = content.record.handle
    if handle is None or content.kind not in ("series", "archive"):
        return PageSection("", (), SectionKind.SERIES)
    total = PageLine(f"{sum(1 for _ in content.catalogue.items(handle)):,}", "Items in the catalogue")
    if content.kind == "series":
        return PageSection("Holdings", ((total,),), SectionKind.SERIES)
    below = [name for name in content.catalogue.handles_like(f"{handle}:") if name.count(":") == handle.count(":") + 1]
    return PageSection("Series", ((*(_to_record(content, name) for name in below), total),), SectionKind.SERIES)


def _related(content: _Content, versions: Sequence[tuple[str, str]]) -> PageSection:
    """Return the records that this one refers to, those that refer to it, and other versions of it."""
    referred = [
        _to_record(content, handle, _RELATIONS.get(relation, (relation,))[0], 1)
        for relation, handle, _ in content.catalogue.links(content.data)
        if content.takes(relation, handle)
    ]
    others = content.catalogue.links_to(content.data)
    referring = [_brief(other, other.handle, _reverse_label(relation, other), 1) for relation, other in others[:MAX_REFERRING]]
    referring += _more_lines(len(others) - MAX_REFERRING)
    named = {link.target.lower() for line in (*referred, *referring) for link in line.links}
    unnamed = [(handle, title) for handle, title in versions if handle.lower() not in named] if named else versions
    found = [_linked(handle, title, "", 1) for handle, title in unnamed[:MAX_VERSIONS]]
    found += _more_lines(len(unnamed) - MAX_VERSIONS)
    blocks = under("It refers to", referred), under("Referred to by", referring), under("Same title and authors", found)
    return section(SectionKind.RELATED, "Related", *blocks)


def _more_lines(left: int) -> list[PageLine]:
    """Return the line that says how many more there are, if there are any."""
    return [PageLine(f"and {left:,} more", depth=1)] if left > 0 else []


def _reverse_label(relation: str, other: Record) -> str:
    """Return what a record is to the one that it refers to."""
    kind = Grammar.standard().kind(other.template_type) or ""
    label = _RELATIONS.get(relation, ("", f"Refers to it by {relation}"))[1]
    return label or (f"The same work as {_KINDS[kind]}" if kind in _KINDS else "Software that belongs to it")


def _to_record(content: _Content, handle: str, label: str = "", depth: int = 0) -> PageLine:
    """Return a line that leads to a record by its handle, with its title if it is there."""
    found = content.catalogue.get(handle)
    return _brief(found, handle, label, depth) if found else _linked(handle, "", label, depth)


def _brief(record: Record, handle: str | None, label: str, depth: int) -> PageLine:
    """Return a line with the title of a record and its handle, or else its place in a file."""
    title = _display_name(record.model_dump(mode="json", exclude_defaults=True))
    return _linked(handle, title, label, depth) if handle else PageLine(f"{_place(record)}  {title}".rstrip(), label, depth)


def _linked(handle: str, title: str, label: str, depth: int) -> PageLine:
    return PageLine(f"{handle}  {title}".rstrip(), label, depth, (Link(title or handle, LinkKind.RECORD, handle),))


def _record(content: _Content, findings: Iterable[Finding]) -> PageSection:
    """Return the section about the template: its place, the values outside fields, and its findings."""
    record, here = content.record, _place(content.record)
    places = content.catalogue.places(record.handle) if record.handle else ()
    same = (f"{file}:{number}" if file else _NO_FILE for file, number in places)
    others = [PageLine(place, _ALSO_IN) for place in dict.fromkeys(same) if place != here]
    blocks = [[*labelled(0, ("Template type", record.template_type or "(none)"), (_FOUND_IN, here)), *others]]
    for kept, heading in _NOT_IN_FIELDS.items():
        found = [(name, value, cluster) for key, name, value, cluster in content.not_in_fields if key == kept]
        lines = [PageLine(f"{value} ({cluster})" if cluster else value, name, 1) for name, value, cluster in found]
        blocks.append(under(heading, lines))
    problems = [PageLine(f.message, f"{f.severity} {f.code}, line {f.line}", 1) for f in findings]
    return section(SectionKind.RECORD, "Record", *blocks, under("Findings", problems))


def _take_values_outside_fields(part: dict[str, Any], cluster: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Take the values outside fields out of a record or cluster and the clusters in it."""
    for key in _NOT_IN_FIELDS:
        for name, values in part.pop(key, {}).items():
            yield from ((key, name, text, cluster) for text in _texts(values))
    for value in part.values():
        for inner in value if isinstance(value, list) else ():
            if isinstance(inner, dict):
                yield from _take_values_outside_fields(inner, inner.get("name") or inner.get("url") or cluster)


def _rest(part: Mapping[str, Any], model: type[Part], depth: int) -> Iterator[PageLine]:
    """Yield what is left of a cluster or record, labelled with the names of attributes."""
    for key, value in part.items():
        label = model.model_fields[key].title or key
        yield from (line(text, label, depth) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in a value or in a list of values; those of a cluster with their names."""
    for inner in _listed(value):
        if isinstance(inner, dict):
            yield from (f"{name}: {text}" for name, held in inner.items() for text in _texts(held))
        else:
            yield str(inner)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _display_name(data: Mapping[str, Any]) -> str:
    """Return the title or name of a record; of an institution, the names of all its levels."""
    return str(data.get("title") or data.get("name") or person(data).get("name") or institution(data).get("name") or "")


def _place(record: Record) -> str:
    return f"{record.source.file}:{record.source.line}" if record.source else _NO_FILE
