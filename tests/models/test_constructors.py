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
        ("authors", b"Jane", "expected a list of Contributor, or of texts (each the name), not b'Jane'"),
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
        ("authors", 5, "expected a list of Contributor, or of texts (each the name), not 5"),
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


class Whole:
    """A whole number that is not Python's own, as libraries for numbers have."""

    def __init__(self, value: int) -> None:
        self._value = value

    def __index__(self) -> int:
        return self._value


def test_whole_numbers_of_any_kind_are_taken() -> None:
    numpy = pytest.importorskip("numpy")
    for kind in (Whole, numpy.int64, numpy.uint8):
        article = redif.Article(volume=kind(3), month=kind(9), issue=kind(1), number=[kind(2)][0], classification_ila=kind(5))
        assert article.data == redif.Article(volume=3, month=9, issue=1, number=2, classification_ila=5).data
    assert redif.Article(year=numpy.int32(2004)).year == 2004
    assert redif.Paper(keywords=numpy.array([1, 2])).keywords == ["1", "2"]
    assert redif.Paper(creation_date=Whole(2004)).data["creation_date"] == "2004"


@pytest.mark.parametrize("field", ["title", "year", "creation_date", "keywords", "authors", "files", "handle", "languages"])
def test_what_tables_have_for_no_value_is_refused_as_such(field: str) -> None:
    pandas = pytest.importorskip("pandas")
    missing: Any
    for missing in (float("nan"), pandas.NA, pandas.NaT):
        with pytest.raises(redif.RecordError, match="says that there is no value; give None instead"):
            redif.Article(**{field: missing})
    with pytest.raises(redif.RecordError):
        setattr(redif.Article(), field, ["x", float("nan")])


@pytest.mark.parametrize(
    ("model", "values", "why"),
    [
        (redif.Article, {"year": 2004.0}, "expected a text or a whole number, not 2004.0; give 2004"),
        (redif.Article, {"authors": ["A", float("nan")]}, r"authors\[1\]: nan says that there is no value; leave it out"),
        (redif.Article, {"keywords": memoryview(b"x")}, "expected a text or a list of texts"),
        (redif.Article, {"authors": memoryview(b"x")}, "expected a list of Contributor, or of texts"),
        (redif.Record, {"template_type": b"x"}, "template_type: expected a text, not b'x'"),
        (redif.Mirror, {"handle": b"x"}, "handle: expected a text, not b'x'"),
        (redif.Paper, {"year": 2004}, "worked out from other fields and cannot be set; set creation_date instead"),
        (redif.Paper, {"unknown": {"": "x"}}, "unknown: '' is not the name of an attribute"),
        (redif.Paper, {"unknown": {5: "x"}}, "unknown: 5 is not the name of an attribute"),
        (redif.Paper, {"further": {"Titel": "x"}}, "further: there is no attribute Titel; did you mean Title"),
        (redif.Paper, {"extra": {"X-A": float("nan")}}, "nan is no value that can be written"),
        (redif.Paper, {"extra": {"X-A": [1e400]}}, "inf is no value that can be written"),
        (redif.Paper, {"affiliation": "x"}, r"did you mean authors\[0\].workplaces"),
        (redif.Archive, {"maintainer": "x"}, "did you mean maintainer_name"),
        (redif.Archive, {"email": "x"}, "did you mean maintainer_email"),
        (redif.Paper, {"homepage": "x"}, "there is no such field; Archive and Person have it"),
        (redif.Series, {"author": "x"}, "there is no such field$"),
        (redif.Contributor, {"firstName": "x"}, "did you mean name_first"),
        (redif.Contributor, {"lastName": "x"}, "did you mean name_last"),
        (redif.Contributor, {"orcid": "x"}, "there is no such field; choose from name, name_first, name_last, homepage"),
        (redif.File, {"link": "x"}, "did you mean url"),
        (redif.Record, {"template_type": "ReDIF-Foo 1.0", "title": "x"}, "Paper, Article, Book, Chapter and Software have it"),
        (redif.Item, {"title": "x"}, "make one of its kinds instead: Paper, Article, Book, Chapter or Software"),
    ],
)
def test_messages_say_what_to_give_instead(model: Any, values: dict[str, Any], why: str) -> None:
    with pytest.raises(redif.RecordError, match=why):
        model(**values)


def test_values_by_the_names_of_attributes_are_kept_however_these_are_spelled(tmp_path: Path) -> None:
    paper = redif.Paper(
        title="x",
        further={"title": ["y"], "TITLE": ["z", None]},  # type: ignore[list-item]
        unparsed={"creation_date": "spring", "creation-date": "summer"},
        extra={"X-Note": [None, "n"]},  # type: ignore[list-item]
    )
    assert (paper.further, paper.unparsed) == ({"Title": ["y", "z"]}, {"Creation-Date": ["spring", "summer"]})
    assert paper.extra == {"X-Note": ["n"]}
    with pytest.warns(redif.IncompleteRecordWarning):
        redif.write(paper, tmp_path / "a.redif")
    [again] = redif.read(tmp_path / "a.redif")
    assert {**again.data, "source": 0} == {**paper.data, "source": 0}


def test_clusters_with_nothing_in_them_are_left_out() -> None:
    assert redif.Paper(authors=[{}], files={}).data == {"template_type": "ReDIF-Paper 1.0"}


def test_a_handle_that_a_template_type_does_not_have_is_written(tmp_path: Path) -> None:
    records = [redif.Record(template_type="ReDIF-Other 1.0", handle=" RePEc:aaa\n"), redif.Mirror(handle="RePEc:aaa")]
    with pytest.warns(redif.IncompleteRecordWarning):
        redif.write(records, tmp_path / "a.redif")
    assert [record.unknown for record in redif.read(tmp_path / "a.redif")] == [{"Handle": ["RePEc:aaa"]}] * 2


def test_copies_with_other_values_are_validated() -> None:
    paper = redif.Paper(title="x", authors=["A B"])
    copied = paper.model_copy(update={"title": 5, "authors": ["C D"]})
    assert (copied.title, copied.data["authors"], paper.title) == ("5", [{"name": "C D"}], "x")
    for wrong, why in (({"titel": "x"}, "did you mean title"), ({"title": float("nan")}, "give None instead")):
        with pytest.raises(redif.RecordError, match=why):
            paper.model_copy(update=wrong)


def test_deleting_a_field_empties_it() -> None:
    paper = redif.Paper(title="x", keywords="a; b")
    del paper.title, paper.keywords
    assert (paper.title, paper.keywords) == (None, [])
    with pytest.raises(redif.RecordError, match="did you mean title"):
        del paper.titel  # type: ignore[attr-defined]


def test_names_that_begin_with_an_underscore_are_no_fields() -> None:
    class Starred(redif.Paper):
        _stars: int = 0

    with pytest.raises(redif.RecordError, match="no such field"):
        setattr(redif.Paper(), "_stars", 1)  # noqa: B010
    paper = Starred(title="x")
    paper._stars = 5
    assert (paper._stars, paper.data) == (5, {"template_type": "ReDIF-Paper 1.0", "title": "x"})


def test_the_type_of_an_item_is_found_too() -> None:
    assert type(redif.Item.model_validate({"template_type": "redif-paper 1.0", "authors": ["A B"]})) is redif.Paper
    with pytest.raises(
        redif.RecordError, match=r"it is that of Paper, Article, Book, Chapter or Software, not 'ReDIF-Series 1\.0'"
    ):
        redif.Item.model_validate({"template_type": "ReDIF-Series 1.0"})
    with pytest.raises(redif.RecordError, match=r"there is no template type ReDIF-Papr 1\.0; did you mean ReDIF-Paper 1\.0"):
        redif.Record.model_validate({"template_type": "ReDIF-Papr 1.0", "title": "x"})


def test_no_way_to_a_record_speaks_of_pydantic() -> None:
    with pytest.raises(redif.RecordError, match="did you mean title") as caught:
        redif.Paper.model_validate_strings({"titel": "x"})
    assert "pydantic" not in str(caught.value)
    with pytest.raises(redif.RecordError, match="to read JSON, use model_validate_json"):
        redif.Record.model_validate('{"template_type": "ReDIF-Paper 1.0"}')
    with pytest.raises(redif.InputTypeError, match="takes a text in JSON, not None"):
        redif.Record.model_validate_json(None)  # type: ignore[arg-type]
