"""Input that nobody should have written: read all the same, in time that grows with its length alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import redif
from redif import Grammar, GrammarError
from redif.findings.finding import Finding
from redif.models import Paper
from redif.source.files import files

HEAD = b"Template-Type: ReDIF-Paper 1.0\n"
SIZE = 1_000_000

# Each of these took minutes when some step went over the text again and again. None takes more than seconds.
LONG = {
    "undecodable bytes": HEAD + b"Title: " + b"\x81" * SIZE,
    "control characters": HEAD + b"Title: " + b"\x01a" * (SIZE // 2),
    "templates of control characters": (HEAD + b"Title: \x01\n") * (SIZE // 50),
    "blanks before colons": HEAD + b"Title : x\n" * (SIZE // 10),
    "unknown attributes": HEAD + b"Number: 1\n" + b"Foo: x\n" * (SIZE // 7),
    "words in an abstract": HEAD + b"Abstract: a\n" + b"Foo: x\n" * (SIZE // 7),
    "names with digits": HEAD + b"Abstract: a\n" + b"Foo9: x\n" * (SIZE // 8),
    "attributes of no cluster": HEAD + b"Author-Email: x\n" * (SIZE // 16),
    "handles": HEAD + b"Handle: RePEc:aaa:wpaper:1\n" * (SIZE // 27),
    "empty authors": HEAD + b"Author-Name: x\n" * 20_000 + b"Author-Name:\n" * 40_000,
    "words for JEL codes": HEAD + b"Classification-JEL: " + b"word " * (SIZE // 5),
    "a URL of dashes": HEAD + b"File-URL: http://a/" + b"-" * SIZE + b" x",
    "a long handle": HEAD + b"Handle: RePEc:aaa:wpaper:" + b"a" * SIZE + b"#",
    "no line ends": b"x" * (3 * SIZE),
    "lines outside any template": b"x\n" * SIZE,
    "empty lines": b"\n" * SIZE,
    "entities": HEAD + b"Title: " + b"&amp;" * (SIZE // 5),
    "open tags": HEAD + b"Title: " + b"<p " * (SIZE // 3),
    "private attributes": HEAD + b"".join(b"X-%s: a\n" % bytes([97 + i % 26]) * (i % 7) for i in range(SIZE // 20)),
    "template types": b"".join(b"Template-Type: %d\n" % i for i in range(SIZE // 20)),
    "zeros": b"\0" * SIZE,
    "UTF-32": "Template-Type: ReDIF-Paper 1.0\nTitle: x".encode("utf-32-le") * (SIZE // 160),
    "half of UTF-16": b"\xff\xfe" + b"\x00\xd8a\x00" * (SIZE // 4),
    "carriage returns": HEAD + b"\r" * SIZE,
}


@pytest.mark.parametrize("name", sorted(LONG))
def test_long_input_is_read(name: str) -> None:
    findings: list[Finding] = []
    count = 0
    for template in redif.templates(Stream(LONG[name]), on_finding=findings.append):
        count += 1
        assert len(template.findings) < 3000
        assert template.data["source"]["line"] == template.line
        findings += template.findings[:10]
    assert count or findings or name == "empty lines"


class Stream:
    """Bytes as a file named x.rdf."""

    name = "x.rdf"

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int) -> bytes:
        taken, self.data = self.data[:size], self.data[size:]
        return taken


def test_half_characters_in_a_str() -> None:
    document = redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: a\ud800b " + "\udfff" * SIZE)
    assert document.templates[0].data["title"].startswith("a\ufffdb")
    assert [f.line for f in document.findings if f.code == "character-undecodable"] == [2, 2]


def test_an_entity_of_many_digits_is_text() -> None:
    assert redif.parse(HEAD + b"Title: &#" + b"1" * 5000 + b";").templates[0].data["title"].startswith("&#111")


def test_control_characters_of_an_earlier_block_are_left_out() -> None:
    data = HEAD + b"Title: ab \x01 cd\n" + b"Note: long\n" * 200_000
    first = next(redif.read(Stream(data)))
    assert isinstance(first, Paper)
    assert first.title == "ab cd"


def test_bytes_that_are_neither_are_told() -> None:
    document = redif.parse(HEAD + "Title: é \n".encode() + b"Note: \x81\x8d\n", file="x.redif")
    assert document.templates[0].data["note"] == "\ufffd\ufffd"
    found = [(f.code, f.line, f.column) for f in document.findings]
    assert ("character-undecodable", 3, 7) in found
    assert ("encoding-mixed", 3, 7) in found


def test_lines_are_counted_right_with_line_ends_written_twice() -> None:
    data = (HEAD + b"Title: x\nAbstract: y\nNote: \xc3\xa9\n").replace(b"\n", b"\r\r\n")
    assert [(f.code, f.line, f.column) for f in redif.parse(data, file="x.rdf").findings if f.code.startswith("enc")] == [
        ("encoding-unmarked", 4, 7)
    ]


def test_a_line_too_long_does_not_shift_those_after_it() -> None:
    document = redif.parse(b"x" * (5 << 20) + b"\n" + HEAD + b"Title: t\n")
    assert document.templates[0].line == 2
    assert redif.parse("é".encode() * (3 << 20), file="x.redif").findings[0].code == "line-outside-template"


def test_a_line_that_runs_on_belongs_to_the_line_above_it() -> None:
    data = redif.parse(HEAD + b"Title: abc\nAuthor-Email: foo\nPurpose: bla\n").templates[0].data
    assert data["title"] == "abc"
    assert data["unknown"] == {"Author-Email": ["foo"], "Purpose": ["bla"]}
    data = redif.parse(HEAD + b"Title: abc\nAuthor-Email: foo\nPurpose9: bla\n").templates[0].data
    assert data["unknown"] == {"Author-Email": ["foo Purpose9: bla"]}


def test_an_attribute_named_like_a_cluster() -> None:
    template = redif.parse(HEAD + b"Author: Ada\nAuthor-Name: Ivo\nAuthor-Email: x\nFile: y\n").templates[0]
    assert template.tree["author"] == ["Ada", {"name": ["Ivo"], "email": ["x"]}]
    assert template.data["unknown"] == {"Author": ["Ada"], "File": ["y"]}
    assert redif.parse(HEAD + b"Author: Ada\nAuthor-Name:\n").templates[0].tree["author"] == ["Ada", {}]


def test_a_type_on_the_line_below() -> None:
    template = redif.parse("Template-Type:\nReDIF-Paper 1.0\nTitle : abc\n").templates[0]
    assert (template.type, template.data["title"]) == ("ReDIF-Paper 1.0", "abc")


def test_empty_clusters_in_empty_clusters_go() -> None:
    assert "authors" not in redif.parse(HEAD + b"Author-Name:\nAuthor-WorkPlace-Name:\n").templates[0].data


@pytest.mark.parametrize(
    ("type_", "value"), [("url", "http\u017f://a/b"), ("archivehandle", "ReLI\u017f:aaa"), ("pubstat", "publi\u017fhed")]
)
def test_letters_that_only_fold_to_ascii_are_refused(type_: str, value: str) -> None:
    rule = Grammar.standard().rules[type_]
    assert not rule.accepts(value)
    assert rule.explain(value) is not None


def test_a_str_may_begin_with_a_mark() -> None:
    document = redif.parse("\ufeffTemplate-Type: ReDIF-Paper 1.0\nTitle: t\n")
    assert document.templates[0].attributes[0].column == 1
    assert not [f for f in document.findings if f.code.startswith("char")]


def test_explaining_is_safe_in_threads() -> None:
    text = HEAD + b"Creation-Date: 2001-1\nHandle: RePEc:aaa:wpape:1\nFile-URL: www.x.org\n"
    wanted = [f.message for f in redif.parse(text).findings]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.extend([f.message for f in redif.parse(text).findings] for _ in range(20)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(messages == wanted for messages in found)
    assert len(found) == 120


# What a specification of one's own may do to ReDIF's own templates.
OWN = """cluster = Person {
    Nick, key
    Share
}
cluster = Thing {
    Name, key
}
template = redif-article 1.0 {
    Template-Type, key
    Handle:documenthandle
    Year:text
    Author:text
    Editor:cluster:Person
    Title:cluster:Thing
    Codes:jel
    Classification-Jel:text
}
"""


def test_a_specification_that_makes_something_else_of_an_attribute(tmp_path: Path) -> None:
    (tmp_path / "own.spec").write_text("\ufeff" + OWN, encoding="utf-8")
    text = (
        "Template-Type: ReDIF-Article 1.0\nYear: spring 2001\nAuthor: Ada\nEditor-Nick: Ivo\nEditor-Share: much\n"
        "Title-Name: T\nCodes: A1, B20, Q99\nClassification-Jel: any text\n"
    )
    template = redif.parse(text, grammar=Grammar.load(tmp_path / "own.spec")).templates[0]
    assert template.record.model_dump(mode="json", exclude_defaults=True) == template.data
    assert template.data["extra"]["Year"] == ["spring 2001"]
    assert template.data["extra"]["Codes"] == ["A1", "B20"]
    assert template.data["extra"]["Title"] == [{"extra": {"Title-Name": ["T"]}}]


BROKEN = {
    "huge repeat": "type = t / check-regex {\n a{99999999999999999999}\n}\n",
    "many brackets": "type = t / check-regex {\n " + "(" * 30_000 + ")" * 30_000 + "\n}\n",  # whatever hypothesis makes the limit
    "long number": "type = t / length {\n error 1 .. " + "9" * 5000 + "\n}\n",
    "chain of clusters": "".join(f"cluster = c{i} {{\n k, key\n x:cluster:c{i + 1}\n}}\n" for i in range(2000)) + "cluster = c2000 {\n k, key\n}\n",
    "tree of clusters": "".join(f"cluster = c{i} {{\n k, key\n x:cluster:c{i + 1}\n y:cluster:c{i + 1}\n}}\n" for i in range(14)) + "cluster = c14 {\n k, key\n}\n",
    "join of nothing": 'type = t / read {\n rule date\n join "-"\n}\n',
    "without nothing": "type = t / read {\n rule date\n without\n}\n",
    "steps without a rule": "type = t / read {\n upper\n}\n",
    "list without a rule": "type = t / read {\n known jel\n}\n",
    "unlike merge": "cluster = C {\n k, key\n}\ntemplate = T {\n A:cluster:C\n B\n}\ntemplate = T / after {\n merge A into B\n}\n",
    "binary": "\x00\x01\x02" * 100,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_specification_is_a_grammar_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.spec").write_text(BROKEN[name], encoding="utf-8")
    with pytest.raises(GrammarError) as caught:
        Grammar.load(tmp_path / "own.spec")
    assert caught.value.line >= 1
    assert caught.value.column >= 1


def test_links_and_deep_folders(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_bytes(HEAD)
    os.symlink("self.rdf", tmp_path / "self.rdf")
    folders = [tmp_path / f"f{i}" for i in range(10)]
    for folder in folders:
        folder.mkdir()
    for folder in folders:
        for other in folders:
            os.symlink(other, folder / f"to-{other.name}")
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
        os.mkdir(deep)
    (deep / "z.redif").write_bytes(HEAD)
    faults: list[OSError] = []
    found = list(files([tmp_path], faults.append))
    assert [os.path.basename(path) for path in found] == ["a.rdf", "z.redif"]
    assert [error.filename for error in faults] in ([], [str(tmp_path / "self.rdf")])


def run(script: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", script.replace("REDIF", f"{sys.executable} -m redif")], cwd=cwd, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("REDIF schema > /dev/full", 2),
        ("REDIF convert x.rdf > /dev/full", 2),
        ("REDIF convert x.rdf >&-", 0),
        ("REDIF convert - <&-", 0),
        ("REDIF convert x.rdf x.rdf 2>&-", 0),
        ("REDIF convert ''", 2),
        ("REDIF convert --type ReDIF-Paper,'ReDIF-Book 1.0' x.rdf", 0),
        ("REDIF convert -o $(printf 'n%.0s' {1..250}) x.rdf", 0),
        ("touch $'\\xff.rdf'; echo 'Template-Type: x' > $'\\xff.rdf'; REDIF convert .", 0),
    ],
)
def test_the_command_in_odd_places(script: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_bytes(HEAD + b"Title: t\n")
    done = run(script, tmp_path)
    assert b"Traceback" not in done.stderr
    assert done.returncode == status, done.stderr
    if "2>&-" in script:
        assert done.stdout.count(b"\n") == 2


def test_termination_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "(echo Template-Type: x; sleep 3) | REDIF convert -q -o out.jsonl - & sleep 2; kill -TERM $!; wait $!; echo $?; ls -A"
    )
    done = run(script, tmp_path)
    assert done.stdout == b"143\n"
