"""Values that say nothing: what a program writes where it has no value, and the text of an example."""

from __future__ import annotations

import re
from functools import cache, partial

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_values
from redif.findings.wording import beginning
from redif.grammar import Grammar, vocabularies
from redif.grammar.missing_parts import missing_parts
from redif.schema.placeholders import is_placeholder, missing_in_code, missing_place
from redif.schema.slots import AttributeInfo
from redif.source.characters import folded
from redif.source.patterns import lazy

_IDENTIFIERS = HANDLES | {"url"}
_BESIDE_LETTERS = lazy(r"[\s\d.,:;!?*…_–—-]|[\[\](){}<>]")
LONGEST_EXAMPLE = 60  # characters of one that is always the same
LONGEST_TITLE = 32  # characters of one that says that there is none
_DASHES = "-–—"
_NUMBERS = ("Pages", "Volume", "Issue", "Number", "Chapter", "Edition", "Length", "Year", "Month")
MOST_LETTERS = 4096  # of which is remembered whether they are beside letters


class _Letters(dict[int, str]):
    """A table for `str.translate` that finds out when it first meets a character whether that is beside letters."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        letter = "" if _BESIDE_LETTERS.match(character) else character
        if len(self) < MOST_LETTERS:
            self[number] = letter
        return letter


_LETTERS = _Letters({ord("’"): "'"})


def _asked_for(what: str) -> str:
    """An expression for "Your paper title here" and "Insert the title of your article": not for "Your House, Your Title"."""
    begin = r"(?:(?:insert|enter|type|write|paste|put|add)(?: in)?(?: (?:your|the|a|an))?|your)"
    return rf"{begin}(?: \w+){{0,2}} {what}(?: (?:of|for) .{{0,20}})?(?: (?:goes )?(?:here|below))?\W*"


# Texts of the examples that people start from: those of RePEc's tutorial, and what templates of programs have. Those that are
# always the same words, in several languages, are in grammars/example-texts.tsv.
_EXAMPLES = {
    "Title": rf"{_asked_for('title')}|(?:the )?title of (?:the|your) (?:paper|article|book)(?: (?:goes )?here)?\W*"
    r"|(?:paper|article|sample|example) title(?: \d+| (?:goes )?here)?\W*|lorem ipsum(?: dolor\b.*)?"
    r"|a guide to forecasting agricultural output by following .*",
    "Abstract": rf"{_asked_for('abstract')}|lorem ipsum(?: dolor\b.*)?|abstract (?:goes )?here.?",
    "Keywords": r"key ?word ?1\b.*|your keywords.{0,12}|(?:enter|insert) keywords.{0,12}",
    "Author-Email": r"(?:your|author|first|j(?:ane|ohn)\.?doe|your\.?name|first(?:name)?\.?last(?:name)?|someone|name)"
    r"@(?:example|domain|your\w*)\..+|doe@someuni\.edu"
    r"|(?:your[._-]?(?:e?mail|name|address)|(?:first[._-]?name|given[._-]?name|name|vorname|pr[eé]nom|nombre|nome|voornaam|imie)[._-]?"
    r"(?:last[._-]?name|family[._-]?name|surname|nachname|nom|apellidos?|cognome|sobrenome|achternaam|nazwisko))@.+",
    "Author-WorkPlace-Name": r"your (?:university|institution|affiliation).{0,12}|grandiose university.*|some (?:big|other)"
    r" university",
    "Handle": r"RePEc:(?:aaa:ssssss|xxx:(?:yyyyyy|xxxxxx)|aaa:xxxxxx)(?::.*)?",
}
# The domain that programs have in their samples, and handles of examples, which may have such addresses. Others that are kept
# for examples (RFC 2606), such as example.org, are what people write on purpose in place of an address that is not to be known.
_ADDRESSES = ("url", "email")
# What each address of an example for authors has in it: a word for a name, or a domain for examples. What stands before the @
# has 64 characters at most (RFC 5321, 4.5.3.1.1).
_MAY_BE_EXAMPLE = lazy(r"(?:name|nom|naam|your|nazwisko)[^@]{0,64}@|@(?:example|domain|your|someuni)", re.I)
_EXAMPLE_ADDRESS = lazy(r"(?:@|://)(?:www\.)?example\.com(?![\w-])", re.I)
_SAMPLE_HANDLE = lazy(r"RePEc:(?:(\w)\1\1|abc|xyz|exa)(?::(?!ssssss|xxxxxx|yyyyyy)|\Z)", re.I)


@check_values("Title")
def value_placeholder(value: str, context: CheckContext) -> Hit | None:
    """Find a title that only says that there is none."""
    if (len(value) > LONGEST_TITLE and not value.startswith("Microsoft")) or not Grammar.standard().rules["no-title"].accepts(
        value
    ):
        return None
    return Hit(f'{context.info.name} is "{value}", which says that there is no title.', hint=_fill_in(context.info))


def _fill_in(info: AttributeInfo) -> str:
    """What to do about an attribute that says nothing, where leaving it out would be wrong."""
    return f"Fill it in: {info.name} is required." if info.attribute.required and not info.list_key else ""


def _is_complete(value: str) -> bool:
    """Whether no part can be missing: all that the grammar's rule `no-part` has contains an N or a question mark."""
    return value.isdigit() or not ("n" in value or "N" in value or "?" in value)


def _has_both_ends(value: str) -> bool:
    return value[0] not in _DASHES and value[-1] not in _DASHES


def _names_its_item(value: str) -> bool:
    """Whether the code in a handle ends with a digit, or says something; others look for words of programs within it."""
    return value[-1].isdigit() or not ("10." in value or is_placeholder(value.split(":", 3)[-1]))


def _missing_span(value: str) -> tuple[int, int] | None:
    """Where an identifier or an address has a word of programs in place of a part."""
    rules = Grammar.standard().rules
    if "10." in value and rules["no-doi"].accepts(value):
        return value.index("/", value.index("10.")) + 1, len(value)
    return missing_parts(rules["no-value"]).find(value)


@check_values(*_NUMBERS, skip=_is_complete)
@check_values("Pages", skip=_has_both_ends)
@check_values("Publication-Status")
@check_values("Handle", skip=_names_its_item)
@check_values(types=("doi",))
@check_values(types=_IDENTIFIERS, contains="null")
@check_values(types=_IDENTIFIERS, contains="undefined")
@check_values(types=_IDENTIFIERS, contains="NaN")
@check_values(types=_IDENTIFIERS, contains="None")
def value_incomplete(value: str, context: CheckContext) -> Hit | None:
    """Find a word in a value that a program wrote where it had no part of it."""
    if is_placeholder(value):
        return None
    name, start, part = context.info.name, 0, ""
    if name == "Pages" and not _has_both_ends(value) and any(map(str.isdigit, value)):
        return Hit(f'The {"first" if value[0] in _DASHES else "last"} page is missing in "{value}".')
    if name in _NUMBERS:
        part = _missing_part(value)
        start = 0 if value.startswith(part) else value.rfind(part)
    elif name == "Publication-Status":
        match = missing_place().search(value)
        start, part = (match.start(), match[0]) if match else (0, "")
    elif name == "Handle" and value.count(":") > 2 and (span := missing_in_code(code := value.split(":", 3)[3])) is not None:
        start, part = len(value) - len(code) + span[0], code[slice(*span)]
    elif (span := _missing_span(value)) is not None and context.info.type.fits(value):
        start, part = span[0], value[slice(*span)]
    if not part:
        return None
    return Hit(f'{name} has "{part}" where a part of it is missing: "{value}".', start=start, end=start + len(part))


def _missing_part(value: str) -> str:
    """What is written in a number or a range for the part that is not known; empty where nothing is missing."""
    rules = Grammar.standard().rules
    found = (rules[rule].parts(value, "no-part").get("no-part") for rule in ("half-range", "no-range", "no-count"))
    return next((parts[0] for parts in found if parts), "")


def _is_no_example_address(value: str) -> bool:
    return _MAY_BE_EXAMPLE.search(value) is None


def _begins_unlike(name: str, value: str) -> bool:
    return value.split(" ", 1)[0].lower() not in _first_words(name)


@cache
def _first_words(name: str) -> frozenset[str]:
    """The words with which the examples of an attribute begin, with and without a comma."""
    words = {text.split()[0] for text in vocabularies.example_texts()[name]}
    return frozenset({*words, *(f"{word}," for word in words)})


@check_values("Title", "Abstract", "Keywords")
@check_values("Author-WorkPlace-Name", contains="niversity")
@check_values("Author-WorkPlace-Name", skip=partial(_begins_unlike, "Author-WorkPlace-Name"))
@check_values("Author-Name", skip=partial(_begins_unlike, "Author-Name"))
@check_values("Author-Email", skip=_is_no_example_address)
@check_values(types=("url", "email"), contains="example.com")
@check_values("Handle", contains=":ssssss")
@check_values("Handle", contains=":xxx")
def value_example(value: str, context: CheckContext) -> Hit | None:
    """Find the text of an example."""
    info = context.info
    name = info.name
    if _is_example(name, value):
        return Hit(f'{name} is still the text of an example: "{beginning(value, 80)}".', hint=_fill_in(info))
    if info.attribute.type in _ADDRESSES and context.once(_example_address) == context.index:
        return Hit(f'{name} is an address for examples, which nobody has: "{value}".')
    return None


def _example_address(context: CheckContext) -> int:
    """The index of the first address of an example, of a template that is none itself; 0 where there is none."""
    if _SAMPLE_HANDLE.match(context.data.get("handle") or ""):
        return 0
    addresses = ((index, info, value) for index, info, value in context.attributes() if info.attribute.type in _ADDRESSES)
    for index, info, value in addresses:
        reads = info.type.read or info.type.accepts
        is_refused = reads is not None and reads(value) is None  # which is reported
        if _EXAMPLE_ADDRESS.search(value) and not is_refused and not _is_example(info.name, value):
            return index
    return 0


def _is_example(name: str, value: str) -> bool:
    if len(value) <= LONGEST_EXAMPLE and (texts := _letters_of_examples(name)):
        parts = value.replace(",", ";").split(";") if name == "Keywords" else (value,)
        if texts.issuperset(map(_letters, parts)):
            return True
    return name in _EXAMPLES and _example(name).match(value) is not None


def _letters(text: str) -> str:
    """A text as examples are compared: without spaces, digits, full stops and brackets, but a title may be a word in quotes."""
    return folded(text).translate(_LETTERS)


@cache
def _letters_of_examples(name: str) -> frozenset[str]:
    return frozenset(map(_letters, vocabularies.example_texts().get(name, ())))


@cache
def _example(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_EXAMPLES[name]})\\Z", re.I)
