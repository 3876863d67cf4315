"""The glossary: the words that messages and documentation use for the parts of ReDIF.

The entries are in `glossary.toml`; `python -m redif.findings.glossary > docs/glossary.md` makes the documentation's page.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple


class GlossaryEntry(NamedTuple):
    """A word with its meaning, as sentences, and an example, which may have several lines."""

    word: str
    meaning: str
    example: str


@cache
def glossary() -> Mapping[str, GlossaryEntry]:
    """All entries by their words in lowercase, each after those it builds on."""
    entries = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        word.lower(): GlossaryEntry(word, entry["meaning"], entry["example"].strip("\n")) for word, entry in entries.items()
    }


def lookup(word: str) -> GlossaryEntry | None:
    """Return the entry for a word, in any letter case, in the plural or with hyphens for spaces; None if there is none."""
    wanted = " ".join(word.lower().replace("-", " ").split())
    spelled = {key.replace("-", " "): entry for key, entry in glossary().items()}
    return spelled.get(wanted) or spelled.get(wanted.removesuffix("s"))


def markdown() -> str:
    """Return the whole glossary as Markdown."""
    lines = [
        "# Glossary",
        "",
        "This page is generated from `redif/findings/glossary.toml`; `redif explain WORD` prints the same.",
    ]
    for entry in glossary().values():
        lines += ["", f"## {entry.word}", "", entry.meaning, "", "```text", entry.example, "```"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
