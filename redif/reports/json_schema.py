"""The JSON Schema of findings, as `redif check --format json` writes them, one on a line."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from redif.findings.codes import Severity

VERSION = 1  # of the schema; see docs/stability.md for when it changes


class _Object(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Edit(_Object):
    """Characters of the file to replace by a text; lines and columns count from 1, the end is the place after the last."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(_Object):
    """A correction: what it does, whether `--fix` makes it without `--unsafe-fixes`, and its edits."""

    message: str
    safe: bool
    edits: list[Edit]


class Template(_Object):
    """The template that a finding is about: the line it begins on, its type and its handle, as far as they are known."""

    line: int
    type: str | None
    handle: str | None


class Finding(_Object):
    """One thing that is wrong in one place; the place is counted like that of an edit."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    code: str
    message: str
    help: str
    attribute: str | None
    template: Template | None
    fix: Fix | None


def json_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) of a finding."""
    schema = Finding.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:redif:findings:{VERSION}", **schema}
