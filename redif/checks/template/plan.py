"""What is wrong with a template beyond the grammar: one function, one code.

A check looks at the values of some attributes, or at a template as a whole, and gives what it has found. Its name is its
code: `title_capitals` finds `title-capitals`. To add one, write it into the module of its kind and its entry into the
catalogue of codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from redif.checks.template import agreement, characters, lines, names, references, titles
from redif.checks.template.registry import OfTemplate, ValueCheck, template_checks, value_checks
from redif.checks.template.subject import Hit, Subject
from redif.findings.finding import Finding
from redif.schema.tables import CACHED_GRAMMARS, LONGEST_NAME, SPELLINGS, AttributeInfo, TemplateSchema
from redif.syntax.problems import MOST_TOLD
from redif.syntax.template import Template

MODULES = (characters, lines, titles, names, references, agreement)  # importing them is what registers their checks


RARE = "&"  # what some checks ask of every value, and most templates do not hold at all


class _Group(NamedTuple):
    """Checks that look at the same values (see `OfValue`), each with its code."""

    holds: str
    spares: Callable[[str], object] | None
    checks: tuple[tuple[str, ValueCheck], ...]


_Groups = tuple[_Group, ...]


class _Plan(NamedTuple):
    """The checks of one type of template.

    Attributes:
        values: those of attributes, by name as it is spelled or in small letters.
        usual: the same for a text without RARE, of which there is less to ask.
        wholes: those of the template; strange: of one that holds characters that hardly ever stand in text.
    """

    values: dict[str, _Groups]
    usual: dict[str, _Groups]
    wholes: tuple[OfTemplate, ...]
    strange: tuple[OfTemplate, ...]


class Checks:
    """The checks for some codes."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._plans: dict[TemplateSchema, _Plan] = {}
        self._groups: dict[tuple[str, str], _Groups] = {}

    @staticmethod
    @lru_cache(maxsize=CACHED_GRAMMARS)
    def of(codes: frozenset[str]) -> Checks:
        """Those for some codes that were made before."""
        return Checks(codes)

    def findings(self, template: Template) -> list[Finding]:
        """What is wrong with a template."""
        schema = template.schema
        if not schema.type:
            return []
        plan = self._plans.get(schema)
        if plan is None:
            plan = self._plans[schema] = self._plan(schema)
        subject = Subject(template, schema)
        text, wholes = template.text, plan.wholes
        found = _in_values(subject, plan.values if RARE in text else plan.usual)
        if len(found) > MOST_TOLD:
            return found
        if characters.is_strange(text):
            wholes += plan.strange
        for whole in wholes:
            if whole.holds in text:
                found += [subject.finding(whole.code, hit) for hit in islice(whole.function(subject), MOST_TOLD)]
        return found

    def _plan(self, schema: TemplateSchema) -> _Plan:
        values: dict[str, _Groups] = {}
        for name, info in schema.attribute_infos.items():
            kind = info.name, info.attribute.type
            if kind not in self._groups:  # most attributes stand in many templates
                self._groups[kind] = self._groups_for(info)
            values[name] = self._groups[kind]
        wholes = [check for check in template_checks() if check.code in self._codes]
        usual = {name: tuple(group for group in groups if group.holds != RARE) for name, groups in values.items()}
        some = (tuple(check for check in wholes if check.strange is strange) for strange in (False, True))
        return _Plan(values, usual, *some)

    def _groups_for(self, info: AttributeInfo) -> _Groups:
        groups: dict[tuple[str, re.Pattern[str] | None], list[tuple[str, ValueCheck]]] = {}
        for check in value_checks():
            if check.code in self._codes and check.looks_at(info):
                groups.setdefault((check.holds, check.unless), []).append((check.code, check.function))
        return tuple(_Group(holds, unless and unless.match, tuple(group)) for (holds, unless), group in groups.items())


def _in_values(subject: Subject, checks_of: dict[str, _Groups]) -> list[Finding]:
    """What is wrong with the values of a template. It runs for every attribute there is, so it asks the least first."""
    found: list[Finding] = []
    texts = subject.texts
    for index, name in enumerate(subject.names):
        groups = checks_of.get(name)
        if groups is None:
            groups = _groups_of(name, checks_of)
        value = texts[index]
        if not value:
            continue
        for holds, spares, group in groups:
            if holds in value and (spares is None or spares(value) is None):
                subject.index = index
                for code, check in group:
                    hit = check(value, subject)
                    if hit is None:
                        continue
                    if len(found) == MOST_TOLD:
                        found.append(subject.finding("findings-many", Hit("more findings about this template are not told")))
                        return found
                    found.append(subject.finding(code, hit))
    return found


def _groups_of(name: str, checks_of: dict[str, _Groups]) -> _Groups:
    """The checks of a name that is not spelled as it was met before."""
    groups = checks_of.get(name.lower(), ())
    if len(checks_of) < SPELLINGS and len(name) < LONGEST_NAME:
        checks_of[name] = groups
    return groups
