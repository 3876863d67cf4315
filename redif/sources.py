"""Paths to files of ReDIF."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

ENDINGS = (".rdf", ".redif")
STANDARD_INPUT = "-"

Fault = Callable[[OSError], None]


def files(paths: Iterable[str | os.PathLike[str]], fault: Fault) -> Iterator[str]:
    """The files that paths name: a file itself, and of a folder all `.rdf` and `.redif` files (any letter case) below it.

    Folders are read in the order of names. Hidden files and folders are left out, as are backups by their endings; links
    are followed, but not into a folder that is being read already. A folder that cannot be read goes to `fault`.
    """
    for named in paths:
        path = os.fspath(named)
        if path != STANDARD_INPUT and os.path.isdir(path):
            yield from _below(path, frozenset(), fault)
        else:
            yield path


def _below(folder: str, above: frozenset[tuple[int, int]], fault: Fault) -> Iterator[str]:
    try:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in above:
            return
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        fault(error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.name.lower().endswith(ENDINGS) and entry.is_file():
            yield entry.path
        elif entry.is_dir():
            yield from _below(entry.path, above | {here}, fault)
