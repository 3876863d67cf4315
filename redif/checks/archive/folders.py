"""Folders as RePEc sees them: which of them is an archive, and which files in it RePEc does not read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from redif.grammar import Grammar
from redif.source import packed
from redif.source.files import ENDINGS, is_file, open_file

ARCH, SERI = "arch", "seri"  # how the names of an archive's two files end, after its code
_NOT_SUSPICIOUS = (*ENDINGS, ".pdf", ".html", ".htm", ".ps")  # files that RePEc reads, and full texts
MOST_FILES = 50
HEAD = 512  # bytes of a file that are searched for a template
_DESCRIPTION = re.compile(rb"template-type[ \t]*:\s*redif-(?:archive|series)\b", re.IGNORECASE)
# Such as x.rdf~, x.rdf.bak, #x.rdf#, x.rdf_old.
_SIMILAR_NAME = re.compile(rf"(?:{'|'.join(map(re.escape, ENDINGS))})(?![a-z])")


def names_in(folder: str) -> list[str]:
    """The names in a folder, sorted, without hidden ones; none if the folder cannot be read."""
    return [entry.name for entry in _entries(folder)] or packed.names(folder)


def coded(names: Sequence[str], ending: str) -> dict[str, str]:
    """Archive codes in lowercase to the names of their files: for ARCH, `aaa` to `aaaarch.rdf`."""
    found: dict[str, str] = {}
    endings = tuple(ending + extension for extension in ENDINGS)
    together = "\n".join(names).lower()
    if not any(each in together for each in endings):  # as in most folders, which may have thousands of files
        return found
    for name in names:
        lower = name.lower()
        if lower.endswith(endings):
            code = os.path.splitext(lower)[0].removesuffix(ending)
            if _is_code()(code):
                found.setdefault(code, name)
    return found


@cache
def _is_code() -> Callable[[str], object]:
    return Grammar.standard().rules["archive"].accepts


def above(folder: str) -> str:
    """The parent of a folder, as a relative path if the folder is one and that is possible."""
    if os.path.basename(folder) in ("", os.curdir, os.pardir):
        return os.path.dirname(os.path.abspath(folder))
    return os.path.dirname(folder)


def ignored_files(folder: str, enter: Callable[[str], bool]) -> Iterator[str]:
    """Files that seem to be meant for RePEc but are not read by it, in a folder and those of its folders to `enter` by name."""
    left = [(folder, enter)]
    while left:
        here, enter_here = left.pop()
        for entry in _entries(here):
            name = entry.name.lower()
            if entry.is_dir(follow_symlinks=False):
                if enter_here(name):
                    left.append((entry.path, lambda _name: True))
            elif not name.endswith(_NOT_SUSPICIOUS) and _seems_meant(entry, name):
                yield entry.path


def descriptions(folder: str, names: Sequence[str]) -> Iterator[str]:
    """The names of files in a folder that begin with a template of an archive or a series.

    An archive's own folder has few files, so a folder with many is not searched.
    """
    own = [name for name in names if name.lower().endswith(ENDINGS)]
    for name in own if len(own) <= MOST_FILES else ():
        try:
            if not is_file(os.path.join(folder, name)):
                continue
            with open_file(os.path.join(folder, name), buffering=0) as file:
                head = file.read(HEAD).replace(b"\0", b"")
        except OSError:
            continue
        if _DESCRIPTION.search(head):
            yield name


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or os.curdir) as found:
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return []


def _seems_meant(entry: os.DirEntry[str], name: str) -> bool:
    """Whether a file seems to have templates in it, by its name or by its beginning."""
    try:
        if not entry.is_file():
            return False
        if _SIMILAR_NAME.search(name):
            return True
        with open(entry.path, "rb", buffering=0) as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return b"template-type:" in head.replace(b"\0", b"").lower()  # without the zero bytes of UTF-16
