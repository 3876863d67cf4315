"""Tables of Excel, read by openpyxl: the first visible sheet that has a row, with the values of formulas when it was saved."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import IO, Any

from openpyxl import load_workbook

from redif.importers import table
from redif.importers.item import ImportedItem
from redif.importers.source import ImportSource
from redif.importers.table import Row

IN_MEMORY = 16 << 20  # bytes of a file that cannot be read twice
LARGEST = 512 << 20  # bytes of its unpacked parts
MOST_LOOKED_AT = 100  # rows of another sheet, to see whether there is something in it
MOST_COLUMNS = 500  # some files have empty columns up to the last possible one


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each row."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
        shutil.copyfileobj(source.stream, kept)
        kept.seek(0)
        if problem := _problem(kept):
            source.unread(1, f"This is not a workbook of Excel (.xlsx): {problem}.")
            return
        kept.seek(0)
        yield from table.items(_rows(kept, source), source)


def _problem(stream: IO[bytes]) -> str:
    """Return why a file is no workbook, or would fill the memory; empty where it can be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if "[Content_Types].xml" not in archive.namelist():
                return "it is some other ZIP archive"
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "it is damaged, or in an older format; save it as .xlsx"
    return f"it takes more than {LARGEST >> 20} MB unpacked" if size > LARGEST else ""


def _rows(stream: IO[bytes], source: ImportSource) -> Iterator[Row]:
    """Yield the rows with their numbers, up to where the workbook is damaged."""
    rows = _cells(stream, source)
    while True:
        try:
            row = next(rows, None)
        except Exception as error:  # the library raises errors of many kinds for workbooks that are damaged
            source.unread(1, f"This workbook is damaged: {str(error) or type(error).__name__}.", "Save it anew in Excel.")
            return
        if row is None:
            return
        yield row


def _cells(stream: IO[bytes], source: ImportSource) -> Iterator[Row]:
    """Yield the cells of each row with its number; a formula whose value was not saved is reported."""
    values = load_workbook(stream, read_only=True, data_only=True)
    stream.seek(0)
    formulas = load_workbook(stream, read_only=True)
    sheets = [*zip(values.worksheets, formulas.worksheets, strict=True)]
    visible = [pair for pair in sheets if pair[0].sheet_state == "visible"] or sheets
    for place, (sheet, written) in enumerate(visible):
        width = 0
        for read in (sheet, written):
            read.reset_dimensions()  # what a file says of its own size may be wrong, and rows beyond it would be lost
        pairs = zip_longest(sheet.iter_rows(values_only=True), written.iter_rows(values_only=True))
        for number, (cells, formula) in enumerate(pairs, 1):
            if not cells:  # of which there may be a million before a cell far below
                continue
            for cell in cells[MOST_COLUMNS:]:
                if cell is not None:
                    source.left_out(number, f"column beyond {MOST_COLUMNS}", cell)
            cells = cells[:MOST_COLUMNS]
            for cell, text in zip(cells, formula or (), strict=False):
                if cell is None and isinstance(text, str) and text.startswith("="):
                    source.left_out(number, f"formula in {sheet.title}", text)
            filled = [_text(cell) for cell in cells]
            while filled and not filled[-1]:
                filled.pop()
            if filled:
                width = max(width, len(filled))  # empty cells at the end of a row are not saved
                yield number, filled + [""] * (width - len(filled))
        if width:
            for other, _ in visible[place + 1 :]:
                if any(any(row) for row in other.iter_rows(max_row=MOST_LOOKED_AT, values_only=True)):
                    source.left_out(1, "sheet", other.title)
            return


def _text(cell: Any) -> str:
    """Return the value of a cell as text: whole numbers without a fraction, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute):
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
