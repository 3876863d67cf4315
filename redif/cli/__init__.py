"""The command `redif`: options in, library call, terminal out."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence

from redif.cli.exit_status import BROKEN_PIPE, INTERRUPTED, OK, TERMINATED, UNUSABLE
from redif.findings.errors import RedifError
from redif.findings.version import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the caller has closed it
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - stays open until the end
    for signal_name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP, and nohup has it ignored
        number = getattr(signal, signal_name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminated)
    gc.disable()  # what is loaded now stays until the end, and to look through it for garbage takes time
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("redif: interrupted", file=sys.stderr)
        return INTERRUPTED
    except RedifError as error:
        print(f"redif: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        _discard_output()
        return BROKEN_PIPE
    except OSError as error:
        print(f"redif: cannot write standard output: {error.strerror or error}", file=sys.stderr)
        _discard_output()
        return UNUSABLE
    finally:
        gc.enable()
    return status


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in ("-V", "--version"):  # without the time it takes to make the parser
        print(f"redif {__version__}")
        return OK
    from redif.cli.parser import make_parser

    parser = make_parser(arguments[:1])
    try:
        options = parser.parse_args(arguments)
        if getattr(options, "output", "") == []:  # what argparse makes of --output=-- in some versions
            parser.error("argument -o/--output: -- is not a file")
    except SystemExit as done:  # after --help or a message; what was printed may still be in the buffer
        return done.code if isinstance(done.code, int) else OK
    if options.command is None:
        parser.print_help(sys.stderr)
        return UNUSABLE
    status: int = options.run(options)
    return status


def _terminated(number: int, _frame: object) -> None:
    """End as any terminated program does, but remove half-written files first."""
    raise SystemExit(TERMINATED + number)


def _discard_output() -> None:
    """Discard what is still to be written; otherwise Python would report the error again when it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
