"""`redif stats`: what files hold, in numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

import orjson

from redif.cli.cache_key import cache_of
from redif.cli.choosing import selection_of
from redif.cli.exit_status import UNUSABLE
from redif.cli.given import given
from redif.cli.input_reader import InputReader
from redif.cli.startup import refuse_input_as_output
from redif.cli.summary import Summary
from redif.cli.terminal import complain
from redif.display.statistics import Statistics
from redif.findings.errors import UsageError
from redif.findings.finding import ignore_finding
from redif.findings.wording import counted
from redif.selection.selection import Selection
from redif.source.decoding import FilePart
from redif.source.escaping import visible
from redif.source.output import Output
from redif.syntax.template import Template

SERIES = 20  # shown in the text; the JSON has all
BAR = 24  # characters of a terminal
_SHARES = {
    "abstract": "have an abstract",
    "doi": "have a DOI (software is not counted)",
    "classification_jel": "have a JEL code",
    "keywords": "have keywords",
    "file": "have a file",
    "free_file": "have a file that is free to read",
    "restriction": "have a restriction",
    "registered_author": "of the authors are registered",
}


class Line(NamedTuple):
    """A number, the total it is part of, the length of its bar (at most 1), and what it counts."""

    number: int
    of: int
    length: float
    what: str


class Section(NamedTuple):
    """Numbers that belong together, under a heading."""

    heading: str
    lines: Sequence[Line]


def run(options: argparse.Namespace) -> int:
    """Count, and return the exit status."""
    try:
        selection = selection_of(options)
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    summary = Summary(options)
    on_finding = (lambda finding: summary.add((finding,))) if summary.is_wanted else ignore_finding
    reader = InputReader(given(options.paths), hidden=options.quiet, on_finding=on_finding)
    try:
        refuse_input_as_output(options.summary, [*options.paths, *reader.paths])
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    statistics = _statistics(reader, selection, summary, options)
    counts = _counts(statistics, options.by)
    sections = _SECTIONS[options.by]
    with Output("-") as out:
        if options.json:
            out.write(orjson.dumps(counts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        elif sys.stdout.isatty():
            _write_bars(sections(counts), out)
        else:
            _write_text(sections(counts), out)
    if not options.quiet:
        print(f"{counted(statistics.types.total(), 'template')} in {counted(reader.files, 'file')}", file=sys.stderr)
    status = reader.status
    counts = {"files": reader.files, "templates": statistics.types.total()}
    return status if summary.write(status, reader.paths, counts) else UNUSABLE


def _statistics(reader: InputReader, selection: Selection, summary: Summary, options: argparse.Namespace) -> Statistics:
    """Return the counts."""
    jobs = reader.jobs(options.jobs) if selection.is_independent else 1
    cache = cache_of(options, reader.depends_on) if selection.is_independent else None
    if jobs == 1 and cache is None:
        return _counted(selection, summary, (template for _, template in reader.templates()))

    def count(path: str, part: FilePart | None) -> tuple[Any, bytes]:
        before = summary.take(), reader.take_counts()
        found = _counted(selection, summary, reader.file(path, part))
        facts = found.packed(), summary.take(), reader.take_counts()
        summary.add_taken(before[0])
        reader.add_counts(before[1])
        return facts, b""

    statistics = Statistics()
    with reader.by_jobs(count, jobs, cache) as files:
        for _, (found, findings, read), _ in files.results():
            statistics.add_packed(found)
            summary.add_taken(findings)
            reader.add_counts(read)
            reader.progress.templates = statistics.types.total()
    return statistics


def _counted(selection: Selection, summary: Summary, templates: Iterable[Template]) -> Statistics:
    statistics = Statistics()
    for template in selection.arranged(_fitting(selection, templates, statistics)):
        statistics.add(template)
        if summary.is_wanted:
            summary.add(template.findings)
    return statistics


def _fitting(selection: Selection, templates: Iterable[Template], statistics: Statistics) -> Iterator[Template]:
    """Return the templates to count; series that are not counted still give their names."""
    for template in templates:
        statistics.add_name(template)
        if selection.is_all or selection.takes(template.data):
            yield template


def _counts(statistics: Statistics, by: str | None) -> Mapping[str, Any]:
    """Return all counts, or one table of them."""
    if by == "jel":
        return statistics.by_jel()
    counts = statistics.as_json()
    if by is None:
        return counts
    name = {"type": "templates", "year": "years"}.get(by, by)
    return {"items": counts["items"], name: counts[name]}


def _sections(counts: Mapping[str, Any]) -> list[Section]:
    """Return the counts as text for people."""
    sections = _by_type(counts)
    if not counts["items"]:
        return sections
    shares = [Line(n["with"], n["of"], n["with"] / (n["of"] or 1), _SHARES[name]) for name, n in counts["shares"].items()]
    sections += _by_series(counts, SERIES) + _by_year(counts)
    return [*sections, Section("What the items have", [line for line in shares if line.of])]


def _by_type(counts: Mapping[str, Any]) -> list[Section]:
    total = sum(counts["templates"].values())
    return [
        Section(counted(total, "template"), _lines([(number, type_) for type_, number in counts["templates"].items()], total))
    ]


def _by_series(counts: Mapping[str, Any], most: int | None = None) -> list[Section]:
    """Return the items by series; the smallest are summed up if there are more than `most`."""
    items = counts["items"]
    named = [series for series in counts["series"] if series["handle"] is not None]
    pairs = [(series["items"], visible(f"{series['handle']}  {series['name'] or ''}".rstrip())) for series in named[:most]]
    if rest := named[len(pairs) :]:
        pairs.append((sum(series["items"] for series in rest), f"in {len(rest):,} more series"))
    pairs += [(series["items"], "without a handle") for series in counts["series"] if series["handle"] is None]
    return [Section(f"{counted(items, 'item')} in {len(named):,} series", _lines(pairs, items))]


def _by_year(counts: Mapping[str, Any]) -> list[Section]:
    pairs = [(year["items"], _year(year["year"])) for year in counts["years"]]
    return [Section("Items by year", _lines(pairs, counts["items"]))]


def _by_jel(counts: Mapping[str, Any]) -> list[Section]:
    """Return the items by field of the JEL classification, and below each field by code."""
    items = counts["items"]
    pairs = []
    for field in counts["jel"]:
        pairs.append((field["items"], _class(field)))
        pairs += [(code["items"], f"  {_class(code)}") for code in field["codes"]]
    pairs.append((items - counts["with"], "without a JEL code"))
    return [Section(f"{counted(items, 'item')} by JEL code", _lines(pairs, items))]


def _class(code: Mapping[str, Any]) -> str:
    return f"{code['code']}  {code['label'] or '(not in the list)'}"


_SECTIONS: Mapping[str | None, Callable[[Mapping[str, Any]], list[Section]]] = {
    None: _sections,
    "type": _by_type,
    "series": _by_series,
    "year": _by_year,
    "jel": _by_jel,
}


def _year(year: int | None) -> str:
    return "without a year" if year is None else f"{year:04}"


def _lines(pairs: Sequence[tuple[int, str]], of: int) -> list[Line]:
    """Return lines whose bars are scaled to the largest number."""
    largest = max((number for number, _ in pairs), default=1)
    return [Line(number, of, number / largest, what) for number, what in pairs]


def _percent(line: Line) -> str:
    """Return the share of a line; only nothing is 0%, and only all is 100%."""
    share = round(100 * line.number / (line.of or 1))
    if line.number and share == 0:
        return "<1%"
    return f"{share if line.number == line.of else min(share, 99)}%"


def _width(sections: Sequence[Section]) -> int:
    return max((len(f"{line.number:,}") for section in sections for line in section.lines), default=1)


def _write_text(sections: Sequence[Section], out: BinaryIO) -> None:
    """Write the sections as plain text, with numbers and shares aligned."""
    width = _width(sections)
    text = "\n".join(
        f"{section.heading}\n"
        + "".join(f"{line.number:>{width},} {_percent(line):>5}  {line.what}\n" for line in section.lines)
        for section in sections
    )
    out.write(text.encode("utf-8", "backslashreplace"))


def _write_bars(sections: Sequence[Section], out: BinaryIO) -> None:
    """Write the sections with bars."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, width = Console(file=sys.stdout, highlight=False), _width(sections)
    with console.capture() as laid_out:
        for place, section in enumerate(sections):
            console.print(Text("\n" * (place > 0) + section.heading, style="bold"))
            table = Table.grid(padding=(0, 1))
            table.add_column(width=width, justify="right", no_wrap=True)
            table.add_column(width=len("100%"), justify="right", no_wrap=True)
            table.add_column(width=min(BAR, console.width // 3), no_wrap=True)
            table.add_column(no_wrap=True, overflow="ellipsis")
            for line in section.lines:
                bar = Bar(1, 0, line.length, color="cyan")
                table.add_row(f"{line.number:,}", _percent(line), bar, Text(line.what))
            console.print(table)
    out.write(laid_out.get().encode("utf-8", "backslashreplace"))
