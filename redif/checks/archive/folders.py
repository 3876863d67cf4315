"""Folders as RePEc sees them: which is an archive, and what lies in it that RePEc leaves alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from redif.grammar import Grammar
from redif.source.files import ENDINGS

ARCH, SERI = "arch", "seri"  # how the names of an archive's two files end, after its code
_NO_CONCERN = (*ENDINGS, ".pdf", ".html", ".htm", ".ps")  # read by RePEc, and full texts
HEAD = 512  # bytes of a file that are looked at
# x.rdf~, x.rdf.bak, #x.rdf#, x.rdf_old
_NAMED_LIKE_ONE = re.compile(rf"(?:{'|'.join(map(re.escape, ENDINGS))})(?![a-z])")


def names_in(folder: str) -> list[str]:
    """The names in a folder, in order and without hidden ones; none where it cannot be looked at."""
    return [entry.name for entry in _entries(folder)]


def coded(names: Iterable[str], what: str) -> dict[str, str]:
    """Archive codes, in small letters, to the names of their files: with ARCH, `aaa` to `aaaarch.rdf`."""
    found: dict[str, str] = {}
    endings = tuple(what + ending for ending in ENDINGS)
    for name in names:
        lower = name.lower()
        if lower.endswith(endings):
            code = os.path.splitext(lower)[0].removesuffix(what)
            if _is_code()(code):
                found.setdefault(code, name)
    return found


@cache
def _is_code() -> Callable[[str], object]:
    return Grammar.standard().rules["archive"].accepts


def above(folder: str) -> str:
    """The folder around one, written as that one is as far as possible."""
    if os.path.basename(folder) in ("", os.curdir, os.pardir):
        return os.path.dirname(os.path.abspath(folder))
    return os.path.dirname(folder)


def ignored(folder: str, counts: Callable[[str], bool]) -> Iterator[str]:
    """Files in a folder, and in those of its folders whose names count, that look meant for RePEc but are not read by it."""
    left = [(folder, counts)]
    while left:
        here, enters = left.pop()
        for entry in _entries(here):
            name = entry.name.lower()
            if entry.is_dir(follow_symlinks=False):
                if enters(name):
                    left.append((entry.path, lambda _name: True))
            elif not name.endswith(_NO_CONCERN) and _is_like_one(entry, name):
                yield entry.path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or os.curdir) as found:
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return []


def _is_like_one(entry: os.DirEntry[str], name: str) -> bool:
    """Whether a file looks like one with templates, by its name or by what is in it."""
    try:
        if not entry.is_file():
            return False
        if _NAMED_LIKE_ONE.search(name):
            return True
        with open(entry.path, "rb", buffering=0) as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return b"template-type:" in head.replace(b"\0", b"").lower()  # without the zeros of UTF-16
