"""What shows only when a whole record has been read: missing attributes, empty clusters, values of unusual length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from redif.findings.finding import Finding
from redif.grammar import Grammar
from redif.schema.slots import AttributeInfo
from redif.schema.tables import TemplateSchema
from redif.syntax.problem_messages import ProblemMessages

Bounds = tuple[int | None, int | None, int | None, int | None]


def missing_attributes(
    schema: TemplateSchema, data: dict[str, Any], written: list[str]
) -> Iterator[tuple[str, Callable[..., Finding], int, Any]]:
    """Yield the code, the message, the index and the names for each requirement of the schema that a record does not meet.

    The index is that of the attribute, if it is among those written but empty; else that of the Template-Type.
    """
    for key, inner, name in schema.required:
        held = _held(data, key)
        if held and (inner is None or any(_held(cluster, inner) for cluster in held)):
            continue
        clusters = held if inner is not None and held else []
        # A value that was not accepted has been reported already.
        if not any(name in holder.get("unparsed", ()) for holder in (data, *clusters)):
            lower = name.lower() if inner is None else None  # an empty key has a finding of its own
            index = next((index for index, given in enumerate(written) if given.lower() == lower), 0)
            yield "required-missing", ProblemMessages.missing, index, name
    for keys, names in schema.one_of:
        if not any(_held(data, key) for key in keys):
            yield "one-of-missing", ProblemMessages.one_of, 0, names


def _held(data: dict[str, Any], key: str) -> Any:
    """What a record or cluster holds under a key, or under `extra` if no field has that name."""
    return data.get(key) or data.get("extra", {}).get(key)


def remove_empty(data: dict[str, Any]) -> None:
    """Remove empty clusters, and lists that are empty without them."""
    for key, value in list(data.items()):
        if isinstance(value, dict):
            remove_empty(value)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    remove_empty(inner)
            value[:] = [inner for inner in value if inner != {}]
        if value in ({}, []):
            del data[key]


def unusual_lengths(
    schema: TemplateSchema, grammar: Grammar, names: list[str], texts: list[str]
) -> Iterator[tuple[str, int, AttributeInfo, int, int]]:
    """Yield the code, the index, the attribute, the length and the bound for each value of unusual length.

    The bounds are those of the attribute's own type, not of the type it is read as.
    """
    for index in range(1, len(names)):
        info = schema.attribute_infos.get(names[index].lower())
        bounds = grammar.type(info.attribute.type).lengths if info is not None else None
        if info is None or bounds is None or not texts[index]:
            continue
        length = len(texts[index])
        if (verdict := _length_verdict(length, bounds)) is not None:
            yield verdict[0], index, info, length, verdict[1]


def _length_verdict(length: int, bounds: Bounds) -> tuple[str, int] | None:
    """The code for a length outside its bounds, and the bound; None for a usual length."""
    least, short, long, most = bounds
    if least is not None and length < least:
        return "length-under", least
    if most is not None and length > most:
        return "length-over", most
    if short is not None and length < short:
        return "length-short", short
    if long is not None and length > long:
        return "length-long", long
    return None
