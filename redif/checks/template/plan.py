"""Run the checks on a template: each attribute's value through the checks that look at it, then the template as a whole.

A check is a function that looks at one value or at one template and returns what it found. Its name is its code:
`title_capitals` finds `title-capitals`. To add a check, write the function into the module it belongs to, and the entry for its
code into the catalogue (`redif/findings/codes`).

Which checks look at which attribute is worked out once for each template type. The checks of an attribute that look at the same
values form a group, so that most values are ruled out by one question to the group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from redif.checks.template import (
    agreement,
    characters,
    clusters,
    leftovers,
    ligatures,
    lines,
    look_alikes,
    markup,
    missing_colons,
    months,
    names,
    references,
    titles,
)
from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import TemplateFunction, ValueFunction, template_checks, value_checks
from redif.findings.finding import Finding
from redif.schema.slots import AttributeInfo
from redif.schema.tables import CACHED_GRAMMARS, LONGEST_NAME, SPELLINGS, TemplateSchema
from redif.syntax.problems import MOST_REPORTED
from redif.syntax.template import Template

# Importing them registers their checks.
MODULES = (
    characters,
    ligatures,
    look_alikes,
    lines,
    missing_colons,
    markup,
    titles,
    names,
    references,
    agreement,
    months,
    clusters,
    leftovers,
)

# Some checks look at every value that contains this; most templates do not contain it anywhere.
AMPERSAND = "&"


# Checks that look at the same values: text that a value must contain; a function that returns something true for a value that
# is not to be checked; code and function of each check. To unpack a tuple with names would take several times as long.
_CheckGroup = tuple[str, Callable[[str], object] | None, tuple[tuple[str, ValueFunction], ...]]
_CheckGroups = tuple[_CheckGroup, ...]
# A check of a template as a whole: text that it must contain; a function that returns something true for a template that is
# not to be checked; the code, the function.
_WholeCheck = tuple[str, Callable[[CheckContext], object] | None, str, TemplateFunction]


class _Plan(NamedTuple):
    """The checks for templates of one type.

    Attributes:
        of_values: the checks of each attribute, by its name in lowercase or as met in a file.
        without_ampersand: the same for a template without AMPERSAND, without the checks that need one.
        of_template: checks of the template as a whole.
        of_unusual: those for a template with unusual characters only.
    """

    of_values: dict[str, _CheckGroups]
    without_ampersand: dict[str, _CheckGroups]
    of_template: tuple[_WholeCheck, ...]
    of_unusual: tuple[_WholeCheck, ...]


class TemplateChecks:
    """The checks that find the given codes."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._plans: dict[TemplateSchema, _Plan] = {}
        self._groups: dict[tuple[str, str], _CheckGroups] = {}

    @staticmethod
    @lru_cache(maxsize=CACHED_GRAMMARS)
    def cached(codes: frozenset[str]) -> TemplateChecks:
        """The checks for some codes, the same object for the same codes."""
        return TemplateChecks(codes)

    def findings(self, template: Template) -> list[Finding]:
        """What the checks find in a template."""
        schema = template.schema
        if not schema.type:
            return []
        plan = self._plans.get(schema)
        if plan is None:
            plan = self._plans[schema] = self._plan(schema)
        context = CheckContext(template, schema)
        text, whole_checks = template.text, plan.of_template
        found = _in_values(context, plan.of_values if AMPERSAND in text else plan.without_ampersand)
        if len(found) > MOST_REPORTED:
            return found
        # In an encoding that is not read, all letters are others than they were meant to be.
        if not template.is_misread and (template.has_controls or characters.has_unusual_characters(text)):
            whole_checks += plan.of_unusual
        for contains, skip, code, check in whole_checks:
            if contains in text and (skip is None or not skip(context)):
                for hit in islice(check(context), MOST_REPORTED):
                    found.append(context.finding(code, hit))
        return found

    def _plan(self, schema: TemplateSchema) -> _Plan:
        of_values: dict[str, _CheckGroups] = {}
        for name, info in schema.attribute_infos.items():
            attribute = info.name, info.attribute.type
            if attribute not in self._groups:  # most attributes are in many template types
                self._groups[attribute] = self._groups_for(info)
            of_values[name] = self._groups[attribute]
        without_ampersand = {
            name: tuple(group for group in groups if group[0] != AMPERSAND) for name, groups in of_values.items()
        }
        wanted = [check for check in template_checks() if check.code in self._codes and check.looks_at(schema)]
        of_template = tuple((check.contains, check.skip, check.code, check.function) for check in wanted if not check.unusual)
        of_unusual = tuple((check.contains, check.skip, check.code, check.function) for check in wanted if check.unusual)
        return _Plan(of_values, without_ampersand, of_template, of_unusual)

    def _groups_for(self, info: AttributeInfo) -> _CheckGroups:
        groups: dict[tuple[str, Callable[[str], object] | None], list[tuple[str, ValueFunction]]] = {}
        for check in value_checks():
            if check.code in self._codes and check.looks_at(info):
                groups.setdefault((check.contains, check.skip), []).append((check.code, check.function))
        return tuple((contains, skip, tuple(group)) for (contains, skip), group in groups.items())


def _in_values(context: CheckContext, checks_of: dict[str, _CheckGroups]) -> list[Finding]:
    """What the checks find in the values of a template. This runs for every attribute, so the cheapest question comes first."""
    found: list[Finding] = []
    names, texts = context.names, context.texts
    for index, groups in enumerate(map(checks_of.get, names)):
        if groups is None:
            groups = _groups_of(names[index], checks_of)
        value = texts[index]
        if not value:
            continue
        for contains, skip, group in groups:
            if contains in value and (skip is None or not skip(value)):
                context.index = index
                for code, check in group:
                    hit = check(value, context)
                    if hit is None:
                        continue
                    if len(found) == MOST_REPORTED:
                        found.append(context.finding("findings-many", Hit("This template has more problems than are listed.")))
                        return found
                    found.append(context.finding(code, hit))
    return found


def _groups_of(name: str, checks_of: dict[str, _CheckGroups]) -> _CheckGroups:
    """The checks of an attribute whose name is not in lowercase; the spelling is added to the table."""
    groups = checks_of.get(name.lower(), ())
    if len(checks_of) < SPELLINGS and len(name) < LONGEST_NAME:
        checks_of[name] = groups
    return groups
