"""Records that a program makes: held to the grammar as those in files are."""

from __future__ import annotations

import datetime
import pickle
import typing
from pathlib import Path
from typing import Any

import orjson
import pytest

import redif
from redif.bibliography.item import BibliographicItem
from redif.models import MODELS, Contributor, File, Organization, Record, inputs

HANDLE = "RePEc:aaa:wpaper:1"


def test_an_article_in_its_normal_form() -> None:
    article = redif.Article(
        handle=HANDLE,
        title="On\n  things",
        authors=[{"name": "A. B.", "email": "a@example.org"}, Contributor(name="C. D.")],
        creation_date="20010102",
        languages=["EN"],
        doi="https://doi.org/10.5555/123",
        keywords=["prices, relative", "examples"],
        year=2001,
    )
    assert article.data == {
        "template_type": "ReDIF-Article 1.0",
        "handle": HANDLE,
        "title": "On things",
        "authors": [{"name": "A. B.", "email": "a@example.org"}, {"name": "C. D."}],
        "keywords": ["prices, relative", "examples"],
        "languages": ["en"],
        "doi": "10.5555/123",
        "creation_date": "2001-01-02",
        "year": 2001,
    }
    assert article.handle is not None
    assert article.handle.series == "wpaper"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("handle", "RePEc:aa:1", '"aa" should be the archive\'s code, three letters'),
        ("year", 99999, 'should end after "9999"'),
        ("creation_date", "soon", "it should begin with a date: yyyy, yyyy-mm or yyyy-mm-dd"),
        ("languages", ["zz"], 'The Language "zz" is not a language code.'),
        ("keywords", ["one; two"], "would be read as several values"),
        ("classification_jel", ["D12, H41"], "would be read as several values"),
        ("classification_jel", ["Q123456"], "Classification-Jel"),
        ("authors", [{"email": "nobody"}], 'after "nobody" there should be "@"'),
        ("files", [{"url": "no address"}], "URL"),
        ("nonsense", "x", "there is no such field"),
    ],
)
def test_what_the_grammar_refuses_is_refused_with_why(field: str, value: Any, why: str) -> None:
    with pytest.raises(redif.RecordError) as caught:
        redif.Article(**{field: value})
    assert why in str(caught.value)
    assert field in str(caught.value)


def test_the_template_type_is_always_there() -> None:
    assert redif.Paper().data == {"template_type": "ReDIF-Paper 1.0"}
    assert redif.Paper().model_dump(exclude_defaults=True) == {"template_type": "ReDIF-Paper 1.0"}
    with pytest.raises(redif.RecordError):
        redif.Paper(template_type="ReDIF-Article 1.0")


def test_what_was_read_is_not_refused(fixtures: Path) -> None:
    """A record read from a mess holds what the grammar takes, and the rest of it in its place."""
    for template in redif.templates(fixtures):
        record = template.record
        assert record.data == template.data
        assert type(record).model_validate(record.data) == record


def test_constructors_take_what_people_have() -> None:
    article = redif.Article(
        handle="RePEc:aaa:journl:v:3",
        authors=["Jane Smith", {"name": "John Jones", "person": "pjo1"}],
        files="https://example.org/a.pdf",
        volume=3,
        month=9,
        creation_date=datetime.date(2021, 9, 30),
        keywords="prices; money",
        classification_jel="E32, J31",
        languages="en",
        extra={"X-Note": "kept"},
    )
    assert article.data == {
        "template_type": "ReDIF-Article 1.0",
        "handle": "RePEc:aaa:journl:v:3",
        "authors": [{"name": "Jane Smith"}, {"name": "John Jones", "person": "pjo1"}],
        "files": [{"url": "https://example.org/a.pdf"}],
        "volume": "3",
        "month": "September",
        "creation_date": "2021-09-30",
        "keywords": ["prices", "money"],
        "classification_jel": ["E32", "J31"],
        "languages": ["en"],
        "extra": {"X-Note": ["kept"]},
    }
    book = redif.Book(editors="Jane Smith", providers="Press", authors=[redif.Contributor(name="A", workplaces="University")])
    assert [editor.name for editor in book.editors] == ["Jane Smith"]
    assert [place.name for place in book.authors[0].workplaces] == ["University"]
    assert redif.Paper(keywords=None, authors=None, title=None).data == {"template_type": "ReDIF-Paper 1.0"}


def test_what_only_looks_like_a_placeholder_is_a_value() -> None:
    author = redif.Contributor(name="John Null", name_last="Null")
    paper = redif.Paper(authors=[author], languages=["na"])
    assert paper.data["authors"] == [{"name": "John Null", "name_last": "Null"}]
    assert paper.data["languages"] == ["na"]  # Nauru
    assert redif.Record.model_validate(paper.data) == paper


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("titel", "x", "titel: there is no such field; did you mean title?"),
        ("Creation-Date", "x", "did you mean creation_date?"),
        ("author", "x", "did you mean authors?"),
        ("files", ["https://example.org/a b.pdf"], "has a space in it"),
        ("extra", {"Note": ["x"]}, "begin with X-"),
        ("title", 3.5, "expected a text or a whole number, not 3.5"),
        ("title", b"x", "expected a text, not b'x'"),
        ("title", "N/A", "'N/A' says that there is no value; give None instead"),
        ("title", "<i></i>", "there is no text in '<i></i>'"),
        ("authors", ["none"], "authors[0].name: 'none' says that there is no value"),
        ("authors", b"Jane", "expected a list of Contributor, not b'Jane'"),
        ("authors", [redif.Organization(name="A")], "authors[0]: expected a Contributor, or its fields in a dictionary"),
        ("keywords", b"ab", "expected a text or a list of texts, not b'ab'"),
        ("template_type", "ReDIF-Paper 1.0", "an Article is always 'ReDIF-Article 1.0', not 'ReDIF-Paper 1.0'"),
        ("source", "x", "expected a Source, or its fields in a dictionary, not 'x'"),
        ("unknown", {"Foo": [5]}, "unknown.Foo[0]: expected a text, not 5"),
        ("jel", "E32", "did you mean classification_jel?"),
        ("date", "2020", "did you mean creation_date?"),
        ("url", "https://example.org/", "did you mean files?"),
        ("isbn", "3-16-148410-0", "there is no such field; Book and Chapter have it"),
        ("title", True, "expected a text, not True"),
        ("keywords", {"a": "b"}, "expected a text or a list of texts"),
        ("keywords", 3.5, "expected a text or a list of texts"),
        ("authors", 5, "expected a list of Contributor, not 5"),
        ("authors", [5], "authors[0]"),
        ("authors", [{"nam": "x"}], "authors[0].nam: there is no such field; did you mean name?"),
        ("further", "x", "by the names of attributes"),
    ],
)
def test_what_does_not_fit_is_refused_in_plain_words(field: str, value: Any, why: str) -> None:
    for make in (
        lambda: redif.Article(**{field: value}),
        lambda: redif.Article.model_validate({field: value}),
        lambda: setattr(redif.Article(), field, value),
    ):
        with pytest.raises(redif.RecordError) as caught:
            make()
        assert isinstance(caught.value, ValueError)
        assert why in str(caught.value)
        assert "pydantic" not in str(caught.value)
        assert next(iter(caught.value.problems)).startswith(field)


def test_all_that_is_wrong_is_reported_at_once() -> None:
    with pytest.raises(redif.RecordError) as caught:
        redif.Article(handle="RePEc:aa:1", titel="x", authors=[{"email": "nobody"}])  # type: ignore[call-arg]
    assert set(caught.value.problems) == {"handle", "titel", "authors[0].email"}


def test_assignment_is_validated_and_puts_into_shape() -> None:
    paper = redif.Paper(title="T")
    setattr(paper, "authors", ["Jane Smith"])  # noqa: B010 - a type checker knows better
    paper.creation_date = redif.PartialDate("20210930")
    assert paper.data["authors"] == [{"name": "Jane Smith"}]
    assert paper.data["creation_date"] == "2021-09-30"
    with pytest.raises(redif.RecordError, match="worked out from other fields"):
        setattr(paper, "year", 2021)  # noqa: B010
    assert paper.year == 2021


def test_markup_and_entities_are_cleaned_and_never_escaped_twice(tmp_path: Path) -> None:
    paper = redif.Paper(title="Caf&eacute; &amp; <i>th\u00e9</i>", abstract="p &lt; 0.05 < 1", handle=HANDLE)
    assert (paper.title, paper.abstract) == ("Caf\u00e9 & th\u00e9", "p < 0.05 < 1")
    path = tmp_path / "a.redif"
    with pytest.warns(redif.IncompleteRecordWarning):
        redif.write(paper, path)
    [again] = redif.read(path)
    assert isinstance(again, redif.Paper)
    assert (again.title, again.abstract) == (paper.title, paper.abstract)


def test_the_type_of_a_record_is_found() -> None:
    data = {"template_type": "ReDIF-Article 1.0", "title": "T", "authors": ["A"]}
    record = Record.model_validate(data)
    assert isinstance(record, redif.Article)
    assert isinstance(Record.model_validate_json(record.to_json()), redif.Article)
    assert type(Record.model_validate({"template_type": "Other 1.0"})) is Record
    for wrong in ("[", "3"):
        with pytest.raises(redif.RecordError):
            Record.model_validate_json(wrong)
    with pytest.raises(redif.RecordError):
        Record.model_validate({"title": "of no type"})


def test_the_year_of_an_item_is_that_of_a_bibliography_which_may_know_more(fixtures: Path) -> None:
    count = 0
    for record in redif.read(fixtures):
        if isinstance(record, redif.Paper | redif.Software) or (isinstance(record, redif.Item) and record.year):
            issued = BibliographicItem(record.data).issued
            assert record.year in (None, issued.year if issued else None)
            count += 1
    assert count > 20


def test_a_record_is_written_as_the_command_writes_it(corpus: Path, tmp_path: Path) -> None:
    for template in redif.templates(corpus):
        record = template.record
        assert record.to_dict() == template.data
        assert record.to_json().encode() == orjson.dumps(template.data)


PLAIN: dict[Any, Any] = {
    str | None: inputs.Text, int | None: inputs.Text, redif.Handle | None: str | None, redif.Pages | None: inputs.Text,
    redif.PartialDate | None: inputs.Date, list[redif.PartialDate]: inputs.Dates, list[Contributor]: inputs.People,
    list[Organization]: inputs.Organizations, list[File]: inputs.Files, dict[str, list[str]]: inputs.Named,
    dict[str, list[Any]]: inputs.Named, **dict.fromkeys(
        (list[str], list[redif.Handle], list[redif.JelCode], list[redif.Language]), inputs.Texts
    ),
}  # fmt: skip


def test_what_constructors_take_for_type_checkers_is_what_the_models_have() -> None:
    models = {*MODELS.values(), *(base for model in MODELS.values() for base in model.__mro__ if issubclass(base, Record))}
    for model in models - {Record}:
        declared = typing.get_type_hints(getattr(inputs, f"{model.__name__}Input"))
        assert declared.keys() | {"template_type"} == model.model_fields.keys(), model
        for name, taken in declared.items():
            annotation: Any = model.model_fields[name].annotation
            assert taken == (str if name == "template_type" else PLAIN.get(annotation, annotation)), (model, name)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": "a\udcff"}, "half a character"),
        ({"keywords": ["\ud800"]}, "half a character"),
        ({"handle": "\ud800"}, "half a character"),
        ({"unknown": {"Titel": ["\ud800"]}}, "half a character"),
        ({"extra": {"X-A": [object()]}}, "give texts"),
        ({"extra": {"X-A": [b"\xff"]}}, "give texts"),
        ({"extra": {"X-A": [10**30]}}, "too large"),
        ({"source": {"file": "\ud800", "line": 1}}, "half a character"),
    ],
)
def test_what_cannot_be_written_is_refused(values: dict[str, Any], why: str) -> None:
    with pytest.raises(redif.RecordError, match=why):
        redif.Paper(**values)


def test_values_that_hold_themselves_are_refused() -> None:
    values: list[Any] = []
    values.append(values)
    with pytest.raises(redif.RecordError, match="levels deep"):
        redif.Paper(extra={"X-A": values})


def test_lists_that_were_changed_in_place_are_written_or_refused() -> None:
    paper = redif.Paper(title="T", authors=["Jane Smith"])
    paper.authors.append("John Jones")  # type: ignore[arg-type]
    assert paper.data["authors"] == [{"name": "Jane Smith"}, {"name": "John Jones"}]
    paper.keywords.append("\ud800")
    with pytest.raises(redif.RecordError):
        paper.to_json()


def test_errors_survive_pickling() -> None:
    for error in (redif.GrammarError("wrong", "a.spec", 1, 2), redif.RecordError("Paper", {"title": "wrong"})):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))


@pytest.mark.parametrize(
    "values",
    [{"title": ""}, {"title": " "}, {"handle": ""}, {"creation_date": ""}, {"authors": [""]}, {"authors": ""}, {"keywords": [""]},
     {"files": [" "]}, {"classification_jel": ""}, {"extra": {"X-Note": None}}, {"languages": ["", " "]}],
)  # fmt: skip
def test_an_empty_text_is_no_value(values: dict[str, Any]) -> None:
    paper = redif.Paper(**values)
    assert paper.data == {"template_type": "ReDIF-Paper 1.0"}
    for name, value in values.items():
        setattr(paper, name, value)
    assert paper.data == {"template_type": "ReDIF-Paper 1.0"}


def test_numbers_are_refused_in_plain_words() -> None:
    with pytest.raises(redif.RecordError, match="year: expected a whole number, not 'MMXX'"):
        redif.Article(year="MMXX")


def test_values_without_the_name_of_a_field_are_refused() -> None:
    for make, example in ((redif.Contributor, "Contributor(name="), (redif.File, "File(url="), (redif.Paper, "Paper(title=")):
        with pytest.raises(redif.InputTypeError) as caught:
            make("x")  # type: ignore[call-arg]
        assert example in str(caught.value)


def test_data_without_a_type_says_that_it_needs_one() -> None:
    with pytest.raises(redif.RecordError, match="template_type: it is required; give the type of template") as caught:
        redif.Record.model_validate({"title": "x"})
    assert "title" not in caught.value.problems
    with pytest.raises(redif.RecordError, match="data: expected a Record, or its fields in a dictionary, not 5"):
        redif.Record.model_validate(5)
