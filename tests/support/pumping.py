"""Every regular expression of redif, and texts that would make it slow if its time grew faster than the text.

An expression is slow on a text that it nearly matches in many ways. So such texts are made of the expression itself: what a
repetition in it repeats, many times, after a beginning that leads there and before an end that fits nothing.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import redif

METHODS = {"match", "fullmatch", "search", "split", "findall", "finditer", "sub", "subn"}
# What much text repeats: letters, marks, white space.
COMMON = (" ", "a", "A", "1", "-", ".", ",", "(", "<", "&", ":", "\n", "é", "a ", "A. ", "a, ", "1-", "://", "@", "\\a", '"')
MOST_WORDS = 14  # made of one expression
END = "\x01"


class Expression(NamedTuple):
    """A regular expression and how it is used.

    Attributes:
        module: the module that has it.
        name: its variable, or its line.
        pattern: the compiled expression.
        methods: the methods that the module calls.
    """

    module: str
    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def expressions() -> Iterator[Expression]:
    """Yield every expression in redif's modules that is a variable, or is written out in a call of `re`."""
    for found in pkgutil.walk_packages(redif.__path__, "redif."):
        if found.name.startswith("redif.spark") or found.name.endswith("__main__"):
            continue  # what needs the library of a cluster; what runs the command
        module = importlib.import_module(found.name)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        for variable in dict.fromkeys(node.id for node in names):
            for pattern, method, held in patterns_in(vars(module).get(variable), variable):
                methods = frozenset({method}) if method else methods_of(held, tree) or frozenset({"search"})
                yield Expression(found.name, variable, pattern, methods)
        yield from written_in_calls(found.name, tree)


def patterns_in(value: object, name: str) -> Iterator[tuple[re.Pattern[Any], str, str]]:
    """Yield the expressions in a variable: each with its method, if only that is kept, and the name it is called by."""
    owner = getattr(value, "__self__", None)
    if isinstance(value, re.Pattern):
        yield value, "", name
    elif isinstance(owner, re.Pattern):
        yield owner, str(getattr(value, "__name__", "")), name
    elif type(value).__module__ == "redif.source.patterns" and hasattr(value, "flags"):
        yield re.compile(value.pattern, value.flags), "", name  # type: ignore[attr-defined]
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for field, each in zip(value._fields, value, strict=True):
            yield from patterns_in(each, field)
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns_in(each, name)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from patterns_in(each, name)


def methods_of(name: str, tree: ast.AST) -> frozenset[str]:
    """Return the methods that a module calls of a variable or a field."""
    called = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in METHODS)
    owners = ((node.value, node.attr) for node in called)
    return frozenset(
        method
        for owner, method in owners
        if (isinstance(owner, ast.Name) and owner.id == name) or (isinstance(owner, ast.Attribute) and owner.attr == name)
    )


def written_in_calls(module: str, tree: ast.AST) -> Iterator[Expression]:
    """Yield the expressions in calls such as `re.search(r"...", text)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[ast.Constant(value=text), *_]):
                if method in METHODS:
                    yield Expression(module, f"line {node.lineno}", re.compile(text), frozenset({method}))


def texts(pattern: re.Pattern[Any], size: int) -> Iterator[tuple[str, str]]:
    """Yield texts of about so many characters as pairs: what they begin with, and what is repeated."""
    is_bytes = isinstance(pattern.pattern, bytes)
    text = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
    flags = pattern.flags & ~re.UNICODE if is_bytes else pattern.flags
    own = dict.fromkeys(pumps(_parser.parse(text, flags), ""))
    yield from ((before, word) for before, word in [*(("", word) for word in COMMON), *[*own][:MOST_WORDS]] if len(word) < size)


def pumps(parsed: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield what the repetitions in a parsed expression repeat, each with a text that leads to it."""
    for operation, argument in parsed:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = argument
            for word in samples(body) if most > 10 else ():
                yield before, word
                yield "", before + word
            yield from pumps(body, before)
        elif operation is sre.SUBPATTERN:
            yield from pumps(argument[3], before)
        elif operation is sre.ATOMIC_GROUP:
            yield from pumps(argument, before)
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            yield from pumps(argument[1], before)
        elif operation is sre.BRANCH:
            for branch in argument[1]:
                yield from pumps(branch, before)
        before += sample([(operation, argument)])


def samples(parsed: Any) -> list[str]:
    """Return texts that a parsed expression matches: of several branches, one for each."""
    if len(parsed) == 1 and parsed[0][0] is sre.BRANCH:
        return [text for branch in parsed[0][1][1] if (text := sample(branch))]
    if len(parsed) == 1 and parsed[0][0] is sre.SUBPATTERN:
        return samples(parsed[0][1][3])
    text = sample(parsed)
    return [text] if text else []


def sample(parsed: Any) -> str:
    """Return a text that a parsed expression matches, as far as that can be seen from each of its parts."""
    text = ""
    for operation, argument in parsed:
        if operation is sre.LITERAL:
            text += chr(argument)
        elif operation is sre.NOT_LITERAL:
            text += "a" if argument != ord("a") else "b"
        elif operation is sre.ANY:
            text += "a"
        elif operation is sre.IN:
            text += one_of(argument)
        elif operation is sre.BRANCH:
            text += sample(argument[1][0])
        elif operation is sre.SUBPATTERN:
            text += sample(argument[3])
        elif operation is sre.ATOMIC_GROUP:
            text += sample(argument)
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += sample(argument[2]) * max(1, min(argument[0], 5))
    return text


IN_CATEGORY = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: ".",
}  # fmt: skip


def one_of(items: Any) -> str:
    """Return a character of a class."""
    if items[0][0] is sre.NEGATE:
        return next((letter for letter in "aA1 .-:é" if not any(is_in(letter, item) for item in items[1:])), "x")
    operation, argument = items[0]
    if operation is sre.LITERAL:
        return chr(argument)
    if operation is sre.RANGE:
        return chr(argument[0])
    return IN_CATEGORY.get(argument, "a")


def is_in(letter: str, item: Any) -> bool:
    """Return whether a character is that of a class, or among its characters."""
    operation, argument = item
    if operation is sre.LITERAL:
        return chr(argument) == letter
    if operation is sre.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    return IN_CATEGORY.get(argument) == letter
