"""The options of the command `redif`, with their help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

from redif import __version__
from redif.writers import WRITERS

_DESCRIPTION = "Read ReDIF, the text format of RePEc: check it, show it, and turn it into other formats."
_EPILOG = """\
examples:
  redif check RePEc/aaa                          what is wrong with an archive, and how to mend it
  redif explain name-several                     more about one kind of finding
  redif format --diff RePEc/aaa                  how its files would look tidied up
  redif show RePEc:aaa:wpaper:2004-12 RePEc/aaa  one item as readers of RePEc see it
  redif list --year 2020- RePEc/aaa              the items of an archive, a line each
  redif stats RePEc/aaa                          what an archive holds
  redif convert RePEc/aaa > records.jsonl        every template of an archive, a record a line
  redif convert --type paper,article -o x.json --to json RePEc/aaa
  redif schema                                   the JSON Schema of the records

Exit status: 0 all is well; 1 the check found something; 2 wrong usage, or something could not be read; 130 interrupted.
"""


def make_parser() -> argparse.ArgumentParser:
    """The parser of the command's options; each command's `run` does its work and gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="redif", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"redif {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    _add_check(commands)
    _add_explain(commands)
    _add_format(commands)
    _add_show(commands)
    _add_list(commands)
    _add_stats(commands)
    _add_convert(commands)
    _add_schema(commands)
    return parser


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="find what is wrong, and mend what can be",
        description="Check files of ReDIF, and the archive they make up: what is wrong, where, and what to do about it.",
        epilog=(
            "examples:\n"
            "  redif check RePEc/aaa                         the archive aaa, every file and all of it together\n"
            "  redif check --select doi,title RePEc/aaa      only some groups of codes\n"
            "  redif check --diff RePEc/aaa                  what --fix would change\n"
            "  redif check --format html -o report.html RePEc/aaa\n"
            "  cat new.rdf | redif check -\n\n"
            "Exit status: 0 nothing as bad as --fail-on was found; 1 something was; 2 wrong usage, or unreadable input.\n"
            "Settings may stand in redif.toml, or in [tool.redif] of pyproject.toml, beside the files or above them."
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, a folder (. if none is named), or - for stdin",
    )
    check.add_argument(
        "--format", metavar="FORMAT", default="text", help="text (the default), json (one finding a line), sarif, github, html"
    )
    check.add_argument("-o", "--output", metavar="FILE", default="-", help="write the report here")
    check.add_argument("--select", metavar="CODES", default="", help="only these codes or groups, such as doi,title-capitals")
    check.add_argument("--ignore", metavar="CODES", default="", help="all but these codes or groups")
    check.add_argument("--lengths", action="store_true", help="look for values of unusual lengths too")
    check.add_argument(
        "--fail-on", metavar="SEVERITY", help="exit with 1 from this severity on: error, warning (the default) or advice"
    )
    check.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    check.add_argument("--statistics", action="store_true", help="only count the findings of each kind")
    check.add_argument("--fix", action="store_true", help="mend in place what can be mended safely, then report the rest")
    check.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    check.add_argument("--isolated", action="store_true", help="leave settings files alone")
    check.add_argument("--grammar", metavar="FILE", help="check by another specification than ReDIF 1.0")
    check.add_argument("-q", "--quiet", action="store_true", help="no progress")
    check.set_defaults(run=_command("check"))


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain",
        help="say more about a kind of finding",
        description="Say why a kind of finding matters, what to do about it, and how it should be. Without a code, list all.",
        epilog="examples:\n  redif explain\n  redif explain title-capitals\n  redif explain doi        a whole group",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    explain.add_argument("codes", nargs="*", metavar="CODE", help="a code or a group of codes")
    explain.set_defaults(run=_command("explain"))


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    show = commands.add_parser(
        "show",
        help="show one item as its readers see it",
        description="Show an item, series, archive, person or institution with all that is known of it.",
        epilog=(
            "examples:\n"
            "  redif show RePEc:aaa:wpaper:2004-12 RePEc/aaa\n"
            "  redif show https://ideas.repec.org/p/aaa/wpaper/2004-12.html RePEc/aaa\n"
            "  redif show --to citation RePEc:aaa:wpaper:2004-12 RePEc/aaa registry\n\n"
            "Exit status: 0 it is there; 1 it is not; 2 wrong usage, or unreadable input."
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("handle", metavar="HANDLE", help="a handle, a person's short id, or an address on IDEAS or EconPapers")
    show.add_argument(
        "paths", nargs="*", metavar="PATH", help="where to look: files, folders (. if none is named), or - for stdin"
    )
    show.add_argument("--to", metavar="FORMAT", help="write the record in one of the formats of redif convert")
    show.add_argument("-q", "--quiet", action="store_true", help="no progress")
    show.set_defaults(run=_command("show"))


def _add_format(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    format_ = commands.add_parser(
        "format",
        help="rewrite files tidily",
        description="Rewrite files of ReDIF in place: attributes in their order, one style of names, wrapped text, UTF-8. "
        "No record changes by it, and comments stay where they belong.",
        epilog=(
            "examples:\n"
            "  redif format --diff RePEc/aaa\n"
            "  redif format --check RePEc/aaa                 exit with 1 where a file would change\n"
            "  redif format - < new.rdf                      from standard input to standard output"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    format_.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or - for stdin")
    format_.add_argument("--check", action="store_true", help="change nothing, but name the files that would change")
    format_.add_argument("--diff", action="store_true", help="change nothing, but show what would change")
    format_.add_argument("-q", "--quiet", action="store_true", help="no progress, no closing line")
    format_.set_defaults(run=_command("format"))


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    list_ = commands.add_parser(
        "list",
        help="list items, a line each",
        description="List papers, articles, books, chapters and software: handle, type, year, authors and title. "
        "On a terminal a table; in a pipe a line each, with tabs between.",
        epilog=(
            "examples:\n"
            "  redif list RePEc/aaa\n"
            "  redif list --type paper --year 2001-2005 --sort year RePEc/aaa\n"
            "  redif list --author smith RePEc | cut -f1         their handles alone"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    list_.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files, folders (. if none is named), or - for stdin"
    )
    list_.add_argument(
        "--series", metavar="SERIES", help="only items of this series: its handle, or its code alone, such as rcybxx"
    )
    list_.add_argument("--type", metavar="TYPES", help="only these types, such as paper,article")
    list_.add_argument(
        "--year", metavar="YEARS", help="only these years: 2001, 2001-2005, 2001- (and later) or -2005 (and before)"
    )
    list_.add_argument(
        "--author",
        metavar="NAME",
        help="only items by somebody whose name holds these words, in any order; letter case and accents do not count",
    )
    list_.add_argument(
        "--sort",
        metavar="BY",
        help="series, type, year, author or title; else as they stand",
    )
    list_.add_argument("-q", "--quiet", action="store_true", help="no progress, no closing line")
    list_.set_defaults(run=_command("list"))


def _add_stats(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    stats = commands.add_parser(
        "stats",
        help="count what an archive holds",
        description="Count templates by type, items by series and year, and how many have an abstract, a DOI, a JEL code, "
        "keywords, a file, a file that anyone may read, or a restriction.",
        epilog="examples:\n  redif stats RePEc/aaa\n  redif stats --json RePEc/aaa | jq .shares.doi",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    stats.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files, folders (. if none is named), or - for stdin"
    )
    stats.add_argument("--json", action="store_true", help="one JSON object")
    stats.add_argument("-q", "--quiet", action="store_true", help="no progress")
    stats.set_defaults(run=_command("stats"))


def _add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    convert = commands.add_parser(
        "convert",
        help="read templates and write records",
        description="Read templates, or records in redif's own JSON, and write them in another format.",
        epilog=(
            "formats:\n" + "".join(f"  {name:<12}{format_.about}\n" for name, format_ in WRITERS.items()) + "\n"
            "examples:\n"
            "  redif convert RePEc/aaa                       JSON Lines on standard output\n"
            "  redif convert --type paper RePEc/aaa -o p.jsonl\n"
            "  curl -s URL | redif convert -                 read standard input\n"
            "  redif convert --to tree aaaseri.rdf | jq .findings\n"
            "  redif convert --to citation --with registry RePEc/aaa\n"
            "                                                the series of the items stand in the folder registry\n"
            "  redif convert --to bibtex --key authoryear records.jsonl -o aaa.bib"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    convert.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder (its .rdf and .redif files), or - for stdin"
    )
    convert.add_argument(
        "--to",
        metavar="FORMAT",
        default="jsonl",
        help="one of the formats below (jsonl, unless something else is said)",
    )
    convert.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="write here; it is replaced only when all is written"
    )
    convert.add_argument("--type", metavar="TYPES", help="only templates of these types, such as paper,article")
    _add_writing(convert)
    convert.add_argument("--strict", action="store_true", help="leave out templates with errors")
    convert.add_argument(
        "--lengths", action="store_true", help="find values of unusual lengths too (for --strict and --to tree)"
    )
    convert.add_argument("--grammar", metavar="FILE", help="read by another specification than ReDIF 1.0")
    convert.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="how many processes may be used (one is, for now)")
    convert.add_argument("-q", "--quiet", action="store_true", help="no progress, no closing line")
    convert.set_defaults(run=_command("convert"))


def _add_writing(convert: argparse.ArgumentParser) -> None:
    """The options that say what is joined, and how a format is written."""
    convert.add_argument(
        "--join",
        action="store_true",
        help="add what the series, archives, people and institutions among the input say, under joined "
        "(formats for bibliographies always take it)",
    )
    convert.add_argument(
        "--with",
        metavar="PATH",
        dest="with_",
        action="append",
        default=[],
        help="join from here too, such as a folder with the series of all archives; may be given several times",
    )
    convert.add_argument(
        "--key",
        metavar="STYLE",
        choices=("handle", "authoryear"),
        default="handle",
        help="how entries of BibTeX are called: handle (the default) or authoryear",
    )
    convert.add_argument("--ascii", action="store_true", help="BibTeX with LaTeX's escapes for all but ASCII")
    convert.add_argument("--columns", metavar="NAMES", default="", help="the columns of csv, such as handle,title,authors")


def _add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of the records",
        description="Print the JSON Schema (2020-12) that every record written by redif convert follows.",
        epilog="example:\n  redif schema > redif.schema.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    schema.set_defaults(run=_command("schema"))


def _jobs(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return number


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """What does the work of a command; loaded only when it is used, so that --version and --help stay quick."""

    def run(options: argparse.Namespace) -> int:
        from redif.cli.terminal import uninterrupted

        with uninterrupted():
            command = import_module(f"redif.cli.commands.{name}")
        status: int = command.run(options)
        return status

    return run
