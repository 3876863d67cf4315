"""The catalogue of what can be wrong: for each kind of finding a code, how bad it is, and what to do.

The entries stand in the `.toml` files beside this one, a file for each part of the work. All that redif says of a code in
general comes from there: the help under a finding, `redif explain`, and the page of codes in the documentation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILES = ("text", "structure", "values", "titles", "names", "references", "agreement", "archive", "lengths")


class Severity(StrEnum):
    """How bad a finding is."""

    __hash__ = str.__hash__  # equal to its text, and quicker than what an enumeration has

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def meaning(self) -> str:
        """What it means for RePEc, in plain words."""
        return _MEANINGS[self]


_MEANINGS = {
    Severity.ERROR: "RePEc drops the template",
    Severity.WARNING: "RePEc drops or garbles a value",
    Severity.ADVICE: "it works, but serves readers badly",
}


class Code(NamedTuple):
    """A kind of finding.

    Attributes:
        name: the code, such as `title-capitals`. It stays what it is for ever.
        severity: how bad it is. A finding about a required attribute may be worse than its kind.
        meaning: what is wrong, as the rest of a sentence.
        help: what to do.
        why: why it matters.
        wrong, right: an example, as lines of a file, and how it should be.
        file: the name of the file the example stands in, where that matters.
        fix: what `--fix` does about it; empty where that is left to people.
        optional: it is looked for only when asked for.
        reference: RePEc's own syntax check finds it too.
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
    optional: bool = False
    reference: bool = False

    @property
    def group(self) -> str:
        """The first word of its name, by which all of a group are chosen: `title`."""
        return self.name.partition("-")[0]


@cache
def codes() -> Mapping[str, Code]:
    """All kinds of finding by name."""
    found: dict[str, Code] = {}
    for part in parts().values():
        found.update(part)
    return found


@cache
def parts() -> Mapping[str, Mapping[str, Code]]:
    """The kinds of finding by the part of the work they belong to."""
    return {name: _read(name) for name in FILES}


def severity_of(code: str) -> Severity:
    """How bad findings of a kind are."""
    return codes()[code].severity


def chosen(selectors: Iterable[str]) -> frozenset[str]:
    """The codes that names of codes and groups stand for; `all` is all of them.

    Raises:
        KeyError: with a selector that names nothing.
    """
    found: set[str] = set()
    for selector in selectors:
        some = {name for name in codes() if name == selector or name.startswith(f"{selector}-") or selector == "all"}
        if not some:
            raise KeyError(selector)
        found |= some
    return frozenset(found)


def no_such_code(selector: str) -> str:
    """What to say to somebody who chose a code or group that there is not."""
    names = sorted({*codes(), *(code.group for code in codes().values())})
    near = get_close_matches(selector, names, 1)
    return f"there is no code or group {selector!r}" + (f"; did you mean {near[0]}?" if near else "; redif explain lists them")


def _read(part: str) -> dict[str, Code]:
    text = (Path(__file__).parent / f"{part}.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    return {name: Code(name, Severity(entry.pop("severity")), **entry) for name, entry in entries.items()}
