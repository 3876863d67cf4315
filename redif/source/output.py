"""Writing output: to standard output, or to files that are replaced only when complete."""

from __future__ import annotations

import atexit
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, BinaryIO, cast

from redif.source.patterns import lazy

_PREFIX, _SUFFIX = ".redif-", ".tmp"  # of temporary names
_BUFFER = 1 << 16  # bytes; with fewer, the system is called so often that it takes half as long again
_ABANDONED = 86_400  # seconds after which no run still writes to a temporary file
_cleared: set[str] = set()
_unfinished: dict[str, int] = {}  # temporary files, each with the process that writes it

# Bidirectional marks, embeddings, overrides and isolates (Unicode, UAX #9), in UTF-8.
_REVERSING = lazy(rb"\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c")


class Output:
    """A context manager that gives a binary stream to a file, or to standard output for `-`.

    A file is written under a temporary name in its folder, flushed to disk, and renamed when all went well; if anything
    fails, the old file is untouched and nothing is left behind. The new file has the owner, group, permissions and extended
    attributes of the old one. Where it cannot have them, or the old file has other hard links, the complete output is copied
    into the old file instead. Devices and pipes are written directly.

    Raises:
        OSError: the file cannot be written, or is read-only.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.temporary: str | None = None
        self.old: os.stat_result | None = None

    def __enter__(self) -> BinaryIO:
        if self.path == "-":
            self.stream: BinaryIO = sys.stdout.buffer
            return cast("BinaryIO", _Terminal(self.stream)) if sys.stdout.isatty() else self.stream
        self.path = os.path.realpath(self.path)
        self.old = os.stat(self.path) if os.path.exists(self.path) else None
        if self.old is not None and not stat.S_ISREG(self.old.st_mode):
            self.stream = open(self.path, "wb")
            return self.stream
        # Renaming needs no permission to write the file itself, and root needs none at all; read-only still means it.
        if self.old is not None and not (self.old.st_mode & 0o222 and os.access(self.path, os.W_OK)):
            raise PermissionError(errno.EACCES, "the file is read-only", self.path)
        folder = os.path.dirname(self.path)
        _clear(folder)
        self.temporary = os.path.join(folder, _PREFIX + os.urandom(8).hex() + _SUFFIX)
        # Ctrl-C may come between the making of the file and the block, and then `__exit__` is not called.
        _unfinished[self.temporary] = os.getpid()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.temporary, flags, 0o600)
        except OSError:
            del _unfinished[self.temporary]
            raise
        self.stream = os.fdopen(descriptor, "wb", buffering=_BUFFER)
        return self.stream

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.path == "-":
            if kind is None:
                self.stream.flush()
            return
        try:
            with self.stream:
                if kind is None and self.temporary is not None:
                    self._finish(self.temporary)
        finally:
            if self.temporary is not None:
                with suppress(FileNotFoundError):
                    os.unlink(self.temporary)
                _unfinished.pop(self.temporary, None)

    def _finish(self, temporary: str) -> None:
        """Put the complete output into place."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if self.old is None:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
        elif self.old.st_nlink > 1 or not _take_attributes(temporary, self.path, self.old):
            import shutil

            with open(temporary, "rb") as complete, open(self.path, "r+b") as file:
                shutil.copyfileobj(complete, file)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
            return
        os.replace(temporary, self.path)
        sync_folder(os.path.dirname(self.path))


@atexit.register
def _remove_unfinished() -> None:
    """Delete what an interruption left between two lines of `Output`; another process' files, as after a fork, are its own."""
    for path, process in _unfinished.items():
        if process == os.getpid():
            with suppress(OSError):
                os.unlink(path)


@contextmanager
def replacement(path: str) -> Iterator[str]:
    """Give the name of an empty file to write to, which replaces a file at the end as `Output` does.

    Raises:
        OSError: the file cannot be written, is read-only, or is a device or a pipe.
    """
    output = Output(path)
    with output:
        if output.temporary is None:
            raise OSError(errno.EINVAL, "it is not a file", path)
        yield output.temporary


def _clear(folder: str) -> None:
    """Delete what runs that were killed have left in a folder; each folder is looked through once."""
    if folder in _cleared:
        return
    _cleared.add(folder)
    try:
        with os.scandir(folder) as entries:
            names = [e.path for e in entries if e.name.startswith(_PREFIX) and e.name.endswith(_SUFFIX)]
        for path in names:
            if time.time() - os.lstat(path).st_mtime > _ABANDONED:
                os.unlink(path)
    except OSError:
        pass  # it is not ours, or another run was quicker


class _Terminal:
    """Standard output on a terminal, where marks that reverse a line are shown as numbers instead of being obeyed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        if b"\xe2\x80" in data or b"\xe2\x81" in data or b"\xd8\x9c" in data:
            data = _REVERSING.sub(lambda match: f"<U+{ord(match[0].decode()):04X}>".encode(), data)
        return self._stream.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _take_attributes(new: str, path: str, old: os.stat_result) -> bool:
    """Give a new file the owner, group, permissions and extended attributes of an old one; False where that is not allowed."""
    try:
        status = os.stat(new)
        if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (old.st_uid, old.st_gid):
            os.chown(new, old.st_uid, old.st_gid)
        if hasattr(os, "listxattr"):
            has = _attributes(new)
            for name, value in _attributes(path).items():
                if has.get(name) != value:
                    os.setxattr(new, name, value)
        os.chmod(new, stat.S_IMODE(old.st_mode))
    except OSError:
        return False
    return True


def _attributes(path: str) -> dict[str, bytes]:
    """The extended attributes of a file, access control lists among them."""
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):  # the file system has none
            return {}
        raise


def sync_folder(folder: str) -> None:
    """Make a renaming last through a power failure, where folders can be flushed to disk."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # as on Windows
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def rewrite(path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file.

    Args:
        path: the file. Symbolic links to it stay links, and hard links to it get the new content.
        before: what the file held when it was read.
        after: what it shall hold.

    Raises:
        OSError: it cannot be written, is read-only, or no longer holds `before`; then it is left as it is.
    """
    with Output(path) as stream:
        stream.write(after)
        with open(path, "rb") as file:
            if file.read() != before:
                raise OSError(errno.EBUSY, "the file was changed by another program in the meantime", path)
