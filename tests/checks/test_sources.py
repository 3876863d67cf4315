"""The line that a finding carries, and comments that say what to ignore; both in one pass of any file."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

import redif
from redif.checks.checker import Checker
from redif.findings.finding import Finding
from support.counting import calls, opened

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: A title of some length\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n"
# How often a file may be opened: to see whether it begins an archive, to be checked, and for the lines of all its findings.
MOST_OPENED = 3


def check(path: Path, text: str | bytes) -> list[Finding]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(redif.check(path, isolated=True))


def assert_each_has_its_line(path: Path, found: list[Finding], encoding: str = "utf-8") -> None:
    lines = path.read_bytes().decode(encoding, "replace").split("\n")
    assert [finding.source for finding in found] == [lines[finding.line - 1] for finding in found]


@pytest.mark.parametrize("first", [1, 2, 3])
def test_findings_on_neighbouring_lines_have_a_line_each(first: int, tmp_path: Path) -> None:
    path = tmp_path / "x.redif"
    wrong = "".join(f"Wrong-{letter}: x\n" for letter in "ABCDEF"[: 2 * first])
    found = check(path, PAPER.format(1).replace("Title:", f"{wrong}Title:") + "Also-Wrong: y\n")
    assert len(found) == 2 * first + 1
    assert_each_has_its_line(path, found)
    assert not any("\n" in finding.source for finding in found)


def test_the_cases_with_findings_on_neighbouring_lines(tmp_path: Path) -> None:
    cases = Path(__file__).parents[3] / "shared" / "cases"
    if not cases.is_dir():
        pytest.skip("the shared cases are not there")
    for name in ("field/40-adjacent.redif", "reference/e5.rdf"):
        found = list(redif.check(cases / name, isolated=True))
        assert found
        assert_each_has_its_line(cases / name, found)


def test_text_outside_any_template_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.redif"
    found = check(path, "\nsome text\nmore text\n" + PAPER.format(1) + "Wrong-A: x\n")
    assert [(finding.code, finding.line, finding.source) for finding in found] == [
        ("line-outside-template", 2, "some text"),
        ("attribute-unknown", 8, "Wrong-A: x"),
    ]
    found = check(path, "first\nno template\n")
    assert [(finding.code, finding.source) for finding in found] == [("line-outside-template", "first")]
    assert [(finding.code, finding.source) for finding in check(path, "")] == [("file-empty", "")]


def test_a_file_of_mixed_encodings_is_read_once_for_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.redif"
    line = b"caf\x81 \xc3\xa9\n"
    path.write_bytes(line * 2000)
    with opened() as count:
        found = list(redif.check(path, isolated=True))
    assert 1 <= count[str(path)] <= MOST_OPENED
    assert len(found) > 2000
    assert {finding.source for finding in found} == {"caf\ufffd \u00e9"}


def test_many_comments_that_ignore_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.redif"
    comments = "".join(f"# redif: ignore titel-capitals-{number}\n" for number in range(10_000))
    path.write_text(PAPER.format(1) + comments + PAPER.format(2), encoding="utf-8")
    with opened() as count:
        found = list(redif.check(path, isolated=True))
    assert 1 <= count[str(path)] <= MOST_OPENED
    assert {finding.code for finding in found} == {"ignore-unknown"}
    assert [finding.line for finding in found] == list(range(5, 10_005))
    assert_each_has_its_line(path, found)
    assert found[0].message.startswith("There is no code or group 'titel-capitals-0'; did you mean title-capitals")


@pytest.mark.parametrize(
    ("line", "code"),
    [("# redif: ignore titel-capitals\n", "ignore-unknown"), (" x\n\n \t\n", "value-invalid"), ("X-Y: z\n", None)],
)
def test_four_times_as_many_lines_are_four_times_as_much_work(line: str, code: str | None, tmp_path: Path) -> None:
    path = tmp_path / "x.redif"

    def work(number: int) -> int:
        path.write_text(f"{PAPER.format(1)}# redif: ignore title\n{line * number}{PAPER.format(2)}", encoding="utf-8")
        assert {finding.code for finding in redif.check(path, isolated=True)} == ({code} if code else set())
        return calls(lambda: list(redif.check(path, isolated=True)))

    assert work(2000) < 4.4 * work(500)


def test_lines_that_are_almost_comments(tmp_path: Path) -> None:
    path = tmp_path / "x.redif"
    lines = "\n \t\n" * 100_000  # an expression that begins anew at each of them takes longer than any test may
    found = check(path, PAPER.format(1) + "# redif: ignore title\n" + lines + " x\n" + lines + PAPER.format(2))
    assert [finding.code for finding in found] == ["value-invalid"]


@pytest.mark.parametrize(
    ("between", "is_ignored"),
    [
        ("# redif: ignore title-capitals\n", True),
        ("#redif:IGNORE title\n", True),
        ("# redif: ignore: doi, title-capitals\n\n# why: it is an acronym\n \t\n", True),
        ("# redif: ignore title-capitals\nmore of the handle\n", False),
        ("# redif: ignore doi\n", False),
        (" # redif: ignore title-capitals\n", False),
    ],
)
def test_comments_right_above_a_template(between: str, is_ignored: bool, tmp_path: Path) -> None:
    shouted = PAPER.format(2).replace("A title of some length", "FISCAL POLICY IN GENERAL")
    found = check(tmp_path / "x.redif", PAPER.format(1) + between + shouted)
    assert ("title-capitals" in {finding.code for finding in found}) is not is_ignored


def test_a_comment_without_a_code(tmp_path: Path) -> None:
    [finding] = check(tmp_path / "x.redif", PAPER.format(1) + "# redif: ignore \n" + PAPER.format(2))
    assert finding.code == "ignore-unknown"
    assert finding.message == "This comment does not say which code to ignore."
    assert (finding.line, finding.column, finding.end_column, finding.source) == (5, 1, 17, "# redif: ignore ")


def test_the_checker_counts_what_it_read(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "full" / "x.redif").write_text(PAPER.format(1), encoding="utf-8")
    errors: list[OSError] = []
    checker = Checker(isolated=True, on_error=errors.append)
    for path in checker.named([tmp_path / "full", tmp_path / "empty", tmp_path / "missing.rdf"]):
        assert list(checker.file(path)) == []
    assert checker.files_read == 1
    assert checker.paths_without_files == [str(tmp_path / "empty")]
    assert len(errors) == 1


def test_nothing_is_said_of_what_is_in_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(path: str) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", scandir)
    errors: list[OSError] = []
    checker = Checker(isolated=True, on_error=errors.append)
    assert list(checker.named([tmp_path])) == checker.paths_without_files == []
    assert [error.filename for error in errors] == [str(tmp_path)]
