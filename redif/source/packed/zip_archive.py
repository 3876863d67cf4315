"""ZIP archives, whose members can be read in any order."""

from __future__ import annotations

import errno
import os
import stat
import struct
import zipfile
import zlib
from typing import IO

from redif.source.packed.contents import LIMITS, Contents, Refusal, held, out_of_proportion, unshared

_TAIL = 22 + 0xFFFF  # bytes at the end in which the last record begins: the record, and a comment
_END = struct.Struct("<4s4H2LH")  # APPNOTE 4.3.16: sizes of the directory, where they fit
_LARGE_END = struct.Struct("<4sQ2H2L4Q")  # 4.3.14, else
_LARGE_LOCATOR = struct.Struct("<4sLQL")  # 4.3.15
_PER_MEMBER = 256  # bytes of the directory for a member, more than names need
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, struct.error, ValueError)


class ZipArchive:
    """A ZIP archive; see `Archive`."""

    def __init__(self, path: str) -> None:
        self._check_directory(path)
        try:
            self._file = zipfile.ZipFile(unshared(path))
        except _DAMAGED as error:
            raise _cannot(error, path) from None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self.contents = Contents()
        total, packed = 0, os.path.getsize(path)
        for info in self._file.infolist():
            if self.contents.is_full():
                break
            if not info.filename:
                self.contents.refused.append(Refusal("", "A file in it has no name."))
                continue
            if info.is_dir():
                continue
            # The separator is a slash (APPNOTE 4.4.17.1), though some programs on Windows write backslashes.
            name = self.contents.add(info.filename.replace("\\", "/"), info.file_size, _refusal(info))
            if name:
                total += info.file_size
                self._infos[name] = info
                if total > LIMITS.most(packed):
                    del self.contents.sizes[name]
                    self.contents.refused.append(Refusal("", out_of_proportion(packed)))
                    break

    @staticmethod
    def _check_directory(path: str) -> None:
        """Refuse a directory that would take far too much memory, which is why it is looked at before it is read."""
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _TAIL - _LARGE_LOCATOR.size, 0))
            tail = file.read()
            place = tail.rfind(b"PK\x05\x06")
            if place < 0 or len(tail) < place + _END.size:
                raise OSError(errno.EINVAL, "it is not a ZIP archive, or not all of one", path)
            length = _END.unpack_from(tail, place)[5]
            before = place - _LARGE_LOCATOR.size
            if length == 0xFFFFFFFF and before >= 0 and tail.startswith(b"PK\x06\x07", before):
                file.seek(min(_LARGE_LOCATOR.unpack_from(tail, before)[2], size))
                large = file.read(_LARGE_END.size)
                length = _LARGE_END.unpack(large)[8] if len(large) == _LARGE_END.size else 0
        if length > LIMITS.members * _PER_MEMBER:
            raise OSError(errno.EFBIG, f"this archive has more than {LIMITS.members:,} members", path)

    def open(self, name: str, path: str) -> IO[bytes]:
        """Open a member."""
        if name not in self.contents.sizes:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        try:
            with self._file.open(self._infos[name]) as stream:
                return held(stream.read, self.contents.sizes[name])
        except _DAMAGED as error:
            raise _cannot(error, path) from None

    def is_at_hand(self, name: str) -> bool:
        """Whether there is such a member."""
        return name in self.contents.sizes


def _refusal(info: zipfile.ZipInfo) -> str:
    """Why a member is not read; empty if it is."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "This is a link, and redif follows no links in an archive; pack the file itself."
    if kind not in (0, stat.S_IFREG):
        return "This is a device or the like, not a file."
    if info.flag_bits & 1:
        return "This file is encrypted."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "This file is compressed in a way that redif does not read; pack it as ZIP programs usually do."
    if info.file_size > LIMITS.most(info.compress_size):
        return f"This file is more than {LIMITS.ratio} times as large as it is in the archive, which no text is."
    return ""


def _cannot(error: Exception, path: str) -> OSError:
    return OSError(errno.EIO, f"it is damaged ({str(error).rstrip('.')})", path)
