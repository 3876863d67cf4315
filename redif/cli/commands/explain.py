"""`redif explain`: why a kind of problem matters and what to do about it, or a list of them all."""

from __future__ import annotations

import argparse
import sys
from textwrap import fill

from redif.cli.exit_status import OK, UNUSABLE
from redif.cli.terminal import complain, uses_color
from redif.findings.codes import Code, chosen, codes, no_such_code, parts
from redif.findings.glossary import GlossaryEntry, glossary, lookup


def run(options: argparse.Namespace) -> int:
    """Print, and return the exit status."""
    strong, plain = ("\x1b[1m", "\x1b[0m") if uses_color() else ("", "")
    if not options.codes:
        for number, entries in enumerate(parts().values()):
            sys.stdout.write("\n" * (number > 0))
            for code in entries.values():
                note = " (off by default)" if code.optional else ""
                sys.stdout.write(f"{strong}{code.name:<22}{plain} {code.severity:<8} {code.meaning}{note}\n")
        sys.stdout.write("\nredif explain CODE says more about one of them. It knows these words too:\n")
        words = ", ".join(entry.word for entry in glossary().values())
        sys.stdout.write(fill(words, 100, initial_indent="  ", subsequent_indent="  ") + "\n")
        return OK
    pages: list[str] = []
    for selector in options.codes:
        entry = lookup(selector)
        if entry is not None:
            pages.append(definition(entry, strong, plain))
        try:
            wanted = chosen([selector])
        except KeyError:
            if entry is None:
                complain(no_such_code(selector))
                return UNUSABLE
            continue
        pages += [page(code, strong, plain) for name, code in codes().items() if name in wanted]
    sys.stdout.write("\n".join(dict.fromkeys(pages)))
    return OK


def definition(entry: GlossaryEntry, strong: str = "", plain: str = "") -> str:
    """Return an entry of the glossary as text."""
    example = "".join(f"    {line}\n" for line in entry.example.split("\n"))
    return f"{strong}{entry.word}{plain}\n{entry.meaning}\n\n{example}"


def page(code: Code, strong: str = "", plain: str = "") -> str:
    """Return all there is to say about a code."""
    marks = [str(code.severity), *(["off by default"] if code.optional else [])]
    marks += ["RePEc's own syntax check finds it too"] if code.reference else []
    text = f"{strong}{code.name}{plain} ({'; '.join(marks)})\n{code.meaning}\n\n"
    text += f"{code.why.strip()}\n\n{strong}What to do:{plain} {code.help}\n"
    if code.fix:
        text += f"{strong}redif check {code.fix_options}{plain} {code.fix}.\n"
    for heading, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            lines = "".join(f"    {line}\n" for line in example.strip("\n").split("\n"))
            text += f"\n{strong}{heading}:{plain}\n{lines}"
    return text
