"""What a screen reader and weak eyes need: axe finds nothing serious on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import every_page, largest, one_of_each, slow

if TYPE_CHECKING:
    from collections.abc import Callable

    from browsing import Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="session")
def axe() -> Any:
    made = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    return made.Axe()


@slow
def test_axe_finds_nothing_serious_on_any_page(visit: Callable[..., Visit], address: str, axe: Any) -> None:
    assert faults(axe, visit(), every_page(address)) == []


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [
        ("en-GB", False, 1280),
        pytest.param("ar-EG", True, 360, marks=slow),
        pytest.param("en-GB", True, 1280, marks=slow),
        pytest.param("ar-EG", False, 1280, marks=slow),
    ],
)
def test_axe_finds_nothing_serious_in_the_dark_in_arabic_and_in_a_small_window(
    visit: Callable[..., Visit], address: str, axe: Any, language: str, dark: bool, width: int
) -> None:
    assert faults(axe, visit(language=language, dark=dark, width=width), one_of_each(address)) == []


@slow
def test_axe_finds_nothing_serious_in_the_largest_story_unfolded_in_arabic_and_in_the_dark(
    visit: Callable[..., Visit], address: str, axe: Any
) -> None:
    visitor = visit(language="ar-EG", dark=True)
    visitor.to(f"/story/{largest(address)}")
    visitor.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert found(axe, visitor, "the largest story") == []


def faults(axe: Any, visitor: Visit, paths: list[str]) -> list[tuple[str, ...]]:
    """Where, how grave, which rule, and the first element that breaks it."""
    every = []
    for path in paths:
        visitor.to(path)
        every += found(axe, visitor, path)
    return every


def found(axe: Any, visitor: Visit, path: str) -> list[tuple[str, ...]]:
    """The same of the page that is open."""
    told = axe.run(visitor.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        (path, one["impact"], one["id"], node["html"][:160], node["failureSummary"][:200])
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:1]
    ]
