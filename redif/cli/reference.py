"""The command line as a page and as a manual page, from the parser: `python -m redif.cli.reference > docs/command-line.md`.

`python -m redif.cli.reference --man > docs/redif.1` makes the manual page.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from redif.cli.argument_parser import ArgumentParser
from redif.cli.parser import make_parser


def markdown() -> str:
    """Return the page, as Markdown."""
    parser = make_parser()
    lines = [
        "# The command line",
        "",
        "This page is generated from the command itself; `redif COMMAND --help` prints the same.",
        "",
        *_section(parser),
    ]
    for name, command in parser.commands().items():
        lines += ["", f"## redif {name}", "", *_section(command)]
    return "\n".join(lines) + "\n"


def _section(parser: ArgumentParser) -> Iterator[str]:
    yield parser.description or ""
    yield from ("", "| argument | what it is |", "|---|---|")
    for action in parser.arguments():
        yield f"| `{_names(action)}` | {_help(action)} |"
    for paragraph in (parser.epilog or "").rstrip().split("\n\n"):
        heading, _, rest = paragraph.partition("\n")
        if rest:
            yield from ("", f"{heading.capitalize()}", "", "```text", *(line[2:] for line in rest.split("\n")), "```")
        elif heading:
            yield from ("", heading)


def _names(action: argparse.Action) -> str:
    """Return how an argument is written: `-o FILE, --output FILE`."""
    metavar = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return {"*": f"[{metavar} ...]", "+": f"{metavar} ...", "?": f"[{metavar}]"}.get(str(action.nargs), metavar)
    return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {metavar}")


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("|", "\\|")


def manual() -> str:
    """Return the manual page, for man."""
    parser = make_parser()
    lines = [
        ".TH REDIF 1",
        ".SH NAME",
        f"redif \\- {_roff('read ReDIF, the text format of RePEc')}",
        ".SH SYNOPSIS",
        ".B redif",
        r"\fICOMMAND\fR [\fIOPTION\fR ...] [\fIPATH\fR ...]",
        ".SH DESCRIPTION",
        *_manual_section(parser),
        ".SH COMMANDS",
    ]
    for name, command in parser.commands().items():
        lines += [f".SS redif {name}", *_manual_section(command)]
    return "\n".join(lines) + "\n"


def _manual_section(parser: ArgumentParser) -> Iterator[str]:
    yield _roff(parser.description or "")
    for action in parser.arguments():
        yield from (".TP", rf"\fB{_roff(_names(action))}\fR", _roff(action.help or ""))
    for paragraph in (parser.epilog or "").rstrip().split("\n\n"):
        heading, _, rest = paragraph.partition("\n")
        yield from (".PP", _roff(heading))
        if rest:
            yield from (".nf", *(_roff(line) for line in rest.split("\n")), ".fi")


def _roff(text: str) -> str:
    """Return text escaped for roff."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    sys.stdout.write(manual() if "--man" in sys.argv[1:] else markdown())
