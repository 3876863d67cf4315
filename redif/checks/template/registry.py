"""The checks there are, and which values or templates each of them looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from redif.checks.template.context import CheckContext, Hit
from redif.grammar import Grammar
from redif.schema.slots import AttributeInfo
from redif.schema.tables import HANDLE_TYPES, TemplateSchema

HANDLES = frozenset(HANDLE_TYPES)

ValueFunction = Callable[[str, CheckContext], Hit | None]
TemplateFunction = Callable[[CheckContext], Iterator[Hit]]


class ValueCheck(NamedTuple):
    """A check of single values.

    Attributes:
        attributes: full names of the attributes to check.
        types: value types to check. Without attributes and types, all values are checked.
        except_types: value types not to check.
        contains: text that a value must contain to be checked; it rules out most values at little cost.
        skip: returns something true for values that need no check because they have the usual form.
    """

    code: str
    function: ValueFunction
    attributes: frozenset[str]
    types: frozenset[str]
    except_types: frozenset[str]
    contains: str
    skip: Callable[[str], object] | None

    def looks_at(self, info: AttributeInfo) -> bool:
        """Whether values of an attribute are checked."""
        type_ = info.attribute.type
        if self.attributes or self.types:
            return info.name in self.attributes or type_ in self.types
        return type_ not in self.except_types


class TemplateCheck(NamedTuple):
    """A check of a template as a whole.

    Attributes:
        attributes: full names of attributes; only templates of a type that has one of them are checked. Without, all are.
        contains: text that the template must contain to be checked.
        skip: returns something true for templates that need no check; asking takes less time than to begin the check.
        unusual: only templates with unusual characters are checked (see `characters.has_unusual_characters`).
    """

    code: str
    function: TemplateFunction
    attributes: frozenset[str]
    contains: str
    skip: Callable[[CheckContext], object] | None
    unusual: bool

    def looks_at(self, schema: TemplateSchema) -> bool:
        """Whether templates of a type are checked."""
        return not self.attributes or any(name.lower() in schema.attribute_infos for name in self.attributes)


_value_checks: list[ValueCheck] = []
_template_checks: list[TemplateCheck] = []


def check_values(
    *attributes: str,
    types: Iterable[str] = (),
    except_types: Iterable[str] = (),
    contains: str = "",
    skip: Callable[[str], object] | None = None,
) -> Callable[[ValueFunction], ValueFunction]:
    """Register a function as a check of values; the arguments are those of `ValueCheck`, the code is the function's name."""

    def register(function: ValueFunction) -> ValueFunction:
        names = frozenset(attributes), frozenset(types), frozenset(except_types)
        _value_checks.append(ValueCheck(_code(function), function, *names, contains, skip))
        return function

    return register


def check_template(
    *attributes: str,
    contains: str = "",
    skip: Callable[[CheckContext], object] | None = None,
    unusual: bool = False,
) -> Callable[[TemplateFunction], TemplateFunction]:
    """Register a function as a check of templates; the arguments are those of `TemplateCheck`."""

    def register(function: TemplateFunction) -> TemplateFunction:
        _template_checks.append(TemplateCheck(_code(function), function, frozenset(attributes), contains, skip, unusual))
        return function

    return register


@cache
def usual_authority() -> str:
    """What handles begin with, as the grammar spells it first: `RePEc`."""
    return Grammar.standard().rules["authority"].words()[0]


@cache
def rule_pattern(name: str) -> re.Pattern[str]:
    """The compiled expression of a grammar rule, to search with."""
    return Grammar.standard().rules[name].pattern()


def value_checks() -> Sequence[ValueCheck]:
    """All checks of values."""
    return _value_checks


def template_checks() -> Sequence[TemplateCheck]:
    """All checks of templates."""
    return _template_checks


def _code(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")
