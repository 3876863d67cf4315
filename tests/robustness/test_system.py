"""The tables of docs/robustness.md about files, folders and output: what the system does to a run, and what the run does then."""

from __future__ import annotations

import builtins
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from redif.cli import main
from robustness.inputs import HEAD
from robustness.test_files import rows
from support.paths import ROOT

Captured = pytest.CaptureFixture[str]
is_root = hasattr(os, "geteuid") and os.geteuid() == 0
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no such device")


def paper(number: int) -> str:
    return HEAD.replace("wpaper:1", f"wpaper:{number}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good file."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "good.rdf").write_text(paper(1))
    return tmp_path / "x"


def redif(*arguments: str | Path, **more: object) -> subprocess.Popen[bytes]:
    """Start the command."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "redif", *map(str, arguments)], env=environment, **streams)  # type: ignore[call-overload, no-any-return]


def finished(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def titles(out: str) -> int:
    return out.count('"title":"Prices"')


def test_every_row_of_the_page_has_its_test() -> None:
    names = [row[0] for heading in ("Files and folders", "Output") for row in rows(heading)]
    assert len(names) > 15
    assert [name for name in names if "test_" + re.sub(r"\W+", "_", name.lower()) not in globals()] == []


# Files and folders.


def test_unreadable_file(folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.rdf").write_text(paper(2))
    (folder / "secret.rdf").chmod(0)
    assert_others_are_read(folder, "secret.rdf", capfd, monkeypatch)


def test_folder_without_rights(folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret").mkdir(mode=0)
    assert_others_are_read(folder, "secret", capfd, monkeypatch)


def assert_others_are_read(folder: Path, name: str, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # whoever has no rights may not come here, but may be here
    for command in ("convert", "check"):
        main([command, "-q", "good.rdf"])  # loads what is needed, which may not be readable later
        capfd.readouterr()
        with without_rights():
            assert main([command, "-q", "."]) == 2
        out, err = capfd.readouterr()
        assert titles(out) == (command == "convert")
        assert re.search(rf"cannot read \S*{name}: Permission denied", err)


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody who may not read everything, as root may."""
    if not is_root:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_vanishing_file(folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    # A link to nothing is found with the others, as is a file that vanishes before its turn.
    (folder / "gone.rdf").symlink_to(folder / "none")
    (folder / "late.rdf").write_text(paper(2))
    for command in ("convert", "check", "stats"):
        (folder / "late.rdf").write_text(paper(2))
        vanish(folder / "late.rdf", monkeypatch)
        assert main([command, "-q", str(folder)]) == 2
        assert re.search(r"cannot read \S*late.rdf: No such file", capfd.readouterr().err)
        monkeypatch.undo()


def vanish(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Delete a file as soon as another is opened, in either of the two ways to open one."""

    def opening(original: Callable[..., object]) -> Callable[..., object]:
        def opened(name: object, *arguments: object, **more: object) -> object:
            if str(name).endswith("good.rdf"):
                path.unlink(missing_ok=True)
            return original(name, *arguments, **more)

        return opened

    monkeypatch.setattr(os, "open", opening(os.open))
    monkeypatch.setattr(builtins, "open", opening(builtins.open))


@pytest.mark.parametrize("command", [["format"], ["check", "--fix"]])
def test_growing_file(command: list[str], folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "good.rdf"
    path.write_text("Template-Type:ReDIF-Paper\nTitle : Prices\nHandle: RePEc:aaa:wpaper:1\n")
    before = path.read_text()
    module = f"redif.cli.commands.{command[0]}"
    name = "formatted" if command[0] == "format" else "fixed"
    original = getattr(__import__(module, fromlist=[name]), name)

    def growing(*arguments: object, **more: object) -> object:
        with path.open("a") as file:
            file.write("Note: more\n")
        return original(*arguments, **more)

    monkeypatch.setattr(f"{module}.{name}", growing)
    assert main([*command, "-q", str(path)]) == 2
    assert "in the meantime" in capfd.readouterr().err
    assert path.read_text() == before + "Note: more\n"


def test_link_loop(folder: Path, capfd: Captured) -> None:
    (folder / "again").symlink_to(folder)
    (folder / "itself.rdf").symlink_to(folder / "itself.rdf")
    assert main(["convert", "-q", str(folder)]) == 2
    out, err = capfd.readouterr()
    assert titles(out) == 1
    assert "itself.rdf" in err


@needs_fifo
def test_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    process = redif("convert", "-q", folder / "pipe")
    (folder / "pipe").write_text(paper(1))
    status, out, _ = finished(process)
    assert (status, titles(out)) == (0, 1)
    for command in (["show", "RePEc:aaa:wpaper:1"], ["format"], ["check", "--fix"]):
        status, _, err = finished(redif(*command, folder / "pipe"))
        assert status == 2
        assert "pipe" in err


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no such device")
@pytest.mark.parametrize("command", ["convert", "check", "stats", "list", "format"])
def test_device(command: str) -> None:
    status, _, err = finished(redif(command, "/dev/zero"))
    assert status in (1, 2)
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["new\nline.rdf", "esc\x1b[31m.rdf"])
def test_newline_in_a_name(name: str, folder: Path, capfd: Captured) -> None:
    (folder / name).write_text("stray\n" + paper(2))
    assert main(["check", "-q", str(folder)]) == 1
    out = capfd.readouterr().out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.startswith("line.rdf")]
    assert main(["convert", "-q", str(folder)]) == 0
    assert name in [json.loads(line)["source"]["file"].rpartition("/")[2] for line in capfd.readouterr().out.splitlines()]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names are Unicode there")
def test_invalid_utf_8_in_a_name(folder: Path, capfd: Captured) -> None:
    with open(os.fsencode(folder) + b"/bad\xff.rdf", "w") as file:
        file.write("stray\n" + paper(2))
    for command in (
        ["convert"],
        ["list"],
        ["check"],
        ["check", "--format", "json"],
        ["check", "--format", "sarif"],
        ["check", "--format", "html"],
    ):
        assert main([*command, "-q", str(folder)]) in (0, 1), command
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        if command[0] != "list":
            assert "bad\\\\xff.rdf" in out or "bad\\xff.rdf" in out or "bad%5Cxff.rdf" in out, command


def test_leading_dash_in_a_name(folder: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "-o.rdf").write_text(paper(2))
    monkeypatch.chdir(folder)
    for paths in (["."], ["--", "-o.rdf", "good.rdf"]):
        assert main(["convert", "-q", *paths]) == 0
        assert titles(capfd.readouterr().out) == 2


# Output.

COMMANDS = (["convert"], ["check"], ["list"], ["stats"], ["show", "RePEc:aaa:wpaper:1"], ["--version"], ["explain"])


@needs_full
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_full_disk_on_standard_output(command: list[str], folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        paths = [folder] if len(command) > 1 or command[0] in ("convert", "check", "list", "stats") else []
        status, _, err = finished(redif(*command, *paths, stdout=full))
    assert status == 2
    assert "Traceback" not in err
    assert "cannot write standard output" in err


@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("command", [["convert", "--to", "csv"], ["check", "--format", "json"]])
def test_full_disk_on_a_file(
    command: list[str], old: bytes | None, folder: Path, tmp_path: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    if old is not None:
        out.write_bytes(old)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (folder / "stray.rdf").write_text("stray\n")
    monkeypatch.setattr(os, "fsync", full)
    assert main([*command, "-q", str(folder), "-o", str(out)]) == 2
    assert "No space left on device" in capfd.readouterr().err
    assert (out.read_bytes() if out.exists() else None) == old
    assert not list(tmp_path.glob(".redif-*"))


@pytest.mark.parametrize("command", [["convert"], ["check", "--lengths"], ["list"]], ids=lambda command: command[0])
def test_broken_pipe(command: list[str], folder: Path) -> None:
    (folder / "many.rdf").write_text("".join(map(paper, range(20_000))))
    process = redif(*command, "-q", folder)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) not in (0, 1, 2)


@pytest.mark.parametrize("command", [["convert"], ["check"]])
def test_read_only_output(command: list[str], folder: Path, tmp_path: Path, capfd: Captured) -> None:
    out = tmp_path / "out.txt"
    out.write_bytes(b"old")
    out.chmod(0o444)
    assert main([*command, "-q", str(folder), "-o", str(out)]) == 2
    assert "read-only" in capfd.readouterr().err
    assert out.read_bytes() == b"old"


@pytest.fixture
def slow(folder: Path) -> Path:
    """A folder that takes some seconds."""
    text = "".join(map(paper, range(2000)))
    for number in range(150):
        (folder / f"{number}.rdf").write_text(text)
    return folder


def half_way(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a temporary file has something in it."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(path.stat().st_size for path in folder.glob(".redif-*")):
            return
        time.sleep(0.02)
    pytest.fail(f"it ended before it could be ended: {process.returncode}")


def stopped(number: int, slow: Path, tmp_path: Path) -> tuple[int, str]:
    (tmp_path / "out.jsonl").write_bytes(b"old")
    process = redif("convert", slow, "-o", tmp_path / "out.jsonl")
    half_way(process, tmp_path)
    process.send_signal(number)
    status, _, err = finished(process)
    assert (tmp_path / "out.jsonl").read_bytes() == b"old"
    return status, err


def test_ctrl_c(slow: Path, tmp_path: Path) -> None:
    assert stopped(signal.SIGINT, slow, tmp_path) == (130, "redif: interrupted\n")
    assert not list(tmp_path.glob(".redif-*"))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_terminated(name: str, slow: Path, tmp_path: Path) -> None:
    status, err = stopped(getattr(signal, name), slow, tmp_path)
    assert status not in (0, 1, 2)
    assert "Traceback" not in err
    assert not list(tmp_path.glob(".redif-*"))


def test_killed(slow: Path, tmp_path: Path) -> None:
    stopped(signal.SIGKILL, slow, tmp_path)
    [left] = tmp_path.glob(".redif-*.tmp")
    assert main(["convert", "-q", str(slow / "good.rdf"), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert left.exists()  # another run may be at it
    os.utime(left, (0, 0))
    status, _, _ = finished(redif("convert", "-q", slow / "good.rdf", "-o", tmp_path / "out.jsonl"))
    assert status == 0
    assert not left.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
@pytest.mark.parametrize("command", [["format"], ["check", "--fix"]], ids=lambda command: command[0])
def test_killed_while_files_are_fixed(command: list[str], number: signal.Signals, folder: Path) -> None:
    old = "Template-Type:ReDIF-Paper\nTitle : Prices\nHandle: RePEc:aaa:wpaper:1\nCreation-Date: 200104\n"
    files = [folder / f"{number:03}.rdf" for number in range(300)]
    for path in files:
        path.write_text(old)
    process = redif(*command, "-q", folder)
    wait_for(lambda: files[20].read_text() != old, process)
    process.send_signal(number)
    finished(process)
    new = files[0].read_text()
    assert new != old
    assert {path.read_text() for path in files} <= {old, new}
    assert len(list(folder.glob(".redif-*"))) <= (number == signal.SIGKILL)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a series, and beside it a file of 300 papers."""
    (tmp_path / "new.bib").write_text(
        "".join(
            f"@techreport{{k{n}, title={{T {n}}}, author={{Smith, Jane}}, year={{2020}}, institution={{X}}, number={{{n}}}}}\n"
            for n in range(300)
        )
    )
    made = [
        "--series",
        "wpaper=W",
        "--url",
        "https://b.org/aaa/",
        "--name",
        "X",
        "--maintainer-name",
        "J",
        "--maintainer-email",
        "j@b.org",
    ]
    assert main(["new", "archive", str(tmp_path / "aaa"), *made]) == 0
    return tmp_path / "aaa"


def adding(archive: Path) -> list[str | Path]:
    return ["add", "-q", archive.parent / "new.bib", "--to", archive, "--series", "wpaper"]


def papers_in(archive: Path) -> int:
    return sum(path.read_text().count("ReDIF-Paper 1.0") for path in archive.rglob("*.redif") if ".redif-" not in str(path))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_killed_while_items_are_added(number: signal.Signals, archive: Path) -> None:
    for patience in (0.3, 0.6, 0.9, 1.2, 1.5):
        process = redif(*adding(archive))
        time.sleep(patience)
        process.send_signal(number)
        finished(process)
        assert papers_in(archive) in (0, 300)  # they go to one file
    status, _, err = finished(redif(*adding(archive)))
    assert (status, papers_in(archive)) == (0, 300), err
    assert not [path for path in archive.rglob("*") if path.name.startswith(".redif-") and path.is_dir()]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_killed_while_a_cache_is_filled(number: signal.Signals, tmp_path: Path) -> None:
    archive, cache = series(tmp_path / "aaa", 3000), tmp_path / "cache"
    whole = finished(redif("convert", "-q", archive))
    for patience in (0.3, 0.6, 0.9, 1.2):
        process = redif("convert", "-q", archive, "--cache", cache)
        time.sleep(patience)
        process.send_signal(number)
        finished(process)
    assert finished(redif("convert", "-q", archive, "--cache", cache)) == whole
    assert finished(redif("convert", "-q", archive, "--cache", cache)) == whole


def series(folder: Path, count: int) -> Path:
    """A folder with an archive of so many papers."""
    folder.mkdir()
    (folder / "papers.rdf").write_text("\n".join(map(paper, range(count))))
    return folder


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_killed_while_tables_are_made(number: signal.Signals, tmp_path: Path) -> None:
    few, many = series(tmp_path / "few", 3), series(tmp_path / "many", 4000)
    out = tmp_path / "out.sqlite"
    assert main(["tables", "-q", str(few), "-o", str(out)]) == 0
    old = out.read_bytes()
    for patience in (0.2, 0.5, 0.8, 1.1):
        process = redif("tables", "-q", many, "-o", out)
        time.sleep(patience)
        process.send_signal(number)
        finished(process)
        with sqlite3.connect(out) as database:
            (count,) = database.execute("SELECT count(*) FROM items").fetchone()
            assert count == 4000 or (count == 3 and out.read_bytes() == old)
    assert finished(redif("tables", "-q", many, "-o", out))[0] == 0
    with sqlite3.connect(out) as database:
        assert database.execute("SELECT count(*) FROM items").fetchone() == (4000,)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_killed_while_a_site_is_built(number: signal.Signals, tmp_path: Path) -> None:
    archive, out, whole = series(tmp_path / "aaa", 60), tmp_path / "out", tmp_path / "whole"
    assert main(["site", "-q", str(archive), "-o", str(whole)]) == 0
    expected = {str(path.relative_to(whole)): path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    for patience in (0.4, 0.8, 1.2):
        process = redif("site", "-q", archive, "-o", out)
        time.sleep(patience)
        process.send_signal(number)
        finished(process)
        unfinished = [path for path in out.rglob("*.html") if path.read_bytes() != expected[str(path.relative_to(out))]]
        assert len(unfinished) <= 1  # the one that was being written
        assert all(expected[str(path.relative_to(out))].startswith(path.read_bytes()) for path in unfinished)
    assert finished(redif("site", "-q", archive, "-o", out))[0] == 0
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {name: data for name, data in found.items() if not name.startswith(".redif-site.tmp")} == expected
    # What the builds that were killed have written is known as written, so it goes when it is no longer part of the site.
    assert finished(redif("site", "-q", series(tmp_path / "few", 1), "-o", out))[0] == 0
    assert len(list(out.rglob("*.html"))) < len([name for name in expected if name.endswith(".html")])


@pytest.mark.parametrize("command", [["convert"], ["check", "--select", "all"], ["tables"]], ids=lambda command: command[0])
def test_two_runs_with_one_output(command: list[str], tmp_path: Path) -> None:
    sources = [series(tmp_path / name, 400 + n) for n, name in enumerate(("a", "b"))]
    out = tmp_path / ("out.sqlite" if command == ["tables"] else "out.jsonl")
    statuses = [finished(process)[0] for process in [redif(*command, "-q", source, "-o", out) for source in sources]]
    assert set(statuses) <= {0, 1}
    written = []
    for number, source in enumerate(sources):
        alone = out.with_stem(f"alone{number}")
        finished(redif(*command, "-q", source, "-o", alone))
        written.append(content(alone))
    assert content(out) in written


def test_two_runs_that_add_items(archive: Path) -> None:
    ended = [finished(process) for process in [redif(*adding(archive)) for _ in range(3)]]
    assert {status for status, _, _ in ended} <= {0, 2}
    assert all("another redif is changing this folder" in err for status, _, err in ended if status)
    assert papers_in(archive) == 300


def test_two_builds_of_one_site(tmp_path: Path) -> None:
    sources = [series(tmp_path / name, 60 + n) for n, name in enumerate(("a", "b"))]
    ended = [finished(process) for process in [redif("site", "-q", source, "-o", tmp_path / "out") for source in sources]]
    assert 0 in {status for status, _, _ in ended} <= {0, 2}
    assert all("another redif is changing this folder" in err for status, _, err in ended if status)
    written = pages_of(tmp_path / "out")
    assert written in [pages_of(built(source, tmp_path / f"alone{n}")) for n, source in enumerate(sources)]


def built(source: Path, folder: Path) -> Path:
    assert main(["site", "-q", str(source), "-o", str(folder)]) == 0
    return folder


def pages_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", [["format"], ["check", "--fix"]], ids=lambda command: command[0])
def test_two_runs_that_change_one_file(command: list[str], folder: Path) -> None:
    old = "Template-Type:ReDIF-Paper\nTitle : Prices\nHandle: RePEc:aaa:wpaper:1\nCreation-Date: 200104\n"
    files = [folder / f"{number:03}.rdf" for number in range(200)]
    for path in files:
        path.write_text(old)
    ended = [finished(process) for process in [redif(*command, "-q", folder) for _ in range(2)]]
    assert all("Traceback" not in err and {*re.findall("redif: (.*?) /", err)} <= {"cannot write"} for _, _, err in ended)
    (folder / "alone.rdf").write_text(old)
    finished(redif(*command, "-q", folder / "alone.rdf"))
    new = (folder / "alone.rdf").read_text()
    assert new != old
    assert {path.read_text() for path in files} == {new}
    assert not list(folder.glob(".redif-*"))


@pytest.mark.parametrize("patience", [0.25, 0.4, 0.7])
@pytest.mark.parametrize("command", ["convert", "check", "format", "fix", "add", "site", "tables", "cache"])
def test_ctrl_c_at_any_moment(command: str, patience: float, archive: Path, tmp_path: Path) -> None:
    source = series(tmp_path / "source", 2000)
    words: dict[str, list[str | Path]] = {
        "convert": ["convert", source, "-o", tmp_path / "out"],
        "check": ["check", source, "-o", tmp_path / "out"],
        "format": ["format", source],
        "fix": ["check", "--fix", source],
        "add": adding(archive),
        "site": ["site", source, "-o", tmp_path / "site"],
        "tables": ["tables", source, "-o", tmp_path / "out.sqlite"],
        "cache": ["convert", source, "--cache", tmp_path / "cache", "-o", tmp_path / "out"],
    }
    process = redif(*words[command])
    time.sleep(patience)
    process.send_signal(signal.SIGINT)
    status, _, err = finished(process)
    assert "Traceback" not in err or f"{ROOT}" not in err  # Python itself was still starting
    if status == 130:
        assert err.endswith("redif: interrupted\n")
        if (tmp_path / "out").exists():  # it was complete by then
            left = (tmp_path / "out").read_bytes()
            finished(redif(*words[command]))
            assert (tmp_path / "out").read_bytes() == left
    assert not [path for path in tmp_path.rglob(".redif-*") if path.name.endswith(".tmp") or path.is_dir()]


def content(path: Path) -> object:
    """What was written: the lines of a file, or the handles in a database."""
    if path.suffix != ".sqlite":
        return path.read_bytes()
    with sqlite3.connect(path) as database:
        return database.execute("SELECT handle FROM items ORDER BY handle").fetchall()
