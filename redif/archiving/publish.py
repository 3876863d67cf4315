"""What RePEc harvests of an archive, copied to a folder of a web server, with pages that list the files.

RePEc's mirror follows links, so a server that shows no listing of a folder needs a page `index.html` in each. A hidden list
in the folder says which files were written here; no other file is ever changed or removed.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
from contextlib import suppress
from typing import NamedTuple

from redif.findings.errors import UsageError
from redif.source.files import files, leads_outside, raise_error
from redif.source.output import Output

WRITTEN = ".redif-published"
PAGE = "index.html"


class Published(NamedTuple):
    """What publishing did: the files that are new or changed, those that were removed, and how many stayed as they were."""

    written: list[str]
    removed: list[str]
    unchanged: int


def publish(archive: str | os.PathLike[str], folder: str | os.PathLike[str], *, listings: bool = True) -> Published:
    """Copy the ReDIF files of an archive to a folder.

    Args:
        archive: the folder of the archive.
        folder: where the files go, such as a web server's `RePEc/aaa`; made if it is not there.
        listings: whether each folder gets a page that lists its files.

    Raises:
        UsageError: the folder is the archive's own, lies in it, has a link out of it where a file goes, or a file of the same
            name that was not written by this.
        OSError: something cannot be read or written.
    """
    source, target = os.path.realpath(archive), os.path.realpath(folder)
    if os.path.commonpath([source, target]) in (source, target):
        raise UsageError(f"publish to a folder outside of {os.fspath(archive)}")
    contents = {os.path.relpath(path, source): path for path in files([source], raise_error)}
    pages = _pages(contents) if listings else {}
    before = _written(target)
    for name in (*contents, *pages):
        path = os.path.join(target, name)
        if leads_outside(target, name):
            raise UsageError(
                f"{path} leads outside of {os.fspath(folder)} by a link, so nothing is written there; remove the link"
            )
        if name not in before and os.path.exists(path) and not _holds(path, contents.get(name), pages.get(name)):
            raise UsageError(f"{path} was not written by redif publish, so it is not replaced; move it away first")
    result = Published([], [], 0)
    now: dict[str, str] = {}
    unchanged = 0
    for name in sorted((*contents, *pages)):
        data = pages[name] if name in pages else _read(contents[name])
        now[name] = hashlib.sha256(data).hexdigest()
        path = os.path.join(target, name)
        if os.path.exists(path) and _read(path) == data:
            unchanged += 1
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with Output(path) as out:
            out.write(data)
        result.written.append(name)
    for name in sorted(set(before) - set(now)):
        if _remove(target, name, before[name]):
            result.removed.append(name)
    if now != before:
        with Output(os.path.join(target, WRITTEN)) as out:
            out.write(json.dumps(now, indent=0, sort_keys=True).encode())
    return result._replace(unchanged=unchanged)


def _pages(contents: dict[str, str]) -> dict[str, bytes]:
    """The listing of each folder, with links to its files and folders."""
    listed: dict[str, set[str]] = {}
    for name in contents:
        folder, entry = os.path.split(name)
        listed.setdefault(folder, set()).add(entry)
        while folder:
            folder, inner = os.path.split(folder)
            listed.setdefault(folder, set()).add(f"{inner}/")
    pages: dict[str, bytes] = {}
    for folder, names in listed.items():
        links = "".join(map(_link, sorted(names)))
        title = html.escape(os.path.basename(folder) or "ReDIF files")
        page = f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
        pages[os.path.join(folder, PAGE)] = f"{page}<h1>{title}</h1>\n<ul>\n{links}</ul>\n</body>\n</html>\n".encode()
    return pages


def _link(name: str) -> str:
    from urllib.parse import quote

    return f'<li><a href="{html.escape(quote("./" + name))}">{html.escape(name)}</a></li>\n'


def _written(target: str) -> dict[str, str]:
    try:
        with open(os.path.join(target, WRITTEN), "rb") as file:
            found = json.load(file)
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}


def _holds(path: str, source: str | None, page: bytes | None) -> bool:
    return _read(path) == (page if source is None else _read(source))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _remove(target: str, name: str, digest: str) -> bool:
    """Remove a file that was written here and that nobody has changed since."""
    path = os.path.normpath(os.path.join(target, name))
    if leads_outside(target, name):
        return False  # the list was tampered with, or a folder replaced by a link
    try:
        if hashlib.sha256(_read(path)).hexdigest() != digest:
            return False
        os.unlink(path)
    except OSError:
        return False
    with suppress(OSError):  # folders that hold something else stay
        while (path := os.path.dirname(path)) != target:
            os.rmdir(path)
    return True
