"""What a specification defines: templates, clusters, attributes and value types."""

from __future__ import annotations

from typing import NamedTuple

from redif.findings.finding import Finding

# The name of an attribute: letters and dashes, and digits only at the end (Classification-ACM-1964).
NAME = "[A-Za-z-]+[0-9]*"


class Attribute(NamedTuple):
    """One attribute of a template or cluster, as defined in the specification.

    Attributes:
        name: as spelled there, such as `Creation-Date`.
        type: the name of its value type, in lowercase; `cluster` for a group of attributes.
        cluster: the name of the cluster, in lowercase, where `type` is `cluster`.
        key: whether it opens the template or cluster.
        required: whether it must be present and not empty.
        repeatable: whether it may occur more than once.
        deprecated: whether it should no longer be used.
        prose: whether its value is free text, so that a line in it that begins `word:` may belong to it.
        reads_as: the value type as which a record reads it, in lowercase, where that is not `type`.
        listed_in: the field in which a record lists all its values, where it does.
        offset: its position in the specification.
    """

    name: str
    type: str = "text"
    cluster: str | None = None
    key: bool = False
    required: bool = False
    repeatable: bool = True
    deprecated: bool = False
    prose: bool = False
    reads_as: str | None = None
    listed_in: str | None = None
    offset: int = 0

    @property
    def field(self) -> str:
        """The field of a record that holds it."""
        return self.listed_in or self.name.lower().replace("-", "_")


class Group:
    """A template or cluster: its attributes and, for a template, what follows from them once it is read.

    Attributes:
        merges: attributes, to the attributes that they count as.
        one_of: sets of attributes of which at least one must be present.
        obsolete: whether RePEc no longer accepts templates of this type.
    """

    def __init__(self, name: str, attributes: dict[str, Attribute] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.merges: dict[str, str] = {}
        self.one_of: list[tuple[str, ...]] = []
        self.obsolete = False


class Operation(NamedTuple):
    """One line of a type's `read` aspect: a verb and its words."""

    verb: str
    words: tuple[str, ...]
    offset: int


class Lengths(NamedTuple):
    """The bounds of a usual length in characters; None where there is no such bound."""

    bottom: int | None = None  # shorter is much too short
    min: int | None = None  # shorter is unusual
    max: int | None = None  # longer is unusual
    top: int | None = None  # longer is an error


class Type:
    """A value type: how it is read, or the expression it has to match, and the bounds of a usual length.

    Attributes:
        operations: how it is read; repairs: forms in which it is meant; narrowings: what a record takes of it.
        help: what to write, for people whose value was refused.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations: list[Operation] = []
        self.repairs: list[Operation] = []
        self.narrowings: list[Operation] = []
        self.expression: str | None = None
        self.lengths: Lengths | None = None
        self.help = ""


class Specification:
    """Everything a specification file defines; names of templates, clusters and types in lowercase."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.templates: dict[str, Group] = {}
        self.clusters: dict[str, Group] = {}
        self.types: dict[str, Type] = {}
        self.findings: list[Finding] = []
