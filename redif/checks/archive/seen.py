"""What the checks of archives look at in a template: in one that is at hand, or as plain data from another process."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from redif.checks.archive.location import Location, location_of
from redif.findings.finding import LONGEST_SOURCE, TemplatePlace
from redif.grammar import Grammar
from redif.syntax.template import Template


class InsecureAddresses(NamedTuple):
    """Addresses with http instead of https: the first, its location, and how many there are."""

    first: str
    location: Location
    number: int


class SeenTemplate(Protocol):
    """What is looked at.

    Attributes:
        file, line: its place.
        handle: its handle as written; empty if it has none.
        template_type: its type, also where ReDIF has no such type.
        describes: what it describes; nothing if that is not known.
        types: the types of the items in a series.
        is_types_unread: whether those are given, but cannot be read.
        location: the location of its handle.
        source: the line of that.
    """

    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def handle(self) -> str: ...  # noqa: D102
    @property
    def template_type(self) -> str: ...  # noqa: D102
    @property
    def describes(self) -> str: ...  # noqa: D102
    @property
    def types(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def is_types_unread(self) -> bool: ...  # noqa: D102
    @property
    def location(self) -> Location: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    def insecure(self, http_start: str) -> InsecureAddresses | None:
        """Return the addresses in it that begin with `http_start`, if there are any."""


class ReadTemplate:
    """A template that was just read; nothing of it is looked up before it is needed."""

    __slots__ = ("_location", "_template", "file", "handle", "line", "template_type")

    def __init__(self, template: Template) -> None:
        data = template.data
        self._template = template
        self._location: Location | None = None
        self.file = template.file
        self.line = template.line
        self.handle: str = data.get("handle", "")
        self.template_type: str = data["template_type"]

    @property
    def describes(self) -> str:
        """What it describes."""
        return self._template.schema.describes or ""

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the items in a series."""
        return tuple(self._template.data.get("types", ()))

    @property
    def is_types_unread(self) -> bool:
        """Whether these cannot be read."""
        return not self.types and "Type" in self._template.data.get("unparsed", ())

    @property
    def location(self) -> Location:
        """The location of its handle."""
        if self._location is None:
            self._location = location_of(self._template)
        return self._location

    @property
    def source(self) -> str:
        """The line of that."""
        return self._source(self.location.line)

    def insecure(self, http_start: str) -> InsecureAddresses | None:
        """Return the addresses in it that begin with `http_start`, if there are any."""
        template = self._template
        if http_start not in template.text:
            return None
        names_and_values = zip(*template.names_and_values[:2], strict=True)
        values = [value for name, value in names_and_values if _is_at(http_start, template, name, value)]
        if not values:
            return None
        first = next((a for a in template.attributes if _is_at(http_start, template, a.name, a.value)), None)
        return InsecureAddresses(" ".join(values[0].split()), location_of(template, first), len(values))

    def packed(self, http_start: str) -> list[Any]:
        """Return it as plain data for `UnpackedTemplate`; `http_start` is what addresses of its archive must not begin with."""
        location = self.location
        insecure = self.insecure(http_start) if http_start else None
        return [
            self.line, self._template.type, self.handle, self.template_type, self.describes, self.types, self.is_types_unread,
            location[1:6], self._source(location.line), insecure and [insecure.first, insecure.location[1:6], insecure.number],
        ]  # fmt: skip

    def _source(self, line: int) -> str:
        # The text begins with the line end before the first line.
        number = line - self.line + 1
        return self._template.text.split("\n", number + 1)[number][:LONGEST_SOURCE]


class UnpackedTemplate:
    """A template in a file that another process has read, or an earlier run; nothing is made of it before it is needed.

    Args:
        file: the file.
        packed: what `ReadTemplate.packed` has returned.
    """

    __slots__ = ("_packed", "file", "handle", "line", "template_type")

    def __init__(self, file: str, packed: list[Any]) -> None:
        self._packed = packed
        self.file = file
        self.line: int = packed[0]
        self.handle: str = packed[2]
        self.template_type: str = packed[3]

    @property
    def place(self) -> TemplatePlace:
        """The template, as findings name it."""
        return TemplatePlace(self.line, self._packed[1], self.handle or None)

    @property
    def describes(self) -> str:
        """What it describes."""
        return str(self._packed[4])

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the items in a series."""
        return tuple(self._packed[5])

    @property
    def is_types_unread(self) -> bool:
        """Whether these cannot be read."""
        return bool(self._packed[6])

    @property
    def location(self) -> Location:
        """The location of its handle."""
        return _location(self.file, self._packed[7], self.place)

    @property
    def source(self) -> str:
        """The line of that."""
        return str(self._packed[8])

    def insecure(self, _http_start: str) -> InsecureAddresses | None:
        """Return the addresses that were found in it."""
        if self._packed[9] is None:
            return None
        first, span, number = self._packed[9]
        return InsecureAddresses(first, _location(self.file, span, self.place), number)


def _location(file: str, span: list[Any], place: TemplatePlace) -> Location:
    line, column, end_line, end_column, attribute = span
    return Location(file, line, column, end_line, end_column, attribute, place)


def scheme_and_host(url: str) -> tuple[str, str]:
    """The scheme and host of an address in lowercase; empty if it has a port, or is not an address."""
    parts = Grammar.standard().rules["url"].parts(url, "web-scheme", "host", "port")
    if "web-scheme" not in parts or "port" in parts:
        return "", ""
    return parts["web-scheme"][0].lower(), parts["host"][0].lower()


def _is_at(http_start: str, template: Template, name: str, value: str) -> bool:
    """Whether an attribute holds an address that begins with `http_start`."""
    if http_start not in value:
        return False
    info = template.schema.attribute_infos.get(name.lower())
    if info is None or info.attribute.type.lower() != "url":
        return False
    return "://".join(scheme_and_host(" ".join(value.split()))) == http_start.lower()
