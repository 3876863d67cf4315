"""Several people in one name are several in every format; where it is not certain where each ends, the name stays whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.item import BibliographicItem
from redif.bibliography.names import name_of
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.schema.people import people_in

checker = Checker(Settings(), isolated=True)
NAMES = ("John Smith", "Mary Jones", "Peter Brown", "Ann Lee", "Juan Pérez", "Maria Souza", "Jean Dupont", "Paul van Dam")
SIGNS = (", ", "; ", ";", " / ", "/", " | ", "|", " & ", " + ", " and ", " AND ", " und ", " et ", " y ", " e ", " i ", " og ",
         " en ", " - ", " – ", " • ", " with ")  # fmt: skip


def paper(name: str) -> redif.Template:
    """A paper with the lines of an author's name."""
    (template,) = redif.parse(source(name)).templates
    return template


def source(name: str) -> str:
    return f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {name}\nTitle: A title\nHandle: RePEc:aaa:papers:1\n"


def authors(name: str) -> list[str]:
    """The authors of such a paper, each with the family name first where it is known."""
    return [author.inverted for author in BibliographicItem(paper(name).data).authors]


def is_found(name: str) -> bool:
    """Whether the check finds several people in the name, and says so once."""
    found = checker.data(source(name).encode(), "a.redif")
    return [finding.code for finding in found].count("name-several") == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("John Smith, Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("Smith J., Jones M.", ["Smith, J.", "Jones, M."]),
        ("John Smith & Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("John Smith &amp; Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("John Smith/Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("John Smith | Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("Juan Pérez y María López", ["Pérez, Juan", "López, María"]),
        ("Jean Dupont, Marie Martin et Luc Petit", ["Dupont, Jean", "Martin, Marie", "Petit, Luc"]),
        ("Smith, J. and Jones, M.", ["Smith, J.", "Jones, M."]),
        ("Smith, J.; Jones, M.", ["Smith, J.", "Jones, M."]),
        ("Smith, J., Jones, M., Lee, K. and Brown, P.", ["Smith, J.", "Jones, M.", "Lee, K.", "Brown, P."]),
        ("Smith, John, Jones, Mary", ["Smith, John", "Jones, Mary"]),
        ("Smith, John and Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("Mario Rossi e Luca Bianchi", ["Rossi, Mario", "Bianchi, Luca"]),
        ("John Smith1, Mary Jones2", ["Smith, John", "Jones, Mary"]),
        ("John Smith1,2, Mary Jones2", ["Smith, John", "Jones, Mary"]),
        ("John Smith*, Mary Jones†", ["Smith, John", "Jones, Mary"]),
        ("John Smith, Jr. and Mary Jones", ["Smith, John, Jr.", "Jones, Mary"]),
        ("John Smith, Ph.D., Mary Jones, Ph.D.", ["Smith, John", "Jones, Mary"]),
        ("J.A. Smith, M. Jones & P. Brown", ["Smith, J.A.", "Jones, M.", "Brown, P."]),
        ("Smith KA, Jones PL", ["Smith, KA", "Jones, PL"]),
        ("Prof. Ann Lee and Dr. Bo Kim", ["Lee, Ann", "Kim, Bo"]),
        ("Ann Lee (MIT) and Bo Kim (LSE)", ["Ann Lee (MIT)", "Bo Kim (LSE)"]),
        ("John Smith; Mary Jones; and Peter Brown", ["Smith, John", "Jones, Mary", "Brown, Peter"]),
        ("Иванов И.И., Петров П.П.", ["Иванов, И.И.", "Петров, П.П."]),
        ("李明、王芳", ["李明", "王芳"]),
        # On lines of their own, or with line breaks between them.
        ("John Smith\n Mary Jones\n Peter Brown", ["Smith, John", "Jones, Mary", "Brown, Peter"]),
        ("John Smith,\n Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("John Smith and\n Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("John Smith and Ann Lee\n Mary Jones", ["Smith, John", "Lee, Ann", "Jones, Mary"]),
        ("Smith, John\n Jones, Mary", ["Smith, John", "Jones, Mary"]),
        ("Smith, J.\n Jones, M.", ["Smith, J.", "Jones, M."]),
        ("Prof. John Smith\n Dr. Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("1. John Smith\n 2. Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("Li Wei\n Wang Fang\n Zhang Min", ["Wei, Li", "Fang, Wang", "Min, Zhang"]),
        ("John Smith\n Mary Jones\n and Peter Brown", ["Smith, John", "Jones, Mary", "Brown, Peter"]),
        ("Jean Dupont\n\tet Marie Martin", ["Dupont, Jean", "Martin, Marie"]),
        ("JOHN SMITH\n MARY JONES", ["SMITH, JOHN", "JONES, MARY"]),
        ("Ann Lee\tBo Kim", ["Lee, Ann", "Kim, Bo"]),
        ("Smith, John    Jones, Mary", ["Smith, John", "Jones, Mary"]),
        ("Ann Lee \t Bo Kim\t\tEva Ito", ["Lee, Ann", "Kim, Bo", "Ito, Eva"]),
        ("Jan Nowak\nBogna Kowalska", ["Nowak, Jan", "Kowalska, Bogna"]),
        ("Иван Иванов\n Пётр Петров", ["Иванов, Иван", "Петров, Пётр"]),
        ("王小明\n 李四", ["王小明", "李四"]),
        ("García López, Juan\n Pérez Ruiz, María", ["García López, Juan", "Pérez Ruiz, María"]),
        ("John Smith (University of Ottawa)\n Mary Jones (MIT)", ["John Smith (University of Ottawa)", "Mary Jones (MIT)"]),
        ("John Smith -- Mary Jones", ["Smith, John", "Jones, Mary"]),
        ("J Smith, M Jones", ["Smith, J", "Jones, M"]),
        ("John Smith<br>Mary Jones", ["Smith, John", "Jones, Mary"]),
        # It is not certain where each ends.
        ("García López, María José, Pérez Ruiz, Juan Carlos", ["García López, María José, Pérez Ruiz, Juan Carlos"]),
        ("García López, Juan Carlos and Eva Ito", ["García López, Juan Carlos and Eva Ito"]),
    ],
)  # fmt: skip
def test_several_people_are_apart(written: str, expected: list[str]) -> None:
    assert authors(written) == expected
    assert is_found(written)


@pytest.mark.parametrize(
    "written",
    [
        "García López, Juan Carlos", "Smith, John, Jr.", "José Ortega y Gasset", "Santiago Ramón y Cajal", "van der Berg, Jan",
        "José Luis de la\n Torre Fernandez", "Rodrigo Alejandro Cerda\n Norambuena Silva", "Juan van der\n Berg Meulen",
        "Maria do Carmo\n Silva Pereira", "Deutsche Bundesbank\n Zentralbereich Volkswirtschaft", "John A.\n Smith Jones",
        "Maria del Carmen\n García López", "Juan Carlos\nGarcía López", "Karl Friedrich\n von Weizsäcker", "Smith, John\n Paul",
        "European Central\n Bank", "山田\n 太郎", "Ministry of Finance\n and Planning", "John and Mary Smith",
        "World Bank; International Monetary Fund", "Bank of England and Bank of Japan", "GARCÍA LÓPEZ, JUAN CARLOS",
        "Ann Lee (MIT, LSE)", "Smith & Jones", "山田, 太郎", "Anna Kowalska,\n Ph.D.",
        "García López\tJuan Carlos", "García López\n Juan Ignacio", "Lee\tAnn", "María José  García López", "Smith,\t\tJohn",
    ],
)  # fmt: skip
def test_one_name_stays_one(written: str) -> None:
    assert len(authors(written)) == 1
    assert not is_found(written)


@pytest.mark.parametrize(
    "written", ["Bogna Kowalska, Lech Nowak", "JOHN SMITH, MARY JONES", "Gustavo Ramón y Cajal y María López"]
)
def test_what_may_be_two_people_is_no_family_name(written: str) -> None:
    assert authors(written) == [written]
    assert name_of({"name": written}).literal


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True), st.sampled_from(SIGNS))
def test_people_are_divided_at_any_sign(names: list[str], sign: str) -> None:
    assert people_in(sign.join(names)) == tuple(names)


PIECES = (
    "John",
    "Smith",
    "J.",
    "Kim",
    "李明",
    "de",
    "1",
    " ",
    " ",
    ", ",
    "; ",
    " and ",
    " y ",
    "(",
    ")",
    "\n ",
    "<br>",
    "&amp;",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_name_is_lost_or_invented(name: str) -> None:
    people = people_in(name)
    for family in ("John", "Smith", "Kim", "李明"):
        assert not people or " ".join(people).count(family) == name.count(family)
    record = "".join(str(person) for person in paper(f"Ann {name}").data["authors"])
    assert record.count("Smith") == name.count("Smith")


@pytest.mark.parametrize(
    "format_", ["bibtex", "biblatex", "ris", "csl-json", "mods", "csv", "oai_dc", "dcterms", "schema-org", "text"]
)
def test_each_format_has_them_apart(format_: str) -> None:
    one, two = io.BytesIO(), io.BytesIO()
    redif.write(paper("John Smith\n Mary Jones"), one, format_)
    redif.write(paper("John Smith\nAuthor-Name: Mary Jones"), two, format_)
    assert one.getvalue().replace(b":3:", b":2:") == two.getvalue()


def test_a_record_keeps_them_together() -> None:
    assert paper("John Smith\n Mary Jones").data["authors"] == [{"name": "John Smith; Mary Jones"}]


def test_they_share_their_workplace_but_not_what_is_of_one() -> None:
    together = paper("John Smith, Mary Jones\nAuthor-WorkPlace-Name: University of Ottawa")
    assert [person["workplaces"][0]["name"] for person in BibliographicItem(together.data).people("authors")] == [
        "University of Ottawa"
    ] * 2
    registered = paper("Dean Baker and Nick Buffie\nAuthor-Person: pba441\nAuthor-Homepage: https://example.org")
    baker, buffie = BibliographicItem(registered.data).people("authors")
    assert (baker["name"], baker["person"], "homepage" in baker) == ("Dean Baker", "pba441", True)
    assert buffie == {"name": "Nick Buffie"}
    twice = paper("Dean Baker and Nick Buffie\nAuthor-Name: Nick Buffie")
    assert [name.full for name in BibliographicItem(twice.data).authors] == ["Dean Baker", "Nick Buffie"]
    registered = paper("John Smith, Mary Jones\nAuthor-Person: pxy1")
    assert [name.full for name in BibliographicItem(registered.data).authors] == ["John Smith, Mary Jones"]


@pytest.mark.parametrize("name", ["Lee, Ann, (ed.), Bo", "Lee, Ann, доц., Bo", "Lee, Ann, *, Bo"])
def test_a_part_that_is_no_name_is_no_person(name: str) -> None:
    assert people_in(name) is None


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Ann Lee a, Bo Kim b, Eva Ito b", ("Ann Lee", "Bo Kim", "Eva Ito")),
        ("Ann Lee b, Bo Kim c, Eva Ito c", ("Ann Lee b", "Bo Kim c", "Eva Ito c")),  # no letter refers to the first affiliation
        ("Ann Lee a, Bo Kim c, Eva Ito b", ("Ann Lee a", "Bo Kim c", "Eva Ito b")),
        ("Ann Lee a, Bo Kim b, Eva Ito x", ("Ann Lee a", "Bo Kim b", "Eva Ito x")),
    ],
)
def test_letters_of_affiliations_are_in_order(name: str, people: tuple[str, ...]) -> None:
    assert people_in(name) == people


def test_names_joined_by_and_before_several_commas_are_no_family_name() -> None:
    people = ("Maria Costa", "João Silva", "Pedro Souza", "Paulo Lima")
    assert people_in("Maria Costa e João Silva, Pedro Souza, Paulo Lima") == people
    assert people_in("Costa e Silva, Maria") is None
