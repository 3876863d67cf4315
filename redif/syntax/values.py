"""Values as a record takes them: without what is no text, in parts, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from redif.findings.codes import Severity
from redif.grammar import Grammar, ValueType
from redif.grammar.repairs import Repair
from redif.schema.headings import jel_codes, keywords_heading
from redif.schema.keywords import keywords_in, without_stop
from redif.schema.markup import is_all_markup, line_break_start, without_entities, without_markup
from redif.schema.placeholders import is_listed, is_name_part, is_placeholder, placeholders
from redif.schema.slots import AttributeInfo, Slot
from redif.source.characters import without_controls, without_ligatures
from redif.syntax.names import underscored

_ANSWERED = ("Restriction", "Notification", "Price", "Note")  # attributes to which "none" is an answer


def cleaned(value: str, type_: ValueType, prose: bool, has_controls: bool) -> str:
    """Return the value without control characters, entities, joined letters and markup."""
    if has_controls:
        value = without_controls(value)
    # A value that has to match a rule (a handle, an address) is left as it is as long as it does.
    if "&" in value and (prose or type_.accepts is None):
        value = without_entities(value)
    if prose or type_.accepts is None:
        value = without_ligatures(value)
    if "<" in value:
        # A handle and a DOI may have brackets in them, but none ends with a line break.
        value = without_markup(value) if prose or type_.is_free else value[: line_break_start(value)]
    return " ".join(value.split())


def says_nothing(slot: Slot, value: str, holder: Mapping[str, Any]) -> bool:
    """Return whether a placeholder stands for no value where it is. What RePEc drops a template for is refused instead."""
    info = slot.info
    if info.attribute.required and not info.type.is_free:
        return False
    if is_name_part(info.name):
        return value.lower() not in str(holder.get("name") or "").lower().replace(",", " ").split()
    return not is_listed(value, info.type)


def is_answer(info: AttributeInfo, value: str) -> bool:
    """Return whether a placeholder is what a person would answer: there is no restriction. Programs write null."""
    words = Grammar.standard().rules["no-value"].words()
    return info.name.endswith(_ANSWERED) and not any(word.lower() in value.lower() for word in words)


class Parts(NamedTuple):
    """What a value that is a list comes to.

    Attributes:
        good: its parts as they are read.
        bad: what cannot be read, which is kept as written.
        refused: what is to be reported, each with its repair.
    """

    good: list[Any]
    bad: list[str]
    refused: list[tuple[str, Repair | None]]


def read_parts(slot: Slot, value: str, *, as_record: bool) -> Parts:
    """Return the parts of a value that is a list."""
    type_ = slot.info.type
    if as_record and type_.is_free:
        return _read_keywords(type_, value)
    is_list = type_.split is not None and not (as_record and type_.is_undivided is not None and type_.is_undivided(value))
    parts = type_.split(value) if type_.split and is_list else [value]
    reads = slot.read or (lambda part: part if slot.accepts is None or slot.accepts(part) is not None else None)
    found = [reads(part) for part in parts]
    if None not in found:
        return Parts(found, [], [])
    if as_record and "<" in value:
        # Source: RePEc's own check strips markup before it looks at a value.
        bare = " ".join(without_markup(without_entities(value)).split())
        if bare and bare != value and not (stripped := read_parts(slot, bare, as_record=True)).refused:
            return stripped
    good = [read for read in found if read is not None]
    bad = [part for part, read in zip(parts, found, strict=True) if read is None]
    repair = type_.repair(_apart(value)) if as_record and type_.split and not is_placeholder(value) else None
    repaired = [reads(part) for part in type_.split(repair.value)] if repair is not None and type_.split else [None]
    if repair is not None and None not in repaired:
        return Parts(repaired, [] if repair.is_whole else [value], [(value, repair)])
    # One finding for all that is refused: of "see the website" three would say nothing more.
    refused: list[tuple[str, Repair | None]] = [(bad[0] if len(bad) == 1 else value, None)]
    if not as_record or all(map(type_.fits, bad)):
        return Parts(good, bad, refused)
    if repair is not None:
        good = [read for read in repaired if read is not None]
    elif any(map(_is_word, parts)):  # among words, M1 may be money
        good = []
    return Parts(good, [value], refused)  # what is no list is kept whole


def _is_word(text: str) -> bool:
    return len(text) > 2 and text.isalpha() and not text.isupper()


def _apart(value: str) -> str:
    """Return a list with commas in place of markup, which separates its parts: C12<br>D24."""
    return (
        " ".join(Grammar.standard().rules["markup"].pattern().sub(", ", value).strip(" ,").split()) if "<" in value else value
    )


def _read_keywords(type_: ValueType, value: str) -> Parts:
    """Return the parts of a list of words: without a heading before them, JEL codes among them, and what stands for none."""
    bad = []
    if (written := underscored(value, Grammar.standard())) and (start := value.index(f"{written}:")):
        bad.append(value[start:])  # another attribute, which RePEc does not see; that is reported
        value = value[:start].rstrip()
    if (heading := keywords_heading(value)) is not None:
        value = value[heading.end() :]
    if (span := jel_codes(value)) is not None:
        bad.append(value[slice(*span)])
        value = "; ".join(filter(None, (value[: span[0]].strip(" ;,.(["), value[span[1] :].strip(" ;,.)]"))))
    parts = without_stop(keywords_in(value, type_.split)) if type_.split else [value]
    if placeholders().isdisjoint(map(str.lower, parts)):
        return Parts(parts, bad, [])
    missing = [part for part in parts if is_placeholder(part)]
    return Parts([part for part in parts if part not in missing], bad + missing, [])


def refusal_of(info: AttributeInfo, value: str, repair: Repair | None) -> tuple[str, Severity | None] | None:
    """Return the code for a value that its type refuses, and how bad that is if the code does not say; None if it is fine."""
    severity = Severity.ERROR if info.attribute.required else None
    if info.attribute.reads_as is not None:
        return ("value-form" if repair is not None and repair.is_whole else "value-unread"), None
    if info.type.is_accepted(value):
        # RePEc takes it, and a check says what is wrong with it.
        return ("date-impossible", None) if info.type.name == "date" else None
    if all(map(info.type.fits, info.type.split(value) if info.type.split else (value,))):
        return "value-unlisted", severity
    if not info.attribute.required and is_all_markup(value):
        severity = Severity.ADVICE  # RePEc takes the brackets for markup, and the value for an empty one
    return "value-invalid", severity
