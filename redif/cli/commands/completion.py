"""`redif completion`: a script that lets a shell complete commands, options and file names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from redif.cli.commands.duplicates import FORMATS
from redif.cli.exit_status import OK
from redif.cli.parser import make_parser
from redif.findings.codes import Severity, codes
from redif.importers import IMPORTERS
from redif.reports import REPORTS
from redif.writers import WRITERS

# What the help calls files and folders; `redif show` takes them after handles.
_FILES = ("PATH", "FILE", "FOLDER", "DIR", "OUT", "ARCHIVE")


def run(options: argparse.Namespace) -> int:
    """Print the script and return the exit status."""
    import shtab

    parser = make_parser()
    for name, command in parser.commands().items():
        for argument in command.arguments():
            if argument.metavar in _FILES or argument.dest == "named":
                argument.complete = shtab.FILE  # type: ignore[attr-defined]
            elif argument.choices is None:
                argument.choices = _choices(name, argument)
    sys.stdout.write(f"{shtab.complete(parser, options.shell).rstrip()}\n")
    return OK


def _choices(command: str, argument: argparse.Action) -> Iterable[str] | None:
    """The values of an argument that are looked up by name, so that the parser itself does not have to load them."""
    match argument.metavar:
        case "FORMAT" if argument.dest == "from_":
            return list(IMPORTERS)
        case "FORMAT":
            return list({"check": REPORTS, "duplicates": FORMATS}.get(command, WRITERS))
        case "SEVERITY":
            return [severity.value for severity in Severity]
        case "CODE" if command == "explain":
            return list(codes())
        case _:
            return None
