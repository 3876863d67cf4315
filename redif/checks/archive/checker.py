"""What is wrong with archives, which only many files together can tell.

An archive is a folder with the file `aaaarch.rdf` of just one code; what stands in it and below it belongs to it, up to
another archive. A folder with such files of several archives is none: somebody keeps the descriptions of archives there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from redif.checks.archive.checks import AT_ONCE, AT_THE_END, finding
from redif.checks.archive.folders import ARCH, SERI, above, coded, names_in
from redif.checks.archive.handles import HandleIndex
from redif.checks.archive.state import ArchiveState, Location, location_of, start_of_file
from redif.findings.finding import Finding
from redif.findings.wording import shortened
from redif.reading.documents import printable
from redif.source.files import ENDINGS, STANDARD_INPUT
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

__all__ = ["ArchiveChecker"]


class _Folder(NamedTuple):
    """A folder from which files are read.

    Attributes:
        shown: as it is named.
        real: what tells it from any other.
        names: what stands in it, by name in small letters.
        lone: the name of the file with the series of one archive, where that archive's own file is missing; else empty.
        archive: the archive it belongs to.
        below: the folder in the archive's in which it is, or which it is.
    """

    shown: str
    real: str
    names: dict[str, str]
    lone: str
    archive: ArchiveState | None
    below: str


class _Root(NamedTuple):
    """The folder of an archive."""

    folder: str
    archive: ArchiveState


class ArchiveChecker:
    """Checks of archives, while their files are read.

    `folder` is called for each folder that is read with all below it, then `file` for each file, and `template` for each
    template in it; at last, `finish` gives what only the whole can tell. Then all may begin again.
    """

    def __init__(self) -> None:
        self._reader = Reader()
        self._begin()

    def _begin(self) -> None:
        self._handles = HandleIndex()
        self._whole: set[str] = set()
        self._archives: dict[str, ArchiveState] = {}
        self._roots: dict[str, _Root | None] = {}
        self._folder: _Folder | None = None
        self._archive: ArchiveState | None = None
        self._number: int | None = None

    def folder(self, path: str) -> None:
        """A folder all of whose files are checked, with those below it."""
        self._whole.add(os.path.abspath(path))

    def file(self, path: str) -> list[Finding]:
        """What is wrong with a file that is about to be read. Of one that was read before, nothing more is told."""
        shown, name = os.path.split(path)
        if self._folder is None or self._folder.shown != shown:
            self._folder = self._enter(shown)
        folder = self._folder
        self._archive = None if path == STANDARD_INPUT else folder.archive
        self._number = self._handles.file(f"{folder.real}{os.sep}{name}", printable(path))
        if self._number is None or path == STANDARD_INPUT:
            return []
        if self._archive is not None:
            self._archive.file(name, folder.below)
            return list(_file_twice(folder, name, path))
        if name == folder.lone and self._is_whole(os.path.abspath(shown)):
            return [_archive_missing(name, path)]
        return []

    def template(self, template: Template) -> list[Finding]:
        """What is wrong with a template beside those before it."""
        if self._number is None:
            return []
        data = template.data
        handle: str = data.get("handle", "")
        key = handle.lower()
        found: list[Finding] = []
        if self._archive is not None and (kind := self._archive.template(template, data, key)):
            for check in AT_ONCE.get(kind, ()):
                found += check(self._archive, template, kind)
        if key:
            first = self._handles.first(key, self._number, template.line)
            # Of a second template of an archive, the same handle is no news.
            if first is not None and not any(told.code == "archive-several" for told in found):
                message = f'the handle "{shortened(handle)}" is used already, by the template in {Location(*first)}'
                found.append(finding("handle-twice", message, location_of(template)))
        return found

    def finish(self) -> Iterator[Finding]:
        """What only the whole of the archives can tell, one archive after the other. What comes then begins anew."""
        checker = self._archives.values()
        for root in filter(None, self._roots.values()):
            root.archive.whole = root.archive.whole or self._is_whole(root.folder)
        self._begin()
        for archive in checker:
            found = [told for check in AT_THE_END for told in check(archive)]
            yield from sorted(found, key=lambda told: (told.file, told.line))

    def _enter(self, shown: str) -> _Folder:
        folder = os.path.abspath(shown)
        names = names_in(folder)
        root = self._nearest(folder, shown, names)
        inside = os.path.relpath(folder, root.folder) if root else os.curdir
        below = "" if inside == os.curdir else inside.split(os.sep)[0]
        series = coded(names, SERI)
        lone = "" if len(series) != 1 or coded(names, ARCH) else next(iter(series.values()))
        by_name = {name.lower(): name for name in names}
        return _Folder(shown, os.path.realpath(folder), by_name, lone, root and root.archive, below)

    def _nearest(self, folder: str, shown: str, names: list[str]) -> _Root | None:
        """Where the archive of a folder is: in the nearest one, from there upwards, that has the file of an archive.

        Args:
            folder: where to begin.
            shown: the same as it was named.
            names: what stands in it.
        """
        root = None
        passed = []
        while folder not in self._roots:
            passed.append(folder)
            own = coded(names, ARCH)
            if len(own) == 1:
                [(code, arch)] = own.items()
                real = os.path.realpath(folder)  # links may lead there by several ways
                archive = self._archives.get(real) or ArchiveState(code, arch, shown, names, self._reader)
                self._archives[real] = archive
                root = _Root(folder, archive)
            if own or (upper := os.path.dirname(folder)) == folder:
                break
            folder, shown, names = upper, above(shown), names_in(upper)
        else:
            root = self._roots[folder]
        self._roots.update(dict.fromkeys(passed, root))
        return root

    def _is_whole(self, folder: str) -> bool:
        """Whether all in a folder is checked."""
        while folder not in self._whole:
            upper = os.path.dirname(folder)
            if upper == folder:
                return False
            folder = upper
        return True


def _archive_missing(name: str, path: str) -> Finding:
    """The file with the series of an archive, and none with the archive itself."""
    [code] = coded([name], SERI)
    message = f"beside {name} there is no {code}{ARCH}{ENDINGS[0]}, which describes the archive"
    return finding("archive-missing", message, start_of_file(path))


def _file_twice(folder: _Folder, name: str, path: str) -> Iterator[Finding]:
    """A file that is there with the other ending too."""
    first, *others = ENDINGS
    stem, ending = os.path.splitext(name.lower())
    beside = folder.names.get(stem + first)
    if beside is not None and ending in others:
        yield finding("file-twice", f'"{beside}" and "{name}" stand beside each other', start_of_file(path))
