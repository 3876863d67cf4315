"""What is written beside the names of people, and those who are not named at all."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.names import name_of
from redif.schema.name_additions import LONGEST, additions, without_additions

PAPER = "Template-Type: ReDIF-Paper 1.0\n{}Title: A title\nCreation-Date: 2001\nHandle: RePEc:aaa:wpaper:1\n"
FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "mods", "oai_dc", "dcterms", "schema-org", "csv", "text")


def converted(format_: str, *names: str) -> str:
    out = io.BytesIO()
    redif.write(redif.parse(PAPER.format("".join(f"Author-Name: {name}\n" for name in names))).records, out, to=format_)
    return re.sub(r"20\d\d-\d\d-\d\dT[\d:]+Z", "now", out.getvalue().decode())  # when it was written


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "name",
    [
        "Prof. Dr. Ann Lee, Ph.D.",
        "Lee, Prof. Ann",
        "Ann Lee1,2",
        "Ann Lee†",
        "Ann Lee (corresponding author)",
        "by Ann Lee",
        "Author: Ann Lee",
        "1. Ann Lee",
        "Ann Lee^{1}",
        "Ann Lee (0000-0002-1825-0097)",
        "Ann Lee, ORCID: 0000-0002-1825-0097",
        "Ann Lee <ann@example.org>",
        "Lee, Ann (ann@example.org)",
        "Ann Lee (PhD)",
        "Lee, Ann [1960-]",
        "Ann Lee;",
    ],
)
def test_what_is_beside_a_name_is_in_no_format(format_: str, name: str) -> None:
    assert converted(format_, name) == converted(format_, "Lee, Ann" if name.startswith("Lee") else "Ann Lee")


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Prof.ssa",
            "Dott.ssa",
            "Dr.ssa",
            "Dr.in",
            "Prof.in",
            "Mag.a",
            "Prof.ª",
            "Dr.-Ing.",
            "Dipl.-Ing.in",
            "Prof.Dr.",
            "dr.sc.",
        ),
        *(
            "Dr. rer. pol.",
            "Mag.rer.soc.oec.",
            "Prof. Dr. Dr. h.c. mult.",
            "Dr. h. c.",
            "Prof. dr hab. inż.",
            "drs.",
            "Univ.-Prof. Mag. Dr.",
        ),
    ],
)
def test_a_title_is_taken_away_as_a_whole(title: str) -> None:
    assert without_additions(f"{title} Ann Lee") == "Ann Lee"


@pytest.mark.parametrize("name", ["Dr.von Hayek", "Prof.ssa", "Inna Drin", "A. Lee"])
def test_no_part_of_a_name_is_a_title(name: str) -> None:
    assert without_additions(name) == name


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("others", ["et al.", "and others", "Dr.", "et autres"])
def test_nobody_is_no_person(format_: str, others: str) -> None:
    text = converted(format_, "Ann Lee", others)
    assert text.replace(" and others", "") == converted(format_, "Ann Lee")


@pytest.mark.parametrize("name", ["Ann Lee et al.", "Ann Lee and others", "Ann Lee, et al."])
def test_bibtex_says_that_there_are_others(name: str) -> None:
    assert "{Lee, Ann and others}" in converted("bibtex", name)
    assert "AU  - Lee, Ann\n" in converted("ris", name).replace("\r", "")


@pytest.mark.parametrize("name", ["Anonymous Evaluator 1", "Reviewer 2", "Anonymous Referee 3"])
def test_the_number_of_somebody_without_a_name_is_kept(name: str) -> None:
    assert f"{{{{{name}}}}}" in converted("bibtex", name)
    assert f"AU  - {name}" in converted("ris", name)


@given(
    st.text(max_size=LONGEST + 10)
    | st.lists(st.sampled_from(["Prof.", "Dr", "Ann", "Lee", ",", "PhD", "1", "*", "et al."])).map(" ".join)
)
def test_additions_are_spans_in_order(text: str) -> None:
    spans = additions(text)
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert set(without_additions(text)) <= set(text) | {" "}


def found(name: str) -> list[tuple[str, str]]:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {name}\nTitle: T\nCreation-Date: 2001\nHandle: RePEc:aaa:wpaper:1\n"
    return [(finding.code, finding.message) for finding in redif.check(io.BytesIO(text.encode()))]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bo Kim (None)", '"(None)" after'),
        ("Bo Kim [N/A]", '"[N/A]" after'),
        ("By Bo Kim", '"By" before'),
        (", Bo Kim", '"," before'),
        ("Bo Kim and", '"and" after'),
        ("Kim, Bo (Dr.)", '"(Dr.)" after'),
        ("Kim, Bo (Prof. Dr.)", '"(Prof. Dr.)" after'),
        ("Bo Kim a,b", '"a,b" after'),
        ("[Bo Kim]", '"[" before and "]" after'),
        ("“Kim, Bo”", '"“" before and "”" after'),
    ],
)
def test_what_is_left_out_of_a_name_is_told(written: str, shown: str) -> None:
    name = name_of({"name": written})
    assert (name.given, name.family) == ("Bo", "Kim")
    assert found(written) == [("name-addition", f"Author-Name has {shown} the name.")]


@pytest.mark.parametrize(
    "several", ["A. Silva e B. Souza", "Jan Novák a Petr Svoboda", "John Smith1, Mary Jones2", "JOHN SMITH AND MARY JONES"]
)
def test_several_people_are_kept_whole_and_told_once(several: str) -> None:
    name = name_of({"name": several})
    assert name.literal
    assert name.full == several
    assert [code for code, _ in found(several)] == ["name-several"]


@pytest.mark.parametrize("one", ["José Ortega y Gasset", "Gilbert a Beckett", "By Kim", "Bo Kim (AJ)"])
def test_one_person_is_nobody_else(one: str) -> None:
    assert found(one) == []


def test_acronyms_after_a_name_are_an_affiliation() -> None:
    assert [code for code, _ in found("Anne Exemple (HAL, CNRS)")] == ["name-affiliation"]


@pytest.mark.parametrize("group", ["Groupe de travail sur les prix", "Grupo de Trabalho Preços", "Arbeitsgruppe Preise Bonn"])
def test_groups_are_no_people(group: str) -> None:
    assert name_of({"name": group}).literal
