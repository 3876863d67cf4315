"""What no part of redif does: run code or a shell, load pickles, or speak to the network; only the server listens."""

from __future__ import annotations

import ast
import importlib.metadata
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.paths import ROOT

FORBIDDEN = {"eval", "exec", "compile", "__import__"}  # of the built-in functions
FORBIDDEN_MODULES = {
    "aiohttp", "asyncio", "code", "ctypes", "dill", "ftplib", "http", "httpx", "imaplib", "marshal", "multiprocessing", "pickle",
    "poplib", "pty", "requests", "runpy", "shelve", "smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib",
    "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
FORBIDDEN_METHODS = {("os", "system"), ("os", "popen"), ("yaml", "load"), ("builtins", "eval"), ("builtins", "exec")}
# The server has a socket, and processes of its own; so has whatever shares work among processes.
ALLOWED = {"web": {"asyncio", "multiprocessing", "socket"}, "parallel": {"multiprocessing"}}


def uses(path: Path) -> Iterator[str]:
    """What a module uses that it should not, with the lines."""
    allowed = ALLOWED.get(path.relative_to(ROOT / "redif").parts[0], set())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for name in [f"{module}.{alias.name}" if module else alias.name for alias in node.names]:
                roots = {".".join(name.split(".")[:length]) for length in (1, 2)}
                if roots & (FORBIDDEN_MODULES - allowed):
                    yield f"{path.name}:{node.lineno} imports {name}"
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in FORBIDDEN:
            yield f"{path.name}:{node.lineno} calls {called.id}"
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            place = (called.value.id, called.attr)
            if place in FORBIDDEN_METHODS or (
                called.value.id == "os" and called.attr.startswith(("exec", "spawn", "posix_spawn"))
            ):
                yield f"{path.name}:{node.lineno} calls {'.'.join(place)}"
        if any(keyword.arg == "shell" for keyword in node.keywords):
            yield f"{path.name}:{node.lineno} may run a shell"


def test_the_sources_run_no_code_and_open_no_connection() -> None:
    paths = sorted((ROOT / "redif").rglob("*.py"))
    assert len(paths) > 100
    assert [use for path in paths for use in uses(path)] == []


@pytest.mark.parametrize(
    "line",
    ["eval('1')", "import pickle", "from urllib import request", "import urllib.request", "import os; os.system('x')",
     "import os; os.execv('x', [])", "import subprocess", "f(shell=True)", "from http.client import x", "import socket"],
)  # fmt: skip
def test_such_a_line_would_be_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "redif").mkdir()
    (tmp_path / "redif" / "x.py").write_text(line)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert list(uses(tmp_path / "redif" / "x.py"))


def table(heading: str) -> dict[str, str]:
    """The first and the last column of a table of docs/licenses.md."""
    section = (ROOT / "docs" / "licenses.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")][2:]
    return {row[0]: row[-1] for row in rows}


def test_every_list_has_its_source_and_license() -> None:
    named = [name for cell in table("Data") for name in re.findall(r"`(.+?)`", cell)]
    assert sorted(named) == sorted(path.name for path in (ROOT / "grammars").iterdir())


def test_every_library_is_listed_with_its_license() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [libraries for name, libraries in project["optional-dependencies"].items() if name not in ("dev", "docs")]
    libraries = {re.split(r"[\[>]", library)[0] for library in itertools.chain(project["dependencies"], *extras)} - {"redif"}
    listed = table("Libraries")
    assert {*listed} == libraries
    for library, license_ in listed.items():
        try:
            metadata = importlib.metadata.metadata(library)
        except importlib.metadata.PackageNotFoundError:
            continue
        # Some have the text of their license there, and of those of others; its name is the first line.
        said = [text.split("\n")[0] for field in ("License", "License-Expression") for text in metadata.get_all(field) or []]
        said += [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
        # Those of the version that is installed: some libraries have changed theirs.
        theirs = {*re.findall(r"\b(?:MIT|LGPL|MPL|BSD|0BSD|Apache|CNRI)", " ".join(said))}
        assert theirs, f"{library} does not say its license"
        assert theirs <= {*re.findall(r"\w+", license_)}, f"{library} is not only under {license_}"


# Python reports what it does to such a hook, which nothing can take away again.
WATCHED = """
import sys
names = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pickle.", "urllib.", "http.",
         "ftplib.", "smtplib.", "webbrowser.")
def hook(event, arguments):
    if event.startswith(names):
        print("FOUND", event, arguments, file=sys.stderr)
        sys.stderr.flush()
        import os
        os._exit(99)
from redif.cli import main
sys.addaudithook(hook)
for command in __COMMANDS__:
    status = main(command)
    assert status in (0, 1), (command, status)
"""


def test_a_run_opens_no_socket_and_starts_no_program(fixtures: Path, tmp_path: Path) -> None:
    folder = str(fixtures / "taf")
    out = str(tmp_path / "out")
    commands = [
        *(["convert", "-q", "--to", name, folder, "-o", out] for name in ("jsonl", "bibtex", "mods", "oai_dc", "schema-org", "csv", "redif")),
        *(["check", "-q", "--format", name, folder, "-o", out] for name in ("text", "json", "sarif", "html", "github")),
        ["list", "-q", folder], ["stats", "-q", folder], ["duplicates", "-q", folder], ["format", "-q", "--check", folder],
        ["show", "-q", "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374", folder], ["explain", "doi"],
        *(["convert", "-q", str(path), "-o", out] for path in sorted((fixtures / "import").iterdir())),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.replace("__COMMANDS__", repr(commands))], capture_output=True, text=True, check=False,
        timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
