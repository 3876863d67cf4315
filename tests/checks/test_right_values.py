"""Values that look wrong and are right: no check finds anything in them (see `right_values.toml`)."""

from __future__ import annotations

import codecs
import io
import tomllib
from pathlib import Path

import pytest

import redif
from support.values import ALL, template


def right_values() -> list[tuple[str, str, list[str]]]:
    """The type of a template, an attribute, and values of it."""
    tables = tomllib.loads(Path(__file__).with_name("right_values.toml").read_text(encoding="utf-8"))
    return [(type_, attribute, values) for type_, lists in tables.items() for attribute, values in lists.items()]


@pytest.mark.parametrize(("type_", "attribute", "values"), right_values())
def test_nothing_is_found_in_what_is_right(type_: str, attribute: str, values: list[str]) -> None:
    found = {}
    for value in values:
        text = codecs.BOM_UTF8 + template(type_, attribute, value).encode()
        if findings := [finding.message for finding in redif.check(io.BytesIO(text), settings=ALL, isolated=True)]:
            found[value] = findings
    assert found == {}


@pytest.mark.parametrize(("type_", "attribute", "values"), right_values())
def test_nothing_is_found_in_the_encoding_of_western_europe(
    type_: str, attribute: str, values: list[str], tmp_path: Path
) -> None:
    path, found = tmp_path / "x.rdf", {}
    for value in values:
        try:
            data = template(type_, attribute, value).encode("cp1252")
        except UnicodeEncodeError:
            continue
        if data.isascii() or is_utf8(data):  # É™ may be either
            continue
        path.write_bytes(data)
        if findings := [finding.message for finding in redif.check(path, settings=ALL, isolated=True)]:
            found[value] = findings
    assert found == {}


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_there_are_many() -> None:
    assert sum(len(values) for _, _, values in right_values()) > 2900
