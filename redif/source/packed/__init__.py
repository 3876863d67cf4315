"""Files in a ZIP or tar archive, read where they are: `aaa.zip/wpaper/1.rdf` is a file in one.

An archive may come from anybody, so what could lead astray or never end is refused: names that lead out of the archive, links,
devices, archives in archives, and whatever grows out of all proportion. The rest is read.
"""

from __future__ import annotations

import errno
import os
import re
import threading
from typing import IO

from redif.source.packed.contents import PACKED_ENDINGS, Archive, Contents
from redif.source.patterns import lazy

__all__ = ["PACKED_ENDINGS", "contents", "is_at_hand", "is_packed", "names", "open_member", "size_of", "split"]

_MOST_OPEN = 4  # archives that are held open at a time
_ARCHIVE_NAME = lazy(rf"(?:{'|'.join(map(re.escape, PACKED_ENDINGS))})(?=/|$)", re.IGNORECASE)
_lock = threading.Lock()
_open: dict[tuple[str, int, int], Archive] = {}


def is_packed(path: str) -> bool:
    """Whether a path names an archive whose members are read."""
    return path.lower().endswith(PACKED_ENDINGS) and os.path.isfile(path)


def split(path: str) -> tuple[str, str] | None:
    """Return the archive and the member that a path names, which is empty for the archive itself; else None."""
    for match in _ARCHIVE_NAME.finditer(path):
        if os.path.isfile(path[: match.end()]):
            return path[: match.end()], path[match.end() + 1 :]
    return None


def contents(path: str) -> Contents:
    """Return what an archive contains.

    Raises:
        OSError: it cannot be read.
        MissingLibraryError: the library for its compression is not installed.
    """
    return _archive(path).contents


def names(folder: str) -> list[str]:
    """Return the names of files and folders in an archive's folder, sorted; none if there is no such folder."""
    found = split(folder)
    try:
        return contents(found[0]).names_in(found[1]) if found else []
    except OSError:
        return []


def open_member(path: str) -> IO[bytes]:
    """Open a member of an archive.

    Raises:
        OSError: there is no such member, or it cannot be read.
    """
    found = split(path)
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    archive = _archive(found[0])
    with _lock:
        return archive.open(found[1], path)


def size_of(path: str) -> int:
    """Return the size of a member; 0 if there is none."""
    found = split(path)
    try:
        return contents(found[0]).sizes.get(found[1], 0) if found else 0
    except OSError:
        return 0


def is_at_hand(path: str) -> bool:
    """Whether a path names a member that can be opened again without reading the archive from its beginning."""
    found = split(path)
    return found is not None and _archive(found[0]).is_at_hand(found[1])


def _archive(path: str) -> Archive:
    """The open archive at a path."""
    status = os.stat(path)
    key = (os.path.abspath(path), status.st_mtime_ns, status.st_size)
    with _lock:
        archive = _open.get(key)
        if archive is None:
            archive = _opened(path)
            while len(_open) >= _MOST_OPEN:
                del _open[next(iter(_open))]
            _open[key] = archive
    return archive


def _opened(path: str) -> Archive:
    if path.lower().endswith(".zip"):
        from redif.source.packed.zip_archive import ZipArchive  # these are seldom needed, and load zipfile or tarfile

        return ZipArchive(path)
    from redif.source.packed.tar_archive import TarArchive

    return TarArchive(path)
