"""Tar archives, compressed or not, which are read from their beginning to their end."""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import tarfile
import zlib
from typing import IO, Any, NamedTuple

from redif.findings.library import library
from redif.source.packed.contents import LIMITS, Contents, Refusal, held, out_of_proportion, unshared

_HEAD = 512  # bytes of a member that are searched for a template
_DESCRIPTION = re.compile(rb"template-type\s*:\s*redif-(?:archive|series)\b", re.IGNORECASE)
_MOST_KEPT = 64 << 20  # bytes of members that are kept
_LONGEST_READ = 8 << 20  # bytes that are read at once: a header holds names, and more than one of this length is not kept
_STEP = 1 << 20  # bytes that are skipped at a time
_END_MARK = bytes(tarfile.BLOCKSIZE)


class _Place(NamedTuple):
    """Where a member begins in what was packed, and how long it is."""

    start: int
    size: int


class TarArchive:
    """A tar archive; see `Archive`.

    Members are meant to be opened in the order of the archive: for an earlier one it is read again from its beginning. What
    describes archives and series is asked for out of turn, so it is kept, and so is the last member that was opened.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._places: dict[str, _Place] = {}
        self._kept: dict[str, bytes] = {}
        self._last = "", b""  # the member that was opened last, unless it is large
        self.contents = Contents()
        self._list()
        self._stream = _Forward(path)

    def _list(self) -> None:
        """Find out what is in the archive."""
        stream = _Forward(self._path)
        kept = 0
        try:
            # tarfile knows the headers; the data are read from the stream itself.
            with tarfile.TarFile(fileobj=stream, mode="r", encoding="utf-8") as tar:  # type: ignore[arg-type]
                while (member := tar.next()) is not None and not self.contents.is_full():
                    vars(tar)["members"].clear()  # it would keep them all
                    if member.isdir():
                        continue
                    name = self.contents.add(member.name, member.size, _refusal(member))
                    if not name:
                        continue
                    self._places[name] = _Place(member.offset_data, member.size)
                    stream.seek(member.offset_data)
                    head = stream.read(min(member.size, _HEAD))
                    self._kept.pop(name, None)
                    if _DESCRIPTION.search(head) and member.size <= min(_LONGEST_READ, _MOST_KEPT - kept):
                        kept += member.size
                        self._kept[name] = head + stream.read(member.size - len(head))
            if stream.last != _END_MARK and self.contents.count <= LIMITS.members:
                raise EOFError("it ends without its end mark")
        except _TooMuchError:
            self._drop_unfinished(stream)
            self.contents.refused.append(Refusal("", out_of_proportion(os.path.getsize(self._path))))
        except _DAMAGED as error:
            if not self.contents.count:
                raise OSError(errno.EINVAL, f"it is not a tar archive, or damaged ({error})", self._path) from None
            self._drop_unfinished(stream)
            why = f"This archive is damaged ({error}); only what comes before is read."
            self.contents.refused.append(Refusal("", why))

    def _drop_unfinished(self, stream: _Forward) -> None:
        """Drop the last member if the archive could not be read to its end."""
        name = next(reversed(self.contents.sizes), "")
        if name and sum(self._places[name]) > min(stream.tell(), stream.most):
            del self.contents.sizes[name]

    def open(self, name: str, path: str) -> IO[bytes]:
        """Open a member."""
        if name not in self.contents.sizes:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if self.is_at_hand(name):
            return io.BytesIO(self._kept[name] if name in self._kept else self._last[1])
        place = self._places[name]
        try:
            if self._stream.tell() > place.start:
                self._stream = _Forward(self._path)
            self._stream.seek(place.start)
            opened = held(self._stream.read, place.size)
        except _DAMAGED as error:
            raise OSError(errno.EIO, f"it is damaged ({error})", path) from None
        if isinstance(opened, io.BytesIO):
            self._last = name, opened.getvalue()
        return opened

    def is_at_hand(self, name: str) -> bool:
        """Whether a member is kept."""
        return name in self._kept or name == self._last[0]


def _refusal(member: tarfile.TarInfo) -> str:
    """Why a member is not read; empty if it is."""
    if member.issym() or member.islnk():
        return "This is a link, and redif follows no links in an archive; pack the file itself."
    if not member.isreg() or member.issparse():
        return "This is a device or the like, not a file."
    return ""


class _TooMuchError(Exception):
    """Far more comes out of an archive than can be in it."""


class _Forward:
    """What was packed as a stream that goes forwards only, and ends with an error where too much comes out."""

    def __init__(self, path: str) -> None:
        self._stream = _decompressed(path)
        self.most = LIMITS.most(os.path.getsize(path))
        self._place = 0
        self.last = b""  # what was read last

    def tell(self) -> int:
        return self._place

    def seek(self, place: int) -> int:
        """Go on to a later place, or to the end."""
        if place < self._place:
            raise tarfile.ReadError("something in it leads backwards")
        while self._place < place and self._read(min(place - self._place, _STEP)):
            pass
        return self._place

    def read(self, size: int) -> bytes:
        """Read so many bytes, or to the end; tarfile reads headers, whatever length they claim, at once."""
        if size > _LONGEST_READ:
            raise tarfile.ReadError("a header is too long")
        parts, left = [], size
        while left > 0 and (data := self._read(left)):
            parts.append(data)
            left -= len(data)
        self.last = b"".join(parts)
        return self.last

    def _read(self, size: int) -> bytes:
        data: bytes = self._stream.read(size)
        self._place += len(data)
        if self._place > self.most:
            raise _TooMuchError
        return data


def _decompressed(path: str) -> Any:
    """Open an archive for reading what was packed. How it is compressed is seen at its beginning: servers may decompress it."""
    file = unshared(path)
    start = file.peek(4)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)
    if not start.startswith(b"\x28\xb5\x2f\xfd"):
        return file
    zstandard = library("zstandard", f"reading {path}", "zstd")
    return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)


def _damage() -> tuple[type[Exception], ...]:
    """What is raised for an archive that is damaged."""
    known = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, RecursionError, ValueError, _TooMuchError)
    try:
        from zstandard import ZstdError
    except ModuleNotFoundError:
        return known
    return (*known, ZstdError)


_DAMAGED = _damage()
