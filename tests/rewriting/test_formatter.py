"""Files made tidy: the text that is expected, and that no record changes by it."""

from __future__ import annotations

import argparse
import io
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import redif
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.cli.commands.format import run
from redif.rewriting.formatter import formatted, tidy_template
from redif.source.decoding import decode
from redif.source.files import files
from redif.syntax.template import Template
from support.paths import ROOT
from support.strategies import ENCODINGS, FILE_NAMES, LINE_ENDS, LINES
from support.timing import seconds

MARK = b"\xef\xbb\xbf"
MESSY = """# all papers of the series

# the first
Template-type:   ReDIF-Paper 1.0
AUTHOR-NAME: Jane Smith
# her own page
Author-Homepage: https://www.example.org/~smith
Author-Workplace-Name: University of Example
Author-X-Note:   retired
Author-Name:John Miller
Title: A Very Long Title
  of a Paper
X-Reviewed: 2004-07
Abstract: We look at many files and ask what is wrong with them. # is no
# but this is a comment
comment here, for it does not begin a line.
Purpose: to show this.

Handle:RePEc:aaa:wpaper:2004-12
Referee: A. N. Other
Creation-Date : 2004-06
Length:   31 pages
# as of July
Classification-JEL: E62; F41
File-URL: https://www.example.org/wp/2004-12.pdf
# no more of it

# redif: ignore title-capitals

template-type: ReDIF-Paper 1.0
author-email: nobody@example.org
handle: RePEc:aaa:wpaper:2004-13
title: ANOTHER PAPER
author-name: Jane Smith

# the end
"""
TIDY = """# all papers of the series

# the first
Template-Type: ReDIF-Paper 1.0
Title: A Very Long Title of a Paper
Author-Name: Jane Smith
# her own page
Author-Homepage: https://www.example.org/~smith
Author-WorkPlace-Name: University of Example
Author-X-Note: retired
Author-Name: John Miller
# but this is a comment
Abstract: We look at many files and ask what is wrong with them. # is no
 comment here, for it does not begin a line. Purpose: to show this.
File-URL: https://www.example.org/wp/2004-12.pdf
# as of July
Classification-Jel: E62; F41
Creation-Date: 2004-06
Length: 31 pages
X-Reviewed: 2004-07
Handle: RePEc:aaa:wpaper:2004-12
Referee: A. N. Other
# no more of it

# redif: ignore title-capitals
Template-Type: ReDIF-Paper 1.0
author-email: nobody@example.org
Title: ANOTHER PAPER
Author-Name: Jane Smith
Handle: RePEc:aaa:wpaper:2004-13
# the end
"""
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nHandle: RePEc:aaa:wpaper:1\n"


def fail(error: OSError) -> None:
    raise error


def said(template: Template) -> tuple[dict[str, Any], dict[str, Any]]:
    return {key: value for key, value in template.data.items() if key != "source"}, template.tree


def all_said(data: bytes, path: str) -> list[Any]:
    return [said(template) for template in redif.parse(data, file=path).templates]


def comments(data: bytes, path: str) -> list[str]:
    """All comments in a file, sorted."""
    text = "".join(block.text for block in decode(io.BytesIO(data), path, lambda _finding: None))
    return sorted(line for line in text.split("\n") if line.startswith("#"))


def test_a_messy_file() -> None:
    assert formatted(MESSY.encode(), "a.rdf").decode() == TIDY
    assert formatted(TIDY.encode(), "a.rdf").decode() == TIDY


def test_the_example_in_the_documentation() -> None:
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    before, after = (text.split(f"{word}:\n\n```\n")[1].split("```")[0] for word in ("Before", "After"))
    assert formatted(before.encode(), "a.rdf").decode() == after


def test_clusters_that_are_listed_together_keep_their_order() -> None:
    lines = [
        "Publisher-Name: A",
        "Year: 2004",
        "Provider-Name: B",
        "Title: T",
        "Publisher-Name: C",
        "Handle: RePEc:aaa:ebooks:1",
    ]
    text = "\n".join(["Template-Type: ReDIF-Book 1.0", *lines]) + "\n"
    expected = "Title: T\nPublisher-Name: A\nProvider-Name: B\nPublisher-Name: C\nYear: 2004\nHandle: RePEc:aaa:ebooks:1\n"
    assert formatted(text.encode(), "a.redif").decode().split("\n", 1)[1] == expected


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.rdf", PAPER.format("plain").encode(), PAPER.format("plain").encode()),
        ("a.rdf", PAPER.format("Überlegung").encode("cp1252"), MARK + PAPER.format("Überlegung").encode()),
        ("a.rdf", PAPER.format("Überlegung").encode("utf-16"), MARK + PAPER.format("Überlegung").encode()),
        ("a.RDF", MARK + PAPER.format("plain").encode(), PAPER.format("plain").encode()),
        ("a.redif", MARK + PAPER.format("Überlegung").encode(), PAPER.format("Überlegung").encode()),
        ("-", PAPER.format("Überlegung").encode(), MARK + PAPER.format("Überlegung").encode()),
    ],
)
def test_encodings(path: str, data: bytes, expected: bytes) -> None:
    assert formatted(data, path) == expected


def test_line_ends() -> None:
    text = PAPER.format("A   title").encode()
    tidy = PAPER.format("A title").encode()
    assert formatted(text.replace(b"\n", b"\r\n"), "a.rdf") == tidy.replace(b"\n", b"\r\n")
    assert formatted(text.replace(b"\n", b"\r"), "a.rdf") == tidy
    assert formatted(text.replace(b"\n", b"\r\n", 1), "a.rdf") == tidy
    assert formatted(text.rstrip(b"\n").replace(b"\n", b"\r\n"), "a.rdf") == tidy.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n",
        b"no ReDIF at all",
        PAPER.format("  one  ").encode() + b"Note: \x81\n",
        (PAPER.format("  one  ") + "Note: \ufffd\n").encode(),
        PAPER.format("  one  ").encode("utf-16")[:-1],
        b"Template-Type: ReDIF-Paper 1.0\nAbstract:  " + b"word\n " * 600_000,
    ],
    ids=["nothing", "blank", "other", "undecodable", "lost before", "cut short", "too long"],
)
def test_what_is_left_alone(data: bytes) -> None:
    assert formatted(data, "a.rdf") == data


def test_control_characters_stay_within_words() -> None:
    text = PAPER.format("one\x07 two").replace("\nHandle", "\n\ufeffHandle") + "\x1a"
    assert formatted(text.encode(), "a.redif").decode() == PAPER.format("one\x07 two")


def test_text_ahead_of_the_first_template_is_kept() -> None:
    text = "\n\nstray  text\n# comment\n\n\n# mine\n" + PAPER.format("T")
    assert formatted(text.encode(), "a.rdf").decode() == "stray  text\n# comment\n\n# mine\n" + PAPER.format("T")


def test_private_attributes_come_after_the_others_and_before_the_handle() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:aaa:wpaper:1\nX-b:  2\nX-a: 1\nTitle: T\nAuthor-Name: A\n"
    assert formatted(text.encode(), "a.rdf").decode().splitlines()[1:] == [
        "Title: T", "Author-Name: A", "X-b: 2", "X-a: 1", "Handle: RePEc:aaa:wpaper:1",
    ]  # fmt: skip


def test_a_comment_within_the_only_value_stays_there() -> None:
    text = "Template-Type:\n# redif: ignore title\n ReDIF-Paper 1.0\n\nTemplate-Type: ReDIF-Paper 1.0\n"
    assert formatted(text.encode(), "a.rdf").decode() == text


def test_a_template_that_would_say_something_else_keeps_its_lines() -> None:
    def wrong(template: Template) -> str:
        text = tidy_template(template)
        return text.replace("Title: two", "Title: three").replace("Title: four", "Template-Type:")

    texts = [f"title:   {title}  \n{PAPER.format('')}".split("\n", 1) for title in ("one", "two", "four")]
    text = "".join(f"Template-Type: ReDIF-Paper 1.0\n{title}\n\n" for title, _ in texts)
    assert formatted(text.encode(), "a.rdf", wrong).decode() == (
        "Template-Type: ReDIF-Paper 1.0\nTitle: one\n\n"
        "Template-Type: ReDIF-Paper 1.0\ntitle:   two\n\n"
        "Template-Type: ReDIF-Paper 1.0\ntitle:   four\n"
    )


def test_a_layout_that_never_comes_to_rest_changes_nothing() -> None:
    def growing(template: Template) -> str:
        return tidy_template(template) + "\n# one more"

    data = PAPER.format("  one  ").encode()
    assert formatted(data, "a.rdf", growing) == data


def test_tens_of_thousands_of_comments_take_no_longer_each() -> None:
    def text(count: int) -> bytes:
        lines = "Author-Name:  A\n# comment\n" * count
        return f"Template-Type: ReDIF-Paper 1.0\n{lines}Handle: RePEc:aaa:wpaper:1\n".encode()

    few, many = text(2_000), text(40_000)
    assert seconds(lambda: formatted(many, "a.rdf")) < 60 * seconds(lambda: formatted(few, "a.rdf"))


# ----------------------------------------------------------------------------------------------------- any file


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, max_size=25), LINE_ENDS, ENCODINGS, FILE_NAMES)
def test_formatting_changes_no_record_and_is_done_once(lines: list[str], end: str, coding: str, path: str) -> None:
    data = end.join(lines).encode(coding, "replace")
    result = formatted(data, path)
    assert formatted(result, path) == result
    assert all_said(result, path) == all_said(data, path)
    assert comments(result, path) == comments(data, path)


def test_real_files(corpus: Path) -> None:
    changed = 0
    for path in files([corpus], fail):
        data = Path(path).read_bytes()
        result = formatted(data, path)
        changed += result != data
        assert formatted(result, path) == result, path
        assert all_said(result, path) == all_said(data, path), path
        assert comments(result, path) == comments(data, path), path
    assert changed > 2000


# --------------------------------------------------------------------------------------------------- the command


def options(*paths: Path | str, check: bool = False, diff: bool = False, quiet: bool = False) -> argparse.Namespace:
    return argparse.Namespace(paths=list(map(str, paths)), check=check, diff=diff, quiet=quiet)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that is messy and one that is not."""
    (tmp_path / "messy.rdf").write_text(MESSY)
    (tmp_path / "tidy.rdf").write_text(TIDY)
    (tmp_path / "messy.rdf").chmod(0o640)
    return tmp_path


def test_files_are_rewritten_in_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "tidy.rdf").stat()
    assert run(options(folder)) == 0
    assert (folder / "messy.rdf").read_text() == TIDY
    assert stat.S_IMODE((folder / "messy.rdf").stat().st_mode) == 0o640
    assert (folder / "tidy.rdf").stat().st_mtime_ns == before.st_mtime_ns
    assert capsys.readouterr() == ("", "1 file formatted, 1 unchanged\n")
    assert run(options(folder, quiet=True)) == 0
    assert capsys.readouterr() == ("", "")


def test_check_names_files_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options(folder, check=True)) == 1
    assert (folder / "messy.rdf").read_text() == MESSY
    assert capsys.readouterr() == (f"{folder}/messy.rdf\n", "1 file would be formatted, 1 unchanged\n")
    assert run(options(folder / "tidy.rdf", check=True)) == 0


def test_diff_shows_what_would_change(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options(folder, diff=True, check=True)) == 1
    assert (folder / "messy.rdf").read_text() == MESSY
    shown = capsys.readouterr().out
    assert shown.startswith(f"--- {folder}/messy.rdf\n+++ {folder}/messy.rdf\n@@ ")
    assert {"-Template-type:   ReDIF-Paper 1.0", "+Template-Type: ReDIF-Paper 1.0"} <= set(shown.splitlines())
    assert "tidy.rdf" not in shown


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for text, check, status, expected in (
        (MESSY, False, 0, TIDY),
        (TIDY, False, 0, TIDY),
        (MESSY, True, 1, "-\n"),
        (TIDY, True, 0, ""),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert run(options("-", check=check, quiet=True)) == status
        assert capsysbinary.readouterr() == (expected.encode(), b"")


def test_what_cannot_be_read_or_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(options(folder / "none.rdf", folder / "tidy.rdf")) == 2
    assert "none.rdf: No such file" in capsys.readouterr().err

    def refuse(path: str, before: bytes, after: bytes) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("redif.cli.commands.format.rewrite", refuse)
    assert run(options(folder)) == 2
    assert f"cannot write {folder}/messy.rdf: Permission denied" in capsys.readouterr().err
    assert (folder / "messy.rdf").read_text() == MESSY


def test_what_is_said_to_be_ignored_stays_ignored() -> None:
    checker = Checker(Settings(("title",)), isolated=True, on_error=fail)
    found = {finding.code for finding in checker.data(TIDY.encode(), "a.rdf")}
    assert "title-capitals" not in found
    assert "title-capitals" in {finding.code for finding in checker.data(TIDY.replace("redif:", "").encode(), "a.rdf")}
