"""What several commands do before they begin."""

from __future__ import annotations

import gc

from redif.checks.settings import SettingsError
from redif.cli.terminal import complain
from redif.grammar import Grammar, GrammarError


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


def freeze_loaded_objects() -> None:
    """Exclude what is loaded by now from garbage collection: it stays until the end, and searching it takes time."""
    gc.freeze()
