"""Whole records as data frames of pandas and polars, by way of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redif.findings.library import library
from redif.tables.batches import to_arrow

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from redif.findings.finding import OnFinding
    from redif.grammar import Grammar
    from redif.reading.sources import Source
    from redif.source.files import OnError


def to_pandas(
    *sources: Source, grammar: Grammar | None = None, on_finding: OnFinding | None = None, on_error: OnError | None = None
) -> pd.DataFrame:
    """Return the records in files, in folders, or in open files as a data frame of pandas; see `redif.to_arrow`.

    The columns have the types of Arrow, so lists stay lists, and whole numbers stay whole where one is missing.

    Raises:
        MissingLibraryError: the library pandas or pyarrow is not installed.
    """
    pandas = library("pandas", "redif.to_pandas", "frames")
    reader = to_arrow(*sources, grammar=grammar, on_finding=on_finding, on_error=on_error)
    frame: pd.DataFrame = reader.read_pandas(types_mapper=pandas.ArrowDtype)
    return frame


def to_polars(
    *sources: Source, grammar: Grammar | None = None, on_finding: OnFinding | None = None, on_error: OnError | None = None
) -> pl.DataFrame:
    """Return the records in files, in folders, or in open files as a data frame of polars; see `redif.to_arrow`.

    Raises:
        MissingLibraryError: the library polars or pyarrow is not installed.
    """
    polars = library("polars", "redif.to_polars", "frames")
    reader = to_arrow(*sources, grammar=grammar, on_finding=on_finding, on_error=on_error)
    frame: pl.DataFrame = polars.from_arrow(reader.read_all())
    return frame
