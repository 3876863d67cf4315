"""What has been seen of an archive: its own template, its series, and its items by series, type and folder.

There is one entry for each group of items, so an archive of any size takes little memory.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from redif.checks.archive.folders import ARCH, SERI, coded, descriptions
from redif.checks.archive.location import Location
from redif.checks.archive.seen import InsecureAddresses, SeenTemplate, scheme_and_host
from redif.findings.finding import ignore_finding
from redif.reading.documents import file_templates
from redif.schema.values import Handle, HandleKind
from redif.source.files import ENDINGS, ignore_error, is_file
from redif.syntax.splitter import Reader


class HandleCodes(NamedTuple):
    """The codes in a handle, in lowercase, and the handle of its series (or of its archive) as written."""

    archive: str
    series: str
    start: str


def codes_of(handle: str, kind: str) -> HandleCodes:
    """The codes in a handle; all empty unless it is a handle of that kind."""
    parsed = Handle(handle)
    if parsed.kind != kind:
        return HandleCodes("", "", "")
    return HandleCodes(parsed.archive or "", parsed.series or "", str(parsed.series_handle or parsed))


class SeriesEntry(NamedTuple):
    """A series of the archive: its template, its handle, and the types of its items; None where these cannot be read."""

    location: Location
    codes: HandleCodes
    types: tuple[str, ...] | None


class ItemGroup:
    """The items of one series and one type in one folder.

    Attributes:
        location: the first of them.
        codes: those in the first one's handle.
        start: the handle of the series in lowercase, with which their handles begin.
        type: their template type.
        folder: their folder, inside the archive's; empty for the archive's own folder.
        count: how many there are.
    """

    __slots__ = ("codes", "count", "folder", "location", "start", "type")

    def __init__(self, location: Location, codes: HandleCodes, start: str, type_: str, folder: str) -> None:
        self.location = location
        self.codes = codes
        self.start = start
        self.type = type_
        self.folder = folder
        self.count = 0


class ArchiveState:
    """An archive and what has been seen of it so far.

    Attributes:
        code: its code, three letters in lowercase.
        folder: its folder, as it was named.
        arch_file: the name of the file that describes it, which may be a wrong one.
        has_template: whether that file has its template; else it only describes a series of it.
        arch_name, seri_name: the names of the files for the archive and for its series; if there is no such file, the name
            it should have.
        is_named: whether the files for the archive and for its series have those names.
        is_whole: whether all of its files are checked.
        file_name, subfolder: the file being read, and its folder inside the archive's.
        files_read: ARCH and SERI, as far as those files have been read.
        own: where its first ReDIF-Archive template is.
        series: its series by handle in lowercase.
        series_templates: how many templates of series there are, including those without a handle.
        item_groups: its items, by the handle of the series in lowercase, type and folder.
        folders_without_handles: folders, in lowercase, with items that have no usable handle.
        has_others: whether it has persons or institutions.
        http_start: the archive's own server with http, if the archive uses https; else empty.
        insecure: the addresses that begin with http_start.
    """

    def __init__(self, code: str, arch_file: str, folder: str, names: list[str], reader: Reader) -> None:
        self.code, self.folder, self.arch_file = code, folder, arch_file
        named = {ending: coded(names, ending).get(code) for ending in (ARCH, SERI)}
        self.is_named = {ending: name is not None for ending, name in named.items()}
        self.arch_name, self.seri_name = (name or f"{code}{ending}{ENDINGS[0]}" for ending, name in named.items())
        self.has_template = True
        self.is_whole = False
        self.files_read: set[str] = set()
        self.own: Location | None = None
        self.series: dict[str, SeriesEntry] = {}
        self.series_templates = 0
        self.item_groups: dict[tuple[str, str, str], ItemGroup] = {}
        self.folders_without_handles: set[str] = set()
        self.has_others = False
        self.http_start = _http_start(os.path.join(folder, arch_file), reader)
        self.insecure: InsecureAddresses | None = None
        self.file_name = self.subfolder = ""
        self._last_group: ItemGroup | None = None  # items of one group usually follow each other
        self._kinds: dict[str, str] = {}

    def file(self, name: str, subfolder: str) -> None:
        """The templates that follow are in another file."""
        if subfolder != self.subfolder:
            self._last_group = None
        self.file_name, self.subfolder = name, subfolder
        if not subfolder:
            self.files_read.update(ending for ending in (ARCH, SERI) if self.is_in(ending))

    def is_in(self, ending: str) -> bool:
        """Whether the file being read is the one for the archive (ARCH) or for its series (SERI)."""
        return not self.subfolder and self.code in coded([self.file_name], ending)

    @property
    def is_in_own_file(self) -> bool:
        """Whether the file being read has the template of the archive, whatever it is called."""
        return not self.subfolder and self.has_template and self.file_name == self.arch_file

    def template(self, template: SeenTemplate, key: str) -> str:
        """Add a template, whose handle in lowercase is `key`; return what it describes, or nothing for an item."""
        if self.http_start and (found := template.insecure(self.http_start)) is not None:
            before = self.insecure
            self.insecure = found if before is None else before._replace(number=before.number + found.number)
        group, type_ = self._last_group, template.template_type
        if group is not None and type_ == group.type and key.startswith(group.start):
            group.count += 1
            return ""
        kind = self._kinds.get(type_) or template.describes
        if kind:
            self._kinds[type_] = kind
        if kind == HandleKind.DOCUMENT:
            self._add_item(template, key)
            return ""
        if kind == HandleKind.ARCHIVE:
            self.own = self.own or template.location
        elif kind == HandleKind.SERIES:
            self._add_series(template, key)
        elif kind:
            self.has_others = True
        return kind or ""

    def _add_item(self, template: SeenTemplate, key: str) -> None:
        codes = codes_of(template.handle, HandleKind.DOCUMENT)
        if not codes.start:
            self.folders_without_handles.add(self.subfolder.lower())
            return
        start = key[: len(codes.start)]
        which = (start, template.template_type, self.subfolder)
        group = self.item_groups.get(which)
        if group is None:
            group = self.item_groups[which] = ItemGroup(template.location, codes, *which)
        group.count += 1
        self._last_group = group

    def _add_series(self, template: SeenTemplate, key: str) -> None:
        self.series_templates += 1
        codes = codes_of(template.handle, HandleKind.SERIES)
        if codes.start and key not in self.series:
            types = None if template.is_types_unread else template.types
            self.series[key] = SeriesEntry(template.location, codes, types)


def described(folder: str, names: list[str], reader: Reader) -> dict[str, dict[str, str]]:
    """The codes of the archives that the files in a folder describe, each with the first such file, by the kind of template.

    A series that is described in its own folder does not make that the archive's.
    """
    found: dict[str, dict[str, str]] = {HandleKind.ARCHIVE: {}, HandleKind.SERIES: {}}
    own_name = os.path.basename(os.path.abspath(folder)).lower()
    for name in descriptions(folder, names):
        for template in file_templates(os.path.join(folder, name), reader, ignore_finding, ignore_error):
            kind = template.schema.describes
            if kind in found:
                codes = codes_of(template.data.get("handle", ""), kind)
                if codes.archive and not (kind == HandleKind.SERIES and codes.series == own_name):
                    found[kind].setdefault(codes.archive, name)
    return found


def _http_start(arch_file: str, reader: Reader) -> str:
    """The beginning of the archive's own URL with http in place of https; empty if it does not use https."""
    if is_file(arch_file):
        for template in file_templates(arch_file, reader, ignore_finding, ignore_error):
            if template.schema.describes is HandleKind.ARCHIVE:
                scheme, host = scheme_and_host(template.data.get("url", ""))
                return f"http://{host}" if scheme == "https" else ""
    return ""
