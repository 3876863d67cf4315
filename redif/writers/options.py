"""How records are to be written, where a format leaves a choice."""

from __future__ import annotations

from typing import NamedTuple


class WriterOptions(NamedTuple):
    """What a writer is told beside what it writes; each looks at what concerns it.

    Attributes:
        key: how entries of BibTeX are called: by `handle`, or by `authoryear`.
        ascii: whether all is to be ASCII, with escapes of LaTeX for other letters.
        columns: the columns of a table; none for the usual ones.
    """

    key: str = "handle"
    ascii: bool = False
    columns: tuple[str, ...] = ()


DEFAULT = WriterOptions()
