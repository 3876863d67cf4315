"""Verdicts on single values: ours beside those of the reference implementation, from its own runs."""

from __future__ import annotations

from pathlib import Path

import redif

# Where the reference is known to be old or lax: media types newer than its list, and a thirteenth month.
EXCEPTIONS = {
    ("File-Format", "video/mp4"), ("File-Format", "application/json"), ("File-Format", "x-world/x-vrml"),
    ("File-Format", "image/svg+xml"), ("File-Format", "text/markdown"), ("Creation-Date", "2001-13"),
}  # fmt: skip


def template(attribute: str, value: str) -> str:
    lines = {"Template-Type": "ReDIF-Paper 1.0", "Author-Name": "Jane Example"}
    if attribute == "File-Format":
        lines["File-URL"] = "http://a.org/x"
    if attribute != "Handle" and attribute not in lines:
        lines[attribute] = value
    lines |= {"Title": "A title that is long enough", "Handle": "RePEc:aaa:wpaper:1"}
    lines[attribute] = value
    return "".join(f"{name}: {text}\n" for name, text in lines.items())


def verdict(text: str) -> str:
    severities = {finding.severity for finding in redif.parse(text, file="a.redif").findings}
    return next((severity for severity in ("error", "warning") if severity in severities), "ok")


def test_values_are_accepted_and_refused_as_by_the_reference(shared: Path) -> None:
    rows = (shared / "cases" / "reference" / "values.tsv").read_text(encoding="utf-8").split("\n")[1:]
    values = [row.split("\t") for row in rows if row]
    assert len(values) > 100
    differing = {(attribute, value) for attribute, value, expected in values if verdict(template(attribute, value)) != expected}
    assert differing == EXCEPTIONS
