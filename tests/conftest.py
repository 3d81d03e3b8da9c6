"""Settings for all tests, and what tests of several folders share."""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from support.browser import Tabs, launched
from support.golden import Golden
from support.laws import examples
from support.once import once
from support.running import teitools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile("teitools", examples(100))  # of laws that do not say how many they want
settings.load_profile("teitools")


# No test sees, or writes to, the schemas that whoever runs the tests has fetched; those that fetch have a place for it.
os.environ["XDG_DATA_HOME"] = f"{os.devnull}/none"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="show what is new in expected files, and write it (-n 0)")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--accept") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--accept shows the differences of all tests at the end: run it with -n 0")
    # What is ignored, as in the background, would be so in the programs that tests start, and end with a signal.
    for number in (getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    gc.disable()  # thousands of tests are collected, and none is garbage until the end


def pytest_collection_finish() -> None:
    """What was collected is not looked through again each time that garbage is collected."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs a browser is slow; with --accept, only tests that have an expected file run."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
    if config.getoption("--accept"):
        chosen = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with expected files, or collects what is to be accepted."""
    return Golden(request.config)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what differs from expected files, then write them."""
    if config.getoption("--accept"):
        for line in Golden(config).accept():
            terminalreporter.write_line(line)


@pytest.fixture
def rules_within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schematron rules run in the tests' process, as where no other can be started; schematron/test_remote.py proves
    that they find the same. A worker fits one folder and one environment, so each test would start its own.
    """
    monkeypatch.setattr("teitools.processes.child.interpreter", lambda: None)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `teitools build` makes of this repository: all editions and the documentation of the ODD. Read it only."""

    def make(folder: Path) -> None:
        done = teitools("build", "--output", folder, workers=True)
        assert (done.returncode, done.stderr) == (0, "")

    return once("site", make, tmp_path_factory)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Tabs]:
    """One browser for all tests of a worker."""
    with launched() as browser:
        yield Tabs(browser)


@pytest.fixture
def browser(chromium: Tabs) -> Iterator[Tabs]:
    """The browser; what the test opened is closed after it."""
    yield chromium
    chromium.close()
