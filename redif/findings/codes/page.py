"""The catalogue as a page for people: `python -m redif.findings.codes.page > docs/codes.md`."""

from __future__ import annotations

import sys

from redif.findings.codes import Code, Severity, parts

TITLES = {
    "text": "Bytes and characters",
    "structure": "Lines, templates and attributes",
    "values": "Values",
    "titles": "Titles and abstracts",
    "names": "Names of people",
    "references": "Addresses, identifiers, JEL codes, handles and dates",
    "agreement": "What a template says twice",
    "archive": "The archive as a whole",
    "lengths": "Lengths",
}


def markdown() -> str:
    """All codes, as Markdown."""
    lines = [
        "# What `redif check` finds",
        "",
        "This page is made from the catalogue in `redif/codes/`; `redif explain CODE` prints the same. The severities:",
        "",
        *(f"- **{severity}**: {severity.meaning};" for severity in Severity),
        "",
        "A finding about an attribute that must be there may be worse than its kind. Codes are chosen by name or by group,",
        "the first word of the name: `--select title,doi-form`. *Off* marks a code that is looked for only when it is",
        "selected, *fix* one that `--fix` mends, *RePEc* one that RePEc's own syntax check finds too.",
    ]
    for part, entries in parts().items():
        lines += ["", f"## {TITLES[part]}", "", "| code | severity | | what is wrong |", "|---|---|---|---|"]
        for code in entries.values():
            lines.append(f"| [{code.name}](#{code.name}) | {code.severity} | {_marks(code)} | {code.meaning} |")
        for code in entries.values():
            lines += _section(code)
    return "\n".join(lines) + "\n"


def _marks(code: Code) -> str:
    marks = {"off": code.optional, "fix": bool(code.fix), "RePEc": code.reference}
    return " ".join(f"*{mark}*" for mark, holds in marks.items() if holds)


def _section(code: Code) -> list[str]:
    lines = ["", f"### {code.name}", "", code.why.strip(), "", f"What to do: {code.help}"]
    if code.fix:
        lines += ["", f"`redif check --fix` {code.fix}."]
    for heading, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            # A mark at the beginning of a file cannot be seen, so it is named.
            lines += ["", f"{heading}:", "", "```text", example.strip("\n").replace("\ufeff", "(byte-order mark)"), "```"]
    return lines


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
