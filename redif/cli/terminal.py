"""What is said on a terminal: messages, colours, a progress bar."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redif.source.escaping import visible


def complain(message: str) -> None:
    """Say on standard error what went wrong; a name of a file in it may hold anything."""
    print(f"redif: {visible(message)}", file=sys.stderr)


def cannot_read(error: OSError) -> None:
    """Say that something cannot be read."""
    name = "standard input" if error.filename is None else error.filename or "''"
    complain(f"cannot read {name}: {error.strerror or error}")


def nothing_named() -> None:
    """Say that what was named holds no file of ReDIF."""
    complain("there is no .rdf or .redif file here")


def uses_color() -> bool:
    """Whether what goes to standard output may have colours: a terminal has them, unless somebody says no (NO_COLOR)."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the end of a block in which modules are loaded: some of them take harm from it (orjson)."""
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def progress(total: int, *, hidden: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error, if that is a terminal; what it gives is to be called after each file."""
    if hidden or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), "files", TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
