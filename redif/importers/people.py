"""People as records have them, from names in parts or as one text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from redif.bibliography.names import name_of
from redif.grammar import Grammar

_OTHERS = ("others", "and others", "et al", "et. al")
_NICKNAME = re.compile(r"\s*\([^()]*\)")
_LIFE = re.compile(r"(?:b\. ?)?[12][0-9]{3}(?:-(?:[12][0-9]{3})?)?\.?").fullmatch
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々〆]+").fullmatch


def contributor(family: str = "", given: str = "", particle: str = "", suffix: str = "") -> dict[str, Any]:
    """Return a person given by the parts of the name; without a given name, it is the whole name."""
    last = f"{particle} {family}".strip()
    if not given or given in Grammar.standard().rules["no-value"].words():  # but there are people called Na
        return {"name": last}
    if _CJK(family) and _CJK(given):
        return {"name": f"{family} {given}"}  # the order in which such a name is always written
    full = f"{given} {last}".strip()
    return {"name": f"{full}, {suffix}" if suffix else full, "name_first": given, "name_last": last}


def contributor_named(text: str) -> dict[str, Any]:
    """Return a person or organization given by the name as one text, in parts where the family name is said to come first."""
    text = text.strip().rstrip(",").rstrip()  # World Bank, is an organization in EndNote; catalogues end any name so
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 2 and _LIFE(parts[-1]):  # as catalogues have it: Kim, Bo, 1951-
        return contributor_named(", ".join(parts[:-1])) | {"extra": {"Author-X-Dates": [parts[-1]]}}
    if 1 < len(parts) < 4 and all(parts) and not name_of({"name": _NICKNAME.sub("", text)}).literal:
        return contributor(parts[0], parts[1], suffix=", ".join(parts[2:]))
    return {"name": text}


def is_others(name: str) -> bool:
    """Return whether a name only says that there are more people."""
    return name.strip(" .,&").lower() in _OTHERS


def working_at(person: dict[str, Any], places: Iterable[str]) -> dict[str, Any]:
    """Return a person with the names of the places where the person works."""
    workplaces = [{"name": place} for place in places if place]
    return {**person, "workplaces": workplaces} if workplaces else person
