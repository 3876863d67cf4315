"""What is wrong with an archive as a whole: one function, one code.

Those in AT_ONCE look at the template of an archive or of a series when it is met, those in AT_THE_END at all that was seen.
What is wrong with many items alike is told once, at the first of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from redif.checks.archive.folders import ARCH, SERI, ignored
from redif.checks.archive.state import ArchiveState, ItemGroup, Location, location_of, parts_of, start_of_file
from redif.findings.codes import severity_of
from redif.findings.finding import Finding
from redif.findings.wording import shortened
from redif.grammar import Grammar
from redif.reading.documents import printable
from redif.schema.values import HandleKind
from redif.source.files import ENDINGS
from redif.syntax.template import Template

AtOnce = Callable[[ArchiveState, Template, str], Iterator[Finding]]
Key = TypeVar("Key", bound=Hashable)


def finding(code: str, message: str, location: Location, hint: str = "") -> Finding:
    """A finding of some kind about a place."""
    return Finding(
        code, severity_of(code), printable(message), *location[:5], location.attribute, hint, template=location.template
    )


# ------------------------------------------------------------------------------------------------------------ at once


def archive_several(archive: ArchiveState, template: Template, _kind: str) -> Iterator[Finding]:
    """A second template of the archive."""
    if archive.own is not None and not archive.own.is_in(template):
        message = f"this is a second ReDIF-Archive template of the archive {archive.code}; the first is in {archive.own}"
        yield finding("archive-several", message, location_of(template))


def archive_file(archive: ArchiveState, template: Template, _kind: str) -> Iterator[Finding]:
    """The template of an archive that stands elsewhere than in the file for it."""
    if not archive.is_in(ARCH):
        message = f"a ReDIF-Archive template stands in {archive.name}; RePEc looks for it in {archive.arch} alone"
        yield finding("archive-file", message, location_of(template), f"Move it into {archive.arch}, or delete it.")


def series_file(archive: ArchiveState, template: Template, _kind: str) -> Iterator[Finding]:
    """The template of a series that stands elsewhere than in the file for them."""
    if not archive.is_in(SERI):
        handle = shortened(template.data.get("handle", ""))
        which = f'the series "{handle}"' if handle else "a series"
        message = f"the template of {which} stands in {archive.name}; RePEc looks for it in {archive.seri} alone"
        yield finding("series-file", message, location_of(template), f"Move it into {archive.seri}.")


def handle_archive(archive: ArchiveState, template: Template, kind: str) -> Iterator[Finding]:
    """The handle of an archive or a series with the code of another archive."""
    handle = template.data.get("handle", "")
    code = parts_of(handle, kind).archive
    if code and code != archive.code:
        message = f'the handle "{handle}" is of the archive {code}, but this is the archive {archive.code}'
        yield finding("handle-archive", message, location_of(template))


# --------------------------------------------------------------------------------------------------------- at the end


def archive_missing(archive: ArchiveState) -> Iterator[Finding]:
    """No template of the archive in its file."""
    if ARCH in archive.read and archive.own is None:
        message = f"there is no ReDIF-Archive template in {archive.arch}"
        yield finding("archive-missing", message, start_of_file(archive.folder, archive.arch))


def series_missing(archive: ArchiveState) -> Iterator[Finding]:
    """No template of any series."""
    holds_others_only = archive.others and not archive.items
    if archive.whole and not archive.described and not holds_others_only:
        name = archive.seri if SERI in archive.read else archive.arch
        message = f"the archive {archive.code} has no ReDIF-Series template in {archive.seri}, nor in another file"
        hint = f"Write a ReDIF-Series template for each series into {archive.seri}."
        yield finding("series-missing", message, start_of_file(archive.folder, name), hint)


def handle_archive_of_items(archive: ArchiveState) -> Iterator[Finding]:
    """Handles of items with the code of another archive."""
    for code, groups in _by(lambda items: items.parts.archive, archive.items.values()):
        if code != archive.code:
            handles = _counted(groups, "item has a handle", "items have handles")
            message = f"{handles} of the archive {code}, but this is the archive {archive.code}"
            yield finding("handle-archive", message, groups[0].location)


def item_folder(archive: ArchiveState) -> Iterator[Finding]:
    """Items that are not in the folder of their series."""
    for (_, folder), groups in _by(lambda items: (items.start, items.folder), _own(archive)):
        series = groups[0].parts
        if folder.lower() != series.series:
            where = f"in the folder {folder}" if folder else "in the folder of the archive itself"
            message = f'{_counted(groups, "item stands", "items stand")} {where}, but the series is "{series.start}"'
            hint = f"Move what belongs to this series into the folder {series.series}, or correct the handle."
            yield finding("item-folder", message, groups[0].location, hint)


def series_unknown(archive: ArchiveState) -> Iterator[Finding]:
    """Items of a series that no template describes."""
    if not archive.described or not (archive.whole or SERI in archive.read):
        return
    for start, groups in _by(lambda items: items.start, _own(archive)):
        if start not in archive.series:
            series = groups[0].parts.start
            items = _counted(groups, "item belongs", "items belong")
            message = f'{items} to the series "{series}", which has no ReDIF-Series template in {archive.seri}'
            hint = f"Write a ReDIF-Series template with Handle: {series} into {archive.seri}, or correct the handles."
            yield finding("series-unknown", message, groups[0].location, hint)


def series_empty(archive: ArchiveState) -> Iterator[Finding]:
    """A series without items."""
    # Where there are no items whatever, somebody keeps the descriptions of archives alone.
    if not archive.whole or not archive.items:
        return
    held = {items.start for items in archive.items.values()}
    for key, (location, parts, _) in archive.series.items():
        if key not in held and parts.series not in archive.loose and parts.archive == archive.code:
            message = f'the series "{parts.start}" has no items'
            yield finding("series-empty", message, location, f"Its items belong into the folder {parts.series}.")


def item_type(archive: ArchiveState) -> Iterator[Finding]:
    """Items of another type than their series is for."""
    for (start, type_), groups in _by(lambda items: (items.start, items.type), _own(archive)):
        series = archive.series.get(start)
        if series is None or series.types is None:
            continue
        default = Grammar.standard().type("doctype").default or ""
        if _kind(type_) not in {_kind(held) for held in series.types or (default,)}:
            templates = _counted(groups, f"{type_} template stands", f"{type_} templates stand")
            held = f"is for {' and '.join(series.types)}" if series.types else f"has no Type and so is for {default}"
            message = f'{templates} in the series "{series.parts.start}", which {held}'
            yield finding("item-type", message, groups[0].location, f"See the series' template in {series.location}.")


def file_ignored(archive: ArchiveState) -> Iterator[Finding]:
    """Files that look meant for RePEc and that it does not read."""
    if not archive.whole:
        return
    parts = [series.parts for series in archive.series.values()] + [items.parts for items in archive.items.values()]
    folders = archive.loose.union(part.series for part in parts)
    for path in ignored(archive.folder, lambda name: name.lower() in folders):
        message = f'RePEc does not read "{os.path.basename(path)}", for its name does not end in {" or ".join(ENDINGS)}'
        yield finding("file-ignored", message, start_of_file(path))


def url_insecure(archive: ArchiveState) -> Iterator[Finding]:
    """Addresses with http on the host that the archive itself is on with https."""
    found = archive.addresses
    if found is not None:
        number = "an address begins" if found.count == 1 else f"{found.count:,} addresses begin"
        message = f"{number} {archive.insecure}, but the archive itself is at https; the first is {shortened(found.first)}"
        hint = f"Write https://{archive.insecure.partition('://')[2]} in its place, if the files are found there."
        yield finding("url-insecure", message, found.location, hint)


AT_ONCE: Mapping[str, tuple[AtOnce, ...]] = {
    HandleKind.ARCHIVE: (archive_several, archive_file, handle_archive),
    HandleKind.SERIES: (series_file, handle_archive),
}
AT_THE_END = (
    archive_missing,
    series_missing,
    handle_archive_of_items,
    item_folder,
    series_unknown,
    series_empty,
    item_type,
    file_ignored,
    url_insecure,
)


def _kind(type_: str) -> str:
    """What a type of template is about; a book and its chapters may stand in one series."""
    kind = Grammar.standard().kind(type_) or type_
    return "book" if kind == "chapter" else kind


def _own(archive: ArchiveState) -> Iterable[ItemGroup]:
    """Its items, without those that have the handle of another archive."""
    return [items for items in archive.items.values() if items.parts.archive == archive.code]


def _by(key: Callable[[ItemGroup], Key], groups: Iterable[ItemGroup]) -> Iterator[tuple[Key, list[ItemGroup]]]:
    """Groups of items that have something in common."""
    found: dict[Key, list[ItemGroup]] = {}
    for items in groups:
        found.setdefault(key(items), []).append(items)
    return iter(found.items())


def _counted(groups: list[ItemGroup], one: str, several: str) -> str:
    number = sum(items.count for items in groups)
    return f"1 {one}" if number == 1 else f"{number:,} {several}"
