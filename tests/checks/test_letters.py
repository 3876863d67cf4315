"""Letters lost in PDF files, and letters of another alphabet: what is found and what a fix writes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.checks.template.characters import has_unusual_characters
from redif.rewriting.fixes import fixed

HEAD = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:1\n"
checker = Checker(Settings(), isolated=True)


def fix(lines: str) -> str:
    """What --fix makes of some lines of a paper."""
    data, _ = fixed(f"{HEAD}{lines}\n".encode(), "a.redif", lambda data: checker.data(data, "a.redif"))
    return data.decode().removeprefix(HEAD).removesuffix("\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("E¤ects of in‡ation on …rms: su¢ cient statistics", "Effects of inflation on firms: sufficient statistics"),
        ("We …nd signi…cant, di¤erent e¢ cient …rms and o¤ers", "We find significant, different efficient firms and offers"),
        ("The e®ects of in°ation on ¯rms and e±ciency", "The effects of inflation on firms and efficiency"),
        ("E¥cient markets", "Efficient markets"),
        ("ƒrms and E…ciency", "firms and Efficiency"),
        ("E…cient O…ces, di…cult …nance", "Efficient Offices, difficult finance"),
        ("We ƒnd diƒerent ƒows of ƒnance; the staƒ is eƒcient", "We find different flows of finance; the staff is efficient"),
        ("Þrms, Þnance and inßation", "firms, finance and inflation"),
        # It may be a function, an amount or a letter, or both fiat and flat, filed and fled.
        ("The function ƒ at x, ƒ(x) and ƒ 100 or ƒ100", "The function ƒ at x, ƒ(x) and ƒ 100 or ƒ100"),
        ("A ƒat that was ƒled", "A ƒat that was ƒled"),
        ("Þorvaldur Þórsson: große Maße, Þetta er ...", "Þorvaldur Þórsson: große Maße, Þetta er ..."),
        ("A result…in short", "A result…in short"),
        ("The e\x0bects of tra\x0ecking on \x0crms", "The effects of trafficking on firms"),
        ("The benefi\x0cts of fi\x0cndings, and some benefi\x0ct", "The benefits of findings, and some benefit"),
        ("The de\x1cnition of coe\x1ecients", "The definition of coefficients"),
        ("O¤ the record", "Off the record"),
        # None of these is a word with the letters that the sign is most often for, or it may be for others.
        ("A con\x0cict in con\x02ict, con\x02trol and con\x02rm", "A con\x0cict in con\x02ict, con\x02trol and con\x02rm"),
        ("A de¢ cit; the Be…nd", "A de¢ cit; the Be…nd"),
        ("Sta¤ in …rms, tari¤ walls", "Staff in firms, tariff walls"),
        ("A su¢\n cient condition", "A sufficient condition"),
        ("ﬁrms, eﬃciency, waﬄes and ﬂows", "firms, efficiency, waffles and flows"),
        ("Тhe Іmpact оn Еxamples", "The Impact on Examples"),
        ("Вiдновлення економiки", "Відновлення економіки"),
        ("Α pοlicy of growth", "Α policy of growth"),
        ("When p<0.05", "When p&lt;0.05"),
        ("Prices … le retour, 30° at noon", "Prices … le retour, 30° at noon"),
        ("The … rms and e¤ects", "The firms and effects"),
        ("Prices in ¤ and … so on", "Prices in ¤ and … so on"),
        ("Quax¤ima", "Quax¤ima"),
        ("E¤ects of qua¤ima", "Effects of qua¤ima"),
        ("e¤e¤e¤e¤e¤ects", "e¤e¤e¤e¤e¤ects"),  # more signs than a word has
        ("The e¤ects\n of growth in …\n rms", "The effects\n of growth in firms"),
        ("A tari¤ Act", "A tariff Act"),
        ("Sta¤ ¢ cient", "Staff ¢ cient"),
        ("A  trade-o¤  of\n   two", "A  trade-off  of\n   two"),
        ("ΑΒ Α and τhe рrice", "ΑΒ Α and τhe price"),
        ("The σX of рrices", "The σX of prices"),
    ],
)
def test_what_is_sure_is_written(written: str, meant: str) -> None:
    assert fix(f"Title: {written}") == f"Title: {meant}"


SIGNS = {"ffi": "¢", "ffl": "¥", "ff": "¤", "fi": "…", "fl": "‡"}


@given(
    st.lists(
        st.sampled_from(["effects", "firms", "inflation", "sufficient", "baffling", "benefit", "tax", "reflect"]), min_size=1
    )
)
def test_lost_letters_come_back(words: list[str]) -> None:
    text = " ".join(["Growth", *words])
    lost = text
    for letters, sign in SIGNS.items():
        lost = lost.replace(letters, sign)
    assert fix(f"Title: {lost}") == f"Title: {text}"


def test_one_place_has_one_finding() -> None:
    data = f"{HEAD}Title: The e\x0bects of growth\nNote: L'Ã©cole et Ã\x89cole\n".encode()
    found = [finding.code for finding in redif.check(io.BytesIO(data), isolated=True)]
    assert found == ["text-ligature", "text-misdecoded"]
    assert fix("Title: The e\x0bects of q\x0bx growth") == "Title: The effects of q\x0bx growth"


def test_a_message_shows_where_a_control_character_is() -> None:
    data = f"{HEAD}Title: The tra\x0ecking of \x0cre\n".encode()
    [finding] = redif.check(io.BytesIO(data), isolated=True)
    assert finding.message == 'In Title, "tra\ufffdcking" should be "trafficking", and so on in 1 other word.'


def test_control_characters_in_comments_are_nobodys_business() -> None:
    text = f"{HEAD}#Title: Gr\x02owth\n#{'x' * 998}\x02\nTitle: Growth o\x02f # all\x03\n"
    found = [(finding.code, finding.line) for finding in redif.check(io.BytesIO(text.encode()), isolated=True)]
    assert found == [("character-control", 6)]  # once for the line
    long = f"# {'x' * 2000}\x02\n{HEAD}Title: Growth of all\n"
    assert [finding.code for finding in redif.check(io.BytesIO(long.encode()), isolated=True)] == ["character-control"]


@pytest.mark.parametrize(("number", "is_fixed"), [(100, True), (101, False)])
def test_a_value_with_very_many_mixed_words_is_left_to_people(number: int, is_fixed: bool) -> None:
    assert fix("Abstract:" + " Imрact" * number) == "Abstract:" + (" Impact" if is_fixed else " Imрact") * number


def test_where_one_word_is_not_sure_none_is_changed() -> None:
    assert fix("Title: The Imрact и рост сорe") == "Title: The Imрact и рост сорe"
    assert fix("Title: The Imрact of сорe") == "Title: The Impact of cope"
    assert fix("Title: Рост и сорe") == "Title: Рост и соре"
    assert fix("Title: Mодель и Tеория Pазвития") == "Title: Модель и Теория Развития"


@pytest.mark.parametrize("line", ["File-URL: https://example.org/e¤ects.pdf", "File-URL: https://example.org/Imрact.pdf"])
def test_addresses_are_not_text(line: str) -> None:
    data = f"{HEAD}Title: Growth of all\n{line}\n".encode()
    found = {finding.code for finding in redif.check(io.BytesIO(data), isolated=True)}
    assert found.isdisjoint({"text-ligature", "text-look-alike"})


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("Title: The e¤ects of growth", "text-ligature", "writes the letters"),
        ("Title: The Imрact of growth", "text-look-alike", "writes them in one alphabet"),
        ("Title: Growth of all\nAuthor-Name: Jo Jones*", "name-addition", "deletes what is beside the name"),
        ("Title: Growth of all<br>\nNote: all of it<br>", "line-break", "deletes the tags at the ends of the lines"),
    ],
)
def test_a_fix_says_what_it_does(line: str, code: str, says: str) -> None:
    found = redif.check(io.BytesIO(f"{HEAD}{line}\n".encode()), isolated=True)
    [one] = [finding for finding in found if finding.code == code]
    assert one.fix is not None
    assert (one.fix.message, one.fix.unsafe) == (says, False)


def test_a_fix_in_a_comment_is_none() -> None:
    assert fix("Title: The e¤ects\n# e¤ects\n of growth") == "Title: The effects\n# e¤ects\n of growth"


def test_line_breaks_are_reported_once_a_file_and_all_deleted() -> None:
    lines = "Template-Type: ReDIF-Paper 1.0<br />\nAuthor-Name: Jane Smith<br />\nTitle: Growth of all<br/>\nHandle: RePEc:aaa:bbbbbb:{}\n"
    data = "\n".join(map(lines.format, (1, 2, 3))).encode()
    assert [finding.code for finding in redif.check(io.BytesIO(data), isolated=True)] == ["line-break"]
    after, _ = fixed(data, "a.redif", lambda data: checker.data(data, "a.redif"))
    assert after == data.replace(b"<br />", b"").replace(b"<br/>", b"")


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("Title: On <i>prices</i> of <b>all</b>", "Title: On prices of all"),
        ("Abstract: <p>We <b>ask</b> <br> this<br/>that</p> <p>and</p><p>so on</p>", "Abstract: We ask this that and so on"),
        ("Abstract: We ask.<br />", "Abstract: We ask."),
        ("Keywords: a; b<br />", "Keywords: a; b"),
        ("Title: CO<sub>2</sub>", None), ("Abstract: We <!-- say why --> ask.", None), ("Abstract: See <a href='http://a.org'>here</a>.", None),
    ],
)  # fmt: skip
def test_tags_are_deleted_where_nothing_else_is_lost(line: str, after: str | None) -> None:
    assert fix(line) == (line if after is None else after)
    found = redif.check(io.BytesIO(f"{HEAD}{line}\n".encode()), isolated=True)
    assert len([f for f in found if f.code in ("title-markup", "abstract-markup", "line-break")]) == 1


def test_line_breaks_within_a_text_are_deleted_with_those_at_its_end() -> None:
    text = f"{HEAD.replace(chr(10), '<br>' + chr(10))}Abstract: We ask<br>\n what it is.<br>\nNote: a<br>\n"
    found = redif.check(io.BytesIO(text.encode()), isolated=True)
    assert [f.code for f in found if "markup" in f.code or "break" in f.code] == ["line-break"]
    after, _ = fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"))
    assert after.decode() == text.replace("<br>", "")


@pytest.mark.parametrize(
    ("text", "is_unusual"),
    [
        ("Plain letters", False),
        ("große Maße, économie politique, “quoted” – and dashed…", False),
        ("Экономика и 経済", False),
        # What tells is the letter beside it, which is asked for only after the letters by themselves.
        ("the f\u03b1ctor", True),
        ("α factor", False),
        ("E¤ects", True),
        ("5 ¤", False),
        ("soft\u00adhyphen", True),
        ("Ã©conomie", True),
        ("\ufb01rms", True),
        ("\ue000", True),
        ("a\u200bb", True),
        ("a\u202eb", True),
        ("e\U0001fffe", True),
    ],
)
def test_few_texts_have_unusual_characters(text: str, *, is_unusual: bool) -> None:
    """Letters of other languages are usual; what may be lost, hidden or misread is not, wherever it stands."""
    assert has_unusual_characters(text) is is_unusual
