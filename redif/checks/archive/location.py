"""The places in an archive that findings point at."""

from __future__ import annotations

import os
from typing import NamedTuple, Protocol

from redif.findings.finding import TemplatePlace
from redif.source.escaping import printable
from redif.syntax.template import Template, TemplateAttribute


class HasPlace(Protocol):
    """A template, whatever is known of it beside its place."""

    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int: ...  # noqa: D102


class Location(NamedTuple):
    """What a finding about an archive points at: an attribute, or else the first character of a line."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2
    attribute: str | None = None
    template: TemplatePlace | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"

    def is_in(self, template: HasPlace) -> bool:
        """Whether it is in a template."""
        return self.template is not None and (self.file, self.template.line) == (template.file, template.line)


def location_of(template: Template, attribute: TemplateAttribute | None = None) -> Location:
    """The location of an attribute, by default the template's handle; without one, the beginning of the template."""
    place = TemplatePlace(template.line, template.type, template.data.get("handle"))
    found = attribute or _handle(template)
    if found is None or template.is_elsewhere:  # whose attributes are on no lines of the file
        return Location(template.file, template.line, 1, template.line, 2, None, place)
    known = template.schema.attribute_infos.get(found.name.lower())
    span = found.line, found.column, found.end_line, found.end_column
    return Location(template.file, *span, known.name if known else found.name, place)


def start_of_file(*path: str) -> Location:
    """The beginning of a file."""
    return Location(printable(os.path.join(*path)))


def _handle(template: Template) -> TemplateAttribute | None:
    """The first attribute Handle with a value."""
    tokens = template.fast_tokens()
    if tokens is None:
        return next((a for a in template.attributes if a.name.lower() == "handle" and a.value), None)
    # To find the places of all attributes takes many times as long.
    names, values = tokens
    for index, name in enumerate(names):
        if len(name) == len("handle") and name.lower() == "handle" and (written := values[index].rstrip()):
            # One line end before the first name; a line end and a colon for each attribute before this one.
            start = 1 + sum(map(len, names[:index])) + sum(map(len, values[:index])) + 2 * index
            end = start + len(name) + 1 + len(written)
            positions = template.positions()
            line, column = positions(start)
            ends = positions(end) if "\n" in written else (line, column + end - start)
            return TemplateAttribute(name, " ".join(written.split()), line, column, *ends)
    return None
