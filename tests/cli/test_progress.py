"""How far a run is, and the summary of what came of it."""

from __future__ import annotations

import io
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

import redif
from redif.cli import main
from redif.cli.progress import Progress, duration, size

Captured = pytest.CaptureFixture[str]
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n"


class Clock:
    """A clock that only goes when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("redif.cli.progress.time.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    for number, length in enumerate((1_000_000, 2_000_000, 1_000_000, 0)):
        (tmp_path / f"{number}.rdf").write_bytes(b"x" * length)
    return sorted(map(str, tmp_path.iterdir()))


def test_a_line_a_minute_where_there_is_no_terminal(clock: Clock, paths: list[str], capfd: Captured) -> None:
    with Progress(paths, hidden=False) as shown:
        for _ in range(1200):
            shown.template()
        clock.now += 59
        shown.advance()
        assert capfd.readouterr().err == ""
        clock.now += 1
        shown.findings += 1
        for _ in range(64):
            shown.template()
        assert capfd.readouterr().err == (
            "redif: 1 of 4 files, 1.0 MB of 4.0 MB, 1,216 templates (20/s), 1 problem, 3 min left\n"
        )
        clock.now += 30
        shown.advance()
        assert capfd.readouterr().err == ""
        clock.now += 30
        shown.advance(2, templates=736, findings=9)  # as a batch that others have read
        assert capfd.readouterr().err == (
            "redif: 4 of 4 files, 4.0 MB of 4.0 MB, 2,000 templates (17/s), 10 problems, 1 s left\n"
        )


def test_before_the_first_file_is_done_nobody_knows_how_long_it_takes(clock: Clock, paths: list[str], capfd: Captured) -> None:
    with Progress(paths, hidden=False) as shown:
        clock.now += 150
        for _ in range(64):
            shown.template()
    assert capfd.readouterr().err == "redif: 0 of 4 files, 0 bytes of 4.0 MB, 64 templates (0/s), 2 min so far\n"


def test_nothing_is_shown_if_it_is_hidden(clock: Clock, paths: list[str], capfd: Captured) -> None:
    with Progress(paths, hidden=True) as shown:
        clock.now += 1000
        shown.advance(4)
    assert capfd.readouterr().err == ""


def test_a_bar_on_a_terminal_goes_when_it_is_done(clock: Clock, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with Progress(paths, hidden=False) as shown:
        shown.advance()
        assert out.getvalue() == ""  # it may be over at once
        clock.now += 2
        shown.advance()
        assert "2 of 4 files, 3.0 MB of 4.0 MB, 0 templates (0/s), 1 s left" in out.getvalue()
        before = len(out.getvalue())
        shown.advance()
        assert len(out.getvalue()) == before
    assert "\x1b[2K" in out.getvalue()[before:]


def test_files_that_vanish_or_have_no_size_are_no_trouble(clock: Clock, tmp_path: Path, capfd: Captured) -> None:
    with Progress([str(tmp_path / "none"), "-", os.devnull], hidden=False) as shown:
        clock.now += 61
        shown.advance()
    assert capfd.readouterr().err == "redif: 1 of 3 files, 0 bytes of 0 bytes, 0 templates (0/s), 61 s so far\n"


def test_sizes_and_times_in_words() -> None:
    assert [size(number) for number in (0, 999, 1000, 5.04e9, 1.25e6)] == ["0 bytes", "999 bytes", "1.0 kB", "5.0 GB", "1.2 MB"]
    assert [duration(number) for number in (0, 89, 119, 3599, 7500)] == ["1 s", "89 s", "2 min", "1 h 00 min", "2 h 05 min"]


# The summary.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "1.rdf").write_text(PAPER.format(1) + PAPER.format(2) + "Creation-Date: spring\n")
    (tmp_path / "x" / "2.rdf").write_text("stray\n" + PAPER.format(3))
    return tmp_path / "x"


def summary(*arguments: str | Path) -> dict[str, object]:
    path = Path(arguments[0])
    main([*map(str, arguments[1:]), "--summary", str(path)])
    found: dict[str, object] = json.loads(path.read_bytes())
    return found


def test_the_summary_of_a_check(folder: Path, tmp_path: Path) -> None:
    found = summary(tmp_path / "s.json", "check", "-q", "--isolated", folder, "-o", tmp_path / "report.txt")
    findings = list(redif.check(folder, isolated=True))
    assert isinstance(seconds := found.pop("seconds"), float)
    assert seconds > 0
    assert found == {
        "redif": redif.__version__,
        "command": "check",
        "exit_status": 1,
        "bytes": sum(path.stat().st_size for path in folder.iterdir()),
        "files": 2,
        "templates": 3,
        "findings": {
            "by_severity": {"error": 0, "warning": 0, "advice": 0} | Counter(f.severity for f in findings),
            "by_code": Counter(f.code for f in findings),
        },
    }


def test_the_summary_of_a_conversion_and_of_counts(folder: Path, tmp_path: Path) -> None:
    for command in (["convert", "-o", str(tmp_path / "out.jsonl")], ["stats"]):
        found = summary(tmp_path / "s.json", command[0], "-q", *command[1:], folder)
        assert (found["command"], found["exit_status"], found["files"], found["templates"]) == (command[0], 0, 2, 3)
        assert found.get("records", 3) == 3
        assert found["findings"] == {
            "by_severity": {"error": 1, "warning": 1, "advice": 0},
            "by_code": {"line-outside-template": 1, "value-invalid": 1},
        }


def test_a_summary_that_cannot_be_written(folder: Path, tmp_path: Path, capfd: Captured) -> None:
    for command in ("convert", "check", "stats"):
        assert main([command, "-q", str(folder), "--summary", str(tmp_path / "none" / "s.json")]) == 2
        assert f"cannot write {tmp_path / 'none' / 's.json'}" in capfd.readouterr().err


def test_a_summary_replaces_no_input(folder: Path, capfd: Captured) -> None:
    before = (folder / "1.rdf").read_bytes()
    for command in ("convert", "check", "stats"):
        assert main([command, "-q", str(folder), "--summary", str(folder / "1.rdf")]) == 2
        assert "is one of the files that are read" in capfd.readouterr().err
    assert (folder / "1.rdf").read_bytes() == before
