"""Checks of an archive as a whole: one function for each code.

Those in AT_ONCE look at the template of an archive or a series when it is read, those in AT_THE_END at all that has been seen.
An error that many items share is reported once, at the first of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from redif.checks.archive.folders import ARCH, SERI, ignored_files
from redif.checks.archive.location import Location, start_of_file
from redif.checks.archive.seen import SeenTemplate
from redif.checks.archive.state import ArchiveState, ItemGroup, codes_of
from redif.findings.codes import severity_of
from redif.findings.finding import Finding
from redif.findings.wording import counted, listed, shortened
from redif.grammar import Grammar
from redif.schema.values import HandleKind
from redif.source.escaping import printable
from redif.source.files import ENDINGS

MOST_NAMED = 12  # series that a hint lists
AtOnce = Callable[[ArchiveState, SeenTemplate, str], Iterator[Finding]]
Key = TypeVar("Key", bound=Hashable)


def finding(code: str, message: str, location: Location, hint: str = "") -> Finding:
    """Return a finding about a location."""
    return Finding(
        code, severity_of(code), printable(message), *location[:5], location.attribute, hint, template=location.template
    )


# ------------------------------------------------------------------------------------------------------------ at once


def archive_several(archive: ArchiveState, template: SeenTemplate, _kind: str) -> Iterator[Finding]:
    """Find a second template of the archive."""
    if archive.own is not None and not archive.own.is_in(template):
        message = f"This is a second ReDIF-Archive template of the archive {archive.code}; the first is in {archive.own}."
        yield finding("archive-several", message, template.location)


def archive_file(archive: ArchiveState, template: SeenTemplate, kind: str) -> Iterator[Finding]:
    """Find a template of an archive in a file that is not the one for it."""
    if not archive.is_in(ARCH) and not _is_of_another(archive, template, kind):
        name = archive.arch_name
        message = f"There is a ReDIF-Archive template in {archive.file_name}; RePEc looks for it in {name} only."
        hint = f"Move it into {name}, or delete it."
        if archive.file_name.lower() == name.lower():  # but in another folder
            message = (
                f"There is a ReDIF-Archive template in the folder {archive.subfolder}; RePEc looks for it in that above only."
            )
        if not archive.is_named[ARCH] and not archive.subfolder:
            hint = f"Rename {archive.file_name} to {name}."
        yield finding("archive-file", message, template.location, hint)


def series_file(archive: ArchiveState, template: SeenTemplate, kind: str) -> Iterator[Finding]:
    """Find a template of a series in a file that is not the one for them."""
    if not archive.is_in(SERI) and not _is_of_another(archive, template, kind):
        handle = shortened(template.handle)
        which = f'The series "{handle}"' if handle else "A series"
        message = f"{which} is described in {archive.file_name}; RePEc looks for it in {archive.seri_name} only."
        hint = f"Move the template into {archive.seri_name}."
        if archive.file_name.lower() == archive.seri_name.lower():  # but in another folder
            message = f"{which} is described in the folder {archive.subfolder}; RePEc looks for it in that of the archive only."
            hint = f"Move the template into {archive.seri_name} there."
        if archive.is_in_own_file and not archive.is_named[SERI]:  # that file keeps the name of the archive's, or gets it
            hint = f"Move the template into a file of its own, {archive.seri_name}."
        elif not archive.is_named[SERI] and not archive.subfolder:
            hint = f"Rename {archive.file_name} to {archive.seri_name}."
        yield finding("series-file", message, template.location, hint)


def handle_archive(archive: ArchiveState, template: SeenTemplate, kind: str) -> Iterator[Finding]:
    """Find the handle of an archive or a series with the code of another archive."""
    handle = template.handle
    if _is_of_another(archive, template, kind):
        code = codes_of(handle, kind).archive
        message = f'The handle "{handle}" belongs to the archive {code}, but this is the archive {archive.code}.'
        yield finding("handle-archive", message, template.location, _archive_hint(archive, code))


# --------------------------------------------------------------------------------------------------------- at the end


def archive_missing(archive: ArchiveState) -> Iterator[Finding]:
    """Find an archive whose file has no template of the archive."""
    if ARCH in archive.files_read and archive.own is None:
        message = f"There is no ReDIF-Archive template in {archive.arch_name}."
        yield finding("archive-missing", message, start_of_file(archive.folder, archive.arch_name), _missing_hint(archive))
    elif archive.is_whole and archive.own is None and not archive.is_named[ARCH]:
        message = f"The file {archive.arch_name}, which describes the archive, is missing."
        yield finding("archive-missing", message, start_of_file(archive.folder, archive.arch_file), _missing_hint(archive))


def archive_folder(archive: ArchiveState) -> Iterator[Finding]:
    """Find an archive's folder with capitals in its name."""
    name = os.path.basename(os.path.abspath(archive.folder))
    if name.lower() == archive.code != name and (archive.is_whole or archive.files_read):
        message = f'The folder of the archive is called "{name}"; RePEc looks for "{archive.code}".'
        hint = f"Rename the folder to {archive.code}, on the server too."
        yield finding("archive-folder", message, start_of_file(archive.folder, archive.arch_file), hint)


def series_missing(archive: ArchiveState) -> Iterator[Finding]:
    """Find an archive without a template of any series."""
    has_others_only = archive.has_others and not archive.item_groups
    if archive.is_whole and not archive.series_templates and not has_others_only:
        name = archive.seri_name if SERI in archive.files_read else archive.arch_file
        message = f"The archive {archive.code} has no ReDIF-Series template, in {archive.seri_name} or elsewhere."
        hint = f"Write a ReDIF-Series template for each series into {archive.seri_name}."
        yield finding("series-missing", message, start_of_file(archive.folder, name), hint)


def handle_archive_of_items(archive: ArchiveState) -> Iterator[Finding]:
    """Find handles of items with the code of another archive."""
    for code, groups in _grouped(lambda group: group.codes.archive, archive.item_groups.values()):
        if code != archive.code:
            items = _counted(groups, "item")
            message = f"This is the archive {archive.code}, but the handle of {items} has the archive code {code}."
            yield finding("handle-archive", message, groups[0].location, _archive_hint(archive, code))


def item_folder(archive: ArchiveState) -> Iterator[Finding]:
    """Find items that are not in the folder of their series."""
    for (_, folder), groups in _grouped(lambda group: (group.start, group.folder), _own_groups(archive)):
        series = groups[0].codes
        if folder.lower() != series.series:
            where = f"The folder {folder}" if folder else "The folder of the archive itself"
            message = f'{where} is the wrong place for {_counted(groups, "item")} of the series "{series.start}".'
            hint = f"Move what belongs to this series into the folder {series.series}, or correct the handles."
            yield finding("item-folder", message, groups[0].location, hint)


def series_unknown(archive: ArchiveState) -> Iterator[Finding]:
    """Find items of a series that no template describes."""
    if not archive.series_templates or not (archive.is_whole or SERI in archive.files_read):
        return
    for start, groups in _grouped(lambda group: group.start, _own_groups(archive)):
        if start not in archive.series:
            series = groups[0].codes.start
            items = _counted(groups, "item")
            message = f'The series "{series}", with {items}, is not described in {archive.seri_name}.'
            hint = f"Correct the series code in the handles{_series_of(archive)}; or write a ReDIF-Series template with "
            hint += f"Handle: {series} into {archive.seri_name}."
            yield finding("series-unknown", message, groups[0].location, hint)


def series_empty(archive: ArchiveState) -> Iterator[Finding]:
    """Find a series without items."""
    # If there are no items at all, this is a collection of descriptions of archives.
    if not archive.is_whole or not archive.item_groups:
        return
    used = {group.start for group in archive.item_groups.values()}
    for key, (location, codes, _) in archive.series.items():
        if key not in used and codes.series not in archive.folders_without_handles and codes.archive == archive.code:
            message = f'The series "{codes.start}" has no items.'
            hint = (
                f"Add its items, in the folder {codes.series}, or compare its handle with those of the items that belong to it."
            )
            yield finding("series-empty", message, location, hint)


def item_type(archive: ArchiveState) -> Iterator[Finding]:
    """Find items of a type that their series is not for."""
    for (start, type_), groups in _grouped(lambda group: (group.start, group.type), _own_groups(archive)):
        series = archive.series.get(start)
        if series is None or series.types is None:
            continue
        default = Grammar.standard().type("doctype").default or ""
        if _kind(type_) not in {_kind(allowed) for allowed in series.types or (default,)}:
            purpose = listed(series.types, "and") if series.types else f"{default} because it has no Type"
            templates = _counted(groups, f"{type_} template")
            message = f'The series "{series.codes.start}" is for {purpose}, but has {templates} in it.'
            hint = f"Correct Type in the template of the series ({series.location}) or Template-Type of the items, or move the "
            yield finding("item-type", message, groups[0].location, f"{hint}items to a series of their type.")


def file_ignored(archive: ArchiveState) -> Iterator[Finding]:
    """Find files that seem to be meant for RePEc, but are not read."""
    if not archive.is_whole:
        return
    codes = [entry.codes for entry in archive.series.values()] + [group.codes for group in archive.item_groups.values()]
    folders = archive.folders_without_handles.union(code.series for code in codes)
    for path in ignored_files(archive.folder, lambda name: name.lower() in folders):
        message = f'RePEc does not read "{os.path.basename(path)}", because its name does not end in {listed(ENDINGS)}.'
        yield finding("file-ignored", message, start_of_file(path))


def url_insecure(archive: ArchiveState) -> Iterator[Finding]:
    """Find addresses with http on the server where the archive itself uses https."""
    found = archive.insecure
    if found is not None:
        addresses = counted(found.number, "address")
        message = (
            f"The archive uses https, but {archive.http_start} is written in {addresses}, first in {shortened(found.first)}."
        )
        hint = f"Write https://{archive.http_start.partition('://')[2]} instead, if the files can be found there."
        yield finding("url-insecure", message, found.location, hint)


AT_ONCE: Mapping[str, tuple[AtOnce, ...]] = {
    HandleKind.ARCHIVE: (archive_several, archive_file, handle_archive),
    HandleKind.SERIES: (series_file, handle_archive),
}
AT_THE_END = (
    archive_missing,
    archive_folder,
    series_missing,
    handle_archive_of_items,
    item_folder,
    series_unknown,
    series_empty,
    item_type,
    file_ignored,
    url_insecure,
)


def _is_of_another(archive: ArchiveState, template: SeenTemplate, kind: str) -> bool:
    """Whether a template has the handle of another archive, where it is to be moved, or the handle to be corrected."""
    return codes_of(template.handle, kind).archive not in ("", archive.code)


def _archive_hint(archive: ArchiveState, code: str) -> str:
    return f"Write {archive.code} in place of {code}, or move the template into the archive {code}."


def _missing_hint(archive: ArchiveState) -> str:
    contents = "with the archive's handle, name, URL and maintainer"
    return f"Write one ReDIF-Archive template, {contents}, into {archive.arch_name}."


def _kind(type_: str) -> str:
    """The kind of item in a template of some type; a book and its chapters may be in one series, so they are one kind."""
    kind = Grammar.standard().kind(type_) or type_
    return "book" if kind == "chapter" else kind


def _own_groups(archive: ArchiveState) -> Iterable[ItemGroup]:
    """The archive's items, without those that have the handle of another archive."""
    return [group for group in archive.item_groups.values() if group.codes.archive == archive.code]


def _grouped(key: Callable[[ItemGroup], Key], groups: Iterable[ItemGroup]) -> Iterator[tuple[Key, list[ItemGroup]]]:
    """Groups of items that have the same key, with that key."""
    found: dict[Key, list[ItemGroup]] = {}
    for group in groups:
        found.setdefault(key(group), []).append(group)
    return iter(found.items())


def _counted(groups: list[ItemGroup], noun: str) -> str:
    return counted(sum(group.count for group in groups), noun)


def _series_of(archive: ArchiveState) -> str:
    """The series that the archive has, as a part of a sentence; empty if there are none."""
    series = [entry.codes.series for entry in archive.series.values() if entry.codes.archive == archive.code]
    if not series:
        return ""
    if len(series) > MOST_NAMED:
        return f" (this archive has {counted(len(series), 'series')}; see {archive.seri_name})"
    are = "are" if len(series) > 1 else "is"
    return f" (the series of this archive {are} {listed(series, 'and')})"
