"""The stages in which a value is read: the rule of each, and what is done with the parts that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from redif.grammar.expressions import groups_of
from redif.grammar.rules import Rule
from redif.grammar.spec import Operation

Step = Callable[[re.Match[str], str], str]


class Stage:
    """A rule that a value has to be, and what is done with it before the next stage."""

    def __init__(self, rule: Rule, operations: list[Operation]) -> None:
        self.rule = rule
        self.operations = operations

    @cached_property
    def compiled(self) -> tuple[Callable[[str], re.Match[str] | None], list[Step]]:
        """The rule as a `fullmatch`, and the operations as functions of the match and the value so far."""
        pattern = self.rule.pattern(*{word.lower() for operation in self.operations for word in rules_in(operation)})
        return pattern.fullmatch, [_step(operation, pattern) for operation in self.operations]


def rules_in(operation: Operation) -> tuple[str, ...]:
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
    groups = [group for name in rules_in(operation) for group in groups_of(pattern, name)]
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
            return _changing(groups, change)


def _changing(groups: list[int], change: Callable[[str], str]) -> Step:
    """A function that puts some parts into another letter case; being ASCII, no part changes its length."""

    def changed(match: re.Match[str], value: str) -> str:
        for group in groups:
            part = match[group]
            if part is not None and (new := change(part)) != part:
                value = value[: match.start(group)] + new + value[match.end(group) :]
        return value

    return changed
