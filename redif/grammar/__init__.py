"""The grammar of ReDIF as an object: templates, clusters, attributes, value types and the rules of their syntax.

Two files hold it: a specification (`redif-1.0.spec`) and the syntax of values (`values.abnf`). Another specification may
stand in for the first; the rules of the second are there for it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from os import PathLike, fspath
from re import Pattern

from redif.findings.finding import Finding
from redif.grammar import vocabularies
from redif.grammar.abnf import read_abnf
from redif.grammar.errors import GrammarError
from redif.grammar.explaining import Refusal
from redif.grammar.nodes import Definition
from redif.grammar.rules import Rule, groups_of
from redif.grammar.spec import Attribute, Group, Specification, Type, read_spec
from redif.grammar.values import ValueType

__all__ = ["Attribute", "Grammar", "GrammarError", "Group", "Refusal", "Rule", "ValueType"]

SPECIFICATION = "redif-1.0.spec"
VALUES = "values.abnf"


class Grammar:
    """What ReDIF allows. `Grammar.standard()` is ReDIF 1.0; `Grammar.load(path)` reads another specification.

    Attributes:
        file: the specification's file.
        templates: template types by name in small letters (`redif-paper 1.0`).
        clusters: clusters by name in small letters (`person`).
        findings: what there is to say about the specification, such as blocks of code that were not run.
    """

    def __init__(self, spec: Specification, source: str, definitions: Mapping[str, Definition]) -> None:
        self.file = spec.file
        self.templates: Mapping[str, Group] = spec.templates
        self.clusters: Mapping[str, Group] = spec.clusters
        self.findings: tuple[Finding, ...] = tuple(spec.findings)
        written: dict[str, str] = {}
        self.rules: Mapping[str, Rule] = {name: Rule(name, definitions, written) for name in definitions}
        self._types = {name: ValueType(type_, self.rules, spec.file, source) for name, type_ in spec.types.items()}
        for group in (*spec.templates.values(), *spec.clusters.values()):
            for attribute in group.attributes.values():
                wanted = attribute.reads_as
                if wanted is not None and wanted not in self._types and self.type(wanted).is_free:
                    raise GrammarError.at(f"there is no type {wanted}", spec.file, source, attribute.offset)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Grammar:
        """Read a specification file.

        Raises:
            GrammarError: with file, line and column of the first fault.
            OSError: the file cannot be read.
        """
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            source = file.read()
        return cls(read_spec(source, fspath(path)), source, _definitions())

    @classmethod
    def standard(cls) -> Grammar:
        """ReDIF 1.0, read once in a process."""
        return _standard()

    def type(self, name: str) -> ValueType:
        """A value type by name; free text where nothing is said of it.

        Where another specification says of a type nothing that can be used (code, say), ReDIF's own type of that name
        stands in for it.
        """
        key = name.lower()
        own = self._types.get(key)
        if own is not None:
            return own
        if self.file != _standard_file():
            return _standard().type(name)
        return self._types.setdefault(key, ValueType(Type(name), self.rules, self.file, ""))

    def kind(self, type_: str) -> str | None:
        """The kind of template that a Template-Type names, however it is spelled: `paper`; None where it names none."""
        pattern, group = self._template_type
        match = pattern.fullmatch(type_)
        return match[group].lower() if match else None

    @cached_property
    def _template_type(self) -> tuple[Pattern[str], int]:
        pattern = self.rules["template-type-loose"].pattern("kind")
        return pattern, groups_of(pattern, "kind")[0]

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """Full attribute names, in small letters, to the template types that know them."""
        found: dict[str, list[str]] = {}
        for template in self.templates.values():
            for name in self.full_names(template):
                found.setdefault(name.lower(), []).append(template.name)
        return {name: tuple(templates) for name, templates in found.items()}

    def full_names(self, group: Group, prefix: str = "") -> list[str]:
        """The attributes of a template or cluster as they are spelled in a file: `Author-WorkPlace-Name`."""
        names: list[str] = []
        for attribute in group.attributes.values():
            full = f"{prefix}{attribute.name}"
            names += [full] if attribute.cluster is None else self.full_names(self.clusters[attribute.cluster], f"{full}-")
        return names


@cache
def _definitions() -> Mapping[str, Definition]:
    path = vocabularies.folder() / VALUES
    return read_abnf(path.read_text(encoding="utf-8"), str(path))


def _standard_file() -> str:
    return str(vocabularies.folder() / SPECIFICATION)


@cache
def _standard() -> Grammar:
    return Grammar.load(_standard_file())
