"""`redif help`: the help of redif or of one command."""

from __future__ import annotations

import argparse

from redif.cli.exit_status import OK
from redif.cli.parser import make_parser


def run(options: argparse.Namespace) -> int:
    """Print the help and return the exit status."""
    parser = make_parser()
    (parser.commands()[options.topic] if options.topic else parser).print_help()
    return OK
