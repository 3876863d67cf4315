"""`redif duplicates`: what is in files twice, as text, JSON Lines or CSV."""

from __future__ import annotations

import argparse
import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

import orjson

from redif.cli.exit_status import OK, UNUSABLE
from redif.cli.given import given
from redif.cli.input_reader import InputReader
from redif.cli.terminal import complain
from redif.findings.errors import UsageError, unknown
from redif.findings.wording import counted
from redif.source.characters import BYTE_ORDER_MARK
from redif.source.escaping import visible
from redif.source.output import Output
from redif.works.duplicates import Copy, Duplicates, Reason, duplicates
from redif.writers.csv import cell

DEFAULT_FORMAT = "text"
ALL = ",".join(Reason)
_HEADINGS = {Reason.HANDLE: "Same handle: ", Reason.DOI: "Same DOI: ", Reason.WORK: "Same work: "}
_COLUMNS = ("group", "reason", *Copy._fields)


def run(options: argparse.Namespace) -> int:
    """Report the duplicates, and return the exit status."""
    try:
        format_ = _known("format", options.format or _format_of(options.output) or DEFAULT_FORMAT, FORMATS)
        reasons = {_known("kind of duplicate", name.strip(), Reason) for name in (options.by or ALL).split(",")}
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    reader = InputReader(given(options.paths), hidden=options.quiet)
    found = duplicates(template for _, template in reader.templates())
    try:
        with Output(options.output) as out:
            FORMATS[format_]([group for group in found if group.reason in reasons], out, reader.status == OK)
    except BrokenPipeError:
        raise
    except OSError as error:
        if options.output == "-":
            raise
        complain(f"cannot write {options.output}: {error.strerror or error}")
        return UNUSABLE
    return reader.status


def _format_of(path: str) -> str | None:
    """Return the name of the format for a file's extension; None if there is none for it."""
    return _ENDINGS.get(os.path.splitext(path)[1].lower())


def _known(what: str, name: str, choices: Iterable[str]) -> str:
    names = [*map(str, choices)]
    if name not in names:
        raise UsageError(unknown(what, name, names))
    return name


def _write_text(found: Iterable[Duplicates], out: BinaryIO, all_read: bool) -> None:
    """Write a paragraph for each group, and how many there are."""
    count = dict.fromkeys(Reason, 0)
    for group in found:
        count[group.reason] += 1
        lines = [_HEADINGS[group.reason] + group.value, *map(_line, group.items)]
        out.write(("".join(f"{visible(line)}\n" for line in lines) + "\n").encode("utf-8", "backslashreplace"))
    closing = "Nothing is there twice." if all_read else "Nothing is there twice in what could be read."
    if any(count.values()):
        names = {Reason.HANDLE: "handle", Reason.DOI: "DOI", Reason.WORK: "work"}
        closing = f"{', '.join(counted(number, names[reason]) for reason, number in count.items() if number)} of several items."
    out.write(f"{closing}\n".encode())


def _line(item: Copy) -> str:
    authors = " & ".join(item.authors)
    parts = (item.handle or "(no handle)", item.type, str(item.year or ""), authors, item.title, f"{item.file}:{item.line}")
    return "  " + "  ".join(filter(None, parts))


def _write_json(found: Iterable[Duplicates], out: BinaryIO, _all_read: bool) -> None:
    """Write each group as a line of JSON."""
    for group in found:
        data = {"reason": group.reason, "value": group.value, "items": [item._asdict() for item in group.items]}
        out.write(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE))


def _write_csv(found: Iterable[Duplicates], out: BinaryIO, _all_read: bool) -> None:
    """Write a row for each item, with the number of its group."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    rows.write(BYTE_ORDER_MARK)
    writer.writerow(_COLUMNS)
    for number, group in enumerate(found, 1):
        writer.writerows([cell(value) for value in (number, group.reason, *item)] for item in group.items)
    out.write(rows.getvalue().encode("utf-8", "backslashreplace"))


FORMATS: Mapping[str, Callable[[Iterable[Duplicates], BinaryIO, bool], None]] = {
    "text": _write_text,
    "json": _write_json,
    "csv": _write_csv,
}
_ENDINGS = {".txt": "text", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "csv"}
