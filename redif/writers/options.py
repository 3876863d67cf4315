"""How records are written, where a format leaves a choice."""

from __future__ import annotations

from typing import NamedTuple

KEY_STYLES = ("handle", "authoryear")


class WriterOptions(NamedTuple):
    """Choices that some formats offer; each format looks at those that concern it.

    Attributes:
        key: what the keys of BibTeX entries are made of, one of `KEY_STYLES`.
        ascii: whether BibTeX output is pure ASCII, with LaTeX escapes for all other characters.
        columns: the columns of a CSV table; the usual ones if empty.
    """

    key: str = "handle"
    ascii: bool = False
    columns: tuple[str, ...] = ()


DEFAULT = WriterOptions()
