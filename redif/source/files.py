"""Paths to files of ReDIF."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from redif.findings.errors import FileError

ENDINGS = (".rdf", ".redif")
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
STANDARD_INPUT = "-"
HEAD = 512  # bytes at the beginning of a stream that are looked at

OnError = Callable[[OSError], None]


def raise_error(error: OSError) -> None:
    """Raise an error that a file cannot be read, for callers that give no `on_error` of their own."""
    raise FileError.of(error) from None


def files(paths: Iterable[str | os.PathLike[str]], on_error: OnError) -> Iterator[str]:
    """The files that paths name: a file itself, and of a folder all `.rdf` and `.redif` files (any letter case) below it.

    Folders are read in the order of names. Hidden files and folders are left out, as are backups by their endings. Links
    are followed, but no folder is read twice. What cannot be looked at goes to `on_error`.
    """
    seen: set[tuple[int, int]] = set()
    for named in paths:
        path = os.fspath(named)
        if path != STANDARD_INPUT and os.path.isdir(path):
            yield from _below(path, seen, on_error)
        else:
            yield path


def _below(folder: str, seen: set[tuple[int, int]], on_error: OnError) -> Iterator[str]:
    # The folders that are open, each with what is left of it.
    left = [_entries(folder, seen, on_error)]
    while left:
        entry = next(left[-1], None)
        if entry is None:
            left.pop()
            continue
        try:
            if entry.name.lower().endswith(ENDINGS) and entry.is_file():
                yield entry.path
            elif entry.is_dir():
                left.append(_entries(entry.path, seen, on_error))
        except OSError as error:
            on_error(error)


def _entries(folder: str, seen: set[tuple[int, int]], on_error: OnError) -> Iterator[os.DirEntry[str]]:
    """What stands in a folder, in the order of names; nothing if it was read already."""
    try:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in seen:
            return iter(())
        seen.add(here)
        with os.scandir(folder) as found:
            return iter(sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name))
    except OSError as error:
        on_error(error)
        return iter(())


def is_named_json(name: str) -> bool:
    """Whether a file holds JSON, by its name."""
    return name.lower().endswith(JSON_ENDINGS)


def is_json(name: str, stream: Any) -> bool:
    """Whether a binary stream holds JSON: by the name of its file, or by its beginning where that can be looked at."""
    if is_named_json(name):
        return True
    if type(stream) is io.FileIO:  # any other file, of which there are many
        return False
    if hasattr(stream, "peek"):
        head = stream.peek(HEAD)
    elif hasattr(stream, "seekable") and stream.seekable():
        place = stream.tell()
        head = stream.read(HEAD)
        stream.seek(place)
    else:
        return False
    return head.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] in (b"{", b"[")
