"""The checks there are, and what each looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from redif.checks.template.subject import Hit, Subject
from redif.grammar import Grammar
from redif.schema.tables import HANDLE_TYPES, AttributeInfo

HANDLES = frozenset(HANDLE_TYPES)

ValueCheck = Callable[[str, Subject], Hit | None]
TemplateCheck = Callable[[Subject], Iterator[Hit]]


class OfValue(NamedTuple):
    """A check of values, and what it looks at.

    Attributes:
        attributes: attributes by full name; types: value types; without any of both, all values.
        but: value types that it does not look at.
        holds: what a value has to hold to be looked at; most values are passed over by this alone.
        unless: what matches the beginning of a value that is not looked at, for many are like that.
    """

    code: str
    function: ValueCheck
    attributes: frozenset[str]
    types: frozenset[str]
    but: frozenset[str]
    holds: str
    unless: re.Pattern[str] | None

    def looks_at(self, info: AttributeInfo) -> bool:
        """Whether it looks at values of an attribute."""
        type_ = info.attribute.type
        if self.attributes or self.types:
            return info.name in self.attributes or type_ in self.types
        return type_ not in self.but


class OfTemplate(NamedTuple):
    """A check of templates as a whole, and what their text has to hold to be looked at.

    Attributes:
        holds: it has to hold this.
        strange: it has to hold characters that hardly ever stand in text.
    """

    code: str
    function: TemplateCheck
    holds: str
    strange: bool


_values: list[OfValue] = []
_templates: list[OfTemplate] = []


def of_values(
    *attributes: str,
    types: Iterable[str] = (),
    but: Iterable[str] = (),
    holds: str = "",
    unless: re.Pattern[str] | None = None,
) -> Callable[[ValueCheck], ValueCheck]:
    """Make a function a check of the values of some attributes or value types; without any, of all `but` some types."""

    def register(function: ValueCheck) -> ValueCheck:
        names = frozenset(attributes), frozenset(types), frozenset(but)
        check = OfValue(_code(function), function, *names, holds, unless)
        _values.append(check)
        return function

    return register


def of_templates(*, holds: str = "", strange: bool = False) -> Callable[[TemplateCheck], TemplateCheck]:
    """Make a function a check of templates whose text holds something."""

    def register(function: TemplateCheck) -> TemplateCheck:
        _templates.append(OfTemplate(_code(function), function, holds, strange))
        return function

    return register


@cache
def rule(name: str) -> re.Pattern[str]:
    """A rule of the grammar, to search by."""
    return Grammar.standard().rules[name].pattern()


def value_checks() -> Sequence[OfValue]:
    """All checks of values."""
    return _values


def template_checks() -> Sequence[OfTemplate]:
    """All checks of templates."""
    return _templates


def _code(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")
