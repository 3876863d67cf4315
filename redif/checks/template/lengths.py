"""Values longer or shorter than such values are. The bounds stand in the specification, by value type."""

from __future__ import annotations

from redif.checks.template.subject import Hit, Subject
from redif.findings.finding import Finding
from redif.syntax.template import Template


def too_long_or_short(template: Template) -> list[Finding]:
    """What is to be said of the lengths of a template's values."""
    subject = Subject(template, template.layout)
    found = []
    for index, about, value in subject.attributes():
        bounds = subject.layout.grammar.type(about.attribute.type).lengths  # not of what a record reads it as
        if bounds is None:
            continue
        length = len(value)
        code, bound = _verdict(length, bounds)
        if code:
            than = "at least" if code in ("length-short", "length-under") else "at most"
            message = f"{about.name} has {length:,} characters, where {than} {bound:,} are usual"
            found.append(subject.finding(code, Hit(message, index, from_name=True)))
    return found


def _verdict(length: int, bounds: tuple[int | None, int | None, int | None, int | None]) -> tuple[str, int]:
    least, short, long, most = bounds
    if least is not None and length < least:
        return "length-under", least
    if most is not None and length > most:
        return "length-over", most
    if short is not None and length < short:
        return "length-short", short
    if long is not None and length > long:
        return "length-long", long
    return "", 0
