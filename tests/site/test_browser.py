"""The site as a browser shows it: search, copying, saving, nothing from elsewhere, and no barrier that axe knows of."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from redif.site.build import SiteOptions, build
from support.browser import barriers, chromium, prefer, requested

SEED = "repec/taf/rcybxx/v_6_y_2021_i_3_p_360-374.html"
CITATION = (
    'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," Journal of Cyber Policy, '
    "Taylor & Francis Journals, vol. 6(3), pages 360-374, September."
)
HOSTILE = """
Template-Type: ReDIF-Paper 1.0
Title: <script>document.title = "taken"</script><img src=x onerror="document.title='taken'"> Überprüfung naïve
Author-Name: Ann "><script>document.title = "taken"</script>
Abstract: </script><script>document.title = "taken"</script> {{ 7 * 7 }}
Keywords: <svg onload="document.title='taken'">; javascript:document.title='taken'
File-URL: javascript:document.title='taken'
Classification-JEL: C12
Handle: RePEc:taf:wpaper:"><script>document.title='taken'</script>
"""
PAGES = [
    "index.html", SEED, "repec/taf/rcybxx/index.html", "repec/taf/index.html", "authors/index.html", "authors/ciglic_kaja.html",
    "jel/index.html", "jel/c12.html", "keywords/index.html", "search.html?q=peace", "bibliography.html", "figures.html",
    "check/index.html",
]  # fmt: skip


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    top = tmp_path_factory.mktemp("browser")
    shutil.copytree(fixtures / "taf", top / "taf")
    (top / "taf" / "hostile.redif").write_text(HOSTILE, encoding="utf-8")
    build([str(top / "taf")], str(top / "out"), SiteOptions(check=True))
    return top / "out"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("chromium")
    with chromium(folder) as opened:
        opened.downloads = folder / "downloads"
        yield opened


@pytest.fixture(autouse=True)
def nothing_amiss(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test ends with no error in the console, and no request to anybody else."""
    yield
    browser, address = request.getfixturevalue("browser"), request.getfixturevalue("address")
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert [url for url in requested(browser) if not url.startswith((address, "blob:", "chrome:", "chrome-untrusted:"))] == []


def find(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def until(browser: Any, condition: Any) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 10, 0.05).until(condition)


def results(browser: Any) -> list[str]:
    until(browser, lambda b: find(b, "#found").text)
    return [link.text for link in browser.find_elements("css selector", "#results a")]


@pytest.mark.parametrize(
    "words", ["multi stakeholder", "cyberspace ciglic", "peac", "CIGLIC", "internet governance", "stakeholderism hering"]
)
def test_the_search_finds(browser: Any, address: str, words: str) -> None:
    browser.get(f"{address}search.html")
    find(browser, "#words").send_keys(words)
    assert results(browser) == ["A multi-stakeholder foundation for peace in cyberspace"]


@pytest.mark.parametrize(("words", "count"), [("uberprufung NAIVE", 1), ("c12", 1), ("zebra", 0), ("peace zebra", 0)])
def test_the_search_from_another_page(browser: Any, address: str, words: str, count: int) -> None:
    browser.get(address + SEED)
    find(browser, "#quick").send_keys(words + "\n")
    until(browser, lambda b: "search.html" in b.current_url)
    assert len(results(browser)) == count


def test_copying(browser: Any, address: str) -> None:
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    browser.get(address + SEED)
    find(browser, "[data-copy]").click()
    until(browser, lambda b: find(b, "#done").text == "Copied.")
    assert browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == CITATION


def test_my_bibliography_survives_a_reload_and_is_exported(browser: Any, address: str) -> None:
    browser.get(address + SEED)
    find(browser, "[data-save]").click()
    browser.refresh()
    assert find(browser, "[data-save]").get_attribute("aria-pressed") == "true"
    assert find(browser, "#saved-count").text.strip() == "(1)"
    browser.get(f"{address}bibliography.html")
    assert [line.text for line in browser.find_elements("css selector", "#saved a")] == [CITATION]
    for ending, text in {
        "bib": "@",
        "ris": "TY  - JOUR",
        "json": '"ReDIF-Article 1.0"',
        "redif": "Template-Type",
        "htm": "<li>",
        "txt": "Kaja",
    }.items():
        find(browser, f"[data-ending={ending}]").click()
        path = browser.downloads / f"bibliography.{'html' if ending == 'htm' else ending}"
        until(browser, lambda _, path=path: path.exists() and path.stat().st_size)
        assert text in path.read_text(encoding="utf-8")
    find(browser, "#saved button").click()
    assert "Nothing is saved yet." in find(browser, "#state").text


def test_nothing_hostile_runs(browser: Any, address: str, folder: Path) -> None:
    paths = [str(path.relative_to(folder)) for path in folder.rglob("*.htm*") if "script" in path.name or "wpaper" in str(path)]
    paths += [str(path.relative_to(folder)) for path in (folder / "keywords").iterdir()]
    assert len(paths) > 3
    for path in [*paths, "index.html", "search.html?q=uberprufung"]:
        browser.get(address + path)
        assert browser.title != "taken"
        assert browser.execute_script("return document.querySelectorAll('[onerror],[onload]').length") == 0


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers(browser: Any, address: str, page: str, scheme: str) -> None:
    prefer(browser, scheme)
    browser.get(address + page)
    for details in browser.find_elements("css selector", "summary"):
        details.click()
    assert barriers(browser) == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Any, address: str, page: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.get(address + page)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
