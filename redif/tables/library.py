"""The libraries that tables need beside Python's own, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from redif.findings.errors import MissingLibraryError


def library(name: str, what: str, extra: str = "tables") -> Any:
    """Return a library.

    Args:
        name: its name.
        what: what needs it, such as "writing Parquet".
        extra: the extra of redif that brings it.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        library_of = name.split(".")[0]
        if (error.name or "").split(".")[0] != library_of:
            raise
        raise MissingLibraryError(
            f"{what} needs the library {library_of}; install it with: pip install 'redif[{extra}]'"
        ) from None
