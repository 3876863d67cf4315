"""The commands of `redif` and their options, with the help."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import import_module

from redif.cli.argument_parser import ArgumentParser
from redif.cli.arguments import Commands, add_cache, add_command, add_jobs, add_paths, add_quiet, add_selection, add_summary
from redif.findings.version import __version__
from redif.importers import IMPORTERS
from redif.writers import WRITERS
from redif.writers.options import KEY_STYLES

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
SCHEMAS = ("records", "findings")
COUNTS = ("type", "series", "year", "jel")
_DESCRIPTION = "Read ReDIF, the text format of RePEc: check it, show it, and convert it to other formats."
_EPILOG = """\
examples:
  redif check RePEc/aaa                what is wrong with an archive
  redif check --fix RePEc/aaa          fix what can be fixed safely
  redif explain name-several           more about one kind of problem
  redif format --diff RePEc/aaa        what tidying up would change
  redif show RePEc:aaa:wpaper:2004-12 RePEc/aaa
  redif list --year 2020- RePEc/aaa    the items of an archive, one per line
  redif stats RePEc/aaa                what an archive holds
  redif duplicates RePEc/aaa           what is there twice
  redif convert RePEc/aaa -o aaa.bib   write its items as BibTeX
  redif tables RePEc -o repec.sqlite   all of it as a database
  redif site RePEc/aaa -o public       make a web site of it

exit status:
  0    all is well
  1    problems were found, files would be formatted, an entry of a file cannot
       be read, or there is no such item
  2    wrong usage, or something could not be read or written
  130  interrupted
"""


def make_parser(named: Collection[str] = ()) -> ArgumentParser:
    """Return the parser of the command line; the `run` of each command does its work and returns the exit status.

    Args:
        named: the commands to make it for, since a run needs only one of them; if none of these exists, all are made.
    """
    parser = ArgumentParser(prog="redif", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("-V", "--version", action="version", version=f"redif {__version__}", help="print the version and exit")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    wanted = [add for name, add in _COMMANDS.items() if name in named]
    for add in wanted or _COMMANDS.values():
        add(commands)
    return parser


def _add_check(commands: Commands[ArgumentParser]) -> None:
    check = add_command(
        commands,
        "check",
        summary="find problems, and fix what can be fixed",
        description="Check ReDIF files and the archives they make up: what is wrong, where, and what to do about it.",
        examples="""
redif check RePEc/aaa
redif check --select doi,title RePEc/aaa      only some groups of codes
redif check --diff RePEc/aaa                  what --fix would change
redif check --series wpaper --year 2024- RePEc/aaa
redif check -o report.html RePEc/aaa          a page to send to a colleague
cat new.rdf | redif check
""",
        after="Settings can be kept in redif.toml, or in [tool.redif] of pyproject.toml, in the folder of the files or "
        "above.\n\n"
        "exit status:\n  0  nothing as severe as --fail-on was found\n  1  something was\n"
        "  2  wrong usage, or something could not be read",
    )
    add_paths(check)
    check.add_argument(
        "--format",
        metavar="FORMAT",
        help="text, json (one problem per line), sarif, github or html (default: by the extension of FILE, or else text)",
    )
    check.add_argument("-o", "--output", metavar="FILE", default="-", help="write the report to FILE")
    check.add_argument("--select", metavar="CODES", default="", help="only these codes or groups, such as doi,title-capitals")
    check.add_argument("--ignore", metavar="CODES", default="", help="leave out these codes or groups")
    check.add_argument("--lengths", action="store_true", help="report values of unusual length too")
    check.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        help="exit with 1 if a problem is at least this severe: error, warning (default) or advice",
    )
    check.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    check.add_argument("--statistics", action="store_true", help="only count the problems of each kind")
    check.add_argument("--fix", action="store_true", help="fix in place what can be fixed safely, then report the rest")
    check.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: also what is most likely right, but not certainly"
    )
    check.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    add_selection(check)
    check.add_argument("--baseline", metavar="FILE", help="report only what is not in FILE, which lists known problems")
    check.add_argument("--update-baseline", action="store_true", help="write all problems there are now to that FILE")
    check.add_argument(
        "--add-ignores",
        action="store_true",
        help="put a comment above each template that leaves its problems out",
    )
    check.add_argument("--isolated", action="store_true", help="ignore settings files")
    check.add_argument("--grammar", metavar="FILE", help="check against another specification instead of ReDIF 1.0")
    add_jobs(check)
    add_cache(check)
    add_summary(check)
    add_quiet(check, "no progress bar")


def _add_explain(commands: Commands[ArgumentParser]) -> None:
    explain = add_command(
        commands,
        "explain",
        summary="explain a kind of problem",
        description="Explain why a kind of problem matters and what to do about it, with an example. Without a code, list "
        "them all.",
        examples="redif explain\nredif explain title-capitals\nredif explain doi           a whole group",
    )
    explain.add_argument(
        "codes", nargs="*", metavar="CODE", help="a code, a group of codes, or a word from the glossary such as cluster"
    )


def _add_show(commands: Commands[ArgumentParser]) -> None:
    show = add_command(
        commands,
        "show",
        summary="show items as readers of RePEc see them",
        description="Show an item, a series, an archive, a person or an institution with all that is known about it, "
        "or several of them.",
        examples="""
redif show RePEc:aaa:wpaper:2004-12 RePEc/aaa
redif show RePEc:aaa:wpaper:2004-12 RePEc:aaa:wpaper:2004-13 RePEc/aaa
redif show https://ideas.repec.org/p/aaa/wpaper/2004-12.html RePEc/aaa
redif show --to bibtex RePEc:aaa:wpaper:2004-12 RePEc/aaa
redif show --html RePEc:aaa:wpaper:2004-12 RePEc/aaa > page.html
""",
        after="exit status:\n  0  found\n  1  one of them does not exist, or an entry of a file cannot be read\n"
        "  2  wrong usage, or something could not be read",
    )
    show.add_argument(
        "named",
        nargs="+",
        metavar="HANDLE",
        help="handles, short ids of people, or addresses on IDEAS or EconPapers; then files, folders (default: this "
        "folder), or - for standard input",
    )
    show.add_argument("--to", metavar="FORMAT", help="write the record in a format of redif convert")
    show.add_argument("--html", action="store_true", help="write one record as a web page that needs nothing else")
    add_quiet(show, "no progress bar")


def _add_format(commands: Commands[ArgumentParser]) -> None:
    format_ = add_command(
        commands,
        "format",
        summary="rewrite files in one tidy style",
        description="Rewrite ReDIF files in place: attributes in the usual order, one spelling of names, wrapped text, UTF-8. "
        "No record changes, and comments stay where they belong.",
        examples="""
redif format --diff RePEc/aaa
redif format --check RePEc/aaa       exit with 1 if a file would change
redif format < new.rdf               from standard input to standard output
""",
    )
    add_paths(format_, required=True)
    format_.add_argument("--check", action="store_true", help="change nothing, but name the files that would change")
    format_.add_argument("--diff", action="store_true", help="change nothing, but show what would change")
    add_quiet(format_)


def _add_list(commands: Commands[ArgumentParser]) -> None:
    list_ = add_command(
        commands,
        "list",
        summary="list items, one per line",
        description="List papers, articles, books, chapters and software: handle, type, year, authors and title. "
        "A table on a terminal; tab-separated lines in a pipe.",
        examples="""
redif list RePEc/aaa
redif list --type paper --year 2001-2005 --sort -year --limit 10 RePEc/aaa
redif list --author smith RePEc | cut -f1     only their handles
redif list --lacks doi --json RePEc/aaa | jq -r .title
""",
    )
    add_paths(list_)
    list_.add_argument("--json", action="store_true", help="write each item as a line of JSON")
    add_selection(list_)
    add_jobs(list_)
    add_cache(list_)
    add_summary(list_)
    add_quiet(list_)


def _add_stats(commands: Commands[ArgumentParser]) -> None:
    stats = add_command(
        commands,
        "stats",
        summary="count what an archive holds",
        description="Count templates by type, items by series and year, and how many of them have an abstract, a DOI, a JEL "
        "code, keywords, a file, a file that is free to read, or a restriction.",
        examples="""
redif stats RePEc/aaa
redif stats --by jel --year 2020- RePEc/aaa
redif stats --json RePEc/aaa | jq .shares.doi
""",
    )
    add_paths(stats)
    stats.add_argument(
        "--by", metavar="FIELD", choices=COUNTS, help="only one table, and all of it: items by type, series, year or jel"
    )
    stats.add_argument("--json", action="store_true", help="write one JSON object")
    add_selection(stats)
    add_jobs(stats)
    add_cache(stats)
    add_summary(stats)
    add_quiet(stats)


def _add_duplicates(commands: Commands[ArgumentParser]) -> None:
    duplicates = add_command(
        commands,
        "duplicates",
        summary="find what is there twice",
        description="Find templates with the same handle, items with the same DOI, and works with several handles: a paper and "
        "the article it became, by title and authors.",
        examples="""
redif duplicates RePEc/aaa
redif duplicates RePEc/aaa RePEc/bbb -o duplicates.csv
redif duplicates --by work --format json RePEc/aaa | jq -r '.items[].handle'
""",
    )
    add_paths(duplicates)
    duplicates.add_argument("--by", metavar="WHAT", default="", help="only some of handle,doi,work")
    duplicates.add_argument(
        "--format", metavar="FORMAT", help="text, json (a line for each group) or csv (default: by the file's extension)"
    )
    duplicates.add_argument("-o", "--output", metavar="FILE", default="-", help="write the report to FILE")
    add_quiet(duplicates, "no progress bar")


def _add_convert(commands: Commands[ArgumentParser]) -> None:
    formats = "".join(f"  {name:<12}{format_.about}\n" for name, format_ in WRITERS.items())
    read = "".join(f"  {name:<12}{importer.about}\n" for name, importer in IMPORTERS.items())
    convert = add_command(
        commands,
        "convert",
        summary="write records in another format",
        description="Read ReDIF templates, records in redif's own JSON, or other formats, and write them in a format.",
        examples="""
redif convert RePEc/aaa                       JSON Lines on standard output
redif convert RePEc/aaa -o aaa.bib            BibTeX, by the file's extension
redif convert --type paper --has abstract RePEc/aaa -o papers.jsonl
redif convert --author smith --sort -year RePEc/aaa -o smith.bib
redif convert --to citation --with registry RePEc/aaa
                                 with series described in the folder registry
redif convert --to bibtex --key authoryear records.jsonl
redif convert papers.bib -o papers.rdf        from BibTeX
curl -s URL | redif convert
""",
        after=f"formats that are written:\n{formats}\nformats that are read, beside ReDIF and redif's own JSON:\n{read}",
    )
    add_paths(convert, required=True)
    convert.add_argument(
        "--to", metavar="FORMAT", help="one of the formats below (default: by the extension of FILE, or else jsonl)"
    )
    convert.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="write to FILE, which is replaced only when everything is written"
    )
    convert.add_argument(
        "--from",
        dest="from_",
        metavar="FORMAT",
        default="",
        help="the format of the input (default: by the extension of each file, or by how it begins)",
    )
    add_selection(convert)
    _add_writing(convert)
    convert.add_argument("--strict", action="store_true", help="leave out templates that RePEc would drop")
    convert.add_argument(
        "--lengths", action="store_true", help="treat values of unusual length as problems (with --strict and --to tree)"
    )
    convert.add_argument("--grammar", metavar="FILE", help="read by another specification instead of ReDIF 1.0")
    add_jobs(convert)
    add_cache(convert)
    convert.add_argument(
        "-v", "--verbose", action="store_true", help="name each value of another format that has no place in ReDIF"
    )
    add_summary(convert)
    add_quiet(convert)


def _add_writing(convert: ArgumentParser) -> None:
    """Add the options that say what is joined, and how a format is written."""
    convert.add_argument(
        "--join",
        action="store_true",
        help="add to each record what the input says about its series, archive, people and institutions, under joined "
        "(bibliographic formats always use it)",
    )
    convert.add_argument(
        "--with",
        metavar="PATH",
        dest="with_",
        action="append",
        default=[],
        help="join from here too, such as a folder with the series of all archives; can be given several times",
    )
    convert.add_argument(
        "--relate-duplicates",
        action="store_true",
        help="relate versions of one work, as redif duplicates finds them among what is written, to one another",
    )
    convert.add_argument(
        "--key", metavar="STYLE", choices=KEY_STYLES, help="keys of BibTeX entries: handle (default) or authoryear"
    )
    convert.add_argument("--ascii", action="store_true", help="write characters other than ASCII as LaTeX commands in BibTeX")
    convert.add_argument("--columns", metavar="NAMES", default="", help="the columns of csv, such as handle,title,authors")


def _add_schema(commands: Commands[ArgumentParser]) -> None:
    schema = add_command(
        commands,
        "schema",
        summary="print the JSON Schema of records or findings",
        description="Print the JSON Schema (2020-12) that every record written by redif convert follows, or every line of "
        "redif check --format json.",
        examples="redif schema > redif.schema.json\nredif schema findings",
    )
    schema.add_argument(
        "of", nargs="?", metavar="SCHEMA", choices=SCHEMAS, default=SCHEMAS[0], help="records (default) or findings"
    )


def _add_completion(commands: Commands[ArgumentParser]) -> None:
    completion = add_command(
        commands,
        "completion",
        summary="print a script for completion in a shell",
        description="Print a script that lets a shell complete the commands and options of redif.",
        examples="""
redif completion bash > ~/.local/share/bash-completion/completions/redif
redif completion zsh > ~/.zfunc/_redif
redif completion fish > ~/.config/fish/completions/redif.fish
""",
    )
    completion.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))


def _add_help(commands: Commands[ArgumentParser]) -> None:
    help_ = add_command(
        commands,
        "help",
        summary="show the help of a command",
        description="Show the help of redif, or of one of its commands.",
        examples="redif help check",
    )
    help_.add_argument("topic", nargs="?", metavar="COMMAND", choices=[*_COMMANDS], help="a command")


def _from(module: str, function: str) -> Callable[[Commands[ArgumentParser]], None]:
    """Return what adds a command by a function of another module, which is imported only then."""

    def add(commands: Commands[ArgumentParser]) -> None:
        getattr(import_module(f"redif.cli.{module}"), function)(commands)

    return add


_COMMANDS: dict[str, Callable[[Commands[ArgumentParser]], None]] = {
    "check": _add_check,
    "explain": _add_explain,
    "format": _add_format,
    "show": _add_show,
    "list": _add_list,
    "stats": _add_stats,
    "duplicates": _add_duplicates,
    "convert": _add_convert,
    "tables": _from("table_arguments", "add_tables"),
    "new": _from("archive_arguments", "add_new"),
    "add": _from("archive_arguments", "add_add"),
    "publish": _from("archive_arguments", "add_publish"),
    "site": _from("web_arguments", "add_site"),
    "serve": _from("web_arguments", "add_serve"),
    "schema": _add_schema,
    "completion": _add_completion,
    "help": _add_help,
}
