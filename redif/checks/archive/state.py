"""What was seen of an archive: its own template, its series, and its items by series, type and folder.

There is one entry for each series, so an archive of any size takes little memory.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any, NamedTuple

from redif.checks.archive.folders import ARCH, SERI, coded
from redif.findings.finding import TemplatePlace, ignore_finding
from redif.grammar import Grammar
from redif.grammar.expressions import groups_of
from redif.reading.documents import file_templates, printable
from redif.schema.values import HandleKind
from redif.source.files import ENDINGS
from redif.syntax.splitter import Reader
from redif.syntax.template import Template, TemplateAttribute


class Location(NamedTuple):
    """Something to point at in a file; of what is no attribute, the first character."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2
    attribute: str | None = None
    template: TemplatePlace | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"

    def is_in(self, template: Template) -> bool:
        """Whether it is in a template."""
        return self.template is not None and (self.file, self.template.line) == (template.file, template.line)


def location_of(template: Template, attribute: TemplateAttribute | None = None) -> Location:
    """Where an attribute of a template stands, its handle unless another is given; failing that, where it begins."""
    info = TemplatePlace(template.line, template.type, template.data.get("handle"))
    found = attribute or next((a for a in template.attributes if a.name.lower() == "handle" and a.value), None)
    if found is None:
        return Location(template.file, template.line, 1, template.line, 2, None, info)
    known = template.schema.attribute_infos.get(found.name.lower())
    return Location(template.file, *found[2:], known.name if known else found.name, info)


def start_of_file(*path: str) -> Location:
    """The beginning of a file."""
    return Location(printable(os.path.join(*path)))


class HandleParts(NamedTuple):
    """A handle taken apart: the codes in small letters, and all up to the series' code as written."""

    archive: str
    series: str
    start: str


def parts_of(handle: str, kind: str) -> HandleParts:
    """The parts of a handle of some kind; empty where it is none of ReDIF's own."""
    pattern, groups = _pattern(kind)
    match = pattern.fullmatch(handle)
    if match is None:
        return HandleParts("", "", "")
    archive, series = groups[0], groups[1] if len(groups) > 1 else 0
    return HandleParts(match[archive].lower(), match[series].lower() if series else "", handle[: match.end(groups[-1])])


@cache
def _pattern(kind: str) -> tuple[re.Pattern[str], list[int]]:
    pattern = Grammar.standard().rules[f"{kind}handle"].pattern("archive", "series")
    return pattern, groups_of(pattern, "archive") + groups_of(pattern, "series")


class SeriesEntry(NamedTuple):
    """A series: where its template stands, its handle, and the types it says it holds; None where that cannot be read."""

    location: Location
    parts: HandleParts
    types: tuple[str, ...] | None


class ItemGroup:
    """Items of one series and one type in one folder.

    Attributes:
        place: the first of them.
        parts: of that one's handle.
        start: what their handles begin with, in small letters: the handle of the series.
        type: the type of template.
        folder: the folder in the archive's own in which they stand; empty for that one itself.
        count: how many there are.
    """

    __slots__ = ("count", "folder", "location", "parts", "start", "type")

    def __init__(self, location: Location, parts: HandleParts, start: str, type_: str, folder: str) -> None:
        self.location = location
        self.parts = parts
        self.start = start
        self.type = type_
        self.folder = folder
        self.count = 0


class InsecureAddresses:
    """Addresses that begin alike: where the first stands, that one, and how many there are."""

    __slots__ = ("count", "first", "location")

    def __init__(self, location: Location, first: str) -> None:
        self.location = location
        self.first = first
        self.count = 0


class ArchiveState:
    """An archive and what was seen of it so far.

    Attributes:
        code: three letters, small.
        folder: its folder, as it was named.
        arch, seri: the names of its two files, the second as it should be where there is none.
        whole: whether all of its files are among those that are checked.
        name: the name of the file that is being read, `below` the folder in the archive's folder.
        read: ARCH and SERI, as far as those files were read.
        own: where its first ReDIF-Archive template stands.
        series: its series by handle in small letters; `described` counts their templates, those without a handle too.
        items: its items.
        loose: folders with items that have no usable handle, in small letters.
        others: whether it holds persons or institutions.
        insecure: what addresses should not begin with; empty where any may do.
        addresses: those that do.
    """

    def __init__(self, code: str, arch: str, folder: str, names: list[str], reader: Reader) -> None:
        self.code, self.folder, self.arch = code, folder, arch
        self.seri = coded(names, SERI).get(code, f"{code}{SERI}{ENDINGS[0]}")
        self.whole = False
        self.read: set[str] = set()
        self.own: Location | None = None
        self.series: dict[str, SeriesEntry] = {}
        self.described = 0
        self.items: dict[tuple[str, str, str], ItemGroup] = {}
        self.loose: set[str] = set()
        self.others = False
        self.insecure = _insecure(os.path.join(folder, arch), reader)
        self.addresses: InsecureAddresses | None = None
        self.name = self.below = ""
        self._items: ItemGroup | None = None  # those the last template is one of
        self._kinds: dict[str, str] = {}

    def file(self, name: str, below: str) -> None:
        """What comes now stands in another file."""
        if below != self.below:
            self._items = None
        self.name, self.below = name, below
        if not below:
            self.read.update(what for what in (ARCH, SERI) if self.is_in(what))

    def is_in(self, what: str) -> bool:
        """Whether what comes now stands in the file for the archive (ARCH) or for its series (SERI)."""
        return not self.below and self.code in coded([self.name], what)

    def template(self, template: Template, data: dict[str, Any], key: str) -> str:
        """Note a template, its handle being `key` in small letters; gives what it describes, if that is no item."""
        if self.insecure and self.insecure in template.text:
            self._note_addresses(template)
        items, type_ = self._items, data["template_type"]
        if items is not None and type_ == items.type and key.startswith(items.start):
            items.count += 1
            return ""
        kind = self._kinds.get(type_) or template.schema.describes
        if kind:
            self._kinds[type_] = kind
        if kind == HandleKind.DOCUMENT:
            self._item(template, data, key)
            return ""
        if kind == HandleKind.ARCHIVE:
            self.own = self.own or location_of(template)
        elif kind == HandleKind.SERIES:
            self._series(template, data, key)
        elif kind:
            self.others = True
        return kind or ""

    def _item(self, template: Template, data: dict[str, Any], key: str) -> None:
        parts = parts_of(data.get("handle", ""), HandleKind.DOCUMENT)
        if not parts.start:
            self.loose.add(self.below.lower())
            return
        start = key[: len(parts.start)]
        which = (start, data["template_type"], self.below)
        items = self.items.get(which)
        if items is None:
            items = self.items[which] = ItemGroup(location_of(template), parts, *which)
        items.count += 1
        self._items = items

    def _series(self, template: Template, data: dict[str, Any], key: str) -> None:
        self.described += 1
        parts = parts_of(data.get("handle", ""), HandleKind.SERIES)
        if parts.start and key not in self.series:
            types = tuple(data.get("types", ()))
            is_unreadable = not types and "Type" in data.get("unparsed", ())
            self.series[key] = SeriesEntry(location_of(template), parts, None if is_unreadable else types)

    def _note_addresses(self, template: Template) -> None:
        for name, value, _ in zip(*template.names_and_values, strict=True):
            if not self._is_insecure(template, name, value):
                continue
            if self.addresses is None:
                first = next((a for a in template.attributes if self._is_insecure(template, a.name, a.value)), None)
                self.addresses = InsecureAddresses(location_of(template, first), " ".join(value.split()))
            self.addresses.count += 1

    def _is_insecure(self, template: Template, name: str, value: str) -> bool:
        if self.insecure not in value:
            return False
        info = template.schema.attribute_infos.get(name.lower())
        if info is None or info.attribute.type.lower() != "url":
            return False
        return "://".join(_scheme_and_host(" ".join(value.split()))) == self.insecure.lower()


def _insecure(arch: str, reader: Reader) -> str:
    """What the archive's own URL begins with, but with http for its https; empty where it has no https."""
    if os.path.isfile(arch):
        for template in file_templates(arch, reader, ignore_finding, lambda _error: None):
            if template.schema.describes is HandleKind.ARCHIVE:
                scheme, host = _scheme_and_host(template.data.get("url", ""))
                return f"http://{host}" if scheme == "https" else ""
    return ""


def _scheme_and_host(url: str) -> tuple[str, str]:
    """The scheme and host of an address in small letters; empty where it names a port too, or is none."""
    parts = Grammar.standard().rules["url"].parts(url, "web-scheme", "host", "port")
    return (
        ("", "") if "web-scheme" not in parts or "port" in parts else (parts["web-scheme"][0].lower(), parts["host"][0].lower())
    )
