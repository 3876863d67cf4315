"""The command `redif`: options in, library call, terminal out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from redif.cli.parser import make_parser

OK, FOUND, UNUSABLE, INTERRUPTED, BROKEN_PIPE, TERMINATED = 0, 1, 2, 130, 141, 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # whoever called us has closed it
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open as long as we run
    parser = make_parser()
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
