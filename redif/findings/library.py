"""Libraries that are not always installed, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from redif.findings.errors import MissingLibraryError


def library(name: str, what: str, extra: str) -> Any:
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
        if (error.name or "").split(".")[0] != name.split(".")[0]:
            raise
        raise missing(name, what, extra) from None


def missing(name: str, what: str, extra: str) -> MissingLibraryError:
    """Return the error to raise where a library is not installed; for the arguments see `library`."""
    return MissingLibraryError(f"{what} needs the library {name.split('.')[0]}; install it with: pip install 'redif[{extra}]'")
