"""A real browser on a served library of the examples and three events of our own, made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from browsing import ARGUMENTS, add, served, visits, write_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browsing import Visit
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; skips where there is none, or nothing to drive it."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no chromium on the PATH")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Headless Chromium. It ends with its module: beside it no other test may run a loop of asyncio."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the library is served by ``rashomon serve``."""
    folder = tmp_path_factory.mktemp("served")
    write_reports(folder / "own.jsonl")
    add(folder / "library", folder / "own.jsonl")
    with served(folder / "library") as where:
        yield where


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a browser window as a visitor has it. At the end nothing that pages did may have been wrong."""
    with visits(browser, address) as opened:
        yield opened
