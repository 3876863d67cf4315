"""The catalogue of codes: each example is wrong, or right, just as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import redif
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.checks.template.registry import template_checks, value_checks
from redif.findings.codes import Code, codes
from redif.rewriting.fixes import fixed

REQUIRED = {
    "paper": {"Title": "A title of some length", "Author-Name": "Jane Smith", "Handle": "RePEc:aaa:bbbbbb:1"},
    "article": {"Title": "A title of some length", "Author-Name": "Jane Smith", "Handle": "RePEc:aaa:bbbbbb:1"},
    "book": {"Title": "A title of some length", "Author-Name": "Jane Smith", "Handle": "RePEc:aaa:bbbbbb:1"},
    "series": {"Name": "A series", "Handle": "RePEc:aaa:bbbbbb", "Maintainer-Email": "jane.smith@example.org"},
}
# What these are about is what is missing, or the beginning of the file.
WHOLE = {"required-missing", "one-of-missing", "line-outside-template", "template-obsolete", "template-unknown"}

with_example = [code for code in codes().values() if code.wrong and code.file]


def whole(example: str, code: Code) -> bytes:
    """The lines of an example made into a file, with whatever else a template has to have."""
    mark, lines = ("\ufeff" if example.startswith("\ufeff") else ""), example.strip("\n").removeprefix("\ufeff")
    if "Template-Type:" not in lines:
        lines = f"Template-Type: ReDIF-Paper 1.0\n{lines}"
    kind = next((kind for kind in REQUIRED if f"redif-{kind}" in lines.lower()), "paper")
    names = {line.split(":")[0].rstrip() for line in lines.split("\n")}
    if code.name not in WHOLE:
        lines += "".join(f"\n{name}: {value}" for name, value in REQUIRED[kind].items() if name not in names)
    return f"{mark}{lines}\n".encode()


def found(data: bytes, code: Code) -> list[redif.Finding]:
    settings = Settings(lengths=code.optional)
    return Checker(settings, isolated=True).data(data, code.file)


@pytest.mark.parametrize("code", with_example, ids=lambda code: code.name)
def test_the_wrong_example_is_wrong(code: Code) -> None:
    assert code.name in {finding.code for finding in found(whole(code.wrong, code), code)}


@pytest.mark.parametrize("code", [code for code in with_example if code.right], ids=lambda code: code.name)
def test_the_right_example_is_right(code: Code) -> None:
    if code.name in WHOLE and "Handle:" not in code.right:
        example = "\n".join(
            [code.right.strip("\n"), *(f"{k}: {v}" for k, v in REQUIRED["paper"].items() if f"{k}:" not in code.right)]
        )
    else:
        example = code.right
    assert [(finding.code, finding.message) for finding in found(whole(example, code), code)] == []


@pytest.mark.parametrize("code", [code for code in with_example if code.fix], ids=lambda code: code.name)
def test_what_has_a_fix_is_mended(code: Code) -> None:
    data = whole(code.wrong, code)
    after, done = fixed(data, code.file, lambda data: found(data, code), unsafe=code.unsafe_fix)
    assert code.name in {finding.code for finding in done}
    assert code.name not in {finding.code for finding in found(after, code)}
    assert after == whole(code.right, code)


def test_what_says_nothing_of_a_fix_has_none() -> None:
    for code in with_example:
        for finding in found(whole(code.wrong, code), code):
            assert finding.fix is None or finding.kind.fix


def test_every_check_has_an_entry_and_an_example() -> None:
    names = [check.code for check in value_checks()] + [check.code for check in template_checks()]
    assert all(codes()[name].wrong for name in names)


def test_entries_are_complete() -> None:
    for code in codes().values():
        assert code.meaning[0].islower() or code.meaning.startswith(("JEL", "HTML", "LaTeX"))
        assert not code.meaning.endswith(".")
        assert code.help.endswith((".", "?", ":", "0"))
        assert code.why.strip()


def test_every_code_in_the_sources_has_an_entry() -> None:
    """A code that is told and not in the catalogue would fail only when it is first found."""
    import re

    names = {
        match
        for path in Path(redif.__file__).parent.rglob("*.py")
        for match in re.findall(r'severity_of\("([a-z-]+)"\)', path.read_text("utf-8"))
    }
    assert names
    assert names <= set(codes())
