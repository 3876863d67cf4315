"""Values that refer to something: addresses, DOIs, ISBN and ISSN, JEL codes, handles, dates."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from functools import cache

from redif.bibliography.addresses import bare_doi
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template, check_values, rule_pattern
from redif.findings.wording import shortened
from redif.grammar import Grammar, vocabularies

# Endings of addresses that say for sure what the file is, and formats that are other names for the same.
ENDINGS = frozenset({".pdf", ".ps", ".html", ".htm", ".doc", ".zip", ".txt"})
_SAME = {
    "application/x-pdf": "application/pdf",
    "application/ms-word": "application/msword",
    "application/x-zip-compressed": "application/zip",
    "text/rtf": "application/rtf",
}
_PLACES_OF_DOIS = frozenset({"file-url", "order-url", "note", "x-doi"})
_LABEL = re.compile(r"e?ISBN(?:-?1[03])?", re.I)


@check_values(types=("doi",))
def doi_form(value: str, context: CheckContext) -> Hit | None:
    """A DOI that is not bare."""
    bare = bare_doi(value)
    if not bare or bare == value:
        return None
    start = value.index(bare)
    changes = tuple(c for c in (Change(0, start, ""), Change(start + len(bare), len(value), "")) if c.start < c.end)
    return Hit(f'the DOI is not bare: "{value}" should be "{bare}"', fix=f'writes "{bare}"', changes=changes)


@check_values(types=("doi",))
def doi_invalid(value: str, context: CheckContext) -> Hit | None:
    """What stands for a DOI and is none."""
    if bare_doi(value) or _is_refused(value, context):
        return None
    return Hit(
        f'"{shortened(value)}" is no DOI; one begins with 10., a number and a slash, such as 10.1080/23738871.2021.2023603'
    )


@check_template(contains="10.")
def doi_elsewhere(context: CheckContext) -> Iterator[Hit]:
    """A value that is a DOI, or its address, in another attribute, and no DOI attribute."""
    if "doi" in context.data or "doi" not in context.schema.attribute_infos or "DOI" in context.data.get("unparsed", ()):
        return
    for index, value in [(index, value) for index, value in enumerate(context.texts) if "10." in value]:
        if context.names[index].lower() in _PLACES_OF_DOIS and (found := bare_doi(value)):
            message = f"the DOI {found} stands in {context.names[index]}, where no program looks for it"
            yield Hit(message, index, hint=f"Add a line: DOI: {found}")
            return


@check_values("ISBN")
def isbn_invalid(value: str, _context: CheckContext) -> Hit | None:
    """An ISBN with a wrong check digit."""
    from stdnum import isbn

    bare = _LABEL.sub(lambda label: " " * len(label[0]), value)
    found = list(_alone(rule_pattern("isbn"), bare))
    for match in found:
        number = match[0].strip(" -")
        digits = "".join(filter(str.isalnum, number))
        if not isbn.is_valid(digits):
            return Hit(f'"{number}" is no ISBN: a digit is wrong, for the last does not fit the others', *_at(match))
    if not found and any(map(str.isdigit, bare)):
        return Hit(f'"{shortened(value)}" is no ISBN; one has ten or thirteen digits')
    return None


def _alone(pattern: re.Pattern[str], value: str) -> Iterator[re.Match[str]]:
    """What a pattern finds between letters and digits that go on."""
    for match in pattern.finditer(value):
        if not value[match.end() : match.end() + 1].isalnum() and not value[: match.start()][-1:].isalnum():
            yield match


def _at(match: re.Match[str]) -> tuple[int, int, int]:
    """Where a hit stands: in the value that is looked at, from where to where."""
    return -1, match.start(), match.end()


@check_values("ISSN")
def issn_invalid(value: str, _context: CheckContext) -> Hit | None:
    """An ISSN with a wrong check digit, or something that is none."""
    if rule_pattern("issn").fullmatch(value) and _is_issn(value):  # nearly all
        return None
    found = list(_alone(rule_pattern("issn-loose"), value))
    for match in found:
        if not _is_issn(_issn(match[0])):
            return Hit(f'"{match[0]}" is no ISSN: a digit is wrong, for the last does not fit the others', *_at(match))
    if not found and any(map(str.isdigit, value)):
        return Hit(f'"{shortened(value)}" is no ISSN; one has eight digits, such as 2373-8871')
    return None


@check_values("ISSN")
def issn_form(value: str, _context: CheckContext) -> Hit | None:
    """An ISSN with blanks, a long dash or some other mark in it."""
    if len(value) == 9 and value[4] == "-":  # nearly all
        return None
    for match in _alone(rule_pattern("issn-loose"), value):
        number = _issn(match[0])
        if match[0].upper() != number and _is_issn(number):
            message = f'the ISSN "{match[0]}" should be written {number}'
            return Hit(message, start=match.start(), end=match.end())
    return None


def _is_issn(number: str) -> bool:
    """Whether the last digit fits the others."""
    from stdnum import issn  # few files have one

    return issn.calc_check_digit(number[:4] + number[5:8]) == number[8]


def _issn(written: str) -> str:
    """An ISSN as it should be written."""
    digits = "".join(character for character in written.upper() if character.isalnum())
    return f"{digits[:4]}-{digits[4:]}"


@check_values(types=("jel",))
def jel_retired(value: str, context: CheckContext) -> Hit | None:
    """A JEL code that is no longer in use."""
    codes = context.data.get("classification_jel")
    if codes is not None and vocabularies.jel_retired().isdisjoint(codes):  # nearly always
        return None
    type_ = context.info.type
    for part in type_.split(value) if type_.split else ():
        code = type_.read(part) if type_.read else None
        if isinstance(code, str) and code in vocabularies.jel_retired() and not _is_heading(code):
            start = value.find(part)
            message = f"the JEL code {code} ({vocabularies.jel()[code]}) is no longer in use"
            return Hit(message, start=start, end=start + len(part))
    return None


def _is_heading(code: str) -> bool:
    """Whether a code stands for the general one of its field, J0 for J00: that may be in the list alone."""
    return code[1:] == "0" and f"{code}0" not in vocabularies.jel_retired()


@check_values(types=HANDLES, skip=re.compile("RePEc:"))
def handle_spelling(value: str, context: CheckContext) -> Hit | None:
    """Handles whose authority is not spelled as RePEc spells it; all of a template are told with the first."""
    wrong = context.once(_misspelled)
    if not wrong or wrong[0][0] != context.index:
        return None
    _, written, spelled = wrong[0]
    more = f", and {len(wrong) - 1:,} more here are not spelled so" if len(wrong) > 1 else ""
    message = f'the handle "{shortened(value)}" begins with {written}, which is spelled {spelled}{more}'
    changes = tuple(Change(0, len(written), spelled, index) for index, written, spelled in wrong)
    return Hit(message, end=len(written), fix=f"writes {spelled}", changes=changes)


def _misspelled(context: CheckContext) -> list[tuple[int, str, str]]:
    """The handles of a template that begin with what is no spelling: which attribute, what it is, what it should be."""
    found = []
    authorities, attribute_infos = _authorities(), context.schema.attribute_infos
    for index, value in enumerate(context.texts):
        written, colon, _ = value.partition(":")
        if not colon or (spelled := authorities.get(written.lower(), written)) == written:
            continue
        info = attribute_infos.get(context.names[index].lower())
        if info is not None and info.attribute.type in HANDLES and info.type.fits(value):
            found.append((index, written, spelled))
    return found


@cache
def _authorities() -> dict[str, str]:
    """Authorities in small letters, to how they are spelled."""
    return {authority.lower(): authority for authority in Grammar.standard().rules["authority"].words()}


@check_values(types=("date",))
def date_form(value: str, context: CheckContext) -> Hit | None:
    """A date without its dashes."""
    read = context.info.type.read
    if len(value) <= 4 or "-" in value or read is None or (date := read(value)) is None or date == value:
        return None
    return Hit(f'the date "{value}" has no dashes', fix=f"writes {date}", changes=(Change(0, len(value), str(date)),))


@check_values(types=("url",), contains=" ")
def url_several(value: str, context: CheckContext) -> Hit | None:
    """Several addresses in one value."""
    found = [match.start() for match in rule_pattern("scheme").finditer(value) if value.startswith("://", match.end())]
    if len(found) < 2 or value[found[1] - 1] not in " ,;":
        return None
    message = f'{context.info.name} holds several addresses, of which RePEc makes one that leads nowhere: "{shortened(value)}"'
    return Hit(message, hint=f"Give each address a line {context.info.name} of its own.")


@check_values(types=("url",), contains=" ")
def url_wrapped(value: str, context: CheckContext) -> Hit | None:
    """An address that goes on in the next line."""
    if "\n" not in context.raw.strip() or _is_refused(value, context) or url_several(value, context):
        return None
    blanks = [number for number, character in enumerate(value) if character == " "]
    if not all(re.search(rf"{re.escape(value[max(n - 8, 0) : n])}\s*\n\s*", context.raw) for n in blanks):
        return None
    changes = tuple(Change(n, n + 1, "") for n in blanks)
    return Hit(f'the address is broken over lines: "{shortened(value)}"', fix="joins the lines of the address", changes=changes)


@check_values(types=("url",), contains=" ")
def url_blank(value: str, context: CheckContext) -> Hit | None:
    """An address with a blank in it."""
    start = value.find(" ", max(value.find("://"), 0))
    if start < 0 or _is_refused(value, context) or url_several(value, context) or url_wrapped(value, context):
        return None
    message = f'the address has a blank in it, which RePEc takes out: "{shortened(value)}"'
    return Hit(message, start=start, end=start + 1)


@check_values("File-Format")
def file_format(value: str, context: CheckContext) -> Hit | None:
    """A format that contradicts the ending of the address."""
    index = context.index - 1
    while index and context.names[index].lower() != "file-url":
        index -= 1
    address = context.texts[index].partition("?")[0].partition("#")[0].rstrip().lower()
    ending = address[-6:].rpartition(".")
    wanted = _formats().get(f".{ending[2]}") if index and ending[1] else None
    written = value.lower().partition(";")[0].strip()
    written = _SAME.get(written, written)
    # A format that is no ending's may be right all the same, and so may a page at an address that ends in .html.
    if wanted is None or written == wanted or written not in _formats().values() or wanted == "text/html":
        return None
    return Hit(f"File-Format is {value}, but the address ends in .{ending[2]}, which is {wanted}")


@cache
def _formats() -> dict[str, str]:
    """Endings that say for sure what a file is."""
    return {ending: type_ for ending in ENDINGS if (type_ := mimetypes.guess_type(f"x{ending}")[0]) is not None}


def _is_refused(value: str, context: CheckContext) -> bool:
    """Whether the address is none to RePEc, which is told already."""
    read = context.info.type.read
    return read is not None and read(value) is None
