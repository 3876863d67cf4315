"""Check archives, which takes many files together.

An archive is a folder with a file `aaaarch.rdf` of exactly one code. What is in the folder and below it belongs to the archive,
except for other archives below it. If no file is called so, the ReDIF-Archive or ReDIF-Series templates in a folder say which
archive it is, as long as they agree. A folder with files of several archives is not an archive, but a collection of
descriptions of archives.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from redif.checks.archive.checks import AT_ONCE, AT_THE_END, finding
from redif.checks.archive.folders import ARCH, SERI, above, coded, names_in
from redif.checks.archive.handles import HandleIndex
from redif.checks.archive.location import Location, start_of_file
from redif.checks.archive.seen import SeenTemplate
from redif.checks.archive.state import ArchiveState, described
from redif.findings.finding import Finding
from redif.findings.wording import shortened
from redif.schema.values import HandleKind
from redif.source import packed
from redif.source.escaping import printable
from redif.source.files import ENDINGS, STANDARD_INPUT
from redif.syntax.splitter import Reader

__all__ = ["ArchiveChecker"]


class _Folder(NamedTuple):
    """A folder from which files are read.

    Attributes:
        path: the folder as it was named.
        real_path: the path without links, which identifies it.
        names: the names in it, by name in lowercase.
        series_only: the name of the file for the series of one archive, if that archive's own file is missing; else empty.
        archive: the archive it belongs to.
        subfolder: the folder directly inside the archive's that it is or is below; empty for the archive's own folder.
    """

    path: str
    real_path: str
    names: dict[str, str]
    series_only: str
    archive: ArchiveState | None
    subfolder: str


class _Root(NamedTuple):
    """The folder of an archive."""

    folder: str
    archive: ArchiveState


class ArchiveChecker:
    """Checks archives while their files are read.

    Call `folder` for each folder that is checked as a whole, then `file` for each file and `template` for each template in it,
    and at the end `finish` for what can be seen only from all of them. After that, everything can begin again.
    """

    def __init__(self) -> None:
        self._reader = Reader()
        self._reset()

    def _reset(self) -> None:
        self._handles = HandleIndex()
        self._whole_folders: set[str] = set()
        self._archives: dict[str, ArchiveState] = {}
        self._roots: dict[str, _Root | None] = {}
        self._folder: _Folder | None = None
        self._archive: ArchiveState | None = None
        self._file_number: int | None = None

    def folder(self, path: str) -> None:
        """Note that all files in a folder and below it are checked."""
        self._whole_folders.add(os.path.abspath(path))

    def file(self, path: str) -> list[Finding]:
        """What is wrong with a file that is about to be read. A file that was read before is ignored."""
        parent, name = os.path.split(path)
        folder = self._folder_of(parent)
        self._archive = None if path == STANDARD_INPUT else folder.archive
        self._file_number = self._handles.file(f"{folder.real_path}{os.sep}{name}", printable(path))
        if self._file_number is None or path == STANDARD_INPUT:
            return []
        if self._archive is not None:
            self._archive.file(name, folder.subfolder)
            return list(_file_twice(folder, name, path))
        if name == folder.series_only and self._is_whole(os.path.abspath(parent)):
            return [_archive_missing(name, path)]
        return []

    def http_start_of(self, path: str) -> str:
        """What addresses in a file must not begin with, because the server of its archive has https; empty if there is none."""
        archive = None if path == STANDARD_INPUT else self._folder_of(os.path.dirname(path)).archive
        return archive.http_start if archive is not None else ""

    def template(self, template: SeenTemplate) -> list[Finding]:
        """What is wrong with a template, given those before it."""
        if self._file_number is None:
            return []
        handle = template.handle
        key = handle.lower()
        found: list[Finding] = []
        if self._archive is not None and (kind := self._archive.template(template, key)):
            for check in AT_ONCE.get(kind, ()):
                found += check(self._archive, template, kind)
        if key:
            first = self._handles.first(key, self._file_number, template.line)
            # The second template of an archive is reported as such, not for its handle too.
            if first is not None and not any(each.code == "archive-several" for each in found):
                message = f'The handle "{shortened(handle)}" is already used by the template in {Location(*first)}.'
                found.append(finding("handle-twice", message, template.location))
        return found

    def finish(self) -> Iterator[Finding]:
        """Yield what can be seen only from whole archives, archive by archive, and reset."""
        archives = self._archives.values()
        for root in filter(None, self._roots.values()):
            root.archive.is_whole = root.archive.is_whole or self._is_whole(root.folder)
        self._reset()
        for archive in archives:
            found = [each for check in AT_THE_END for each in check(archive)]
            yield from sorted(found, key=lambda each: (each.file, each.line))

    def _folder_of(self, parent: str) -> _Folder:
        if self._folder is None or self._folder.path != parent:
            self._folder = self._enter(parent)
        return self._folder

    def _enter(self, path: str) -> _Folder:
        folder = os.path.abspath(path)
        names = names_in(folder)
        root = self._nearest(folder, path, names)
        inside = os.path.relpath(folder, root.folder) if root else os.curdir
        subfolder = "" if inside == os.curdir else inside.split(os.sep)[0]
        series = coded(names, SERI)
        series_only = "" if len(series) != 1 or coded(names, ARCH) else next(iter(series.values()))
        by_name = {name.lower(): name for name in names}
        return _Folder(path, os.path.realpath(folder), by_name, series_only, root and root.archive, subfolder)

    def _nearest(self, folder: str, path: str, names: list[str]) -> _Root | None:
        """The archive's folder that a folder belongs to: the nearest, from it upwards, that has an archive's file.

        Args:
            folder: the absolute path of the folder.
            path: the folder as it was named.
            names: the names in it.
        """
        root = None
        passed: list[tuple[str, str, list[str]]] = []
        while folder not in self._roots:
            passed.append((folder, path, names))
            own = coded(names, ARCH)
            if len(own) == 1:
                root = self._root(folder, path, names, *own.popitem())
            if root or own or packed.is_packed(folder) or (upper := os.path.dirname(folder)) == folder:
                break
            folder, path, names = upper, above(path), names_in(upper)
        else:
            root = self._roots[folder]
        if root is None and not coded(names, ARCH):
            root = self._described(passed)
        below = [level[0] for level in passed]
        if root is not None and root.folder in below:
            self._roots.update(dict.fromkeys(below[below.index(root.folder) + 1 :], None))
            below = below[: below.index(root.folder) + 1]
        self._roots.update(dict.fromkeys(below, root))
        return root

    def _root(self, folder: str, path: str, names: list[str], code: str, file_name: str) -> _Root:
        """The folder of an archive with a code, which a file in it describes."""
        real = os.path.realpath(folder)  # several links may lead there
        archive = self._archives.get(real) or ArchiveState(code, file_name, path, names, self._reader)
        self._archives[real] = archive
        return _Root(folder, archive)

    def _described(self, levels: Sequence[tuple[str, str, list[str]]]) -> _Root | None:
        """The nearest of some folders in which a file with another name describes an archive, or else a series.

        Only the folders that are checked are searched, and the one that contains the file.
        """
        searched = [level for number, level in enumerate(levels) if not number or self._is_whole(level[0])]
        found = [(level, described(level[1], level[2], self._reader)) for level in searched]
        for kind in (HandleKind.ARCHIVE, HandleKind.SERIES):
            for (folder, path, names), by_kind in found:
                own = by_kind[kind]
                # Where the series' file has its right name, that of the archive is reported as missing.
                if len(own) == 1 and not (kind is HandleKind.SERIES and coded(names, SERI)):
                    root = self._root(folder, path, names, *own.popitem())
                    root.archive.has_template = kind is HandleKind.ARCHIVE
                    return root
        return None

    def _is_whole(self, folder: str) -> bool:
        """Whether everything in a folder is checked."""
        while folder not in self._whole_folders:
            upper = os.path.dirname(folder)
            if upper == folder:
                return False
            folder = upper
        return True


def _archive_missing(name: str, path: str) -> Finding:
    """The finding for an archive that has a file for its series, but none for itself."""
    [code] = coded([name], SERI)
    message = f"The file {code}{ARCH}{ENDINGS[0]}, which describes the archive, is missing beside {name}."
    return finding("archive-missing", message, start_of_file(path))


def _file_twice(folder: _Folder, name: str, path: str) -> Iterator[Finding]:
    """Find a file that also exists with the other ending."""
    first, *others = ENDINGS
    stem, ending = os.path.splitext(name.lower())
    beside = folder.names.get(stem + first)
    if beside is not None and ending in others:
        yield finding(
            "file-twice", f'"{beside}" and "{name}" are in the same folder, and RePEc reads both.', start_of_file(path)
        )
