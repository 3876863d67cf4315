"""ReDIF as a data source of Spark: `redif.spark.register(session)`, then `session.read.format("redif").load(path)`."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from redif.findings.errors import UsageError
from redif.findings.library import library

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def register(session: SparkSession) -> None:
    """Let a session of Spark read ReDIF: `session.read.format("redif").load(path)`.

    Raises:
        MissingLibraryError: a library that this needs is not installed.
        UsageError: the Python that Spark starts on this machine is not the one that runs this program.
    """
    for name in ("pyspark.sql.datasource", "pyarrow"):
        library(name, "reading ReDIF with Spark", "spark")
    from redif.spark.source import RedifSource

    refuse_other_python(session)
    session.dataSource.register(RedifSource)


def refuse_other_python(session: SparkSession) -> None:
    """Check that Spark starts the Python in which redif is installed, as far as that is known here.

    Spark would say no more than that there is no module named redif. The Python of another machine cannot be looked at.

    Raises:
        UsageError: it starts another one.
    """
    try:
        context = session.sparkContext
        python = shutil.which(context.pythonExec)
    except Exception:  # a session of Spark Connect has no context and raises an error of its own
        return
    # Links are not followed: those of several environments lead to one Python, but each has its own libraries.
    is_ours = python is not None and os.path.abspath(python) == os.path.abspath(sys.executable)
    if (context.master or "").startswith("local") and not is_ours:
        raise UsageError(
            f"Spark starts {python or context.pythonExec}, but redif is in {sys.executable}; set the environment variable "
            f"PYSPARK_PYTHON to {sys.executable} before the session is made"
        )
