"""Files that are written or replaced: complete or not at all, with everything that belongs to the old file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redif.source.output import Output, rewrite
from support.command import run

is_root = hasattr(os, "geteuid") and os.geteuid() == 0
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle:  Two  spaces \nAuthor-Name: A\nHandle : RePEc:aaa:wpaper:1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.rdf"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed to disk or renamed, in this order."""
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else f"file of {os.fstat(descriptor).st_size}")
        fsync(descriptor)

    def noted_replace(source: str, target: str) -> None:
        calls.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    return calls


def only_here(file: Path) -> bool:
    """Whether no temporary file is left beside it."""
    return os.listdir(file.parent) == [file.name]


# Writing.


def test_nothing_is_left_where_an_interruption_comes_before_the_block(tmp_path: Path) -> None:
    script = f"from redif.source.output import Output; Output({str(tmp_path / 'x')!r}).__enter__(); raise SystemExit(130)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_when_it_is_complete(tmp_path: Path, synced: list[str]) -> None:
    path = tmp_path / "new.txt"
    with Output(str(path)) as stream:
        stream.write(b"text")
        (temporary,) = os.listdir(tmp_path)
        assert temporary.startswith(".redif-")
    assert path.read_bytes() == b"text"
    assert synced == ["file of 4", "rename", "folder"]
    assert only_here(path)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_has_the_usual_permissions(tmp_path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        with Output(str(tmp_path / "new.txt")) as stream:
            stream.write(b"")
        assert os.umask(mask) == mask
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o666 & ~mask


def test_nothing_is_left_of_output_that_fails(file: Path) -> None:
    def write_half() -> None:
        with Output(str(file)) as stream:
            stream.write(b"half")
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        write_half()
    assert file.read_bytes() == b"old"
    assert only_here(file)


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with Output(str(pipe)) as stream:
        stream.write(b"text")
    assert os.read(reader, 9) == b"text"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_standard_output_stays_open(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with Output("-") as stream:
        stream.write(b"text")
    assert not stream.closed
    assert capsysbinary.readouterr().out == b"text"


# Replacing.


def test_a_file_is_replaced_and_links_to_it_stay(file: Path, tmp_path: Path, synced: list[str]) -> None:
    (tmp_path / "a").mkdir()
    link = tmp_path / "a" / "link.rdf"
    link.symlink_to(file)
    file.chmod(0o640)
    before = file.stat().st_ino
    rewrite(str(link), b"old", b"newer")
    assert link.is_symlink()
    assert file.read_bytes() == b"newer"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.stat().st_ino != before
    assert synced == ["file of 5", "rename", "folder"]


@pytest.mark.parametrize("new", [b"longer than it was", b"n", b""])
def test_hard_links_get_the_new_content(file: Path, synced: list[str], new: bytes) -> None:
    other = file.with_name("other.rdf")
    os.link(file, other)
    rewrite(str(file), b"old", new)
    assert file.read_bytes() == other.read_bytes() == new
    assert file.samefile(other)
    assert synced == [f"file of {len(new)}"] * 2
    assert sorted(os.listdir(file.parent)) == ["other.rdf", "x.rdf"]


@pytest.mark.skipif(not is_root, reason="only root may give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 1234, 2345)
    file.chmod(0o4755)
    rewrite(str(file), b"old", b"new")
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o4755)
    assert file.read_bytes() == b"new"


def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("this file system has no extended attributes")
    rewrite(str(file), b"old", b"new")
    assert os.getxattr(file, "user.note") == b"mine"
    assert file.read_bytes() == b"new"


def test_what_cannot_be_given_to_a_new_file_is_kept_by_writing_into_the_old(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    before = file.stat().st_ino
    rewrite(str(file), b"old", b"new")
    assert (file.read_bytes(), file.stat().st_ino) == (b"new", before)
    assert only_here(file)


def test_a_read_only_file_is_refused(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        rewrite(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"
    assert only_here(file)
    file.chmod(0o644)
    rewrite(str(file), b"old", b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("now", [b"old and more", b"", b"olc"])
def test_what_others_wrote_in_the_meantime_is_not_lost(file: Path, now: bytes) -> None:
    file.write_bytes(now)
    with pytest.raises(OSError, match="in the meantime"):
        rewrite(str(file), b"old", b"new")
    assert file.read_bytes() == now
    assert only_here(file)


def test_a_file_that_was_deleted_does_not_come_back(file: Path) -> None:
    file.unlink()
    with pytest.raises(FileNotFoundError):
        rewrite(str(file), b"old", b"new")
    assert not os.listdir(file.parent)


def test_an_interruption_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rewrite(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"
    assert only_here(file)


def test_the_owner_is_left_alone_where_it_is_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    before = file.stat().st_ino
    rewrite(str(file), b"old", b"new")
    assert file.stat().st_ino != before


# The commands.


@pytest.fixture(params=[["check", "--fix"], ["format"]], ids=" ".join)
def command(request: pytest.FixtureRequest) -> list[str]:
    parts: list[str] = request.param
    return parts


def test_commands_say_that_a_file_is_read_only(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(PAPER)
    path.chmod(0o444)
    done = run(*command, path)
    assert done.returncode == 2
    assert b"read-only" in done.stderr
    assert path.read_text() == PAPER


def test_commands_keep_hard_links(tmp_path: Path, command: list[str]) -> None:
    path, other = tmp_path / "x.rdf", tmp_path / "other"
    path.write_text(PAPER)
    os.link(path, other)
    run(*command, path)
    assert path.samefile(other)
    assert path.read_text() != PAPER


def test_what_killed_runs_have_left_is_cleared(tmp_path: Path) -> None:
    old = time.time() - 2 * 86_400
    for name in (".redif-abcdefgh.tmp", ".redif-new00000.tmp", ".redif-settings", "x.tmp"):
        (tmp_path / name).write_text("x")
        if "new" not in name:
            os.utime(tmp_path / name, (old, old))
    with Output(str(tmp_path / "out")) as out:
        out.write(b"1")
    assert sorted(os.listdir(tmp_path)) == [".redif-new00000.tmp", ".redif-settings", "out", "x.tmp"]
