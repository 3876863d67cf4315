"""Records written to a file or stream in any format."""

from __future__ import annotations

import codecs
import errno
import io
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from redif.findings.errors import (
    FileError,
    InputTypeError,
    RedifError,
    RedifWarning,
    UsageError,
    check_argument,
    no_records,
    shown,
)
from redif.findings.finding import Severity
from redif.source.files import STANDARD_INPUT, can_be_a_name
from redif.source.output import Output
from redif.source.text_streams import is_text
from redif.syntax.records import template_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.writers import ENDINGS, WRITERS, format_named, format_of, refuse_options
from redif.writers.options import DEFAULT, WriterOptions

if TYPE_CHECKING:
    from redif.models import Record

SHOWN = 3  # records that a warning names


class IncompleteRecordError(RedifError, ValueError):
    """A record that RePEc would drop, given to `write(..., strict=True)`; the message says what is wrong with it."""


class IncompleteRecordWarning(RedifWarning):
    """The warning that records were written which RePEc will drop."""


class HasTemplates(Protocol):
    """Something with templates, as `redif.parse` returns it."""

    @property
    def templates(self) -> Sequence[Template]:
        """The templates."""


class TakesBytes(Protocol):
    """An open file of bytes."""

    def write(self, data: bytes, /) -> Any:
        """Write bytes."""


class TakesText(Protocol):
    """An open file of text."""

    def write(self, data: str, /) -> Any:
        """Write text."""


def write(
    records: Record | Template | HasTemplates | Iterable[Record | Template],
    out: str | os.PathLike[str] | TakesBytes | TakesText | None = None,
    to: str | None = None,
    options: WriterOptions = DEFAULT,
    *,
    strict: bool = False,
) -> None:
    """Write records in a format.

    Args:
        records: one record or any number of them; templates and a document, too. Where the format is for items only (papers,
            articles, books, chapters, software), other records are left out.
        out: a path, or a stream open for writing, without which there is an error. A file appears when it is complete, and
            folders that do not exist are made.
        to: a format, as `redif convert --to` names it. Without it, the extension of the path decides (`.bib`, `.ris`, `.json`,
            `.jsonl`, `.csv`, `.redif`, `.rdf`), and a stream gets ReDIF.
        options: choices that some formats offer.
        strict: whether a record that RePEc would drop is refused, and nothing written. Without it, such a record is written,
            and when the format is ReDIF an `IncompleteRecordWarning` names it.

    Raises:
        UsageError: there is no `out` or no such format, the extension says nothing, or an option does not apply.
        InputTypeError: something else than records was given, or `out` cannot be written to.
        IncompleteRecordError: RePEc would drop a record, and `strict` is set.
        FileError: the file cannot be written.
    """
    name = _format(out, to)
    format_ = WRITERS[name]
    refuse_options(name, options)
    reader = Reader()
    templates: Iterator[Template] = (_template(record, reader) for record in _each(records))
    if format_.items:
        templates = (template for template in templates if template.schema.is_item)
    dropped: list[str] = []
    if strict or name == "redif":
        templates = _examined(templates, dropped, strict)
    if isinstance(out, str | os.PathLike):
        _write_file(format_.write, templates, os.fspath(out), options)
    elif is_text(out):
        format_.write(templates, cast("BinaryIO", _Decoded(out)), options)
    else:
        format_.write(templates, cast("BinaryIO", out if hasattr(out, "writelines") else _Lines(out)), options)
    if dropped:
        shown = "".join(f"\n  {text}" for text in dropped[:SHOWN])
        more = f"\n  and {len(dropped) - SHOWN} more" if len(dropped) > SHOWN else ""
        message = f"RePEc will drop {len(dropped)} of the records that were written:{shown}{more}"
        warnings.warn(message, IncompleteRecordWarning, stacklevel=2)


def _format(out: Any, to: str | None) -> str:
    """The name of the format to write."""
    if out is None:
        raise UsageError(
            'say where to write the records: redif.write(records, "papers.bib"), or an open file in place of the name'
        )
    is_path = isinstance(out, str | os.PathLike)
    if not is_path and not hasattr(out, "write"):
        raise InputTypeError(f"records are written to a path or an open file, not to {shown(out)}")
    if is_path:
        check_argument(os.fspath(out), str, "the name of a file has to be text")
        if not can_be_a_name(os.fspath(out)):
            raise UsageError(f"no file can have the name {shown(out)}")
    elif getattr(out, "closed", False):
        raise UsageError("this file is closed; write to it while it is open, or give its name")
    elif isinstance(out, io.IOBase) and not out.writable():
        raise UsageError("this file is not open for writing; open it with mode 'wb'")
    if to is not None:
        check_argument(to, str, "to takes the name of a format")
        format_ = format_named(to)
        return next(name for name, known in WRITERS.items() if known is format_)
    if not is_path or os.fspath(out) == STANDARD_INPUT:
        return "redif"
    found = format_of(out)
    if found is None:
        raise UsageError(
            f"the extension of {os.fspath(out)} does not say which format to write; end the name with one of "
            f"{', '.join(ENDINGS)}, or give to=, such as to='bibtex'"
        )
    return found


def _write_file(write_format: Any, templates: Iterable[Template], path: str, options: WriterOptions) -> None:
    """Write a file, and before it the folders that do not exist."""
    folder = os.path.dirname(path)
    try:
        if folder:
            os.makedirs(folder, exist_ok=True)
        with Output(path) as stream:
            write_format(templates, stream, options)
    except RedifError:
        raise
    except FileExistsError as error:
        raise FileError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from error  # a file where a folder should be
    except OSError as error:
        raise FileError.of(error) from error


class _Lines:
    """A binary stream into one that can do no more than `write`."""

    def __init__(self, out: Any) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(data)
        return len(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.write(line)


class _Decoded(_Lines):
    """A binary stream into a text stream, which says by itself how its characters are encoded."""

    def __init__(self, out: Any) -> None:
        super().__init__(out)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()

    def write(self, data: bytes) -> int:
        try:
            self._out.write(self._decoder.decode(data))
        except UnicodeEncodeError as error:
            lost = error.object[error.start : error.start + 1]
            raise UsageError(
                f"this file was opened as {error.encoding}, which has no {lost!r}; open it with encoding='utf-8' or mode 'wb'"
            ) from None
        return len(data)


def _each(records: Any) -> Iterable[Any]:
    """The records, also where there is just one."""
    if isinstance(records, Template) or hasattr(records, "template_type"):
        return (records,)
    if hasattr(records, "templates"):  # a document
        return cast("Iterable[Any]", records.templates)
    if isinstance(records, str | bytes | dict) or not isinstance(records, Iterable):
        raise no_records("write", records)
    return records


def _template(record: Any, reader: Reader) -> Template:
    if isinstance(record, Template):
        return record
    if not hasattr(record, "template_type") or not hasattr(record, "data"):
        raise no_records("write", record)
    return template_of(record.data, reader)


def _examined(templates: Iterator[Template], dropped: list[str], strict: bool) -> Iterator[Template]:
    """The templates; those that RePEc would drop go into `dropped` or are refused."""
    for template in templates:
        if template.is_bad:
            errors = (finding.message for finding in template.findings if finding.severity is Severity.ERROR)
            name = template.data.get("handle") or template.data.get("title") or template.type or "a record"
            text = f"{name}: {' '.join(errors)}"
            if strict:
                raise IncompleteRecordError(f"RePEc would drop {text}")
            dropped.append(text)
        yield template
