"""Handles and their parts, as the grammar divides them."""

from __future__ import annotations

import pytest

import redif
from redif.models import Handle, HandleKind
from redif.schema.keywords import is_subject
from redif.schema.values import series_of

ITEM = "repec:TAF:rcyBxx:v:6:y:2021:i:3:p:360-374"


@pytest.mark.parametrize(
    ("handle", "kind", "archive_handle", "series_handle"),
    [
        (ITEM, HandleKind.DOCUMENT, "repec:TAF", "repec:TAF:rcyBxx"),
        ("RePEc:taf:rcybxx", HandleKind.SERIES, "RePEc:taf", "RePEc:taf:rcybxx"),
        ("ReLIS:taf", HandleKind.ARCHIVE, "ReLIS:taf", None),
        ("RePEc:edi:deexaus", HandleKind.INSTITUTION, "RePEc:edi", None),
        ("RePEc:per:1958-01-07:ROLAND_BENABOU", HandleKind.PERSON, "RePEc:per", None),
        ("pba441", HandleKind.PERSON, None, None),
        ("RePEc:taf:rcybx:1", None, None, None),
        ("RePEc:taf:rcybxx:", None, None, None),
        ("", None, None, None),
    ],
)
def test_handle_of_archive_and_series(
    handle: str, kind: HandleKind | None, archive_handle: str | None, series_handle: str | None
) -> None:
    assert Handle(handle).kind is kind
    assert Handle(handle).archive_handle == archive_handle
    assert Handle(handle).series_handle == series_handle == series_of(handle)


def test_parts_of_a_handle() -> None:
    handle = Handle(ITEM)
    assert (handle.authority, handle.archive, handle.series, handle.item) == (
        "repec",
        "taf",
        "rcybxx",
        "v:6:y:2021:i:3:p:360-374",
    )
    assert handle.series_handle is not None
    assert handle.series_handle.normal == "RePEc:taf:rcybxx"
    assert Handle("repec:PER:1958-01-07:Roland_Benabou").normal == "RePEc:per:1958-01-07:ROLAND_BENABOU"
    assert Handle("PBA441").normal == "pba441"


@pytest.mark.parametrize(
    ("written", "keywords"),
    [
        ("#", ["#"]),
        ("##", ["##"]),
        ("# #", ["# #"]),
        ("#; #", ["#", "#"]),
        ("#wages; #", ["wages"]),
        ("prices # k # wages", ["prices", "k", "wages"]),
        ("C # F # wages", ["C # F # wages"]),  # the languages C# and F#
        ("Prices - Wages - Spain", ["Prices", "Wages", "Spain"]),
        ("Banks -- Law -- Spain", ["Banks -- Law -- Spain"]),  # a subject as libraries write it
        ("policy), growth (debt, wages)", ["policy)", "growth (debt, wages)"]),
        ("banks -- law -- Spain", ["banks", "law", "Spain"]),
    ],
)
def test_signs_that_are_between_keywords_or_within_them(written: str, keywords: list[str]) -> None:
    [record] = redif.parse(f"Template-Type: ReDIF-Paper 1.0\nKeywords: {written}\n").records
    assert isinstance(record, redif.Paper)
    assert record.keywords == keywords


def test_several_dashes_of_one_sign_are_those_of_a_list() -> None:
    assert is_subject("Prices - Spain")
    assert not is_subject("Prices - Wages - Spain")
    assert is_subject("Prices -- Wages -- Spain")
