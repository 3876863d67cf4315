"""What several commands have in common."""

from __future__ import annotations

import gc

from redif.checks.settings import SettingsError
from redif.cli.terminal import complain
from redif.grammar import Grammar, GrammarError


def grammar_of(path: str | None) -> Grammar:
    """The grammar in a file, or ReDIF 1.0; what is found in the file is said on standard error.

    Raises:
        SettingsError: there is none that can be used.
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
    """Spare the collector what there is: it stays, or goes without its help, and to look through it all finds nothing."""
    gc.freeze()
