"""Lines that begin with the name of an attribute, without the colon after it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import redif
from redif.cli import main
from redif.rewriting.fixes import apply_fixes

TEXT = """Template-Type: ReDIF-Article 1.0
Author-Name: Ann Lee
{author}
Title: Growth in Spain
Abstract: We look at growth
{abstract}
Journal: Journal of Growth
{journal}
Handle: RePEc:abc:journl:1
"""
USUAL = {"author": "Author-Email: ann@example.org", "abstract": "in Spain.", "journal": "Pages: 1-10"}


def findings(text: str) -> list[redif.Finding]:
    return list(redif.check(io.BytesIO(text.encode()), isolated=True))


def after_fixing(text: str) -> str:
    fixes = [finding.fix for finding in findings(text) if finding.fix]
    return apply_fixes(text.encode(), "-", fixes)[0].decode()


@pytest.mark.parametrize(
    ("above", "line", "fixed"),
    [
        ("author", "Author-Name Bo Kim", "Author-Name: Bo Kim"),
        ("author", "Author-WorkPlace-Name University of Oslo", "Author-WorkPlace-Name: University of Oslo"),
        ("author", "Author-Email = ann@example.org", "Author-Email: ann@example.org"),
        ("author", "Number 12", "Number: 12"),
        ("abstract", "Classification-JEL C12; D24", "Classification-JEL: C12; D24"),
        ("abstract", "Creation-Date;2001-02", "Creation-Date: 2001-02"),
        ("abstract", "File-URL https://example.org/a.pdf", "File-URL: https://example.org/a.pdf"),
        ("journal", "Volume=12", "Volume: 12"),
        ("journal", "Year 2003", "Year: 2003"),
        ("journal", "Pages 12-15", "Pages: 12-15"),
        ("journal", "DOI 10.1234/abc", "DOI: 10.1234/abc"),
    ],
)
def test_a_name_without_its_colon_is_found_at_its_line(above: str, line: str, fixed: str) -> None:
    text = TEXT.format(**{**USUAL, above: line})
    (found,) = findings(text)
    assert (found.code, text.split("\n")[found.line - 1], found.column) == ("line-merged", line, 1)
    assert after_fixing(text) == TEXT.format(**{**USUAL, above: fixed})


def test_nothing_of_a_line_without_its_colon_is_lost_in_the_fix(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(TEXT.format(**{**USUAL, "author": "Number 12"}).replace("Ann Lee", "Prof. Ann Lee"))
    main(["check", "-q", "--isolated", "--fix", str(path)])
    assert path.read_text() == TEXT.format(**{**USUAL, "author": "Number: 12"})  # without the title


@pytest.mark.parametrize("type_", ["Paper", "Article", "Book", "Chapter", "Software"])
def test_a_handle_without_its_colon_is_found_beside_the_missing_one(type_: str) -> None:
    text = f"Template-Type: ReDIF-{type_} 1.0\nAuthor-Name: Ann Lee\nTitle: Growth in Spain\nHandle RePEc:abc:papers:1\n"
    assert [(finding.code, finding.line) for finding in findings(text)][:2] == [("required-missing", 1), ("line-merged", 4)]
    assert findings(after_fixing(text)) == []


def test_a_missing_title_and_the_type_of_the_next_template_are_found() -> None:
    one = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle Growth in Spain\nHandle: RePEc:abc:papers:1\n"
    assert ("line-merged", 3) in [(finding.code, finding.line) for finding in findings(one)]
    two = f"{one.replace('Title ', 'Title: ')}{one.replace('Type:', 'Type').replace('Title ', 'Title: ')}"
    assert ("line-merged", 5) in [(finding.code, finding.line) for finding in findings(two)]
    assert findings(after_fixing(one)) == []
    assert len(redif.parse(after_fixing(two)).templates) == 2


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("abstract", "Year 2001"),
        ("abstract", "Handle is a word of this"),
        ("abstract", "Title IX and others"),
        ("abstract", "Author-Name attributes and others"),
        ("abstract", "Volume 3"),
        ("abstract", "Creation-Date is an attribute"),
        ("journal", "Issue of growth"),
        ("journal", "Review"),
        ("journal", "Series A"),
        ("author", "Smith"),
    ],
)
def test_lines_of_text_are_no_attributes(above: str, line: str) -> None:
    assert "line-merged" not in [finding.code for finding in findings(TEXT.format(**{**USUAL, above: line}))]
