"""The command `redif`: options in, library call, terminal out."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from redif import __version__

OK, FOUND, UNUSABLE, INTERRUPTED, BROKEN_PIPE, TERMINATED = 0, 1, 2, 130, 141, 143

_DESCRIPTION = "Read ReDIF, the text format of RePEc: check it, and turn it into typed records."
_EPILOG = """\
examples:
  redif check RePEc/aaa                          what is wrong with an archive, and how to mend it
  redif explain name-several                     more about one kind of finding
  redif convert RePEc/aaa > records.jsonl        every template of an archive, a record a line
  redif convert --type paper,article -o x.json --to json RePEc/aaa
  redif schema                                   the JSON Schema of the records

Exit status: 0 all is well; 1 the check found something; 2 wrong usage, or something could not be read; 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # whoever called us has closed it
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open as long as we run
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return UNUSABLE
    if getattr(options, "output", "") == []:  # what argparse makes of --output=-- in some versions
        parser.error("argument -o/--output: -- is no file")
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("redif: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _leave_output()
        return BROKEN_PIPE
    except OSError as error:
        print(f"redif: cannot write standard output: {error.strerror or error}", file=sys.stderr)
        _leave_output()
        return UNUSABLE
    return status


def _terminated(_number: int, _frame: object) -> None:
    """End as any program that is terminated does, but not before what is half written is taken away."""
    raise SystemExit(TERMINATED)


def _leave_output() -> None:
    """Forget what is still to be written: Python would complain once more while it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="redif", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"redif {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    _add_check(commands)
    _add_explain(commands)
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
    check.set_defaults(run=_run_check)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain",
        help="say more about a kind of finding",
        description="Say why a kind of finding matters, what to do about it, and how it should be. Without a code, list all.",
        epilog="examples:\n  redif explain\n  redif explain title-capitals\n  redif explain doi        a whole group",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    explain.add_argument("codes", nargs="*", metavar="CODE", help="a code or a group of codes")
    explain.set_defaults(run=_run_explain)


def _add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    convert = commands.add_parser(
        "convert",
        help="read templates and write records",
        description="Read templates from files and folders and write them in another format.",
        epilog=(
            "examples:\n"
            "  redif convert RePEc/aaa                       JSON Lines on standard output\n"
            "  redif convert --type paper RePEc/aaa -o p.jsonl\n"
            "  curl -s URL | redif convert -                 read standard input\n"
            "  redif convert --to tree aaaseri.rdf | jq .findings"
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
        help="jsonl (a record a line, the default), json (one array), tree (attributes)",
    )
    convert.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="write here; it is replaced only when all is written"
    )
    convert.add_argument("--type", metavar="TYPES", help="only templates of these types, such as paper,article")
    convert.add_argument("--strict", action="store_true", help="leave out templates with errors")
    convert.add_argument(
        "--lengths", action="store_true", help="find values of unusual lengths too (for --strict and --to tree)"
    )
    convert.add_argument("--grammar", metavar="FILE", help="read by another specification than ReDIF 1.0")
    convert.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="how many processes may be used (one is, for now)")
    convert.add_argument("-q", "--quiet", action="store_true", help="no progress, no closing line")
    convert.set_defaults(run=_run_convert)


def _add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of the records",
        description="Print the JSON Schema (2020-12) that every record written by redif convert follows.",
        epilog="example:\n  redif schema > redif.schema.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    schema.set_defaults(run=_run_schema)


def _jobs(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return number


# Loaded only by the command that needs them, so that --version and --help stay quick.
def _run_check(options: argparse.Namespace) -> int:
    from redif.cli.check import run

    return run(options)


def _run_explain(options: argparse.Namespace) -> int:
    from redif.cli.explain import run

    return run(options)


def _run_convert(options: argparse.Namespace) -> int:
    from redif.cli.convert import run

    return run(options)


def _run_schema(_options: argparse.Namespace) -> int:
    from redif.cli.schema import run

    return run()
