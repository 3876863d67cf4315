"""The check: what is looked for where, what is left out, how it ends, and what --fix makes of files."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import redif
from redif import Severity
from redif.checks.checker import Checker
from redif.checks.settings import Settings, read
from redif.cli import main
from redif.findings.codes import chosen, codes, parts
from redif.findings.codes.page import markdown
from redif.rewriting.fixes import fixed
from redif.rewriting.ignores import with_ignores
from support.command import run
from support.hiding import HIDING
from support.paths import ROOT

PAPER = """Template-Type: ReDIF-Paper 1.0
Title: {title}
Author-Name: Jane Smith
Handle: RePEc:aaa:wpaper:{number}
"""
SHOUTED = "FISCAL POLICY IN A SMALL OPEN ECONOMY"
DOI = "10.1080/23738871.2021.2023603"


def found(path: Path, **asked: Any) -> list[str]:
    return [finding.code for finding in redif.check(path, **asked)]


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def shouted(tmp_path: Path) -> Path:
    """A paper with a title in capitals and a DOI that is not bare."""
    return written(tmp_path / "a.redif", PAPER.format(title=SHOUTED, number=1) + f"DOI: https://doi.org/{DOI}\n")


# ------------------------------------------------------------------------------------------------- what is looked for


def test_a_finding_says_where_and_what_about(shouted: Path) -> None:
    title, doi = redif.check(shouted)
    assert (title.code, title.severity, title.attribute) == ("title-capitals", Severity.ADVICE, "Title")
    assert (title.line, title.column, title.end_line, title.end_column) == (2, 8, 2, 8 + len(SHOUTED))
    assert SHOUTED in title.message
    assert title.source == f"Title: {SHOUTED}"
    assert title.template == (1, "ReDIF-Paper 1.0", "RePEc:aaa:wpaper:1")
    assert title.help == codes()["title-capitals"].help
    assert doi.fix is not None
    assert doi.fix.edits == ((5, 6, 5, 22, ""),)


TEMPLATE_WITH_TWO = """\
# redif: ignore {}
Template-Type: ReDIF-Paper 1.0
Author-Name: Ann Lee, PhD
Title: ON THE PRICES OF ALL THINGS IN THE WORLD
Handle: RePEc:abc:wpaper:1
"""


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({}, ["title-capitals", "doi-form"]),
        ({"select": ("title",)}, ["title-capitals"]),
        ({"select": ("doi-form",)}, ["doi-form"]),
        ({"select": ("all",), "ignore": ("doi",)}, ["title-capitals"]),
        ({"ignore": ("title-capitals", "doi")}, []),
        ({"select": ("name",)}, []),
    ],
)
def test_codes_and_groups_are_chosen(shouted: Path, asked: dict[str, tuple[str, ...]], left: list[str]) -> None:
    assert found(shouted, settings=Settings(**asked)) == left  # type: ignore[arg-type]


def test_lengths_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "a.redif", PAPER.format(title="On x", number=1))
    assert found(path) == []
    assert found(path, settings=Settings(lengths=True)) == ["length-short"]
    assert found(path, settings=Settings(select=("length",))) == ["length-short"]


def test_a_comment_leaves_codes_out_of_the_next_template(tmp_path: Path) -> None:
    shouting = PAPER.format(title=SHOUTED, number=1)
    again = PAPER.format(title=SHOUTED, number=2)
    for comment, left in [
        ("# redif: ignore title-capitals", 1),
        ("#redif:ignore title", 1),
        ("# redif: ignore doi, title-capitals\n\n# another", 1),
        ("# redif: ignore", 2),
        ("# redif: ignore nonsense", 2),
        ("# redif: ignore doi", 2),
        ("# title-capitals", 2),
    ]:
        first = written(tmp_path / "a.redif", f"{comment}\n{shouting}\n{again}")
        assert [code for code in found(first) if code != "ignore-unknown"] == ["title-capitals"] * left, comment
        second = written(tmp_path / "b.redif", f"{again}\n{comment}\n{shouting}")
        assert [code for code in found(second) if code != "ignore-unknown"] == ["title-capitals"] * left, comment


def test_a_comment_that_leaves_nothing_out_is_told(tmp_path: Path) -> None:
    text = PAPER.format(title="On growth", number=1)
    for comment, said in [("# redif: ignore titel", "did you mean title?"), ("# REDIF: ignore", "does not say which")]:
        (finding,) = redif.check(written(tmp_path / "a.redif", f"\n{comment}\n\n{text}"))
        assert (finding.code, finding.line, finding.source) == ("ignore-unknown", 2, comment)
        assert said in finding.message
    assert found(written(tmp_path / "a.redif", f"# Redif: Ignore TITLE-capitals; doi.\n{text}")) == []


@pytest.mark.parametrize("dash", ["--", "-- ", "–", "—"])
def test_a_comment_may_say_why(tmp_path: Path, dash: str) -> None:
    text = PAPER.format(title=SHOUTED, number=1)
    assert (
        found(written(tmp_path / "a.redif", f"# redif: ignore title-capitals, doi {dash} the title is printed so\n{text}"))
        == []
    )
    assert found(written(tmp_path / "a.redif", f"# redif: ignore {dash} the title is printed so\n{text}")) == [
        "ignore-unknown", "title-capitals",
    ]  # fmt: skip


def test_a_file_without_a_template_is_told(tmp_path: Path) -> None:
    assert found(written(tmp_path / "a.rdf", "# nothing yet\n")) == ["file-empty"]
    assert found(written(tmp_path / "a.rdf", "")) == ["file-empty"]


def test_a_comment_within_a_template_says_nothing(tmp_path: Path) -> None:
    text = PAPER.format(title=SHOUTED, number=1).replace("Handle:", "# redif: ignore title\nHandle:")
    assert found(written(tmp_path / "a.redif", text + PAPER.format(title=SHOUTED, number=2))) == ["title-capitals"] * 2


# ----------------------------------------------------------------------------------------------------------- settings


def test_the_nearest_settings_file_counts(tmp_path: Path) -> None:
    shouting = PAPER.format(title=SHOUTED, number=1)
    written(tmp_path / "pyproject.toml", '[tool.redif]\nignore = ["title"]\n')
    written(tmp_path / "aaa" / "wpaper" / "a.redif", shouting)
    written(tmp_path / "bbb" / "wpaper" / "b.redif", shouting.replace("aaa", "bbb"))
    assert found(tmp_path) == []
    written(tmp_path / "bbb" / "redif.toml", "lengths = true\n")
    assert found(tmp_path) == ["title-capitals"]
    assert found(tmp_path, isolated=True) == ["title-capitals"] * 2
    assert found(tmp_path, settings=Settings(ignore=("title-capitals",))) == []


def test_a_pyproject_without_redif_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path / "redif.toml", 'ignore = ["title"]\n')
    written(tmp_path / "aaa" / "pyproject.toml", "[tool.other]\nselect = 1\n")
    assert found(written(tmp_path / "aaa" / "a.redif", PAPER.format(title=SHOUTED, number=1))) == []


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("old", ["a.redif"]), ("old/", ["a.redif"]), ("aaa/old", ["a.redif"]), ("aaa/old/*", ["a.redif"]), ("b.*", ["a.redif"]),
        ("aaa/*", []), ("*.redif", []), ("/aaa", []), ("old/b.redif", ["a.redif", "b.redif"]), ("ol", ["a.redif", "b.redif"]),
    ],
)  # fmt: skip
def test_files_are_excluded_and_codes_ignored_by_pattern(tmp_path: Path, pattern: str, left: list[str]) -> None:
    written(tmp_path / "aaa" / "a.redif", PAPER.format(title=SHOUTED, number=1))
    old = written(tmp_path / "aaa" / "old" / "b.redif", PAPER.format(title=SHOUTED, number=2))
    for text in (f'exclude = ["{pattern}"]', f'[per-file-ignores]\n"{pattern}" = ["title"]'):
        written(tmp_path / "redif.toml", text + "\n")
        lines = run("check", "--format", "json", tmp_path).stdout.splitlines()
        assert [Path(json.loads(line)["file"]).name for line in lines] == left, text
    written(tmp_path / "redif.toml", 'exclude = ["old"]\n')
    done = run("check", old)
    assert done.returncode == 0
    assert b"b.redif was left out, because the settings exclude it" in done.stderr
    assert b"title-capitals" in run("check", "--isolated", old).stdout


def test_a_hidden_settings_file_counts_before_the_others(tmp_path: Path) -> None:
    path = written(tmp_path / "a.redif", PAPER.format(title=SHOUTED, number=1))
    written(tmp_path / "redif.toml", 'select = ["doi"]\n')
    assert found(path) == []
    written(tmp_path / ".redif.toml", 'select = ["title"]\n')
    assert found(path) == ["title-capitals"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select = 'title'", 'select must be a list in brackets, such as ["title", "doi"]'),
        ("lengths = 'yes'", "lengths must be true or false"),
        ("selct = []", "there is no setting selct; did you mean select?"),
        ("per-file = {}", "did you mean per-file-ignores?"),
        ("exclude = 'old'", "exclude must be a list in brackets"),
        ("per-file-ignores = ['old']", "per-file-ignores must be a table"),
        ("per-file-ignores = {'old/*' = ['titel']}", "did you mean title?"),
        ("[tool.redif]", "without the line [tool.redif]"),
        ("ignore = ['titel']", "did you mean title?"),
        ("fail-on = 'fatal'", "'fatal' is not a severity"),
        ("select = [", "is not a TOML file"),
        ("\udcff", "is not a TOML file"),
    ],
)
def test_settings_that_cannot_be_used_say_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "redif.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(redif.SettingsError, match=str(path)) as error:
        read(str(path))
    assert said in str(error.value)
    written(tmp_path / "a.redif", PAPER.format(title="On growth", number=1))
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_settings_file_says_when_the_check_fails(shouted: Path) -> None:
    assert run("check", shouted).returncode == 0
    written(shouted.parent / "redif.toml", 'fail-on = "advice"\n')
    assert run("check", shouted).returncode == 1
    assert run("check", "--fail-on", "error", shouted).returncode == 0


# ------------------------------------------------------------------------------------------------------- the command


def test_how_it_ends(shouted: Path, tmp_path: Path) -> None:
    wrong = written(tmp_path / "wrong" / "a.redif", "Template-Type: ReDIF-Paper 1.0\nTitle: T\n")
    warned = written(tmp_path / "warned" / "a.redif", PAPER.format(title="On growth", number=1) + "DOI: 12\n")
    for arguments, status in [
        ((shouted,), 0),
        (("--fail-on", "advice", shouted), 1),
        ((warned,), 1),
        (("--fail-on", "error", warned), 0),
        ((wrong,), 1),
        (("--exit-zero", wrong), 0),
        (("--ignore", "required-missing", wrong), 0),
        ((tmp_path / "nowhere",), 2),
        (("--exit-zero", tmp_path / "nowhere"), 2),
        (("--select", "nonsense", wrong), 2),
        (("--fail-on", "fatal", wrong), 2),
        (("--format", "yaml", wrong), 2),
        (("--grammar", tmp_path / "nowhere", wrong), 2),
        (("-o", tmp_path / "nowhere" / "x", wrong), 2),
        (("-o", tmp_path / "x.pdf", wrong), 2),
        (("--unsafe-fixes", wrong), 2),
    ]:
        done = run("check", *arguments)
        assert done.returncode == status, arguments
        assert b"Traceback" not in done.stderr


def test_the_text_shows_line_help_and_fix(shouted: Path) -> None:
    out = run("check", shouted).stdout.decode()
    assert f"{shouted}:5:6: advice doi-form" in out
    assert f"     5 | DOI: https://doi.org/{DOI}\n       |      ^^^^" in out
    assert "= help: Write only the DOI, which begins with 10." in out
    assert "= fix: " in out
    assert "\x1b" not in out
    assert "\x1b[" in run("check", shouted, FORCE_COLOR="1").stdout.decode()


def test_standard_input_and_output(shouted: Path, tmp_path: Path) -> None:
    done = run("check", "--format", "json", "-", stdin=shouted.read_bytes())
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["-", "-"]
    assert run("check", "--format", "html", "-o", tmp_path / "report.html", shouted).stdout == b""
    assert b"title-capitals" in (tmp_path / "report.html").read_bytes()
    assert run("check", "--fix", "-", stdin=b"").returncode == 2


def test_what_is_piped_in_is_read_without_a_path(shouted: Path) -> None:
    data = shouted.read_bytes()
    assert b"-:5:6: advice doi-form" in run("check", stdin=data).stdout
    for name in ("convert", "list", "stats", "format"):
        done = run(name, stdin=data)
        assert (done.returncode, done.stdout) == (0, run(name, "-", stdin=data).stdout), name
        assert done.stdout
    assert run("show", "RePEc:aaa:wpaper:1", stdin=data).stdout == run("show", "RePEc:aaa:wpaper:1", "-", stdin=data).stdout
    command = [sys.executable, "-m", "redif", "check", "--format", "json"]
    with shouted.open("rb") as file:
        assert subprocess.run(command, stdin=file, capture_output=True, check=False).stdout.count(b'"file":"-"') == 2
    for empty in (subprocess.DEVNULL, subprocess.PIPE):  # nothing in it, so this folder
        done = subprocess.run(command, stdin=empty, capture_output=True, check=False, cwd=shouted.parent)
        assert done.stdout.count(b"a.redif") == 2


@pytest.mark.parametrize("name", ["convert", "format"])
def test_a_command_that_has_nothing_to_read_says_so(name: str) -> None:
    done = run(name)
    assert done.returncode == 2
    assert f"see redif {name} --help" in done.stderr.decode()


def test_a_baseline_hides_what_is_known(shouted: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "known.txt"
    asked = ("check", "--fail-on", "advice", "--baseline", baseline)
    assert b"there is no file" in run(*asked, shouted).stderr
    done = run(*asked, "--update-baseline", shouted)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"2 problems written to" in done.stderr
    done = run(*asked, shouted)
    assert (done.returncode, done.stdout) == (0, b"No new problems. 2 known and not shown.\n")
    # Other lines, and the folder in which the command runs, make no difference.
    text = shouted.read_text()
    written(shouted, f"# one line more\n\n{text}")
    assert run(*asked, shouted).returncode == 0
    assert b"2 known and not shown" in run("check", "--baseline", baseline.name, ".", cwd=tmp_path).stdout
    written(shouted, f"{text}\n{text.replace('wpaper:1', 'wpaper:2')}")
    done = run(*asked, "--format", "json", shouted)
    assert done.returncode == 1
    assert [json.loads(line)["template"]["handle"][-1] for line in done.stdout.splitlines()] == ["2", "2"]


def test_a_baseline_has_the_same_lines_each_time(shouted: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    run("check", "--baseline", first, "--update-baseline", shouted)
    written(shouted, "\n\n" + shouted.read_text())
    run("check", "--baseline", second, "--update-baseline", shouted)
    assert first.read_bytes() == second.read_bytes()
    assert [line.split("\t")[:3] for line in first.read_text().splitlines()[1:]] == [
        ["a.redif", "doi-form", "RePEc:aaa:wpaper:1"], ["a.redif", "title-capitals", "RePEc:aaa:wpaper:1"],
    ]  # fmt: skip


def test_what_is_no_baseline_is_refused(shouted: Path) -> None:
    assert b"is not a baseline" in run("check", "--baseline", shouted, shouted).stderr
    assert run("check", "--update-baseline", shouted).returncode == 2
    before = shouted.read_bytes()
    assert b"is not a baseline" in run("check", "--baseline", shouted, "--update-baseline", shouted).stderr
    assert shouted.read_bytes() == before
    assert run("check", "--baseline", shouted.parent, shouted).returncode == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ignores_are_added_above_templates(tmp_path: Path, end: str) -> None:
    text = PAPER.format(title=SHOUTED, number=1) + f"DOI: https://doi.org/{DOI}\n\n" + PAPER.format(title="Growth", number=2)
    text = (text + "\n" + PAPER.format(title=SHOUTED, number=3)).replace("\n", end)
    path = written(tmp_path / "a.rdf", text)
    done = run("check", "--add-ignores", path)
    assert (done.returncode, done.stdout) == (0, b"The file is fine.\n")
    assert b"3 problems left out by comments in 1 file" in done.stderr
    lines = path.read_bytes().decode().split(end)
    assert [line for line in lines if line.startswith("#")] == [
        "# redif: ignore doi-form, title-capitals",
        "# redif: ignore title-capitals",
    ]
    assert end.join(line for line in lines if not line.startswith("#")) == text
    before = path.read_bytes()
    run("check", "--add-ignores", path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "comment", ["title-capitals --", "-- as printed", "title-capitals -- as printed", "title-capitals", ""]
)
def test_a_comment_with_a_reason_keeps_it_and_gets_the_codes(comment: str) -> None:
    found = TEMPLATE_WITH_TWO.format(comment)
    checked = [*redif.check(io.BytesIO(found.encode()))]
    after, _ = with_ignores(found.encode(), "-", checked)
    assert [*redif.check(io.BytesIO(after))] == []
    assert b"as printed" in after or "as printed" not in comment


def test_ignores_leave_records_as_they_are(fixtures: Path, tmp_path: Path) -> None:
    for path in sorted((fixtures / "mess").iterdir()) + sorted((fixtures / "encodings").iterdir()):
        copy = tmp_path / path.name
        shutil.copy(path, copy)
        run("check", "--add-ignores", copy)
        assert records(copy.read_bytes(), path.name) == records(path.read_bytes(), path.name)
        assert [f for f in redif.check(copy, isolated=True) if f.template and not f.file.endswith("unmarked.rdf")] == []


def test_statistics_count(shouted: Path) -> None:
    out = run("check", "--statistics", shouted).stdout.decode()
    assert "1  advice   title-capitals" in out
    assert "help" not in out


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in codes())
    assert listed.count("(off by default)") == sum(code.optional for code in codes().values())
    assert "It knows these words too:" in listed
    assert "cluster" in listed
    assert main(["explain", "doi-form"]) == 0
    page = capsys.readouterr().out
    assert "Wrong:\n    DOI: https://doi.org/" in page
    assert "Right:\n    DOI: 10." in page
    assert "redif check --fix" in page
    assert main(["explain", "doi"]) == 0
    assert capsys.readouterr().out.count("What to do:") == len(chosen(["doi"]))
    assert main(["explain", "doi-from"]) == 2
    assert "did you mean doi-form?" in capsys.readouterr().err


def test_the_page_of_codes_is_what_the_catalogue_says() -> None:
    page = ROOT / "docs" / "codes.md"
    if not page.exists():
        pytest.skip("the documentation is not here")
    assert page.read_text("utf-8") == markdown()
    assert sum(map(len, parts().values())) == len(codes())


# -------------------------------------------------------------------------------------------------------------- fixes


def test_fix_and_diff(shouted: Path) -> None:
    before = shouted.read_bytes()
    shown = run("check", "--diff", shouted)
    assert shown.returncode == 1
    assert f"-DOI: https://doi.org/{DOI}\n+DOI: {DOI}\n" in shown.stdout.decode()
    assert shouted.read_bytes() == before
    done = run("check", "--fix", shouted)
    assert b"doi-form" not in done.stdout
    assert b"1 problem fixed in 1 file" in done.stderr
    assert shouted.read_bytes() == before.replace(b"https://doi.org/", b"")
    assert run("check", "--diff", shouted).returncode == 0


def test_what_is_only_likely_is_fixed_on_request(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.redif", PAPER.format(title="Growth and its causes.", number=1) + f"DOI: https://doi.org/{DOI}\n"
    )
    assert run("check", path).stdout.decode().endswith("\n1 fixable with --fix (1 more with --unsafe-fixes).\n")
    before = path.read_text()
    assert "-Title: Growth and its causes.\n" in run("check", "--diff", "--unsafe-fixes", path).stdout.decode()
    assert "Title" not in run("check", "--diff", path).stdout.decode().replace(" Title", "")
    assert path.read_text() == before
    assert run("check", "--fix", path).stdout.decode().endswith("\n1 fixable with --fix --unsafe-fixes.\n")
    assert path.read_text() == before.replace("https://doi.org/", "")
    assert run("check", "--fix", "--unsafe-fixes", path).stdout == b"The file is fine.\n"
    assert path.read_text() == before.replace("https://doi.org/", "").replace("causes.", "causes")


def test_what_is_not_selected_is_not_mended(shouted: Path) -> None:
    before = shouted.read_bytes()
    run("check", "--fix", "--select", "title", shouted)
    assert shouted.read_bytes() == before


def test_a_mark_is_put_only_where_all_is_utf_8(tmp_path: Path) -> None:
    text = PAPER.format(title="Über Geld", number=1).encode()
    whole = tmp_path / "a.rdf"
    whole.write_bytes(text)
    mixed = tmp_path / "b.rdf"
    mixed.write_bytes(text.replace(b"Jane", b"Ren\xe9") + b"\n")
    run("check", "--fix", tmp_path)
    assert whole.read_bytes() == b"\xef\xbb\xbf" + text
    assert mixed.read_bytes().startswith(b"Template-Type")
    assert all(finding.fix is None for finding in redif.check(mixed))


LINES = st.sampled_from(
    [
        "Title: Growth", "Title : Growth", f"Title: {SHOUTED}.", "Author-Name: Jürgen Müller", "Author-Name: JANE SMITH",
        f"DOI: doi:{DOI}", f"DOI: https://doi.org/{DOI}", "Creation-Date: 20040615", "Creation-Date: 200406", "Creation-Date: x",
        "Revision-Date:20040615", "File-URL: https://example.org/a/\n  b.pdf", "File-URL: https://example.org/a-\n b.pdf",
        "File-URL: https://example.org/\n# a comment\n b.pdf", "File-Format: text/html", "Handle: repec:aaa:wpaper:1",
        "Handle: RePEC:aaa:wpaper:2", "Article-Handle: repec:aaa:bbbbbb:3", "# a comment", "", "  more of it", "Language : en",
        "Template-Type: ReDIF-Paper 1.0", "Template-Type: ReDIF-Paper", "Template-Type : ReDIF-Article 1.0", "Nonsense: x",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(
    lines=st.lists(LINES, min_size=1, max_size=14),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    name=st.sampled_from(["a.rdf", "a.redif"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_mending_changes_nothing_but_what_was_wrong(lines: list[str], end: str, name: str, encoding: str) -> None:
    """A mended file has fewer findings, mending again does nothing, and records say what they said."""
    checker = Checker(isolated=True)
    data = end.join("\n".join(["Template-Type: ReDIF-Paper 1.0", *lines, ""]).split("\n")).encode(encoding)
    before = checker.data(data, name)
    after, done = fixed(data, name, lambda data: checker.data(data, name))
    left = checker.data(after, name)
    if after == data:
        assert not done
        return
    assert len(left) < len(before) or any(finding.code in HIDING for finding in done)
    assert fixed(after, name, lambda data: checker.data(data, name))[0] == after
    lost = Counter(finding.code for finding in before) - Counter(finding.code for finding in left)
    assert set(Counter(finding.code for finding in done)) <= set(lost) | {"encoding-unmarked"}
    said = [records(data, name), records(after, name)]
    # What a fix writes is what we read already; a mended type is the only thing that is read anew.
    if not {"template-spelling", "handle-spelling"} & {finding.code for finding in done}:
        assert said[0] == said[1]
    else:
        assert [spelled(record) for record in said[0]] == [spelled(record) for record in said[1]]


def records(data: bytes, name: str) -> list[dict[str, Any]]:
    """What the records say; a mended address may take fewer lines, so not where they stand."""
    return [{**template.data, "source": None} for template in redif.parse(data, file=name).templates]


def spelled(record: Any) -> Any:
    """A record with its handles as RePEc spells them."""
    return json.loads(json.dumps(record).replace("repec:", "RePEc:").replace("RePEC:", "RePEc:"))


def test_the_corpus_is_mended(corpus: Path, tmp_path: Path) -> None:
    """Real files: fewer findings, the same records, in each file that changes."""
    checker = Checker(isolated=True)
    changed = 0
    for path in sorted((corpus / "archives").rglob("*.r*d*f")) + sorted((corpus / "tricky").rglob("*.r*d*f")):
        data = path.read_bytes()
        after, done = fixed(data, path.name, lambda data, name=path.name: checker.data(data, name))  # type: ignore[misc]
        if after != data:
            changed += 1
            assert len(checker.data(after, path.name)) < len(checker.data(data, path.name))
            if {"template-spelling", "text-ligature"}.isdisjoint(finding.code for finding in done):
                assert list(map(spelled, records(data, path.name))) == list(map(spelled, records(after, path.name)))
    assert changed > 10


def test_the_archives_of_the_corpus_are_checked(corpus: Path) -> None:
    counted = Counter(finding.code for folder in sorted((corpus / "archives").iterdir()) for finding in redif.check(folder))
    assert counted["encoding-unmarked"] > 5
    assert counted["handle-twice"] == 1
    assert not {"series-unknown", "item-folder", "item-type", "archive-missing"} & set(counted)


def test_the_fixtures_can_be_copied_and_mended(fixtures: Path, tmp_path: Path) -> None:
    shutil.copytree(fixtures, tmp_path / "fixtures")
    before = len(list(redif.check(tmp_path / "fixtures")))
    run("check", "--fix", tmp_path / "fixtures")
    assert len(list(redif.check(tmp_path / "fixtures"))) < before


def test_records_are_checked_as_the_file_they_would_stand_in(fixtures: Path, tmp_path: Path) -> None:
    for folder in ("taf", "types", "mess"):
        records = list(redif.read(fixtures / folder))
        path = tmp_path / f"{folder}.redif"
        redif.write(records, path)
        of_archive = parts()["archive"]  # a file has a name and a folder, records have not
        of_file = [f._replace(file="-") for f in redif.check(path, isolated=True) if f.code not in of_archive]
        of_records = [f for f in redif.check(*records, isolated=True) if f.code not in of_archive]
        assert of_records == of_file
        assert of_records or folder == "taf"


def test_records_are_checked_beside_one_another() -> None:
    paper = redif.Paper(
        handle=redif.Handle("RePEc:aaa:wpaper:1"),
        title="A title of some length",
        authors=[redif.Contributor(name="Jane Smith")],
    )
    (twice,) = redif.check(paper, paper)
    assert (twice.code, twice.file, twice.line, twice.source) == ("handle-twice", "-", 9, "Handle: RePEc:aaa:wpaper:1")
    assert list(redif.check(paper)) == []


def test_a_file_is_checked_by_the_specification_that_is_given(fixtures: Path) -> None:
    folder = fixtures / "grammars"
    grammar = redif.Grammar.load(folder / "teaching.spec")
    own = [finding.code for finding in redif.check(folder / "teacher.redif", isolated=True, grammar=grammar)]
    assert "template-unknown" not in own
    assert "template-unknown" in [finding.code for finding in redif.check(folder / "teacher.redif", isolated=True)]


def test_the_help_for_a_line_of_text_that_looks_like_an_attribute() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nAbstract: It is new.\nConclusion: it is true.\nHandle: RePEc:aaa:wpaper:1\n"
    (help_,) = [finding.help for finding in redif.parse(text).findings if finding.code == "attribute-unknown"]
    assert help_ == "If the line is text that belongs to Abstract, put a space in front of it."
