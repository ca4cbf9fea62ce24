"""What many tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

pytest_plugins = ("browsing_fixtures", "library_places")

# No timing fails a test; and what a test draws is the same each time where nobody is at hand to look at it.
settings.register_profile("rashomon", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("rashomon")

# A shell that runs the tests in the background lets them ignore Ctrl-C, and so what they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the gold data beside the checkout; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the gold data is not beside this checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def location(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library of ten articles of two events, which nobody writes to."""
    from web_work import make_library

    return make_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def web(location: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of that library, served with an encoder that is quick."""
    from library_work import QuickEncoder
    from web_work import client

    from rashomon.encoder import Encoder

    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(location) as opened:
        yield opened
