"""The commands of `redif` and their options, with the help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

from redif.cli.argument_parser import ArgumentParser
from redif.findings.version import __version__
from redif.importers import IMPORTERS
from redif.writers import WRITERS

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
KEY_STYLES = ("handle", "authoryear")
ORDERS = ("handle", "series", "type", "year", "author", "title")  # those of redif.selection, which is slow to import
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

exit status:
  0    all is well
  1    problems were found, files would be formatted, or there is no such item
  2    wrong usage, or something could not be read or written
  130  interrupted
"""
_PATHS = "files, folders, or - for standard input (default: what is piped into the command, or else this folder)"

_Commands = argparse._SubParsersAction


def make_parser() -> ArgumentParser:
    """Return the parser of the command line; the `run` of each command does its work and returns the exit status."""
    parser = ArgumentParser(prog="redif", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("-V", "--version", action="version", version=f"redif {__version__}", help="print the version and exit")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for add in (
        _add_check, _add_explain, _add_format, _add_show, _add_list, _add_stats, _add_duplicates, _add_convert, _add_new,
        _add_add, _add_publish, _add_schema, _add_completion, _add_help,
    ):  # fmt: skip
        add(commands)
    return parser


def _add(
    commands: _Commands[ArgumentParser], name: str, *, summary: str, description: str, examples: str, after: str = ""
) -> ArgumentParser:
    """Add a command."""
    epilog = "examples:\n" + "".join(f"  {line}\n" for line in examples.strip("\n").split("\n"))
    parser = commands.add_parser(name, help=summary, description=description, epilog=epilog + (after and f"\n{after}"))
    parser.set_defaults(run=_command(name))
    return parser


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """Return what runs a command; its module is imported only then, so that --version and --help stay quick."""

    def run(options: argparse.Namespace) -> int:
        from redif.cli.terminal import uninterrupted

        with uninterrupted():
            command = import_module(f"redif.cli.commands.{name}")
        status: int = command.run(options)
        return status

    return run


def _add_paths(parser: ArgumentParser, *, required: bool = False) -> None:
    named = "files, folders (all .rdf and .redif files below them), or - for standard input (default: what is piped in)"
    parser.add_argument("paths", nargs="*", metavar="PATH", default=[], help=named if required else _PATHS)


def _add_quiet(parser: ArgumentParser, what: str = "no progress bar, no closing line") -> None:
    parser.add_argument("-q", "--quiet", action="store_true", help=what)


def _add_selection(parser: ArgumentParser) -> None:
    """Add the options by which templates are chosen."""
    group = parser.add_argument_group(
        "choosing", "Of the values of one option, any will do; but all of --has and --lacks, and all options, have to hold."
    )
    many = (
        ("handle", "HANDLE", "only templates with this handle; * stands for anything"),
        ("series", "SERIES", "only items of this series: its handle, or only its code"),
        ("type", "TYPES", "only these types, such as paper,article"),
        ("author", "NAME", 'only items by this author: Smith, Jane Smith or "Smith, Jane", or a short id such as pba1'),
        ("year", "YEARS", "only items of these years: 2001, 2001-2005, 2001- or -2005"),
        ("jel", "CODES", "only items with these JEL codes; C takes C12 too"),
        ("has", "FIELDS", "only what has all of these: doi, file, jel, year, or any attribute, such as abstract"),
        ("lacks", "FIELDS", "only what has none of these"),
    )
    for name, metavar, help_ in many:
        group.add_argument(f"--{name}", metavar=metavar, action="append", default=[], help=help_)
    group.add_argument("--unique", action="store_true", help="of several templates with one handle, only the fullest")
    group.add_argument("--sort", metavar="BY", help=f"by {', '.join(ORDERS[:-1])} or {ORDERS[-1]}; -year for the latest first")
    group.add_argument("--limit", metavar="N", type=_limit, help="no more than the first N")


def _add_check(commands: _Commands[ArgumentParser]) -> None:
    check = _add(
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
    _add_paths(check)
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
    _add_selection(check)
    check.add_argument("--baseline", metavar="FILE", help="report only what is not in FILE, which lists known problems")
    check.add_argument("--update-baseline", action="store_true", help="write all problems there are now to that FILE")
    check.add_argument(
        "--add-ignores",
        action="store_true",
        help="put a comment above each template that leaves its problems out",
    )
    check.add_argument("--isolated", action="store_true", help="ignore settings files")
    check.add_argument("--grammar", metavar="FILE", help="check against another specification instead of ReDIF 1.0")
    _add_quiet(check, "no progress bar")


def _add_explain(commands: _Commands[ArgumentParser]) -> None:
    explain = _add(
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


def _add_show(commands: _Commands[ArgumentParser]) -> None:
    show = _add(
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
""",
        after="exit status:\n  0  found\n  1  one of them does not exist\n  2  wrong usage, or something could not be read",
    )
    show.add_argument(
        "named",
        nargs="+",
        metavar="HANDLE",
        help="handles, short ids of people, or addresses on IDEAS or EconPapers; then files, folders (default: this "
        "folder), or - for standard input",
    )
    show.add_argument("--to", metavar="FORMAT", help="write the record in a format of redif convert")
    _add_quiet(show, "no progress bar")


def _add_format(commands: _Commands[ArgumentParser]) -> None:
    format_ = _add(
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
    _add_paths(format_, required=True)
    format_.add_argument("--check", action="store_true", help="change nothing, but name the files that would change")
    format_.add_argument("--diff", action="store_true", help="change nothing, but show what would change")
    _add_quiet(format_)


def _add_list(commands: _Commands[ArgumentParser]) -> None:
    list_ = _add(
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
    _add_paths(list_)
    list_.add_argument("--json", action="store_true", help="write each item as a line of JSON")
    _add_selection(list_)
    _add_quiet(list_)


def _add_stats(commands: _Commands[ArgumentParser]) -> None:
    stats = _add(
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
    _add_paths(stats)
    stats.add_argument(
        "--by", metavar="WHAT", choices=COUNTS, help="only one table, and all of it: items by type, series, year or jel"
    )
    stats.add_argument("--json", action="store_true", help="write one JSON object")
    _add_selection(stats)
    _add_quiet(stats)


def _add_duplicates(commands: _Commands[ArgumentParser]) -> None:
    duplicates = _add(
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
    _add_paths(duplicates)
    duplicates.add_argument("--by", metavar="WHAT", default="", help="only some of handle,doi,work")
    duplicates.add_argument(
        "--format", metavar="FORMAT", help="text, json (a line for each group) or csv (default: by the file's extension)"
    )
    duplicates.add_argument("-o", "--output", metavar="FILE", default="-", help="write the report to FILE")
    _add_quiet(duplicates, "no progress bar")


def _add_convert(commands: _Commands[ArgumentParser]) -> None:
    formats = "".join(f"  {name:<12}{format_.about}\n" for name, format_ in WRITERS.items())
    read = "".join(f"  {name:<12}{importer.about}\n" for name, importer in IMPORTERS.items())
    convert = _add(
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
    _add_paths(convert, required=True)
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
    _add_selection(convert)
    _add_writing(convert)
    convert.add_argument("--strict", action="store_true", help="leave out templates that RePEc would drop")
    convert.add_argument(
        "--lengths", action="store_true", help="treat values of unusual length as problems (with --strict and --to tree)"
    )
    convert.add_argument("--grammar", metavar="FILE", help="read by another specification instead of ReDIF 1.0")
    convert.add_argument(
        "--jobs", metavar="N", type=_jobs, default=1, help="how many processes may be used (so far, only one is)"
    )
    convert.add_argument(
        "-v", "--verbose", action="store_true", help="name each value of another format that has no place in ReDIF"
    )
    _add_quiet(convert)


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


def _add_new(commands: _Commands[ArgumentParser]) -> None:
    new = _add(
        commands,
        "new",
        summary="make the folder of a new archive",
        description="Make the folder of a new archive, with its own template and those of its series. On a terminal, redif "
        "asks for what is not given by options.",
        examples="""
redif new archive RePEc/aaa
redif new archive RePEc/aaa --name "University of Example" \\
  --maintainer-name "Ada Example" --maintainer-email ada@example.org \\
  --url https://example.org/RePEc/aaa/ --series "wpaper=Working Papers"
""",
    )
    new.add_argument("what", metavar="archive", choices=["archive"], help="what to make: archive")
    new.add_argument("path", metavar="FOLDER", help="the archive's folder, usually named by its code, such as RePEc/aaa")
    new.add_argument("--code", metavar="CODE", help="the archive's code, three letters (default: the folder's name)")
    new.add_argument("--name", metavar="NAME", help="its name, usually that of the institution")
    new.add_argument("--maintainer-name", metavar="NAME", help="who maintains it")
    new.add_argument("--maintainer-email", metavar="ADDRESS", help="their e-mail address")
    new.add_argument("--url", metavar="URL", help="the address of the folder on the web, from which RePEc reads the files")
    new.add_argument("--homepage", metavar="URL", help="the institution's web page")
    new.add_argument(
        "--series",
        metavar="SERIES",
        action="append",
        default=[],
        help="a series as CODE=NAME, or CODE:TYPE=NAME where it is not one of papers; can be given several times",
    )
    _add_quiet(new, "no closing line")


def _add_add(commands: _Commands[ArgumentParser]) -> None:
    add = _add(
        commands,
        "add",
        summary="add items from other formats to an archive",
        description="Add items to an archive, from ReDIF, BibTeX, tables and every other format that redif reads. An item that "
        "is there already, by its handle or DOI, is updated. Everything else in the archive's files stays as it is, and "
        "nothing is written unless all items pass the check.",
        examples="""
redif add papers.bib --to RePEc/aaa --series wpaper
redif add papers.csv --to RePEc/aaa --series wpaper \\
  --handle "{year}-{number}"
redif add papers.bib --to RePEc/aaa --diff
""",
        after="exit status:\n  0  all was added, or was there already\n  1  an item cannot be added, and nothing was written\n"
        "  2  wrong usage, or something could not be read or written",
    )
    add.add_argument("files", nargs="+", metavar="FILE", help="files with the items, or - for standard input")
    add.add_argument("--to", metavar="ARCHIVE", required=True, help="the folder of the archive")
    add.add_argument("--from", dest="from_", metavar="FORMAT", default="", help="the format of the files, as for redif convert")
    add.add_argument("--series", metavar="SERIES", help="the series, by its code or handle (default: the one that fits)")
    add.add_argument(
        "--handle",
        metavar="RULE",
        help="how new handles are made, such as {year}-{number}; fields are number, year, month, volume, issue, pages, isbn, "
        "chapter, doi, and next for a running number",
    )
    add.add_argument(
        "--with",
        metavar="PATH",
        dest="with_",
        action="append",
        default=[],
        help="identify authors and affiliations by the persons and institutions in this folder; can be given several times",
    )
    add.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    add.add_argument("--diff", action="store_true", help="show what would change in the files, and change nothing")
    add.add_argument("--force", action="store_true", help="write items even if the check finds errors or warnings in them")
    _add_quiet(add)


def _add_publish(commands: _Commands[ArgumentParser]) -> None:
    publish = _add(
        commands,
        "publish",
        summary="copy what RePEc reads to the folder of a web server",
        description="Check an archive, and copy its ReDIF files to a folder of a web server, with a page in each folder that "
        "lists its files, which RePEc's mirror follows. Only what changed is written, and only files that were written by this "
        "command are ever changed or removed.",
        examples="redif publish RePEc/aaa -o /var/www/RePEc/aaa",
        after="exit status:\n  0  published\n  1  the check found errors, and nothing was written\n"
        "  2  wrong usage, or something could not be read or written",
    )
    publish.add_argument("archive", metavar="ARCHIVE", help="the folder of the archive")
    publish.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder that the web server shows")
    publish.add_argument("--no-listings", action="store_true", help="no pages that list the files")
    publish.add_argument("--force", action="store_true", help="publish even if the check finds errors")
    _add_quiet(publish)


def _add_schema(commands: _Commands[ArgumentParser]) -> None:
    _add(
        commands,
        "schema",
        summary="print the JSON Schema of the records",
        description="Print the JSON Schema (2020-12) that every record written by redif convert follows.",
        examples="redif schema > redif.schema.json",
    )


def _add_completion(commands: _Commands[ArgumentParser]) -> None:
    completion = _add(
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


def _add_help(commands: _Commands[ArgumentParser]) -> None:
    help_ = _add(
        commands,
        "help",
        summary="show the help of a command",
        description="Show the help of redif, or of one of its commands.",
        examples="redif help check",
    )
    help_.add_argument("topic", nargs="?", metavar="COMMAND", choices=[*commands.choices], help="a command")


def _jobs(text: str) -> int:
    return _number(text, "processes")


def _limit(text: str) -> int:
    return _number(text, "templates")


def _number(text: str, of: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of {of}")
    return number
