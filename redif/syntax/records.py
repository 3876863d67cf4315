"""Records as templates: what a program or JSON gives, put into canonical ReDIF and read like any other template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redif.findings.finding import ignore_finding
from redif.source.decoding import text_blocks
from redif.syntax.serializer import text_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template


def template_of(data: Mapping[str, Any], reader: Reader, file: str = "-", line: int = 1) -> Template:
    """A template with a record that is plain data; `file` and `line` say where it stands."""
    text = text_of(data)
    [template] = reader.templates(text_blocks(text, file, ignore_finding), file, ignore_finding)
    template.line = line
    # Of a record made by a program, not all may be what reading its text would give.
    template.replace_data({**data, "source": data.get("source", {"file": file, "line": line})})
    return template
