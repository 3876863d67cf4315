"""Explain why a value is refused, and what to write instead.

The message says what is wrong in the words of someone who maintains an archive: the space in a handle, a missing series code,
the name of a language where its code is expected. Only where nothing of the kind is known does it say what the grammar expects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from redif.findings.codes import codes
from redif.findings.wording import listed, shortened
from redif.grammar import Grammar, ValueType
from redif.grammar.errors import NOTHING_MORE
from redif.schema.languages import languages_in
from redif.schema.placeholders import is_placeholder
from redif.schema.values import HandleKind
from redif.source.patterns import lazy

# The grammar's rules for the parts of a handle after `RePEc:`, and what a message calls each part.
_PART_NAMES = {
    "archive": "archive code",
    "series": "series code",
    "institution": "institution code",
    "item": "code of the item's own",
}
_HANDLE_PARTS: dict[str, tuple[str, ...]] = {
    HandleKind.ARCHIVE: ("archive",),
    HandleKind.SERIES: ("archive", "series"),
    HandleKind.DOCUMENT: ("archive", "series", "item"),
    HandleKind.INSTITUTION: ("archive", "institution"),
}


_IN_NO_ADDRESS = lazy('[<>"\\\\^`{|}]')
LONGEST_CODE = 4  # characters of what may be meant as a JEL code
_SPACE_IN_ADDRESS = "Write %20 in place of each space that belongs to the address, and delete the others."


class Explanation(NamedTuple):
    """Why a value is refused: a message, and what to write instead."""

    message: str
    hint: str


def explain_refusal(name: str, type_: ValueType, value: str) -> Explanation:
    """Explain why `type_` refuses a value (or one part of it, where it is a list) of the attribute `name`."""
    kind = type_.name.removesuffix("handle")
    if kind in _HANDLE_PARTS and (found := _handle(name, kind, value, type_.help)) is not None:
        return found
    shown = f'{name} "{shortened(value)}"'
    if type_.list_name and type_.split:
        return _list(shown, type_, value)
    if not is_placeholder(value) and (meant := _meant(type_, value)) is not None:
        return Explanation(f"{_not_listed(shown, type_)}.", f"Write {meant}.")
    if type_.name == "url" and " " in value and value.count("://") > 1:
        hint = f"Give each address a line of its own that begins with {name}:"
        return Explanation(f"The {shown} has several addresses in it; RePEc joins them to a broken one.", hint)
    if type_.name == "doi" and (several := several_dois(shown, value)) is not None:
        return several
    if type_.name == "url" and Grammar.standard().rules["doi-bare"].accepts(value):
        return Explanation(
            f"The {shown} is a DOI, not an address.", f"Write it as DOI: {value}, or here as https://doi.org/{value}."
        )
    if type_.name == "doi" and " " in value:
        return Explanation(f"The {shown} has a space in it; a DOI cannot have spaces.", type_.help)
    if type_.name == "url" and " " in value:
        return Explanation(f"The {shown} has a space in it; an address cannot have spaces.", _SPACE_IN_ADDRESS)
    if type_.list_name == "languages" and languages_in(value):
        return Explanation(f"The {shown} has several languages in it.", f"Write each on a {name} line of its own.")
    if type_.name == "url" and (wrong := _IN_NO_ADDRESS.search(value.partition("://")[2])) is not None:
        return Explanation(f'The {shown} has "{wrong[0]}" in it, which an address cannot have.', type_.help)
    if type_.fits(value) or (type_.list_name and type_.split is None):
        return Explanation(f"{_not_listed(shown, type_)}.", type_.help)
    refusal, seen = type_.explain(value), type_.seen(value)
    if is_placeholder(value):
        return Explanation(f'{name} is "{value}", which says that there is no value.', codes()["key-empty"].help)
    if refusal is None:
        return Explanation(f"RePEc cannot read the {shown}.", type_.help)
    if refusal.expected == (NOTHING_MORE,):
        return Explanation(f'The {shown} should end after "{shortened(seen[: refusal.offset])}".', type_.help)
    before = f'after "{shortened(seen[: refusal.offset])}" there should be' if refusal.offset else "it should begin with"
    return Explanation(f"RePEc cannot read the {shown}: {before} {refusal}.", type_.help)


def several_dois(shown: str, value: str) -> Explanation | None:
    """Explain that there are several DOIs in a value; None where there are not."""
    rules = Grammar.standard().rules
    if len(rules["doi-bare"].pattern().findall(value)) < 2 and rules["doi-joint"].finds(value) is None:
        return None
    return Explanation(f"The {shown} has several DOIs in it.", "Write only the DOI of this item.")


def _list(shown: str, type_: ValueType, value: str) -> Explanation:
    """Explain why a list of codes is refused. The whole is shown, though some of them may be right."""
    parts = type_.split(value) if type_.split else [value]
    bad = [part for part in parts if type_.read is None or type_.read(part) is None]
    repair = None if is_placeholder(value) else type_.repair(value)
    if repair is not None and repair.value != value and type_.split and type_.read:
        codes = {code: type_.read(code) for code in type_.split(repair.value)}
        if unlisted := [code for code, read in codes.items() if read is None and code not in bad]:
            return Explanation(f"The {shown} has {_no_codes(unlisted)}.", type_.help)
        if not bad:
            read = ", ".join(str(type_.read(part)) for part in parts)
            return Explanation(f"RePEc reads the {shown} as {read}.", f"Write {repair.value}.")
        # What is not said does not go without saying: of codes among words, some may be meant and some not.
        is_all = repair.is_whole or all(part in bad or type_.read(part) in codes for part in parts)
        if None not in codes.values() and is_all:
            is_named = not repair.is_whole and all(map(_is_like_code, bad))
            message = f"The {shown} has {_no_codes(bad)}." if is_named else f"RePEc cannot read the {shown}."
            return Explanation(message, f"Write {repair.value}.")
    if len(bad) < len(parts) and all(map(_is_like_code, bad)):
        return Explanation(f"The {shown} has {_no_codes(bad)}.", type_.help)
    is_one = len(parts) == 1 and not is_placeholder(value)
    return Explanation(f"{_not_listed(shown, type_) if is_one else f'RePEc cannot read the {shown}'}.", type_.help)


def _is_like_code(part: str) -> bool:
    """Whether what is no code may be meant as one, and is no word: QQ, 016, e999."""
    return part.isupper() or (len(part) <= LONGEST_CODE and any(map(str.isdigit, part)))


def _no_codes(codes: Sequence[str]) -> str:
    quoted = listed([f'"{code}"' for code in dict.fromkeys(codes)], "and")
    return f"{quoted} in it, which {'is not a code' if len(codes) == 1 else 'are not codes'} of the JEL list"


def _meant(type_: ValueType, value: str) -> str | None:
    """What a value probably means: its repair or, of a media type, that of one of its words (`Adobe PDF file`)."""
    texts = [value, *re.findall(r"\w+", value)] if type_.list_name == "media types" else [value]
    repairs = (type_.repair(text) for text in texts)
    return next((repair.value for repair in repairs if repair is not None and repair.value != value), None)


def _not_listed(shown: str, type_: ValueType) -> str:
    known_as = {"languages": "a language code", "media types": "a media type", "JEL codes": "a code of the JEL list"}
    what = known_as.get(type_.list_name)
    return f"The {shown} is not {what}" if what else f"RePEc cannot read the {shown}"


def _handle(name: str, kind: str, value: str, help_: str) -> Explanation | None:
    rules = Grammar.standard().rules
    shown = f'{name} "{shortened(value)}"'
    accepts = rules[f"{kind}handle"].accepts
    if " " in value:
        bare = re.sub(r"\s*:\s*", ":", value.strip())
        if accepts(bare):
            return Explanation(f"The {shown} has spaces beside its colons.", f"Write {bare} without spaces.")
        start = bare.partition(" ")[0]
        hint = "Delete the space, and whatever does not belong to the handle."
        if ": " in value or " :" in value:
            return Explanation(f"The {shown} has spaces beside its colons; a handle cannot have spaces.", hint)
        if accepts(start):
            return Explanation(f'The {shown} has a space in it, after "{start}"; a handle cannot have spaces.', hint)
    wanted = _HANDLE_PARTS[kind]
    authority, *parts = value.split(":", len(wanted))
    if not rules["authority"].accepts(authority):
        return Explanation(f"The {shown} does not begin with {rules['authority'].words()[0]}:", help_)
    return _wrong_part(shown, wanted, parts, help_)


def _wrong_part(shown: str, wanted: Sequence[str], parts: Sequence[str], help_: str) -> Explanation | None:
    rules = Grammar.standard().rules
    for position, rule in enumerate(wanted):
        what = _PART_NAMES[rule]
        part = parts[position] if position < len(parts) else ""
        is_last = position >= len(parts) - 1
        # What does not fit and has nothing after it may be the code of the item, without that of its series.
        if not part or (is_last and position + 1 < len(wanted) and not rules[rule].accepts(part)):
            return Explanation(f"The {shown} has no {what}.", help_)
        if not rules[rule].accepts(part):
            if rule == "item":
                refusal = rules[rule].explain(part)
                wrong = part[refusal.offset : refusal.offset + 1] if refusal is not None else ""
                message = f'The {shown} has "{wrong}" in it, which a handle cannot have.'
                return Explanation(message, help_) if wrong and wrong.isprintable() else None
            expected = rules[rule].explain("")
            return Explanation(f'In the {shown}, "{shortened(part, 40)}" should be {expected}.', help_)
    return None
