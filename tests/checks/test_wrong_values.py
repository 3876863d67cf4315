"""Values that are wrong: each is found, and only once, and its fix leaves nothing wrong (see `wrong_values.toml`)."""

from __future__ import annotations

import codecs
import io
import tomllib
from pathlib import Path

import pytest

import redif
from redif.rewriting.fixes import apply_fixes
from support.values import ALL, template


def wrong_values() -> list[tuple[str, str, str, str]]:
    """The type of a template, an attribute, the code that is found, and a value."""
    types = tomllib.loads(Path(__file__).with_name("wrong_values.toml").read_text(encoding="utf-8"))
    return [
        (type_, attribute, code, value)
        for type_, attributes in types.items()
        for attribute, found in attributes.items()
        for code, values in found.items()
        for value in values
    ]


@pytest.mark.parametrize(("type_", "attribute", "value"), [(type_, name, value) for type_, name, _, value in wrong_values()])
def test_a_fix_leaves_nothing_wrong(type_: str, attribute: str, value: str) -> None:
    before = codecs.BOM_UTF8 + template(type_, attribute, value).encode()
    fixes = [finding.fix for finding in redif.check(io.BytesIO(before), settings=ALL, isolated=True) if finding.fix]
    after, done = apply_fixes(before, "-", fixes)
    assert len(done) == len(fixes)
    assert not fixes or list(redif.check(io.BytesIO(after), settings=ALL, isolated=True)) == []


@pytest.mark.parametrize(("type_", "attribute", "code", "value"), wrong_values())
def test_what_is_wrong_is_found_once(type_: str, attribute: str, code: str, value: str) -> None:
    text = codecs.BOM_UTF8 + template(type_, attribute, value).encode()
    assert [finding.code for finding in redif.check(io.BytesIO(text), settings=ALL, isolated=True)] == [code]
