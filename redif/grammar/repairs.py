"""Repairs: what a refused value can only have meant, and what a record takes of an accepted value.

Both are declared in the specification (see "repair" and "record" at the head of redif-1.0.spec). A repair is a form that people
write, with the operations that turn it into a correct value. Nothing is guessed: a form that can be read in two ways is not a
repair, or is marked as giving only part of the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from redif.grammar.expressions import groups_of
from redif.grammar.missing_parts import missing_parts
from redif.grammar.rules import Rule
from redif.grammar.spec import Operation
from redif.grammar.vocabularies import LISTS
from redif.source.characters import folded

URL_CHARACTERS = "%/:?#@!$&'()*+,;=~|-._"  # what an address holds as it is, beside letters and digits


# The operations with the number of their words; "join" takes any number of rules.
REPAIRS = {
    "rule": 1, "translate": 2, "pad": 1, "join": 2, "words": 2, "ambiguous": 2, "encode": 0, "begin": 1, "only": 1,
    "among": 2, "without": 1, "digits": 1, "upper": 0, "lower": 0, "decode": 0, "unwrap": 0, "replace": 2, "end": 1,
    "unless": 1, "closed": 0, "partly": 0,
}  # fmt: skip
NARROWINGS = {"years": 2, "calendar": 0, "not": 1, "complete": 1, "nowhere": 2, "keep": 3, "named": 1}
TESTS = frozenset({"not", "complete", "nowhere"})  # which take a value as it is, or not at all
# These are about the type, not a step from a value to another.
READINGS = {"usual": 1, "undivided": 1, "repaired": 0}
_SEARCHING = ("words", "among", "digits", "replace", "end", "unless")  # they look into the value themselves
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "“": "”"}
_DIGITS = str.maketrans("OoIl", "0011")


class Repair(NamedTuple):
    """What a value was meant to be.

    Attributes:
        value: as it should be written.
        is_whole: whether it says all that was written.
    """

    value: str
    is_whole: bool


class Form:
    """One way in which people write values of a type.

    Args:
        rule: what such a value looks like.
        operations: what gives it its right form, in order.
        rules: all rules of the grammar.
    """

    def __init__(self, rule: Rule, operations: Sequence[Operation], rules: Mapping[str, Rule]) -> None:
        self._rule = rule
        self._rules = rules
        self._operations = operations
        self.is_whole = all(operation.verb != "partly" for operation in operations)

    @cached_property
    def _pattern(self) -> tuple[re.Pattern[str], Mapping[str, list[int]]]:
        parts = (operation for operation in self._operations if operation.verb not in _SEARCHING)
        names = {word.lower() for operation in parts for word in rules_of(operation)}
        pattern = self._rule.pattern(*names)
        return pattern, {name: groups_of(pattern, name) for name in names}

    @cached_property
    def _words(self) -> Mapping[str, re.Pattern[str]]:
        """The words that operations look for, as expressions; a repeated group of one expression would hold the last only."""
        patterns = {}
        for verb, words in ((operation.verb, operation.words) for operation in self._operations):
            if verb in _SEARCHING:
                pattern = self._rules[words[-1].lower()].pattern()
                if verb in ("words", "digits"):
                    pattern = re.compile(rf"(?<![^\W_]){pattern.pattern}(?![^\W_])")
                elif verb == "end":
                    pattern = re.compile(rf"(?:{pattern.pattern})\Z")
                patterns[words[-1].lower()] = pattern
        return patterns

    def repaired(self, value: str) -> str | None:
        """The value in its right form; None where it is not of this form."""
        pattern, groups = self._pattern
        match = pattern.fullmatch(value)
        if match is None:
            return None
        parts = {name: [match[group] for group in numbers if match[group] is not None] for name, numbers in groups.items()}
        for operation in self._operations:
            result = _applied(operation, value, parts, self._words)
            if result is None:
                return None
            value = result
        return value


def has_its_words(operation: Operation) -> bool:
    """Whether an operation of a repair or of a record has the words that it needs."""
    verb, words = operation.verb, operation.words
    number = (REPAIRS | NARROWINGS | READINGS)[verb]
    if verb == "translate" and (len(words) != number or words[1] not in LISTS):
        return False
    if verb in ("named", "among") and (len(words) != number or words[0] not in LISTS):
        return False
    if verb == "years" and not all(word.isdecimal() and len(word) <= 4 for word in words):
        return False
    return len(words) >= number if verb == "join" else len(words) == number


def forms(operations: Sequence[Operation], rules: Mapping[str, Rule]) -> Iterator[Form]:
    """The forms that a list of operations declares; each begins with its rule."""
    starts = [index for index, operation in enumerate(operations) if operation.verb == "rule"]
    for start, end in pairwise([*starts, len(operations)]):
        yield Form(rules[operations[start].words[0].lower()], operations[start + 1 : end], rules)


def rules_of(operation: Operation) -> tuple[str, ...]:
    """The words of an operation that name rules."""
    match operation.verb, operation.words:
        case (("join" | "words" | "among" | "replace" | "nowhere"), (_, *names)):
            return tuple(names)
        case "translate", (name, _):
            return (name,)
        case "keep", (name, _, whole):
            return (name, whole)
        case (
            ("pad" | "only" | "ambiguous" | "digits" | "end" | "unless" | "not" | "complete" | "usual" | "undivided"),
            names,
        ):
            return names
        case _:
            return ()


def _applied(operation: Operation, value: str, parts: dict[str, list[str]], rules: Mapping[str, re.Pattern[str]]) -> str | None:
    """The value after one operation, which may change the parts; None where the value is not meant to be repaired."""
    match operation.verb, operation.words:
        case "translate", (name, vocabulary):
            key, known = name.lower(), LISTS[vocabulary]()
            translated = [known.get(text.lower()) or known.get(folded(text)) for text in parts[key]]
            if not translated or None in translated:
                return None
            parts[key] = [text for text in translated if text is not None]
            return parts[key][0]
        case "pad", (name,):
            parts[name.lower()] = [text.zfill(2) for text in parts[name.lower()]]
            return value
        case "ambiguous", (first, second):
            numbers = [text for text in (*parts[first.lower()], *parts[second.lower()]) if text.isdecimal()]
            is_next = len(numbers) == 2 and (int(numbers[0]) + 1) % 100 == int(numbers[1])
            return None if is_next else value
        case "join", (between, *names):
            return between.join(text for name in names for text in parts[name.lower()])
        case "only", (name,):
            return next(iter(parts[name.lower()]), None)
        case "words", (between, name):
            return between.join(rules[name.lower()].findall(value)) or None
        case "among", (vocabulary, name):
            known = LISTS[vocabulary]()
            return value if all(folded(word) in known for word in rules[name.lower()].findall(value)) else None
        case "end", (name,):
            return rules[name.lower()].sub("", value).rstrip()
        case "replace", (text, name):
            return rules[name.lower()].sub(text, value)
        case "unless", (name,):
            return None if rules[name.lower()].fullmatch(value) else value
        case "closed", ():
            return value.strip(" .,;")
        case "digits", (name,):
            return rules[name.lower()].sub(lambda match: match[0][0] + match[0][1:].translate(_DIGITS), value)
        case "upper", ():
            return value.upper()
        case "lower", ():
            return value.lower()
        case "unwrap", ():
            return value[1:-1] if _CLOSING.get(value[0]) == value[-1] else None
        case "decode", ():
            from urllib.parse import unquote  # takes a while to import, and few files need it

            return unquote(value)
        case "encode", ():
            from urllib.parse import quote  # takes a while to import, and few files need it

            return quote(value, safe=URL_CHARACTERS)
        case "begin", (text,):
            return text + value
        case "without", (text,):
            return value.replace(text, "")
        case _:
            return value  # "partly" changes nothing


class Narrowed(NamedTuple):
    """What a record takes of a value.

    Attributes:
        value: in the form in which the record has it.
        is_whole: whether it says all that the value does.
    """

    value: str
    is_whole: bool = True


Narrowing = Callable[[str], str | None]


def narrowings(operations: Sequence[Operation], rules: Mapping[str, Rule]) -> list[Narrowing]:
    """Return the operations that narrow what a record takes, as functions of the value so far."""
    return [_narrowing(operation, rules) for operation in operations]


def narrowed(value: str, steps: Sequence[Narrowing]) -> Narrowed | None:
    """What a record takes of a value in its normal form; None where it takes nothing of it."""
    is_whole = True
    for step in steps:
        try:
            result = step(value)
        except ValueError:  # it is no date: another specification narrows what it should not
            return Narrowed(value)
        if result is None:
            return None
        is_whole = is_whole and (step is not _existing_day or result == value)
        value = result
    return Narrowed(value, is_whole)


def _narrowing(operation: Operation, rules: Mapping[str, Rule]) -> Narrowing:
    match operation.verb, operation.words:
        case "years", (first, years_ahead):
            from datetime import date  # takes a while to import

            least, most = int(first), date.today().year + int(years_ahead)
            return lambda value: value if least <= int(value[:4]) <= most else None
        case "calendar", ():
            return _existing_day
        case "not", (name,):
            accepts = rules[name.lower()].accepts
            return lambda value: None if accepts(value) else value
        case "complete", (name,):
            is_complete = missing_parts(rules[name.lower()]).is_complete
            return lambda value: value if is_complete(value) else None
        case "nowhere", (text, name):
            finds = rules[name.lower()].finds
            return lambda value: None if value.count(text) > 1 and finds(value) else value
        case "keep", (name, _, whole):
            parts = rules[whole.lower()].parts
            return lambda value: next(iter(parts(value, name).get(name, ())), None)
        case "named", (vocabulary,):
            known = LISTS[vocabulary]
            return lambda value: known().get(folded(value), value)
        case _:
            return lambda value: value


def _existing_day(value: str) -> str:
    """Return a date of the calendar; of a day that it does not have, the month."""
    from calendar import monthrange  # takes a while to import

    year, month, day = [int(part) for part in (*value.split("-"), "0", "0")][:3]
    exists = not day or day <= monthrange(year, month)[1]
    return value if exists else f"{year:04}-{month:02}"
