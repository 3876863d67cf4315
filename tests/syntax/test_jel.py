"""JEL codes as people write them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.checks.checker import Checker
from redif.rewriting.fixes import fixed

HEAD = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: On prices\n"
TAIL = "Creation-Date: 2001\nHandle: RePEc:aaa:wpaper:1\n"


def after_fixing(text: str) -> str:
    checker = Checker(isolated=True)
    return fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"))[0].decode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("JEL: C1", "C1"),
        ("JEL Classification: C12; D24", "C12, D24"),
        ("C12 - Hypothesis Testing", "C12"),
        ("C12 Hypothesis Testing; D24 Production", "C12, D24"),
        ("C1/D2", "C1, D2"),
        ("C1 / D2 / E62", "C1, D2, E62"),
        ("G21-G28", "G21, G28"),
        ("G21–G28", "G21, G28"),
        ("G21 — G28", "G21, G28"),
        ("C12 • D24", "C12, D24"),
        ("C12 · D24", "C12, D24"),
        ("(C12)", "C12"),
        ("(C12, D24)", "C12, D24"),
        ("C 12", "C12"),
        ("C 12, D 24", "C12, D24"),
        ("C.1.2", "C12"),
        ("Primary C12; secondary D24", "C12, D24"),
        ("Q16, Q18 - agriculture policy", "Q16, Q18"),
        ("E51 Money (narrow), Banking; G21 Banks", "E51, G21"),
        ("E52G21", "E52, G21"),
        ("E52, e52; E 52", "E52"),
    ],
)
def test_codes_among_other_text_have_one_finding_with_a_fix(written: str, meant: str) -> None:
    text = f"{HEAD}Classification-JEL: {written}\n{TAIL}"
    template = redif.parse(text).templates[0]
    assert template.data["classification_jel"] == meant.split(", ")
    assert "unparsed" not in template.data
    assert [(f.code, f.line) for f in redif.check(io.BytesIO(text.encode()))] == [("value-invalid", 4)]
    assert after_fixing(text) == f"{HEAD}Classification-JEL: {meant}\n{TAIL}"


@pytest.mark.parametrize("written", ["C12 C12 D24", "C12, D24, c12", "C12;C12;D24", "C12: D24: D24"])
def test_a_code_that_is_given_twice_is_kept_once(written: str) -> None:
    text = f"{HEAD}Classification-JEL: {written}\n{TAIL}"
    assert redif.parse(text).templates[0].data["classification_jel"] == ["C12", "D24"]
    (finding,) = redif.check(io.BytesIO(text.encode()))
    assert (finding.code, finding.line) == ("jel-repeated", 4)
    assert after_fixing(text) == f"{HEAD}Classification-JEL: C12, D24\n{TAIL}"


def test_a_word_of_one_letter_is_not_taken_for_a_code() -> None:
    data = redif.parse(f"{HEAD}Classification-JEL: C12 Vitamin C deficiency\n{TAIL}").templates[0].data
    assert data["classification_jel"] == ["C12"]
    assert data["unparsed"] == {"Classification-Jel": ["C12 Vitamin C deficiency"]}


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("E51 - Money Supply (M1, M2)", ["E51"]),
        ("E52 Monetary Policy G21 Banks H1 plan B12", ["E52"]),
        ("E52 Money and M1; G21 banks", ["E52"]),
        ("E51 - Vitamin C - deficiency", ["E51"]),
        ("Monetary Policy (E52); Banks: G21", ["E52", "G21"]),
        ("Money Supply (M1)", None),
        ("Money M1 supply", None),
        ("E5-E8", ["E5"]),  # there is no E8
    ],
)
def test_what_looks_like_a_code_in_a_description_is_none_and_nothing_is_written(written: str, codes: list[str] | None) -> None:
    text = f"{HEAD}Classification-JEL: {written}\n{TAIL}"
    data = redif.parse(text).templates[0].data
    assert (data.get("classification_jel"), data["unparsed"]) == (codes, {"Classification-Jel": [written]})
    (finding,) = redif.check(io.BytesIO(text.encode()))
    assert finding.fix is None
    assert finding.hint.startswith(("Write codes of", "Write E5"))


@pytest.mark.parametrize(
    ("written", "named"),
    [("E52, X99, QQ", 'has "X99" and "QQ" in it'), ("E52, E521", '"E521" is not a code'), ("Money", '"Money" is not a code')],
)
def test_codes_that_are_none_have_one_finding(written: str, named: str) -> None:
    text = f"{HEAD}Classification-JEL: {written}\n{TAIL}"
    (finding,) = redif.check(io.BytesIO(text.encode()))
    assert named in finding.message
    assert "there should be" not in finding.message


def test_a_value_that_is_no_list_of_codes_is_kept_whole() -> None:
    template = redif.parse(f"{HEAD}Classification-JEL: http://a.b/c\n{TAIL}").templates[0]
    assert template.data["unparsed"] == {"Classification-Jel": ["http://a.b/c"]}
    assert len(template.findings) == 1


def test_what_has_the_form_of_a_code_is_kept_by_itself() -> None:
    template = redif.parse(f"{HEAD}Classification-JEL: C12, Y99, X98\n{TAIL}").templates[0]
    assert template.data["classification_jel"] == ["C12"]
    assert template.data["unparsed"] == {"Classification-Jel": ["Y99", "X98"]}


@pytest.mark.parametrize("written", ["N/A", "None", "n.a.", "NaN"])
def test_a_placeholder_has_no_codes(written: str) -> None:
    template = redif.parse(f"{HEAD}Classification-JEL: {written}\n{TAIL}").templates[0]
    assert "classification_jel" not in template.data
    assert template.data["unparsed"] == {"Classification-Jel": [written]}
    assert not any(finding.hint.startswith("Write N") for finding in template.findings)


@given(
    st.lists(
        st.sampled_from(["C12", "D24", "E", "Y99", "b/c", "//a", "word", "x", "D2a", "(C1)", "-", "and", "C 1"]), max_size=5
    )
)
def test_whatever_stands_there_reads_back_the_same(parts: list[str]) -> None:
    for separator in (", ", "; ", " ", "."):
        (record,) = redif.parse(f"{HEAD}Classification-JEL: {separator.join(parts)}\n{TAIL}").records
        out = io.StringIO()
        redif.write([record], out, to="redif")
        (again,) = redif.parse(out.getvalue()).records
        assert again.data.get("classification_jel") == record.data.get("classification_jel")
        assert again.data.get("unparsed") == record.data.get("unparsed")


@pytest.mark.parametrize("written", ["<p>E52</p>", "<b>E52</b>, D24", "E52&nbsp;D24<br>"])
def test_markup_around_codes_is_nothing_to_report(written: str) -> None:
    document = redif.parse(f"Template-Type: ReDIF-Paper 1.0\nClassification-JEL: {written}\n")
    assert "E52" in document.templates[0].data["classification_jel"]
    assert not [finding for finding in document.findings if finding.attribute == "Classification-Jel"]


@pytest.mark.parametrize("written", ["D12, 016, E52", "d12, 016, e52", "D12, 016, e52"])
def test_the_message_names_what_is_no_code(written: str) -> None:
    text = (
        f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nClassification-JEL: {written}\nHandle: RePEc:aaa:wpaper:1\n"
    )
    (finding,) = redif.parse(text).templates[0].findings
    assert '"016"' in finding.message
    assert "52" not in finding.message.partition('"016"')[2]


@pytest.mark.parametrize("written", ["null, E52", "E52; N/A", "N/A; E52; null"])
def test_the_codes_beside_a_placeholder_are_kept(written: str) -> None:
    text = (
        f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nClassification-JEL: {written}\nHandle: RePEc:aaa:wpaper:1\n"
    )
    (template,) = redif.parse(text).templates
    assert template.data["classification_jel"] == ["E52"]
    assert [finding.code for finding in template.findings] == ["value-invalid"]
