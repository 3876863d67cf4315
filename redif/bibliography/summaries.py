"""Summaries of templates for the records that refer to them, as plain data for the models in `redif.models.joined`.

Source of the rules: IDEAS takes the name of a journal and its publisher from the series where an item lacks them (section 7 of
the format's facts).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from redif.schema.values import HandleKind

Data = Mapping[str, Any]
_LEVELS = ("primary", "secondary", "tertiary", "quaternary")


def series(data: Data) -> dict[str, Any]:
    """Return the summary of a series for its items."""
    provider: Data = next(iter(data.get("providers", ())), {})
    return _filled(
        handle=data.get("handle"),
        name=data.get("name"),
        provider=provider.get("name"),
        provider_homepage=provider.get("homepage"),
        types=data.get("types"),
        issns=data.get("issns"),
        editors=[editor["name"] for editor in data.get("editors", ()) if "name" in editor],
        maintainer_name=data.get("maintainer_name"),
        maintainer_email=data.get("maintainer_email"),
    )


def archive(data: Data) -> dict[str, Any]:
    """Return the summary of an archive for its series and items."""
    keys = ("handle", "name", "url", "homepage", "maintainer_name", "maintainer_email")
    return {key: data[key] for key in keys if key in data}


def person(data: Data) -> dict[str, Any]:
    """Return the summary of a person for the items they wrote or edit."""
    parts = (data.get(f"name_{part}") for part in ("first", "middle", "last"))
    return _filled(
        handle=data.get("handle"),
        name=data.get("name_full") or " ".join(filter(None, parts)),
        short_id=data.get("short_id"),
        homepage=data.get("homepage"),
        workplaces=[place["name"] for place in data.get("workplaces", ()) if "name" in place],
    )


def institution(data: Data) -> dict[str, Any]:
    """Return the summary of an institution for its members: all levels of its name, web page and postal address."""
    levels = [level for key in _LEVELS for level in data.get(key, ())]
    return _filled(
        handle=data.get("handle"),
        name=", ".join(level["name"] for level in levels if "name" in level),
        homepage=next((level["homepage"] for level in reversed(levels) if "homepage" in level), None),
        postal=next((level["postal"] for level in reversed(levels) if "postal" in level), None),
    )


SUMMARIES: Mapping[HandleKind, Callable[[Data], dict[str, Any]]] = {
    HandleKind.SERIES: series,
    HandleKind.ARCHIVE: archive,
    HandleKind.PERSON: person,
    HandleKind.INSTITUTION: institution,
}


def _filled(**entries: Any) -> dict[str, Any]:
    """Return the entries that are not empty."""
    return {name: value for name, value in entries.items() if value not in (None, "", [])}
