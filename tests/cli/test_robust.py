"""What must not go wrong on the command line: files overwritten, whole disks rewritten, runs that never end, silent losses."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import redif
from redif.cli import main
from redif.source.files import is_too_wide
from redif.source.output import Output

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
Captured = pytest.CaptureFixture[str]


# Rewriting too much. Only the function that decides is run, so that nothing can be rewritten should it fail.


def test_a_file_system_and_the_home_folder_are_too_wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "jane"
    (home / "archive").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(home / "archive")
    (tmp_path / "link").symlink_to(home)
    for path in (os.path.abspath(os.sep), "//", "..", "../..", str(home), str(home.parent), str(tmp_path / "link")):
        assert is_too_wide(path), path
    (home / "archive" / "x.rdf").write_text(PAPER)
    (tmp_path / "other").mkdir()
    for path in (".", str(home / "archive"), "x.rdf", str(tmp_path / "other"), str(tmp_path / "none")):
        assert not is_too_wide(path), path


@pytest.mark.parametrize("command", [["check", "--fix"], ["format"]])
def test_too_wide_a_folder_is_refused(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    (tmp_path / "x.rdf").write_text("Template-Type:ReDIF-Paper\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for paths in (["."], [str(tmp_path)], ["x.rdf", "."], *([[]] if command[0] == "check" else [])):
        assert main([*command, *paths]) == 2
        assert f"does not rewrite everything in {os.path.realpath(tmp_path)}; name the folder" in capfd.readouterr().err
    assert (tmp_path / "x.rdf").read_text() == "Template-Type:ReDIF-Paper\n"
    assert main(["check", "--diff", "-q"]) in (0, 1)


# Output onto input


@pytest.mark.parametrize("command", [["convert"], ["convert", "--to", "redif"], ["check"]])
def test_an_input_is_no_output(command: list[str], tmp_path: Path, capfd: Captured) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(PAPER)
    (tmp_path / "link.json").symlink_to(path)
    for named, output in ((path, path), (tmp_path, path), (path, tmp_path / "link.json")):
        assert main([*command, str(named), "-o", str(output)]) == 2
        assert f"{output} is one of the files that are read; write to another file" in capfd.readouterr().err
        assert path.read_text() == PAPER
    (tmp_path / "old.json").write_text("old")
    assert main([*command, str(path), "-q", "-o", str(tmp_path / "old.json")]) in (0, 1)
    assert (tmp_path / "old.json").read_text() != "old"


# What never ends


def timed_out_after(seconds: float, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "redif", *arguments], capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("command", [["show", "RePEc:aaa:wpaper:1"], ["check", "--fix"], ["check", "--diff"], ["format"]])
def test_a_pipe_that_would_have_to_be_read_twice_is_refused(command: list[str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.rdf")
    done = timed_out_after(30, *command, str(tmp_path / "x.rdf"))
    assert done.returncode == 2
    assert b"cannot read" in done.stderr
    assert b"it is a pipe" in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no such device")
@pytest.mark.parametrize("command", ["convert", "format", "stats"])
def test_a_device_without_end_is_no_text(command: str) -> None:
    assert timed_out_after(30, command, "/dev/zero").returncode == 2


@pytest.mark.parametrize("text", ["x = " + "[" * 500 + "]" * 500, "x = " + "1" * 5000, "[" * 100_000])
def test_settings_that_cannot_be_read(text: str, tmp_path: Path, capfd: Captured) -> None:
    (tmp_path / "redif.toml").write_text(text)
    (tmp_path / "x.rdf").write_text(PAPER)
    assert main(["check", str(tmp_path)]) == 2
    assert str(tmp_path / "redif.toml") in capfd.readouterr().err


def test_many_jel_codes_take_linear_time() -> None:
    def seconds(count: int) -> float:
        path = io.BytesIO((PAPER + "Classification-JEL: A1\n" * count).encode())
        start = time.process_time()
        list(redif.check(path))
        return time.process_time() - start

    assert seconds(40_000) < 5


# JSON


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bad_lines_of_json_are_reported_and_the_others_read(end: bytes, tmp_path: Path, capfd: Captured) -> None:
    lines = [
        rb'{"template_type": "ReDIF-Paper 1.0", "title": "\ud800"}',
        b'{"template_type": "ReDIF-Paper 1.0", "title": "Prices", "year": 1e400}',
        b'{"template_type": "ReDIF-Paper 1.0", "title": "Prices", "title": "Wages"}',
        b'{"template_type": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"template_type": "ReDIF-Paper 1.0", "title": "Prices"}',
    ]
    (tmp_path / "x.jsonl").write_bytes(b"".join(line + end for line in lines))
    assert main(["convert", "-q", str(tmp_path / "x.jsonl")]) == 1
    out, err = capfd.readouterr()
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["Prices"]
    complaints = err.splitlines()
    assert [line.split(":")[2] for line in complaints] == ["1", "2", "3", "4"]
    assert not any("('" in line for line in complaints)


def test_true_is_no_line_number(tmp_path: Path, capfd: Captured) -> None:
    record = {"template_type": "ReDIF-Paper 1.0", "title": "Prices", "source": {"file": "x.rdf", "line": True}}
    (tmp_path / "x.json").write_text(json.dumps(record))
    main(["convert", "-q", str(tmp_path / "x.json")])
    assert all(json.loads(line)["source"]["line"] is not True for line in capfd.readouterr().out.splitlines())


# Terminals


def test_marks_that_reverse_a_line_are_not_obeyed_on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    for kind, expected in ((Terminal, "A <U+202E>evil <U+2066>é"), (io.TextIOWrapper, "A \u202eevil \u2066é")):
        raw = io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", kind(raw, encoding="utf-8"))
            with Output("-") as out:
                out.write("A \u202eevil \u2066é".encode())
            assert raw.getvalue().decode() == expected
