"""The libraries that tables need beside Python's own, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from redif.findings.errors import MissingLibraryError


def library(name: str, what: str) -> Any:
    """Return a library; `what` says what needs it, such as "writing Parquet".

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.split(".")[0]:
            raise
        raise MissingLibraryError(
            f"{what} needs the library {error.name}; install it with: pip install 'redif[tables]'"
        ) from None
