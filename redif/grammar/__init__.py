"""The grammar of ReDIF as an object: templates, clusters, attributes, value types and the rules of their syntax.

Two files hold it: a specification (`redif-1.0.spec`) and the syntax of values (`values.abnf`). Another specification can
replace the first; the rules of the second apply to it too.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from io import TextIOWrapper
from os import PathLike, fspath
from os.path import abspath
from re import Pattern
from types import MappingProxyType
from typing import TYPE_CHECKING

from redif.findings.errors import FileError, UsageError, check_argument, shown
from redif.findings.finding import Finding
from redif.findings.wording import counted
from redif.grammar import standard
from redif.grammar.compiled import Compiled
from redif.grammar.errors import GrammarError, Refusal
from redif.grammar.expressions import groups_of
from redif.grammar.nodes import Definition
from redif.grammar.rules import Rule
from redif.grammar.spec import Attribute, Group, Lengths, Specification, Type
from redif.grammar.values import ValueType

if TYPE_CHECKING:
    from pyparsing import ParserElement

__all__ = ["Attribute", "Grammar", "GrammarError", "Group", "Lengths", "Refusal", "Rule", "ValueType"]


class Grammar:
    """What ReDIF allows. `Grammar.standard()` is ReDIF 1.0; `Grammar.load(path)` reads another specification.

    Attributes:
        file: the path of the specification.
        templates: template types by name in lowercase (`redif-paper 1.0`).
        clusters: clusters by name in lowercase (`person`).
        rules: the rules of value syntax by name in lowercase (`documenthandle`).
        findings: findings about the specification, such as blocks of code that were skipped.
    """

    def __init__(
        self, spec: Specification, source: str = "", definitions: Mapping[str, Definition] = MappingProxyType({})
    ) -> None:
        check_argument(
            spec, Specification, "to read a specification, use redif.Grammar.load(path); Grammar takes one that was read"
        )
        self.file = spec.file
        self.templates: Mapping[str, Group] = spec.templates
        self.clusters: Mapping[str, Group] = spec.clusters
        self.findings: tuple[Finding, ...] = tuple(spec.findings)
        expressions: dict[str, str] = {}
        self.rules: Mapping[str, Rule] = {name: Rule(name, definitions, expressions) for name in definitions}
        self._types = {name: ValueType(type_, self.rules, spec.file, source) for name, type_ in spec.types.items()}
        for group in (*spec.templates.values(), *spec.clusters.values()):
            for attribute in group.attributes.values():
                wanted = attribute.reads_as
                if wanted is not None and wanted not in self._types and self.type(wanted).is_free:
                    raise GrammarError.at(f"there is no type {wanted}", spec.file, source, attribute.offset)

    def __reduce__(self) -> tuple[Callable[..., Grammar], tuple[str, ...]]:
        is_standard = self is _standard()  # what is pickled is which grammar it is: it is read again
        return (Grammar.standard, ()) if is_standard else (Grammar.load, (abspath(self.file),))

    def __deepcopy__(self, _memo: object) -> Grammar:
        return self  # nothing of it changes

    def __repr__(self) -> str:
        return f"<Grammar of {counted(len(self.templates), 'template type')}: {self.file}>"

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Grammar:
        """Read a specification file.

        Raises:
            GrammarError: with file, line and column of the first error.
            InputTypeError: it is no path.
            FileError: the file cannot be read.
        """
        from redif.grammar.spec_reader import read_spec  # pyparsing is imported only where it is needed

        check_argument(path, (str, PathLike), "Grammar.load takes the path of a specification")
        try:
            with open(path, "rb") as file:
                encoding = "utf-16" if file.peek(2)[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig"
                source = TextIOWrapper(file, encoding, errors="replace").read()
        except OSError as error:
            raise FileError.of(error) from None
        except ValueError:
            raise UsageError(f"no file can have the name {shown(path)}") from None
        return cls(read_spec(source, fspath(path)), source, _standard_content()[1].definitions)

    @classmethod
    def standard(cls) -> Grammar:
        """ReDIF 1.0, loaded once in a process."""
        return _standard()

    def type(self, name: str) -> ValueType:
        """Return a value type by name; free text for an unknown one.

        Where another specification defines nothing usable for a type (only code, say), ReDIF's own type of that name is used.
        """
        check_argument(name, str, "Grammar.type takes the name of a type")
        key = name.lower()
        own = self._types.get(key)
        if own is not None:
            return own
        if self.file != standard.specification_path():
            return _standard().type(name)
        return self._types.setdefault(key, ValueType(Type(name), self.rules, self.file, ""))

    def parser(self, rule: str) -> ParserElement:
        """Return a rule of value syntax as a pyparsing element, to be used alone or in a larger parser.

        A rule that matches inside it gives a named result: the rule's name with `_` for `-`. The result is the text that
        matches, or the list of all such texts where the rule can match several times. No white space is skipped, except what
        pyparsing itself lets follow at the end with `parse_all`.

            >>> found = Grammar.standard().parser("documenthandle").parse_string("RePEc:taf:rcybxx:v:6", parse_all=True)
            >>> found["archive"], found["series"], found["item"]
            ('taf', 'rcybxx', 'v:6')

        Args:
            rule: a name from `rules`, in any letter case.

        Raises:
            UsageError: there is no such rule.
        """
        check_argument(rule, str, "Grammar.parser takes the name of a rule")
        found = self.rules.get(rule.lower())
        if found is None:
            raise UsageError(f"The grammar has no rule {rule!r}; Grammar.rules has the names of all rules.")
        return found.parser()

    def kind(self, type_: str) -> str | None:
        """Return the kind of template that a Template-Type names, in any spelling: `paper`; None where it names none."""
        check_argument(type_, str, "Grammar.kind takes the text of a Template-Type")
        pattern, group = self._template_type
        match = pattern.fullmatch(type_)
        return match[group].lower() if match else None

    @cached_property
    def _template_type(self) -> tuple[Pattern[str], int]:
        pattern = self.rules["template-type-loose"].pattern("kind")
        return pattern, groups_of(pattern, "kind")[0]

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """Full attribute names, in lowercase, to the template types that have them."""
        found: dict[str, list[str]] = {}
        for template in self.templates.values():
            for name in self.full_names(template):
                found.setdefault(name.lower(), []).append(template.name)
        return {name: tuple(templates) for name, templates in found.items()}

    def full_names(self, group: Group, prefix: str = "") -> list[str]:
        """Return the attributes of a template or cluster as they are spelled in a file: `Author-WorkPlace-Name`."""
        names: list[str] = []
        for attribute in group.attributes.values():
            full = f"{prefix}{attribute.name}"
            names += [full] if attribute.cluster is None else self.full_names(self.clusters[attribute.cluster], f"{full}-")
        return names


@cache
def _standard_content() -> tuple[str, Compiled]:
    files = standard.read_files()
    return files.specification, standard.load(files)


@cache
def _standard() -> Grammar:
    source, content = _standard_content()
    return Grammar(content.specification, source, content.definitions)
