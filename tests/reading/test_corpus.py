"""Real files: what the reference says of them, and that nothing of them is lost."""

from __future__ import annotations

import html
import importlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import redif
from redif.findings.finding import Finding
from redif.models.json_schema import json_schema
from redif.source.decoding import decode
from redif.source.files import files
from redif.syntax.tokens import names_and_values


def fail(error: OSError) -> None:
    raise error


def figures(corpus: Path, shared: Path) -> dict[str, int]:
    """What the comparing tool counts, by kind."""
    command = [sys.executable, "-m", "redif", "convert", "--to", "tree", "-q", str(corpus)]
    convert = subprocess.run(command, capture_output=True, check=False)
    assert convert.returncode == 1  # nine of the files are web pages
    compare = subprocess.run(
        [sys.executable, str(shared / "tools" / "compare_oracle.py")], input=convert.stdout, capture_output=True, check=True
    )
    lines = [line.split(None, 1) for line in compare.stdout.decode().splitlines()]
    return {line[1]: int(line[0]) for line in lines if len(line) == 2 and line[0].isdigit()}


def test_the_reference_agrees(corpus: Path, shared: Path) -> None:
    counted = figures(corpus, shared)
    assert counted["templates"] == 8470
    assert counted.get("template not found", 0) == 0
    assert counted["verdict agrees"] == 8470
    assert counted["tree holds"] >= 8365
    # Two files of UTF-16 without a mark, which the reference cannot read.
    assert counted["templates only ours"] == 2


Tree = dict[str, Any]


def values(tree: Tree) -> Iterator[str]:
    for held in tree.values():
        for value in held if isinstance(held, list) else [held]:
            if isinstance(value, dict):
                yield from values(value)
            else:
                yield value


def as_windows_1252(value: str) -> str:
    """What UTF-8 looks like to someone who takes it for Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") for byte in value.encode())


def reason(template: redif.Template, value: str, plain: Callable[[str], str]) -> str | None:
    """Why a value of the reference's tree is not in ours."""
    held = list(values(template.tree))
    if not value.isascii() and plain(value) in {plain(as_windows_1252(raw)) for raw in names_and_values(template.text)[1]}:
        return "the reference reads UTF-8 without a mark as Windows-1252"
    codes = value.split()
    if (
        codes
        and all(re.fullmatch("[A-Z][0-9]{0,2}", code) for code in codes)
        and any(set(codes) < set(v.split()) for v in held)
    ):
        return "the reference knows JEL codes to 2016 only"
    told = {f.code for f in template.findings}
    if "attribute-unknown" in told and any(plain(v).startswith(plain(value)) for v in held):
        return "the reference drops text that begins like an attribute"
    if "attribute-spaced" in told and " :" in value:
        return "the reference takes an attribute with a blank before the colon for text"
    return None


def test_each_difference_from_the_reference_has_a_reason(corpus: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(shared / "tools"))
    compare = importlib.import_module("compare_oracle")
    reference = {(r["file"], r["line"]): r for r in compare.load_reference(shared / "oracle" / "reference.jsonl.gz")}
    found: Counter[str] = Counter()
    for template in redif.templates(corpus):
        read = reference.get((os.path.relpath(template.file, corpus), template.line))
        if read is None:
            continue
        lost = list(compare.missing(compare.without_made_up(read["tree"]), compare.as_the_reference_moves(template.tree)))
        reasons = {reason(template, str(value), compare.plain) for _, value in lost}
        assert None not in reasons, (template, lost)
        found.update(str(r) for r in reasons)
    assert set(found) == {
        "the reference reads UTF-8 without a mark as Windows-1252",
        "the reference knows JEL codes to 2016 only",
        "the reference drops text that begins like an attribute",
        "the reference takes an attribute with a blank before the colon for text",
    }
    print(dict(found))


def blank(lines: list[list[str]], line: int, column: int, end_line: int, end_column: int) -> None:
    """Take out what stands in a span."""
    for number in range(line, end_line + 1):
        row = lines[number - 1]
        start = column - 1 if number == line else 0
        end = end_column - 1 if number == end_line else len(row)
        row[start:end] = [" "] * len(row[start:end])


def lost(path: str) -> list[str]:
    """What of a file stands in no attribute and in no finding; comments and blanks aside."""
    found: list[Finding] = []
    with open(path, "rb") as stream:
        text = "".join(block.text for block in decode(stream, path, found.append))
    lines = [list("" if row.startswith("#") else row) for row in text.split("\n")]
    report: list[Finding] = []
    for template in redif.templates(path, on_finding=report.append):
        for attribute in template.attributes:
            blank(lines, attribute.line, attribute.column, attribute.end_line, attribute.end_column)
        report += template.findings
    for finding in report:
        blank(lines, finding.line, finding.column, finding.end_line, finding.end_column)
    # The end-of-file mark of DOS is no text.
    return [rest for row in lines if (rest := "".join(row).strip().strip("\x1a\ufeff").strip())]


def test_nothing_of_the_corpus_is_lost(corpus: Path) -> None:
    for path in files([corpus], fail):
        assert lost(path) == [], path


def test_nothing_of_the_fixtures_is_lost(fixtures: Path) -> None:
    for path in files([fixtures], fail):
        assert lost(path) == [], path


WORD = re.compile(r"[A-Za-z]{5,}")


def texts(value: Any) -> str:
    match value:
        case dict():
            return " ".join(f"{key} {texts(inner)}" for key, inner in value.items())
        case list():
            return " ".join(map(texts, value))
        case _:
            return str(value)


def test_every_value_of_the_corpus_is_in_its_record(corpus: Path) -> None:
    """Each longer word of a value stands somewhere in the record, but for those of markup and entities."""
    for template in redif.templates(corpus):
        there = texts(template.data).lower()
        repaired = {
            finding.line for finding in template.findings if finding.fix is not None
        }  # the finding says what was written
        for attribute in template.attributes[1:]:
            if attribute.line in repaired or attribute.name.lower() == "month":  # whose name is in English in the record
                continue
            value = html.unescape(html.unescape(attribute.value)).lower().replace("repec", "")
            value = re.sub(r"<[^<>]*>|&#", " ", value)
            missing = [word for word in WORD.findall(value) if word not in there]
            # Blanks within an address are taken out, and a DOI's resolver is not part of it.
            missing = [word for word in missing if word not in ("https", "doiorg")]
            assert missing == [], (template, attribute)


@pytest.mark.parametrize("folder", ["archives", "registry", "people-and-institutions", "odd", "tricky"])
def test_every_record_of_the_corpus_is_what_the_schema_says(corpus: Path, folder: str) -> None:
    validator = jsonschema_rs.Draft202012Validator(json_schema())
    for template in redif.templates(corpus / folder):
        validator.validate(template.data)
        assert template.record.model_dump(mode="json", exclude_defaults=True) == template.data
