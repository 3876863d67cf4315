"""Finding the files that paths name, and telling ReDIF from JSON."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, cast

from redif.findings.codes import severity_of
from redif.findings.errors import FileError
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.source import packed
from redif.source.escaping import printable

ENDINGS = (".rdf", ".redif")
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
STANDARD_INPUT = "-"
SMALL = 1 << 16  # bytes of the first read; few files are larger
HEAD = 512  # bytes looked at to tell what a stream holds

OnError = Callable[[OSError], None]


def raise_error(error: OSError) -> None:
    """Raise an error that a file cannot be read, for callers that give no `on_error` of their own."""
    raise FileError.of(error) from None


def ignore_error(_error: OSError) -> None:
    """Report nothing: for what has been reported, or will be."""


def files(paths: Iterable[str | os.PathLike[str]], on_error: OnError, on_finding: OnFinding = ignore_finding) -> Iterator[str]:
    """Yield the files that paths name: a file itself, and for a folder all `.rdf` and `.redif` files below it.

    Endings are compared in any letter case. Folders are read in the order of names. Hidden files and folders are left out,
    as are backups by their endings. Symbolic links are followed, but no folder is read twice. What cannot be read is passed
    to `on_error`.

    A ZIP or tar archive that is named is read like a folder, in its own order; what is refused of it goes to `on_finding`.
    """
    seen: set[tuple[int, int]] = set()
    for named in paths:
        path = os.fspath(named)
        if path != STANDARD_INPUT and os.path.isdir(path):
            yield from _files_below(path, seen, on_error)
        elif packed.is_packed(path):
            yield from _files_in(path, on_error, on_finding)
        else:
            yield path


def _files_below(folder: str, seen: set[tuple[int, int]], on_error: OnError) -> Iterator[str]:
    # A stack of the folders being read rather than recursion, which a deep tree would exhaust.
    stack = [_entries(folder, seen, on_error)]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        try:
            if entry.name.lower().endswith(ENDINGS) and entry.is_file():
                yield entry.path
            elif entry.is_dir():
                stack.append(_entries(entry.path, seen, on_error))
        except OSError as error:
            on_error(error)


def _files_in(archive: str, on_error: OnError, on_finding: OnFinding) -> Iterator[str]:
    """The ReDIF files in a ZIP or tar archive."""
    try:
        contents = packed.contents(archive)
    except OSError as error:
        on_error(error)
        return
    for name, why in contents.refused:
        if not name or name.lower().endswith(ENDINGS):
            on_finding(_of_file("file-refused", why, f"{archive}/{name}" if name else archive))
    if contents.archives:
        more = f", as are {len(contents.archives) - 1:,} more in {archive}" if contents.archives[1:] else ""
        why = f"This is an archive in an archive{more}, so it is not read."
        on_finding(_of_file("file-packed", why, f"{archive}/{contents.archives[0]}"))
    for name in contents.sizes:
        if name.lower().endswith(ENDINGS):
            yield f"{archive}/{name}"


def _of_file(code: str, message: str, path: str) -> Finding:
    return Finding(code, severity_of(code), message, printable(path), 1, 1, 1, 2)


def open_file(path: str, buffering: int = -1) -> BinaryIO:
    """Open a file for reading, also one in a ZIP or tar archive.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return open(path, "rb", buffering=buffering)
    except (NotADirectoryError, FileNotFoundError):
        if packed.split(path) is None:
            raise
        return cast("BinaryIO", packed.open_member(path))


def read_small(path: str) -> bytes | BinaryIO:
    """Return all bytes of a file of less than `SMALL`, or else open it, as also a pipe or a file in an archive.

    Raises:
        OSError: it cannot be read.
    """
    if not hasattr(os, "pread"):
        return open_file(path, buffering=0)
    # To make a stream of a small file takes as long as to read it.
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except (NotADirectoryError, FileNotFoundError):
        return open_file(path, buffering=0)
    try:
        data = os.pread(descriptor, SMALL, 0)
    except OSError as error:
        if error.errno != errno.ESPIPE:
            os.close(descriptor)
            raise OSError(error.errno, error.strerror, path) from None
    else:
        if len(data) < SMALL:  # which is all of a file, but not of a pipe
            os.close(descriptor)
            return data
    return open(descriptor, "rb", buffering=0)


def size_of(path: str) -> int:
    """Return the bytes of a file, also of one in a ZIP or tar archive; 0 for what has no size or cannot be examined."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return packed.size_of(path)
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def is_file(path: str) -> bool:
    """Whether a path names an ordinary file, or one in an archive that can be opened at once, whatever was read before."""
    return os.path.isfile(path) or packed.is_at_hand(path)


def _entries(folder: str, seen: set[tuple[int, int]], on_error: OnError) -> Iterator[os.DirEntry[str]]:
    """The entries of a folder in the order of names; none if the folder was read before."""
    try:
        status = os.stat(folder)
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            return iter(())
        seen.add(identity)
        with os.scandir(folder) as found:
            return iter(sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name))
    except OSError as error:
        on_error(error)
        return iter(())


def can_be_a_name(path: str) -> bool:
    """Whether a file can have a name, here at least."""
    try:
        return bool(path) and b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def not_a_file(path: str) -> str | None:
    """Return what a path names if that is neither a file nor a folder: a device or a pipe. Reading one may never end.

    Raises:
        OSError: it cannot be examined.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "a pipe"


def is_too_wide(path: str) -> bool:
    """Whether a folder contains far more than archives: a whole file system, or the home folder with all in it."""
    real, home = os.path.realpath(path), os.path.realpath(os.path.expanduser("~"))
    return os.path.isdir(real) and (os.path.dirname(real) == real or os.path.join(home, "").startswith(os.path.join(real, "")))


def whole_file(path: str) -> bytes:
    """Return all bytes of a file that is to be rewritten.

    Raises:
        OSError: it cannot be read, or is a device, which may have no end.
    """
    if (what := not_a_file(path)) is not None:
        raise OSError(errno.EINVAL, f"it is {what}, not a file", path)
    with open(path, "rb") as file:
        return file.read()


def is_named_json(name: str) -> bool:
    """Whether the name of a file is that of JSON."""
    return name.lower().endswith(JSON_ENDINGS)


def is_json(name: str, stream: Any) -> bool:
    """Whether a binary stream holds JSON: by the name of its file, or by its beginning if that can be read ahead."""
    if is_named_json(name):
        return True
    head = head_of(stream).lstrip(b" \t\r\n\xef\xbb\xbf")
    return head[:1] in (b"{", b"[") and not head.startswith(b"{\\")  # which is RTF


def head_of(stream: Any) -> bytes:
    """Return the first bytes of a binary stream, which are read again later; none where that is not possible."""
    if type(stream) is io.FileIO:  # files are recognized by their names; reading the head of each would take time
        return b""
    if hasattr(stream, "peek"):
        return bytes(stream.peek(HEAD))
    if hasattr(stream, "seekable") and stream.seekable():
        position = stream.tell()
        head = bytes(stream.read(HEAD))
        stream.seek(position)
        return head
    return b""


def leads_outside(folder: str, path: str) -> bool:
    """Return whether a path relative to a folder leads out of it, by a link or otherwise."""
    home = os.path.realpath(folder)
    return os.path.commonpath([home, os.path.realpath(os.path.join(home, path))]) != home
