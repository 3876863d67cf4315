from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.paths import FIXTURES, SHARED

# What runs in the background of a shell has these ignored, and so would the commands that tests start and then interrupt.
for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)

# By hand the examples are new each time; where a change is let in or not, they are the same for all, and half as many.
settings.register_profile("redif", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
settings.register_profile("ci", settings.get_profile("redif"), derandomize=True, max_examples=100)
# For benchmarks/mutants.py, which runs the same tests many times.
settings.register_profile("mutants", settings.get_profile("redif"), derandomize=True, max_examples=15)
settings.load_profile("ci" if os.environ.get("CI") else "redif")


@pytest.hookimpl(trylast=True)  # after hypothesis has marked its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage where all real files are read or many examples are drawn.

    That takes several times as long, and tests of single values reach the same code.
    """
    for item in items:
        if {"corpus", "shared"} & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def shared() -> Path:
    """What stands beside the repository: real files and what the reference says of them."""
    if not SHARED.is_dir():
        pytest.skip("the corpus (../shared) is not here")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    return shared / "corpus"
