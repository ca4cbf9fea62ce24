"""Nothing that an article holds runs in a browser, leads elsewhere, or breaks the page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from browsing import served, slow, visits
from browsing_hostile import LONG, MARKUP, STORIES, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browsing import Visit
    from playwright.sync_api import Browser
    from sqlalchemy import Row

pytestmark = slow
SECONDS = 20.0  # until a page is there, on a busy machine
BYTES = 4_000_000
FOUND = """() => [
    document.querySelectorAll(
      'iframe, object, embed, base, meta[http-equiv], main [style], main img, main script').length,
    performance.getEntriesByType('navigation')[0].decodedBodySize,
    [...document.querySelectorAll('a[href], form, [src]')]
      .map(e => e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action'))
      .filter(a => !/^(https?:|#|\\/(?!\\/)|\\?)/.test(a)),
    [...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).position === 'fixed').length]"""


@pytest.fixture(scope="module")
def library(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Row[Any]]]:
    folder = tmp_path_factory.mktemp("hostile") / "library"
    return folder, make(folder)


@pytest.fixture(scope="module")
def address(library: tuple[Path, list[Row[Any]]]) -> Iterator[str]:
    with served(library[0]) as where:
        yield where


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    with visits(browser, address) as opened:
        yield opened


def pages(added: list[Row[Any]]) -> list[str]:
    bad = quote(MARKUP[1], safe="")
    return [
        *("/", "/?told=all", f"/?q={bad}", f"/search?q={bad}", f"/entity/{bad}", f"/?outlet={bad}&told=all"),
        *sorted({f"/story/{one.story}" for one in added}),
        *(f"/article/{one.id}" for one in added),
    ]


@pytest.mark.parametrize(("language", "width"), [("en-GB", 1280), ("ar-EG", 320)])
def test_nothing_runs_and_no_layout_breaks(
    visit: Callable[..., Visit], library: tuple[Path, list[Row[Any]]], language: str, width: int
) -> None:
    visitor = visit(language=language, width=width)
    for path in pages(library[1]):
        begun = time.monotonic()
        visitor.to(path)
        assert time.monotonic() - begun < SECONDS, path
        assert visitor.wider() == [], path
        told = visitor.page.evaluate(FOUND)
        assert told[0] == 0, path
        assert told[1] < BYTES, path
        assert told[2:] == [[], 0], path
        assert len(visitor.page.title()) < 2_000, path


def test_what_looks_like_a_link_in_words_is_none(visit: Callable[..., Visit], address: str) -> None:
    visitor = visit()
    visitor.to(f"/search?q={quote('ferry')}")
    for one in visitor.page.locator("#results a").all()[:60]:
        assert (one.get_attribute("href") or "").startswith(("/", "#", "http"))
        one.hover()
    visitor.look()


def test_ten_thousand_stories_are_gone_through_page_by_page(
    visit: Callable[..., Visit], address: str
) -> None:
    visitor = visit()
    visitor.to("/")
    seen: set[str] = set()
    for _ in range(4):
        cards = [one.get_attribute("href") or "" for one in visitor.page.locator(".card h2 a").all()]
        assert len(cards) <= 20 < STORIES
        assert not seen & set(cards)
        seen |= set(cards)
        visitor.page.locator("a[rel=next]").click()
        visitor.page.wait_for_load_state()
    visitor.look()


def test_a_long_article_is_read_to_its_end(
    visit: Callable[..., Visit], library: tuple[Path, list[Row[Any]]]
) -> None:
    visitor = visit()
    (long,) = (one.id for one in library[1] if one.title == "Long")
    visitor.to(f"/article/{long}")
    text = visitor.page.locator(".text").evaluate("e => e.textContent.length")
    assert text >= LONG
