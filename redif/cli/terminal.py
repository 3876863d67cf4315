"""What appears on a terminal: messages and colors."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from redif.source.escaping import visible
from redif.source.files import STANDARD_INPUT, files
from redif.source.packed import is_packed


def complain(message: str) -> None:
    """Report on standard error what went wrong; the name of a file in it may hold anything."""
    print(f"redif: {visible(message)}", file=sys.stderr)


def cannot_read(error: OSError) -> None:
    """Report that something cannot be read."""
    name = "standard input" if error.filename is None else error.filename or "''"
    complain(f"cannot read {name}: {error.strerror or error}")


def not_redif(path: str, kind: str) -> None:
    """Report that a file is something other than ReDIF."""
    complain(f"{path} looks like {kind}, not ReDIF, so it was skipped")


def report_folders_without_files(named: Sequence[str], found: Collection[str]) -> None:
    """Report each folder that was named and has no ReDIF files.

    Args:
        named: the files and folders that were named.
        found: the files that were found there.
    """
    for folder in named:
        if folder == STANDARD_INPUT or not (os.path.isdir(folder) or is_packed(folder)):
            continue
        start = os.path.join(folder, "")
        if any(path.startswith(start) for path in found):
            continue
        # The files of a folder that was named twice, or by a link, were found under another name.
        errors: list[OSError] = []
        if next(files([folder], errors.append), None) is None and not errors:
            no_files_in(folder)


def no_files_in(folder: str) -> None:
    """Report that a folder has no ReDIF files."""
    complain(f"there are no ReDIF files (.rdf or .redif) in {'this folder' if folder == os.curdir else folder}")


def uses_color() -> bool:
    """Return whether standard output may have colors: if it is a terminal, unless NO_COLOR says otherwise."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the end of a block that imports modules: it can break some of them (orjson)."""
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
