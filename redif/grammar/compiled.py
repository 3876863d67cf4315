"""The compiled form of the standard grammar: its two files as parsed, in JSON, so that reading ReDIF needs no parser.

It holds the digest of the files from which it was made. If that is not the digest of the files beside it, someone has edited
them, and the compiled form is not used. `python -m redif.grammar.compile` makes it again.
"""

from __future__ import annotations

import json  # not orjson, which takes longer to import than this takes to read, and which a check does not need
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from redif.grammar.nodes import Choice, Definition, Literal, Node, Range, Repeat, RuleReference, Sequence
from redif.grammar.spec import Attribute, Group, Lengths, Operation, Specification, Type

FILE = "compiled.json"
FORMAT = 1  # to be raised with every change of what is written here


class Compiled(NamedTuple):
    """The content of the two grammar files."""

    definitions: Mapping[str, Definition]
    specification: Specification


class _Definitions(Mapping[str, Definition]):
    """Rules by name. The tree of each is made when it is first needed: a small file needs one in ten."""

    def __init__(self, rules: Iterable[list[Any]]) -> None:
        self._held = {name: (node, comment, offset) for name, node, comment, offset in rules}
        self._made: dict[str, Definition] = {}

    def __getitem__(self, name: str) -> Definition:
        made = self._made.get(name)
        if made is None:
            node, comment, offset = self._held[name]
            made = self._made[name] = Definition(name, _to_node(node), comment, offset)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def digest(*texts: bytes) -> str:
    """Return the digest of the content of grammar files, whatever line ends a version control system gives them."""
    plain = [text.replace(b"\r\n", b"\n") for text in texts]
    return "-".join([str(FORMAT), *(f"{len(text)}:{zlib.crc32(text):08x}" for text in plain)])


def dump(compiled: Compiled, digest: str) -> bytes:
    """Return the compiled form of grammar files that have this digest."""
    specification = compiled.specification
    data = {
        "digest": digest,
        "rules": [[d.name, _from_node(d.node), d.comment, d.offset] for d in compiled.definitions.values()],
        "templates": [_from_group(group) for group in specification.templates.values()],
        "clusters": [_from_group(group) for group in specification.clusters.values()],
        "types": [_from_type(type_) for type_ in specification.types.values()],
    }
    written = (f'"{key}":{json.dumps(value, ensure_ascii=False, separators=(",", ":"))}' for key, value in data.items())
    return ("{" + ",\n".join(written) + "}\n").encode()


def load(data: bytes, wanted: str, file: str) -> Compiled | None:
    """Return what a compiled form holds; None where it is damaged or not made from files with the digest `wanted`.

    Args:
        data: the compiled form.
        wanted: the digest of the grammar files.
        file: the path of the specification.
    """
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or held.get("digest") != wanted:
        return None
    try:
        return _content(held, file)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        return None  # it is damaged


def _content(held: dict[str, Any], file: str) -> Compiled:
    specification = Specification(file)
    specification.templates = _groups(held["templates"])
    specification.clusters = _groups(held["clusters"])
    for name, operations, repairs, narrowings, expression, lengths, help_ in held["types"]:
        type_ = specification.types[name.lower()] = Type(name)
        type_.operations, type_.repairs, type_.narrowings = map(_operations, (operations, repairs, narrowings))
        type_.expression, type_.help = expression, help_
        type_.lengths = None if lengths is None else Lengths(*lengths)
    return Compiled(_Definitions(held["rules"]), specification)


def _from_type(type_: Type) -> list[Any]:
    lengths = None if type_.lengths is None else list(type_.lengths)
    lists = ([list(operation) for operation in some] for some in (type_.operations, type_.repairs, type_.narrowings))
    return [type_.name, *lists, type_.expression, lengths, type_.help]


def _operations(held: Iterable[list[Any]]) -> list[Operation]:
    return [Operation(verb, tuple(words), offset) for verb, words, offset in held]


def _from_group(group: Group) -> list[Any]:
    return [
        group.name,
        group.obsolete,
        [list(attribute) for attribute in group.attributes.values()],
        group.merges,
        group.one_of,
    ]


def _groups(held: Iterable[list[Any]]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for name, obsolete, attributes, merges, one_of in held:
        group = groups[name.lower()] = Group(name, {row[0].lower(): Attribute(*row) for row in attributes})
        group.obsolete, group.merges = obsolete, merges
        group.one_of = [tuple(names) for names in one_of]
    return groups


def _from_node(node: Node) -> Any:
    """A node as its kind and what it holds; a reference is just the name of its rule."""
    match node:
        case RuleReference(name):
            return name
        case Sequence(items):
            return ["sequence", *map(_from_node, items)]
        case Choice(items):
            return ["choice", *map(_from_node, items)]
        case Repeat(item, least, most):
            return ["repeat", _from_node(item), least, most]
        case Literal(text, cased):
            return ["literal", text, cased]
        case Range(first, last):
            return ["range", first, last]


def _to_node(held: Any) -> Node:
    if isinstance(held, str):
        return RuleReference(held)
    match held:
        case ["sequence", *items]:
            return Sequence(tuple(map(_to_node, items)))
        case ["choice", *items]:
            return Choice(tuple(map(_to_node, items)))
        case ["repeat", item, least, most]:
            return Repeat(_to_node(item), least, most)
        case ["literal", text, cased]:
            return Literal(text, cased)
        case _:
            return Range(held[1], held[2])
