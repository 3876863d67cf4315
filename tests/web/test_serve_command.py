"""`redif serve` up to the point where it waits for requests: what is asked of the application then is what a client would get."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from redif.cli import main

PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: Prices\nHandle: RePEc:aaa:wpaper:1\n"
ARCHIVE = "Template-Type: ReDIF-Archive 1.0\nName: An Archive\nMaintainer-Email: me@example.org\nHandle: RePEc:aaa\n"
SERIES = "Template-Type: ReDIF-Series 1.0\nName: The Series\nHandle: RePEc:aaa:wpaper\n"

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "aaa"
    folder.mkdir()
    for name, content in {"aaaarch": ARCHIVE, "aaaseri": SERIES, "wpaper": PAPER}.items():
        (folder / f"{name}.redif").write_text(content)
    return folder


def answers(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path, asked: tuple[str, ...]) -> tuple[int, list[Any]]:
    """Run the command until it would wait; return its status, and what it answers to requests."""
    found: list[Any] = []

    def serve(app: Any, listening: socket.socket) -> None:
        listening.close()
        with TestClient(app) as client:
            found.extend(client.get(path) for path in asked)
        raise KeyboardInterrupt

    monkeypatch.setattr("redif.web.server.serve", serve)
    monkeypatch.setattr("redif.cli.commands.serve.cores", lambda: 1)
    monkeypatch.setattr("redif.web.server.listen", lambda host, _port: socket.create_server((host, 0)))
    return main(["serve", *map(str, arguments)]), found


IDENTIFY, RECORDS = "/oai?verb=Identify", "/oai?verb=ListRecords&metadataPrefix=oai_dc"


def test_an_archive_is_served_as_a_site_and_to_harvesters(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    status, (home, identity, records) = answers(
        monkeypatch, archive, "--url", "https://papers.example.org", asked=("/", IDENTIFY, RECORDS)
    )
    assert status == 0
    assert "An Archive" in home.text
    for piece in (
        "<repositoryName>An Archive<",
        "<adminEmail>me@example.org<",
        "https://papers.example.org/oai",
        "<deletedRecord>transient<",
    ):
        assert piece in identity.text
    assert "Prices" in records.text
    assert "The Series" in records.text
    assert "redif serves https://papers.example.org/ until you press Ctrl-C" in capsys.readouterr().err
    assert os.listdir(tmp_path / "temporary") == []


def test_options_say_more_than_the_archive(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    options = ["--name", "Papers", "--email", "oai@example.org", "--store", str(tmp_path / "store.sqlite"), "-q"]
    status, (identity,) = answers(monkeypatch, archive, *options, asked=(IDENTIFY,))
    assert status == 0
    for piece in ("<repositoryName>Papers<", "<adminEmail>oai@example.org<", "<deletedRecord>persistent<"):
        assert piece in identity.text
    assert capsys.readouterr().err == ""
    (archive / "wpaper.redif").unlink()
    _, (records,) = answers(monkeypatch, archive, *options, asked=(RECORDS,))
    assert 'status="deleted"' in records.text


def test_a_file_without_an_archive_is_served_by_nobody(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, (identity,) = answers(monkeypatch, archive / "wpaper.redif", asked=(IDENTIFY,))
    assert status == 0
    assert "<repositoryName>redif<" in identity.text
    assert "<adminEmail>nobody@127.0.0.1<" in identity.text


def test_without_files_only_the_forms_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    status, (form, oai) = answers(monkeypatch, asked=("/check", IDENTIFY))
    assert (status, form.status_code, oai.status_code) == (0, 200, 404)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing"], "cannot read missing: there is no such file or folder"),
        ([".", "--url", "papers.example.org"], "--url is the address"),
        (["--port", "http"], "not a port number"),
    ],
)
def test_what_is_wrong_at_the_start_is_said(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["serve", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(capsys: Captured) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot serve at 127.0.0.1:" in capsys.readouterr().err
