"""What the options of several commands share."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from importlib import import_module

from redif.cli.argument_parser import ArgumentParser

ORDERS = ("handle", "series", "type", "year", "author", "title")  # those of redif.selection, which is slow to import
_PATHS = "files, folders, or - for standard input (default: what is piped into the command, or else this folder)"

Commands = argparse._SubParsersAction


def add_command(
    commands: Commands[ArgumentParser], name: str, *, summary: str, description: str, examples: str, after: str = ""
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
        gc.enable()
        status: int = command.run(options)
        return status

    return run


def add_paths(parser: ArgumentParser, *, required: bool = False) -> None:
    """Add the files and folders that a command reads."""
    named = "files, folders (all .rdf and .redif files below them), or - for standard input (default: what is piped in)"
    parser.add_argument("paths", nargs="*", metavar="PATH", default=[], help=named if required else _PATHS)


def add_quiet(parser: ArgumentParser, what: str = "no progress bar, no closing line") -> None:
    """Add the option that says less on standard error."""
    parser.add_argument("-q", "--quiet", action="store_true", help=what)


def add_summary(parser: ArgumentParser) -> None:
    """Add the option that writes what came of the run."""
    parser.add_argument("--summary", metavar="FILE", help="write numbers of files, templates and problems to FILE, as JSON")


def add_jobs(parser: ArgumentParser, what: str = "how many processes read large input") -> None:
    """Add the option that says how many processes there may be."""
    parser.add_argument("--jobs", metavar="N", type=_jobs, help=f"{what} (default: one for each core)")


def add_cache(parser: ArgumentParser) -> None:
    """Add the option that names the folder for results, which the next run uses."""
    parser.add_argument("--cache", metavar="DIR", help="keep what is found in each file in DIR, and read only what has changed")


def _jobs(text: str) -> int:
    return number(text, "a number of processes")


def number(text: str, what: str) -> int:
    """Return the number that an option gives, at least 1.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        found = int(text)
    except ValueError:
        found = 0
    if found < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
    return found


def add_selection(parser: ArgumentParser) -> None:
    """Add the options by which templates are chosen."""
    group = parser.add_argument_group(
        "choosing",
        "A template has to match every option given: any one value of an option, but all values of --has and --lacks.",
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


def _limit(text: str) -> int:
    return number(text, "a number of templates")
