"""The authors and editors of an item, each by itself, where several stand in one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from redif.bibliography.names import name_of
from redif.schema.people import people_in
from redif.source.characters import folded
from redif.source.patterns import lazy

_OF_ONE = frozenset({"person", "homepage"})  # what belongs to one person alone
_SHORT_ID = lazy(r"p([a-z]{2})\d+")


def each_person(people: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Return authors or editors as plain data, each by itself where one name has several people in it.

    They share the workplaces. A registration belongs to the one whose family name its code begins with, as does what is only of
    one; where nobody knows whose it is, they stay together.
    """
    given = {person.get("name") for person in people or ()}  # with a line of their own
    found: list[Mapping[str, Any]] = []
    for person in people or ():
        name = person.get("name")
        apart = people_in(name) if name and "name_last" not in person else None
        owner = _registered(apart, person.get("person", "")) if apart else ""
        if not apart or not (owner or _OF_ONE.isdisjoint(person)):
            found.append(person)
            continue
        shared = {"workplaces": person["workplaces"]} if "workplaces" in person else {}
        found += [{**(person if one == owner else shared), "name": one} for one in apart if one not in given]
    return found


def _registered(people: Iterable[str], code: str) -> str:
    """Return who of several people has a short id: pba441 is for Baker; empty where that is none of them, or several."""
    match = _SHORT_ID.fullmatch(code)
    fitting = [one for one in people if match and folded(name_of({"name": one}).family).startswith(match[1])]
    return fitting[0] if len(fitting) == 1 else ""
