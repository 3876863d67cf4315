"""Authors and affiliations identified with the persons and institutions of a registry, by their names."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from redif.bibliography.names import full_name, name_of
from redif.findings.finding import ignore_finding
from redif.reading.documents import templates
from redif.schema.values import HandleKind

_NO_LETTERS = re.compile(r"[\W_]+")
LEVELS = ("primary", "secondary", "tertiary", "quaternary")


class Candidates(NamedTuple):
    """A name that fits no entry of the registry, or several: what it is of, the name, and the handles it could be."""

    what: str
    name: str
    handles: tuple[str, ...]


class Registry:
    """Persons and institutions by name, such as RePEc's `RePEc/per` and `RePEc/edi`.

    Args:
        sources: files and folders with ReDIF-Person and ReDIF-Institution templates.

    Raises:
        OSError: a source cannot be read.
    """

    def __init__(self, *sources: str | os.PathLike[str]) -> None:
        self._persons: dict[str, set[str]] = {}
        self._institutions: dict[str, set[str]] = {}
        for template in templates(*sources, on_finding=ignore_finding):
            data = template.data
            if template.schema.describes is HandleKind.PERSON and (handle := data.get("short_id") or data.get("handle")):
                for name in _person_names(data):
                    self._persons.setdefault(comparable(name), set()).add(str(handle))
            elif template.schema.describes is HandleKind.INSTITUTION and data.get("handle"):
                for name in _institution_names(data):
                    self._institutions.setdefault(comparable(name), set()).add(str(data["handle"]))

    def __repr__(self) -> str:
        return f"<Registry of {len(self._persons):,} names of persons and {len(self._institutions):,} of institutions>"

    def identify(self, data: dict[str, Any]) -> list[Candidates]:
        """Add handles to the authors, editors and affiliations of an item whose names fit exactly one entry each.

        Args:
            data: the item as plain data, which is changed.

        Returns:
            The names that fit several entries; those that fit none are not in the registry.
        """
        unclear: list[Candidates] = []
        for key in ("authors", "editors"):
            for person in data.get(key) or ():
                if not person.get("person"):
                    name = full_name(person)
                    self._set(person, "person", key[:-1], name, self._persons.get(comparable(name), set()), unclear)
                for place in person.get("workplaces") or ():
                    if not place.get("institution") and (name := place.get("name") or ""):
                        handles = self._institutions.get(comparable(name), set())
                        self._set(place, "institution", "affiliation", name, handles, unclear)
        return unclear

    @staticmethod
    def _set(holder: dict[str, Any], key: str, what: str, name: str, handles: set[str], unclear: list[Candidates]) -> None:
        if len(handles) == 1:
            [holder[key]] = handles
        elif handles:
            unclear.append(Candidates(what, name, tuple(sorted(handles))))


def comparable(text: str) -> str:
    """Return a name without accents, case, punctuation and spaces that do not count when names are compared."""
    if "," in text and not (name := name_of({"name": text})).literal:
        text = " ".join((name.given, name.particle, name.family, name.suffix))
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_NO_LETTERS.sub(" ", bare.casefold()).split())


def _person_names(data: Mapping[str, Any]) -> Iterable[str]:
    yield from filter(None, (data.get("name_full"), data.get("name_ascii")))
    first, last = data.get("name_first") or "", data.get("name_last") or ""
    if first and last:
        yield f"{first} {last}"
        if data.get("name_middle"):
            yield f"{first} {data['name_middle']} {last}"


def _institution_names(data: Mapping[str, Any]) -> Iterable[str]:
    """The names of an institution: that of its innermost level, and all levels together as affiliations are written."""
    levels = [org for level in LEVELS for org in (data.get(level) or ())[:1]]
    for key in ("name", "name_english"):
        names = [org[key] for org in levels if org.get(key)]
        if names:
            yield ", ".join(names)
            yield ", ".join(reversed(names))
            yield " ".join(names)
            if len(names) == 1:
                yield names[0]
