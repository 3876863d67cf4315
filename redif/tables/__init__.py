"""Records as tables: rows of them, and the databases and files that hold them, one module each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from redif.findings.errors import UsageError, unknown

if TYPE_CHECKING:
    from redif.tables.rows import Rows


class Form(NamedTuple):
    """What tables are written to.

    Attributes:
        module: the module of this package that writes it.
        about: what it is, in a few words.
        endings: the extensions of its files, in lowercase; empty for a folder.
    """

    module: str
    about: str
    endings: tuple[str, ...] = ()

    @property
    def write(self) -> Callable[[Iterable[Rows], str], None]:
        """The function that writes it."""
        write: Callable[[Iterable[Rows], str], None] = import_module(f"{__name__}.{self.module}").write
        return write


FORMS: Mapping[str, Form] = {
    "sqlite": Form("sqlite", "a database of SQLite, with indexes and full-text search", (".sqlite", ".sqlite3", ".db")),
    "duckdb": Form("duckdb", "a database of DuckDB", (".duckdb", ".ddb")),
    "parquet": Form("parquet", "a folder with a file of Parquet for each table"),
}


def form_of(path: str, named: str | None = None) -> Form:
    """Return what to write to a path: by its name, or else by the extension of the path; a folder is one of Parquet.

    Raises:
        UsageError: there is no such form, or nothing says which one is meant.
    """
    if named is not None:
        if named not in FORMS:
            raise UsageError(unknown("kind of tables", named, FORMS))
        return FORMS[named]
    ending = os.path.splitext(path)[1].lower()
    for form in FORMS.values():
        if ending in form.endings and not os.path.isdir(path):
            return form
    if os.path.isdir(path) or not ending:
        return FORMS["parquet"]
    raise UsageError(
        f"the extension of {path} does not say what to write; end the name with .sqlite or .duckdb, name a folder for Parquet, "
        f"or use --to with one of {', '.join(FORMS)}"
    )
