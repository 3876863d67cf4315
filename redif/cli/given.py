"""What a command reads: the paths it was given, or else what is piped into it, or else this folder."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path

from redif.cli.terminal import complain
from redif.findings.errors import UsageError
from redif.source.files import STANDARD_INPUT

PATIENCE = 2  # seconds until someone who did not mean to pipe anything is told what is being waited for


def given(paths: Sequence[str]) -> list[str]:
    """Return the paths that a command reads. Standard input counts only if there is something in it."""
    return _each_once(paths) or [STANDARD_INPUT if is_piped() else os.curdir]


def _each_once(paths: Sequence[str]) -> list[str]:
    """Return paths without those that are given twice, or are in a folder that is given too: all in it is read once."""
    if len(paths) < 2:
        return list(paths)
    by_place: dict[Path | str, str] = {}
    for path in paths:
        by_place.setdefault(path if path == STANDARD_INPUT else Path(os.path.abspath(path)), path)
    return [
        path
        for place, path in by_place.items()
        if isinstance(place, str) or not any(upper in by_place and upper.is_dir() for upper in place.parents)
    ]


def required(options: argparse.Namespace) -> list[str]:
    """Return the paths that a command reads which reads no folder unless it is named.

    Raises:
        UsageError: no path is given, and nothing is piped into the command.
    """
    if options.paths:
        return list(options.paths)
    if not is_piped():
        raise UsageError(
            f"give files or folders (PATH), or pipe something into the command; see redif {options.command} --help"
        )
    return [STANDARD_INPUT]


def is_piped() -> bool:
    """Return whether a pipe or a file is standard input, and not empty; waits for the first byte."""
    import select  # only needed where no path is given

    try:
        descriptor = sys.stdin.fileno()
        mode = os.fstat(descriptor).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISREG(mode)):
            return False
        if os.name == "posix" and not select.select([descriptor], [], [], PATIENCE)[0]:
            complain("waiting for standard input, since no path was given; to read this folder, give . as the path")
        return isinstance(sys.stdin.buffer, BufferedReader) and bool(sys.stdin.buffer.peek(1))
    except (AttributeError, OSError, ValueError):  # something else in the place of standard input
        return False
