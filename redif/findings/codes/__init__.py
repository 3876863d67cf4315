"""The catalogue of codes: for each kind of finding its code, how bad it is, why it matters and what to do.

The entries are in the `.toml` files in this folder. All that redif says about a code in general comes from there: the help
under a finding, `redif explain`, and the page of codes in the documentation.

Beside them is their compiled form, all of them in JSON, since to parse them takes a tenth of the time in which a small file is
checked. It is used only as long as it is made of just these files; `python -m redif.findings.codes.compile` makes it again.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from redif.findings.errors import did_you_mean

LONGEST_SELECTOR = 60  # characters that a message shows
FILES = ("text", "structure", "values", "titles", "names", "references", "agreement", "archive", "lengths", "importing")
COMPILED = "compiled.json"
Entries = dict[str, dict[str, dict[str, Any]]]


class Severity(StrEnum):
    """How bad a finding is."""

    __hash__ = str.__hash__  # faster than that of an enumeration

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def meaning(self) -> str:
        """What it means for the archive."""
        return _MEANINGS[self]


_MEANINGS = {
    Severity.ERROR: "RePEc drops the template",
    Severity.WARNING: "RePEc drops or garbles a value",
    Severity.ADVICE: "RePEc takes it, but readers are not well served",
}


class Code(NamedTuple):
    """A kind of finding.

    Attributes:
        name: the code, such as `title-capitals`. It never changes.
        severity: how bad it is. A finding about a required attribute may be more severe.
        meaning: what is wrong, as a phrase.
        help: what to do.
        why: why it matters.
        wrong, right: an example, as lines of a file, and how it should be.
        file: the name of the example's file, where that matters; empty where the example is a list of files.
        fix: what `--fix` does about it, as the rest of a sentence; empty where people have to decide.
        unsafe_fix: the fix is only likely to be right, so it takes `--unsafe-fixes` too.
        optional: it is looked for only if it is selected.
        reference: RePEc's own syntax check finds it too.
        once: it is reported once a file, as what is wrong is the same everywhere in it.
        covers: codes that need not be reported as well where this one is found.
    """

    name: str
    severity: Severity
    meaning: str
    help: str
    why: str
    wrong: str = ""
    right: str = ""
    file: str = "example.redif"
    fix: str = ""
    unsafe_fix: bool = False
    optional: bool = False
    reference: bool = False
    covers: tuple[str, ...] = ()
    once: bool = False

    @property
    def fix_options(self) -> str:
        """The options of `redif check` that make its fix."""
        return "--fix --unsafe-fixes" if self.unsafe_fix else "--fix"

    @property
    def group(self) -> str:
        """The first word of its name, which selects the whole group: `title`."""
        return self.name.partition("-")[0]


@cache
def codes() -> Mapping[str, Code]:
    """All codes by name."""
    found: dict[str, Code] = {}
    for part in parts().values():
        found.update(part)
    return found


@cache
def with_unsafe_fix() -> frozenset[str]:
    """The names of the codes whose fix takes `--unsafe-fixes`."""
    return frozenset(name for name, code in codes().items() if code.unsafe_fix)


@cache
def parts() -> Mapping[str, Mapping[str, Code]]:
    """The codes by the file of the catalogue they are in."""
    files = [_read(f"{part}.toml") for part in FILES]
    entries = _compiled(digest(files)) or parse(files)
    return {part: {name: _code(name, entry) for name, entry in of_part.items()} for part, of_part in entries.items()}


def digest(files: Sequence[bytes]) -> str:
    """Return what tells the content of the files from any other, whatever line ends a version control system gives them."""
    return " ".join(f"{zlib.crc32(plain):08x}" for plain in (content.replace(b"\r\n", b"\n") for content in files))


def parse(files: Sequence[bytes]) -> Entries:
    """Return the entries of the files, by file and by name."""
    import tomllib  # takes a while to import

    return {part: tomllib.loads(content.decode()) for part, content in zip(FILES, files, strict=True)}


def _compiled(wanted: str) -> Entries | None:
    """Return the entries in the compiled form; None if it is not made of the files with this digest."""
    import json  # a file without problems needs no code

    try:
        held = json.loads(_read(COMPILED))
    except (OSError, ValueError):
        return None
    return held["entries"] if held.get("digest") == wanted else None


def _read(name: str) -> bytes:
    with open(os.path.join(os.path.dirname(__file__), name), "rb") as file:
        return file.read()


def _code(name: str, entry: dict[str, Any]) -> Code:
    return Code(name, **{**entry, "severity": Severity(entry["severity"]), "covers": tuple(entry.get("covers", ()))})


def severity_of(code: str) -> Severity:
    """The severity of a code."""
    return codes()[code].severity


def chosen(selectors: Iterable[str]) -> frozenset[str]:
    """Return the codes that are selected by names of codes and groups; `all` selects all.

    Raises:
        KeyError: a selector is not a code or group; it is the exception's argument.
    """
    found: set[str] = set()
    for selector in selectors:
        some = {name for name in codes() if name == selector or name.startswith(f"{selector}-") or selector == "all"}
        if not some:
            raise KeyError(selector)
        found |= some
    return frozenset(found)


def no_such_code(selector: str) -> str:
    """A message for someone who chose a code or group that does not exist, without a full stop."""
    shown = repr(selector if len(selector) <= LONGEST_SELECTOR else f"{selector[:LONGEST_SELECTOR]} …")
    return f"there is no code or group {shown}" + (did_you_mean(selector, _names()) or "; redif explain lists them")


@cache
def _names() -> list[str]:
    """All codes and groups in alphabetical order."""
    return sorted({*codes(), *(code.group for code in codes().values())})
