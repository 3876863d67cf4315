"""The command that makes tables, and its options."""

from __future__ import annotations

from redif.cli.argument_parser import ArgumentParser
from redif.cli.arguments import Commands, add_cache, add_command, add_jobs, add_paths, add_quiet, add_selection, add_summary
from redif.tables import FORMS


def add_tables(commands: Commands[ArgumentParser]) -> None:
    """Add the command that makes tables."""
    forms = "".join(f"  {name:<12}{form.about}\n" for name, form in FORMS.items())
    tables = add_command(
        commands,
        "tables",
        summary="make a database, or tables of Parquet",
        description="Read what redif convert reads, and write it as tables that can be joined: items, authors, affiliations, "
        "files, jel, keywords, series, archives, persons, institutions, links, findings, and whole records.",
        examples="""
redif tables RePEc -o repec.sqlite            for whatever reads SQLite
redif tables RePEc -o repec.duckdb            for DuckDB
redif tables RePEc -o repec                   a file of Parquet for each table
redif tables --type paper --year 2020- RePEc/aaa -o papers.sqlite
redif tables --unique RePEc -o repec.sqlite   one row for each handle
""",
        after=f"tables are written to:\n{forms}\n"
        "exit status:\n  0  done\n  1  entries in JSON and other formats could not be read\n"
        "  2  wrong usage, or something could not be read or written",
    )
    add_paths(tables, required=True)
    tables.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="the database or folder, which appears when everything is written"
    )
    tables.add_argument(
        "--to",
        metavar="FORM",
        choices=FORMS,
        help=f"{', '.join(FORMS)} (default: by the extension of OUT; a folder is parquet)",
    )
    tables.add_argument(
        "--from",
        dest="from_",
        metavar="FORMAT",
        default="",
        help="the format of the input (default: by the extension of each file, or by how it begins)",
    )
    add_selection(tables)
    tables.add_argument(
        "--with",
        metavar="PATH",
        dest="described_in",
        action="append",
        default=[],
        help="add the series, archives, people and institutions that are described here; can be given several times",
    )
    tables.add_argument("--strict", action="store_true", help="leave out templates that RePEc would drop")
    tables.add_argument("--grammar", metavar="FILE", help="read by another specification instead of ReDIF 1.0")
    tables.add_argument(
        "-v", "--verbose", action="store_true", help="name each value of another format that has no place in ReDIF"
    )
    add_jobs(tables)
    add_cache(tables)
    add_summary(tables)
    add_quiet(tables)
    # What `redif convert` may do besides has no place in tables, which are joined by whoever asks them.
    tables.set_defaults(join=False, with_=[], relate_duplicates=False)
