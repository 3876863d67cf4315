"""The tables of docs/robustness.md about files: each row is tried, and the time grows with the length alone."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest

from redif.cli import main
from robustness.inputs import FILES, GROWING, LONG_LINES
from support.paths import DOCS

Captured = pytest.CaptureFixture[str]
# Of processor time, for the largest of these. Each takes one to five, and many times as long where coverage is measured on a
# slow machine; what grows with the square of its input takes hours.
SECONDS = 60
MOST_FINDINGS = 5001


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the page."""
    section = (DOCS / "robustness.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section[section.index("\n| ") :].split("\n\n")[0].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_row_of_the_page_has_its_input() -> None:
    assert [row[0] for row in rows("Files")] == [*FILES]
    assert [row[0] for row in rows("Growth")] == [*GROWING]


@pytest.mark.parametrize("row", rows("Files"), ids=lambda row: row[0])
def test_a_file(row: list[str], tmp_path: Path, capfd: Captured) -> None:
    name, *statuses, said = row
    data, extension = FILES[name]
    path = tmp_path / f"x.{extension}"
    path.write_bytes(data)
    start = time.process_time()
    report = tmp_path / "report.json"
    for status, command in zip(
        statuses,
        (
            ["convert", "-q", "-o", str(tmp_path / "out.jsonl")],
            ["check", "-q", "-o", str(report), "--isolated"],
            ["format", "--check", "-q"],
        ),
        strict=True,
    ):
        assert main([*command, str(path)]) == int(status), command[0]
        err = capfd.readouterr().err
        assert ("x." in err) == (status == "2"), command[0]
    assert time.process_time() - start < SECONDS
    assert path.read_bytes() == data
    codes = [json.loads(line)["code"] for line in report.read_bytes().splitlines()]
    assert set(re.findall(r"`([a-z]+-[a-z-]+)`", said)) <= {*codes}
    assert len(codes) < MOST_FINDINGS
    if "once a file" in said:
        assert len(codes) == 1


COMMANDS = (
    ["convert", "-q", "-o", os.devnull],
    ["check", "-q", "--isolated", "-o", os.devnull, "--format", "json"],
    ["check", "-q", "--isolated", "--diff"],
    ["format", "-q", "--check"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join((command[0], *command[3:4])))
@pytest.mark.parametrize("name", [*GROWING])
def test_time_grows_with_the_input(name: str, command: list[str], tmp_path: Path, capfd: Captured) -> None:
    def seconds(size: int) -> float:
        path = tmp_path / f"{size}.rdf"
        path.write_bytes(GROWING[name](size).encode("utf-8", "surrogateescape"))
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            main([*command, str(path)])
            best = min(best, time.process_time() - start)
        return best

    # A file is read in blocks of 1 MB, so lines as long as that have to be compared at sizes well above it.
    size = 4_000_000 if name in LONG_LINES else 200_000
    for _ in range(3):  # others use the machine
        ratio = seconds(2 * size) / seconds(size)
        if ratio < 3:
            return
    pytest.fail(f"twice the input takes {ratio:.1f} times as long")
