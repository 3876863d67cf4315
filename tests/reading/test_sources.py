"""What can be given to read, check, catalogue and write, and what is said where something else is given."""

from __future__ import annotations

import codecs
import copy
import io
import json
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import redif
from redif.writers import ENDINGS, WRITERS, format_of

TEXT = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: J\u00f6rg\nTitle: A title\nHandle: RePEc:aaa:wpaper:1\n"
FACE: Any = redif  # without its types
PAPER = redif.Paper(title="A title", authors=["J\u00f6rg"], handle="RePEc:aaa:wpaper:1")


def test_text_streams_are_read_as_files_are(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(TEXT, encoding="utf-8-sig")
    with open(path, encoding="utf-8-sig") as text, open(path, "rb") as data:
        from_text, from_data = list(redif.read(text)), list(redif.read(data))
    assert from_text == from_data == list(redif.read(path))
    [record] = redif.read(io.StringIO(TEXT))
    assert isinstance(record, redif.Paper)
    assert record.authors[0].name == "J\u00f6rg"
    [again] = redif.read(io.StringIO(json.dumps(record.to_dict())))
    assert again == record
    assert list(redif.read(io.StringIO(""))) == []
    [half] = redif.read(io.StringIO(TEXT.replace("A title", "A \ud800 title")))
    assert isinstance(half, redif.Paper)
    assert half.title == "A \ufffd title"


def test_check_takes_what_read_takes(tmp_path: Path) -> None:
    path = tmp_path / "a.redif"
    path.write_text(TEXT.replace("Title: A title\n", ""), encoding="utf-8")
    codes = [finding.code for finding in redif.check(path)]
    assert "required-missing" in codes
    with open(path, "rb") as data:
        assert "required-missing" in [finding.code for finding in redif.check(data)]
    with open(path, encoding="utf-8") as text:
        assert "required-missing" in [finding.code for finding in redif.check(text)]
    [record] = redif.read(path)
    for given in ([record], [[record]], [redif.read(path)]):
        assert "required-missing" in [finding.code for finding in redif.check(*given)]


@pytest.mark.parametrize("use", [redif.read, redif.templates, redif.Catalogue, redif.check])
@pytest.mark.parametrize(
    ("source", "why"),
    [
        (TEXT, r"use redif\.parse\(text\)"),
        (TEXT.encode(), r"use redif\.parse\(data\)"),
        (5, "paths"),
        (None, "paths"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(use: Any, source: object, why: str) -> None:
    with pytest.raises(redif.RedifError, match=why) as caught:
        use(source)
    assert isinstance(caught.value, ValueError | TypeError)


def test_other_wrong_use() -> None:
    calls: list[tuple[Any, str]] = [
        (lambda: redif.read(["a.rdf"]), r"redif\.read\(\*paths\)"),  # type: ignore[arg-type]
        (lambda: redif.parse(5), "use redif.read"),  # type: ignore[arg-type]
        (lambda: list(redif.check([5])), "not 5"),  # type: ignore[list-item]
        (lambda: redif.Catalogue()["RePEc:aaa"], "there is no record with the handle"),
        (lambda: redif.write("RePEc:aaa", io.BytesIO()), "write takes records"),  # type: ignore[arg-type]
        (lambda: redif.write([5], io.BytesIO()), "write takes records"),  # type: ignore[list-item]
        (lambda: redif.write(5, io.BytesIO()), "write takes records"),  # type: ignore[arg-type]
        (lambda: redif.write(PAPER), "say where to write the records"),
        (lambda: redif.write(PAPER, to="RIS"), "say where to write the records"),
        (lambda: redif.write(PAPER, ""), "no file can have the name ''"),
        (lambda: redif.read(""), "no file can have the name ''"),
        (lambda: redif.read(name for name in "ab"), r"redif\.read\(\*paths\)"),  # type: ignore[arg-type]
        (lambda: redif.ideas_url("RePEc:aaa:wpaper:1"), r"look it up: redif\.Catalogue"),  # type: ignore[arg-type]
        (lambda: redif.write(PAPER, 5), "to a path or an open file"),  # type: ignore[arg-type]
        (lambda: redif.write(PAPER, "a.xml"), "mods, oai_dc, dcterms"),
        (lambda: redif.write(PAPER, "a.doc"), "end the name with one of"),
        (lambda: redif.write(PAPER, "a.bib", "bibtx"), "did you mean bibtex"),
        (lambda: redif.write(PAPER, "a.ris", options=redif.WriterOptions(ascii=True)), "is for bibtex and biblatex"),
        (lambda: redif.write(PAPER, "a.bib", options=redif.WriterOptions(columns=("title",))), "is for csv"),
        (lambda: redif.write(PAPER, "a.bib", options=redif.WriterOptions(key="title")), "authoryear"),
        (lambda: redif.write(PAPER, io.BytesIO(), "csv", redif.WriterOptions(columns=("titel",))), "did you mean title"),
        (lambda: redif.Settings(select=("nothing",)).codes, "nothing"),
    ]
    for call, why in calls:
        with pytest.raises(redif.RedifError, match=why):
            call()


def test_files_that_do_not_exist(tmp_path: Path) -> None:
    for use in (redif.read, redif.check, redif.templates):
        with pytest.raises(redif.MissingFileError, match="there is no file or folder") as caught:
            list(use(tmp_path / "nowhere.rdf"))
        assert isinstance(caught.value, FileNotFoundError)
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "a.redif", tmp_path / "file" / "b" / "a.redif"):
        with pytest.raises(redif.FileError, match=r"^cannot read or write '.*': Not a directory$"):
            redif.write(PAPER, path)


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    for ending, to in ENDINGS.items():
        by_ending, named = tmp_path / "new" / "folder" / f"a{ending.upper()}", tmp_path / "b"
        redif.write(PAPER, by_ending)
        redif.write([PAPER], named, to.upper())
        assert by_ending.read_bytes() == named.read_bytes()
    assert set(ENDINGS.values()) <= WRITERS.keys()
    assert format_of("a.doc") is None
    out = io.StringIO()
    redif.write(PAPER, out)
    assert out.getvalue().startswith("Template-Type: ReDIF-Paper 1.0\n")
    assert "J\u00f6rg" in out.getvalue()


def test_records_templates_and_documents_are_written() -> None:
    document = redif.parse(TEXT)
    texts = []
    for records in (document, document.templates, document.templates[0], document.records, iter(document.records)):
        out = io.BytesIO()
        redif.write(records, out, "jsonl")
        texts.append(out.getvalue())
    assert len(set(texts)) == 1
    assert texts[0].decode() == document.records[0].to_json() + "\n"


def test_what_repec_would_drop_is_warned_of_or_refused(tmp_path: Path) -> None:
    papers = [redif.Paper(title="T", authors=["A"], handle=f"RePEc:aaa:wpaper:{n}") for n in range(6)]
    redif.write(papers, tmp_path / "a.redif", strict=True)
    for paper in papers:
        paper.title = None
    with pytest.warns(redif.IncompleteRecordWarning, match=r"RePEc will drop 6 .*\n.*Title(.*\n)+.*and 3 more"):
        redif.write(papers, tmp_path / "b.redif")
    for to in ("redif", "bibtex"):
        with pytest.raises(redif.IncompleteRecordError, match=r"RePEc:aaa:wpaper:0: .*Title"):
            redif.write(papers, tmp_path / "c", to, strict=True)
    assert not (tmp_path / "c").exists()
    assert issubclass(redif.IncompleteRecordWarning, redif.RedifWarning)


def test_reprs_are_readable() -> None:
    document = redif.parse(TEXT * 5)
    assert repr(document).startswith("<Document of 5 templates: <Template 'ReDIF-Paper 1.0' -:1>, ")
    assert repr(redif.parse("")) == "<Document without templates>"
    assert repr(redif.Catalogue(*document.records)) == "<Catalogue of 5 templates>"
    assert repr(redif.Grammar.standard()).startswith("<Grammar of 10 template types: ")
    assert "Jane" in repr(redif.Contributor(name="Jane"))


class Unprintable:
    """A value whose repr fails."""

    def __repr__(self) -> str:
        raise RuntimeError


def test_wrong_arguments_are_refused_with_an_error_of_redif(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(TEXT)
    catalogue = redif.Catalogue(path)
    grammar = redif.Grammar.standard()
    closed = io.BytesIO()
    closed.close()
    unusual: list[Any] = [5, b"x", object(), Unprintable(), {"a": 1}, ["a"], redif.Paper, lambda: 1, 10**5000]
    calls: list[Callable[[Any], Any]] = [
        *(getattr(catalogue, name) for name in ["get", "all", "person", "institution", "handles_like", "join", "add", "add_template"]),
        *(getattr(grammar, name) for name in ("type", "parser", "kind")),
        redif.Grammar.load, redif.read, redif.citation, redif.handle_from_url, redif.parse,
        lambda value: redif.parse(TEXT, file=value),
        lambda value: redif.parse(TEXT, grammar=value),
        lambda value: redif.check(path, grammar=value) and list(redif.check(path, grammar=value)),
        lambda value: list(redif.check(path, settings=value)),
        lambda value: list(redif.check(path, settings=redif.Settings(select=value))),
        lambda value: redif.write([PAPER], io.BytesIO(), to=value),
        lambda value: redif.write([PAPER], io.BytesIO(), options=value),
        lambda value: redif.write([PAPER], io.BytesIO(), "bibtex", redif.WriterOptions(key=value)),
        lambda value: redif.write([PAPER], io.BytesIO(), "csv", redif.WriterOptions(columns=value)),
    ]  # fmt: skip
    for call in calls:
        for value in unusual:
            try:
                call(value)
            except redif.RedifError as error:
                assert str(error)  # noqa: PT017 - some calls take some of the values
    wrong: list[Callable[[], Any]] = [
        lambda: redif.Catalogue(few="x"),  # type: ignore[arg-type]
        lambda: redif.templates(path, on_error=5),  # type: ignore[arg-type]
        lambda: redif.templates(path, on_finding=5),  # type: ignore[arg-type]
        lambda: redif.check(path, on_error=5),  # type: ignore[arg-type]
        lambda: redif.read("a\0b"),
        lambda: redif.read("\ud800"),
        lambda: redif.read(closed),
        lambda: redif.write([PAPER], "a\0b.bib"),
        lambda: redif.write([PAPER], closed),
        lambda: redif.ideas_url(5),  # type: ignore[arg-type]
        lambda: redif.Grammar.load(tmp_path / "none"),
    ]
    for refused in wrong:
        with pytest.raises(redif.RedifError):
            refused()
    with path.open("wb") as writing, pytest.raises(redif.UsageError, match="not open for reading"):
        redif.read(writing)
    with path.open("rb") as reading, pytest.raises(redif.UsageError, match="not open for writing"):
        redif.write([PAPER], reading)


class OwnStream:
    """A stream of somebody's own: it can read, or write, and nothing else."""

    def __init__(self, held: Any) -> None:
        self.held, self.written = held, b""

    def read(self, size: int = -1) -> Any:
        found, self.held = (self.held, self.held[:0]) if size else (self.held[:0], self.held)
        return found

    def write(self, data: bytes) -> None:
        self.written += data


def test_streams_of_ones_own_are_read_and_written() -> None:
    for held in (TEXT, TEXT.encode("utf-8-sig")):
        assert [record.data["title"] for record in redif.read(OwnStream(held))] == ["A title"]
    out = OwnStream(b"")
    redif.write(PAPER, out, to="ris")
    whole = io.BytesIO()
    redif.write(PAPER, whole, to="ris")
    assert out.written == whole.getvalue()
    for wrong in (OwnStream([]), os):
        with pytest.raises(redif.InputTypeError, match="gives bytes or text"):
            list(redif.read(wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("to", ["redif", "ris", "json"])
def test_text_is_written_to_every_kind_of_text_stream(to: str, tmp_path: Path) -> None:
    whole = io.StringIO()
    redif.write(PAPER, whole, to=to)
    inner = io.BytesIO()
    makers: list[Callable[[], Any]] = [
        lambda: tempfile.NamedTemporaryFile("w+", encoding="utf-8", newline=""),  # noqa: SIM115
        lambda: tempfile.SpooledTemporaryFile(mode="w+", encoding="utf-8", newline=""),  # noqa: SIM115
        lambda: codecs.open(str(tmp_path / "a"), "w+", "utf-8"),  # noqa: SIM115
    ]
    for make in makers:
        with make() as stream:
            redif.write(PAPER, stream, to=to)
            stream.seek(0)
            assert stream.read() == whole.getvalue()
    redif.write(PAPER, codecs.getwriter("utf-8")(inner), to=to)
    assert inner.getvalue().decode() == whole.getvalue()


def test_a_file_opened_in_a_wrong_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(TEXT, encoding="latin-1")
    with (
        open(path, encoding="utf-8") as text,
        pytest.raises(redif.UsageError, match=r"opened as utf-8.* open it with mode 'rb'"),
    ):
        list(redif.read(text))
    with (
        open(path, "w", encoding="ascii") as text,
        pytest.raises(redif.UsageError, match=r"ascii, which has no 'ö'; open it with"),
    ):
        redif.write(PAPER, text)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: FACE.read(["a.rdf"]), "with a star before a list of them"),
        (lambda: list(FACE.read("https://example.org/a.rdf")), "redif reads files, not addresses"),
        (lambda: FACE.check({"title": "x"}), r"redif.Record.model_validate\(data\) makes a record"),
        (lambda: FACE.check(bytearray(b"x")), "to read bytes, use redif.parse"),
        (lambda: list(FACE.check(["a.rdf"])), "each given by itself"),
        (lambda: FACE.write(PAPER.to_dict(), io.BytesIO()), r"redif.Record.model_validate\(data\) makes a record"),
        (lambda: FACE.write([PAPER.to_dict()], io.BytesIO()), r"redif.Record.model_validate\(data\) makes a record"),
        (lambda: FACE.select(PAPER), "put the one into a list"),
        (lambda: FACE.duplicates(PAPER), "put the one into a list"),
        (lambda: FACE.Grammar("own.spec"), r"use redif.Grammar.load\(path\)"),
        (lambda: redif.ArchiveFolder("a\0b"), "no folder can have the name"),
        (lambda: redif.ArchiveFolder("\ud800"), "no folder can have the name"),
        (lambda: FACE.check(settings=FACE.Settings(fail_on="error")), "fail_on takes a redif.Severity"),
        (lambda: FACE.check(settings=FACE.Settings(lengths="no")), "lengths takes True or False"),
        (lambda: copy.deepcopy(redif.Catalogue()), "cannot be copied or pickled"),
        (lambda: pickle.dumps(redif.Catalogue()), "cannot be copied or pickled"),
    ],
)
def test_messages_say_what_to_do(wrong: Callable[[], Any], why: str) -> None:
    list(redif.check(PAPER, settings=redif.Settings(fail_on=redif.Severity.ERROR)))  # equal to what one of them gives
    with pytest.raises(redif.RedifError, match=why):
        wrong()


def test_values_in_messages_are_on_one_line() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(redif.InputTypeError) as caught:
        redif.citation(pandas.DataFrame({"a": [1, 2]}))
    assert "\n" not in str(caught.value)


def test_names_of_files_are_shown_as_texts(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(redif.MissingFileError, match=r"there is no file or folder 'none\.rdf'"):
        list(redif.read(numpy.str_("none.rdf")))


@pytest.mark.parametrize("own", [False, True])
def test_what_was_read_can_be_copied_and_pickled(own: bool, shared: Path) -> None:
    grammar = redif.Grammar.load(shared / "cases" / "reference" / "own.spec") if own else None
    document = redif.parse(TEXT + "Year: spring\n", file="a.rdf", grammar=grammar)
    document.templates[0].join({"archive": {"name": "A"}})
    [record] = redif.parse(json.dumps(PAPER.to_dict()), grammar=grammar).records or [PAPER]
    assert record == PAPER
    for again in (copy.copy(document), copy.deepcopy(document), pickle.loads(pickle.dumps(document))):
        assert [template.data for template in again.templates] == [template.data for template in document.templates]
        assert again.findings == document.findings
        assert again.templates[0].tree == document.templates[0].tree
    [template] = redif.templates(io.StringIO(json.dumps(PAPER.to_dict())), grammar=grammar)
    for copied in (copy.deepcopy(template), pickle.loads(pickle.dumps(template))):
        assert (copied.data, copied.text, copied.findings) == (template.data, template.text, template.findings)


def test_grammars_are_pickled_by_their_names(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared)
    own = redif.Grammar.load("cases/reference/own.spec")
    pickled = pickle.dumps(own)
    monkeypatch.chdir("/")
    assert list(pickle.loads(pickled).templates) == list(own.templates)
    assert copy.deepcopy(own) is own
    assert pickle.loads(pickle.dumps(redif.Grammar.standard())) is redif.Grammar.standard()
