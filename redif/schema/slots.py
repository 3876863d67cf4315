"""Slots: where the values of an attribute go in a record or a tree, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple

from redif.grammar import Attribute, ValueType


class Mode(IntEnum):
    """How a value is stored in the dictionary that holds it."""

    TEXT = 0  # as ONE, for an attribute that takes any text and can have no findings of its own
    ONE = 1  # the field holds one value; further ones are kept elsewhere
    MANY = 2  # the field holds a list of values
    PARTS = 3  # the field holds a list, and each value is a list too
    OPEN = 4  # the value is the key of a cluster, and opens it
    EXTRA = 5  # no field: kept under the full name
    MERGED = 6  # the field is another attribute's, and takes the value only if that one has none


class AttributeInfo(NamedTuple):
    """What is needed of an attribute only for findings and for the rarer steps."""

    name: str  # full name as the grammar spells it
    attribute: Attribute
    type: ValueType
    list_key: str  # for a key attribute, the list in the outer holder to which its cluster is added
    outer: int  # the node around that cluster
    is_extra: bool  # that list is under `extra`
    in_extra: bool  # no field holds the value itself, so it is under `extra`


class Slot:
    """Where the values of an attribute go and how they are read.

    It is no tuple with names, since its fields are read for every attribute, and to unpack these takes several times as long.

    Attributes:
        node: the node that holds the values.
        key: the key under which it does.
        mode: how a value is stored.
        table: the meaning of the names after it.
        accepts, read: the functions of its type.
        info: what is needed only for findings and for the rarer steps.
        deprecated: whether it is no longer to be used.
    """

    __slots__ = ("accepts", "deprecated", "info", "key", "mode", "node", "read", "table")

    def __init__(
        self,
        node: int,
        key: str,
        mode: Mode,
        table: dict[str, Slot],
        accepts: Callable[[str], object] | None,
        read: Callable[[str], Any] | None,
        info: AttributeInfo,
        deprecated: bool,
    ) -> None:
        self.node = node
        self.key = key
        self.mode = mode
        self.table = table
        self.accepts = accepts
        self.read = read
        self.info = info
        self.deprecated = deprecated
