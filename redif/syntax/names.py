"""Names of attributes that a template does not have: what they were meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redif.findings.substitutes import Substitute, substitutes
from redif.grammar import Grammar
from redif.grammar.vocabularies import language_names, languages
from redif.schema.slots import AttributeInfo
from redif.schema.tables import TemplateSchema
from redif.source.patterns import lazy

_UNDERSCORED = lazy(r"(?<!\S)([A-Z][A-Za-z]*(?:_[A-Za-z]+)+):")
_LANGUAGE_AT_END = lazy("([A-Z][A-Za-z-]*[a-z])([A-Z]{2}|[A-Z][a-z])")
SHORTEST_SLIP = 4  # letters; a word as short as that in lowercase in a text is that word, not a name with a slip in it
BEGUN = 8  # letters; of a name that has so many, the rest can be guessed


def substitute(name: str, schema: TemplateSchema) -> Substitute | None:
    """Return the attribute of a template that people mean by a name that it does not have."""
    infos = schema.attribute_infos
    return next((meant for meant in substitutes().get(name.lower(), ()) if meant.attribute.lower() in infos), None)


def nearest(name: str, schema: TemplateSchema) -> str | None:
    """Return the attribute of a template that is spelled most like a name, if one is near."""
    lower, known = name.lower(), schema.attribute_infos
    begun = [full for full in known if full.startswith(lower)]
    if len(begun) == 1 and len(lower) >= BEGUN:
        return known[begun[0]].name
    found = _nearest(lower, known, 1 if len(lower) < 6 else 2 if len(lower) < 12 else 3)
    return None if found is None else known[found].name


def nearest_type(written: str, grammar: Grammar) -> str | None:
    """Return the template type that is spelled most like one that ReDIF does not have, if one is near."""
    types = {lower: group.name for lower, group in grammar.templates.items() if not group.obsolete}
    found = _nearest(written.lower(), types, 2)
    return None if found is None else types[found]


def _nearest(name: str, known: Iterable[str], most: int) -> str | None:
    from rapidfuzz import process  # few files need it
    from rapidfuzz.distance import OSA

    found = process.extractOne(name, list(known), scorer=OSA.distance, score_cutoff=most)
    return None if found is None else str(found[0])


def is_address(name: str) -> bool:
    """Return whether what looks like the name of an attribute is the scheme of an address, such as `https`."""
    return bool(Grammar.standard().rules["line-scheme"].accepts(name))


def underscored(text: str, grammar: Grammar) -> str:
    """Return the first name of an attribute in a text that has an underscore in it, or an empty text.

    It is in place of a hyphen (`Creation_Date`), or before a language (`Title_en`).
    """
    names = _UNDERSCORED.findall(text) if "_" in text else ()
    for name in names:
        lower = name.lower()
        if lower.replace("_", "-") in grammar.known or lower.partition("_")[0] in grammar.known:
            return str(name)
    return ""


def underscore_message(written: str, part_of: str) -> str:
    """Return the message about a name with an underscore, which makes its line a part of the attribute above it."""
    return f"{written} has an underscore in it, so RePEc takes it for a part of {part_of}."


def underscore_hint(written: str, grammar: Grammar) -> str:
    """Return what to write in place of a name with an underscore."""
    hyphenated = written.replace("_", "-")
    is_known = hyphenated.lower() in grammar.known
    return f"Write {hyphenated}, with a hyphen." if is_known else f"Write {written.partition('_')[0]} instead."


def hyphenated(name: str) -> str:
    """Return a name with hyphens for the signs between its words that no name has."""
    return re.sub(r"[_ .\u2010-\u2015\u2212]+", "-", name)


def unseen_hint(written: str, schema: TemplateSchema) -> str:
    """Return what to write in place of a name that RePEc does not see."""
    name = hyphenated(written)
    known, usual = schema.attribute_infos.get(name.lower()), substitute(name, schema)
    if known is not None or usual is not None:
        meant = known.name if known is not None else usual.attribute if usual is not None else ""
        return f"Write {meant}, with a hyphen." if meant.lower() == name.lower() else f"Write {meant} instead."
    if name.lower() in schema.grammar.known:
        return f"Write {name}, with a hyphen."
    if name.lower().startswith("x-"):
        return f"Write {name} instead."
    joined = name.replace("-", "").lower()
    alike = (info.name for key, info in schema.attribute_infos.items() if key.replace("-", "") == joined)
    begun = re.split(r"[^A-Za-z-]", written, maxsplit=1)[0].rstrip("-")
    others = [*alike, *(word for word in (begun, re.split("[ _]", written)[-1]) if word.lower() in schema.attribute_infos)]
    return f"Write {others[0]} instead." if others else "Write the name of an attribute, or delete the line."


def is_list(name: str, schema: TemplateSchema) -> bool:
    """Return whether a name that a template does not have stands for an attribute whose values are lists: `JEL`."""
    meant = substitute(name, schema)
    info = schema.attribute_infos.get(meant.attribute.lower()) if meant is not None else None
    return info is not None and info.type.split is not None


def is_word_of(name: str, above: AttributeInfo, schema: TemplateSchema) -> bool:
    """Return whether a name that a template does not have is a word in the prose above it, and not meant as an attribute.

    It is meant as one if it is near the name of one (`Abstact`) or built from one (`Title-en`, `Author-ORCID`).
    """
    meant = substitute(name, schema)
    if meant is not None and meant.attribute.lower() != above.name.lower():  # an abstract may have a Summary
        return False
    if _is_built(name, schema):
        return False
    lower = name.lower()
    if name == lower and len(name) <= SHORTEST_SLIP:  # "what prices do: they rise" is no DOI
        return True
    near = _nearest(lower, schema.grammar.known, 1 if len(lower) < BEGUN else 2)
    return near is None or lower == f"{near}s"  # Notes, Prices


def _is_built(name: str, schema: TemplateSchema) -> bool:
    """Whether a name is that of an attribute or cluster with further words in capitals, or with a language, after it."""
    first, *others = name.split("-")
    if (match := _LANGUAGE_AT_END.fullmatch(name)) is not None and match[2].lower() in languages():  # TitleEN
        first, others = match[1], [match[2]]
    lower = first.lower()
    is_known = lower in schema.attribute_infos or any(node.prefix.lower() == f"{lower}-" for node in schema.nodes)
    is_known = is_known or (len(others) == 1 and others[0] in languages() and substitute(first, schema) is not None)  # Titel-en
    words = (word[:1].isupper() or word in languages() or word.lower() in language_names() for word in others)
    return is_known and len(others) > 0 and all(words)
