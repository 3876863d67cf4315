from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nameparser import parse
from nameparser.config.conjunctions import CONJUNCTIONS
from nameparser.config.particles import PARTICLES

import redif
from redif.bibliography.names import Name, full_name, name_of
from redif.schema.name_additions import without_additions
from redif.schema.placeholders import is_placeholder


def parts(**person: Any) -> tuple[str, str, str, str]:
    name = name_of(person)
    assert not name.literal, name
    return name.given, name.particle, name.family, name.suffix


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Jane Smith", ("Jane", "", "Smith", "")),
        ("Smith, Jane", ("Jane", "", "Smith", "")),
        ("J. W. Slocum", ("J. W.", "", "Slocum", "")),
        ("J.W. Slocum Jr.", ("J.W.", "", "Slocum", "Jr.")),
        ("Vincent van Gogh", ("Vincent", "van", "Gogh", "")),
        ("van Gogh, Vincent", ("Vincent", "van", "Gogh", "")),
        ("Van Gogh, Vincent", ("Vincent", "", "Van Gogh", "")),
        ("Mark J. van der Laan", ("Mark J.", "van der", "Laan", "")),
        ("Juan de la Vega", ("Juan", "de la", "Vega", "")),
        ("Smith, Jr., John", ("John", "", "Smith", "Jr.")),
        ("Smith, Sr., John", ("John", "", "Smith", "Sr.")),
        ("Santos Silva, J.M.C.", ("J.M.C.", "", "Santos Silva", "")),
        ("van der Berg, A. B. C.", ("A. B. C.", "van der", "Berg", "")),
        ("Smith,John", ("John", "", "Smith", "")),
        ("J.Smith", ("J.", "", "Smith", "")),
        ("John Smith.", ("John", "", "Smith", "")),
        ("Smith J", ("J", "", "Smith", "")),
        ("Smith, John, Jr.", ("John", "", "Smith", "Jr.")),
        ("John Smith, Jr.", ("John", "", "Smith", "Jr.")),
        ("Lawrence D. LaPlue III", ("Lawrence D.", "", "LaPlue", "III")),
        ("Prof. Dr. Jane Smith", ("Jane", "", "Smith", "")),
        ("Frank Westermann, Ph.D.", ("Frank", "", "Westermann", "")),
        ("SÁNCHEZ, JOSÉ MARÍA", ("JOSÉ MARÍA", "", "SÁNCHEZ", "")),
        ("GARCÍA LÓPEZ, A.", ("A.", "", "GARCÍA LÓPEZ", "")),
        ("Chong (Alex) Wang", ("Chong (Alex)", "", "Wang", "")),
        ("De Liu", ("De", "", "Liu", "")),
        ("Ann Lee,", ("Ann", "", "Lee", "")),
        ("Eva Pinto*", ("Eva", "", "Pinto", "")),
        ("John Smith¹", ("John", "", "Smith", "")),
        ("Ann Lee†", ("Ann", "", "Lee", "")),
        ("Smith, Adam, 1723-1790", ("Adam", "", "Smith", "")),
        ("Adam Smith (1723–1790)", ("Adam", "", "Smith", "")),
        ("Lee A.B.", ("A.B.", "", "Lee", "")),
        ("GARCÍA LÓPEZ, JUAN CARLOS", ("JUAN CARLOS", "", "GARCÍA LÓPEZ", "")),
        ("Dr Ann Lee, MD, PhD", ("Ann", "", "Lee", "")),
        ("Smith, John, PhD", ("John", "", "Smith", "")),
        ("Ana García López, MD", ("Ana García", "", "López", "")),
        ("Jane Y Esq", ("Jane", "", "Y", "Esq")),
        ("Jane Doe Esq", ("Jane", "", "Doe", "Esq")),
        ("Doe, Jane (Jane Q.), 1960-", ("Jane", "", "Doe", "")),
        ("Doe, J. Q. (Jane Quincy), 1960-2010", ("J. Q.", "", "Doe", "")),
        ("Doe, Jane, b. 1960", ("Jane", "", "Doe", "")),
        ("Doe, Jane, 1960", ("Jane", "", "Doe", "")),
        ("Doe, Jane, 1960- .", ("Jane", "", "Doe", "")),
        ("Jane Doe (1960- )", ("Jane", "", "Doe", "")),
        ("Jane Doe1,2", ("Jane", "", "Doe", "")),
        ("Jane Doe 1", ("Jane", "", "Doe", "")),
        ("Jane Doe (1)", ("Jane", "", "Doe", "")),
        ("Jane Doe [a]", ("Jane", "", "Doe", "")),
        ("Jane Doe (*)", ("Jane", "", "Doe", "")),
        ("マリオ・ロッシ", ("マリオ", "", "ロッシ", "")),
        ("卡尔·马克思", ("卡尔", "", "马克思", "")),
        ("山田 太郎", ("太郎", "", "山田", "")),
        ("김 철수", ("철수", "", "김", "")),
        ("Smith, Prof. John", ("John", "", "Smith", "")),
        ("von Hayek, Friedrich August", ("Friedrich August", "von", "Hayek", "")),
        ("van Kleef, Jessy Joy", ("Jessy Joy", "van", "Kleef", "")),
        ("Van Reenen, John Michael", ("John Michael", "", "Van Reenen", "")),
        ("d'Aspremont, Claude Jean", ("Claude Jean", "", "d'Aspremont", "")),
        ("Assoc. Prof. Mehmet Öz", ("Mehmet", "", "Öz", "")),
        ("Doc. Ing. Jan Novák, CSc.", ("Jan", "", "Novák", "")),
        ("Dipl.-Ing. (FH) Hans Maier", ("Hans", "", "Maier", "")),
        ("Yrd. Doç. Dr. Ali Kaya", ("Ali", "", "Kaya", "")),
        ("Ann Lee (corresponding author)", ("Ann", "", "Lee", "")),
        ("Ana Silva (autora correspondiente)", ("Ana", "", "Silva", "")),
        ("Kashif Imran (Managing Editor)", ("Kashif", "", "Imran", "")),
        ("Jane Smith [deceased]", ("Jane", "", "Smith", "")),
        ("Ann Lee et al.", ("Ann", "", "Lee", "")),
        ("Dean Smith", ("Dean", "", "Smith", "")),
        ("MS Dhoni", ("MS", "", "Dhoni", "")),
        ("José Ortega y Gasset", ("José", "", "Ortega y Gasset", "")),
        ("  Jane \n  Smith ", ("Jane", "", "Smith", "")),
        ("Ana Ruiz, Dra.", ("Ana", "", "Ruiz", "")),
        ("Ana Ruiz Dra.", ("Ana", "", "Ruiz", "")),
        ("Mtra. Ana Ruiz", ("Ana", "", "Ruiz", "")),
        ("John Smith, Assistant Professor", ("John", "", "Smith", "")),
        ("Dra, Ana", ("Ana", "", "Dra", "")),
        ("Harvard, John", ("John", "", "Harvard", "")),
        ("García López, Roma", ("Roma", "", "García López", "")),
    ],
)
def test_a_whole_name_is_split(written: str, expected: tuple[str, str, str, str]) -> None:
    assert parts(name=written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "World Bank",
        "OECD",
        "MARMARA ÜNİVERSİTESİ",
        "Unıversıty Ankara",
        "Federal Reserve Bank of St. Louis",
        "Bank for International Settlements",
        "Jane Smith (World Bank)",
        "Jane Smith, University of Ljubljana",
        "John Smith, Harvard",
        "John A. Smith, New York",
        "Lee, Ann, et al., Bo",
        "Jane Smith and John Doe",
        "Jane Smith; John Doe",
        "Smith, Jane, Doe, John",
        "jane.smith@example.org",
        "John Smith, Mary Jones",
        "john smith, mary jones",
        "Smith J., Jones M.",
        "Juan Pérez y María López",
        "Mario Rossi e Luca Bianchi",
        "Иван Иванов, Пётр Петров",
        "J. Smith, M. Jones",
        "Smith J, Jones M",
        "John A. Smith, Mary B. Jones",
        "Josep Puig i Mary Jones",
        "Kari Nordmann og Ola Hansen",
        "王小明 Wang Xiaoming",
        "Wang Xiaoming (王小明)",
        "the ABC collaboration",
        "Editorial Board",
        "Henry",
        "王小明",
        "a " * 5000,
    ],
)
def test_anything_but_the_name_of_one_person_is_kept_whole(written: str) -> None:
    assert name_of({"name": written}) == Name(" ".join(written.split()), literal=True)


@pytest.mark.parametrize(
    ("written", "first", "last", "expected"),
    [
        ("", "Vincent", "van Gogh", ("Vincent", "van", "Gogh", "")),
        ("", "John, Jr.", "Smith", ("John", "", "Smith", "Jr.")),
        ("", "John", "Smith III", ("John", "", "Smith", "III")),
        ("Jane Smith", "Jane", "Smith", ("Jane", "", "Smith", "")),
        ("Wang Xiaoming", "Xiaoming", "Wang", ("Xiaoming", "", "Wang", "")),
        ("J. Smith", "Jane", "Smith", ("Jane", "", "Smith", "")),
        ("Ana Castillo García", "Ana", "Castillo García", ("Ana", "", "Castillo García", "")),
        ("Ana Castillo García", "", "Castillo García", ("Ana", "", "Castillo García", "")),
        ("Castillo García, Ana", "", "Castillo García", ("Ana", "", "Castillo García", "")),
        # The whole name says more, so it is only split at the last name.
        ("Ralph W. Sanders, Jr.", "Ralph", "Sanders", ("Ralph W.", "", "Sanders", "Jr.")),
        ("Lawrence D. LaPlue", "Lawrence", "LaPLue", ("Lawrence D.", "", "LaPlue", "")),
        # They contradict it, as those of another author do.
        ("Charles Sims", "Sims", "Vossler", ("Charles", "", "Sims", "")),
        ("Elizabeth Economy", "Elizabeth", "Economy", ("Elizabeth", "", "Economy", "")),
    ],
)
def test_first_and_last_name(written: str, first: str, last: str, expected: tuple[str, str, str, str]) -> None:
    assert parts(name=written, name_first=first, name_last=last) == expected


@pytest.mark.parametrize(
    ("written", "first", "last", "expected"),
    [
        ("María José García López", "María José", "García López", ("María José", "", "García López", "")),
        ("Zhang Wei", "Wei", "Zhang", ("Wei", "", "Zhang", "")),
        ("Maria José García López", "María José", "GARCÍA LÓPEZ", ("Maria José", "", "García López", "")),
        # They may be spelled with other accents, and in another form of Unicode.
        ("Alvarez José", "Jose", "Álvarez", ("José", "", "Alvarez", "")),
        ("Jose\u0301 A\u0301lvarez", "José", "Álvarez", ("Jose\u0301", "", "A\u0301lvarez", "")),
        ("Wolski Łukasz", "Lukasz", "Wolski", ("Łukasz", "", "Wolski", "")),
        ("Mueller Jörg", "Joerg", "Müller", ("Jörg", "", "Mueller", "")),
        ("García-López, Jean-Paul", "Jean Paul", "García López", ("Jean Paul", "", "García López", "")),
        # They do not make up the whole name.
        ("John Roe Jr", "John", "Roe", ("John", "", "Roe", "Jr")),
        ("Jane Smith", "Jane", "Doe", ("Jane", "", "Smith", "")),
    ],
)
def test_private_parts_of_a_name(written: str, first: str, last: str, expected: tuple[str, str, str, str]) -> None:
    extra = {"Author-X-Name-First": [first], "Author-X-Name-Last": [last]}
    assert parts(name=written, extra=extra) == expected


def test_a_corporate_author_may_have_a_private_last_name() -> None:
    assert name_of({"name": "the ABC group", "extra": {"Author-X-Name-Last": ["the ABC group"]}}).literal


@pytest.mark.parametrize("text", [".", ",", "-", "* *", "。", "undefined undefined", "null, null", "None None", "NaN NaN"])
def test_a_text_without_letters_is_no_name(text: str) -> None:
    assert name_of({"name": text}) == Name()
    assert full_name({"name": text}) == ""


def test_the_order_of_a_chinese_name_is_kept() -> None:
    name = name_of({"name": "王 小明"})
    assert name.family_first
    assert (name.full, name.inverted) == ("王 小明", "王, 小明")
    assert name_of({"name": "王小明", "name_first": "小明", "name_last": "王"}).family_first
    assert not name_of({"name": "Wang Xiaoming"}).family_first


def test_a_corporate_author_may_have_a_first_and_a_last_name() -> None:
    assert name_of({"name": "World Bank", "name_first": "World", "name_last": "Bank"}).literal
    assert name_of({"name": "OECD", "name_last": "OECD"}) == Name("OECD", literal=True)


def test_a_name_may_be_incomplete() -> None:
    assert name_of({}) == Name()
    assert name_of({"name": None}) == Name()
    assert name_of({"name_last": "Plato"}) == Name("Plato", literal=True)
    assert name_of({"name_first": "Plato"}) == Name("Plato", literal=True)
    assert name_of({"name_first": "Jane", "name_last": "Smith"}).full == "Jane Smith"


def test_inverted() -> None:
    assert name_of({"name": "Vincent van Gogh, Jr."}).inverted == "van Gogh, Vincent, Jr."
    assert name_of({"name": "World Bank"}).inverted == "World Bank"
    assert name_of({"name": "Jane Smith"}).inverted == "Smith, Jane"


def letters(*texts: str) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if sign.isalnum() and sign not in "¹²³" and not sign.isdigit())


words = st.text(max_size=12) | st.sampled_from(
    [
        "Jane",
        "Smith",
        "van",
        "de",
        "la",
        "y",
        "e",
        "Jr.",
        "III",
        ",",
        "(",
        ")",
        "“",
        "”",
        '"',
        "'",
        "-",
        "O'Neil",
        "and",
        "&",
        ";",
        "@",
        "王",
        "von",
        "Mises",
        "Bin",
        "Md",
        "née",
        "Al",
        "al-Hassan",
    ]
)
names = st.lists(words, max_size=6).map(" ".join)


@given(names)
@example("NULL NULL")
def test_no_letter_is_lost(written: str) -> None:
    name = name_of({"name": written})
    if name == Name():
        said = without_additions(" ".join(written.split()))
        assert all(map(is_placeholder, said.replace(",", " ").split())) or not any(map(str.isalnum, said))
        return
    written = " ".join(written.split())
    assert name.full in (written, without_additions(written))
    if name.literal:
        assert name[1:5] == ("", "", "", "")
    else:
        assert letters(*name[1:5]) == letters(name.full)


@given(names, names, names)
def test_no_letter_is_lost_of_a_name_in_parts(written: str, first: str, last: str) -> None:
    name = name_of({"name": written, "name_first": first, "name_last": last})
    written, first, last = (without_additions(" ".join(text.split())) for text in (written, first, last))
    if not name.literal:
        assert letters(written.casefold()) <= letters("".join(name[1:5]).casefold())
        assert letters(*name[1:5]) in (letters(written), letters(first, last))
    elif any(map(str.isalnum, written)):
        assert written in name.full


WORDS = st.sampled_from(
    [
        "Jane",
        "Maria",
        "Gerrit",
        "Smith",
        "El",
        "de",
        "van",
        "der",
        "Santos",
        "Della",
        "delle",
        "Y",
        "e",
        "Jr.",
        "Junior",
        "III",
        "Lord",
        "J.",
        "K",
        "A",
        "O'Brien",
        "Jean-Paul",
        "ZHANG",
        "Wei",
        "Ming",
        "müller",
        "Östlund",
        "Saint",
        "Santa",
        "Abu",
        "Binte",
        "Graf",
        "Md",
        "SMITH",
        "Esquire",
        "CIO",
        "da",
        "Silva",
        "Kim",
        "Hwan",
        "Jo",
        "Ng",
        "Ye",
        "Mac",
        "Bin",
        "Von",
        "Ma",
        "Cap",
        "Esq",
        "Dell'",
        "S.F.",
        "(Alex)",
        "“Mariam”",
    ]
)
NAMES = st.builds(
    "{}{}{}".format,
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
    st.sampled_from([" ", ", "]),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
)


INITIALS = re.compile(r"(?:\w\.[ -]?)+")
SUFFIXES = ("Jr.", "Sr", "III", "MBA", "PhD", "Ph.D.", "MD", "Esq")


def check_against_the_library(written: str) -> bool:
    """Check that a name is split as the library splits it; return whether it is split at all."""
    name = name_of({"name": written})
    if name.literal or name == Name():
        return False
    if INITIALS.fullmatch(name.given) and written.startswith(name.family):  # Lee A.B., in which the library sees no family name
        return True
    found = parse(without_additions(written))
    given = " ".join(filter(None, (found.title, found.given, found.middle)))
    # The library knows so many degrees that some names are among them (Smith, Caro).
    if found.family and given and found.suffix in {"", *SUFFIXES}:
        assert (name.given, f"{name.particle} {name.family}".strip(), name.suffix) == (given, found.family, found.suffix)
    return True


# Two words are split without the library, which takes the De in De Liu for a particle.
@given(NAMES.filter(lambda name: not set(name) & set("(“") and (name.count(" ") > 1 or "," in name)))
def test_a_name_is_split_as_the_library_does(written: str) -> None:
    check_against_the_library(written)


def test_names_of_the_corpus_are_split_as_the_library_does(corpus: Path) -> None:
    people = {
        " ".join(person.name.split())
        for record in redif.read(corpus)
        for person in (*getattr(record, "authors", ()), *getattr(record, "editors", ()))
        if person.name and not set(person.name) & set('(“"')
    }
    assert sum(check_against_the_library(name) for name in people if name.count(" ") > 1 or "," in name) > 100


def test_no_particle_of_the_library_is_taken_for_a_given_name() -> None:
    words = {word for word in PARTICLES | CONJUNCTIONS if word.isascii() and len(word) > 1 and " " not in word}
    assert len(words) > 60
    for word in words:
        check_against_the_library(f"Jane {word.title()} Miller")
