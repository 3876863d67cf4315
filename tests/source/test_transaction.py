"""Several files that are replaced together, where the system does not do what it mostly does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from redif.source.transaction import STAGING, complete, locked, replace_together


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    return tmp_path


def test_all_are_replaced_and_keep_their_permissions(folder: Path) -> None:
    with locked(str(folder)):
        replace_together(str(folder), {"a": b"new", "new/b": b"too"})
    assert (folder / "a").read_bytes() == b"new"
    assert (folder / "a").stat().st_mode & 0o777 == 0o640
    assert (folder / "new" / "b").read_bytes() == b"too"
    assert sorted(os.listdir(folder)) == ["a", "new"]


def test_a_file_on_another_disk_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_disk(_source: str, target: str) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), target)

    monkeypatch.setattr(os, "replace", other_disk)
    with locked(str(folder)):
        replace_together(str(folder), {"a": b"new", "b": b"too"})
    assert ((folder / "a").read_bytes(), (folder / "b").read_bytes()) == (b"new", b"too")
    assert sorted(os.listdir(folder)) == ["a", "b"]


def test_what_cannot_be_put_in_place_is_there_the_next_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def full(source: str, target: str) -> None:
        if target.endswith("b"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"), locked(str(folder)):
        replace_together(str(folder), {"a": b"new", "b": b"too"})
    assert (folder / "a").read_bytes() == b"new"
    monkeypatch.undo()
    with locked(str(folder)):  # which completes it
        assert (folder / "b").read_bytes() == b"too"
    assert sorted(os.listdir(folder)) == ["a", "b"]


def test_a_read_only_file_keeps_the_others_as_they_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: not str(path).endswith("a"))  # root may write whatever it likes
    with pytest.raises(PermissionError, match="read-only"), locked(str(folder)):
        replace_together(str(folder), {"b": b"too", "a": b"new"})
    assert os.listdir(folder) == ["a"]
    assert (folder / "a").read_bytes() == b"old"


def test_what_was_not_decided_is_removed(folder: Path) -> None:
    (folder / STAGING).mkdir()
    (folder / STAGING / "0").write_bytes(b"half")
    complete(str(folder))
    assert os.listdir(folder) == ["a"]
    assert (folder / "a").read_bytes() == b"old"


def test_only_one_at_a_time(folder: Path) -> None:
    with locked(str(folder)), pytest.raises(OSError, match="another redif"), locked(str(folder)):
        pass
    with locked(str(folder)):
        pass
