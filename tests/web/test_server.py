"""The server as a program: its limits, slow and crowding clients, files that change, its pages in a browser."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from redif.web.app import make_app
from redif.web.limits import Limits
from support.browser import barriers, chromium, complaints, prefer, requested
from support.paths import ROOT

PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: A\nHandle: RePEc:aaa:wpaper:1\n"
PATIENCE = 30  # seconds that something may take on a busy machine before the test gives up


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server in a process of its own, and the process."""
    port = free_port()
    command = [sys.executable, "-m", "redif", "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: httpx.get(f"{url}/check").status_code == 200)
        yield url, process
    finally:
        process.kill()
        process.wait()


def wait_for(happens: Any) -> None:
    """Wait until something happens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if happens():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


# ---------------------------------------------------------------------- limits


def test_work_that_takes_too_long_is_given_up() -> None:
    with TestClient(make_app(limits=Limits(work_seconds=0.01))) as client:
        response = client.post("/api/check", content=PAPER * 20_000)
        assert response.status_code == 422
        assert "takes too long" in response.json()["error"]


def test_who_comes_when_too_many_wait_is_asked_to_come_again() -> None:
    async def crowd() -> list[int]:
        app = make_app(limits=Limits(workers=1, waiting=1))
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                asked = (client.post("/api/check", content=PAPER) for _ in range(5))
                return [response.status_code for response in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(crowd())) == [200, 200, 503, 503, 503]


def test_a_body_that_does_not_arrive_is_given_up() -> None:
    async def wait() -> list[dict[str, Any]]:
        app = make_app(limits=Limits(upload_seconds=0.2))
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0 if not sent else 60)
            if not receive.begun:  # type: ignore[attr-defined]
                receive.begun = True  # type: ignore[attr-defined]
                return {"type": "http.request", "body": b"Template", "more_body": True}
            await asyncio.sleep(60)
            raise AssertionError

        receive.begun = False  # type: ignore[attr-defined]

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/check",
            "query_string": b"",
            "headers": [],
            "http_version": "1.1",
        }
        async with app.router.lifespan_context(app):
            await app(scope, receive, send)
        return sent

    assert asyncio.run(wait())[0]["status"] == 408


def test_slow_clients_do_not_hold_up_others() -> None:
    with serving() as (url, _), ExitStack() as stack:
        port = int(url.rsplit(":", 1)[1])
        for _ in range(200):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(b"POST /api/check HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nTemplate-Type: ")
        for _ in range(5):
            assert httpx.post(f"{url}/api/check", content=PAPER, timeout=PATIENCE).status_code == 200


# ---------------------------------------------------------------------- the program


def test_harvesters_see_what_changes(tmp_path: Path) -> None:
    archive = tmp_path / "aaa"
    archive.mkdir()
    file, store = archive / "wpaper.redif", tmp_path / "store.sqlite"
    file.write_text(PAPER)
    (archive / "aaaarch.redif").write_text(
        "Template-Type: ReDIF-Archive 1.0\nName: An Archive\nMaintainer-Email: me@example.org\nHandle: RePEc:aaa\n"
    )

    def harvest(url: str) -> dict[str, bool]:
        text = httpx.get(f"{url}/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").text
        return {match[2]: bool(match[1]) for match in re.finditer(r"<header( status=.deleted.)?>\s*<identifier>(.*?)<", text)}

    one, two = "oai:RePEc:aaa:wpaper:1", "oai:RePEc:aaa:wpaper:2"
    with serving(str(archive), "--store", str(store), "--url", "https://papers.example.org") as (url, _):
        identity = httpx.get(f"{url}/oai?verb=Identify").text
        for piece in ("An Archive", "me@example.org", "https://papers.example.org/oai", "persistent"):
            assert piece in identity
        assert harvest(url) == {one: False}
        assert "An Archive" in httpx.get(f"{url}/").text
        file.write_text(PAPER.replace(":1\n", ":2\n"))
        wait_for(lambda: harvest(url) == {one: True, two: False})
        wait_for(lambda: "https://papers.example.org/" in httpx.get(f"{url}/sitemap.xml").text)
    file.write_text(PAPER)
    with serving(str(archive), "--store", str(store)) as (url, _):
        assert harvest(url) == {one: False, two: True}


def test_ctrl_c_ends_it_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(str(ROOT / "fixtures" / "taf")) as (url, process):
        assert httpx.post(f"{url}/api/check", content=PAPER).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert os.listdir(tmp_path) == []


# ---------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(str(ROOT / "fixtures" / "taf")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("chromium")
    with chromium(folder) as browser:
        browser.downloads = folder / "downloads"
        yield browser


def test_a_file_is_checked_and_fixed(browser: Any, site: str, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    file = tmp_path / "wpaper.rdf"
    file.write_bytes(PAPER.replace("Jane", "Ren\xe9").encode("cp1252") + b"DOI: https://doi.org/10.1000/182\r\n")
    browser.get(f"{site}/check")
    requested(browser)
    browser.find_element(By.ID, "file").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, "button[value=check]").click()
    wait_for(lambda: browser.title == "wpaper.rdf")
    (finding,) = browser.find_elements(By.CSS_SELECTOR, "article[data-code=doi-form]")
    assert "line 5" in finding.text
    assert finding.find_element(By.TAG_NAME, "mark").text == "https://doi.org/10.1000/182"
    browser.find_element(By.ID, "fixed").click()
    downloaded = browser.downloads / "wpaper.rdf"
    wait_for(downloaded.exists)
    assert downloaded.read_bytes() == file.read_bytes().replace(b"https://doi.org/", b"")
    assert {url.removeprefix(site) for url in requested(browser)} <= {
        "/check", "/web/report.css", "/web/web.css", "/web/report.js",
    }  # fmt: skip
    assert complaints(browser) == []


def test_a_pasted_text_is_converted(browser: Any, site: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    shutil.rmtree(browser.downloads, ignore_errors=True)
    browser.get(f"{site}/convert")
    browser.find_element(By.ID, "text").send_keys(PAPER)
    Select(browser.find_element(By.ID, "to")).select_by_value("ris")
    browser.find_element(By.CSS_SELECTOR, ".buttons button").click()
    downloaded = browser.downloads / "converted.ris"
    wait_for(downloaded.exists)
    assert "AU  - Doe, Jane" in downloaded.read_text("utf-8-sig")
    assert complaints(browser) == []


BAD = PAPER.replace("Title: A\n", "") + "DOI: https://doi.org/10.1000/182\nCreation-Date: May 2001\nFoo: <b>\n"


def send(browser: Any, address: str, text: str, *, by_keyboard: bool = False) -> None:
    """Paste a text into a page, and press its first button."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.get(address)
    browser.execute_script("document.getElementById('text').value = arguments[0]", text)
    button = browser.find_element("css selector", ".buttons button")
    if by_keyboard:
        for _ in range(20):
            if browser.switch_to.active_element == button:
                break
            ActionChains(browser).send_keys(Keys.TAB).perform()
        ActionChains(browser).send_keys(Keys.ENTER).perform()
    else:
        button.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers_in_any_state(browser: Any, site: str, scheme: str) -> None:
    prefer(browser, scheme)
    for page in ("check", "convert", "nothing-here"):
        browser.get(f"{site}/{page}")
        assert barriers(browser) == []
    assert "There is no such page here." in browser.page_source
    complaints(browser)  # of the page that is not there
    for text, title in ((PAPER, "pasted.redif"), (BAD, "pasted.redif"), (" ", "That did not work")):
        send(browser, f"{site}/check", text)
        wait_for(lambda title=title: browser.title == title)
        for details in browser.find_elements("css selector", "summary"):
            details.click()
        assert barriers(browser) == []
    send(browser, f"{site}/convert", "nothing")
    wait_for(lambda: browser.title == "That did not work")
    assert barriers(browser) == []
    assert [url for url in requested(browser) if not url.startswith(site)] == []


def test_a_page_says_what_can_be_fixed_there(browser: Any, site: str) -> None:
    send(browser, f"{site}/check", BAD, by_keyboard=True)
    wait_for(lambda: browser.title == "pasted.redif")
    text = browser.find_element("css selector", "body").text
    assert "2 can be fixed automatically." in text
    assert "--" not in text
    assert "redif check" not in text


def test_the_site_leads_to_the_other_pages(browser: Any, site: str) -> None:
    for name, path in (("Check a file", "/check"), ("Convert", "/convert"), ("OAI-PMH", "/oai?verb=Identify")):
        browser.get(f"{site}/authors/index.html")
        browser.find_element("link text", name).click()
        wait_for(lambda path=path: browser.current_url == f"{site}{path}")


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("page", ["check", "convert"])
def test_nothing_is_wider_than_the_window(browser: Any, site: str, width: int, page: str) -> None:
    browser.set_window_size(width, 900)
    browser.get(f"{site}/{page}")
    widths = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
