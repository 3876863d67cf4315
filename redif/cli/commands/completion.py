"""`redif completion`: a script that lets a shell complete commands, options and file names."""

from __future__ import annotations

import argparse
import sys

from redif.cli.exit_status import OK
from redif.cli.parser import make_parser


def run(options: argparse.Namespace) -> int:
    """Print the script and return the exit status."""
    import shtab

    sys.stdout.write(f"{shtab.complete(make_parser(), options.shell).rstrip()}\n")
    return OK
