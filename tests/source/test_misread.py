"""Text in other encodings that was taken for Windows-1252: found, and named; and no text of Western Europe is."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

import redif
from redif.cli import main
from redif.source.characters import ASCII
from redif.source.misread import misread

RUSSIAN = "Экономика региона и рынок труда: анализ занятости населения в условиях кризиса"
GREEK = "Η ελληνική οικονομία και η αγορά εργασίας μετά την κρίση του χρέους"
POLISH = "Rozwój społeczno-gospodarczy województw a zróżnicowanie przestrzenne: wpływ źródeł finansowania na życie ludności"
CZECH = "Příspěvek k teorii řízení: vliv měnové politiky na růst české ekonomiky a životní úroveň obyvatelstva"
HUNGARIAN = "A magyar gazdaság növekedése és a külföldi működőtőke: az első évtized főbb összefüggései és tőkéje"
CHINESE = "中国经济增长与收入分配的关系研究:基于省级面板数据的分析"
TAIWANESE = "台灣經濟成長與所得分配之關係研究:以縣市資料進行分析"
JAPANESE = "日本経済の成長と所得分配に関する研究:都道府県データによる分析"
KOREAN = "한국 경제의 성장과 소득 분배에 관한 연구"
TEXTS = [
    ("cp1251", "Windows-1251", RUSSIAN),
    ("koi8-r", "KOI8-R", RUSSIAN),
    ("cp1253", "Windows-1253", GREEK),
    ("cp1250", "Windows-1250", POLISH),
    ("iso8859-2", "ISO-8859-2", POLISH),
    ("cp1250", "Windows-1250", CZECH),
    ("iso8859-2", "ISO-8859-2", CZECH),
    ("cp1250", "Windows-1250", HUNGARIAN),
    ("gb18030", "GB18030", CHINESE),
    ("big5", "Big5", TAIWANESE),
    ("shift-jis", "Shift-JIS", JAPANESE),
    ("euc-kr", "EUC-KR", KOREAN),
]
WESTERN = [
    "L'évolution créée par les marchés où la forêt brûlée a été cédée: « pêche », œuvre, naïveté et coïncidence, Noël, août",
    "A evolução da inflação e as exceções: ações, mães, avaliação, cães, pão, João Guimarães, Antônio",
    "La señora Núñez y el pingüino: «economía» española, ¿qué?, ¡año!, 1ª edición, nº 5",
    "Größe, Maßnahmen, Übergänge, Äußerung; Göß und Böß: 5 § 3 – „Überfluß“, m² und km³",
    "Perché la città è più lontana: così, però, università, là, è l'economia",
    "Köpfe i Århus på Ærø: smørrebrød, åbning, høøl, Bjørn Ødegård",
    "Työttömyyden määrä Itä-Suomessa: pääoma, hyödyt, ääni, Jyväskylä",
    "Þjóðhagfræði og Ísland: hagkerfið, þróun, útgjöld, áætlanir, Guðrún Þórðardóttir",
    "L'evolució econòmica: col·lecció, açò, producció, pròxims, l'anàlisi, construcció, Güell",
    "5 µm², 3½ °C, ±2, £5¾ ©x ®y",
]


def paper(title: str) -> str:
    return f"Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"


@pytest.mark.parametrize("name", ["x.rdf", "x.redif"])
@pytest.mark.parametrize(("codec", "encoding", "text"), TEXTS)
def test_another_encoding_is_one_finding_for_the_file(codec: str, encoding: str, text: str, name: str) -> None:
    data = "".join(map(paper, [text] * 3)).encode(codec)
    [finding] = [f for f in redif.parse(data, file=name).findings if "encod" in f.message or "this file" in f.message]
    assert (finding.code, finding.line) == ("encoding-other", 2)
    assert f"this file is probably in {encoding}, and RePEc reads it as" in finding.message
    assert finding.message.startswith("RePEc cannot read" if name == "x.redif" else "RePEc shows")
    word = finding.message.rpartition('"')[0].rpartition('"')[2]
    assert word in text
    assert not [f for f in redif.parse(data, file=name).findings if f.code.startswith("character-undecodable")]


@pytest.mark.parametrize(("codec", "encoding", "text"), TEXTS)
def test_text_that_was_saved_so_is_found(codec: str, encoding: str, text: str) -> None:
    data = "\ufeff" + "".join(map(paper, ["Prices", text.encode(codec).decode("latin-1" if codec != "cp1250" else "cp1252")]))
    found = [f for f in redif.parse(data.encode(), file="x.rdf").findings if f.code == "text-misdecoded"]
    if codec in ("gb18030", "big5", "shift-jis", "euc-kr") and not found:
        pytest.skip("spaces inside")
    assert [finding.line for finding in found] == [6]
    assert encoding in found[0].message


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_is_none(text: str) -> None:
    for count in (1, 20):
        data = paper(text) * count
        for raw, name in ((data.encode("cp1252"), "x.rdf"), (data.encode(), "x.redif")):
            codes = {finding.code for finding in redif.parse(raw, file=name).findings}
            assert not codes & {"encoding-other", "text-misdecoded"}
    joined = " ".join(WESTERN).encode("cp1252")
    assert misread(joined, joined.translate(None, ASCII)) is None


@pytest.mark.parametrize("controls", ["", "\x01", "a\x01\x7f"])
def test_a_suspicious_byte_is_found_behind_others(controls: str) -> None:
    data = f"{controls}élan, {controls}café; {controls}{RUSSIAN.split()[0]}".encode("cp1251", "replace")
    data = data.replace(b"?", b"\xe9") + f" {RUSSIAN}".encode("cp1251") * 3
    rare = bytes(byte for byte in data if not chr(byte).isprintable() or byte > 0x7F)
    found = misread(data, rare)
    assert found is not None
    assert found == misread(data, data.translate(None, ASCII))
    assert found.codec == "windows-1251"
    assert data[slice(*found.place)] == RUSSIAN.split()[0].encode("cp1251")


def test_time_is_linear() -> None:
    for piece in (b"a", b"\xe9\xe8", b"\xe9\xe8 ", b"a\xb3b"):
        start = time.process_time()
        redif.parse(paper("x").encode() + piece * (2_000_000 // len(piece)), file="x.rdf")
        assert time.process_time() - start < 4, piece


def test_files(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_bytes(paper(RUSSIAN).encode("cp1251"))
    assert [finding.code for finding in redif.check(tmp_path) if finding.line == 2] == ["encoding-other"]


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Růst a dluh", "Petr Dvořák"), ("Rynek pracy w Łodzi", "Paweł Żak"), ("Polityka pieniężna", "Łukasz Wójcik"),
        ("Hospodářský růst", "J. Novak"), ("Ceny a mzdy v české ekonomice", "Jiří Novák"),
    ],
)  # fmt: skip
def test_a_few_letters_of_central_europe_tell(title: str, author: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(
        f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {author}\nTitle: {title}\nHandle: RePEc:aaa:b:1\n".encode("cp1250")
    )
    (found,) = [finding for finding in redif.check(path, isolated=True) if finding.code == "encoding-other"]
    assert "Windows-1250" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "Où va l'économie? Été, déjà créée", "Perché l'Italia è più povera? Già, così è", "Þjóðhagsreikningar á Íslandi", "Prices in m³, 5² and n°3",
        "Größe, Äußerung, Übermaß", "Inflação, câmbio e ações", "¿Qué está pasando? Índice año", "Å spøke: søer og øer", "Smith³, Jones¹ and Öberg²",
        "Paid £five or £10", "Õppimine ja töö", "Één euro: coördinatie", "Le coût, dû à l'été, sûr", "Skåne över Åland", "Bùi, Nguyên", "Marìa Garcìa Lòpez",
        "Rùben y Marìa Martìnez " + "según la inflación, además del año y el índice económico más común " * 3,
    ],
)  # fmt: skip
def test_western_words_are_western(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(
        f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A Bcd\nTitle: {text}\nHandle: RePEc:aaa:b:1\n".encode("cp1252")
    )
    assert not [finding for finding in redif.check(path, isolated=True) if finding.code == "encoding-other"]


def test_text_in_a_third_encoding_is_not_taken_for_utf_8_saved_wrongly() -> None:
    head = b"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nHandle: RePEc:aaa:wpaper:1\nTitle: "
    found = redif.check(io.BytesIO(head + "中国经济增长与货币政策研究".encode("gb18030") + b"\n"))
    codes = {finding.code for finding in found}
    assert "encoding-other" in codes
    assert "text-misdecoded" not in codes


# Text whose bytes, as UTF-8 or Windows-1252, have letters of two alphabets in a word, lost ligatures and control characters.
LIKE_MISTAKES = {
    "gb18030": "王小明 本文研究了中国的经济增长与环境污染之间的关系,发现两者之间存在倒U型关系。",
    "shift-jis": "本稿では日本の経済成長と環境汚染の関係について検討する。ポートフォリオの選択",
}


@pytest.mark.parametrize("name", ["x.rdf", "x.redif"])
@pytest.mark.parametrize(("codec", "encoding", "text"), TEXTS)
def test_nothing_is_changed_in_another_encoding(codec: str, encoding: str, text: str, name: str, tmp_path: Path) -> None:
    words = f"{text} {LIKE_MISTAKES.get(codec, '')}"
    file = tmp_path / name
    data = (paper(text) + f"Abstract: {words}\nFile-URL: www.example.org/1.pdf\nTemplate-Type: ReDIF-Paper 1.0\n").encode(codec)
    file.write_bytes(data)
    found = [finding for finding in redif.check(tmp_path, isolated=True) if finding.file == str(file)]
    assert [finding.code for finding in found].count("encoding-other") == 1
    assert not [finding for finding in found if finding.fix]
    assert not {"character-control", "character-invisible", "text-look-alike", "text-ligature"} & {f.code for f in found}
    main(["check", "-q", "--isolated", "--fix", "--unsafe-fixes", "-o", os.devnull, str(tmp_path)])
    main(["format", "-q", str(file)])
    assert file.read_bytes() == data


def test_what_comes_before_another_encoding_is_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "x.rdf"
    before = paper("Prices").encode() + b"File-URL: www.example.org/1.pdf\n\n"
    file.write_bytes(before + paper(RUSSIAN).replace("wpaper:1", "wpaper:2").encode("cp1251"))
    main(["check", "-q", "--isolated", "--fix", "-o", os.devnull, str(file)])
    assert file.read_bytes().startswith(before.replace(b"www", b"http://www"))
