"""Values that refer to something: addresses, DOIs, ISBN and ISSN, JEL codes, handles, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from redif.bibliography.standard_numbers import ISBN, ISSN, alone, spelled_issn
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template, check_values, rule_pattern, usual_authority
from redif.findings.wording import counted, listed, shortened
from redif.grammar import Grammar, vocabularies
from redif.schema.markup import without_entities
from redif.schema.refusals import several_dois
from redif.source.patterns import lazy

# Endings of addresses that leave no doubt about the format of the file.
ENDINGS = frozenset({".pdf", ".ps", ".html", ".htm", ".doc", ".zip", ".txt"})
MOST_NAMED = 5  # JEL codes in a message
MOST_COMPARED = 100  # JEL codes of a template
# Other names of the same formats.
_SAME = {
    "application/x-pdf": "application/pdf",
    "application/ms-word": "application/msword",
    "application/x-zip-compressed": "application/zip",
    "text/rtf": "application/rtf",
}
_PLACES_OF_DOIS = frozenset({"file-url", "order-url", "note", "x-doi"})
_LABEL = lazy(r"e?ISBN(?:-?1[03])?", re.I)


@check_values(types=("doi",))
def doi_form(value: str, context: CheckContext) -> Hit | None:
    """Find a DOI with something else beside it."""
    plain = without_entities(value)
    bare = _bare_doi(plain)
    if not bare or bare == plain or _is_refused(plain, context):
        return None
    changes: tuple[Change, ...] = ()
    if plain == value:  # else a part of an entity may belong to the DOI
        start = value.find(bare)
        around = (Change(0, start, ""), Change(start + len(bare), len(value), ""))
        changes = tuple(c for c in around if c.start < c.end) if start >= 0 else (Change(0, len(value), bare),)
    return Hit(f'The DOI "{value}" should be written {bare}.', fix=f'writes "{bare}"', changes=changes)


def _bare_doi(value: str) -> str:
    from redif.bibliography.addresses import bare_doi  # takes a while to import, and not all files have one

    return bare_doi(value)


@check_values(types=("doi",))
def doi_invalid(value: str, context: CheckContext) -> Hit | None:
    """Find a value of DOI that is not a DOI."""
    if _bare_doi(value) or _is_refused(value, context):
        return None
    if value.endswith("/") and "10." in value and "/" in value[value.index("10.") :]:
        return Hit(f'The DOI "{shortened(value)}" has nothing after its slash.')
    if (several := several_dois(f'DOI "{shortened(value)}"', value)) is not None:
        return Hit(several.message, hint=several.hint)
    return Hit(f'"{shortened(value)}" is not a DOI. One begins with 10., a number and a slash: 10.1080/23738871.2021.2023603.')


@check_template("DOI", contains="10.")
def doi_elsewhere(context: CheckContext) -> Iterator[Hit]:
    """Find a DOI, or its address, that is the value of another attribute in a template without DOI."""
    if "doi" in context.data or "DOI" in context.data.get("unparsed", ()):
        return
    for index, value in [(index, value) for index, value in enumerate(context.texts) if "10." in value]:
        if context.names[index].lower() in _PLACES_OF_DOIS and (found := _bare_doi(value)):
            message = f"The DOI {found} is only in {context.names[index]}, where programs do not look for it."
            yield Hit(message, index, hint=f"Add a line: DOI: {found}")
            return


@check_values("ISBN")
def isbn_invalid(value: str, _context: CheckContext) -> Hit | None:
    """Find an ISBN with a wrong digit."""
    from stdnum import isbn

    bare = _LABEL.sub(lambda label: " " * len(label[0]), value)
    found = list(alone(ISBN, bare))
    for match in found:
        number = match[0].strip(" -")
        digits = "".join(filter(str.isalnum, number))
        if not isbn.is_valid(digits):
            return Hit(
                f'"{number}" is not an ISBN: one of its digits is wrong, because the last one does not fit.', *_at(match)
            )
    if not found and any(map(str.isdigit, bare)):
        return Hit(f'"{shortened(value)}" is not an ISBN, which has ten or thirteen digits.')
    return None


def _at(match: re.Match[str]) -> tuple[int, int, int]:
    """The index, start and end of a hit: a match in the value being checked."""
    return -1, match.start(), match.end()


@check_values("ISSN")
def issn_invalid(value: str, _context: CheckContext) -> Hit | None:
    """Find an ISSN with a wrong digit, or a value that is not an ISSN."""
    if rule_pattern("issn").fullmatch(value) and _is_issn(value):  # nearly all
        return None
    found = list(alone(ISSN, value))
    for match in found:
        if not _is_issn(spelled_issn(match[0])):
            return Hit(
                f'"{match[0]}" is not an ISSN: one of its digits is wrong, because the last one does not fit.', *_at(match)
            )
    if not found and any(map(str.isdigit, value)):
        return Hit(f'"{shortened(value)}" is not an ISSN, which has eight digits, such as 2373-8871.')
    return None


@check_values("ISSN")
def issn_form(value: str, _context: CheckContext) -> Hit | None:
    """Find an ISSN with spaces, a long dash or other characters in it."""
    if len(value) == 9 and value[4] == "-":  # nearly all
        return None
    for match in alone(ISSN, value):
        number = spelled_issn(match[0])
        if match[0].upper() != number and _is_issn(number):
            message = f'The ISSN "{match[0]}" should be written {number}.'
            changes = (Change(match.start(), match.end(), number),)
            return Hit(message, start=match.start(), end=match.end(), fix=f'writes "{number}"', changes=changes)
    return None


@lru_cache(maxsize=256)  # the articles of a journal all have the same
def _is_issn(number: str) -> bool:
    """Whether the last digit of an ISSN fits the others."""
    from stdnum import issn  # few files have one

    return issn.calc_check_digit(number[:4] + number[5:8]) == number[8]


@check_values(types=("jel",))
def jel_retired(value: str, context: CheckContext) -> Hit | None:
    """Find a JEL code that is no longer in use."""
    codes = context.data.get("classification_jel")
    # This is nearly always so. A long list is not compared again for each of its values.
    if codes is not None and len(codes) <= MOST_COMPARED and vocabularies.jel_retired().isdisjoint(codes):
        return None
    type_ = context.info.type
    for part in type_.split(value) if type_.split else ():
        code = type_.read(part) if type_.read else None
        if isinstance(code, str) and code in vocabularies.jel_retired() and not _is_heading(code):
            start = value.find(part)
            message = f"The JEL code {code} ({vocabularies.jel()[code]}) is no longer in use."
            return Hit(message, start=start, end=start + len(part))
    return None


@check_values(types=("jel",))
def jel_repeated(value: str, context: CheckContext) -> Hit | None:
    """Find a JEL code that is given more than once in a value."""
    type_ = context.info.type
    if len(value) < 3 or type_.split is None or type_.read is None:
        return None
    codes = [type_.read(part) for part in type_.split(value)]
    unique = list(dict.fromkeys(codes))
    if len(unique) == len(codes) or None in codes:
        return None
    again = [str(code) for code, count in Counter(codes).items() if count > 1][:MOST_NAMED]
    said = f"code {again[0]} is" if len(again) == 1 else f"codes {listed(again, 'and')} are"
    change = Change(0, len(value), ", ".join(map(str, unique)))
    return Hit(f"The JEL {said} given more than once.", fix="writes each code once", changes=(change,))


def _is_heading(code: str) -> bool:
    """Whether a code is short for the general one of its field, J0 for J00, and that one is in the list."""
    return code[1:] == "0" and f"{code}0" not in vocabularies.jel_retired()


def _is_usual_handle(value: str) -> bool:
    return value.startswith(_usual_start())


@cache
def _usual_start() -> str:
    return f"{usual_authority()}:"


@check_values(types=HANDLES, skip=_is_usual_handle)
def handle_spelling(value: str, context: CheckContext) -> Hit | None:
    """Find handles whose beginning is misspelled; those of a template are reported once, at the first."""
    wrong = context.once(_misspelled)
    if not wrong or wrong[0][0] != context.index:
        return None
    _, written, spelled = wrong[0]
    more = f"; the same in {counted(len(wrong) - 1, 'other handle')} of this template" if len(wrong) > 1 else ""
    message = f'The handle "{shortened(value)}" should begin with {spelled} instead of {written}{more}.'
    changes = tuple(Change(0, len(written), spelled, index) for index, written, spelled in wrong)
    return Hit(message, end=len(written), fix=f"writes {spelled}", changes=changes)


def _misspelled(context: CheckContext) -> list[tuple[int, str, str]]:
    """The handles of a template whose beginning is misspelled: the attribute's index, the beginning, how to spell it."""
    found = []
    authorities, attribute_infos = _authorities(), context.schema.attribute_infos
    most = max(map(len, authorities)) + 1  # characters, with the colon
    for index, value in enumerate(context.texts):
        written, colon, _ = value[:most].partition(":")  # no copy of a whole abstract
        if not colon or (spelled := authorities.get(written.lower(), written)) == written:
            continue
        info = attribute_infos.get(context.names[index].lower())
        if info is not None and info.attribute.type in HANDLES and info.type.fits(value):
            found.append((index, written, spelled))
    return found


@cache
def _authorities() -> dict[str, str]:
    """The authorities that handles can begin with, from lowercase to their spelling."""
    return {authority.lower(): authority for authority in Grammar.standard().rules["authority"].words()}


@check_values(types=("date",))
def date_form(value: str, context: CheckContext) -> Hit | None:
    """Find a date without hyphens."""
    read = context.info.type.read
    if len(value) <= 4 or "-" in value or read is None or (date := read(value)) is None or date == value:
        return None
    from redif.bibliography.dates import read_day  # few dates come here

    if str(read_day(value)) != str(date):  # no calendar has it, which is reported
        return None
    return Hit(
        f'The date "{value}" should be written {date}.', fix=f"writes {date}", changes=(Change(0, len(value), str(date)),)
    )


def _is_one_address(value: str) -> bool:
    return value.count("://") < 2


@check_values(types=("url",), skip=_is_one_address)
def url_several(value: str, context: CheckContext) -> Hit | None:
    """Find several addresses in one value."""
    found = [match.start() for match in rule_pattern("scheme").finditer(value) if value.startswith("://", match.end())]
    if len(found) < 2 or value[found[1] - 1] not in " ,;|" or _is_refused(value, context):
        return None
    message = f'{context.info.name} has several addresses in it, which RePEc joins to a broken one: "{shortened(value)}".'
    return Hit(message, hint=f"Give each address a {context.info.name} line of its own.")


@check_values(types=("url",), contains=" ")
def url_wrapped(value: str, context: CheckContext) -> Hit | None:
    """Find an address that continues on the next line."""
    if "\n" not in context.raw.strip() or _is_refused(value, context) or url_several(value, context):
        return None
    spaces = [number for number, character in enumerate(value) if character == " "]
    if not all(_ends_line(number, value, context) for number in spaces):
        return None
    changes = tuple(Change(n, n + 1, "") for n in spaces)
    return Hit(
        f'The address is split over several lines: "{shortened(value)}".', fix="joins the lines of the address", changes=changes
    )


def _ends_line(space: int, value: str, context: CheckContext) -> bool:
    """Whether a space of a value, which is read on one line, is a line end as it is written."""
    return re.search(rf"{re.escape(value[max(space - 8, 0) : space])}\s*\n\s*", context.raw) is not None


@check_values(types=("url",), contains=" ")
def url_blank(value: str, context: CheckContext) -> Hit | None:
    """Find an address with a space in it."""
    start = value.find(" ", max(value.find("://"), 0))
    if start < 0 or _is_refused(value, context) or url_several(value, context) or url_wrapped(value, context):
        return None
    message, hint = f'The address has a space in it, which RePEc removes: "{shortened(value)}".', ""
    if _ends_line(start, value, context):  # and other spaces do not
        rest = shortened(value[start + 1 :])
        message = f'RePEc takes the line after the address for a part of it: "{rest}".'
        hint = "If it is an attribute, write its name correctly, with a colon right after it. If it is not, delete it."
        return Hit(message, start=start + 1, hint=hint)
    if "/" not in value[value.find("://") + 3 : start]:
        hint = "Delete the space."
    return Hit(message, start=start, end=start + 1, hint=hint)


@check_values("File-Format")
def file_format(value: str, context: CheckContext) -> Hit | None:
    """Find a format that does not fit the ending of the address."""
    index = context.index - 1
    while index and context.names[index].lower() != "file-url":
        index -= 1
    address = context.texts[index].partition("?")[0].partition("#")[0].rstrip().lower()
    ending = address[-6:].rpartition(".")
    wanted = _formats().get(f".{ending[2]}") if index and ending[1] else None
    written = value.lower().partition(";")[0].strip()
    written = _SAME.get(written, written)
    # A format that belongs to none of the endings may be right all the same, and an address in .html may give any format.
    if wanted is None or written == wanted or written not in _formats().values() or wanted == "text/html":
        return None
    if _bare_doi(context.texts[index]):  # whose ending is none
        return None
    return Hit(f"File-Format is {value}, but the file's address ends in .{ending[2]}, which is {wanted}.")


@cache
def _formats() -> dict[str, str]:
    """The endings of file names to their formats."""
    import mimetypes  # takes a while to import

    return {ending: type_ for ending in ENDINGS if (type_ := mimetypes.guess_type(f"x{ending}")[0]) is not None}


def _is_refused(value: str, context: CheckContext) -> bool:
    """Whether RePEc cannot read the value, which is reported already."""
    read = context.info.type.read
    return read is not None and read(value) is None
