"""The files of the standard grammar, ReDIF 1.0: their compiled form where it fits them, else parsed."""

from __future__ import annotations

import os
from typing import NamedTuple

from redif.grammar import compiled
from redif.grammar.compiled import Compiled
from redif.grammar.vocabularies import folder

SPECIFICATION = "redif-1.0.spec"
VALUES = "values.abnf"


class Files(NamedTuple):
    """The content of the two grammar files and its digest."""

    specification: str
    values: str
    digest: str


def specification_path() -> str:
    """Return the path of the specification."""
    return os.path.join(folder(), SPECIFICATION)


def compiled_path() -> str:
    """Return the path of the compiled form."""
    return os.path.join(folder(), compiled.FILE)


def read_files() -> Files:
    """Read the two grammar files."""
    contents = [_read(os.path.join(folder(), name)) for name in (SPECIFICATION, VALUES)]
    specification, values = (content.decode("utf-8").replace("\r\n", "\n") for content in contents)
    return Files(specification, values, compiled.digest(*contents))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def load(files: Files) -> Compiled:
    """Return the content of the grammar files, from their compiled form if that was made from just these files."""
    try:
        data = _read(compiled_path())
    except OSError:
        data = b""
    return compiled.load(data, files.digest, specification_path()) or parse(files)


def parse(files: Files) -> Compiled:
    """Parse the grammar files.

    Raises:
        GrammarError: with file, line and column of the first error.
    """
    from redif.grammar.abnf import read_abnf  # pyparsing is imported only where it is needed
    from redif.grammar.spec_reader import read_spec

    definitions = read_abnf(files.values, os.path.join(folder(), VALUES))
    return Compiled(definitions, read_spec(files.specification, specification_path()))
