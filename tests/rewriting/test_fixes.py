"""Fixes made in bytes: only what was edited changes, in every encoding, and only what helps is done."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import redif
import redif.rewriting.diff as difference_module
from redif.checks.checker import Checker
from redif.findings.finding import Edit, Finding, Fix, Severity
from redif.rewriting.diff import difference
from redif.rewriting.edits import Original
from redif.rewriting.fixes import MOST_TRIES, apply_fixes, fixed
from redif.source.decoding import decode
from support.hiding import HIDING
from support.paths import ROOT
from support.strategies import FILE_NAMES, FILES

TITLE = "Élasticité – prix « à la carte » de l’œuf, 5 €"
MARK = Fix("put the mark", (Edit(1, 1, 1, 1, "\ufeff"),))


def text_of(data: bytes, file: str) -> str:
    return "".join(block.text for block in decode(io.BytesIO(data), file, lambda _: None))


def applied(data: bytes, file: str, fixes: Iterable[Fix]) -> bytes:
    return apply_fixes(data, file, fixes)[0]


def fix(*edits: tuple[int, int, int, int, str]) -> Fix:
    return Fix("", tuple(Edit(*edit) for edit in edits))


def finding(code: str, fix: Fix | None, line: int = 1) -> Finding:
    return Finding(code, Severity.WARNING, "", "x.rdf", line, 1, line, 2, fix=fix)


# By hand.


@pytest.mark.parametrize("name", sorted(os.listdir(ROOT / "fixtures" / "encodings")))
def test_only_the_bytes_of_the_edited_characters_change(fixtures: Path, name: str) -> None:
    data = (fixtures / "encodings" / name).read_bytes()
    wide = {"utf-16-le.rdf": "utf-16-le", "utf-16-be.rdf": "utf-16-be", "utf-16-unmarked.rdf": "utf-16-le"}.get(name, "ascii")
    edits, expected = [], data
    lines = text_of(data, name).split("\n")
    for word, other in (("Title", "Ti"), ("Handle: ", "Handle:")):
        line = next(number for number, line in enumerate(lines) if word in line)
        column = lines[line].index(word)
        edits.append(fix((line + 1, column + 1, line + 1, column + len(word) + 1, other)))
        expected = expected.replace(word.encode(wide), other.encode(wide), 1)
    assert applied(data, name, edits) == expected != data
    assert applied(data, name, []) == data


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_wrapped_address_is_joined(end: str, encoding: str) -> None:
    before = f"Title: été{end}File-URL: http://a.b/{end}   c.pdf{end}Handle: é{end}"
    after = f"Title: été{end}File-URL: http://a.b/c.pdf{end}Handle: é{end}"
    data = applied(before.encode(encoding), "x.rdf", [fix((2, 22, 3, 4, ""))])
    assert data == after.encode(encoding)


def test_a_line_end_that_comes_in_is_one_like_the_others() -> None:
    assert applied(b"a\r\nb", "x.rdf", [fix((1, 2, 1, 2, "\nc"))]) == b"a\r\nc\r\nb"
    assert applied(b"a\r\nb", "x.rdf", [fix((2, 2, 2, 2, "\n"))]) == b"a\r\nb\r\n"
    assert applied(b"a", "x.rdf", [fix((1, 2, 1, 2, "\n"))]) == b"a\n"


def test_the_mark() -> None:
    data = f"Title: {TITLE}\r\n".encode()
    assert applied(data, "x.rdf", [MARK]) == b"\xef\xbb\xbf" + data
    assert applied(b"Title: x\n", "x.rdf", [MARK]) == b"\xef\xbb\xbfTitle: x\n"
    wide = f"Title: {TITLE}\n".encode("utf-16-be")
    assert applied(wide, "x.rdf", [MARK]) == b"\xfe\xff" + wide
    for mixed in (data + TITLE.encode("cp1252"), TITLE.encode("cp1252")):
        assert applied(mixed, "x.rdf", [MARK]) == mixed  # it would be wrong for some of its lines
    both = applied(data, "x.rdf", [MARK, fix((1, 1, 1, 6, "Titre"))])
    assert both == b"\xef\xbb\xbf" + data.replace(b"Title", b"Titre")


def test_text_comes_in_as_its_line_is_encoded() -> None:
    lines = ["é\n".encode(), "é\n".encode("cp1252"), b"e\n"]
    add = [fix((line, 1, line, 1, "ü")) for line in (1, 2, 3)]
    assert applied(b"".join(lines), "x.rdf", add) == "üé\n".encode() + b"\xfc\xe9\n" + "üe\n".encode()
    assert applied(b"e\n\xe9", "x.rdf", add[:1]) == b"\xfce\n\xe9"
    assert applied(b"e\n", "x.redif", add[:1]) == "üe\n".encode()
    assert applied(b"\x81 \xe9\n", "x.rdf", [fix((1, 2, 1, 3, "ü"))]) == b"\x81\xfc\xe9\n"  # a byte that is none
    assert applied(b"\xe9\n", "x.rdf", [fix((1, 1, 1, 1, "日"))]) == b"\xe9\n"  # not to be had in Windows-1252
    assert applied(b"e\n", "x.redif", [fix((1, 1, 1, 1, "\udc80"))]) == b"e\n"


def test_what_would_change_more_than_it_says_is_left_out() -> None:
    for data, edit in [
        (b"\xc3 \xa9\n", (1, 2, 1, 3, "")),  # two characters of Windows-1252 that together are one of UTF-8
        ("é\n".encode() + b"\xe9\n", (1, 2, 2, 1, "")),  # a line of UTF-8 and one of Windows-1252 joined
        (b"a\rx\nb", (2, 1, 2, 2, "")),  # two line ends that would be one
        (b"x\xff\xfea", (1, 1, 1, 2, "")),  # what would be a mark
        (b"\xff\xfe\x00\xd8-\x00\x00\xdc", (1, 2, 1, 3, "")),  # halves of a character
    ]:
        assert applied(data, "x.rdf", [fix(edit)]) == data
    good = fix((1, 1, 1, 2, "b"))
    assert applied(b"a\rx\nb", "x.rdf", [good, fix((2, 1, 2, 2, ""))]) == b"b\rx\nb"


def test_all_edits_of_a_fix_or_none() -> None:
    data = b"abcdef\n"
    one, two = fix((1, 1, 1, 2, "A"), (1, 4, 1, 5, "D")), fix((1, 4, 1, 6, "-"), (1, 6, 1, 7, "F"))
    assert applied(data, "x.rdf", [one, two]) == b"AbcDef\n"
    assert applied(data, "x.rdf", [two, one]) == b"abc-F\n"
    assert applied(data, "x.rdf", [fix((1, 1, 1, 2, "A"), (9, 1, 9, 2, "")), two]) == b"abc-F\n"
    assert applied(data, "x.rdf", [fix((1, 1, 1, 3, "A"), (1, 2, 1, 2, "B"))]) == data
    insert = fix((1, 2, 1, 2, "x"))
    assert applied(data, "x.rdf", [insert, insert, fix((1, 1, 1, 2, "")), fix((1, 2, 1, 3, ""))]) == b"xcdef\n"


@given(st.text(st.sampled_from("\r\na"), max_size=30))
def test_line_ends_are_those_of_reading(text: str) -> None:
    original = Original(text.encode(), "x.rdf")
    lines = original.text.split("\n")
    assert len(original.ends) == len(lines)
    assert "".join(line + end for line, end in zip(lines, original.ends, strict=True)) == text
    assert Original(text.encode("utf-16"), "x.rdf").ends == original.ends


# By chance.

Cell = tuple[str, bytes]  # a character and its bytes
ENDS = [b"\n", b"\r\n", b"\r", b"\r\r\n"]
LETTERS = st.sampled_from(list("ab :éÃ©–œ日😀\x1a\x85\u2028\x0b\ufeff"))
INSERTED = st.text(st.sampled_from(list("xy :éü©日\n\ufeff\udc80\x00")), max_size=3)


@st.composite
def bytes_lines(draw: st.DrawFn) -> list[Cell]:
    """Lines of bytes: each in its own encoding or all in one, with bytes between that are none of it."""
    encodings = draw(st.sampled_from([["utf-8"], ["cp1252"], ["utf-8", "cp1252"]]))
    ends = draw(st.sampled_from([*([end] for end in ENDS), ENDS]))
    cells: list[Cell] = []
    for _ in range(draw(st.integers(0, 6))):
        encoding = draw(st.sampled_from(encodings))
        for letter in draw(st.lists(LETTERS, max_size=6)):
            raw = letter.encode(encoding, "ignore")
            cells += [(letter, raw)] if raw else [("\ufffd", b"\x81")]
        cells.append(("\n", draw(st.sampled_from(ends))))
    return cells[: draw(st.sampled_from([-1, len(cells)]))]


@st.composite
def wide_lines(draw: st.DrawFn) -> list[Cell]:
    encoding = draw(st.sampled_from(["utf-16-le", "utf-16-be"]))
    cells: list[Cell] = []
    for letter in draw(st.lists(LETTERS | st.sampled_from(["\n", "\r", "\ud800", "\udc00"]), max_size=20)):
        end = draw(st.sampled_from(ENDS)).decode() if letter == "\n" else letter.replace("\r", "\n")
        shown = "\ufffd" if "\ud800" <= letter <= "\udfff" else letter.replace("\r", "\n")
        cells.append((shown, end.encode(encoding, "surrogatepass")))
    return [("", "\ufeff".encode(encoding)), *cells]


def cells_of() -> st.SearchStrategy[list[Cell]]:
    marked = bytes_lines().map(lambda cells: [("", b"\xef\xbb\xbf"), *cells])
    return bytes_lines() | marked | wide_lines()


def place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def offset_of(text: str, line: int, column: int) -> int:
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1


def span(text: str, edit: Edit) -> tuple[int, int]:
    return offset_of(text, edit.line, edit.column), offset_of(text, edit.end_line, edit.end_column)


@st.composite
def fixes_for(draw: st.DrawFn, text: str) -> list[Fix]:
    """Fixes with a place in the text, that may well overlap; now and then one that has none."""
    fixes = []
    for _ in range(draw(st.integers(0, 5))):
        offsets = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4).map(sorted))
        edits = [
            Edit(*place(text, start), *place(text, min(end, start + 4)), draw(INSERTED))
            for start, end in zip(offsets[::2], offsets[1::2], strict=False)
        ]
        if draw(st.integers(0, 9)) == 0:
            edits.append(draw(st.builds(Edit, *[st.integers(-2, 9)] * 4, INSERTED)))
        fixes.append(Fix("", tuple(edits)))
    return fixes


def edited(cells: Sequence[Cell], edits: Iterable[Edit]) -> list[Cell | str]:
    """Another way to edit: characters in a list. What comes in has no bytes yet."""
    ahead = 1 if cells and not cells[0][0] else 0
    text = "".join(character for character, _ in cells)
    result: list[Cell | str] = list(cells)
    for start, end, new in sorted(((*span(text, edit), edit.text) for edit in edits), reverse=True):
        result[start + ahead : end + ahead] = [new] if new else []
    return result


def alternatives(piece: Cell | str) -> bytes:
    """A pattern for the bytes of a piece: its own, or the text in any encoding and with any line end."""
    if isinstance(piece, tuple):
        return re.escape(piece[1])
    encoded = [
        re.escape(piece.replace("\n", end.decode()).encode(encoding, "ignore"))
        for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be")
        for end in ENDS
    ]
    return b"(?:" + b"|".join(encoded) + b")"


@given(st.data(), cells_of(), FILE_NAMES)
def test_the_text_is_as_it_was_edited_and_all_other_bytes_as_they_were(
    draw: st.DataObject, cells: list[Cell], file: str
) -> None:
    data, text = b"".join(raw for _, raw in cells), "".join(character for character, _ in cells)
    assume(text_of(data, file) == text)  # some bytes of Windows-1252 happen to be UTF-8
    fixes = list(dict.fromkeys(draw.draw(fixes_for(text))))
    result, made = apply_fixes(data, file, fixes)
    pieces = edited(cells, [edit for fix in fixes if fix in made for edit in fix.edits])
    expected = "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)
    assert text_of(result, file) == (expected if cells and not cells[0][0] else expected.removeprefix("\ufeff"))
    assert re.fullmatch(b"".join(map(alternatives, pieces)), result, re.DOTALL)
    if not made:
        assert result == data


@given(
    st.data(),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.text(st.sampled_from(list("ab :éàü")), max_size=8), min_size=1, max_size=6),
)
def test_nothing_is_left_out_of_a_sound_file(draw: st.DataObject, encoding: str, end: str, lines: list[str]) -> None:
    text = "Title: é\n" + "\n".join(lines)
    numbers = draw.draw(st.lists(st.integers(0, len(text)), unique=True, max_size=12).map(sorted))
    letters = st.text(st.sampled_from("xy :éàü" if end == "\r" else "xy :éàü\n"), max_size=3)
    edits = [
        Edit(*place(text, start), *place(text, stop), draw.draw(letters))
        for start, stop in zip(numbers[::2], numbers[1::2], strict=False)
    ]
    for edit in sorted(edits, reverse=True):
        start, stop = span(text, edit)
        expected = text[:start] + edit.text + text[stop:]
        assert applied(text.replace("\n", end).encode(encoding), "x.rdf", [Fix("", (edit,))]) == expected.replace(
            "\n", end
        ).encode(encoding)
    whole = text
    for edit in sorted(edits, reverse=True):
        start, stop = span(text, edit)
        whole = whole[:start] + edit.text + whole[stop:]
    result = applied(text.replace("\n", end).encode(encoding), "x.rdf", [Fix("", (edit,)) for edit in edits])
    assert result == whole.replace("\n", end).encode(encoding)


@given(
    st.binary(max_size=80) | st.lists(st.sampled_from([b"\xff\xfe", b"a\0", b"\0", b"\r", b"\n\0", b"\x00\xd8"])).map(b"".join),
    st.lists(st.lists(st.builds(Edit, *[st.integers(-1, 12)] * 4, INSERTED), max_size=3).map(tuple).map(lambda e: Fix("", e))),
    FILE_NAMES,
)
def test_any_edits_of_any_bytes(data: bytes, fixes: list[Fix], file: str) -> None:
    result, made = apply_fixes(data, file, fixes)
    assert made <= set(fixes)
    if not made:
        assert result == data
    assert isinstance(difference(data, result, file), str)


def test_a_line_that_is_too_long_for_its_places_to_be_certain() -> None:
    data = b"Title: x\n" + b"a" * (1 << 20) + b"b" * (1 << 20) + b"\nHandle: x\n"
    assert applied(data, "x.rdf", [fix((2, 1, 2, 2, ""))]) == data
    assert applied(data, "x.rdf", [fix((3, 1, 3, 7, "Handel"))]) == data[:-10] + b"Handel: x\n"


# Mending, with a check of little knowledge.


def check(data: bytes) -> list[Finding]:
    """Finds blanks before colons; and `x`, of which it would make two; and `z`, about which nothing can be done."""
    found = []
    for number, line in enumerate(text_of(data, "x.rdf").split("\n"), 1):
        if match := re.search(" +:", line):
            found.append(finding("spaced", fix((number, match.start() + 1, number, match.end(), "")), number))
        found += [finding("x", fix((number, 1, number, 1, "x")), number) for _ in range(line.count("x"))]
        found += [finding("z", None, number) for _ in range(line.count("z"))]
    return found


def test_what_helps_is_done_and_nothing_else() -> None:
    data, done = fixed(b"a :b\r\nxb : c\r\nz\r\n", "x.rdf", check)
    assert data == b"a:b\r\nxb: c\r\nz\r\n"
    assert [(made.code, made.line) for made in done] == [("spaced", 1), ("spaced", 2)]
    assert fixed(data, "x.rdf", check) == (data, [])
    assert fixed(b"x", "x.rdf", check) == (b"x", [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_column_after_the_end_of_its_line_is_no_place(end: bytes) -> None:
    data = end.join([b"abc", b"de", b"fgh"])
    for line, length in ((1, 3), (2, 2), (3, 3)):
        lines = [b"abc", b"de", b"fgh"]
        lines[line - 1] += b"x"
        assert applied(data, "x.rdf", [fix((line, length + 1, line, length + 1, "x"))]) == end.join(lines)
        assert applied(data, "x.rdf", [fix((line, length + 2, line, length + 2, "x"))]) == data
    assert applied(data, "x.rdf", [fix((0, 1, 0, 1, "x"))]) == applied(data, "x.rdf", [fix((4, 1, 4, 1, "x"))]) == data
    assert applied(data, "x.rdf", [fix((1, 0, 1, 1, "x"))]) == applied(data, "x.rdf", [fix((2, 2, 2, 1, "x"))]) == data


def test_an_unsafe_fix_is_made_only_on_request() -> None:
    def guessed(data: bytes) -> list[Finding]:
        doubtful = fix((1, 1, 1, 2, "b"))._replace(unsafe=True)
        return [finding("a", doubtful)] * data.startswith(b"a") + [finding("x", fix((1, 2, 1, 3, "")))] * data.endswith(b"x")

    assert fixed(b"ax", "x.rdf", guessed)[0] == b"a"
    assert fixed(b"ax", "x.rdf", guessed, unsafe=True)[0] == b"b"


def test_fixes_that_others_make_possible_are_done_too() -> None:
    def peeled(data: bytes) -> list[Finding]:
        """One finding for each letter but the last; only the first can be fixed."""
        text = data.decode()
        rest = [finding("rest", None) for _ in text[1:]]
        return [*rest, finding(f"first {text[0]}", fix((1, 1, 1, 2, "")))] if rest else []

    data, done = fixed(b"abcd", "x.rdf", peeled)
    assert data == b"d"
    assert [made.code for made in done] == ["first a", "first b", "first c"]


@pytest.mark.parametrize("harmful", [0, 1, 3])
def test_a_file_with_thousands_of_fixes_is_mended_in_few_checks(harmful: int) -> None:
    lines = ["a :b"] * 5000
    for number in range(harmful):
        lines[700 + number * 1500] = "w" + "z" * 3
    calls = 0

    def counting(data: bytes) -> list[Finding]:
        nonlocal calls
        calls += 1
        lines = text_of(data, "x.rdf").split("\n")
        found = [finding("spaced", fix((n, 2, n, 3, "")), n) for n, line in enumerate(lines, 1) if line.startswith("a :")]
        # What is done about these makes them the worse, and by so much that all else does not outweigh it.
        bad = [finding("spaced", fix((n, 1, n, 1, "!")), n) for n, line in enumerate(lines, 1) if line.startswith("w")]
        return found + bad + [finding("worse", None)] * (9000 * sum(line.startswith("!") for line in lines))

    data, done = fixed("\n".join(lines).encode(), "x.rdf", counting)
    assert data.decode().split("\n") == [line.replace(" ", "") for line in lines]
    assert len(done) == 5000 - harmful
    assert calls <= 2 + 3 * MOST_TRIES


# Promises that have to hold for any check. Each stands in this list with its file name and findings.

FindingsOf = Callable[[bytes, str], Sequence[Finding]]


def spaced(data: bytes, file: str) -> list[Finding]:
    """A blank before the colon after a name, and UTF-8 that nothing marks: as the real ones will be."""
    found = [
        finding("attribute-spaced", fix((number, match.start(1) + 1, number, match.end(1) + 1, "")), number)
        for number, line in enumerate(text_of(data, file).split("\n"), 1)
        if (match := re.match(r"[\w-]+( +):", line))
    ]
    unmarked = [f for f in redif.parse(data, file=file).findings if f.code == "encoding-unmarked"]
    return found + [finding(f.code, MARK) for f in unmarked]


CHECKS: list[FindingsOf] = [spaced, Checker(isolated=True).data]


@pytest.mark.parametrize("findings_of", CHECKS)
@given(data=FILES, file=FILE_NAMES)
def test_a_mended_file_has_fewer_findings_and_stays_as_it_is(findings_of: FindingsOf, data: bytes, file: str) -> None:
    result, done = fixed(data, file, lambda data: findings_of(data, file))
    if done:
        before, after = findings_of(data, file), findings_of(result, file)
        hidden = any(made.code in HIDING for made in done)
        assert len(after) < len(before) or (
            hidden and sum(f.code in HIDING for f in after) < sum(f.code in HIDING for f in before)
        )
    else:
        assert result == data
    assert fixed(result, file, lambda data: findings_of(data, file)) == (result, [])


@pytest.mark.parametrize("findings_of", CHECKS)
@given(data=FILES, file=FILE_NAMES)
def test_templates_without_a_fix_are_what_they_were(findings_of: FindingsOf, data: bytes, file: str) -> None:
    fixes = [finding.fix for finding in findings_of(data, file) if finding.fix is not None]
    lines = {line for fix in fixes for edit in fix.edits for line in range(edit.line, edit.end_line + 1)}

    def content(template: redif.Template) -> dict[str, object]:
        """What it says; the line may change where a fix before it joins lines."""
        return {**template.data, "source": None}

    untouched = [
        content(template)
        for template in redif.parse(data, file=file).templates
        if lines.isdisjoint(range(template.line, template.last_line + 1))
    ]
    after = iter([content(template) for template in redif.parse(applied(data, file, fixes), file=file).templates])
    assert all(any(data == other for other in after) for data in untouched)


# The fixes of the real checks.

FULL = "Author-Name: A\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("File-URL: https://example.org/a/\n  b.pdf\nTitle : x", "File-URL: https://example.org/a/b.pdf\nTitle: x"),
        ("# c \nTitle\t : x  \n# d", "# c \nTitle: x  \n# d"),
        ("File-URL:\nhttps://example.org/b.pdf\n# c", "File-URL: https://example.org/b.pdf\n# c"),
        ("Creation-Date:  20040615 \n# c", "Creation-Date:  2004-06-15 \n# c"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_every_other_byte_stays(before: str, after: str, end: str, encoding: str) -> None:
    checker = Checker(isolated=True)
    whole = f"# é  \n\nTemplate-Type: ReDIF-Paper 1.0 \n{{}}\n{FULL}\n\n#\t\n"
    data = whole.format(before).replace("\n", end).encode(encoding)
    result, done = fixed(data, "x.rdf", partial(checker.data, path="x.rdf"))
    assert done
    assert result == whole.format(after).replace("\n", end).encode(encoding)


@pytest.mark.parametrize("comment", ["# a comment", "#", "# redif: ignore url", "#\n# two"])
def test_a_comment_within_a_wrapped_address_stays(comment: str) -> None:
    checker = Checker(isolated=True)
    text = f"Template-Type: ReDIF-Paper 1.0\n{FULL}File-URL: https://example.org/a/\n{comment}\n b.pdf\nFile-Format: application/pdf\n"
    result, _ = fixed(text.encode(), "x.rdf", partial(checker.data, path="x.rdf"))
    assert comment in result.decode()
    assert redif.parse(result, file="x.rdf").templates[0].data == redif.parse(text, file="x.rdf").templates[0].data


def test_checking_bytes_reads_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.rdf"
    text = "stray\n" + "# redif: ignore nothing\nTemplate-Type: ReDIF-Paper 1.0\nTitle: a\x01\n\n" * 50
    path.write_text(text)
    checker = Checker(isolated=True)
    assert checker.data(text.encode(), str(path))

    def opened(*arguments: object, **_: object) -> None:
        raise AssertionError(f"opened {arguments[0]}")

    monkeypatch.setattr("builtins.open", opened)
    assert checker.data(text.encode(), str(path))


# Showing.


def test_a_difference() -> None:
    before = b"Template-Type : x\r\nTitle: \xe9\r\n"
    after = applied(before, "x.rdf", [fix((1, 14, 1, 15, ""))])
    assert difference(before, after, "x.rdf") == (
        "--- x.rdf\n+++ x.rdf\n@@ -1,2 +1,2 @@\n-Template-Type : x\n+Template-Type: x\n Title: é\n"
    )
    assert difference(before, before, "x.rdf") == ""


def test_a_difference_shows_marks_line_ends_and_where_the_last_is_missing() -> None:
    before = "é\nb".encode()
    assert difference(before, b"\xef\xbb\xbf" + before, "x.rdf") == (
        "--- x.rdf\n+++ x.rdf\n@@ -1,2 +1,2 @@\n-é\n+<U+FEFF>é\n b\n\\ No newline at end of file\n"
    )
    assert difference(b"a\nb\tc\nd\n", b"a\nb\tc\r\nd", "x.rdf") == (
        "--- x.rdf\n+++ x.rdf\n@@ -1,3 +1,3 @@\n a\n-b\tc\n-d\n+b\tc<U+000D><U+000A>\n+d\n\\ No newline at end of file\n"
    )
    assert difference(b"", b"\x1b", "x\x1b.rdf").splitlines() == [
        "--- x<U+001B>.rdf", "+++ x<U+001B>.rdf", "@@ -0,0 +1 @@", "+<U+001B>", "\\ No newline at end of file",
    ]  # fmt: skip
    wide = "é\n".encode("utf-16-le")
    assert "+<U+FEFF>é\n" in difference(wide, applied(wide * 9, "x.rdf", [MARK]), "x.rdf")


@given(
    st.lists(st.sampled_from("abcd"), max_size=20),
    st.lists(st.sampled_from("abcx"), max_size=20),
    st.booleans(),
    st.integers(0, 9),
)
def test_a_difference_leads_from_one_text_to_the_other(old: list[str], new: list[str], ended: bool, near: int) -> None:
    before, after = "\n".join(old) + "\n" * ended, "\n".join(new) + "\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(difference_module, "NEAR", near)
        shown = difference(before.encode(), after.encode(), "x.rdf").replace("\n\\ No newline at end of file\n", "$\n")
    lines = re.findall(".*\n", before) + ([f"{old[-1]}$\n"] if old and not ended else [])
    result: list[str] = []
    at = 0
    for line in shown.splitlines(keepends=True)[2:]:
        if heading := re.match(r"@@ -(\d+)(,0)?", line):
            start = int(heading[1]) - (0 if heading[2] else 1)
            result += lines[at:start]
            at = start
        else:
            if line[0] in " -":
                assert lines[at] == line[1:]
                at += 1
            if line[0] in " +":
                result.append(line[1:])
    assert "".join(result + lines[at:]) == after


def promised(roots: Iterable[Path]) -> Iterable[tuple[str, bytes]]:
    """The ReDIF files in folders."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix.lower() in (".rdf", ".redif") and path.is_file():
                yield str(path), path.read_bytes()


@pytest.mark.parametrize("unsafe", [False, True])
def test_every_fix_that_is_promised_is_made_and_nothing_else(fixtures: Path, shared: Path, unsafe: bool) -> None:
    checker = Checker(isolated=True)
    count = 0
    for name, data in promised([fixtures, shared / "corpus", shared / "cases"]):
        findings = checker.data(data, name)
        fixable = [found for found in findings if (found.fix is not None if unsafe else found.has_safe_fix)]
        after, done = fixed(data, name, partial(checker.data, path=name), unsafe=unsafe)
        assert [found for found in fixable if found not in done] == [], name
        if len(done) == len(fixable):  # otherwise a fix made another one possible
            assert after == applied(data, name, [found.fix for found in fixable if found.fix is not None]), name
        left = checker.data(after, name)
        assert [found for found in left if (found.fix is not None if unsafe else found.has_safe_fix)] == [], name
        count += len(done)
    assert count > 1000


def test_a_template_below_a_line_that_is_not_indented_is_never_deleted() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\n  Title: T\n  Author-Name: Ann Lee\n\tHandle: RePEc:abc:wpaper:1\n"
    checker = Checker(isolated=True)
    after, done = fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"))
    assert after == b"Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: Ann Lee\nHandle: RePEc:abc:wpaper:1\n"
    assert done


@pytest.mark.parametrize("written", ["20010230", "2001/02/30", "20010431"])
def test_no_fix_writes_a_day_that_no_calendar_has(written: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: Ann Lee\nCreation-Date: {written}\nHandle: RePEc:abc:wpaper:1\n"
    checker = Checker(isolated=True)
    after, _ = fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"), unsafe=True)
    assert b"-30" not in after
    assert b"-31" not in after


@pytest.mark.parametrize("written", ["John Smith1, Mary Jones2", "John Smith <john@x.org>"])
def test_what_is_covered_by_a_finding_without_a_fix_is_not_fixed(written: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: {written}\nHandle: RePEc:abc:wpaper:1\n"
    checker = Checker(isolated=True)
    after, done = fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"), unsafe=True)
    assert (after.decode(), done) == (text, [])
