"""What an archive contains, and which of it is not to be read."""

from __future__ import annotations

import io
import os
import posixpath
from collections.abc import Callable
from functools import cached_property
from typing import IO, Any, NamedTuple, Protocol

from redif.source.patterns import lazy

PACKED_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst")
IN_MEMORY = 16 << 20  # bytes of a member that are held in memory; more go to disk

_ABSOLUTE = lazy(r"/|[A-Za-z]:")


class Limits(NamedTuple):
    """How much is read of an archive; all of RePEc, which has 730,000 files, is well below each.

    Attributes:
        members: how many members it may have.
        size: how many bytes a member may have.
        ratio: how many times as large as the archive what comes out of it may be. Text shrinks to a fifth.
        free: the bytes that may come out of any archive.
    """

    members: int = 1_500_000
    size: int = 2 << 30
    ratio: int = 200
    free: int = 100 << 20

    def most(self, packed: int) -> int:
        """Return how many bytes may come out of so many."""
        return max(self.free, self.ratio * packed)


LIMITS = Limits()


class Refusal(NamedTuple):
    """A member that is not read, by its name in the archive, and why; without a name, the rest of the archive."""

    name: str
    why: str


class Contents:
    """The members of an archive.

    Attributes:
        sizes: the files in it by name, each with its size, in the order of the archive.
        refused: what is not read.
        archives: the archives in it, which are not read either.
    """

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.refused: list[Refusal] = []
        self.archives: list[str] = []
        self.count = 0

    def add(self, name: str, size: int, why: str = "") -> str:
        """Add a file, unless it has to be refused, be it for a reason that is given; return the name by which it is read."""
        why = why or _leads_out(name) or ("" if size <= LIMITS.size else f"This file is larger than {LIMITS.size >> 30} GB.")
        name = name if _leads_out(name) else posixpath.normpath(name)
        if any(part.startswith(".") and part != ".." for part in name.split("/")):
            return ""  # hidden, as in a folder
        if why:
            self.refused.append(Refusal(name, why))
            return ""
        if name.lower().endswith(PACKED_ENDINGS):
            self.archives.append(name)
            return ""
        if name in self.sizes:
            self.refused.append(Refusal(name, "Another file of the same name follows in the archive, and is read instead."))
            del self.sizes[name]
        self.sizes[name] = size
        return name

    def is_full(self) -> bool:
        """Count a member; return whether there were too many, which is reported."""
        self.count += 1
        if self.count <= LIMITS.members:
            return False
        self.refused.append(Refusal("", f"This archive has more than {LIMITS.members:,} members; the rest is not read."))
        return True

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The names of files and folders in each folder."""
        found: dict[str, dict[str, None]] = {"": {}}
        for name in self.sizes:
            folder, base = posixpath.split(name)
            while folder not in found:
                found[folder] = {base: None}
                folder, base = posixpath.split(folder)
            found[folder][base] = None
        return {folder: sorted(names) for folder, names in found.items()}

    def names_in(self, folder: str) -> list[str]:
        """Return the names of files and folders in a folder, sorted."""
        return self._folders.get(folder, [])


class Archive(Protocol):
    """An archive that is held open."""

    contents: Contents

    def open(self, name: str, path: str) -> IO[bytes]:
        """Open a member; `path` is what messages call it."""

    def is_at_hand(self, name: str) -> bool:
        """Whether a member can be opened without reading the archive from its beginning."""


def _leads_out(name: str) -> str:
    """Why a name does not name a file in the archive; empty if it does."""
    if _ABSOLUTE.match(name):
        return "The name of this file is that of a place on a disk, not in the archive."
    return "The name of this file leads out of the archive." if ".." in name.split("/") else ""


def out_of_proportion(packed: int) -> str:
    """Return the message for an archive out of which too much comes."""
    most = LIMITS.most(packed) >> 20
    return f"More than {most:,} MB, far more than it can hold, came out of this archive; the rest is not read."


class _Unshared(io.RawIOBase):
    """A file whose place is this process's own: processes that are forked from one share the place in a file it has opened."""

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: os.fstat(self._descriptor).st_size}[whence]
        self._place = max(base + place, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        if hasattr(os, "pread"):
            data = os.pread(self._descriptor, len(buffer), self._place)
        else:  # where there is no fork either
            os.lseek(self._descriptor, self._place, os.SEEK_SET)
            data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def unshared(path: str) -> io.BufferedReader:
    """Open a file for reading, in such a way that processes forked from this one can go on reading it.

    Raises:
        OSError: it cannot be read.
    """
    return io.BufferedReader(_Unshared(path))


def held(read: Callable[[int], bytes], size: int) -> IO[bytes]:
    """Return the bytes of a member as a file of their own: in memory, or if there are many, on disk.

    Raises:
        EOFError: there are fewer of them.
    """
    import tempfile  # takes a while to import, and most files are in no archive

    # Such a file can be read while another member is, which is not so of a stream.
    out: IO[bytes] = io.BytesIO() if size <= IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115 - closed by the reader
    left = size
    while left:
        data = read(min(left, 1 << 20))
        if not data:
            raise EOFError("it ends too early")
        out.write(data)
        left -= len(data)
    out.seek(0)
    return out
