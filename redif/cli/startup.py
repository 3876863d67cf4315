"""What several commands do before they begin."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable

from redif.cli.terminal import complain
from redif.findings.errors import SettingsError, UsageError
from redif.grammar import Grammar, GrammarError
from redif.source.files import STANDARD_INPUT, is_too_wide
from redif.source.packed import split

SEARCHED_AFTER = 20_000  # objects; Python's own number is 700


def grammar_of(path: str | None) -> Grammar:
    """Return the grammar in a file, or that of ReDIF 1.0; findings in the file are reported on standard error.

    Raises:
        SettingsError: it cannot be used.
    """
    try:
        grammar = Grammar.load(path) if path else Grammar.standard()
    except GrammarError as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from None
    for finding in grammar.findings:
        complain(f"{finding.file}:{finding.line}:{finding.column}: {finding.message}")
    return grammar


def refuse_too_wide(paths: Iterable[str]) -> None:
    """Refuse to rewrite whatever is found in a whole file system or home folder.

    Raises:
        UsageError: that was asked for.
    """
    for path in paths:
        if path != STANDARD_INPUT and is_too_wide(path):
            raise UsageError(f"redif does not rewrite everything in {os.path.realpath(path)}; name the folder of the archive")


def refuse_packed(paths: Iterable[str]) -> None:
    """Refuse to rewrite files in a ZIP or tar archive.

    Raises:
        UsageError: that was asked for.
    """
    for path in paths:
        if path != STANDARD_INPUT and split(path) is not None:
            raise UsageError(f"redif changes no files in an archive such as {path}; unpack it first, and name the folder")


def refuse_input_as_output(output: str | None, inputs: Iterable[str]) -> None:
    """Refuse to write a report or records over a file that they are about.

    Raises:
        UsageError: that was asked for.
    """
    if output is None or output == STANDARD_INPUT or not os.path.isfile(output):
        return
    for path in inputs:
        if path != STANDARD_INPUT and os.path.exists(path) and os.path.samefile(path, output):
            raise UsageError(f"{output} is one of the files that are read; write to another file")


def refuse_missing_input(output: str, paths: Iterable[str]) -> None:
    """Refuse to replace a file by nothing: where none of the files and folders to read exist.

    Raises:
        UsageError: there is none.
    """
    paths = list(paths)
    if output == STANDARD_INPUT or any(path == STANDARD_INPUT or os.path.exists(path) or split(path) for path in paths):
        return
    raise UsageError(f"there is no file or folder {paths[0]!r}, so nothing was written")


def freeze_loaded_objects() -> None:
    """Exclude what is loaded by now from garbage collection: it stays until the end, and searching it takes time.

    What is made later is seldom garbage that only a search finds, so it is searched less often than usual.
    """
    gc.freeze()
    gc.set_threshold(SEARCHED_AFTER)
