"""The command `redif`: options in, library call, terminal out."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from redif import __version__

OK, UNUSABLE, INTERRUPTED, BROKEN_PIPE, TERMINATED = 0, 2, 130, 141, 143

_DESCRIPTION = "Read ReDIF, the text format of RePEc, and turn it into typed records."
_EPILOG = """\
examples:
  redif convert RePEc/aaa > records.jsonl        every template of an archive, a record a line
  redif convert --type paper,article -o x.json --to json RePEc/aaa
  redif schema                                   the JSON Schema of the records

Exit status: 0 all was read and written; 2 wrong usage, or something could not be read; 130 interrupted.
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
    _add_convert(commands)
    _add_schema(commands)
    return parser


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
def _run_convert(options: argparse.Namespace) -> int:
    from redif.cli.convert import run

    return run(options)


def _run_schema(_options: argparse.Namespace) -> int:
    from redif.cli.schema import run

    return run()
