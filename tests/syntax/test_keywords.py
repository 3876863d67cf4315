"""Keywords as they are pasted: with their heading, with JEL codes, with the text after them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import redif
from redif.checks.checker import Checker
from redif.rewriting.fixes import fixed


def data_of(lines: str) -> dict[str, Any]:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jo Jones\nTitle: A title\n{lines}\nHandle: RePEc:aaa:wpaper:1\n"
    (template,) = redif.parse(text).templates
    return template.data


@pytest.mark.parametrize(
    ("written", "keywords", "unparsed"),
    [
        ("JEL: C1; a; b", ["a", "b"], ["JEL: C1"]),
        ("a; JEL codes: C1, D22; b", ["a", "b"], ["JEL codes: C1, D22"]),
        ("a; b\nJEL Classification : D40", ["a", "b"], ["JEL Classification : D40"]),
        ("a; b\nClassificação JEL: D40; E22", ["a", "b"], ["Classificação JEL: D40; E22"]),
        ("Keywords: a, b", ["a", "b"], None),
        ("Key words: a; b", ["a", "b"], None),
        ("Schlüsselwörter: a; b", ["a", "b"], None),
        ("a\\, b\\; c", ["a\\, b", "c"], None),
        ("inflation\\, money", ["inflation", "money"], None),
        ("keyword auctions; JEL codes in practice", ["keyword auctions", "JEL codes in practice"], None),
    ],
)
def test_only_keywords_are_keywords(written: str, keywords: list[str], unparsed: list[str] | None) -> None:
    data = data_of(f"Keywords: {written}")
    assert data["keywords"] == keywords
    assert data.get("unparsed", {}).get("Keywords") == unparsed


def test_a_sentence_after_keywords_on_their_line_belongs_to_the_abstract() -> None:
    data = data_of(
        "Abstract: We ask.\nKeywords: prices, costs. This text goes on and we find much.\nIt is long.\nCreation-Date: 2001"
    )
    assert data["keywords"] == ["prices", "costs"]
    assert data["abstract"] == "We ask. This text goes on and we find much. It is long."


def test_abbreviations_and_names_among_keywords_are_no_sentences() -> None:
    data = data_of("Abstract: We ask.\nKeywords: U.S. This and That; Dr. No; vs. The Rest")
    assert data["abstract"] == "We ask."
    assert len(data["keywords"]) == 3


LISTS = [
    "prices ★ wages ‖ rents", "prices｜wages｜rents", "prices—wages—rents", "prices; wages; rents,",
    "prices、wages、rents", "prices，wages，rents", "prices；wages；rents", "prices؛ wages؛ rents", "#prices #wages #rents", "#prices, #wages, #rents",
    "prices\twages\trents", "prices\n wages\n rents", "- prices\n - wages\n - rents", "• prices\n• wages\n• rents", "prices ◦ wages ■ rents",
    "prices -- wages -- rents", "prices * wages * rents", "prices // wages // rents", "[prices, wages, rents]", "['prices', 'wages', 'rents']",
    '"prices"; "wages"; "rents"', "{prices; wages; rents}", "1. prices 2. wages 3. rents", "(1) prices; (2) wages; (3) rents",
    "prices<br>wages<br/>rents", "<ul><li>prices</li><li>wages</li><li>rents</li></ul>", "prices | wages | rents", "prices, wages, rents.",
    "Keywords. prices, wages, rents", "Keywords - prices, wages, rents", "Mots-clés = prices, wages, rents",
]  # fmt: skip


@pytest.mark.parametrize("written", LISTS)
def test_keywords_are_apart_however_they_are_listed(written: str) -> None:
    assert data_of(f"Keywords: {written}")["keywords"] == ["prices", "wages", "rents"]


@pytest.mark.parametrize("written", [one for one in LISTS if one not in ("prices, wages, rents.", "prices; wages; rents,")])
def test_what_repec_would_take_for_one_keyword_is_reported(written: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jo Jones\nTitle: A title\nKeywords: {written}\n"
                    "Handle: RePEc:aaa:wpaper:1\n", encoding="utf-8-sig")  # fmt: skip
    codes = {finding.code for finding in redif.check(path, isolated=True)}
    assert codes & {"keywords-separator", "value-attribute"}


@pytest.mark.parametrize(
    "written",
    [
        "the #MeToo movement",
        "C#; F#",
        "(Q)MLE, GMM",
        "1. FC Köln; Bundesliga",
        "monetary policy\n and growth",
        "U.S.; E.U.",
        "a; b, c",
        "[x]",
    ],
)
def test_keywords_with_signs_of_their_own_keep_them(written: str) -> None:
    assert "; ".join(data_of(f"Keywords: {written}")["keywords"]) == " ".join(written.replace("MLE, ", "MLE; ").split())


@pytest.mark.parametrize(
    ("written", "keywords"),
    [
        ("monetary policy (inflation, growth), money", ["monetary policy (inflation, growth)", "money"]),
        ("a (b; c; d); e (f)", ["a (b; c; d)", "e (f)"]),
        ("a (b, c", ["a (b", "c"]),
        ("prices,, ;markets ,", ["prices", "markets"]),
        ("a, b; c, d", ["a, b", "c, d"]),
    ],
)
def test_brackets_and_stray_commas_do_not_divide_a_keyword(written: str, keywords: list[str]) -> None:
    (record,) = redif.parse(
        f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nKeywords: {written}\nHandle: RePEc:aaa:wpaper:1\n"
    ).records
    assert record.data["keywords"] == keywords


@pytest.mark.parametrize(
    ("doi", "message"),
    [
        ("10.5678/abc.1; 10.5678/abc.2", 'The DOI "10.5678/abc.1; 10.5678/abc.2" has several DOIs in it.'),
        ("10.5678/", 'The DOI "10.5678/" has nothing after its slash.'),
    ],
)
def test_what_is_wrong_with_a_doi_is_said_in_words(doi: str, message: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nDOI: {doi}\nHandle: RePEc:aaa:wpaper:1\n"
    assert message in [found.message for found in redif.check(io.BytesIO(text.encode()))]


def test_the_heading_of_keywords_is_fixed_away() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: T\nKeywords: {}a, b\nHandle: RePEc:aaa:wpaper:1\n"
    checker = Checker(isolated=True)
    data, *_ = fixed(text.format("Keywords: ").encode(), "a.redif", lambda data: checker.data(data, "a.redif"))
    assert data.decode() == text.format("")


@pytest.mark.parametrize(
    ("written", "keywords"),
    [
        ("prices·wages·rents", ["prices", "wages", "rents"]), ("a·b", ["a", "b"]), ("prices # wages", ["prices", "wages"]),
        ("monetary policy#rents", ["monetary policy", "rents"]), ("цены·рынки", ["цены", "рынки"]),
    ],
)  # fmt: skip
def test_a_dot_or_a_number_sign_divides_keywords(written: str, keywords: list[str]) -> None:
    assert data_of(f"Keywords: {written}")["keywords"] == keywords
    checker = Checker(isolated=True)
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jo Jones\nTitle: A title\nKeywords: {written}\nHandle: RePEc:aaa:wpaper:1\n"
    after, _ = fixed(text.encode("utf-8-sig"), "x.rdf", lambda data: checker.data(data, "x.rdf"))
    assert f"Keywords: {'; '.join(keywords)}\n" in after.decode("utf-8-sig")


@pytest.mark.parametrize(
    "keyword",
    ["C#", "F# minor", "programming in C # and others", "col·lectiu", "price per kW·h", "约翰·凯恩斯", "the #MeToo movement", "#MeToo", "1·2", "#", "##"],
)  # fmt: skip
def test_a_dot_or_a_number_sign_within_a_keyword(keyword: str) -> None:
    assert data_of(f"Keywords: {keyword}")["keywords"] == [keyword]
