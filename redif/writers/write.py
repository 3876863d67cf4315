"""Records written to a file or stream in any format."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from redif.schema.values import HandleKind
from redif.source.output import Output
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.writers import WRITERS
from redif.writers.options import DEFAULT, WriterOptions

if TYPE_CHECKING:
    from redif.models import Record


def write(
    records: Iterable[Record], out: str | os.PathLike[str] | BinaryIO, to: str = "redif", options: WriterOptions = DEFAULT
) -> None:
    """Write records in a format, ReDIF unless another is named.

    Args:
        records: any records; those that are no items are left out where the format has only items.
        out: a file, which appears when all is written, or a binary stream.
        to: the format, as `redif convert --to` has it.
        options: what else there is to say about the format.

    Raises:
        KeyError: there is no such format.
    """
    format_, reader = WRITERS[to], Reader()
    templates = (template_of(record.data, reader) for record in records)
    if format_.items:
        templates = (template for template in templates if template.schema.describes is HandleKind.DOCUMENT)
    if isinstance(out, str | os.PathLike):
        with Output(os.fspath(out)) as stream:
            format_.write(templates, stream, options)
    else:
        format_.write(templates, out, options)
