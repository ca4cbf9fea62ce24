"""What the tests of the server share: a small library, a hostile one, and a client of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from library_work import QuickEncoder, articles
from starlette.testclient import TestClient

from rashomon.library import add_articles, open_library
from rashomon.model import Article
from rashomon.web.app import make_app
from rashomon.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BASE = "http://localhost:8765"
SCRIPT = "<script>alert('x')</script>"
RIGHT_TO_LEFT = "\u202etxet \u2066neddih"


def reports() -> list[Article]:
    """Reports of two events in several languages; of each event two in English, which differ."""
    made = articles(8)
    for event, place in ((0, "Norhaven 0"), (4, "Vellmark 1")):
        again = msgspec.structs.replace(
            made[event],
            id=f"again{event}",
            url=f"https://another.example/{event}",
            outlet="Another",
            text=f"Off {place} a ferry and a cargo ship collided on Monday. 31 people were killed, it said.",
        )
        made.append(again)
    return made


def make_library(folder: Path, found: Iterable[Article] | None = None) -> str:
    """A library of ten articles of two events, or of those given."""
    with open_library(str(folder), create=True) as library:
        add_articles(library, reports() if found is None else found, QuickEncoder())  # type: ignore[arg-type]
    return str(folder)


def add_more(location: str, found: Iterable[Article]) -> None:
    with open_library(location) as library:
        add_articles(library, found, QuickEncoder())  # type: ignore[arg-type]


def hostile() -> list[Article]:
    """Articles that would do harm in a page, a table or a terminal."""
    bad = (
        (SCRIPT, "javascript:alert(1)", "=HYPERLINK(1)"),
        (f"{RIGHT_TO_LEFT}</title>", "data:text/html,<b>", '"><img src=x onerror=alert(1)>'),
        ("W" * 100_000, "https://outlet.example/'\"><script>", "\x1b[31m"),
    )
    made = []
    for number, (title, url, outlet) in enumerate(bad):
        text = f"{title}\n\nA ferry sank off Norhaven on Monday. 20 people died, said {SCRIPT}. {'x' * 5000}"
        made.append(Article(id=f"bad{number}", url=url, outlet=outlet, language="en", title=title, text=text))
    return made


def client(location: str, **settings: object) -> TestClient:
    app = make_app(location, settings=Settings(**settings))  # type: ignore[arg-type]
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)
