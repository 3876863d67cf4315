"""Make the documentation's page of codes: `python -m redif.findings.codes.page > docs/codes.md`."""

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
    "agreement": "Attributes that contradict each other",
    "archive": "The archive as a whole",
    "lengths": "Lengths",
    "importing": "Files in other formats",
}


def markdown() -> str:
    """Return the whole catalogue as Markdown."""
    lines = [
        "# What `redif check` finds",
        "",
        "This page is generated from the catalogue in `redif/findings/codes/`; `redif explain CODE` prints the same. Terms",
        "such as cluster or handle are explained in the [glossary](glossary.md). Each finding has a severity:",
        "",
        *(f"- **{severity}**: {severity.meaning}." for severity in Severity),
        "",
        "A finding about a required attribute may be more severe than its code. Select codes by name or by group, which is",
        "the first word of the name: `--select title,doi-form`. *off* marks a code that is looked for only if it is selected,",
        "*fix* one that `--fix` corrects, *unsafe fix* one that it corrects together with `--unsafe-fixes` only,",
        "*RePEc* one that RePEc's own syntax check finds as well.",
    ]
    for part, entries in parts().items():
        lines += ["", f"## {TITLES[part]}", "", "| code | severity | | what is wrong |", "|---|---|---|---|"]
        for code in entries.values():
            lines.append(f"| [{code.name}](#{code.name}) | {code.severity} | {_marks(code)} | {code.meaning} |")
        for code in entries.values():
            lines += _section(code)
    return "\n".join(lines) + "\n"


def _marks(code: Code) -> str:
    marks = {
        "off": code.optional,
        "fix": code.fix and not code.unsafe_fix,
        "unsafe fix": code.unsafe_fix,
        "RePEc": code.reference,
    }
    return " ".join(f"*{mark}*" for mark, applies in marks.items() if applies)


def _section(code: Code) -> list[str]:
    lines = ["", f"### {code.name}", "", code.why.strip(), "", f"What to do: {code.help}"]
    if code.fix:
        lines += ["", f"`redif check {code.fix_options}` {code.fix}."]
    for heading, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            # A byte-order mark is invisible, so it is named.
            lines += ["", f"{heading}:", "", "```text", example.strip("\n").replace("\ufeff", "(byte-order mark)"), "```"]
    return lines


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
