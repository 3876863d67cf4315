"""Attributes and their places, and the findings about them, each with its exact extent and severity."""

from __future__ import annotations

import pytest

import redif
from redif import Severity, Template
from redif.syntax.problems import MOST_REPORTED
from redif.syntax.splitter import LONGEST_TEMPLATE

HEAD = "Template-Type: ReDIF-Paper 1.0\n"
FULL = "Author-Name: A\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n"
E, W, A = Severity.ERROR, Severity.WARNING, Severity.ADVICE


def only(text: str) -> Template:
    (template,) = redif.parse(text, file="x.redif").templates
    return template


def places(template: Template) -> list[tuple[str, Severity, int, int, int, int]]:
    return [(f.code, f.severity, f.line, f.column, f.end_line, f.end_column) for f in template.findings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Author-Name:\n" + FULL, [("key-empty", W, 2, 1, 2, 12)]),
        ("Handle: RePEc:aaa:wpaper:2\n" + FULL, [("attribute-repeated", E, 5, 1, 5, 7)]),
        ("Title: U\n" + FULL, []),
        ("Author-Email: a@b.org\n" + FULL, [("attribute-misplaced", E, 2, 1, 2, 13)]),
        ("Journal: J\n" + FULL, [("attribute-misplaced", E, 2, 1, 2, 8)]),
        ("Nonsense: J\n" + FULL, [("attribute-unknown", E, 2, 1, 2, 9)]),
        ("Abstract: x\nPurpose: to\n see\n" + FULL, [("attribute-unknown", E, 3, 1, 4, 5)]),
        ("Number : 1\n" + FULL, [("attribute-spaced", W, 2, 1, 2, 7)]),
        ("Title  : 1\n" + FULL.replace("Title: T\n", ""), [("attribute-spaced", E, 2, 1, 2, 6)]),
        (FULL.replace("RePEc:aaa:wpaper:1", " RePEc:aaa:\n 1"), [("value-invalid", E, 4, 10, 5, 3)]),
        (FULL + "Author-Name: B\nAuthor-Email: nobody", [("value-invalid", W, 6, 15, 6, 21)]),
        (FULL.replace("Title: T\n", ""), [("required-missing", E, 1, 1, 1, 14)]),
        ("Creation-Date: in spring\n" + FULL, [("value-invalid", W, 2, 16, 2, 25)]),
        ("# a comment\n" + FULL, []),
    ],
)
def test_the_extent_and_severity_of_each_finding(lines: str, expected: list[tuple[str, Severity, int, int, int, int]]) -> None:
    found = places(only(HEAD + lines))
    assert [place for place in found if place[0] in {code for code, *_ in expected} or not expected] == expected


def test_an_empty_key_opens_its_cluster_and_counts_as_missing() -> None:
    template = only(HEAD + "Author-Name:\nAuthor-Email: a@example.org\nTitle: T\n")
    assert [(f.code, f.severity, f.line, f.attribute) for f in template.findings] == [
        ("key-empty", W, 2, "Author-Name"),
        ("required-missing", E, 1, "Author-Name"),
        ("required-missing", E, 1, "Handle"),
    ]
    assert template.is_bad
    assert template.data["authors"] == [{"email": "a@example.org"}]
    assert only(HEAD + FULL).findings == []


def test_an_empty_cluster_leaves_nothing_behind() -> None:
    template = only(HEAD + FULL + "Author-Name:\nAuthor-Name: B\n")
    assert template.data["authors"] == [{"name": "A"}, {"name": "B"}]
    assert "authors" not in only(HEAD + "Author-Name:\nTitle: T\n").data


@pytest.mark.parametrize("count", [MOST_REPORTED - 1, MOST_REPORTED, MOST_REPORTED + 1, MOST_REPORTED + 7])
def test_problems_are_reported_one_by_one_up_to_a_number(count: int) -> None:
    template = only(HEAD + FULL + "Nonsense: x\n" * count)
    codes = [finding.code for finding in template.findings]
    rest = count - MOST_REPORTED
    assert codes == ["attribute-unknown"] * min(count, MOST_REPORTED) + ["findings-many"] * (rest > 0)
    assert template.severities == [finding.severity for finding in template.findings]
    if rest > 0:
        assert f"{rest:,} " in template.findings[-1].message
        assert (template.findings[-1].line, template.findings[-1].column) == (1, 1)


def test_the_rest_is_as_bad_as_its_worst() -> None:
    template = only(HEAD + FULL + "Nonsense: x\n" * MOST_REPORTED + "Nonsense: x\nTitle: U\nNonsense: y\n")
    assert (template.findings[-1].code, template.findings[-1].severity) == ("findings-many", E)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_template_is_split_only_when_it_is_too_long(more: int) -> None:
    size = LONGEST_TEMPLATE - len(HEAD) - 1 + more
    text = HEAD + ("Note: " + "a" * 1000 + "\n") * (size // 1007)
    text += "X: " + "a" * (size - len(text) + len(HEAD) - 4) + "\n"
    (template, *_), findings = [redif.parse(text).templates], []
    findings = [finding for finding in template[0].findings if finding.code == "template-long"]
    assert bool(findings) == (more > 0)
    if findings:
        assert (findings[0].line, findings[0].column, findings[0].end_line, findings[0].end_column) == (1, 1, 1, 2)


def test_attributes_have_their_places() -> None:
    template = only(f"\n\n{HEAD}Title :  a\n# comment\n  b \n\nX-Y:\nNote:\t c")
    assert [tuple(attribute) for attribute in template.attributes] == [
        ("Template-Type", "ReDIF-Paper 1.0", 3, 1, 3, 31),
        ("Title", "a b", 4, 1, 6, 4),
        ("X-Y", "", 8, 1, 8, 5),
        ("Note", "c", 9, 1, 9, 9),
    ]
    assert (template.line, template.last_line) == (3, 9)


def test_text_outside_any_template_has_its_place() -> None:
    document = redif.parse(f"\n  stray\n text \n# comment\n{HEAD}{FULL}", file="x.redif")
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("line-outside-template", E)
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (2, 3, 3, 6)
    assert redif.parse(f"# comment\n \ufeff\n{HEAD}{FULL}", file="x.redif").templates[0].line == 3


def test_the_fix_of_a_spaced_name_deletes_just_the_spaces() -> None:
    (finding,) = only(HEAD + FULL.replace("Title:", "Title \t:")).findings
    assert finding.fix is not None
    assert [tuple(edit) for edit in finding.fix.edits] == [(3, 6, 3, 8, "")]


def test_the_fix_of_a_template_type_replaces_just_that() -> None:
    (finding,) = only("Template-Type:  redif-paper 2.0 \n" + FULL).findings
    assert (finding.code, finding.severity) == ("template-spelling", E)
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (1, 1, 1, 32)
    assert finding.fix is not None
    assert [tuple(edit) for edit in finding.fix.edits] == [(1, 17, 1, 32, "ReDIF-Paper 1.0")]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Titel", "Title"), ("Tilte", "Title"), ("Tixxe", None), ("Abstact", "Abstract"), ("Abstrct", "Abstract"), ("Absxrxct", "Abstract"),
        ("Abxxxact", None), ("Classific", None), ("Publication-St", "Publication-Status"), ("Creaton-Dat", "Creation-Date"),
    ],
)  # fmt: skip
def test_the_attribute_that_was_meant(name: str, meant: str | None) -> None:
    (finding,) = only(HEAD + FULL + f"{name}: x\n").findings
    assert (meant is not None and meant in finding.message) == (meant is not None)
    if meant is None:
        assert "did you mean" not in finding.message.lower()


@pytest.mark.parametrize(
    ("known", "most"), [("Title", 1), ("Number", 2), ("Publication-Status", 3), ("Author-Name", 2), ("Author-Email", 3)]
)
def test_an_attribute_is_meant_up_to_a_number_of_letters(known: str, most: int) -> None:
    """Names of 6 letters may have two that are wrong, those of 12 three, others one."""
    for wrong in range(1, 5):
        name = known[: len(known) - wrong] + "q" * wrong
        text = HEAD + "Author-Name: A\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n" + f"{name}: x\n"
        (finding,) = only(text).findings
        assert (known in finding.message + finding.hint) == (wrong <= most), name


def test_names_with_digits_continue_the_value_above() -> None:
    template = only(HEAD + "Title: T\nCovid19: x\nAuthor-Name: A\nHandle: RePEc:aaa:wpaper:1\n")
    assert template.data["title"] == "T Covid19: x"
    assert template.findings == []


@pytest.mark.parametrize("space", [" ", "\t", "\xa0", "  \t"])
def test_a_space_before_a_colon_is_seen_whatever_it_is(space: str) -> None:
    template = only(HEAD + FULL.replace("Title:", f"Title{space}:"))
    assert template.data["title"] == "T"
    assert [f.code for f in template.findings] == ["attribute-spaced"]


def test_a_value_is_read_without_the_rest_where_that_is_safe() -> None:
    for text in (HEAD + FULL, HEAD + FULL.replace("Handle:", "Handle :"), HEAD + FULL.replace("wpaper:1", "wpaper:\n 1")):
        assert only(text).value("handle") == only(text).data.get("handle")
    assert only(HEAD + "Handle: nothing\n").value("handle") is None
    assert only(HEAD).value("handle") is None


def test_the_tree_has_unknown_attributes_in_lowercase() -> None:
    tree = only(HEAD + FULL + "NonSense:  a  b\nNONSENSE: c\n").tree
    assert tree["nonsense"] == ["a b", "c"]
    assert list(tree) == ["template-type", "author", "title", "handle", "nonsense"]
