"""The web application through its interface: what is checked, fixed and converted, what harvesters get, and the limits."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

import redif
from redif.oai.repository import Repository
from redif.oai.store import RecordStore
from redif.web.app import make_app
from redif.web.limits import Limits
from support.items import NASTY

PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: A\nHandle: RePEc:aaa:wpaper:1\n"
BAD = PAPER + "DOI: https://doi.org/10.1000/182\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    store = RecordStore(":memory:")
    store.update(redif.parse(PAPER).templates)
    repository = Repository(store, url="https://example.org/oai", name="N", email="a@b.cd")
    with TestClient(make_app(repository=repository, limits=Limits(upload=100_000)), raise_server_exceptions=False) as client:
        yield client


def posted(client: TestClient, path: str, content: str | bytes, **query: str) -> Any:
    return client.post(path, content=content, params=query)


def test_check_gives_what_the_command_gives(client: TestClient, tmp_path: Path) -> None:
    response = posted(client, "/api/check", BAD, name="wpaper.redif")
    (tmp_path / "wpaper.redif").write_text(BAD)
    found = [json.loads(line) for line in response.text.splitlines()]
    expected = [*redif.check(tmp_path / "wpaper.redif", isolated=True)]
    assert [(f["code"], f["line"], f["message"]) for f in found] == [(f.code, f.line, f.message) for f in expected]
    assert "doi-form" in {f["code"] for f in found}
    assert {f["file"] for f in found} == {"wpaper.redif"}


def test_a_file_in_a_form_and_a_body_are_the_same(client: TestClient) -> None:
    body = posted(client, "/api/check", BAD, name="a.redif")
    form = client.post("/api/check", files={"file": ("a.redif", BAD.encode())})
    curl = client.post(
        "/api/check", content=BAD, params={"name": "a.redif"}, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert body.text == form.text == curl.text != ""


def test_fix_gives_the_file_with_its_bytes(client: TestClient) -> None:
    content = BAD.replace("Jane Doe", "Ren\xe9 Doe").encode("cp1252").replace(b"\n", b"\r\n")
    response = posted(client, "/api/fix", content, name="a.rdf")
    assert response.content == content.replace(b"https://doi.org/", b"")
    assert 'filename="a.rdf"' in response.headers["content-disposition"]
    assert posted(client, "/api/fix", PAPER, name="a.redif").status_code == 204


def test_an_archive_is_checked_and_fixed_as_a_whole(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("aaa/aaaseri.redif", "Template-Type: ReDIF-Series 1.0\nName: S\nHandle: RePEc:aaa:wpaper\n")
        archive.writestr("aaa/wpaper/1.redif", BAD)
        archive.writestr("../out.redif", BAD)
    response = posted(client, "/api/check", packed.getvalue(), name="aaa.zip")
    found = {(finding["file"], finding["code"]) for finding in map(json.loads, response.text.splitlines())}
    assert ("aaa.zip/aaa/wpaper/1.redif", "doi-form") in found
    assert ("aaa.zip/aaa/aaaseri.redif", "archive-missing") in found
    assert not any(file.endswith("out.redif") and code == "doi-form" for file, code in found)
    fixed = posted(client, "/api/fix", packed.getvalue(), name="aaa.zip")
    with zipfile.ZipFile(io.BytesIO(fixed.content)) as archive:
        assert archive.namelist() == ["aaa/aaaseri.redif", "aaa/wpaper/1.redif"]
        assert archive.read("aaa/wpaper/1.redif").decode() == BAD.replace("https://doi.org/", "")
    assert "Jane" in posted(client, "/api/convert", packed.getvalue(), name="aaa.zip", to="bibtex").text


@pytest.mark.parametrize(
    ("to", "start"), [("bibtex", "@unpublished"), ("json", "["), ("citation", "Jane Doe"), ("MODS", "<?xml")]
)
def test_convert(client: TestClient, to: str, start: str) -> None:
    response = posted(client, "/api/convert", PAPER, to=to, name="a.redif")
    assert response.status_code == 200
    assert response.text.lower().startswith(start.lower())


def test_convert_takes_other_formats_and_joins_series(client: TestClient) -> None:
    bibtex = "@article{a, title={On {GDP}}, author={Doe, Jane}, journal={J}, year=2020}"
    assert json.loads(posted(client, "/api/convert", bibtex, to="jsonl", name="x.bib").text)["title"] == "On GDP"
    series = "Template-Type: ReDIF-Series 1.0\nName: The Series\nHandle: RePEc:aaa:wpaper\n\n"
    assert "The Series" in posted(client, "/api/convert", series + PAPER, to="ris", name="x.redif").text


@pytest.mark.parametrize(
    ("path", "query", "content", "status", "says"),
    [
        ("/api/check", {}, "", 400, "Nothing was sent"),
        ("/api/convert", {"to": "bibtxe"}, PAPER, 422, "did you mean bibtex"),
        ("/api/convert", {}, PAPER, 422, "no format"),
        ("/api/convert", {"to": "bibtex"}, "hello", 422, "Nothing was found"),
        ("/api/check", {}, "x" * 100_001, 413, "larger than 100,000 bytes"),
        ("/api/nothing", {}, "x", 404, "no such page"),
        ("/api/convert", {"to": "bibtex", "name": "a.xlsx"}, "PK\x03\x04nonsense", 422, ""),
        ("/api/check", {"name": "a.zip"}, "PK\x03\x04", 422, "Cannot read a.zip: it is not a ZIP archive, or not all of one"),
    ],
)
def test_what_cannot_be_done_is_said(
    client: TestClient, path: str, query: dict[str, str], content: str, status: int, says: str
) -> None:
    response = posted(client, path, content, **query)
    assert response.status_code == status
    assert says in response.json()["error"]
    assert "Traceback" not in response.text


def test_errors_of_forms_are_pages(client: TestClient) -> None:
    response = client.post("/check", data={"text": " "}, files={"file": ("", b"")})
    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Nothing was sent" in response.text
    assert client.get("/nothing").status_code == 404
    assert client.get("/web/../app.py").status_code == 404


@pytest.mark.parametrize("path", ["/check", "/convert", "/api/check", "/api/fix", "/api/convert?to=ris"])
def test_what_is_no_proper_request_is_said(client: TestClient, path: str) -> None:
    for content in (b"--x--\r\n", b"--x\r\n\r\n--x--\r\n", b"nothing", b""):
        response = client.post(path, content=content, headers={"content-type": "multipart/form-data; boundary=x"})
        assert response.status_code == 400
    assert client.post(path, content=b"", headers={"content-type": "multipart/form-data"}).status_code == 400
    refused = client.put(path, content=PAPER)
    assert (refused.status_code, "POST" in refused.headers["allow"]) == (405, True)


@pytest.mark.parametrize(
    ("unsafe", "status"), [("true", 200), ("1", 200), ("false", 200), ("null", 400), ("", 400), ("2", 400)]
)
def test_a_parameter_is_true_or_false(client: TestClient, unsafe: str, status: int) -> None:
    assert posted(client, "/api/fix", BAD, unsafe=unsafe).status_code == status


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x.rdf", ".hidden", "a\nb.rdf", '"; x="', "<script>.redif", "x" * 5000, "-o", "é.redif"])  # fmt: skip
def test_names_of_uploads_stay_in_the_folder_and_in_headers(client: TestClient, name: str) -> None:
    response = client.post("/api/fix", params={"name": name}, content=BAD)
    assert response.status_code == 200
    shown = re.fullmatch(r'attachment; filename="([\w.-]+)"', response.headers["content-disposition"])
    assert shown is not None
    assert not shown[1].startswith((".", "-"))
    assert len(shown[1]) < 120


def test_nothing_that_was_sent_is_kept(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for path in ("/api/check", "/api/fix", "/api/convert"):
        posted(client, path, BAD)
        client.post(path, files={"file": ("a.rdf", BAD.encode() * 1000)})
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "nasty", [*NASTY, "<script>alert(1)</script>", "javascript:alert(1)", '"><img src=x onerror=alert(1)>']
)
def test_hostile_text_is_shown_as_text(client: TestClient, nasty: str) -> None:
    text = PAPER + f"Title: {nasty}\nFoo<b>{nasty}: x\nFile-URL: {nasty}\nDOI: {nasty}\n"
    response = client.post("/check", data={"text": text})
    assert response.status_code == 200
    for piece in ("<script>", "<img", "<b>x"):
        assert piece not in response.text.replace('<script src="/web/report.js"></script>', "")
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_the_description_of_the_interface_is_true(client: TestClient) -> None:
    spec = client.get("/api/openapi.json").json()
    assert spec["openapi"].startswith("3.1")
    finding = {**spec["components"]["schemas"]["Finding"], "$schema": "https://json-schema.org/draft/2020-12/schema"}
    lines = posted(client, "/api/check", BAD + "Foo: x\n").text.splitlines()
    assert lines
    for line in lines:
        assert set(json.loads(line)) == set(finding["required"])
        jsonschema_rs.validate(finding, json.loads(line))
    for path, methods in spec["paths"].items():
        response = client.post(path, params={"to": "ris"}, files={"file": ("a.redif", BAD.encode())})
        assert str(response.status_code) in methods["post"]["responses"]
        assert client.get(path).status_code == 405


def test_harvesters_may_ask_either_way(client: TestClient) -> None:
    got = client.get("/oai", params={"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    sent = client.post("/oai", data={"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    assert got.headers["content-type"].startswith("text/xml")
    for response in (got, sent):
        assert "<identifier>oai:RePEc:aaa:wpaper:1</identifier>" in response.text
    assert "badVerb" in client.get("/oai").text
    assert client.get("/oai", params={f"a{number}": "1" for number in range(50)}).status_code == 400
    assert "urn:redif:1.0" in client.get("/oai/redif.xsd").text


def test_a_site_is_served_at_the_root(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Our papers</h1>")
    with TestClient(make_app(site=tmp_path)) as client:
        assert client.get("/").text == "<h1>Our papers</h1>"
        assert ">Home</a>" in client.get("/check").text
        assert client.get("/oai").status_code == 404
