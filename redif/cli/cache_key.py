"""What the results of files depend on besides these files: the options, redif itself, the grammar and the year."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from redif.findings.version import __version__
from redif.grammar.vocabularies import folder

if TYPE_CHECKING:
    from redif.cli.result_cache import ResultCache

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Options that change nothing in what is found in a file by itself. What is not known here may change it.
_FREE = ("paths", "output", "summary", "quiet", "jobs", "cache", "run")


def cache_of(options: argparse.Namespace, depends_on: Callable[[str], str], *more: str) -> ResultCache | None:
    """Return the cache that the options name, if any.

    Args:
        options: the options of the command.
        depends_on: returns what the result of a file depends on besides the file and the options.
        more: what all results depend on besides the options.

    Raises:
        UsageError: its folder cannot be used.
    """
    if options.cache is None:
        return None
    # These take a while to import, and most runs have no cache.
    from datetime import date

    from redif.cli.result_cache import ResultCache
    from redif.parallel.batches import batch_size
    from redif.parallel.plain import packed

    chosen = {name: value for name, value in vars(options).items() if name not in _FREE}
    chosen["summary"] = getattr(options, "summary", None) is not None
    # A path from this folder is another file elsewhere, a year may be too late, and parts of files are as large as batches.
    key = [more, chosen, os.getcwd(), date.today().year, batch_size(), __version__, sys.version, *_code(), *_grammar(chosen)]
    return ResultCache(options.cache, packed(key), options.paths, depends_on)


def _code() -> Iterator[tuple[str, int, int]]:
    """The modules of redif, each with its size and time, as there may be several states of a version."""
    for parent, folders, names in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(".pyc"):
                status = os.stat(os.path.join(parent, name))
                yield os.path.join(parent, name), status.st_size, status.st_mtime_ns


def _grammar(chosen: dict[str, object]) -> Iterator[str]:
    """The content of the grammar's files, and of another specification."""
    paths = [os.path.join(folder(), name) for name in sorted(os.listdir(folder()))]
    if chosen.get("grammar"):
        paths.append(str(chosen["grammar"]))
    for path in paths:
        with open(path, "rb") as file:
            yield file.read().decode("latin-1")
