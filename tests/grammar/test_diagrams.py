"""The page of diagrams shows every rule, and loads nothing from elsewhere."""

from __future__ import annotations

import re
import runpy
from functools import cache

from lxml import etree

from redif import Grammar
from support.paths import DOCS


@cache
def page() -> str:
    return str(runpy.run_path(str(DOCS / "hooks" / "diagrams.py"))["page"]())


def test_every_rule_has_a_picture() -> None:
    found = re.findall(r"^### (.+)\n\n(?:.+\n\n)?<div>(<svg .+</svg>) ?</div>$", page(), re.MULTILINE)
    assert [name for name, _ in found] == list(Grammar.standard().rules)
    for _, picture in found:
        assert etree.fromstring(picture).tag.endswith("svg")


def test_boxes_of_rules_are_links_to_them() -> None:
    picture = page().partition("### documenthandle\n")[2].partition("</svg>")[0]
    assert re.findall('<a href="#([^"]+)">', picture) == ["serieshandle", "item"]
    assert '":"' in picture or "&quot;:&quot;" in picture


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert not re.search(
        r"<script|<link|@import|\bsrc=|url\(|https?:(?!//www\.w3\.org/)", re.sub(r"<text[^>]*>[^<]*", "", page())
    )
    assert all(link.startswith("#") for link in re.findall('href="([^"]*)"', page()))
