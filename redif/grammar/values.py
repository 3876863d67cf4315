"""Value types: from the text of a value to its normal form.

A type is what a specification declares (`spec.Type`), made of rules (`rules.Rule`) and the few operations that the head of
redif-1.0.spec explains. Reading gives the normal form of a value, or None where the type refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from redif.grammar import vocabularies
from redif.grammar.errors import GrammarError, Refusal
from redif.grammar.expressions import groups_of
from redif.grammar.rules import Rule
from redif.grammar.spec import Operation, Type

CACHED_VALUES, LONGEST_CACHED = 1024, 24  # values of a type, and characters of each
LONGEST_NUMBER = 15  # digits
EXPLAINED = 1000  # characters of a value that are parsed to explain why it is refused

Step = Callable[[re.Match[str], str], str]


class ValueType:
    """How values of one type are read.

    Attributes:
        name: the type's name in the specification.
        lengths: bounds of a usual length (see `spec.Lengths`).
        help: what to write, for people whose value was refused.
        split: a function from the text to its parts, where a value is a list; each part is then read by itself.
        default: what an empty value means.
    """

    def __init__(self, type_: Type, rules: Mapping[str, Rule], file: str, source: str) -> None:
        self.name = type_.name
        self.lengths = type_.lengths
        self.help = type_.help
        self.default: str | None = None
        self.split: Callable[[str], list[str]] | None = None
        self.is_number = False
        self._separator: re.Pattern[str] | None = None
        self._list: str | None = None
        self._or: Rule | None = None
        self._rule: Rule | None = None
        self._rules = rules
        self._file, self._source = file, source
        self._expression = re.compile(type_.expression) if type_.expression else None
        self._steps: list[Operation] = []
        for operation in type_.operations:
            self._add(operation)
        if self._rule is None and (self._steps or self._list or self.is_number):
            raise self._error(f"the type {self.name} needs a rule", type_.operations[0].offset)

    def _add(self, operation: Operation) -> None:
        verb, words = operation.verb, operation.words
        match verb, words:
            case "rule", (name,):
                self._rule = self._named(name, operation)
            case "part", (name,):
                self._part([self._named(name, operation)])
            case "part", (name, "or", other):
                self._part([self._named(name, operation), self._named(other, operation)])
            case "known", (name, *rest):
                if name not in vocabularies.LISTS:
                    raise self._error(f"there is no list {name}; there are {', '.join(vocabularies.LISTS)}", operation.offset)
                self._list = name
                self._or = self._named(rest[1], operation) if len(rest) == 2 and rest[0] == "or" else None
            case "default", (text,):
                self.default = text
            case "number", ():
                self.is_number = True
            case (("lower" | "upper"), ()) | (("lower" | "upper" | "only" | "without"), (_,)) | ("join", (_, _, *_)):
                for name in _rules_in(operation):
                    self._named(name, operation)
                self._steps.append(operation)
            case _:
                raise self._error(f"there is no operation {' '.join((verb, *words))}", operation.offset)

    def _part(self, separators: list[Rule]) -> None:
        self.split = _splitter(separators)
        self._separator = separators[0].pattern()

    def _error(self, message: str, offset: int) -> GrammarError:
        return GrammarError.at(message, self._file, self._source, offset)

    def _named(self, name: str, operation: Operation) -> Rule:
        rule = self._rules.get(name.lower())
        if rule is None:
            raise self._error(f"there is no rule {name}", operation.offset)
        return rule

    @property
    def list_name(self) -> str:
        """The name of the list in which its values have to be; empty where there is none."""
        return self._list.replace("-", " ") if self._list else ""

    @property
    def is_free(self) -> bool:
        """Whether it accepts any text."""
        return self._rule is None and self._expression is None

    @cached_property
    def accepts(self) -> Callable[[str], object] | None:
        """A function that accepts or refuses a value, where reading it takes no more than that; else None."""
        if self._steps or self._list or self.is_number or self.split:
            return None
        if self._expression is not None:
            return self._expression.search
        return self._rule.accepts if self._rule else None

    @cached_property
    def read(self) -> Callable[[str], str | int | None] | None:
        """A function from text to normal form, or to None where it is refused; None where `accepts` is enough."""
        if self.is_free or self.accepts is not None or self._rule is None:
            return None
        captures = {w.lower() for step in self._steps for w in _rules_in(step)}
        pattern = self._rule.pattern(*captures)
        fullmatch = pattern.fullmatch
        steps = [_step(operation, pattern) for operation in self._steps]
        known, or_else, is_number = self._list, self._or, self.is_number

        def read(value: str) -> str | int | None:
            match = fullmatch(value)
            if match is None:
                return None
            for step in steps:
                value = step(match, value)
            if known is not None and value not in vocabularies.LISTS[known]() and not (or_else and or_else.accepts(value)):
                return None
            if is_number:
                return int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else None
            return value

        return _cached(read)

    def explain(self, value: str) -> Refusal | None:
        """Return why a value (or one part of a list) is refused; None where it matches, or nothing more is known."""
        refusal = self._rule.explain(value[:EXPLAINED]) if self._rule else None
        # Where a value goes on after what was parsed of it, its end there is no reason.
        return None if refusal is not None and refusal.offset == EXPLAINED < len(value) else refusal

    def holds_several(self, value: str) -> bool:
        """Whether a value would be read as a list of several, because it contains a separator."""
        return self._separator is not None and self._separator.search(value) is not None

    def fits(self, value: str) -> bool:
        """Whether a value has the right form; one that does and is refused all the same is not in the list."""
        if self._expression is not None:
            return self._expression.search(value) is not None
        return self._rule is None or self._rule.accepts(value) is not None


def _cached(read: Callable[[str], str | int | None]) -> Callable[[str], str | int | None]:
    """Cache short values: media types, dates and codes are repeated within a file."""
    known: dict[str, str | int | None] = {}

    def cached(value: str) -> str | int | None:
        if len(value) > LONGEST_CACHED:
            return read(value)
        try:
            return known[value]
        except KeyError:
            if len(known) >= CACHED_VALUES:
                known.clear()
            result = known[value] = read(value)
            return result

    return cached


def _splitter(separators: list[Rule]) -> Callable[[str], list[str]]:
    patterns = [rule.pattern() for rule in separators]

    def split(value: str) -> list[str]:
        for pattern in patterns[:-1]:
            if pattern.search(value):
                break
        else:
            pattern = patterns[-1]
        return [part for part in map(str.strip, pattern.split(value)) if part]

    return split


def _rules_in(operation: Operation) -> tuple[str, ...]:
    """The words of an operation that are names of rules."""
    match operation.verb:
        case "join":
            return operation.words[1:]
        case "lower" | "upper" | "only":
            return operation.words
        case _:
            return ()


def _step(operation: Operation, pattern: re.Pattern[str]) -> Step:
    """An operation as a function of the match and the value so far.

    Parts are found by their offsets in the match, so an operation that changes the length comes after those that do not.
    """
    verb, words = operation.verb, operation.words
    groups = [group for name in _rules_in(operation) for group in groups_of(pattern, name)]
    match verb:
        case "without":
            unwanted = words[0]
            return lambda _match, value: value.replace(unwanted, "") if unwanted in value else value
        case "join":
            between = words[0]
            return lambda match, _value: between.join(filter(None, match.group(0, *groups)[1:]))
        case "only" if len(groups) == 1:
            only = groups[0]
            return lambda match, value: value[match.start(only) : match.end(only)]
        case "only":
            return lambda match, value: next(
                (value[match.start(g) : match.end(g)] for g in groups if match[g] is not None), value
            )
        case _:
            change = str.lower if verb == "lower" else str.upper
            if not words:
                return lambda _match, value: change(value)
            return lambda match, value: _changed(match, value, groups, change)


def _changed(match: re.Match[str], value: str, groups: list[int], change: Callable[[str], str]) -> str:
    """The value with some of its parts in another letter case; being ASCII, no part changes its length."""
    for group in groups:
        part = match[group]
        if part is not None and (changed := change(part)) != part:
            value = value[: match.start(group)] + changed + value[match.end(group) :]
    return value
