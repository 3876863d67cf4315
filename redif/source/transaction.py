"""Several files of one folder replaced together: after an interruption at any moment, either all are new or all are old.

New contents are first written below a hidden folder. Its list of files, put in place by one renaming, decides: before that
nothing has happened, after it whoever opens the folder next completes what is left (a write-ahead log).
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from redif.source.files import leads_outside
from redif.source.output import sync_folder

STAGING, LIST, LOCK = ".redif-pending", "files.json", ".redif-lock"


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Keep other programs from changing a folder's files in the meantime, and complete what an interrupted one began.

    Raises:
        OSError: another one is at it, or something cannot be written.
    """
    path = os.path.join(folder, LOCK)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        if not _is_locked(descriptor, path):
            message = "another redif is changing this folder; try again when it has finished"
            raise OSError(errno.EAGAIN, message, folder)
        try:
            complete(folder)
            yield
        finally:
            with suppress(OSError):
                os.unlink(path)
    finally:
        os.close(descriptor)


def recover(folder: str) -> None:
    """Complete what an interrupted program began in a folder; where nothing is to be done, the folder is not touched.

    Raises:
        OSError: another program is at it, or something cannot be written.
    """
    if os.path.isdir(os.path.join(folder, STAGING)):
        with locked(folder):
            pass


def _is_locked(descriptor: int, path: str) -> bool:
    """Lock a file, and return whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks; two runs at once are up to the user there
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), os.stat(path))  # not one that its owner has just removed
    except OSError:
        return False


def replace_together(folder: str, contents: Mapping[str, bytes]) -> None:
    """Write files below a folder, all or none.

    Args:
        folder: the folder, which the caller has `locked`.
        contents: for each file, as a path relative to the folder, what it shall hold; missing folders are made.

    Raises:
        OSError: something cannot be written; then nothing is changed.
    """
    with replacing_together(folder, [*contents]) as names:
        for name, content in zip(names, contents.values(), strict=True):
            with open(name, "wb") as file:
                file.write(content)


@contextmanager
def replacing_together(folder: str, paths: Sequence[str]) -> Iterator[list[str]]:
    """Give names under which to write files below a folder; at the end all are put into place, or none after an error.

    Args:
        folder: the folder, which the caller has `locked`.
        paths: the files, relative to the folder; missing folders are made.

    Raises:
        OSError: something cannot be written; then nothing is changed.
    """
    staging = os.path.join(folder, STAGING)
    os.mkdir(staging)
    try:
        for path in paths:
            target = os.path.join(folder, path)
            if os.path.exists(target) and not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, "the file is read-only", target)
            os.makedirs(os.path.dirname(target), exist_ok=True)
        names = [os.path.join(staging, str(number)) for number in range(len(paths))]
        yield names
        for name in names:
            _sync(name)
        _write(os.path.join(staging, "new"), json.dumps(list(paths)).encode())
        sync_folder(staging)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    os.rename(os.path.join(staging, "new"), os.path.join(staging, LIST))
    sync_folder(staging)
    _put_in_place(folder, paths)


def complete(folder: str) -> None:
    """Complete a replacement that was decided and interrupted, or remove the traces of one that was not decided.

    Raises:
        OSError: the list of files is damaged, or names some outside of the folder; or something cannot be written.
    """
    if os.path.isdir(os.path.join(folder, STAGING)):
        _put_in_place(folder, _decided(folder))


def _decided(folder: str) -> list[str]:
    """The files of a replacement that was decided; none if it was not. Whoever made the archive may have made the list."""
    path = os.path.join(folder, STAGING, LIST)
    try:
        with open(path, "rb") as file:
            paths = json.load(file)
        if isinstance(paths, list) and not any(leads_outside(folder, path) for path in paths):
            return paths
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, RecursionError):  # no JSON; no texts; no names of files
        pass
    message = "this is not the list of files that redif has left there, so look what is in its folder, and delete it"
    raise OSError(errno.EINVAL, message, path)


def _put_in_place(folder: str, paths: Sequence[str]) -> None:
    """Give the new files their names, as far as that was not done before, and remove the hidden folder."""
    staging = os.path.join(folder, STAGING)
    for number, path in enumerate(paths):
        new, target = os.path.join(staging, str(number)), os.path.join(folder, path)
        if os.path.exists(new):
            with suppress(FileNotFoundError):
                os.chmod(new, stat.S_IMODE(os.stat(target).st_mode))
            _move(new, os.path.realpath(target))
            sync_folder(os.path.dirname(target))
    shutil.rmtree(staging)


def _move(new: str, target: str) -> None:
    try:
        os.replace(new, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(new, target)  # a linked folder on another disk
        os.unlink(new)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: str) -> None:
    """Flush a complete file to disk."""
    with open(path, "r+b") as file:
        os.fsync(file.fileno())
