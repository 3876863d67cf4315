"""A real browser for tests of pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def chromium(folder: Path) -> Iterator[Any]:
    """A browser without a window; the test is skipped where there is none.

    Args:
        folder: where it keeps its data and its downloads.
    """
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    for argument in (
        "headless", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-quic", "no-first-run", "disable-sync",
        "disable-background-networking", "disable-component-update", f"user-data-dir={folder / 'profile'}",
    ):  # fmt: skip
        options.add_argument(f"--{argument}")
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as browser:
        yield browser


def barriers(browser: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds wrong with the page as it is now: its rules, each with the elements; needs axe-core-python."""
    spec = find_spec("axe_core_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core-python is not installed")
    browser.execute_script(Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run().then(arguments[0])")
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found["violations"]]


def prefer(browser: Any, scheme: str) -> None:
    """Let the browser prefer light or dark pages."""
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def requested(browser: Any) -> list[str]:
    """The addresses that were asked for since this was last called; those that hold their answer do not count."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("data:", "chrome://"))]  # its own page, with which it begins


def complaints(browser: Any) -> list[str]:
    """What the browser has written to its console since this was last called."""
    return [entry["message"] for entry in browser.get_log("browser")]
